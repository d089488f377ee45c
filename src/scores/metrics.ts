/**
 * Measures of retrieval, answers and abstention. Pure functions of numbers, arrays and texts; each names its source.
 */
import { words } from '../words/analyse.ts'

// ---- retrieval ----

/** Share of the relevant items that stand among the first k (Manning, Raghavan and Schütze 2008, ch. 8). @param ranks 1-based rank of each relevant item, undefined when not retrieved */
export function recallAt(ranks: readonly (number | undefined)[], k: number): number {
  if (ranks.length === 0) return 0
  return ranks.filter((rank) => rank !== undefined && rank <= k).length / ranks.length
}

/** 1 when any relevant item stands among the first k ("success at k"). */
export function successAt(ranks: readonly (number | undefined)[], k: number): number {
  return ranks.some((rank) => rank !== undefined && rank <= k) ? 1 : 0
}

/** Reciprocal of the first relevant rank, 0 beyond the cutoff (MRR@10 as in MS MARCO; Voorhees 1999). */
export function reciprocalRank(ranks: readonly (number | undefined)[], cutoff = 10): number {
  const first = Math.min(...ranks.map((rank) => rank ?? Number.POSITIVE_INFINITY))
  return first <= cutoff ? 1 / first : 0
}

/** Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen 2002; log2(rank + 1) as in trec_eval). */
export function ndcg(ranks: readonly (number | undefined)[], cutoff = 10): number {
  const discount = (rank: number): number => 1 / Math.log2(rank + 1)
  const gained = ranks.reduce<number>((sum, rank) => sum + (rank !== undefined && rank <= cutoff ? discount(rank) : 0), 0)
  let ideal = 0
  for (let rank = 1; rank <= Math.min(ranks.length, cutoff); rank++) ideal += discount(rank)
  return ideal === 0 ? 0 : gained / ideal
}

// ---- answers and citations ----

/** Whether a citation covers at least half of a gold span of the same document; offsets in UTF-16 units. */
export function coversGold(citation: { start: number; end: number }, gold: { start: number; end: number }): boolean {
  const shared = Math.min(citation.end, gold.end) - Math.max(citation.start, gold.start)
  return shared * 2 >= gold.end - gold.start
}

/** Harmonic mean of the precision and recall of words, repeated words counted (SQuAD's F1; Rajpurkar et al. 2016). Articles count, unlike there: they are not the same words in French. */
export function wordF1(found: string, gold: string): number {
  const left = new Map<string, number>()
  for (const word of foldedWords(gold)) left.set(word, (left.get(word) ?? 0) + 1)
  const own = foldedWords(found)
  const total = own.length + foldedWords(gold).length
  let shared = 0
  for (const word of own) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    left.set(word, count - 1)
    shared++
  }
  return total === 0 ? 0 : (2 * shared) / total
}

/** Share of a sentence's words that must stand in what it cites. */
const SUPPORT = 0.8

/**
 * Literal support, in place of ALCE's judge model: every number of the sentence, and four fifths of its words, stand in the quotes
 * or are words of our own frames. Fails closed on paraphrase; says nothing about meaning.
 */
export function supports(sentence: string, quotes: readonly string[], frameWords: ReadonlySet<string> = new Set()): boolean {
  const known = new Set(quotes.flatMap(foldedWords))
  const own = foldedWords(sentence).filter((word) => !frameWords.has(word) || known.has(word))
  if (known.size === 0 || !own.some((word) => !frameWords.has(word))) return false
  const met = own.filter((word) => known.has(word))
  return met.length >= SUPPORT * own.length && own.every((word) => !/\d/.test(word) || known.has(word))
}

export interface CitedSentence {
  text: string
  /** The quotes that the sentence cites. */
  quotes: readonly string[]
}

/** Share of an answer's sentences that their citations support together (citation recall of ALCE; Gao et al. 2023, §3.4), by `supports`. */
export function citationRecall(sentences: readonly CitedSentence[], frameWords: ReadonlySet<string>): number {
  return mean(sentences.map(({ text, quotes }) => (supports(text, quotes, frameWords) ? 1 : 0)))
}

/**
 * Share of an answer's citations that are needed (citation precision of ALCE): those of a supported sentence that support it
 * alone, or without which the others do not.
 */
export function neededCitations(sentences: readonly CitedSentence[], frameWords: ReadonlySet<string>): number {
  return mean(
    sentences.flatMap(({ text, quotes }) =>
      quotes.map((quote, i) => {
        if (!supports(text, quotes, frameWords)) return 0
        const others = quotes.filter((_, j) => j !== i)
        return supports(text, [quote], frameWords) || !supports(text, others, frameWords) ? 1 : 0
      }),
    ),
  )
}

// ---- abstention ----

/** A question with the confidence of its answer; `good` when answering it was right and the answer too. */
export interface Decision {
  confidence: number
  good: boolean
}

export interface RiskPoint {
  threshold: number
  /** Share of the questions answered. */
  coverage: number
  /** Share of those that went wrong. */
  risk: number
}

/** Risk against coverage as the threshold falls (selective prediction; El-Yaniv and Wiener 2010). Equal confidences stand or fall together. */
export function riskCoverage(decisions: readonly Decision[]): RiskPoint[] {
  const sorted = [...decisions].sort((a, b) => b.confidence - a.confidence)
  let wrong = 0
  return sorted.flatMap(({ confidence, good }, i) => {
    if (!good) wrong++
    if (sorted[i + 1]?.confidence === confidence) return []
    return [{ threshold: confidence, coverage: (i + 1) / sorted.length, risk: wrong / (i + 1) }]
  })
}

/** Area under the risk–coverage curve, lower is better (AURC; Geifman, Uziel and El-Yaniv 2019): the mean risk over all coverages. */
export function riskArea(decisions: readonly Decision[]): number {
  let before = 0
  return riskCoverage(decisions).reduce((area, { coverage, risk }) => {
    const step = coverage - before
    before = coverage
    return area + step * risk
  }, 0)
}

/** Probability that a positive scores above a negative, ties half (area under the ROC curve; Mann and Whitney 1947). */
export function rocArea(positives: readonly number[], negatives: readonly number[]): number {
  return mean(positives.flatMap((a) => negatives.map((b) => (a > b ? 1 : a === b ? 0.5 : 0))))
}

/** Share of answerable questions that may be refused, where near misses are compared at a fixed error. */
export const ERROR_ALLOWED = 0.1

/**
 * Share of near misses below the highest threshold that refuses at most `error` of the answerable questions (specificity at a fixed
 * sensitivity). A threshold refuses what lies below it.
 */
export function refusedAtError(answerable: readonly number[], nearMisses: readonly number[], error = ERROR_ALLOWED): number {
  const sorted = [...answerable].sort((a, b) => a - b)
  const threshold = sorted[Math.floor(error * sorted.length + 1e-9)] ?? 0
  return mean(nearMisses.map((confidence) => (confidence < threshold ? 1 : 0)))
}

// ---- statistics ----

export interface Interval {
  difference: number
  low: number
  high: number
}

/**
 * Mean of paired differences with its 95 % interval: percentile bootstrap over pairs (Efron 1979; for systems compared on the same
 * questions, Sakai 2006). Deterministic: its random numbers start from a fixed seed.
 */
export function pairedBootstrap(differences: readonly number[], rounds = 2000): Interval {
  let state = 1
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const n = differences.length
  const means = Array.from({ length: rounds }, () => mean(Array.from({ length: n }, () => differences[Math.floor(random() * n)] ?? 0)))
  return { difference: mean(differences), low: percentile(means, 2.5), high: percentile(means, 97.5) }
}

/** Words of a text, folded, function words included. */
function foldedWords(text: string): string[] {
  return words(text).map(({ form }) => form)
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Nearest-rank percentile. @param p 0 to 100 */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN
}
