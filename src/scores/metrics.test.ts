import { expect, test } from 'vitest'
import { coversGold, mean, ndcg, percentile, recallAt, reciprocalRank, successAt } from './metrics.ts'

// Two relevant items, at ranks 2 and 7, and a third that was not retrieved.
const ranks = [2, 7, undefined]

test('recall and success at k', () => {
  expect(recallAt(ranks, 5)).toBeCloseTo(1 / 3)
  expect(recallAt(ranks, 10)).toBeCloseTo(2 / 3)
  expect([successAt(ranks, 1), successAt(ranks, 5)]).toEqual([0, 1])
  expect(recallAt([], 5)).toBe(0)
})

test('reciprocal rank, cut at 10', () => {
  expect(reciprocalRank(ranks)).toBe(0.5)
  expect(reciprocalRank([11])).toBe(0)
  expect(reciprocalRank([undefined])).toBe(0)
})

test('nDCG by hand: gains 1/log2(3) + 1/log2(8) over 1 + 1/log2(3) + 1/log2(4)', () => {
  const found = 1 / Math.log2(3) + 1 / Math.log2(8)
  const ideal = 1 + 1 / Math.log2(3) + 1 / Math.log2(4)
  expect(ndcg(ranks)).toBeCloseTo(found / ideal)
  expect(ndcg([1])).toBe(1)
  expect(ndcg([])).toBe(0)
})

test('a citation covers a gold span from half of it on', () => {
  expect(coversGold({ start: 0, end: 10 }, { start: 5, end: 15 })).toBe(true)
  expect(coversGold({ start: 0, end: 9 }, { start: 5, end: 15 })).toBe(false)
  expect(coversGold({ start: 20, end: 30 }, { start: 5, end: 15 })).toBe(false)
})

test('percentile by nearest rank, mean of nothing', () => {
  expect(percentile([4, 1, 3, 2], 50)).toBe(2)
  expect(percentile([4, 1, 3, 2], 95)).toBe(4)
  expect(mean([])).toBeNaN()
})
