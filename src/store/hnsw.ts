/**
 * HNSW search by hnswlib-node. Passages are written in the layout of @langchain/community's HNSWLib, so that any LangChain program can
 * open them; both indexes are read directly. Loaded late, because a machine without a C++ compiler has no addon.
 *
 * Native code crashes on damaged files, so nothing is opened here whose hash the generation has not checked.
 */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { HierarchicalNSW } from 'hnswlib-node'
import { AppError, causeText } from '../errors.ts'
import type { VectorStore } from './store.ts'

/** M, efConstruction and the seed as hnswlib takes them; ef is how many candidates a search keeps. Measured in bench/README.md. */
const M = 16
const EF_CONSTRUCTION = 60
const EF_SEARCH = 160
const SEED = 100

export const PASSAGES_FOLDER = 'passages'
export const WORDS_FILE = 'words.hnsw'
/** LangChain's name for it, in its folder. */
const LANGCHAIN_INDEX = 'hnswlib.index'
export const DOCSTORE = 'docstore.json'

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

// ---- building ----

export type HnswName = 'passages' | 'words'

/** A written index: the label of each row, in their order, and the number of all its points, those that were removed included. */
export interface WrittenHnsw {
  file: string
  labels: Uint32Array
  points: number
  /** Of the file, where it was checked. */
  sha256?: string
}

export interface HnswBuilder {
  /** Rows with their labels; they are copied. Resolves when so few wait to be added that more may come. */
  add(name: HnswName, labels: Uint32Array, vectors: Float32Array): Promise<void>
  /** Marks points as removed: they lead a search on, and are never found. */
  remove(name: HnswName, labels: Uint32Array): void
  /** Begins an index anew. */
  reset(name: HnswName): void
  /** @returns the number of points written, those that were removed included */
  write(name: HnswName, file: string): Promise<number>
  /** Whatever still waits is given up. The process does not end by itself before this. @returns when the thread has ended */
  close(): Promise<void>
}

/** Rows that wait to be added: 5 MiB of 320 dimensions. */
const MOST_WAITING = 4096

/**
 * Builds on a thread of its own.
 * @param dimensions length of the vectors of each index
 * @param from files that the indexes go on from, their hashes checked
 */
export function startHnsw(
  dimensions: Readonly<Record<HnswName, number>>,
  from: Readonly<Partial<Record<HnswName, string>>> = {},
): HnswBuilder {
  const givenUp = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./hnsw-worker.js', import.meta.url), {
    // See onnx/runtime.ts.
    execArgv: [],
    workerData: { dimensions, from, M, efConstruction: EF_CONSTRUCTION, seed: SEED, givenUp },
  })
  let failure: unknown
  let waiting = 0
  let goOn: (() => void) | undefined
  worker.on('error', (error) => {
    failure = error
    goOn?.()
  })
  worker.on('message', ({ added = 0 }: { added?: number }) => {
    waiting -= added
    if (waiting <= MOST_WAITING) goOn?.()
  })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  return {
    async add(name, labels, vectors) {
      const copies = { labels: labels.slice(), vectors: vectors.slice() }
      waiting += labels.length
      worker.postMessage({ add: name, ...copies }, [copies.labels.buffer, copies.vectors.buffer])
      // What failed is told by `write`.
      if (waiting > MOST_WAITING && !failure) await new Promise<void>((resolve) => (goOn = resolve))
    },
    remove: (name, labels) => worker.postMessage({ remove: name, labels }),
    reset: (name) => worker.postMessage({ reset: name }),
    write: (name, file) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure)
        const done = (settle: () => void): void => {
          worker.off('message', told)
          worker.off('error', failed)
          settle()
        }
        const told = ({ written, points }: { written?: string; points: number }): void => {
          if (written === file) done(() => resolve(points))
        }
        const failed = (error: unknown): void => done(() => reject(error))
        worker.on('message', told)
        worker.on('error', failed)
        worker.postMessage({ write: name, file })
      }),
    // Never terminated: a thread that is stopped within native code takes the whole process with it.
    close: () => {
      Atomics.store(givenUp, 0, 1)
      worker.postMessage({ close: true })
      return ended
    },
  }
}

/** What LangChain keeps beside each vector; `metadata.position` leads back to our own passages. It finds a document by the label of its vector. */
export interface PassageDocument {
  text: string
  metadata: Record<string, unknown>
}

/**
 * The files that make a folder of HNSW vectors one that LangChain's `HNSWLib.load` opens: its arguments, and its documents piece
 * by piece, because all of them may be longer than a string can be.
 */
export function langchainFiles(
  dimensions: number,
  labels: Uint32Array,
  passages: Iterable<PassageDocument>,
): Record<string, Iterable<string>> {
  return {
    'args.json': [JSON.stringify({ space: 'cosine', numDimensions: dimensions })],
    [DOCSTORE]: docstore(labels, passages),
  }
}

function* docstore(labels: Uint32Array, passages: Iterable<PassageDocument>): Generator<string> {
  let row = 0
  for (const { text, metadata } of passages) {
    yield `${row === 0 ? '[' : ','}${JSON.stringify([String(labels[row]), { pageContent: text, metadata }])}`
    row++
  }
  yield row === 0 ? '[]' : ']'
}

export function passageIndexFile(folder: string): string {
  return join(folder, LANGCHAIN_INDEX)
}

// ---- searching ----

/** What of an index may be found, and under which ids. */
export interface Found {
  /** Id of the first row. */
  first: number
  /** Number of ids that may be found. */
  live: number
  isLive: (id: number) => boolean
}

/** Indexes in memory by the SHA-256 of their files, for as long as anybody uses them: generations share them as they share files. */
const inMemory = new Map<string, WeakRef<HierarchicalNSW>>()

/**
 * @param written by `HnswBuilder`, its hash checked; for passages `passageIndexFile`
 * @param dimensions length of each vector
 * @param found all rows, from 0 on, when left out
 * @throws RangeError when the file holds another number of points
 */
export async function openHnswStore(
  { file, labels, points, sha256 }: WrittenHnsw,
  dimensions: number,
  { first, live, isLive }: Found = { first: 0, live: labels.length, isLive: () => true },
): Promise<VectorStore> {
  const index = await nativeIndex(file, dimensions, sha256)
  if (index.getCurrentCount() !== points) throw new RangeError(`${index.getCurrentCount()} of ${points} points`)
  const ids = new Uint32Array(points)
  for (const [row, label] of labels.entries()) ids[label] = first + row
  const idOf = (label: number): number => ids[label] ?? 0
  const whole = live === labels.length
  return {
    kind: 'hnsw',
    size: live,
    async nearest(vector, k, within) {
      if (live === 0) return []
      const may = (label: number): boolean => isLive(idOf(label)) && within?.has(idOf(label)) !== false
      const { neighbors, distances } = index.searchKnn(Array.from(vector), Math.min(k, live), whole && !within ? undefined : may)
      return neighbors.map((label, i) => ({ id: idOf(label), similarity: similarityOf(distances[i] ?? 0) }))
    },
  }
}

async function nativeIndex(file: string, dimensions: number, sha256: string | undefined): Promise<HierarchicalNSW> {
  const key = `${sha256} ${dimensions}`
  const known = sha256 === undefined ? undefined : inMemory.get(key)?.deref()
  if (known) return known
  const Index = await nativeModule()
  const index = new Index('cosine', dimensions)
  await index.readIndex(file)
  index.setEf(EF_SEARCH)
  for (const [other, held] of inMemory) if (!held.deref()) inMemory.delete(other)
  if (sha256 !== undefined) inMemory.set(key, new WeakRef(index))
  return index
}

/** One store of several, each with ids of its own. */
export function joinStores(stores: readonly VectorStore[]): VectorStore {
  const [only] = stores
  if (only && stores.length === 1) return only
  return {
    kind: only?.kind ?? 'hnsw',
    size: stores.reduce((sum, { size }) => sum + size, 0),
    async nearest(vector, k, within) {
      const found = await Promise.all(stores.map((store) => store.nearest(vector, k, within)))
      return found
        .flat()
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, k)
    },
  }
}

/** hnswlib returns distances: 1 - cosine. */
function similarityOf(distance: number): number {
  return 1 - distance
}
