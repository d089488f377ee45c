/**
 * HNSW search by hnswlib-node: passages through @langchain/community's HNSWLib, so that any LangChain program can open them,
 * words directly. The only importer of both. Loaded late, because a machine without a C++ compiler has no addon.
 *
 * Native code crashes on damaged files, so nothing is opened here whose hash the generation has not checked.
 */
import { join } from 'node:path'
import type { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { Document } from '@langchain/core/documents'
import type { HierarchicalNSW } from 'hnswlib-node'
import type { Embedder } from '../embed/embedder.ts'
import { AppError, causeText } from '../errors.ts'
import { type Matrix, type Neighbour, row, rows, type VectorStore } from './store.ts'

/** M, efConstruction and the seed as hnswlib takes them; ef is how many candidates a search keeps. */
const M = 16
const EF_CONSTRUCTION = 200
const EF_SEARCH = 128
const SEED = 100

const WORDS_FILE = 'words.hnsw'

/** @throws AppError native-missing when the addon was not built or does not load */
export async function checkNative(): Promise<void> {
  await nativeModule()
}

async function nativeModule(): Promise<typeof HierarchicalNSW> {
  try {
    const { default: hnswlib } = await import('hnswlib-node')
    return hnswlib.HierarchicalNSW
  } catch (cause) {
    throw new AppError('native-missing', { cause: causeText(cause) }, { cause })
  }
}

async function langchainStore(): Promise<typeof HNSWLib> {
  await nativeModule()
  return (await import('@langchain/community/vectorstores/hnswlib')).HNSWLib
}

/** What LangChain keeps beside each vector; `position` leads back to our own passages. */
export interface PassageDocument {
  text: string
  metadata: Record<string, unknown>
}

export async function buildPassageStore(matrix: Matrix, passages: readonly PassageDocument[], embedder: Embedder): Promise<VectorStore> {
  const Store = await langchainStore()
  const store = new Store(embedder, { space: 'cosine', numDimensions: matrix.dimensions })
  // Filled one by one into an index of the final size: LangChain's own initIndex would leave M and the seed to chance.
  const Index = await nativeModule()
  const index = new Index('cosine', matrix.dimensions)
  index.initIndex(Math.max(1, rows(matrix)), M, EF_CONSTRUCTION, SEED)
  store._index = index
  const vectors = passages.map((_, i) => Array.from(row(matrix, i)))
  const documents = passages.map(({ text, metadata }, position) => new Document({ pageContent: text, metadata: { ...metadata, position } }))
  await store.addVectors(vectors, documents)
  return passageStore(store)
}

export async function openPassageStore(folder: string, embedder: Embedder): Promise<VectorStore> {
  const Store = await langchainStore()
  return passageStore(await Store.load(folder, embedder))
}

function passageStore(store: HNSWLib): VectorStore {
  const index = store._index as HierarchicalNSW
  index.setEf(EF_SEARCH)
  const size = index.getCurrentCount()
  return {
    kind: 'hnsw',
    size,
    async nearest(vector, k) {
      if (size === 0) return []
      const found = await store.similaritySearchVectorWithScore(Array.from(vector), Math.min(k, size))
      // HNSWLib hands out distances: 1 - cosine.
      return found.map(([document, distance]) => ({ id: document.metadata.position as number, similarity: 1 - distance }))
    },
    save: async (folder) => store.save(folder),
  }
}

export async function buildWordStore(matrix: Matrix): Promise<VectorStore> {
  const Index = await nativeModule()
  const index = new Index('cosine', matrix.dimensions)
  index.initIndex(Math.max(1, rows(matrix)), M, EF_CONSTRUCTION, SEED)
  for (let i = 0; i < rows(matrix); i++) index.addPoint(Array.from(row(matrix, i)), i)
  return wordStore(index)
}

export async function openWordStore(folder: string, dimensions: number): Promise<VectorStore> {
  const Index = await nativeModule()
  const index = new Index('cosine', dimensions)
  await index.readIndex(join(folder, WORDS_FILE))
  return wordStore(index)
}

function wordStore(index: HierarchicalNSW): VectorStore {
  index.setEf(EF_SEARCH)
  const size = index.getCurrentCount()
  return {
    kind: 'hnsw',
    size,
    async nearest(vector, k): Promise<Neighbour[]> {
      if (size === 0) return []
      const { neighbors, distances } = index.searchKnn(Array.from(vector), Math.min(k, size))
      return neighbors.map((id, i) => ({ id, similarity: 1 - (distances[i] as number) }))
    },
    async save(folder) {
      await index.writeIndex(join(folder, WORDS_FILE))
    },
  }
}
