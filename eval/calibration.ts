/**
 * Fitting of confidence: from what a reader says of its best evidence to the probability that this evidence answers the question. Pure,
 * deterministic, for any number of features.
 */
import type { Language } from '../src/domain.ts'
import { expectedCalibrationError } from '../src/scores/calibration.ts'
import { ERROR_ALLOWED, mean, rocArea } from '../src/scores/metrics.ts'

/** One question with what was said of its best evidence. */
export interface Sample {
  /** Set of documents that it is about; sets weigh alike, however many questions they have. */
  set: string
  language: Language
  /** Real numbers, of the same length for all samples. */
  features: readonly number[]
  /** Some evidence answers the question; false for a near miss. */
  answerable: boolean
  /** The best evidence answers it; false for every near miss. */
  right: boolean
}

/** Logistic model: probability = 1 / (1 + exp(-(bias + weights · features))). */
export interface Logistic {
  bias: number
  weights: number[]
}

export function probability({ bias, weights }: Logistic, features: readonly number[]): number {
  return sigmoid(weights.reduce((z, weight, i) => z + weight * (features[i] ?? 0), bias))
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

/** Log odds of a probability, which is kept from 0 and 1 so that they are finite. */
export function logit(p: number, margin = 1e-4): number {
  const kept = Math.min(1 - margin, Math.max(margin, p))
  return Math.log(kept / (1 - kept))
}

/**
 * Maximum likelihood with a ridge penalty on the weights (not on the bias), by Newton's method with halved steps; with one feature that is
 * a logit, Platt scaling (Platt 1999).
 * @param ridge penalty, in samples: each weight w costs ridge · w² / 2
 */
export function fitLogistic(samples: readonly Sample[], ridge = 1): Logistic {
  const width = samples[0]?.features.length ?? 0
  const rows = samples.map(({ features, right }) => ({ x: [1, ...features], y: right ? 1 : 0 }))
  const weightOf = setWeights(samples)
  let parameters = new Array<number>(width + 1).fill(0)
  const loss = (p: readonly number[]): number =>
    rows.reduce((sum, { x, y }, i) => sum + (weightOf[i] ?? 0) * softplus((y === 1 ? -1 : 1) * inner(p, x)), 0) +
    (ridge / 2) * p.slice(1).reduce((sum, w) => sum + w * w, 0)
  for (let round = 0; round < 50; round++) {
    const gradient = parameters.map((w, j) => (j === 0 ? 0 : ridge * w))
    const hessian = parameters.map((_, j) => parameters.map((__, k) => (j === k ? (j === 0 ? 1e-9 : ridge + 1e-9) : 0)))
    for (const [i, { x, y }] of rows.entries()) {
      const p = sigmoid(inner(parameters, x))
      const weight = weightOf[i] ?? 0
      for (const [j, xj] of x.entries()) {
        gradient[j] = (gradient[j] ?? 0) + weight * (p - y) * xj
        const row = hessian[j]
        if (row) for (const [k, xk] of x.entries()) row[k] = (row[k] ?? 0) + weight * p * (1 - p) * xj * xk
      }
    }
    const step = solve(hessian, gradient)
    const before = loss(parameters)
    let scale = 1
    const moved = (): number[] => parameters.map((w, j) => w - scale * (step[j] ?? 0))
    while (scale > 1e-6 && !(loss(moved()) <= before)) scale /= 2
    parameters = moved()
    if (Math.max(...step.map(Math.abs)) * scale < 1e-9) break
  }
  const [bias = 0, ...weights] = parameters
  return { bias, weights }
}

/** Each set the same weight, the mean over samples 1. */
function setWeights(samples: readonly Sample[]): number[] {
  const sizes = new Map<string, number>()
  for (const { set } of samples) sizes.set(set, (sizes.get(set) ?? 0) + 1)
  return samples.map(({ set }) => samples.length / (sizes.size * (sizes.get(set) ?? 1)))
}

/** ln(1 + e^z), without overflow. */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
}

function inner(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
}

/** Solves a · x = b by Gaussian elimination with partial pivoting; a is square and regular. */
function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] ?? 0])
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++) if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i
    const [chosen, other] = [rows[pivot], rows[column]]
    if (!chosen || !other) break
    rows[column] = chosen
    rows[pivot] = other
    for (let i = column + 1; i < n; i++) {
      const factor = at(i, column) / at(column, column)
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * at(column, j))
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(i, n)
    for (let j = i + 1; j < n; j++) sum -= at(i, j) * (x[j] ?? 0)
    x[i] = sum / at(i, i)
  }
  return x
}

/**
 * The temperature by which the first feature, a logit, is divided so that its probabilities fit best (temperature scaling; Guo et al. 2017):
 * order and threshold at one half stay as they are. By golden-section search over its logarithm.
 */
export function fitTemperature(samples: readonly Sample[]): number {
  const weightOf = setWeights(samples)
  const loss = (logTemperature: number): number =>
    samples.reduce(
      (sum, { features, right }, i) =>
        sum + (weightOf[i] ?? 0) * softplus(((right ? -1 : 1) * (features[0] ?? 0)) / Math.exp(logTemperature)),
      0,
    )
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(0.01), Math.log(100)]
  while (high - low > 1e-6) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)]
    if (loss(a) < loss(b)) high = b
    else low = a
  }
  return Math.exp((low + high) / 2)
}

export interface OperatingPoint {
  threshold: number
  /** Answerable questions refused; near misses answered; answerable questions answered rightly. */
  error: number
  hallucination: number
  hit: number
}

/** What a threshold does to samples with their confidences; every set weighs alike. */
export function operatingPoint(samples: readonly Sample[], confidences: readonly number[], threshold: number): OperatingPoint {
  const sets = [...new Set(samples.map(({ set }) => set))]
  const share = (counts: (sample: Sample) => boolean, of: (sample: Sample, answered: boolean) => boolean): number =>
    mean(
      sets.flatMap((set) => {
        const own = samples.flatMap((sample, i) =>
          sample.set === set && counts(sample) ? [of(sample, (confidences[i] ?? 0) >= threshold) ? 1 : 0] : [],
        )
        return own.length === 0 ? [] : [mean(own)]
      }),
    )
  return {
    threshold,
    error: share(
      ({ answerable }) => answerable,
      (_, answered) => !answered,
    ),
    hallucination: share(
      ({ answerable }) => !answerable,
      (_, answered) => answered,
    ),
    hit: share(
      ({ answerable }) => answerable,
      ({ right }, answered) => right && answered,
    ),
  }
}

/** The highest threshold, among the confidences, that refuses at most `error` of the answerable questions, sets weighing alike; 0 when none does. */
export function thresholdAtError(samples: readonly Sample[], confidences: readonly number[], error = ERROR_ALLOWED): number {
  const candidates = [...new Set(confidences)].sort((a, b) => a - b)
  let [low, high] = [0, candidates.length]
  // The error grows with the threshold, so the last one that is allowed is found by halves.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (operatingPoint(samples, confidences, candidates[middle] ?? 0).error <= error + 1e-9) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (candidates[low - 1] ?? 0)
}

export interface HeldOut extends OperatingPoint {
  set: string
  questions: number
  /** Of the confidence, as fitted on the other sets. */
  calibrationError: number
  /** Answerable questions against near misses. */
  rocArea: number
}

export type Fitting = (samples: readonly Sample[]) => { confidence: (sample: Sample) => number; threshold: number }

/** Fits on all sets but one and measures on that one, for each: what the confidence is worth on documents that it was not fitted on. */
export function leaveOneSetOut(samples: readonly Sample[], fitTo: Fitting): HeldOut[] {
  return [...new Set(samples.map(({ set }) => set))].map((set) => {
    const own = samples.filter((sample) => sample.set === set)
    const { confidence, threshold } = fitTo(samples.filter((sample) => sample.set !== set))
    const confidences = own.map(confidence)
    const of = (answerable: boolean): number[] => confidences.filter((_, i) => own[i]?.answerable === answerable)
    return {
      set,
      questions: own.length,
      ...operatingPoint(own, confidences, threshold),
      calibrationError: expectedCalibrationError(own.map(({ right }, i) => ({ confidence: confidences[i] ?? 0, good: right }))),
      rocArea: rocArea(of(true), of(false)),
    }
  })
}
