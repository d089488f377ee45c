/**
 * Tiny deterministic models for tests: each word's letter trigrams are hashed into a vector. They know no languages, but
 * related spellings ("infrastructure", "infrastructures") come out near each other.
 */
import { contentWords } from '../words/analyse.ts'
import { type Models, STATIC_WEIGHT } from './embedder.ts'

/** Embedder and word table in the same space. Every word is known, at rank 0: none is taken for misspelt. */
export function openHashingModels(dimensions = 64): Models {
  const embed = (text: string): Float32Array => {
    const vector = new Float32Array(dimensions)
    for (const { form } of contentWords(text, 'en')) {
      const padded = `#${form}#`
      for (let i = 0; i + 3 <= padded.length; i++) {
        const slot = hash(padded.slice(i, i + 3)) % dimensions
        vector[slot] = (vector[slot] ?? 0) + 1
      }
    }
    const norm = Math.hypot(...vector) || 1
    return vector.map((x) => x / norm)
  }
  const matrix = (texts: readonly string[]) => {
    const data = new Float32Array(texts.length * dimensions)
    for (const [i, text] of texts.entries()) data.set(embed(text), i * dimensions)
    return { data, dimensions }
  }
  const about = { id: 'hashing', fingerprint: `hashing-${dimensions}`, dimensions }
  return {
    embedder: { ...about, titled: false, weight: STATIC_WEIGHT, embedPassages: unlessAborted(matrix), embedQuestion: unlessAborted(embed) },
    wordTable: { ...about, vectorsOf: async (forms) => matrix(forms), rank: () => 0 },
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return h
}

function unlessAborted<A, T>(make: (argument: A) => T): (argument: A, signal?: AbortSignal) => Promise<T> {
  return async (argument, signal) => {
    signal?.throwIfAborted()
    return make(argument)
  }
}
