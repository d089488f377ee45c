import { expect, test } from 'vitest'
import { type ReadableText, rowOf, spanIn, tablesOf } from './rows.ts'

const MARKS = { cls: 0, pad: 1, sep: 2 }
const LIMITS = { question: 3, title: 2, text: 8 }
/** One piece a letter: "ab" is [10, 11]. */
const pieces = (word: string): number[] => [...word].map((letter) => letter.charCodeAt(0) - 87)

const passage = (text: string, sentences: [number, number][], title = ''): ReadableText => ({
  title,
  text,
  sentences: sentences.map(([start, end]) => ({ start, end })),
})

test('question, title and text stand between marks, and each piece of the text knows its sentence', () => {
  const row = rowOf(
    [50, 51],
    passage(
      'ab c. de',
      [
        [0, 5],
        [6, 8],
      ],
      'f g',
    ),
    pieces,
    MARKS,
    LIMITS,
  )
  expect(row.ids).toEqual([0, 50, 51, 2, 2, 15, 16, 2, 10, 11, 12, -41, 13, 14, 2])
  expect(row.begin).toBe(8)
  expect(row.sentence).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0])
  expect(row.offsets.slice(0, 3)).toEqual([
    { start: 0, end: 2 },
    { start: 0, end: 2 },
    { start: 3, end: 5 },
  ])
})

test('a text that is too long ends with its last whole sentence; a first sentence that is too long is cut', () => {
  const two = rowOf(
    [50],
    passage('aaaa bbbb cc', [
      [0, 4],
      [5, 12],
    ]),
    pieces,
    MARKS,
    LIMITS,
  )
  expect(two).toMatchObject({ sentences: 1, ids: [0, 50, 2, 2, 10, 10, 10, 10, 2] })
  const one = rowOf([50], passage('aaaa bbbb cc', [[0, 12]]), pieces, MARKS, LIMITS)
  expect([one.sentences, one.ids.length, one.offsets.length]).toEqual([1, 4 + LIMITS.text + 1, LIMITS.text])
})

test('long questions and titles are cut, an empty title leaves no mark', () => {
  const row = rowOf([50, 51, 52, 53], passage('a', [[0, 1]], 'bcdef'), pieces, MARKS, LIMITS)
  expect(row.ids).toEqual([0, 50, 51, 52, 2, 2, 11, 12, 2, 10, 2])
  expect(rowOf([50], passage('a', [[0, 1]]), pieces, MARKS, LIMITS).ids).toEqual([0, 50, 2, 2, 10, 2])
})

test('shorter rows of a batch are padded, and padding is masked', () => {
  const rows = [
    rowOf([50], passage('a', [[0, 1]]), pieces, MARKS, LIMITS),
    rowOf(
      [50],
      passage('ab c', [
        [0, 2],
        [3, 4],
      ]),
      pieces,
      MARKS,
      LIMITS,
    ),
  ]
  const feeds = tablesOf(rows, MARKS)
  expect(feeds.ids.dims).toEqual([2, 8])
  expect([...feeds.slots.data]).toEqual([1n, 2n])
  expect([...feeds.ids.data.slice(0, 8)].map(Number)).toEqual([0, 50, 2, 2, 10, 2, 1, 1])
  expect([...feeds.mask.data.slice(0, 8)].map(Number)).toEqual([1, 1, 1, 1, 1, 1, 0, 0])
  expect([...feeds.segment.data.slice(8)].map(Number)).toEqual([0, 0, 0, 0, 1, 1, 1, 0])
  expect([...feeds.sentence.data.slice(8)].map(Number)).toEqual([0, 0, 0, 0, 1, 1, 2, 0])
})

test('the likeliest span of a sentence is told in characters of whole words, and stays within the sentence', () => {
  const row = rowOf(
    [50],
    passage('ab cd. ef', [
      [0, 6],
      [7, 9],
    ]),
    pieces,
    MARKS,
    LIMITS,
  )
  const logits = (at: number) => row.ids.map((_, i) => (i === at ? 5 : 0))
  expect(spanIn(row, 1, logits(row.begin + 2), logits(row.begin + 3))).toEqual({ start: 3, end: 6, score: 10 })
  // The negative control: the highest logits lie in the other sentence.
  expect(spanIn(row, 2, logits(row.begin + 2), logits(row.begin + 3))).toEqual({ start: 7, end: 9, score: 0 })
  expect(spanIn(row, 3, [], [])).toBeUndefined()
  // "Nowhere" stands at place 0: the likelier it is, the less the span is worth.
  const nowhere = (at: number) => row.ids.map((_, i) => (i === at ? 5 : i === 0 ? 4 : 0))
  expect(spanIn(row, 1, nowhere(row.begin + 2), nowhere(row.begin + 3))).toEqual({ start: 3, end: 6, score: 2 })
})
