/**
 * The seam to embedding models: LangChain's `EmbeddingsInterface` plus what an index must know to refuse vectors of another
 * model. Any LangChain embedder becomes one by naming it and its dimensions.
 */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'

export interface Embedder extends EmbeddingsInterface {
  /** Stable name, shown in answers and in `/health`. */
  readonly id: string
  /** Changes whenever the vectors would: SHA-256 of the model's files for a local model. */
  readonly fingerprint: string
  readonly dimensions: number
  /**
   * Place of a folded word among those that the model knows as a whole, common ones first; undefined for one that it does not know, and
   * that may be misspelt. Without this method no word is.
   */
  rank?(word: string): number | undefined
}

/** Cosine of two vectors of length 1; 0 when either is the zero vector. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, aOffset = 0, bOffset = 0, length = a.length): number {
  // Four sums at once: a single one would make every addition wait for the one before.
  let s = 0
  let t = 0
  let u = 0
  let v = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    s += (a[aOffset + i] as number) * (b[bOffset + i] as number)
    t += (a[aOffset + i + 1] as number) * (b[bOffset + i + 1] as number)
    u += (a[aOffset + i + 2] as number) * (b[bOffset + i + 2] as number)
    v += (a[aOffset + i + 3] as number) * (b[bOffset + i + 3] as number)
  }
  for (; i < length; i++) s += (a[aOffset + i] as number) * (b[bOffset + i] as number)
  return s + t + u + v
}
