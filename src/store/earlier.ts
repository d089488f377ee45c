/** What a build takes over from the index before. */
import type { Matrix } from '../embed/embedder.ts'
import { type IndexContent, wholeContent } from './content.ts'
import { type DocumentForms, decodeForms, type EncodedDocument } from './encoded.ts'
import type { LoadedGeneration } from './generation.ts'
import type { HnswName, WrittenHnsw } from './hnsw.ts'
import type { DocumentRecord } from './journal.ts'
import type { LexiconWord } from './lexicon.ts'

/** A document whose words were found, but not numbered among those of all documents. */
export interface Kept {
  encoded: EncodedDocument
  forms: DocumentForms
  /** By the ids in `encoded`. */
  words: readonly Pick<LexiconWord, 'form'>[]
  /** Where its passages stood among those of the index before. */
  firstPassage?: number
}

export interface Earlier {
  /** SHA-256 of the file of each document, by source. */
  hashes: ReadonlyMap<string, string>
  /** Number of its passages. */
  passages(source: string): number
  /** A document as it is, or what must be looked at again. Asked for in the order of the index before, if possible. */
  kept(source: string): Promise<Kept | DocumentRecord | undefined>
  words: readonly LexiconWord[]
  /** One row a word. */
  vectors: Matrix
  hnsw?: Record<HnswName, WrittenHnsw> | undefined
  /** Everything in memory, to compare it. */
  content(): Promise<IndexContent>
  close(): void
}

/** @param dimensions of the vectors of passages */
export function earlierParts({ parts, hnsw }: LoadedGeneration, dimensions: number): Earlier {
  const positions = new Map(parts.facts.map(({ source }, position) => [source, position]))
  return {
    hashes: new Map(parts.facts.map(({ source, sha256 }) => [source, sha256])),
    passages(source) {
      const position = positions.get(source)
      return position === undefined ? 0 : parts.firstPassage(position + 1) - parts.firstPassage(position)
    },
    async kept(source) {
      const position = positions.get(source)
      if (position === undefined) return undefined
      const encoded = parts.encoded(position)
      return { encoded, forms: decodeForms(encoded.forms), words: parts.words, firstPassage: parts.firstPassage(position) }
    },
    ...{ words: parts.words, vectors: parts.vectors, hnsw, content: async () => wholeContent(parts, dimensions), close: parts.close },
  }
}
