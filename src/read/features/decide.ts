/**
 * Answer or abstain? The best candidate's evidence in, a probability that it answers the question out. The weights are fitted on
 * the development questions (eval/fit.ts).
 */
import { readFileSync } from 'node:fs'
import type { Language } from '../../domain.ts'
import type { QuestionType } from '../../understand/understand.ts'
import type { Candidate, ReadQuestion } from './candidates.ts'

export const DECISION_FEATURES = ['coverage', 'context', 'unmet', 'weakest', 'focus', 'type', 'presupposed'] as const
export type DecisionFeature = (typeof DECISION_FEATURES)[number]

interface Weights {
  ranking: Record<string, number>
  decision: { bias: number; weights: Record<DecisionFeature, number>; threshold: Record<Language, number> }
}
const weights: Weights = JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8'))

/** Similarity from which a word counts as met. */
const MET = 0.5

/** "Why was it withdrawn?" and "when was it abolished?" take for granted what they ask about: every word of it must be met. */
const PRESUPPOSES: ReadonlySet<QuestionType> = new Set<QuestionType>(['reason', 'date'])

export function scoreCandidate({ features }: Candidate): number {
  let score = 0
  for (const [name, weight] of Object.entries(weights.ranking)) score += weight * features[name as keyof typeof features]
  return score
}

export function decisionFeatures(read: ReadQuestion, best: Candidate): Record<DecisionFeature, number> {
  const met = read.words.map((_, i) => Math.max(best.inside[i] ?? 0, best.around[i] ?? 0))
  const unmet = read.words.reduce((sum, word, i) => sum + ((met[i] ?? 0) < MET ? word.weight : 0), 0)
  return {
    coverage: best.features.coverage,
    context: best.features.context,
    unmet: read.weight === 0 ? 1 : unmet / read.weight,
    weakest: Math.min(1, ...met),
    focus: focusMet(read, best),
    type: best.features.type,
    presupposed: PRESUPPOSES.has(read.type) && read.weight > 0 ? unmet / read.weight : 0,
  }
}

/** How well the thing asked for ("employees" of "how many employees") is met; 1 when the question names none. */
function focusMet({ words, focus }: ReadQuestion, best: Candidate): number {
  const at = words.findIndex(({ word }) => word.form === focus)
  return at === -1 ? 1 : Math.max(best.inside[at] ?? 0, 0.8 * (best.around[at] ?? 0))
}

/** Probability that the best candidate answers the question, 0 to 1. */
export function confidence(features: Record<DecisionFeature, number>): number {
  let z = weights.decision.bias
  for (const name of DECISION_FEATURES) z += weights.decision.weights[name] * features[name]
  return 1 / (1 + Math.exp(-z))
}

/** The confidence that is enough, per language of the question, as it was fitted. */
export const FITTED_THRESHOLD: Readonly<Record<Language, number>> = weights.decision.threshold

/**
 * Hard rules, applied before the classifier: a date, an amount or a number was asked for and the best run shows none, or nothing but
 * numbers is met.
 */
export function isRuledOut(read: ReadQuestion, best: Candidate): boolean {
  if (best.features.lacksType === 1) return true
  // A number alone is no subject: "1" stands in every second sentence.
  const subjects = read.words.flatMap(({ word }, i) => (/^\d/.test(word.form) ? [] : [Math.max(best.inside[i] ?? 0, best.around[i] ?? 0)]))
  // "2 + 2?": short numbers alone name nothing, a year may.
  if (subjects.length === 0) return read.words.length > 0 && read.words.every(({ word }) => /^\d{1,2}$/.test(word.form))
  return subjects.every((met) => met < MET)
}
