import { expect, test } from 'vitest'
import type { ExpandedWord } from './corpus.ts'
import { DenseScores, type EachPosting, SparseScores, scoreWords, type WordPostings } from './lexical.ts'

/** Deterministic numbers from 0 to 1. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const PASSAGES = 500
const next = random(5)
const lengths = Uint32Array.from({ length: PASSAGES }, () => 20 + Math.floor(3 * next()))
const postings = Array.from({ length: 60 }, () =>
  Array.from({ length: PASSAGES }, (_, passage) => ({
    passage,
    count: 1 + Math.floor(3 * next()),
    length: lengths[passage] ?? 0,
  })).filter(() => next() < 0.2),
)
const packed = (id: number): WordPostings => {
  const own = postings[id] ?? []
  return { passages: Uint32Array.from(own, ({ passage }) => passage), counts: Uint16Array.from(own, ({ count }) => count) }
}
const each: EachPosting = (id, take) => {
  for (const { passage, count, length } of postings[id] ?? []) take(passage, count, length)
}
const word = (weight: number): ExpandedWord => ({
  weight,
  expansions: new Map(Array.from({ length: 3 }, () => [Math.floor(60 * next()), next()])),
  longForms: next() < 0.3 ? [[{ weight: 1, expansions: new Map([[Math.floor(60 * next()), 0.8]]), longForms: [] }]] : [],
})

test('both ways of gathering give the same sums, and the same order among equal ones, question after question', () => {
  const dense = new DenseScores(packed, lengths, 25)
  for (let round = 0; round < 30; round++) {
    const words = Array.from({ length: 1 + (round % 5) }, (_, i) => word(round % 3 === 0 ? 1 : i))
    const sparse = new SparseScores(each, 25)
    dense.start()
    scoreWords(words, dense)
    scoreWords(words, sparse)
    for (let passage = 0; passage < PASSAGES; passage++) expect(dense.of(passage)).toBe(sparse.total.get(passage) ?? 0)
    const within = new Set([...Array(PASSAGES).keys()].filter((passage) => passage % 3 !== 0))
    for (const some of [undefined, within]) {
      const wanted = [...sparse.total].filter(([passage]) => some?.has(passage) ?? true).sort((a, b) => b[1] - a[1])
      for (const limit of [1, 7, 50, 1000]) {
        expect(dense.best(limit, some)).toEqual(wanted.slice(0, limit).map(([passage]) => passage))
      }
    }
  }
})

test('… without a start, sums of the question before would count (negative control)', () => {
  const dense = new DenseScores(packed, lengths, 25)
  const words = [word(1)]
  scoreWords(words, dense)
  const [first = -1] = dense.best(1)
  const once = dense.of(first)
  scoreWords(words, dense)
  expect(dense.of(first)).toBeGreaterThan(once)
})
