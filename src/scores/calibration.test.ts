import { expect, test } from 'vitest'
import { expectedCalibrationError, reliability } from './calibration.ts'

const decisions = [
  { confidence: 0.1, good: false },
  { confidence: 0.2, good: true },
  { confidence: 0.9, good: true },
  { confidence: 1, good: true },
]

test('reliability by hand: two bins, the upper bound in the last', () => {
  const [low, high] = reliability(decisions, 2)
  expect(low).toMatchObject({ low: 0, high: 0.5, questions: 2, confidence: expect.closeTo(0.15), right: 0.5 })
  expect(high).toMatchObject({ questions: 2, confidence: expect.closeTo(0.95), right: 1 })
  expect(reliability([], 2)[0]).toMatchObject({ questions: 0, right: Number.NaN })
})

test('expected calibration error by hand: (2 · 0.35 + 2 · 0.05) / 4', () => {
  expect(expectedCalibrationError(decisions, 2)).toBeCloseTo(0.2)
  expect(expectedCalibrationError([], 2)).toBeNaN()
  // Confidence that says what is so, and confidence that says the contrary.
  expect(expectedCalibrationError([{ confidence: 1, good: true }])).toBe(0)
  expect(expectedCalibrationError([{ confidence: 1, good: false }])).toBe(1)
})
