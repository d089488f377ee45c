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
  /** A document as it is, or what must be looked at again. */
  kept(source: string): Kept | DocumentRecord | undefined
  words: readonly LexiconWord[]
  /** One row a word. */
  vectors: Matrix
  hnsw?: Record<HnswName, WrittenHnsw> | undefined
  /** Everything in memory, to compare it. */
  content(): IndexContent
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
    kept(source) {
      const position = positions.get(source)
      if (position === undefined) return undefined
      const encoded = parts.encoded(position)
      return { encoded, forms: decodeForms(encoded.forms), words: parts.words, firstPassage: parts.firstPassage(position) }
    },
    ...{ words: parts.words, vectors: parts.vectors, hnsw, content: () => wholeContent(parts, dimensions), close: parts.close },
  }
}

/** Of an index that was read as values: words are found in the texts again, and nothing else is done twice. */
export function earlierContent(content: IndexContent): Earlier {
  const { documents, passages, passageVectors, lexicon } = content
  const { data, dimensions } = passageVectors
  const records = new Map<string, DocumentRecord>()
  let at = 0
  for (const [position, document] of documents.entries()) {
    const first = at
    while (passages[at]?.document === position) at++
    const vectors = data.subarray(first * dimensions, at * dimensions)
    records.set(document.source, { document, passages: passages.slice(first, at), vectors })
  }
  return {
    hashes: new Map(documents.map(({ source, sha256 }) => [source, sha256])),
    passages: (source) => records.get(source)?.passages.length ?? 0,
    kept: (source) => records.get(source),
    ...{ words: lexicon.words, vectors: lexicon.vectors, content: () => content, close: () => {} },
  }
}
