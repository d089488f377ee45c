/**
 * The arithmetic of word weighting. Pure functions over numbers, whatever postings are kept in.
 *
 * BM25 after Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), in the form that Lucene uses.
 */
import type { ExpandedWord } from './corpus.ts'

export const BM25 = { k1: 1.2, b: 0.6 } as const

/**
 * In fewer passages rarity says next to nothing: in two versions of one document, what both are about would weigh a tenth of a word that
 * neither holds. They count as four, of which the others do not contain the word.
 */
const FEWEST = 4

/** @param passages number of passages @param containing number of them that contain the word */
export function inverseFrequency(passages: number, containing: number): number {
  return Math.log(1 + (Math.max(passages, FEWEST) - containing + 0.5) / (containing + 0.5))
}

/** How much `count` occurrences in a passage of `length` words are worth, 0 to 1. */
export function saturation(count: number, length: number, averageLength: number): number {
  const norm = 1 - BM25.b + BM25.b * (length / (averageLength || 1))
  return (count * (BM25.k1 + 1)) / (count + BM25.k1 * norm) / (BM25.k1 + 1)
}

/** Hands over each passage that a word stands in: its id, how often the word stands there, and the number of words of the passage. */
export type EachPosting = (id: number, take: (passage: number, count: number, length: number) => void) => void

/** Where the worth of passages is gathered. */
export interface Scores {
  /** The word that is looked at is worth so much in a passage, or more where more was said before. */
  raise(passage: number, value: number): void
  /** Ends a word: what it is worth in a passage, times `weight`, divided by `whole`, is added to the passage's sum. */
  end(weight: number, whole: number): void
}

/**
 * For each passage that meets a word: the share of the question's weight met, each word by its best expansion (the maximum,
 * so that five near-synonyms are not worth five words).
 */
export function scoreWords(words: readonly ExpandedWord[], each: EachPosting, averageLength: number, scores: Scores): void {
  const whole = words.reduce((sum, word) => sum + word.weight, 0) || 1
  for (const word of words) {
    const meet = (id: number, similarity: number): void => {
      each(id, (passage, count, length) => scores.raise(passage, similarity * saturation(count, length, averageLength)))
    }
    for (const [id, similarity] of word.expansions) meet(id, similarity)
    // A part of an acronym's long form brings the passage in; whether the whole form stands there is seen when rescoring.
    for (const part of word.longForms.flat()) for (const [id, similarity] of part.expansions) meet(id, similarity / 2)
    scores.end(word.weight, whole)
  }
}

/** For passages of any numbers. */
export class SparseScores implements Scores {
  readonly total = new Map<number, number>()
  readonly #best = new Map<number, number>()

  raise(passage: number, value: number): void {
    if (value > (this.#best.get(passage) ?? 0)) this.#best.set(passage, value)
  }

  end(weight: number, whole: number): void {
    for (const [passage, value] of this.#best) this.total.set(passage, (this.total.get(passage) ?? 0) + (weight * value) / whole)
    this.#best.clear()
  }
}

/** For passages numbered from 0, many of which may be met: arrays that are used again for each question, from `start` on. */
export class DenseScores implements Scores {
  readonly #total: Float64Array
  readonly #best: Float64Array
  readonly #met: Uint8Array
  /** Passages of all words, and of the word that is looked at, in the order in which they were met. */
  #passages: number[] = []
  #ofWord: number[] = []

  constructor(passages: number) {
    this.#total = new Float64Array(passages)
    this.#best = new Float64Array(passages)
    this.#met = new Uint8Array(passages)
  }

  start(): void {
    for (const passage of this.#passages) {
      this.#total[passage] = 0
      this.#met[passage] = 0
    }
    this.#passages = []
  }

  raise(passage: number, value: number): void {
    const best = this.#best[passage] ?? 0
    if (value <= best) return
    if (best === 0) this.#ofWord.push(passage)
    this.#best[passage] = value
  }

  end(weight: number, whole: number): void {
    for (const passage of this.#ofWord) {
      if (this.#met[passage] === 0) this.#passages.push(passage)
      this.#met[passage] = 1
      this.#total[passage] = (this.#total[passage] ?? 0) + (weight * (this.#best[passage] ?? 0)) / whole
      this.#best[passage] = 0
    }
    this.#ofWord = []
  }

  /** 0 for a passage that was not met. */
  of(passage: number): number {
    return this.#total[passage] ?? 0
  }

  /** The best, in falling order; equal ones in the order in which they were met. @param within passages that count; all when left out */
  best(limit: number, within?: ReadonlySet<number>): number[] {
    const best: number[] = []
    let least = 0
    for (const passage of this.#passages) {
      const score = this.of(passage)
      if ((best.length === limit && score <= least) || within?.has(passage) === false) continue
      let at = best.length
      while (at > 0 && this.of(best[at - 1] ?? 0) < score) at--
      best.splice(at, 0, passage)
      if (best.length > limit) best.pop()
      least = this.of(best.at(-1) ?? 0)
    }
    return best
  }
}
