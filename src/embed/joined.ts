/** Two embedders as one, for what each finds that the other does not: the words of a text, and what it says. */
import { createHash } from 'node:crypto'
import { type Embedder, type Matrix, row } from './embedder.ts'

/**
 * Vectors of both, one after the other, each by the root of its share, so that their cosine is the weighted mean of both cosines:
 * one index of vectors serves both. Name, title and weight are those of the first.
 * @param share of the second in the cosine, above 0 and below 1
 */
export function joined(first: Embedder, second: Embedder, share: number): Embedder {
  const dimensions = first.dimensions + second.dimensions
  const [own, others] = [Math.sqrt(1 - share), Math.sqrt(share)]
  const put = (vector: Float32Array, a: Float32Array, b: Float32Array): void => {
    for (const [i, x] of a.entries()) vector[i] = own * x
    for (const [i, x] of b.entries()) vector[first.dimensions + i] = others * x
  }
  return {
    id: first.id,
    fingerprint: createHash('sha256').update(`${first.fingerprint} ${second.fingerprint} ${share}`).digest('hex'),
    ...{ dimensions, titled: first.titled, weight: first.weight },
    async embedPassages(texts, signal): Promise<Matrix> {
      const [a, b] = [await first.embedPassages(texts, signal), await second.embedPassages(texts, signal)]
      const data = new Float32Array(texts.length * dimensions)
      for (const i of texts.keys()) put(data.subarray(i * dimensions, (i + 1) * dimensions), row(a, i), row(b, i))
      return { data, dimensions }
    },
    async embedQuestion(text, signal) {
      const vector = new Float32Array(dimensions)
      put(vector, await first.embedQuestion(text, signal), await second.embedQuestion(text, signal))
      return vector
    },
  }
}
