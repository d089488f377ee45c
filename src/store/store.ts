/**
 * The seam to vector indexes: which vectors are near this one? Items are known by their position; what stands at a position
 * (a passage, a word) is the caller's to know. A score is a cosine, higher is better, the same from every store.
 */

export interface Neighbour {
  id: number
  /** Cosine, -1 to 1. */
  similarity: number
}

export interface VectorStore {
  readonly kind: 'hnsw' | 'exact'
  readonly size: number
  /** At most `k` neighbours, best first; fewer when the store holds fewer. */
  nearest(vector: Float32Array, k: number): Promise<Neighbour[]>
  /** Writes what the store needs to be opened again into an existing folder. */
  save(folder: string): Promise<void>
}

/** Vectors of one length laid end to end. */
export interface Matrix {
  data: Float32Array
  dimensions: number
}

export function row({ data, dimensions }: Matrix, i: number): Float32Array {
  return data.subarray(i * dimensions, (i + 1) * dimensions)
}

export function rows({ data, dimensions }: Matrix): number {
  return dimensions === 0 ? 0 : data.length / dimensions
}

export function toMatrix(vectors: readonly (readonly number[])[], dimensions: number): Matrix {
  const data = new Float32Array(vectors.length * dimensions)
  for (const [i, vector] of vectors.entries()) data.set(vector, i * dimensions)
  return { data, dimensions }
}
