/**
 * documents -> passages -> vectors -> a published generation. The first of the three stories of this program.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { readFolder } from './documents/read.ts'
import type { SourceDocument } from './domain.ts'
import type { Embedder } from './embed/embedder.ts'
import { AppError } from './errors.ts'
import { SPLITTER, splitPassages } from './passages/split.ts'
import { type IndexContent, openGeneration, publishGeneration, readCurrent, type SearchIndex } from './store/generation.ts'
import { collectWords } from './store/lexicon.ts'
import { FORMAT_VERSION, foreignField, generationId, type Recipe } from './store/manifest.ts'
import { type Matrix, toMatrix } from './store/store.ts'

export type BuildStage = 'read' | 'passages' | 'words' | 'write'

export interface BuildOptions {
  documentsFolder: string
  indexFolder: string
  embedder: Embedder
  store: 'hnsw' | 'exact'
  onProgress?: (stage: BuildStage, done: number, total: number) => void
  /** Said once for each thing that an operator should know: a refused file, a damaged index, a missing native module. */
  onNotice?: (notice: AppError) => void
}

export interface BuiltIndex {
  index: SearchIndex
  /** False when the published generation already was the right one. */
  built: boolean
  notices: AppError[]
}

/**
 * Opens the index of a folder; builds it first when there is none, or when documents, settings or model have changed, or when
 * it is damaged.
 */
export async function buildIndex(options: BuildOptions): Promise<BuiltIndex> {
  const { documentsFolder, indexFolder, embedder, onProgress = () => {} } = options
  const notices: AppError[] = []
  const notice = (error: AppError): void => {
    notices.push(error)
    options.onNotice?.(error)
  }

  const { documents, refused } = await readFolder(documentsFolder, (done, total) => onProgress('read', done, total))
  refused.forEach(notice)
  if (documents.length === 0) throw new AppError('documents-empty', { folder: documentsFolder })

  const recipe: Recipe = {
    format: FORMAT_VERSION,
    embedder: { id: embedder.id, fingerprint: embedder.fingerprint, dimensions: embedder.dimensions },
    splitter: { ...SPLITTER },
    analysis: analysisFingerprint(),
    store: await usableStore(options.store, notice),
    documents: documents.map(({ source, sha256 }) => ({ source, sha256 })),
  }
  const open = await openCurrent(indexFolder, recipe, embedder, notice)
  if (open) return { index: open, built: false, notices }

  const content = await indexContent(documents, embedder, onProgress)
  onProgress('write', 0, 1)
  const manifest = await publishGeneration(indexFolder, recipe, content, embedder)
  onProgress('write', 1, 1)
  return { index: await openGeneration(indexFolder, manifest, embedder), built: true, notices }
}

/** Documents in, everything that an index holds of them out. */
export async function indexContent(
  documents: SourceDocument[],
  embedder: Embedder,
  onProgress: (stage: BuildStage, done: number, total: number) => void = () => {},
): Promise<IndexContent> {
  const passages = documents.flatMap(splitPassages)
  const texts = passages.map(({ document, start, end }) => documents[document]?.text.slice(start, end) ?? '')
  const passageVectors = await embed(embedder, texts, (done) => onProgress('passages', done, texts.length))
  const collected = collectWords(documents)
  const forms = collected.words.map(({ form }) => form)
  const vectors = await embed(embedder, forms, (done) => onProgress('words', done, forms.length))
  return { documents, passages, passageVectors, lexicon: { ...collected, vectors } }
}

/** Folders whose code decides what stands in an index. */
const ANALYSIS = ['documents', 'passages', 'words']

/** Twelve hexadecimal digits over the source of the analysis; a version number would be forgotten. */
function analysisFingerprint(): string {
  const digest = createHash('sha256')
  for (const folder of ANALYSIS) {
    const address = new URL(`./${folder}/`, import.meta.url)
    const sources = readdirSync(address).filter((name) => /\.[jt]s$/.test(name) && !name.includes('.test.'))
    for (const name of sources.sort()) digest.update(readFileSync(new URL(name, address)))
  }
  return digest.digest('hex').slice(0, 12)
}

/** HNSW as asked, or exact search with a notice where the native module is missing. */
async function usableStore(wanted: 'hnsw' | 'exact', notice: (error: AppError) => void): Promise<'hnsw' | 'exact'> {
  if (wanted === 'exact') return 'exact'
  try {
    const { checkNative } = await import('./store/hnsw.ts')
    await checkNative()
    return 'hnsw'
  } catch (error) {
    notice(error as AppError)
    return 'exact'
  }
}

/** The published generation when it is the one the recipe makes and undamaged; otherwise undefined, and why as a notice. */
async function openCurrent(
  indexFolder: string,
  recipe: Recipe,
  embedder: Embedder,
  notice: (error: AppError) => void,
): Promise<SearchIndex | undefined> {
  try {
    const manifest = await readCurrent(indexFolder)
    if (!manifest) return undefined
    const foreign = foreignField(recipe, manifest.recipe)
    if (foreign) throw new AppError('index-foreign', foreign)
    // Changed documents are the ordinary case and no reason for a notice.
    if (manifest.generation !== generationId(recipe)) return undefined
    return await openGeneration(indexFolder, manifest, embedder)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    notice(error)
    return undefined
  }
}

const PROGRESS_STEP = 256

async function embed(embedder: Embedder, texts: readonly string[], onProgress: (done: number) => void): Promise<Matrix> {
  const vectors: number[][] = []
  for (let at = 0; at < texts.length; at += PROGRESS_STEP) {
    vectors.push(...(await embedder.embedDocuments(texts.slice(at, at + PROGRESS_STEP) as string[])))
    onProgress(vectors.length)
  }
  return toMatrix(vectors, embedder.dimensions)
}
