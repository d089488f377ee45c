/**
 * An index on disk: one immutable folder a generation, and a pointer file that names the current one. Written beside, synced,
 * published by renaming the pointer; opened only after every file's size and hash agree with the manifest, and the manifest with
 * the pointer.
 *
 *     index/CURRENT                            name of the published generation, SHA-256 of its manifest
 *     index/g-0123456789ab-c0ffee/manifest.json, the parts of `index-parts.ts`, and of each segment
 *                                 passages/ (LangChain HNSWLib), passages.labels, words.hnsw, words.labels
 *     index/LOCK                               who is writing
 *
 * A generation that keeps the base of the one before has the files of it under second names (hard links): nothing is ever written into
 * a file that was published, and a file is gone when its last name is.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { elementAt } from '../elements.ts'
import type { Models } from '../embed/embedder.ts'
import { AppError, isAppError } from '../errors.ts'
import { BoundedCache } from './bounded-cache.ts'
import { type IndexContent, wholeContent } from './content.ts'
import type { Corpus, CorpusInfo } from './corpus.ts'
import type { FileDigest } from './draft.ts'
import type { CarriedFiles } from './earlier.ts'
import { DOCSTORE, type Found, type HnswName, PASSAGES_FOLDER, passageIndexFile, WORDS_FILE, type WrittenHnsw } from './hnsw.ts'
import { ADDED, ADDED_PARTS, FREQUENCIES, type IndexParts, OF_INDEX, openIndexParts, PARTS } from './index-parts.ts'
import { openLocalCorpus } from './local.ts'
import { FORMAT_VERSION, generationId, type Manifest, ManifestSchema, modelsOf, type Recipe } from './manifest.ts'
import { openExactStore } from './memory.ts'
import { filePart, type Part, readUint32 } from './parts.ts'
import { PIECEWISE } from './segment.ts'
import type { VectorStore } from './store.ts'

/** An opened index, nothing of it ever changed. */
export interface SearchIndex {
  manifest: Manifest
  /** All that it holds, in memory. Made anew at each call: for tests, and for fitting. */
  content(): IndexContent
  passageStore: VectorStore
  wordStore: VectorStore
  /** The same as values: what everything but the building of indexes uses. */
  corpus: Corpus
}

/** A published generation: where it is and what it says of itself. */
export interface Generation {
  folder: string
  manifest: Manifest
}

/** The two indexes of a segment. */
export type SegmentHnsw = Record<HnswName, WrittenHnsw>

/** A generation that was checked, but for what is read piecewise of its base. */
export interface LoadedGeneration {
  parts: IndexParts
  /** Of each segment, where there is one. */
  hnsw: readonly SegmentHnsw[] | undefined
  /** The files of its base. */
  base: CarriedFiles
  /** Checks the rest. @throws AppError index-damaged */
  check(): Promise<void>
}

export const POINTER = 'CURRENT'
export const MANIFEST = 'manifest.json'
const GENERATION = /^g-[0-9a-f]{12}-[0-9a-f]{6}$/

/**
 * What the pointer says, word for word: it changes with every publication. undefined when nothing was published; '' when something
 * else than a readable file has its name.
 */
export async function readPointer(indexFolder: string): Promise<string | undefined> {
  return readFile(join(indexFolder, POINTER), 'utf8').catch(({ code }: NodeJS.ErrnoException) =>
    code === 'ENOENT' || code === 'ENOTDIR' ? undefined : '',
  )
}

/** The published generation, or undefined when there is none. @throws AppError index-damaged */
export async function readCurrent(indexFolder: string): Promise<Generation | undefined> {
  const pointer = await readPointer(indexFolder)
  if (pointer === undefined) return undefined
  // What pointers looked like before they carried a hash.
  if (/^g-[0-9a-f]{12}\n$/.test(pointer)) throw foreignFormat(1)
  const [, name, sum] = /^(\S+) ([0-9a-f]{64})\n$/.exec(pointer) ?? []
  if (!name || !GENERATION.test(name)) throw damaged(join(indexFolder, POINTER), 'unreadable')
  const folder = join(indexFolder, name)
  const file = join(folder, MANIFEST)
  const bytes = await readFile(file).catch((cause) => Promise.reject(damaged(file, 'missing', cause)))
  if (sha256(bytes) !== sum) throw damaged(file, 'checksum')
  try {
    const written: unknown = JSON.parse(bytes.toString('utf8'))
    const format = formatOf(written)
    // What an earlier version wrote is whole, but means something else.
    if (format !== undefined && format !== FORMAT_VERSION) throw foreignFormat(format)
    const manifest = ManifestSchema.parse(written)
    if (!name.startsWith(`${manifest.generation}-`)) throw new Error('generation')
    return { folder, manifest }
  } catch (cause) {
    throw isAppError(cause) ? cause : damaged(file, 'unreadable', cause)
  }
}

/** The format that a manifest of any version says it has. */
function formatOf(manifest: unknown): number | undefined {
  return z.object({ recipe: z.object({ format: z.int() }) }).safeParse(manifest).data?.recipe.format
}

function foreignFormat(found: number): AppError {
  return new AppError('index-foreign', { field: 'format', expected: String(FORMAT_VERSION), found: String(found) })
}

/**
 * A generation for the next one to go on from. What is read piecewise of its base is not read now, unless somebody wrote into it after it
 * was published or `check` is called: it may be carried over, with the hashes that whoever opens it compares.
 * @throws AppError index-damaged
 */
export async function loadGeneration(generation: Generation): Promise<LoadedGeneration> {
  const { folder, manifest } = generation
  const unread = await unwrittenSince(generation, [...PIECEWISE, `${PASSAGES_FOLDER}/${DOCSTORE}`])
  const isUnread = (name: string): boolean => unread.has(name)
  await verify(folder, manifest, (name) => !isUnread(name))
  const isOfBase = ([name]: [string, FileDigest]): boolean => !name.startsWith(ADDED) && !OF_INDEX.includes(name)
  return {
    ...readParts(generation),
    base: { folder, files: Object.fromEntries(Object.entries(manifest.files).filter(isOfBase)) },
    check: () => verify(folder, manifest, isUnread),
  }
}

/** Those of some files that have their size, and that nobody has written into since the manifest was written, which is written last. */
async function unwrittenSince({ folder, manifest }: Generation, names: readonly string[]): Promise<Set<string>> {
  const unwritten = new Set<string>()
  const { mtimeMs: published } = await stat(join(folder, MANIFEST)).catch(() => ({ mtimeMs: 0 }))
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && found.size === manifest.files[name]?.bytes && found.mtimeMs < published) unwritten.add(name)
  }
  return unwritten
}

/** Opens a generation after checking every byte of it. @throws AppError index-damaged */
export async function openGeneration(generation: Generation): Promise<SearchIndex> {
  await verify(generation.folder, generation.manifest)
  return openLoaded(generation, readParts(generation))
}

/** @throws AppError index-damaged */
function readParts({ folder, manifest }: Generation): Pick<LoadedGeneration, 'parts' | 'hnsw'> {
  try {
    const opened = new Map<string, Part>()
    for (const name of FREQUENCIES in manifest.files ? [...PARTS, ...ADDED_PARTS] : PARTS) {
      const file = manifest.files[name]
      if (file === undefined) throw new RangeError(`no ${name}`)
      opened.set(name, filePart(join(folder, name), file.bytes))
    }
    const parts = openIndexParts(opened, manifest.recipe.wordTable.dimensions)
    if (JSON.stringify(parts.counts) !== JSON.stringify(manifest.counts)) throw new RangeError('counts')
    if (manifest.recipe.store !== 'hnsw') return { parts, hnsw: undefined }
    const written = (name: HnswName, i: number): WrittenHnsw => readLabels(folder, manifest, name, prefixOf(i))
    return { parts, hnsw: parts.segments.map((_, i) => ({ passages: written('passages', i), words: written('words', i) })) }
  } catch (cause) {
    throw damaged(folder, 'unreadable', cause)
  }
}

/** An index over parts that can be read; HNSW files are opened where they lie. @throws AppError index-damaged */
export async function openLoaded(
  { folder, manifest }: Generation,
  { parts, hnsw }: Pick<LoadedGeneration, 'parts' | 'hnsw'>,
): Promise<SearchIndex> {
  const stores = hnsw ? await openHnsw(folder, manifest, parts, hnsw) : openExact(manifest, parts)
  const corpus = openLocalCorpus({ parts, ...stores }, aboutOf(manifest, stores.passageStore.kind))
  return { manifest, content: () => wholeContent(parts, manifest.recipe.embedder.dimensions), ...stores, corpus }
}

interface Stores {
  passageStore: VectorStore
  wordStore: VectorStore
}

/** Both over vectors in memory. */
function openExact({ recipe }: Manifest, { positions, passageRows, vectors, isLive, deadWords }: IndexParts): Stores {
  const { dimensions } = recipe.embedder
  const data = passageRows(0, positions, dimensions)
  return { passageStore: openExactStore({ data, dimensions }, isLive), wordStore: openExactStore(vectors, (id) => !deadWords.has(id)) }
}

/** Both stores, each with as many rows as there are vectors. */
async function openHnsw(folder: string, manifest: Manifest, parts: IndexParts, hnsw: readonly SegmentHnsw[]): Promise<Stores> {
  const { joinStores, openHnswStore } = await import('./hnsw.ts')
  const { embedder, wordTable } = manifest.recipe
  try {
    const passages: VectorStore[] = []
    const words: VectorStore[] = []
    let [firstPassage, firstWord] = [0, 0]
    for (const [i, own] of hnsw.entries()) {
      const segment = elementAt(parts.segments, i)
      const wordCount = segment.wordCount(wordTable.dimensions)
      if (own.passages.labels.length !== segment.passages || own.words.labels.length !== wordCount) throw new RangeError('rows')
      const inPassages = foundFrom(firstPassage, segment.passages, parts.isLive)
      passages.push(await openHnswStore(own.passages, embedder.dimensions, inPassages))
      const inWords = foundFrom(firstWord, wordCount, (id) => !parts.deadWords.has(id))
      words.push(await openHnswStore(own.words, wordTable.dimensions, inWords))
      firstPassage += segment.passages
      firstWord += wordCount
    }
    return { passageStore: joinStores(passages), wordStore: joinStores(words) }
  } catch (cause) {
    // An index may be read where the module is missing: the vectors are there.
    if (cause instanceof AppError && cause.code === 'native-missing') return openExact(manifest, parts)
    if (cause instanceof AppError) throw cause
    throw damaged(folder, 'unreadable', cause)
  }
}

function foundFrom(first: number, count: number, isLive: (id: number) => boolean): Found {
  let live = 0
  for (let id = first; id < first + count; id++) if (isLive(id)) live++
  return { first, live, isLive }
}

/** Of the names of the files of a segment. */
export function prefixOf(segment: number): string {
  return segment === 0 ? '' : ADDED
}

/** In the folder of a generation. */
export function hnswFile(name: HnswName, prefix: string): string {
  return prefix + (name === 'passages' ? passageIndexFile(PASSAGES_FOLDER) : WORDS_FILE)
}

/** The label of each row, and behind them the number of points. */
export function labelsFile(name: HnswName, prefix: string): string {
  return `${prefix}${name}.labels`
}

function readLabels(folder: string, { files }: Manifest, name: HnswName, prefix: string): WrittenHnsw {
  const file = hnswFile(name, prefix)
  const numbers = readUint32(filePart(join(folder, labelsFile(name, prefix)), files[labelsFile(name, prefix)]?.bytes ?? 0))
  const [labels, points] = [numbers.subarray(0, -1), numbers.at(-1) ?? 0]
  if (labels.some((label) => label >= points)) throw new RangeError('labels')
  const sha256 = files[file]?.sha256
  return { file: join(folder, file), labels, points, ...(sha256 === undefined ? {} : { sha256 }) }
}

function aboutOf({ generation, createdAt, counts, recipe, offers }: Manifest, kind: CorpusInfo['kind']): CorpusInfo {
  return { generation, model: recipe.embedder.id, kind, createdAt, counts, offers }
}

/** An index that was never published: exact stores over its vectors. For tests, and for fitting on folders of questions. */
export function openInMemory(parts: IndexParts, models: Models): Promise<SearchIndex> {
  const recipe: Recipe = {
    format: FORMAT_VERSION,
    ...modelsOf(models),
    splitter: {},
    analysis: '',
    store: 'exact',
    reader: '',
    documents: parts.facts.map(({ source, sha256 }) => ({ source, sha256 })),
  }
  const manifest = {
    ...{ generation: generationId(recipe), createdAt: '', recipe, counts: parts.counts },
    leftOut: [],
    offers: [],
    files: {},
  }
  return openLoaded({ folder: '', manifest }, { parts, hnsw: undefined })
}

/** Compares the files of a generation with what its manifest says. Read in a stream: none is held. @param wanted names; all when left out */
async function verify(folder: string, manifest: Manifest, wanted: (name: string) => boolean = () => true): Promise<void> {
  for (const [name, expected] of Object.entries(manifest.files)) {
    if (!wanted(name)) continue
    const file = join(folder, name)
    const found = await digestChecked(file).catch((cause: unknown) => Promise.reject(damaged(file, 'missing', cause)))
    if (found.bytes !== expected.bytes) throw damaged(file, 'size')
    if (found.sha256 !== expected.sha256) throw damaged(file, 'checksum')
  }
}

/** What this process has read of files, by their places on the disk and the times of their last changes. */
const checked = new BoundedCache<string, FileDigest>(1000)
/** A file that was changed so many milliseconds ago may be changed again within the same tick of the disk's clock. */
const SETTLED_AFTER = 2000

/** The same as `digestFile`; a file that generations share is read once, as long as nobody has written into it. */
async function digestChecked(file: string): Promise<FileDigest> {
  const { dev, ino, size, mtimeNs, mtimeMs } = await stat(file, { bigint: true })
  const key = `${dev} ${ino} ${size} ${mtimeNs}`
  const known = checked.get(key)
  if (known) return known
  const begun = Date.now()
  const found = await digestFile(file)
  if (begun - Number(mtimeMs) > SETTLED_AFTER) checked.set(key, found)
  return found
}

function damaged(file: string, problem: 'missing' | 'size' | 'checksum' | 'unreadable', cause?: unknown): AppError {
  return new AppError('index-damaged', { file, problem }, { cause })
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export async function digestFile(file: string): Promise<FileDigest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const read: Buffer = chunk
    hash.update(read)
    bytes += read.byteLength
  }
  return { bytes, sha256: hash.digest('hex') }
}
