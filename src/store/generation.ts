/**
 * An index on disk: one immutable folder a generation, and a pointer file that names the current one. Written beside, synced,
 * published by renaming the pointer; opened only after every file's size and hash agree with the manifest, and the manifest with
 * the pointer.
 *
 *     index/CURRENT                            name of the published generation, SHA-256 of its manifest
 *     index/g-0123456789ab-c0ffee/manifest.json, the parts of `index-parts.ts`,
 *                                 passages/ (LangChain HNSWLib), passages.labels, words.hnsw, words.labels
 *     index/LOCK                               who is writing
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Models } from '../embed/embedder.ts'
import { AppError, causeText, isAppError } from '../errors.ts'
import { type IndexContent, langchainPassages, wholeContent } from './content.ts'
import type { Corpus, CorpusInfo, Offer } from './corpus.ts'
import { type Draft, type FileDigest, folderDraft } from './draft.ts'
import { type Files, realFiles } from './files.ts'
import { type HnswBuilder, type HnswName, langchainFiles, PASSAGES_FOLDER, passageIndexFile, WORDS_FILE, type WrittenHnsw } from './hnsw.ts'
import { type IndexParts, openIndexParts, PARTS } from './index-parts.ts'
import { openLocalCorpus } from './local.ts'
import { FORMAT_VERSION, generationId, type LeftOut, type Manifest, ManifestSchema, modelsOf, type Recipe } from './manifest.ts'
import { openExactStore } from './memory.ts'
import { bytesOf, filePart, type Part, readUint32 } from './parts.ts'
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

/** A generation whose every byte was checked. */
export interface LoadedGeneration {
  parts: IndexParts
  /** Where it has one. */
  hnsw: Record<HnswName, WrittenHnsw> | undefined
}

const POINTER = 'CURRENT'
const MANIFEST = 'manifest.json'
const PARTIAL = '.partial'
const GENERATION = /^g-[0-9a-f]{12}-[0-9a-f]{6}$/
/** Everything that a writer leaves when it is cut off. */
const LEFTOVER = /^g-[0-9a-f]{12}-[0-9a-f]{6}(?:\.partial)?$|^CURRENT\.\d+$|^LOCK\./

// ---- reading ----

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

/** The content of a generation, every byte of it checked, the native files too. @throws AppError index-damaged */
export async function loadGeneration({ folder, manifest }: Generation): Promise<LoadedGeneration> {
  await verify(folder, manifest)
  try {
    const files = new Map(Object.entries(manifest.files).map(([name, { bytes }]) => [name, bytes]))
    const opened = new Map<string, Part>()
    for (const name of PARTS) {
      const bytes = files.get(name)
      if (bytes === undefined) throw new RangeError(`no ${name}`)
      opened.set(name, filePart(join(folder, name), bytes))
    }
    const parts = openIndexParts(opened, manifest.recipe.wordTable.dimensions)
    if (JSON.stringify(parts.counts) !== JSON.stringify(manifest.counts)) throw new RangeError('counts')
    if (manifest.recipe.store !== 'hnsw') return { parts, hnsw: undefined }
    const written = (name: HnswName): WrittenHnsw => readLabels(folder, name, files.get(labelsFile(name)))
    return { parts, hnsw: { passages: written('passages'), words: written('words') } }
  } catch (cause) {
    throw damaged(folder, 'unreadable', cause)
  }
}

/** Opens a generation after checking every byte of it. @throws AppError index-damaged */
export async function openGeneration(generation: Generation): Promise<SearchIndex> {
  return openLoaded(generation, await loadGeneration(generation))
}

/** An index over parts that can be read; HNSW files are opened where they lie. @throws AppError index-damaged */
async function openLoaded({ folder, manifest }: Generation, { parts, hnsw }: LoadedGeneration): Promise<SearchIndex> {
  const stores = hnsw ? await openHnsw(folder, manifest, parts, hnsw) : openExact(manifest, parts)
  const corpus = openLocalCorpus({ parts, ...stores }, aboutOf(manifest, stores.passageStore.kind))
  return { manifest, content: () => wholeContent(parts, manifest.recipe.embedder.dimensions), ...stores, corpus }
}

interface Stores {
  passageStore: VectorStore
  wordStore: VectorStore
}

/** Both over vectors in memory. */
function openExact({ recipe }: Manifest, { counts, passageRows, vectors }: IndexParts): Stores {
  const { dimensions } = recipe.embedder
  const data = passageRows(0, counts.passages, dimensions)
  return { passageStore: openExactStore({ data, dimensions }), wordStore: openExactStore(vectors) }
}

/** Both stores, each with as many rows as there are vectors. */
async function openHnsw(folder: string, manifest: Manifest, parts: IndexParts, hnsw: Record<HnswName, WrittenHnsw>): Promise<Stores> {
  const { openHnswStore } = await import('./hnsw.ts')
  const { recipe, counts } = manifest
  try {
    if (hnsw.passages.labels.length !== counts.passages || hnsw.words.labels.length !== counts.words) throw new RangeError('rows')
    return {
      passageStore: await openHnswStore(hnsw.passages, recipe.embedder.dimensions),
      wordStore: await openHnswStore(hnsw.words, recipe.wordTable.dimensions),
    }
  } catch (cause) {
    // An index may be read where the module is missing: the vectors are there.
    if (cause instanceof AppError && cause.code === 'native-missing') return openExact(manifest, parts)
    if (cause instanceof AppError) throw cause
    throw damaged(folder, 'unreadable', cause)
  }
}

function hnswFile(folder: string, name: HnswName): string {
  return name === 'passages' ? passageIndexFile(join(folder, PASSAGES_FOLDER)) : join(folder, WORDS_FILE)
}

/** The label of each row, and behind them the number of points. */
function labelsFile(name: HnswName): string {
  return `${name}.labels`
}

function readLabels(folder: string, name: HnswName, bytes = 0): WrittenHnsw {
  const numbers = readUint32(filePart(join(folder, labelsFile(name)), bytes))
  const [labels, points] = [numbers.subarray(0, -1), numbers.at(-1) ?? 0]
  if (labels.some((label) => label >= points)) throw new RangeError('labels')
  return { file: hnswFile(folder, name), labels, points }
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

/** Compares every file of a generation with what its manifest says. Read in a stream: none is held. */
async function verify(folder: string, manifest: Manifest): Promise<void> {
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(folder, name)
    const found = await digestFile(file).catch((cause: unknown) => Promise.reject(damaged(file, 'missing', cause)))
    if (found.bytes !== expected.bytes) throw damaged(file, 'size')
    if (found.sha256 !== expected.sha256) throw damaged(file, 'checksum')
  }
}

function damaged(file: string, problem: 'missing' | 'size' | 'checksum' | 'unreadable', cause?: unknown): AppError {
  return new AppError('index-damaged', { file, problem }, { cause })
}

// ---- writing ----

export interface Publication {
  recipe: Recipe
  /** Begun for the same recipe; what is in it is written to the end. */
  draft: Draft
  parts: IndexParts
  leftOut: LeftOut[]
  /** Absent for exact search. */
  hnsw?: BuiltHnsw | undefined
  /** Tries the questions that the opened generation could offer. */
  prove?: (corpus: Corpus) => Promise<Offer[]>
  /** Asked right before the pointer moves. @throws when another writer has taken over */
  stillMine?: () => Promise<void>
}

/** HNSW that can be written: the builder has been given every passage vector and every word vector, under these labels. */
export interface BuiltHnsw {
  builder: HnswBuilder
  labels: Record<HnswName, Uint32Array>
}

/** A folder for the parts of a new generation; those of writers that were cut off are removed first. @throws AppError index-unwritable */
export async function draftGeneration(indexFolder: string, recipe: Recipe, files: Files = realFiles): Promise<Draft> {
  for (const name of await files.list(indexFolder).catch(() => [])) {
    if (name.endsWith(PARTIAL) && LEFTOVER.test(name)) await files.remove(join(indexFolder, name)).catch(() => {})
  }
  return folderDraft(join(indexFolder, `${generationId(recipe)}-${randomBytes(3).toString('hex')}${PARTIAL}`), indexFolder, files)
}

/**
 * Ends a generation, opens it, and publishes it; earlier ones and what others left are removed afterwards.
 * @returns the generation, opened
 * @throws AppError index-unwritable; what was published before stays as it was
 */
export async function publishGeneration(
  indexFolder: string,
  { recipe, draft, parts, leftOut, hnsw, prove, stillMine }: Publication,
  files: Files = realFiles,
): Promise<SearchIndex> {
  const partial = draft.folder
  const name = basename(partial, PARTIAL)
  const pointer = join(indexFolder, `${POINTER}.${process.pid}`)
  try {
    await files.makeFolder(join(partial, PASSAGES_FOLDER))
    const { digests, written } = hnsw ? await writeHnsw(partial, recipe, parts, hnsw, draft, files) : { digests: {}, written: undefined }
    const all = { ...(await draft.finish()), ...digests }
    const unproved: Manifest = {
      generation: generationId(recipe),
      createdAt: new Date().toISOString(),
      recipe,
      counts: parts.counts,
      leftOut,
      offers: [],
      files: Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))),
    }
    // Nothing is published that was not opened once.
    const opened = await openLoaded({ folder: partial, manifest: unproved }, { parts, hnsw: written })
    const manifest: Manifest = { ...unproved, offers: (await prove?.(opened.corpus)) ?? [] }
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
    const { sha256: sum } = await writeSynced(join(partial, MANIFEST), [bytes], files)
    await files.syncFolder(join(partial, PASSAGES_FOLDER))
    await files.syncFolder(partial)
    await files.rename(partial, join(indexFolder, name))
    // The generation's name must be on disk before the pointer's: a power cut may keep either alone.
    await files.syncFolder(indexFolder)
    await writeSynced(pointer, [Buffer.from(`${name} ${sum}\n`)], files)
    await stillMine?.()
    // What has the pointer's name and cannot be read, a folder for one, cannot be renamed over.
    if ((await readPointer(indexFolder)) === '') await files.remove(join(indexFolder, POINTER))
    await files.rename(pointer, join(indexFolder, POINTER))
    await files.syncFolder(indexFolder)
    await removeLeftovers(indexFolder, name, files)
    const { corpus } = opened
    return { ...opened, manifest, corpus: { ...corpus, about: { ...corpus.about, offers: manifest.offers } } }
  } catch (cause) {
    for (const leftover of [partial, pointer]) await files.remove(leftover).catch(() => {})
    if (cause instanceof AppError && cause.code !== 'index-damaged') throw cause
    throw new AppError('index-unwritable', { folder: indexFolder, cause: causeText(cause) }, { cause })
  }
}

/** The native files, and what LangChain needs beside that of the passages. */
async function writeHnsw(
  folder: string,
  { embedder: { dimensions } }: Recipe,
  parts: IndexParts,
  { builder, labels }: BuiltHnsw,
  draft: Draft,
  files: Files,
): Promise<{ digests: Record<string, FileDigest>; written: Record<HnswName, WrittenHnsw> }> {
  const digests: Record<string, FileDigest> = {}
  for (const [name, texts] of Object.entries(langchainFiles(dimensions, labels.passages, langchainPassages(parts)))) {
    digests[`${PASSAGES_FOLDER}/${name}`] = await writeSynced(join(folder, PASSAGES_FOLDER, name), encoded(texts), files)
  }
  const writeOne = async (name: HnswName): Promise<WrittenHnsw> => {
    const file = hnswFile(folder, name)
    let points = 0
    await files.writeNative(file, async () => {
      points = await builder.write(name, file)
    })
    await files.syncFile(file)
    // hnswlib reports success on a full disk: it is opened, and its points counted, before anything points at it.
    digests[file.slice(folder.length + 1).replaceAll('\\', '/')] = await digestFile(file)
    await draft.append(labelsFile(name), bytesOf(labels[name]))
    await draft.append(labelsFile(name), bytesOf(Uint32Array.of(points)))
    return { file, labels: labels[name], points }
  }
  const written = { passages: await writeOne('passages'), words: await writeOne('words') }
  // They are opened from disk next: two of each would be much of the memory of a build.
  await builder.close()
  return { digests, written }
}

/** Characters that are written at once. */
const GATHERED = 1 << 20

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  let gathered = ''
  for (const text of texts) {
    gathered += text
    if (gathered.length < GATHERED) continue
    yield Buffer.from(gathered)
    gathered = ''
  }
  if (gathered !== '') yield Buffer.from(gathered)
}

/** Writes, syncs and counts what really arrived. @returns size and hash of what was meant to be written */
async function writeSynced(file: string, chunks: Iterable<Uint8Array>, files: Files): Promise<FileDigest> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = function* (): Generator<Uint8Array> {
    for (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  await files.write(file, counted())
  await files.syncFile(file)
  const arrived = await files.size(file)
  if (arrived !== bytes) throw new Error(`${arrived}/${bytes} B`)
  return { bytes, sha256: hash.digest('hex') }
}

/** Earlier generations, and what writers that were cut off left; a running server has the files of its own open. */
async function removeLeftovers(indexFolder: string, keep: string, files: Files): Promise<void> {
  for (const name of await files.list(indexFolder)) {
    // What cannot be removed now is removed after the next publication.
    if (LEFTOVER.test(name) && name !== keep) await files.remove(join(indexFolder, name)).catch(() => {})
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function digestFile(file: string): Promise<FileDigest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const read: Buffer = chunk
    hash.update(read)
    bytes += read.byteLength
  }
  return { bytes, sha256: hash.digest('hex') }
}
