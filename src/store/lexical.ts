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

/**
 * For each passage that meets a word: the share of the question's weight met, each word by its best expansion (the maximum,
 * so that five near-synonyms are not worth five words).
 */
export function scoreWords(words: readonly ExpandedWord[], each: EachPosting, averageLength: number): Map<number, number> {
  const weight = words.reduce((sum, word) => sum + word.weight, 0) || 1
  const total = new Map<number, number>()
  for (const word of words) {
    const best = new Map<number, number>()
    const meet = (id: number, similarity: number): void => {
      each(id, (passage, count, length) => {
        const value = similarity * saturation(count, length, averageLength)
        if (value > (best.get(passage) ?? 0)) best.set(passage, value)
      })
    }
    for (const [id, similarity] of word.expansions) meet(id, similarity)
    // A part of an acronym's long form brings the passage in; whether the whole form stands there is seen when rescoring.
    for (const part of word.longForms.flat()) for (const [id, similarity] of part.expansions) meet(id, similarity / 2)
    for (const [passage, value] of best) total.set(passage, (total.get(passage) ?? 0) + (word.weight * value) / weight)
  }
  return total
}
