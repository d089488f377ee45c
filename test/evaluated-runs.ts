/** Questions with what came back for them, made by hand, for the tests of what is counted and shown. */
import type { AskResponse } from '../src/domain.ts'
import type { Outcome, QuestionPair, Run } from '../src/scores/run.ts'
import { summarise } from '../src/scores/summary.ts'

let count = 0
export function run(
  expects: QuestionPair['expects'],
  outcome: Outcome,
  given: Partial<Run> & { answered?: boolean; confidence?: number } = {},
): Run {
  const { answered = outcome !== 'refused' && expects === 'answer', confidence = 0.5, ...rest } = given
  const right = rest.right ?? []
  const citations = right.map((_, i) => ({ n: i + 1, source: 'a.txt', quote: 'three short words', language: 'en' }))
  return {
    pair: { id: `q-${count++}`, split: 'dev', kind: 'fact', expects, question: { en: 'q', fr: 'q' }, relevant: [] },
    language: 'en',
    sameLanguage: true,
    familiarity: 'dev',
    response: {
      question: 'q <&>',
      answered,
      language: 'en',
      answer: 'three short words',
      confidence,
      sentences: citations.map(({ n, quote }) => ({ text: quote, citations: [n] })),
      citations,
      timings: { totalMs: 1 },
    } as unknown as AskResponse,
    gold: [{ source: 'a.txt', quote: 'short words' }],
    lost: 0,
    documentRank: rest.ranks?.[0],
    ranks: [],
    right,
    covered: right,
    valid: right.length,
    outcome,
    rightAtAnyConfidence: expects === 'answer' && outcome === 'right',
    shownAtAnyConfidence: true,
    ...rest,
  }
}

export const SUBJECT = { collection: 'seeds', split: 'dev', model: 'm' } as const
export const both = (en: Run): Run[] => [en, { ...en, language: 'fr' }]
export const good = summarise(
  [...both(run('answer', 'right', { right: [true], ranks: [1] })), ...both(run('no-answer', 'right', { answered: false }))],
  SUBJECT,
)
