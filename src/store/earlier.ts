/** What a build takes over from the index before. */
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { type IndexContent, wholeContent } from './content.ts'
import type { Offer } from './corpus.ts'
import type { FileDigest } from './draft.ts'
import { type DocumentForms, decodeForms, type EncodedDocument } from './encoded.ts'
import type { LoadedGeneration, SegmentHnsw } from './generation.ts'
import { isWorn } from './growing-hnsw.ts'
import type { IndexParts } from './index-parts.ts'
import type { DocumentRecord } from './journal.ts'
import type { LexiconWord } from './lexicon.ts'
import type { Manifest } from './manifest.ts'

/** A document whose words were found, but not numbered among those of all documents. */
export interface Kept {
  encoded: EncodedDocument
  forms: Pick<DocumentForms, 'exact'>
  /** By the ids in `encoded`. */
  words: readonly Pick<LexiconWord, 'form'>[]
  /** Where its passages stood in the index before: its segment, and number there of the first of them. */
  before?: { segment: number; firstPassage: number; mean: Float32Array }
}

/** A generation whose base the next one may keep. */
export interface Continued {
  parts: IndexParts
  /** Of each segment, where there is one. */
  hnsw: readonly SegmentHnsw[] | undefined
  base: CarriedFiles
  store: string
  /** Questions that it offers, and the reader that they were tried with. */
  offers: readonly Offer[]
  reader: string
}

/** Files that a generation takes over as they are. */
export interface CarriedFiles {
  folder: string
  files: Readonly<Record<string, FileDigest>>
}

export interface Earlier {
  /** SHA-256 of the file of each document, by source. */
  hashes: ReadonlyMap<string, string>
  /** Number of its passages. */
  passages(source: string): number
  /** A document as it is, or what must be looked at again. Asked for in the order of the index before, if possible. */
  kept(source: string): Promise<Kept | DocumentRecord | undefined>
  words: readonly Pick<LexiconWord, 'form'>[]
  /** One row a word. */
  vectors: Matrix
  /** Of an index in a folder. */
  continued?: Continued
  /** Checks what was not looked at yet, because it may be carried over unread. @throws AppError index-damaged */
  check(): Promise<void>
  /** Everything in memory, to compare it. */
  content(): Promise<IndexContent>
  /** @param from number of the first segment that is not used any longer */
  close(from?: number): void
}

export function earlierParts(
  { parts, hnsw, base, check }: LoadedGeneration,
  { recipe, offers }: Pick<Manifest, 'recipe' | 'offers'>,
): Earlier {
  const { dimensions } = recipe.embedder
  const words = parts.forms.map((form) => ({ form }))
  const positions = new Map(parts.facts.map(({ source }, position) => [source, position]))
  return {
    hashes: new Map(parts.facts.map(({ source, sha256 }) => [source, sha256])),
    passages(source) {
      const position = positions.get(source)
      return position === undefined ? 0 : parts.passagesOf(position).count
    },
    async kept(source) {
      const position = positions.get(source)
      if (position === undefined) return undefined
      const encoded = parts.encoded(position)
      const { segment, number } = parts.keptAt(position)
      const own = elementAt(parts.segments, segment)
      const before = { segment, firstPassage: own.firstPassage(number), mean: own.mean(number) }
      return { encoded, forms: decodeForms(encoded.forms), words, before }
    },
    ...{ words, vectors: parts.vectors, content: async () => wholeContent(parts, dimensions), close: parts.close, check },
    continued: { parts, hnsw, base, store: recipe.store, offers, reader: recipe.reader },
  }
}

/** Share of the base that may be added before all is written anew. */
const MOST_ADDED = 0.1

/**
 * Whether the next generation keeps the base of the one before: no more than a tenth of it is dead, and what stands beside it is no more
 * than a tenth of it.
 * @param unchanged sources of documents that stay @param more number of files that are read anew
 */
export function keepsBase(earlier: Earlier, store: string, unchanged: readonly string[], more: number): boolean {
  const { continued } = earlier
  const base = continued?.parts.segments[0]
  if (!continued || !base || continued.store !== store) return false
  const segmentOf = new Map(continued.parts.facts.map(({ source }, i) => [source, continued.parts.keptAt(i).segment]))
  const living = [0, 0]
  for (const source of unchanged) {
    const segment = segmentOf.get(source) ?? 1
    living[segment] = (living[segment] ?? 0) + earlier.passages(source)
  }
  const [kept = 0, beside = 0] = living
  // Nobody knows yet how long they are.
  const expected = beside + (more * base.passages) / Math.max(1, base.documents)
  return !isWorn(base.passages, kept) && expected <= MOST_ADDED * base.passages
}
