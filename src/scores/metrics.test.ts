import { expect, test } from 'vitest'
import {
  citationRecall,
  coversGold,
  mean,
  ndcg,
  neededCitations,
  pairedBootstrap,
  percentile,
  recallAt,
  reciprocalRank,
  refusedAtError,
  riskArea,
  riskCoverage,
  rocArea,
  successAt,
  supports,
  wordF1,
} from './metrics.ts'

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

test('word F1 by hand: 3 shared words of 4 found and 5 gold, each repeat counted once', () => {
  expect(wordF1('the the harbour master', 'the Harbour master is Anna')).toBeCloseTo((2 * 3) / (4 + 5))
  expect(wordF1('Québec', 'quebec')).toBe(1)
  expect(wordF1('', '')).toBe(0)
})

test('literal support: four fifths of the words, and every number', () => {
  const quote = 'The lighthouse was built in 1871 by the harbour board.'
  expect(supports('The lighthouse was built in 1871.', [quote])).toBe(true)
  // The twins: another number, a sentence of other words, a missing quote.
  expect(supports('The lighthouse was built in 1872.', [quote])).toBe(false)
  expect(supports('The bridge opened to traffic in 1871.', [quote])).toBe(false)
  expect(supports('The lighthouse was built in 1871.', [])).toBe(false)
  // A frame's words need no evidence, unless there is nothing else.
  const frames = new Set(['a', 'source', 'in', 'english', 'says'])
  expect(supports(`A source in English says: “${quote}”`, [quote], frames)).toBe(true)
  expect(supports('A source in English says', [quote], frames)).toBe(false)
})

test('ALCE by hand: a supported sentence with a needed and an idle citation, and an unsupported one', () => {
  const sentences = [
    {
      text: 'Anna Field has managed the harbour since 2011.',
      quotes: ['Anna Field has managed the harbour since 2011.', 'It rains in spring.'],
    },
    { text: 'She was born in 1950.', quotes: ['Anna Field has managed the harbour since 2011.'] },
  ]
  expect(citationRecall(sentences, new Set())).toBe(1 / 2)
  expect(neededCitations(sentences, new Set())).toBeCloseTo(1 / 3)
})

test('risk and coverage by hand; equal confidences stand or fall together', () => {
  const decisions = [
    { confidence: 0.9, good: true },
    { confidence: 0.5, good: false },
    { confidence: 0.5, good: true },
    { confidence: 0.1, good: false },
  ]
  expect(riskCoverage(decisions)).toEqual([
    { threshold: 0.9, coverage: 0.25, risk: 0 },
    { threshold: 0.5, coverage: 0.75, risk: 1 / 3 },
    { threshold: 0.1, coverage: 1, risk: 0.5 },
  ])
  expect(riskArea(decisions)).toBeCloseTo(0.25 * 0 + 0.5 * (1 / 3) + 0.25 * 0.5)
})

test('area under ROC: share of pairs in the right order, ties half', () => {
  expect(rocArea([0.9, 0.5], [0.5, 0.1])).toBe(3.5 / 4)
  expect(rocArea([], [1])).toBeNaN()
})

test('the bootstrap interval holds the mean, is the same every time, and narrows to a point without spread', () => {
  const differences = [1, 0, 0, -1, 1, 0, 0, 0, 1, 0]
  const found = pairedBootstrap(differences)
  expect(found.difference).toBeCloseTo(0.2)
  expect(found.low).toBeLessThan(0.2)
  expect(found.high).toBeGreaterThan(0.2)
  expect(pairedBootstrap(differences)).toEqual(found)
  expect(pairedBootstrap([0.5, 0.5, 0.5])).toEqual({ difference: 0.5, low: 0.5, high: 0.5 })
})

test('percentile by nearest rank, mean of nothing', () => {
  expect(percentile([4, 1, 3, 2], 50)).toBe(2)
  expect(percentile([4, 1, 3, 2], 95)).toBe(4)
  expect(mean([])).toBeNaN()
})

test('near misses refused at a fixed error: the highest threshold that refuses at most that share of the answerable', () => {
  const answerable = [0.05, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1]
  // One of ten may be refused, so the threshold is 0.2.
  expect(refusedAtError(answerable, [0.1, 0.19, 0.2, 0.9])).toBe(0.5)
  expect(refusedAtError(answerable, [0.1, 0.19, 0.2, 0.9], 0)).toBe(0)
  // Ties at nought stand or fall together: two of ten cannot be refused, so none is, nor any near miss.
  expect(refusedAtError([0, 0, ...answerable.slice(2)], [0, 0.1])).toBe(0)
})
