/**
 * The seam to vector indexes: which vectors are near this one? Items are known by their position; what stands at a position
 * (a passage, a word) is the caller's to know. A score is a cosine, higher is better, the same from every store.
 */
import type { Matrix } from '../embed/embedder.ts'

export interface Neighbour {
  id: number
  /** Cosine, -1 to 1. */
  similarity: number
}

export interface VectorStore {
  readonly kind: 'hnsw' | 'exact'
  readonly size: number
  /**
   * At most `k` neighbours, best first; fewer when the store holds fewer.
   * @param within positions that may be found; all of them when left out
   */
  nearest(vector: Float32Array, k: number, within?: ReadonlySet<number>): Promise<Neighbour[]>
}

/** Rows that come one batch after the other, kept in one array that grows. */
export class MatrixBuilder {
  #data = new Float32Array(1024)
  #length = 0
  readonly dimensions: number

  constructor(dimensions: number) {
    this.dimensions = dimensions
  }

  /** @returns a view of what was added, good until more is */
  add(rows: Float32Array): Float32Array {
    const start = this.#length
    this.#reserve(start + rows.length)
    this.#data.set(rows, start)
    this.#length += rows.length
    return this.#data.subarray(start, this.#length)
  }

  matrix(): Matrix {
    return { data: this.#data.subarray(0, this.#length), dimensions: this.dimensions }
  }

  #reserve(length: number): void {
    if (length <= this.#data.length) return
    const larger = new Float32Array(Math.max(length, Math.ceil(this.#data.length * 1.5)))
    larger.set(this.#data.subarray(0, this.#length))
    this.#data = larger
  }
}
