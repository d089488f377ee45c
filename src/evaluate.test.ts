import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { describeDocument } from './documents/read.ts'
import type { AskResponse } from './domain.ts'
import { familiarityAmong, loadQuestions, outcomeOf, type QuestionPair, resolveQuotes, strictOutcome } from './evaluate.ts'
import type { Outcome } from './scores/run.ts'

const pair: QuestionPair = { id: 'a', split: 'dev', kind: 'fact', expects: 'answer', question: { en: 'q', fr: 'q' }, relevant: [] }

test('a quote is found whatever its white space and wherever it stands; one that stands nowhere has no place and is kept as a miss', () => {
  const documents = [
    describeDocument({ source: 'a.txt', text: 'The lighthouse was\nbuilt (in 1871). It was built (in stone).', sha256: '' }),
  ]
  const asks = (quote: string): QuestionPair => ({ ...pair, relevant: [{ document: 'a.txt', quote }] })
  expect(resolveQuotes(asks('was  built (in 1871).'), documents)).toEqual([[{ document: 0, start: 15, end: 35 }]])
  expect(resolveQuotes(asks('was built (in'), documents)[0]?.map(({ start }) => start)).toEqual([15, 39])
  expect(resolveQuotes(asks('was built (in 1872)'), documents)).toEqual([[]])
  expect(resolveQuotes({ ...pair, relevant: [{ document: 'b.txt', quote: 'built' }] }, documents)).toEqual([[]])
})

test.each([
  ['two pairs of one name', [pair, pair], 'id a × 2'],
  ['a follow-up on nothing', [{ ...pair, after: 'b' }], 'a: after b'],
  [
    'a follow-up on a pair of the other split',
    [
      { ...pair, id: 'b', split: 'test' },
      { ...pair, after: 'b' },
    ],
    'a: after b',
  ],
  ['an unknown field', [{ ...pair, answer: 'x' }], 'line 1'],
])('%s is refused', async (_, pairs, problem) => {
  const file = join(mkdtempSync(join(tmpdir(), 'sourcier-questions-')), 'q.jsonl')
  writeFileSync(file, pairs.map((row) => JSON.stringify(row)).join('\n'))
  await expect(loadQuestions(file)).rejects.toMatchObject({ code: 'evaluation-invalid', params: { problem } })
})

test('… and a chain in order is read (negative control)', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'sourcier-questions-')), 'q.jsonl')
  writeFileSync(file, [pair, { ...pair, id: 'b', after: 'a' }].map((row) => JSON.stringify(row)).join('\n\n'))
  expect((await loadQuestions(file)).map(({ id }) => id)).toEqual(['a', 'b'])
})

test('a test question counts as one of a seen document when a development question is about it too', () => {
  const about = (split: 'dev' | 'test', document: string): QuestionPair => ({ ...pair, split, relevant: [{ document, quote: 'any' }] })
  const familiarity = familiarityAmong([about('dev', 'a.txt')])
  const nearMiss: QuestionPair = { ...pair, split: 'test', about: 'a.txt' }
  expect([about('dev', 'b.txt'), about('test', 'a.txt'), nearMiss, about('test', 'b.txt')].map(familiarity)).toEqual([
    'dev',
    'seen',
    'seen',
    'unseen',
  ])
  expect(familiarity({ ...pair, split: 'test' })).toBeUndefined()
})

test('a reply of help is right where one is expected, and nowhere else; an abstention is no such reply', () => {
  const help: Parameters<typeof outcomeOf>[1] = { answered: false, reason: 'help', citations: [] }
  const abstained: Parameters<typeof outcomeOf>[1] = { answered: false, reason: 'out_of_scope', citations: [] }
  expect((['help', 'no-answer', 'answer', 'clarify'] as const).map((expects) => outcomeOf(expects, help, []))).toEqual([
    'right',
    'wrong',
    'wrong',
    'wrong',
  ])
  expect((['help', 'no-answer', 'answer', 'clarify'] as const).map((expects) => outcomeOf(expects, abstained, []))).toEqual([
    'wrong',
    'right',
    'refused',
    'refused',
  ])
})

describe('what a pair asks beyond its evidence', () => {
  const response = (given: Partial<AskResponse>): AskResponse => ({ ...blank, ...given }) as AskResponse
  const blank = { answered: true, answer: 'Ten days. [1] Payroll. [2]', citations: [{ n: 1, language: 'en' }, { n: 2 }], language: 'en' }
  const sentences = [1, 2].map((n) => ({ text: 'x', citations: [n] }))
  // Citation 1 covers the first gold quote, citation 2 the second.
  const isQuoted = (citations: readonly number[], relevant: readonly number[]): boolean => relevant.some((i) => citations.includes(i + 1))
  const outcome = (more: Partial<QuestionPair>, given: Partial<AskResponse>, plain: Outcome = 'right'): Outcome =>
    strictOutcome({ ...pair, ...more, language: 'en' }, response({ sentences, ...given }), plain, isQuoted)
  const part = (own: number[]): NonNullable<AskResponse['parts']>[number] => ({
    ...{ question: 'q', answered: own.length > 0, confidence: 0.5, answer: 'a', sentences: own },
  })

  test('parts: as many as there are questions, each with its own evidence or unanswered', () => {
    const parts: QuestionPair['parts'] = [
      { expects: 'answer', relevant: [0] },
      { expects: 'no-answer', relevant: [] },
    ]
    expect(outcome({ parts }, { parts: [part([0]), part([])] })).toBe('right')
    expect(outcome({ parts }, { parts: [part([1]), part([])] })).toBe('wrong')
    expect(outcome({ parts }, { parts: [part([0]), part([1])] })).toBe('wrong')
    expect(outcome({ parts }, { parts: [part([0])] })).toBe('wrong')
    expect(outcome({ parts }, {})).toBe('wrong')
  })

  test('topic, choices, words that may not be said, the language of the source', () => {
    const silent = { answered: false, citations: [] }
    expect(outcome({ topic: 'insult' }, { ...silent, topic: 'insult' }, 'wrong')).toBe('right')
    expect(outcome({ topic: 'insult' }, { ...silent, topic: 'opinion' })).toBe('wrong')
    expect(outcome({ topic: 'insult' }, { topic: 'insult' })).toBe('wrong')
    expect(outcome({ choices: ['Oslo'] }, { choices: ['Who? (Oslo · 2018)'] })).toBe('right')
    expect(outcome({ choices: ['Oslo', 'Riga'] }, { choices: ['Who? (Oslo · 2018)'] })).toBe('wrong')
    expect(outcome({ unsaid: ['granite'] }, { answer: 'No document mentions “GRANITE”.' })).toBe('wrong')
    expect(outcome({ unsaid: ['granite'] }, {})).toBe('right')
    expect(outcome({ quoted: 'other' }, {})).toBe('wrong')
    expect(outcome({ quoted: 'other' }, { citations: [{ n: 1, language: 'fr' }] as AskResponse['citations'] })).toBe('right')
    expect(outcome({ quoted: 'other' }, {}, 'refused')).toBe('refused')
  })
})
