/** Documents with their vectors in, everything that an index holds out; HNSW indexes grow beside, on a thread of their own. */

import { findCounterparts } from './documents/counterparts.ts'
import type { Passage, SourceDocument } from './domain.ts'
import { elementAt } from './elements.ts'
import { type Matrix, type Models, row } from './embed/embedder.ts'
import { splitPassages } from './passages/split.ts'
import type { IndexContent } from './store/content.ts'
import type { HnswBuilder } from './store/hnsw.ts'
import type { DocumentRecord } from './store/journal.ts'
import { WordCollector } from './store/lexicon.ts'
import type { Recipe } from './store/manifest.ts'
import { MatrixBuilder } from './store/store.ts'

/** Documents in, everything that an index holds of them out. */
export async function indexContent(documents: readonly SourceDocument[], models: Models): Promise<IndexContent> {
  const assembly = await startAssembly(models, 'exact')
  for (const document of documents) await assembly.add(await embedDocument(document, models.embedder))
  return assembly.content()
}

/** A document with its passages and their vectors. */
export async function embedDocument(document: SourceDocument, embedder: Models['embedder']): Promise<DocumentRecord> {
  const passages = splitPassages(document, 0)
  const texts = passages.map(({ start, end }) => document.text.slice(start, end))
  const { data } = await embedder.embedPassages(texts)
  return { document, passages, vectors: data }
}

export interface Assembly {
  add(record: DocumentRecord): Promise<void>
  content(): IndexContent
  hnsw: HnswBuilder | undefined
}

/** Puts documents together, one after the other; the HNSW indexes grow beside, on a thread of their own. */
export async function startAssembly({ embedder, wordTable }: Models, store: Recipe['store'], before?: IndexContent): Promise<Assembly> {
  const documents: SourceDocument[] = []
  const passages: Passage[] = []
  const passageVectors = new MatrixBuilder(embedder.dimensions)
  const wordVectors = new MatrixBuilder(wordTable.dimensions)
  // Translations are recognised by a cosine on the scale of the word table, whatever embeds the passages.
  const comparable = embedder.fingerprint === wordTable.fingerprint ? passageVectors : new MatrixBuilder(wordTable.dimensions)
  const collector = new WordCollector()
  const known = knownWords(before)
  const hnsw = store === 'hnsw' ? await startBuilder(embedder.dimensions, wordTable.dimensions) : undefined
  return {
    hnsw,
    async add({ document, passages: own, vectors }) {
      const position = documents.push(document) - 1
      for (const passage of own) passages.push({ ...passage, document: position })
      passageVectors.add(vectors)
      if (comparable !== passageVectors) {
        comparable.add((await wordTable.vectorsOf(own.map(({ start, end }) => document.text.slice(start, end)))).data)
      }
      hnsw?.add('passages', vectors)
      const fresh = collector.add(document)
      const unknown = fresh.filter((form) => !known.has(form))
      const made = await wordTable.vectorsOf(unknown)
      const added = new Float32Array(fresh.length * wordTable.dimensions)
      let next = 0
      for (const [i, form] of fresh.entries()) added.set(known.get(form) ?? row(made, next++), i * wordTable.dimensions)
      wordVectors.add(added)
      hnsw?.add('words', added)
    },
    content: () => ({
      documents: withCounterparts(documents, passages, comparable.matrix()),
      passages,
      passageVectors: passageVectors.matrix(),
      lexicon: { ...collector.collected(), vectors: wordVectors.matrix() },
    }),
  }
}

/** Each document with the id of the same one in the other language; found anew, because the other may have come or gone. */
function withCounterparts(documents: readonly SourceDocument[], passages: readonly Passage[], vectors: Matrix): SourceDocument[] {
  const pairs = findCounterparts(documents, meansOf(documents.length, passages, vectors))
  return documents.map(({ counterpart: _, ...document }, i) => {
    const other = documents[pairs.get(i) ?? -1]
    return other ? { ...document, counterpart: other.id } : document
  })
}

/** The mean of each document's passage vectors, of length 1; undefined where there is none. */
function meansOf(count: number, passages: readonly Passage[], { data, dimensions }: Matrix): (Float32Array | undefined)[] {
  const means = Array.from({ length: count }, () => new Float32Array(dimensions))
  for (const [i, { document }] of passages.entries()) {
    const mean = elementAt(means, document)
    for (let j = 0; j < dimensions; j++) mean[j] = (mean[j] ?? 0) + (data[i * dimensions + j] ?? 0)
  }
  return means.map((mean) => {
    const length = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0))
    return length === 0 ? undefined : mean.map((x) => x / length)
  })
}

async function startBuilder(passages: number, words: number): Promise<HnswBuilder> {
  const { startHnsw } = await import('./store/hnsw.ts')
  return startHnsw({ passages, words })
}

function knownWords(before: IndexContent | undefined): ReadonlyMap<string, Float32Array> {
  const { words = [], vectors } = before?.lexicon ?? {}
  if (!vectors) return new Map()
  return new Map(words.map(({ form }, id) => [form, row(vectors, id)]))
}
