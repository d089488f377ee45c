/** Whether confidence means what it says: reliability of stated probabilities. Pure. */
import type { Decision } from './metrics.ts'

/** Questions whose confidence lies in one interval. */
export interface ReliabilityBin {
  /** Lower and upper bound of the confidence, 0 to 1; the upper one belongs to the last bin alone. */
  low: number
  high: number
  questions: number
  /** Mean confidence, and the share of right answers. Not a number where the bin is empty. */
  confidence: number
  right: number
}

/** Confidence against the share of right answers, in intervals of equal width (reliability diagram; DeGroot and Fienberg 1983). */
export function reliability(decisions: readonly Decision[], bins = 10): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, i) => {
    const own = decisions.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === i)
    const share = (sum: number): number => (own.length === 0 ? Number.NaN : sum / own.length)
    return {
      low: i / bins,
      high: (i + 1) / bins,
      questions: own.length,
      confidence: share(own.reduce((sum, { confidence }) => sum + confidence, 0)),
      right: share(own.filter(({ good }) => good).length),
    }
  })
}

/** Mean distance of confidence from the share of right answers over the bins, weighted by their questions (ECE; Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017). 0 to 1. */
export function expectedCalibrationError(decisions: readonly Decision[], bins = 10): number {
  if (decisions.length === 0) return Number.NaN
  return reliability(decisions, bins).reduce(
    (sum, { questions, confidence, right }) =>
      questions === 0 ? sum : sum + (questions / decisions.length) * Math.abs(confidence - right),
    0,
  )
}
