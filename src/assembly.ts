/** Documents with their vectors in, an index out; what was assembled of one is not held, and HNSW grows beside, on a thread of its own. */

import { findCounterparts } from './documents/counterparts.ts'
import type { SourceDocument } from './domain.ts'
import { elementAt } from './elements.ts'
import { type Matrix, type Models, row } from './embed/embedder.ts'
import { embedDocument, prepare } from './prepare.ts'
import { type Draft, memoryDraft } from './store/draft.ts'
import type { Continued, Earlier, Kept } from './store/earlier.ts'
import { decodeText, type EncodedDocument, PASSAGE, passageAt } from './store/encoded.ts'
import { GrowingHnsw, isWorn } from './store/growing-hnsw.ts'
import type { HnswBuilder } from './store/hnsw.ts'
import type { IndexParts } from './store/index-parts.ts'
import { IndexWriter } from './store/index-writer.ts'
import type { Recipe } from './store/manifest.ts'
import type { BuiltHnsw, KeptBase } from './store/publish.ts'
import { MatrixBuilder } from './store/store.ts'
import type { DocumentFacts } from './store/views.ts'
import { WordNumbers } from './store/word-numbers.ts'

/** Documents in, everything that an index holds of them out, in memory. */
export async function indexContent(documents: readonly SourceDocument[], models: Models): Promise<IndexParts> {
  const assembly = await startAssembly(models, 'exact', memoryDraft())
  for (const document of documents) await assembly.add(prepare(await embedDocument(document, models.embedder)))
  return (await assembly.finish()).parts
}

export interface Assembly {
  /** Whether a document of the index before stays as it is, where it is; it is the next document then. @param copies sources of its copies */
  keep(source: string, copies: string[] | undefined): boolean
  add(kept: Kept): Promise<void>
  /** Once, after the last document. */
  finish(): Promise<{ parts: IndexParts; hnsw: BuiltHnsw | undefined; kept: KeptBase | undefined }>
  close(): Promise<void>
}

/** The index before, and what of it stays. */
export interface Continuing {
  earlier: Earlier
  /** Sources of its documents that will be kept. */
  unchanged: readonly string[]
  /** Its base is kept, so that only what came or changed since that was written is written now: see `keepsBase`. */
  keepsBase: boolean
}

/**
 * Puts documents together, one after the other.
 * @param draft where they are written
 * @param continuing an index made in the same way
 */
export async function startAssembly(models: Models, store: Recipe['store'], draft: Draft, continuing?: Continuing): Promise<Assembly> {
  const { wordTable } = models
  const { dimensions } = wordTable
  const earlier = continuing?.earlier
  const base = continuing?.keepsBase ? earlier?.continued : undefined
  const writer = new IndexWriter(draft, base?.parts)
  const baseWords = base?.parts.segments[0]?.wordCount(dimensions) ?? 0
  const numbers = new WordNumbers(base?.parts.forms.slice(0, baseWords))
  const wordVectors = new MatrixBuilder(dimensions)
  const knownWords = new Map(earlier?.words.map(({ form }, id) => [form, id]))
  const means: Float32Array[] = []
  const hnsw = store === 'hnsw' ? await startGrowing(models, base, continuing) : undefined
  const places = new Map(base?.parts.facts.map(({ source }, i) => [source, i]))

  /** Vectors of the words that the last document brought. */
  const addWords = async (known: number): Promise<void> => {
    const fresh = numbers.forms.slice(known).map((form) => ({ form, old: knownWords.get(form) }))
    const made = await wordTable.vectorsOf(fresh.flatMap(({ form, old }) => (old === undefined ? [form] : [])))
    const vectors = new Float32Array(fresh.length * dimensions)
    let next = 0
    for (const [i, { old }] of fresh.entries()) {
      const vector = earlier && old !== undefined ? row(earlier.vectors, old) : row(made, next++)
      vectors.set(vector, i * dimensions)
      if (hnsw?.words.growsOn) await hnsw.words.take(vector, old === undefined ? undefined : old - hnsw.firstWord)
    }
    wordVectors.add(vectors)
    if (!hnsw?.words.growsOn) await hnsw?.words.add(vectors, fresh.length)
  }
  const addPassages = async (vectors: Float32Array, count: number, before?: Kept['before']): Promise<void> => {
    if (!hnsw) return
    if (before?.segment !== hnsw.segment || !hnsw.passages.growsOn) return hnsw.passages.add(vectors, count)
    for (let i = 0; i < count; i++) hnsw.passages.keep(before.firstPassage + i)
  }
  return {
    keep(source, copies) {
      const place = places.get(source) ?? -1
      const at = place < 0 ? undefined : base?.parts.keptAt(place)
      const segment = base?.parts.segments[0]
      if (!base || !segment || at?.segment !== 0) return false
      const { copies: _, ...facts } = elementAt(base.parts.facts, place)
      writer.keep(copies ? { ...facts, copies } : facts, at.number)
      means.push(segment.mean(at.number))
      return true
    },
    async add({ encoded, forms, words, before }) {
      const known = numbers.forms.length
      const mean = before?.mean ?? meanOf(await comparable(encoded, models))
      await writer.add({ ...encoded, ...numbers.take(encoded.tokens, forms, words), mean })
      means.push(mean)
      await addPassages(encoded.vectors, encoded.passages.length / PASSAGE, before)
      await addWords(known)
    },
    async finish() {
      const vectors = wordVectors.matrix()
      const words = { described: await writer.describe(numbers.forms), idOf: numbers.idOf, vectors }
      const parts = await writer.finish(await withCounterparts(writer, means), words)
      const own = elementAt(parts.segments, parts.segments.length - 1)
      const labels = hnsw && {
        passages: await hnsw.passages.finish((first, count) => own.passageRows(first, count, models.embedder.dimensions)),
        words: await hnsw.words.finish((first, count) => rowsOf(vectors, first, count)),
      }
      const kept = base && { ...base.base, hnsw: base.hnsw?.[0] }
      return { parts, hnsw: hnsw && labels && { builder: hnsw.builder, labels }, kept }
    },
    close: async () => hnsw?.builder.close(),
  }
}

interface Growing {
  builder: HnswBuilder
  passages: GrowingHnsw
  words: GrowingHnsw
  /** Number of the segment whose indexes are gone on from, and of its first word. */
  segment: number
  firstWord: number
}

/**
 * Goes on from the earlier indexes of the segment that is written anew, where they are there and enough of them will be kept: from those
 * of the second where the base is kept, and from those of the base where it is not.
 */
async function startGrowing(
  { embedder, wordTable }: Models,
  base: Continued | undefined,
  continuing: Continuing | undefined,
): Promise<Growing> {
  const { startHnsw } = await import('./store/hnsw.ts')
  const segment = base ? 1 : 0
  const continued = continuing?.earlier.continued
  const at = new Map(continued?.parts.facts.map(({ source }, i) => [source, continued.parts.keptAt(i).segment]))
  const stay = continuing?.unchanged.filter((source) => at.get(source) === segment) ?? []
  const kept = stay.reduce((sum, source) => sum + (continuing?.earlier.passages(source) ?? 0), 0)
  const own = continued?.hnsw?.[segment]
  const before = own && !isWorn(own.passages.points, kept) ? own : undefined
  const dimensions = { passages: embedder.dimensions, words: wordTable.dimensions }
  const builder = startHnsw(dimensions, before && { passages: before.passages.file, words: before.words.file })
  return {
    ...{ builder, segment, firstWord: base?.parts.segments[0]?.wordCount(wordTable.dimensions) ?? 0 },
    passages: new GrowingHnsw('passages', builder, before?.passages),
    words: new GrowingHnsw('words', builder, before?.words),
  }
}

function rowsOf({ data, dimensions }: Matrix, first: number, count: number): Float32Array {
  return data.subarray(first * dimensions, (first + count) * dimensions)
}

// ---- translations ----

/** Each document with the id of the same one in the other language; found anew, because the other may have come or gone. */
async function withCounterparts(writer: IndexWriter, means: readonly Float32Array[]): Promise<DocumentFacts[]> {
  const { segmentOf, close } = await writer.readable('texts.bin')
  const compared = writer.facts.map((facts, i) => {
    const { segment, number } = segmentOf(i)
    return { ...facts, characters: segment.characters(number), text: () => segment.wholeText(number) }
  })
  const pairs = findCounterparts(
    compared,
    means.map((mean) => (mean.some((x) => x !== 0) ? mean : undefined)),
  )
  close()
  return writer.facts.map(({ counterpart: _, ...facts }, i) => {
    const other = writer.facts[pairs.get(i) ?? -1]
    return other ? { ...facts, counterpart: other.id } : facts
  })
}

/** Vectors of the passages on the scale of the word table, whatever embeds them: translations are recognised by their cosine. */
async function comparable({ vectors, text, wide, passages }: EncodedDocument, { embedder, wordTable }: Models): Promise<Matrix> {
  if (embedder.fingerprint === wordTable.fingerprint) return { data: vectors, dimensions: embedder.dimensions }
  const whole = decodeText(text, wide)
  return await wordTable.vectorsOf(
    Array.from({ length: passages.length / PASSAGE }, (_, i) => {
      const { start, end } = passageAt(passages, i, 0)
      return whole.slice(start, end)
    }),
  )
}

/** The mean of a document's passage vectors, of length 1; zeros where there is none. */
function meanOf({ data, dimensions }: Matrix): Float32Array {
  const mean = new Float32Array(dimensions)
  for (let at = 0; at < data.length; at += dimensions) {
    for (let j = 0; j < dimensions; j++) mean[j] = elementAt(mean, j) + elementAt(data, at + j)
  }
  const length = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? mean : mean.map((x) => x / length)
}
