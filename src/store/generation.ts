/**
 * An index on disk: one immutable folder a generation, and a pointer file that names the current one. Written beside, synced,
 * published by renaming the pointer; opened only after every file's size and hash agree with the manifest, and the manifest with
 * the pointer.
 *
 *     index/CURRENT                            name of the published generation, SHA-256 of its manifest
 *     index/g-0123456789ab-c0ffee/manifest.json, documents.jsonl, lexicon.json, tokens.u32, passages.f32, words.f32,
 *                                 passages/ (LangChain HNSWLib), words.hnsw
 *     index/LOCK                               who is writing
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Passage, SourceDocument } from '../domain.ts'
import { type Matrix, type Models, rows } from '../embed/embedder.ts'
import { AppError, causeText, isAppError } from '../errors.ts'
import { contentFiles, countsOf, type IndexContent, isOurs, langchainPassages, readContent } from './content.ts'
import type { Corpus, CorpusInfo, Offer } from './corpus.ts'
import { type Files, realFiles } from './files.ts'
import { type HnswBuilder, langchainFiles, PASSAGES_FOLDER, passageIndexFile, WORDS_FILE } from './hnsw.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import { openLocalCorpus } from './local.ts'
import { FORMAT_VERSION, generationId, type LeftOut, type Manifest, ManifestSchema, modelsOf, type Recipe } from './manifest.ts'
import { openExactStore } from './memory.ts'
import type { VectorStore } from './store.ts'

/** An opened index: everything in memory, nothing of it ever changed. */
export interface SearchIndex {
  manifest: Manifest
  documents: SourceDocument[]
  documentById: ReadonlyMap<string, SourceDocument>
  passages: Passage[]
  passageVectors: Matrix
  lexicon: Lexicon
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

const POINTER = 'CURRENT'
const MANIFEST = 'manifest.json'
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
export async function loadGeneration({ folder, manifest }: Generation): Promise<IndexContent> {
  const bytes = await readVerified(folder, manifest)
  try {
    return readContent(bytes, manifest)
  } catch (cause) {
    throw damaged(folder, 'unreadable', cause)
  }
}

/** Opens a generation after checking every byte of it. @throws AppError index-damaged */
export async function openGeneration(generation: Generation): Promise<SearchIndex> {
  return openContent(generation, await loadGeneration(generation))
}

/** An index over content that is in memory already; HNSW files are opened where they lie. @throws AppError index-damaged */
export async function openContent({ folder, manifest }: Generation, content: IndexContent): Promise<SearchIndex> {
  const { documents, passages, passageVectors } = content
  const lexicon = buildLexicon(content.lexicon, documents, passages)
  const documentById = new Map(documents.map((document) => [document.id, document]))
  const opened = { manifest, documents, documentById, passages, passageVectors, lexicon }
  const exact = () => ({ passageStore: openExactStore(passageVectors), wordStore: openExactStore(lexicon.vectors) })
  const withCorpus = (stores: { passageStore: VectorStore; wordStore: VectorStore }): SearchIndex => {
    const whole = { ...opened, ...stores }
    return { ...whole, corpus: openLocalCorpus(whole, aboutOf(manifest, stores.passageStore.kind)) }
  }
  if (manifest.recipe.store === 'exact') return withCorpus(exact())
  const hnsw = await openHnsw(folder, content).catch((thrown: unknown) => {
    // An index may be read where the module is missing: the vectors are there.
    if (thrown instanceof AppError && thrown.code === 'native-missing') return exact()
    throw thrown
  })
  return withCorpus(hnsw)
}

function aboutOf({ generation, createdAt, counts, recipe, offers }: Manifest, kind: CorpusInfo['kind']): CorpusInfo {
  return { generation, model: recipe.embedder.id, kind, createdAt, counts, offers }
}

/** An index that was never written: exact stores over the content itself. For tests, and for fitting on folders of questions. */
export function openInMemory(content: IndexContent, models: Models): Promise<SearchIndex> {
  const recipe: Recipe = {
    format: FORMAT_VERSION,
    ...modelsOf(models),
    splitter: {},
    analysis: '',
    store: 'exact',
    reader: '',
    documents: [],
  }
  const manifest = {
    ...{ generation: generationId(recipe), createdAt: '', recipe, counts: countsOf(content) },
    leftOut: [],
    offers: [],
    files: {},
  }
  return openContent({ folder: '', manifest }, content)
}

/** Both stores, each with as many rows as there are vectors. */
async function openHnsw(folder: string, { passageVectors, lexicon }: IndexContent) {
  const { openHnswStore } = await import('./hnsw.ts')
  try {
    const passageStore = await openHnswStore(passageIndexFile(join(folder, PASSAGES_FOLDER)), passageVectors.dimensions)
    const wordStore = await openHnswStore(join(folder, WORDS_FILE), lexicon.vectors.dimensions)
    if (passageStore.size !== rows(passageVectors) || wordStore.size !== rows(lexicon.vectors)) throw new Error('rows')
    return { passageStore, wordStore }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw damaged(folder, 'unreadable', cause)
  }
}

/** Every file that a generation holds, checked; only ours are kept in memory, the native ones are opened by path afterwards. */
async function readVerified(folder: string, manifest: Manifest): Promise<Map<string, Buffer>> {
  const kept = new Map<string, Buffer>()
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(folder, name)
    const missing = (cause: unknown): Promise<never> => Promise.reject(damaged(file, 'missing', cause))
    if (isOurs(name)) {
      const bytes = await readFile(file).catch(missing)
      check(file, expected, { bytes: bytes.byteLength, sha256: sha256(bytes) })
      kept.set(name, bytes)
    } else check(file, expected, await digestFile(file).catch(missing))
  }
  return kept
}

function check(file: string, expected: FileDigest, found: FileDigest): void {
  if (found.bytes !== expected.bytes) throw damaged(file, 'size')
  if (found.sha256 !== expected.sha256) throw damaged(file, 'checksum')
}

function damaged(file: string, problem: 'missing' | 'size' | 'checksum' | 'unreadable', cause?: unknown): AppError {
  return new AppError('index-damaged', { file, problem }, { cause })
}

// ---- writing ----

export interface Publication {
  recipe: Recipe
  content: IndexContent
  leftOut: LeftOut[]
  /** Has been given every passage vector and every word vector; absent for exact search. */
  hnsw?: HnswBuilder | undefined
  /** Tries the questions that the opened generation could offer. */
  prove?: (corpus: Corpus) => Promise<Offer[]>
  /** Asked right before the pointer moves. @throws when another writer has taken over */
  stillMine?: () => Promise<void>
}

/**
 * Writes a generation, opens it, and publishes it; earlier ones and what others left are removed afterwards.
 * @returns the generation, opened
 * @throws AppError index-unwritable; what was published before stays as it was
 */
export async function publishGeneration(
  indexFolder: string,
  { recipe, content, leftOut, hnsw, prove, stillMine }: Publication,
  files: Files = realFiles,
): Promise<SearchIndex> {
  const generation = generationId(recipe)
  const name = `${generation}-${randomBytes(3).toString('hex')}`
  const partial = join(indexFolder, `${name}.partial`)
  const pointer = join(indexFolder, `${POINTER}.${process.pid}`)
  try {
    await files.makeFolder(join(partial, PASSAGES_FOLDER))
    const digests = { ...(await writeContent(partial, content, files)), ...(hnsw ? await writeHnsw(partial, content, hnsw, files) : {}) }
    const unproved: Manifest = {
      generation,
      createdAt: new Date().toISOString(),
      recipe,
      counts: countsOf(content),
      leftOut,
      offers: [],
      files: Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1))),
    }
    // Nothing is published that was not opened once.
    const opened = await openContent({ folder: partial, manifest: unproved }, content)
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

interface FileDigest {
  bytes: number
  sha256: string
}

async function writeContent(folder: string, content: IndexContent, files: Files): Promise<Record<string, FileDigest>> {
  const digests: Record<string, FileDigest> = {}
  for (const [name, chunks] of Object.entries(contentFiles(content))) {
    digests[name] = await writeSynced(join(folder, name), chunks, files)
  }
  return digests
}

async function writeHnsw(folder: string, content: IndexContent, hnsw: HnswBuilder, files: Files): Promise<Record<string, FileDigest>> {
  const digests: Record<string, FileDigest> = {}
  const langchain = langchainFiles(content.passageVectors.dimensions, langchainPassages(content))
  for (const [name, texts] of Object.entries(langchain)) {
    digests[`${PASSAGES_FOLDER}/${name}`] = await writeSynced(join(folder, PASSAGES_FOLDER, name), encoded(texts), files)
  }
  for (const [name, file] of [
    ['passages', passageIndexFile(join(folder, PASSAGES_FOLDER))],
    ['words', join(folder, WORDS_FILE)],
  ] as const) {
    await files.writeNative(file, async () => {
      await hnsw.write(name, file)
    })
    await files.syncFile(file)
    // hnswlib reports success on a full disk: it is opened, and its rows counted, before anything points at it.
    digests[file.slice(folder.length + 1).replaceAll('\\', '/')] = await digestFile(file)
  }
  // They are opened from disk next: two of each would be much of the memory of a build.
  await hnsw.close()
  return digests
}

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
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

/** Earlier generations, and what writers that were cut off left; a running server holds its own in memory. */
export async function removeLeftovers(indexFolder: string, keep: string, files: Files = realFiles): Promise<void> {
  for (const name of await files.list(indexFolder)) {
    if (LEFTOVER.test(name) && name !== keep) await files.remove(join(indexFolder, name))
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
