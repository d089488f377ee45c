/**
 * An index on disk: one immutable folder a generation, and a pointer file that names the current one. Written beside, synced,
 * published by renaming the pointer; opened only after every file's size and hash agree with the manifest.
 *
 *     index/CURRENT                     the name of the published generation
 *     index/g-0123456789ab/manifest.json, documents.jsonl, lexicon.json, tokens.u32, passages.f32, words.f32,
 *                          passages/ (LangChain HNSWLib), words.hnsw
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Passage, SourceDocument } from '../domain.ts'
import type { Embedder } from '../embed/embedder.ts'
import { AppError, causeText } from '../errors.ts'
import { buildLexicon, type Lexicon, type LexiconData } from './lexicon.ts'
import { FORMAT_VERSION, generationId, type Manifest, ManifestSchema, type Recipe } from './manifest.ts'
import { openExactStore } from './memory.ts'
import { type Matrix, row, rows, type VectorStore } from './store.ts'

/** What a build hands over to be written. */
export interface IndexContent {
  documents: SourceDocument[]
  passages: Passage[]
  /** One row a passage. */
  passageVectors: Matrix
  lexicon: LexiconData
}

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
}

const POINTER = 'CURRENT'
const MANIFEST = 'manifest.json'

/** The published generation's manifest, or undefined when there is none. @throws AppError index-damaged */
export async function readCurrent(indexFolder: string): Promise<Manifest | undefined> {
  const pointer = join(indexFolder, POINTER)
  const name = await readFile(pointer, 'utf8').catch(() => undefined)
  if (name === undefined) return undefined
  if (!/^g-[0-9a-f]{12}\n?$/.test(name)) throw new AppError('index-damaged', { file: pointer, problem: 'unreadable' })
  const file = join(indexFolder, name.trim(), MANIFEST)
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('index-damaged', { file, problem: 'missing' }, { cause })
  })
  try {
    return ManifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('index-damaged', { file, problem: 'unreadable' }, { cause })
  }
}

/**
 * Writes a generation and publishes it; earlier ones are removed afterwards.
 * @throws AppError index-unwritable; what was published before stays as it was
 */
export async function publishGeneration(indexFolder: string, recipe: Recipe, content: IndexContent, embedder: Embedder): Promise<Manifest> {
  const generation = generationId(recipe)
  const partial = join(indexFolder, `${generation}.${process.pid}.partial`)
  const final = join(indexFolder, generation)
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(join(partial, 'passages'), { recursive: true })
    await writeContent(partial, content)
    if (recipe.store === 'hnsw') await writeHnsw(partial, content, embedder)
    const manifest: Manifest = {
      generation,
      createdAt: new Date().toISOString(),
      recipe,
      counts: countsOf(content),
      files: await syncAndHash(partial),
    }
    await writeSynced(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    await syncFolder(partial)
    await rm(final, { recursive: true, force: true })
    await rename(partial, final)
    await writeSynced(join(indexFolder, `${POINTER}.${process.pid}`), `${generation}\n`)
    await rename(join(indexFolder, `${POINTER}.${process.pid}`), join(indexFolder, POINTER))
    await syncFolder(indexFolder)
    await removeOthers(indexFolder, generation)
    return manifest
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => {})
    if (cause instanceof AppError) throw cause
    throw new AppError('index-unwritable', { folder: indexFolder, cause: causeText(cause) }, { cause })
  }
}

/** Opens the generation of a manifest after checking every byte of it. @throws AppError index-damaged, native-missing */
export async function openGeneration(indexFolder: string, manifest: Manifest, embedder: Embedder): Promise<SearchIndex> {
  const folder = join(indexFolder, manifest.generation)
  const bytes = await readVerified(folder, manifest)
  const text = (name: string): string => (bytes.get(name) as Buffer).toString('utf8')
  const { dimensions } = manifest.recipe.embedder
  try {
    const records = text('documents.jsonl').trimEnd().split('\n')
    const parsed = records.map((line) => JSON.parse(line) as SourceDocument & { passages: Passage[] })
    const passages = parsed.flatMap((record) => record.passages)
    const documents = parsed.map(({ passages: _, ...document }) => document as SourceDocument)
    const { words, acronyms, sentenceLengths } = JSON.parse(text('lexicon.json')) as Omit<LexiconData, 'tokens' | 'vectors'> & {
      sentenceLengths: number[]
    }
    const lexicon = buildLexicon(
      {
        words,
        acronyms,
        sentenceLengths,
        tokens: asUint32(bytes.get('tokens.u32')),
        vectors: asMatrix(bytes.get('words.f32'), dimensions),
      },
      documents,
      passages,
    )
    const passageVectors = asMatrix(bytes.get('passages.f32'), dimensions)
    const stores = await openStores(folder, manifest, embedder, passageVectors, lexicon.vectors)
    const documentById = new Map(documents.map((document) => [document.id, document]))
    return { manifest, documents, documentById, passages, passageVectors, lexicon, ...stores }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('index-damaged', { file: folder, problem: 'unreadable' }, { cause })
  }
}

/** An index that was never written: exact stores over the content itself. For tests, and for fitting on folders of questions. */
export function openInMemory(content: IndexContent, embedder: Embedder): SearchIndex {
  const { documents, passages, passageVectors } = content
  const lexicon = buildLexicon(content.lexicon, documents, passages)
  const { id, fingerprint, dimensions } = embedder
  const recipe: Recipe = {
    format: FORMAT_VERSION,
    embedder: { id, fingerprint, dimensions },
    splitter: {},
    analysis: '',
    store: 'exact',
    documents: [],
  }
  return {
    manifest: { generation: generationId(recipe), createdAt: '', recipe, counts: countsOf(content), files: {} },
    documents,
    documentById: new Map(documents.map((document) => [document.id, document])),
    passages,
    passageVectors,
    lexicon,
    passageStore: openExactStore(passageVectors),
    wordStore: openExactStore(lexicon.vectors),
  }
}

function countsOf({ documents, passages, lexicon }: IndexContent): Manifest['counts'] {
  const sentences = documents.reduce((sum, document) => sum + document.sentences.length, 0)
  return { documents: documents.length, passages: passages.length, sentences, words: lexicon.words.length }
}

async function openStores(folder: string, manifest: Manifest, embedder: Embedder, passageVectors: Matrix, wordVectors: Matrix) {
  if (manifest.recipe.store === 'exact') {
    return { passageStore: openExactStore(passageVectors), wordStore: openExactStore(wordVectors) }
  }
  const { openPassageStore, openWordStore } = await import('./hnsw.ts')
  return {
    passageStore: await openPassageStore(join(folder, 'passages'), embedder),
    wordStore: await openWordStore(folder, wordVectors.dimensions),
  }
}

async function writeContent(folder: string, { documents, passages, passageVectors, lexicon }: IndexContent): Promise<void> {
  const byDocument: Passage[][] = documents.map(() => [])
  for (const passage of passages) byDocument[passage.document]?.push(passage)
  const records = documents.map((document, i) => JSON.stringify({ ...document, passages: byDocument[i] }))
  await writeFile(join(folder, 'documents.jsonl'), `${records.join('\n')}\n`)
  const { words, acronyms, sentenceLengths, tokens, vectors } = lexicon
  await writeFile(join(folder, 'lexicon.json'), JSON.stringify({ words, acronyms, sentenceLengths }))
  await writeFile(join(folder, 'tokens.u32'), bytesOf(tokens))
  await writeFile(join(folder, 'words.f32'), bytesOf(vectors.data))
  await writeFile(join(folder, 'passages.f32'), bytesOf(passageVectors.data))
}

async function writeHnsw(folder: string, content: IndexContent, embedder: Embedder): Promise<void> {
  const { buildPassageStore, buildWordStore } = await import('./hnsw.ts')
  const described = content.passages.map(({ document, start, end, language }) => {
    const { id, source, title, text } = content.documents[document] as SourceDocument
    return { text: text.slice(start, end), metadata: { documentId: id, source, title, language, start, end } }
  })
  await (await buildPassageStore(content.passageVectors, described, embedder)).save(join(folder, 'passages'))
  await (await buildWordStore(content.lexicon.vectors)).save(folder)
  // hnswlib reports success on a full disk: count what really arrived before anything points at it.
  for (const [file, matrix] of [
    ['passages/hnswlib.index', content.passageVectors],
    ['words.hnsw', content.lexicon.vectors],
  ] as const) {
    const { size } = await stat(join(folder, file))
    if (size < rows(matrix) * row(matrix, 0).byteLength) {
      throw new AppError('index-unwritable', { folder, cause: `${file}: ${size} bytes` })
    }
  }
}

// ---- bytes ----

function bytesOf(array: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Copied, because a Buffer of the pool need not be aligned. Files are little-endian, as is every platform Node runs on but one. */
function asUint32(buffer: Buffer | undefined): Uint32Array {
  return buffer ? new Uint32Array(new Uint8Array(buffer).buffer) : new Uint32Array()
}

function asMatrix(buffer: Buffer | undefined, dimensions: number): Matrix {
  return { data: buffer ? new Float32Array(new Uint8Array(buffer).buffer) : new Float32Array(), dimensions }
}

/** Every file that a generation holds, checked; only ours are kept in memory, the native ones are opened by path afterwards. */
async function readVerified(folder: string, manifest: Manifest): Promise<Map<string, Buffer>> {
  const kept = new Map<string, Buffer>()
  for (const [name, expected] of Object.entries(manifest.files)) {
    const file = join(folder, name)
    const bytes = await readFile(file).catch((cause) => {
      throw new AppError('index-damaged', { file, problem: 'missing' }, { cause })
    })
    if (bytes.byteLength !== expected.bytes) throw new AppError('index-damaged', { file, problem: 'size' })
    if (sha256(bytes) !== expected.sha256) throw new AppError('index-damaged', { file, problem: 'checksum' })
    if (!name.includes('/') && !name.endsWith('.hnsw')) kept.set(name, bytes)
  }
  return kept
}

async function syncAndHash(folder: string): Promise<Manifest['files']> {
  const files: Manifest['files'] = {}
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((e) => e.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const handle = await open(path, 'r+')
    try {
      await handle.sync()
      const bytes = await handle.readFile()
      const name = path.slice(folder.length + 1).replaceAll('\\', '/')
      files[name] = { bytes: bytes.byteLength, sha256: sha256(bytes) }
    } finally {
      await handle.close()
    }
  }
  await syncFolder(join(folder, 'passages'))
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names survive a power cut only when their folder is synced; some systems cannot, and need not. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** Removes the generations that nobody can reach any more; a running server holds its own in memory. */
async function removeOthers(indexFolder: string, keep: string): Promise<void> {
  for (const name of await readdir(indexFolder)) {
    if (/^g-[0-9a-f]{12}$/.test(name) && name !== keep) await rm(join(indexFolder, name), { recursive: true, force: true })
  }
}
