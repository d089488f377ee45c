/**
 * The two seams to models that turn text into numbers. An embedder makes the vector of a passage and of a question; a word table makes
 * the vector of a word, and is the bridge between the languages. The bundled static model is both; any transformer may be the embedder.
 */

/** Vectors of one length laid end to end. */
export interface Matrix {
  data: Float32Array
  dimensions: number
}

export interface Embedder {
  /** Stable name, shown in answers and in `/health`. */
  readonly id: string
  /** Hexadecimal; changes whenever the vectors would: a digest of the model's files and settings. */
  readonly fingerprint: string
  /** Length of every vector. */
  readonly dimensions: number
  /** Whether the title of its document stands in front of a passage, as the model was trained. */
  readonly titled: boolean
  /** Weight of the cosine of question and passage in ranking, beside the share of the question's words that the passage meets (weight 1). */
  readonly weight: number
  /**
   * One row a text, in their order, of length 1, or 0 for a text without a known piece. Prefixes such as `passage: ` are added here.
   * @throws the signal's reason when it is aborted
   */
  embedPassages(texts: readonly string[], signal?: AbortSignal): Promise<Matrix>
  /** Comparable by cosine with the vectors of passages. @throws the signal's reason when it is aborted */
  embedQuestion(text: string, signal?: AbortSignal): Promise<Float32Array>
}

/** Weight of the cosine of mean vectors of words, fitted on the development questions. */
export const STATIC_WEIGHT = 0.35

export interface WordTable {
  readonly id: string
  /** Hexadecimal; changes whenever the vectors would. */
  readonly fingerprint: string
  readonly dimensions: number
  /** One row a folded word, in their order, of length 1, or 0 for one without a known piece. Words of both languages share one space. */
  vectorsOf(forms: readonly string[]): Promise<Matrix>
  /** Place of a folded word among those that the table knows as a whole, 0 for the most common; undefined for one that it does not know. */
  rank(form: string): number | undefined
}

/** What an index is built with and asked with. */
export interface Models {
  embedder: Embedder
  wordTable: WordTable
}

/** Row `i`: a view. */
export function row({ data, dimensions }: Matrix, i: number): Float32Array {
  return data.subarray(i * dimensions, (i + 1) * dimensions)
}

/** Number of rows. */
export function rows({ data, dimensions }: Matrix): number {
  return dimensions === 0 ? 0 : data.length / dimensions
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
    s += (a[aOffset + i] ?? 0) * (b[bOffset + i] ?? 0)
    t += (a[aOffset + i + 1] ?? 0) * (b[bOffset + i + 1] ?? 0)
    u += (a[aOffset + i + 2] ?? 0) * (b[bOffset + i + 2] ?? 0)
    v += (a[aOffset + i + 3] ?? 0) * (b[bOffset + i + 3] ?? 0)
  }
  for (; i < length; i++) s += (a[aOffset + i] ?? 0) * (b[bOffset + i] ?? 0)
  return s + t + u + v
}
