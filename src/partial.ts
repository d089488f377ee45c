/**
 * Answers while an index is still being made: from an index in memory over the first documents that are finished. It is never written,
 * so that what is published stays whole, and a build that is cut off leaves what it always left: a journal.
 */
import { startAssembly } from './assembly.ts'
import type { Models } from './embed/embedder.ts'
import type { Corpus } from './store/corpus.ts'
import { memoryDraft } from './store/draft.ts'
import type { Kept } from './store/earlier.ts'
import { PASSAGE } from './store/encoded.ts'
import { openInMemory } from './store/generation.ts'

export interface PartialIndex {
  corpus: Corpus
  /** Documents that it holds, of so many files. */
  documents: number
  of: number
}

export interface PartialOptions {
  models: Models
  /** Files that the whole index will be made of. */
  of: number
  /** Milliseconds of a build before the first partial index; shorter builds need none. */
  after?: number | undefined
  /** Passages that are held for it, at most; documents after that wait for the whole index. */
  most?: number
  onPartial: (partial: PartialIndex) => void
  /** Milliseconds. */
  clock?: () => number
}

const AFTER = 2_500
/** Some 50 MiB. */
const MOST_PASSAGES = 10_000
/** Each is made when so many times as long as the last one took has passed since: a tenth of a build goes into them at most. */
const REST = 10

/** @returns to be called with each document; questions have their turn meanwhile */
export function partialIndexes({
  models,
  of,
  after = AFTER,
  most = MOST_PASSAGES,
  onPartial,
  clock = () => performance.now(),
}: PartialOptions): (document: Kept) => Promise<void> {
  let held: Kept[] = []
  let passages = 0
  let next = clock() + after
  let ended = false
  return async (document) => {
    await breath()
    if (ended) return
    const full = passages >= most
    if (!full) {
      held.push(document)
      passages += document.encoded.passages.length / PASSAGE
    }
    if (clock() < next || held.length === of) return
    const begun = clock()
    const corpus = await openPartial(held, models)
    const now = clock()
    next = now + Math.max(after, REST * (now - begun))
    onPartial({ corpus, documents: held.length, of })
    ended = full
    if (ended) held = []
  }
}

async function openPartial(documents: readonly Kept[], models: Models): Promise<Corpus> {
  const assembly = await startAssembly(models, 'exact', memoryDraft())
  for (const document of documents) {
    await assembly.add(document)
    await breath()
  }
  const { parts } = await assembly.finish()
  return (await openInMemory(parts, models)).corpus
}

/** Requests are taken in between. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
