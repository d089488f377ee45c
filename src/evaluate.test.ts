import { expect, test } from 'vitest'
import { describeDocument } from './documents/read.ts'
import type { AskResponse } from './domain.ts'
import { type Evaluation, GROUPS, type QuestionPair, type Run, regressions, resolveQuotes, score, toBaseline } from './evaluate.ts'

const pair = (expects: 'answer' | 'no-answer'): QuestionPair => ({
  id: 'a',
  split: 'dev',
  kind: 'fact',
  expects,
  question: { en: 'q', fr: 'q' },
  relevant: [],
})
const run = (expects: 'answer' | 'no-answer', answered: boolean, right: boolean[] = [], ranks: (number | undefined)[] = []): Run => ({
  pair: pair(expects),
  language: 'en',
  sameLanguage: true,
  response: { answered, language: 'en', answer: 'three short words', citations: right.map(() => ({})) } as unknown as AskResponse,
  ranks,
  right,
  valid: right.length,
})
const evaluation = (scores: ReturnType<typeof score>): Evaluation => ({
  split: 'dev',
  model: 'm',
  groups: Object.fromEntries(GROUPS.map((group) => [group, scores])) as Evaluation['groups'],
  latency: { p50: 1, p95: 1 },
  runs: [],
})

test('scores by hand: four answerable questions, two near misses', () => {
  const scores = score([
    run('answer', true, [true, false], [1]),
    run('answer', true, [false], [3]),
    run('answer', false, [], [7]),
    run('answer', true, [true], [undefined]),
    run('no-answer', false),
    run('no-answer', true, [false]),
  ])
  expect(scores).toMatchObject({
    questions: 6,
    success1: 1 / 4,
    success5: 2 / 4,
    answerHit: 2 / 4,
    // Of answerable questions only; a wrong answer to a near miss counts in `abstained`.
    citationPrecision: 2 / 4,
    abstained: 1 / 2,
    wronglyAbstained: 1 / 4,
    citationValidity: 1,
    answerWords: 3,
  })
  expect(scores.mrr10).toBeCloseTo((1 + 1 / 3 + 1 / 7) / 4)
})

test('a figure below the baseline is a regression in either direction, the same figure is none', () => {
  const good = evaluation(score([run('answer', true, [true], [1]), run('no-answer', false)]))
  const bad = evaluation(score([run('answer', false, [], [1]), run('no-answer', true, [false])]))
  expect(regressions(good, toBaseline(good))).toEqual([])
  const found = regressions(bad, toBaseline(good)).filter(({ group }) => group === 'all')
  expect(found.map(({ figure }) => figure).sort()).toEqual(['abstained', 'answerHit', 'wronglyAbstained'])
  expect(regressions(good, toBaseline(bad))).toEqual([])
})

test('a quote that stands nowhere is an error, never a smaller average', () => {
  const documents = [describeDocument({ source: 'a.txt', text: 'The lighthouse was built in 1871.', sha256: '' })]
  const asks = (quote: string): QuestionPair => ({ ...pair('answer'), relevant: [{ document: 'a.txt', quote }] })
  expect(resolveQuotes(asks('built in 1871'), documents, 'f')).toEqual([{ document: 0, start: 19, end: 32 }])
  expect(() => resolveQuotes(asks('built in 1872'), documents, 'f')).toThrow(expect.objectContaining({ code: 'evaluation-invalid' }))
})
