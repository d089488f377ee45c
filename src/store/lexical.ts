/**
 * The arithmetic of word weighting. Pure functions over numbers.
 *
 * BM25 after Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), in the form that Lucene uses.
 */

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
