import { expect, test } from 'vitest'
import { expectedCalibrationError } from '../src/scores/calibration.ts'
import {
  fitLogistic,
  fitTemperature,
  leaveOneSetOut,
  logit,
  operatingPoint,
  probability,
  type Sample,
  thresholdAtError,
} from './calibration.ts'

/** Pseudo-random numbers from 0 to 1, always the same (Park and Miller 1988). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Samples whose outcomes are drawn with probability sigmoid(bias + weight · x). */
function drawn(set: string, count: number, bias: number, weight: number, seed = 7): Sample[] {
  const random = numbers(seed)
  return Array.from({ length: count }, () => {
    const x = 6 * random() - 3
    const right = random() < 1 / (1 + Math.exp(-(bias + weight * x)))
    return { set, language: 'en', features: [x], answerable: right, right }
  })
}

test('a logistic model finds the bias and the weight that outcomes were drawn with', () => {
  const { bias, weights } = fitLogistic(drawn('a', 20_000, -0.5, 1.5), 0.001)
  expect(bias).toBeCloseTo(-0.5, 1)
  expect(weights[0]).toBeCloseTo(1.5, 1)
})

test('… by hand: one feature of two values, whose odds are 1/3 and 3', () => {
  const at = (x: number, right: number, wrong: number): Sample[] =>
    [...Array(right).fill(true), ...Array(wrong).fill(false)].map((outcome: boolean) => ({
      ...{ set: 'a', language: 'fr', features: [x], answerable: outcome, right: outcome },
    }))
  const { bias, weights } = fitLogistic([...at(0, 1, 3), ...at(1, 3, 1)], 0)
  expect(bias).toBeCloseTo(Math.log(1 / 3), 5)
  expect(weights[0]).toBeCloseTo(2 * Math.log(3), 5)
  expect(probability({ bias, weights }, [1])).toBeCloseTo(0.75, 5)
})

test('the ridge keeps weights finite where outcomes can be told apart, and shrinks them', () => {
  const apart: Sample[] = [-1, 1].map((x) => ({ set: 'a', language: 'en', features: [x], answerable: x > 0, right: x > 0 }))
  const [loose, tight] = [0.1, 10].map((ridge) => fitLogistic(apart, ridge).weights[0] ?? 0)
  expect(loose).toBeGreaterThan(tight as number)
  expect(tight).toBeGreaterThan(0)
  expect(Number.isFinite(loose)).toBe(true)
})

test('sets weigh alike, however many questions they have', () => {
  const many = drawn('many', 3000, 2, 0)
  const few = drawn('few', 300, -2, 0)
  const { bias } = fitLogistic([...many, ...few], 1)
  expect(Math.abs(bias)).toBeLessThan(0.25)
  // The twin: as one set, the larger part wins.
  expect(fitLogistic([...many, ...few.map((sample) => ({ ...sample, set: 'many' }))], 1).bias).toBeGreaterThan(0.8)
})

test('a temperature undoes overconfidence: logits that are three times too large', () => {
  const honest = drawn('a', 20_000, 0, 1)
  const over = honest.map((sample) => ({ ...sample, features: sample.features.map((x) => 3 * x) }))
  expect(fitTemperature(over)).toBeCloseTo(3, 0)
  expect(fitTemperature(honest)).toBeCloseTo(1, 1)
  const error = (divisor: number): number =>
    expectedCalibrationError(
      over.map(({ features, right }) => ({ confidence: 1 / (1 + Math.exp(-(features[0] ?? 0) / divisor)), good: right })),
    )
  expect(error(fitTemperature(over))).toBeLessThan(0.02)
  expect(error(1)).toBeGreaterThan(0.1)
})

const four: Sample[] = [
  { set: 'a', language: 'en', features: [], answerable: true, right: true },
  { set: 'a', language: 'en', features: [], answerable: true, right: false },
  { set: 'a', language: 'en', features: [], answerable: false, right: false },
  { set: 'b', language: 'en', features: [], answerable: true, right: true },
]
const said = [0.9, 0.4, 0.5, 0.3]

test('an operating point by hand, sets weighing alike', () => {
  expect(operatingPoint(four, said, 0.45)).toEqual({ threshold: 0.45, error: 0.75, hallucination: 1, hit: 0.25 })
  expect(operatingPoint(four, said, 0)).toEqual({ threshold: 0, error: 0, hallucination: 1, hit: 0.75 })
})

test('the threshold refuses as many answerable questions as are allowed, and no more', () => {
  expect(thresholdAtError(four, said, 0)).toBe(0.3)
  expect(thresholdAtError(four, said, 0.5)).toBe(0.4)
  expect(thresholdAtError(four, said, 0.75)).toBe(0.9)
  expect(operatingPoint(four, said, thresholdAtError(four, said, 0.5)).error).toBe(0.5)
})

test('leaving a set out: a set that differs from the others shows it', () => {
  const fit = (samples: readonly Sample[]) => {
    const model = fitLogistic(samples)
    return { confidence: ({ features }: Sample) => probability(model, features), threshold: 0.5 }
  }
  const alike = leaveOneSetOut([...drawn('a', 2000, 0, 2, 1), ...drawn('b', 2000, 0, 2, 2), ...drawn('c', 2000, 0, 2, 3)], fit)
  for (const { calibrationError } of alike) expect(calibrationError).toBeLessThan(0.04)
  const [, , other] = leaveOneSetOut([...drawn('a', 2000, 0, 2, 1), ...drawn('b', 2000, 0, 2, 2), ...drawn('c', 2000, -3, 2, 3)], fit)
  expect(other).toMatchObject({ set: 'c', questions: 2000 })
  expect(other?.calibrationError).toBeGreaterThan(0.15)
})

test('log odds are finite at 0 and 1', () => {
  expect(logit(0.5)).toBe(0)
  expect([logit(0), logit(1)].every(Number.isFinite)).toBe(true)
})
