/**
 * Answer or abstain? The best candidate's evidence in, a probability that it answers the question out. The weights are fitted on
 * the development questions (eval/fit.ts); the checks on numbers and names need no weights.
 */
import { readFileSync } from 'node:fs'
import type { AbstentionReason, Language } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'
import type { QuestionType } from '../understand/understand.ts'
import type { Candidate, ReadQuestion } from './candidates.ts'

export const DECISION_FEATURES = ['coverage', 'context', 'unmet', 'weakest', 'focus', 'type', 'presupposed'] as const
export type DecisionFeature = (typeof DECISION_FEATURES)[number]

interface Weights {
  ranking: Record<string, number>
  decision: { bias: number; weights: Record<DecisionFeature, number>; threshold: Record<Language, number> }
}
const weights = JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8')) as Weights

/** Similarity from which a word counts as met, and from which a name does. Names of different things lie near 0.2, Denmark and Danemark at 0.7. */
const MET = 0.5
const MET_NAME = 0.55
/** Below this share of the question met anywhere, the documents speak of something else. */
const OUT_OF_SCOPE = 0.15

/** "Why was it withdrawn?" and "when was it abolished?" take for granted what they ask about: every word of it must be met. */
const PRESUPPOSES: ReadonlySet<QuestionType> = new Set<QuestionType>(['reason', 'date'])

export function scoreCandidate({ features }: Candidate): number {
  let score = 0
  for (const [name, weight] of Object.entries(weights.ranking)) score += weight * features[name as keyof typeof features]
  return score
}

export function decisionFeatures(read: ReadQuestion, best: Candidate): Record<DecisionFeature, number> {
  const met = read.words.map((_, i) => Math.max(best.inside[i] as number, best.around[i] as number))
  const unmet = read.words.reduce((sum, word, i) => sum + ((met[i] as number) < MET ? word.weight : 0), 0)
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
  return at === -1 ? 1 : Math.max(best.inside[at] as number, 0.8 * (best.around[at] as number))
}

/** Probability that the best candidate answers the question, 0 to 1. */
export function confidence(features: Record<DecisionFeature, number>): number {
  let z = weights.decision.bias
  for (const [name, weight] of Object.entries(weights.decision.weights)) z += weight * features[name as DecisionFeature]
  return 1 / (1 + Math.exp(-z))
}

/** The confidence that is enough, per language of the question, as it was fitted. */
export function fittedThreshold(language: Language): number {
  return weights.decision.threshold[language]
}

/**
 * What settles it without weights: a date, an amount or a number was asked for and the best run shows none; nothing but numbers is met; or a number, an acronym
 * or a name of the question is never mentioned in the document of the evidence. What is said of 2015 does not answer a question
 * about 2025, what is said of Quebec does not answer one about Ontario.
 */
export function isRuledOut(read: ReadQuestion, best: Candidate, index: SearchIndex): boolean {
  if (best.features.lacksType === 1) return true
  // A number alone is no subject: "1" stands in every second sentence.
  const subjects = read.words.flatMap(({ word }, i) =>
    /^\d/.test(word.form) ? [] : [Math.max(best.inside[i] as number, best.around[i] as number)],
  )
  if (subjects.length > 0 && subjects.every((met) => met < MET)) return true
  const names = read.words.filter(({ exact, word }) => exact || word.capital)
  if (names.length === 0) return false
  const words = documentWords(best.document, index)
  return names.some((name) => read.matcher.best(name, words).similarity < MET_NAME)
}

/** Numbers, acronyms and names of the question that no document holds in any form, as they were written. */
export function unmentionedNames({ words }: ReadQuestion): string[] {
  const nowhere = words.filter(
    ({ exact, word, expansions, longForms }) =>
      (exact || word.capital) && longForms.length === 0 && Math.max(0, ...expansions.values()) < MET_NAME,
  )
  return nowhere.map(({ word }) => word.surface)
}

function documentWords(document: number, { documents, lexicon }: SearchIndex): Uint32Array {
  const all = new Set<number>(lexicon.titleWords[document])
  documents[document]?.sentences.forEach((_, i) => {
    for (const id of lexicon.sentenceWords(document, i)) all.add(id)
  })
  return Uint32Array.from(all)
}

/** Why there is no answer. @param coverage the largest share of the question that a passage meets */
export function abstentionReason(coverage: number): AbstentionReason {
  return coverage < OUT_OF_SCOPE ? 'out_of_scope' : 'not_enough_evidence'
}
