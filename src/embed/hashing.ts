/**
 * A tiny deterministic embedder for tests: each word's letter trigrams are hashed into a vector. It knows no languages, but
 * related spellings ("infrastructure", "infrastructures") come out near each other.
 */
import { contentWords } from '../words/analyse.ts'
import type { Embedder } from './embedder.ts'

export function openHashingEmbedder(dimensions = 64): Embedder {
  const embed = (text: string): number[] => {
    const vector = new Array<number>(dimensions).fill(0)
    for (const { form } of contentWords(text, 'en')) {
      const padded = `#${form}#`
      for (let i = 0; i + 3 <= padded.length; i++) {
        const slot = hash(padded.slice(i, i + 3)) % dimensions
        vector[slot] = (vector[slot] as number) + 1
      }
    }
    const norm = Math.hypot(...vector) || 1
    return vector.map((x) => x / norm)
  }
  return {
    id: 'hashing',
    fingerprint: `hashing-${dimensions}`,
    dimensions,
    embedDocuments: async (texts) => texts.map(embed),
    embedQuery: async (text) => embed(text),
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return h
}
