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
  return saturated(count, BM25.k1 * lengthNorm(length, averageLength))
}

function lengthNorm(length: number, averageLength: number): number {
  return 1 - BM25.b + BM25.b * (length / (averageLength || 1))
}

function saturated(count: number, norm: number): number {
  return (count * (BM25.k1 + 1)) / (count + norm) / (BM25.k1 + 1)
}

/** Where the worth of passages is gathered. */
export interface Scores {
  /** A word of the documents, so similar to the word that is looked at: it is worth so much more in a passage the more often it stands there. */
  meet(id: number, similarity: number): void
  /** Ends a word: what it is worth in a passage, times `weight`, divided by `whole`, is added to the passage's sum. */
  end(weight: number, whole: number): void
}

/**
 * For each passage that meets a word: the share of the question's weight met, each word by its best expansion (the maximum,
 * so that five near-synonyms are not worth five words).
 */
export function scoreWords(words: readonly ExpandedWord[], scores: Scores): void {
  const whole = words.reduce((sum, word) => sum + word.weight, 0) || 1
  for (const word of words) {
    for (const [id, similarity] of word.expansions) scores.meet(id, similarity)
    // A part of an acronym's long form brings the passage in; whether the whole form stands there is seen when rescoring.
    for (const part of word.longForms.flat()) for (const [id, similarity] of part.expansions) scores.meet(id, similarity / 2)
    scores.end(word.weight, whole)
  }
}

/** Hands over each passage that a word stands in: its id, how often the word stands there, and the number of words of the passage. */
export type EachPosting = (id: number, take: (passage: number, count: number, length: number) => void) => void

/** For passages of any numbers. */
export class SparseScores implements Scores {
  readonly total = new Map<number, number>()
  readonly #best = new Map<number, number>()
  readonly #each: EachPosting
  readonly #averageLength: number

  constructor(each: EachPosting, averageLength: number) {
    this.#each = each
    this.#averageLength = averageLength
  }

  meet(id: number, similarity: number): void {
    this.#each(id, (passage, count, length) => {
      const value = similarity * saturation(count, length, this.#averageLength)
      if (value > (this.#best.get(passage) ?? 0)) this.#best.set(passage, value)
    })
  }

  end(weight: number, whole: number): void {
    for (const [passage, value] of this.#best) this.total.set(passage, (this.total.get(passage) ?? 0) + (weight * value) / whole)
    this.#best.clear()
  }
}

/** The passages that a word stands in, and how often. */
export interface WordPostings {
  passages: Uint32Array
  counts: Uint16Array
}

/** For passages numbered from 0, many of which may be met: arrays that are used again for each question, from `start` on. */
export class DenseScores implements Scores {
  readonly #postings: (id: number) => WordPostings
  /** What `saturation` makes of the length of each passage. */
  readonly #norms: Float64Array
  readonly #total: Float64Array
  readonly #best: Float64Array
  readonly #met: Uint8Array
  /** Passages of all words, and of the word that is looked at, in the order in which they were met. */
  readonly #passages: Uint32Array
  readonly #ofWord: Uint32Array
  #passageCount = 0
  #wordCount = 0

  /** @param lengths number of words of each passage */
  constructor(postings: (id: number) => WordPostings, lengths: Uint32Array, averageLength: number) {
    const { length } = lengths
    this.#postings = postings
    this.#norms = Float64Array.from(lengths, (words) => BM25.k1 * lengthNorm(words, averageLength))
    this.#total = new Float64Array(length)
    this.#best = new Float64Array(length)
    this.#met = new Uint8Array(length)
    this.#passages = new Uint32Array(length)
    this.#ofWord = new Uint32Array(length)
  }

  start(): void {
    for (let i = 0; i < this.#passageCount; i++) {
      const passage = this.#passages[i] ?? 0
      this.#total[passage] = 0
      this.#met[passage] = 0
    }
    this.#passageCount = 0
  }

  meet(id: number, similarity: number): void {
    const { passages, counts } = this.#postings(id)
    for (let at = 0; at < passages.length; at++) {
      const passage = passages[at] ?? 0
      const value = similarity * saturated(counts[at] ?? 0, this.#norms[passage] ?? 0)
      const best = this.#best[passage] ?? 0
      if (value <= best) continue
      if (best === 0) this.#ofWord[this.#wordCount++] = passage
      this.#best[passage] = value
    }
  }

  end(weight: number, whole: number): void {
    for (let i = 0; i < this.#wordCount; i++) {
      const passage = this.#ofWord[i] ?? 0
      if (this.#met[passage] === 0) this.#passages[this.#passageCount++] = passage
      this.#met[passage] = 1
      this.#total[passage] = (this.#total[passage] ?? 0) + (weight * (this.#best[passage] ?? 0)) / whole
      this.#best[passage] = 0
    }
    this.#wordCount = 0
  }

  /** 0 for a passage that was not met. */
  of(passage: number): number {
    return this.#total[passage] ?? 0
  }

  /** The best, in falling order; equal ones in the order in which they were met. @param within passages that count; all when left out */
  best(limit: number, within?: ReadonlySet<number>): number[] {
    const best: number[] = []
    let least = 0
    for (let i = 0; i < this.#passageCount; i++) {
      const passage = this.#passages[i] ?? 0
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
