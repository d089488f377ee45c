import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeDocument } from './documents/read.ts'
import { familiarityAmong, loadQuestions, outcomeOf, type QuestionPair, resolveQuotes } from './evaluate.ts'

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
