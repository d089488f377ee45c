/** Documents with their vectors in, an index out; what was assembled of one is not held, and HNSW grows beside, on a thread of its own. */

import { findCounterparts } from './documents/counterparts.ts'
import type { SourceDocument } from './domain.ts'
import { elementAt } from './elements.ts'
import { type Matrix, type Models, row } from './embed/embedder.ts'
import { embedDocument, prepare } from './prepare.ts'
import { type Draft, memoryDraft } from './store/draft.ts'
import type { Earlier, Kept } from './store/earlier.ts'
import { decodeText, type EncodedDocument, PASSAGE, passageAt } from './store/encoded.ts'
import type { BuiltHnsw } from './store/generation.ts'
import { GrowingHnsw, isWorn } from './store/growing-hnsw.ts'
import type { HnswBuilder } from './store/hnsw.ts'
import { type IndexParts, IndexWriter } from './store/index-parts.ts'
import { WordCollector } from './store/lexicon.ts'
import type { Recipe } from './store/manifest.ts'
import { MatrixBuilder } from './store/store.ts'
import type { DocumentFacts } from './store/views.ts'

/** Documents in, everything that an index holds of them out, in memory. */
export async function indexContent(documents: readonly SourceDocument[], models: Models): Promise<IndexParts> {
  const assembly = await startAssembly(models, 'exact', memoryDraft())
  for (const document of documents) await assembly.add(prepare(await embedDocument(document, models.embedder)))
  return (await assembly.finish()).parts
}

export interface Assembly {
  add(kept: Kept): Promise<void>
  /** Once, after the last document. */
  finish(): Promise<{ parts: IndexParts; hnsw: BuiltHnsw | undefined }>
  close(): Promise<void>
}

/**
 * Puts documents together, one after the other.
 * @param draft where they are written
 * @param earlier the index before, made in the same way @param unchanged sources of its documents that will be kept
 */
export async function startAssembly(
  models: Models,
  store: Recipe['store'],
  draft: Draft,
  earlier?: Earlier,
  unchanged: readonly string[] = [],
): Promise<Assembly> {
  const { embedder, wordTable } = models
  const writer = new IndexWriter(draft)
  const collector = new WordCollector()
  const wordVectors = new MatrixBuilder(wordTable.dimensions)
  const knownWords = new Map(earlier?.words.map(({ form }, id) => [form, id]))
  const means: (Float32Array | undefined)[] = []
  const hnsw = store === 'hnsw' ? await startGrowing(models, earlier, unchanged) : undefined

  /** Vectors of the words that the last document brought. */
  const addWords = async (known: number): Promise<void> => {
    const fresh = collector.words.slice(known).map(({ form }) => ({ form, old: knownWords.get(form) }))
    const made = await wordTable.vectorsOf(fresh.flatMap(({ form, old }) => (old === undefined ? [form] : [])))
    const vectors = new Float32Array(fresh.length * wordTable.dimensions)
    let next = 0
    for (const [i, { old }] of fresh.entries()) {
      const vector = earlier && old !== undefined ? row(earlier.vectors, old) : row(made, next++)
      vectors.set(vector, i * wordTable.dimensions)
      if (!hnsw?.words.growsOn) continue
      if (old === undefined) await hnsw.words.add(vector, 1)
      else hnsw.words.keep(old)
    }
    wordVectors.add(vectors)
    if (!hnsw?.words.growsOn) await hnsw?.words.add(vectors, fresh.length)
  }
  return {
    async add({ encoded, forms, words, firstPassage }) {
      const known = collector.words.length
      await writer.add({ ...encoded, tokens: collector.take(encoded.tokens, forms, words) })
      means.push(meanOf(await comparable(encoded, models)))
      const count = encoded.passages.length / PASSAGE
      if (firstPassage === undefined || !hnsw?.passages.growsOn) await hnsw?.passages.add(encoded.vectors, count)
      else for (let i = 0; i < count; i++) hnsw.passages.keep(firstPassage + i)
      await addWords(known)
    },
    async finish() {
      const vectors = wordVectors.matrix()
      const facts = withCounterparts(writer, means, await writer.textReader())
      const parts = await writer.finish(facts, { words: collector.words, acronyms: collector.acronyms(), vectors })
      const { dimensions } = embedder
      const labels = hnsw && {
        passages: await hnsw.passages.finish((first, count) => parts.passageRows(first, count, dimensions)),
        words: await hnsw.words.finish((first, count) => rowsOf(vectors, first, count)),
      }
      return { parts, hnsw: hnsw && labels && { builder: hnsw.builder, labels } }
    },
    close: async () => hnsw?.builder.close(),
  }
}

interface Growing {
  builder: HnswBuilder
  passages: GrowingHnsw
  words: GrowingHnsw
}

/** Goes on from the earlier indexes, where they are there and enough of them will be kept. */
async function startGrowing({ embedder, wordTable }: Models, earlier: Earlier | undefined, unchanged: readonly string[]): Promise<Growing> {
  const { startHnsw } = await import('./store/hnsw.ts')
  const kept = unchanged.reduce((sum, source) => sum + (earlier?.passages(source) ?? 0), 0)
  const before = earlier?.hnsw && !isWorn(earlier.hnsw.passages.points, kept) ? earlier.hnsw : undefined
  const dimensions = { passages: embedder.dimensions, words: wordTable.dimensions }
  const builder = startHnsw(dimensions, before && { passages: before.passages.file, words: before.words.file })
  return {
    builder,
    passages: new GrowingHnsw('passages', builder, before?.passages),
    words: new GrowingHnsw('words', builder, before?.words),
  }
}

function rowsOf({ data, dimensions }: Matrix, first: number, count: number): Float32Array {
  return data.subarray(first * dimensions, (first + count) * dimensions)
}

// ---- translations ----

/** Each document with the id of the same one in the other language; found anew, because the other may have come or gone. */
function withCounterparts(
  writer: IndexWriter,
  means: readonly (Float32Array | undefined)[],
  textOf: (document: number) => string,
): DocumentFacts[] {
  const compared = writer.facts.map((facts, i) => ({ ...facts, characters: writer.characters(i), text: () => textOf(i) }))
  const pairs = findCounterparts(compared, means)
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

/** The mean of a document's passage vectors, of length 1; undefined where there is none. */
function meanOf({ data, dimensions }: Matrix): Float32Array | undefined {
  const mean = new Float32Array(dimensions)
  for (let at = 0; at < data.length; at += dimensions) {
    for (let j = 0; j < dimensions; j++) mean[j] = elementAt(mean, j) + elementAt(data, at + j)
  }
  const length = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0))
  return length === 0 ? undefined : mean.map((x) => x / length)
}
