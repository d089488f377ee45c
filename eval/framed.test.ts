/** The development questions as people put them: between a greeting and thanks, with a wish for how to answer, after a reason for asking. */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Engine } from '../src/ask.ts'
import { LANGUAGES, type Language } from '../src/domain.ts'
import { evaluate, loadQuestions, type QuestionPair, type Run } from '../src/evaluate.ts'
import { seedsEngine } from '../test/http/server.ts'

type Frame = Record<Language, string>
const frames = readFileSync('eval/frames.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Frame)
/** What holds more than a question may well change what is found. */
const FOREIGN: Frame = {
  en: 'Submarine tariffs of Zanzibar {q} volcano insurance',
  fr: 'Tarifs sous-marins de Zanzibar {q} assurance volcan',
}
/** Each question in three frames, so that every frame meets several questions. */
const TURNS = 3

let engine: Engine
let pairs: QuestionPair[]
let plain: Run[]
beforeAll(async () => {
  engine = await seedsEngine()
  pairs = (await loadQuestions('eval/questions.jsonl')).filter(({ split }) => split === 'dev')
  plain = await asked()
}, 60_000)

/** @param frameOf the i-th question; what stands before a follow-up is framed like all */
function asked(frameOf: (i: number) => Frame = () => ({ en: '{q}', fr: '{q}' })): Promise<Run[]> {
  const framed = pairs.map((pair, i) => {
    const put = (language: Language): string => frameOf(i)[language].replace('{q}', () => pair.question[language])
    return { ...pair, question: { en: put('en'), fr: put('fr') } }
  })
  return evaluate(framed, 'dev', engine, 'eval/frames.jsonl')
}

/** Of questions that are right when put plainly, the share that is right in a frame too. */
function kept(framed: readonly Run[], expects: QuestionPair['expects'], language: Language): number {
  const right = plain.flatMap((run, i) => {
    const counts = run.pair.expects === expects && run.language === language && run.outcome === 'right'
    return counts ? [framed[i]?.outcome === 'right'] : []
  })
  return right.filter(Boolean).length / right.length
}

test('at least nine of ten that are answered, refused or asked back as they should be stay so, in either language', {
  timeout: 120_000,
}, async () => {
  const shares = new Map<string, number[]>()
  for (let turn = 0; turn < TURNS; turn++) {
    const framed = await asked((i) => frames[(i * TURNS + turn) % frames.length] as Frame)
    for (const expects of ['answer', 'no-answer', 'clarify'] as const) {
      for (const language of LANGUAGES) {
        const name = `${expects} ${language}`
        shares.set(name, [...(shares.get(name) ?? []), kept(framed, expects, language)])
      }
    }
  }
  const means = Object.fromEntries([...shares].map(([name, all]) => [name, all.reduce((a, b) => a + b, 0) / all.length]))
  console.log(means)
  for (const [name, mean] of Object.entries(means)) expect(mean, name).toBeGreaterThanOrEqual(0.9)
  expect(Math.abs((means['answer en'] as number) - (means['answer fr'] as number))).toBeLessThanOrEqual(0.05)
})

test('… and words that are no frame are seen to do harm (the twin)', { timeout: 60_000 }, async () => {
  const framed = await asked(() => FOREIGN)
  for (const language of LANGUAGES) expect(kept(framed, 'answer', language), language).toBeLessThan(0.7)
})
