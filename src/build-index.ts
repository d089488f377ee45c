/**
 * documents -> passages -> vectors -> a published generation. The first of the three stories of this program.
 *
 * Only what is new or changed is parsed and embedded: what the published generation holds is taken over, and so is what a build
 * that was cut off had finished.
 */
import { createHash } from 'node:crypto'
import { ANALYSIS_VERSION } from './analysis.ts'
import { embedDocument, startAssembly } from './assembly.ts'
import { openParser } from './documents/parser.ts'
import { type FoundFile, type FoundFolder, findFiles, type RefusedFile, readDocument } from './documents/read.ts'
import type { Models } from './embed/embedder.ts'
import { AppError, type ErrorCode, type ErrorParams, isAppError } from './errors.ts'
import { SPLITTER } from './passages/split.ts'
import { featureReader } from './read/features/reader.ts'
import type { Reader } from './read/reader.ts'
import type { IndexContent } from './store/content.ts'
import type { Corpus } from './store/corpus.ts'
import type { Files } from './store/files.ts'
import { loadGeneration, openGeneration, publishGeneration, readCurrent, type SearchIndex } from './store/generation.ts'
import { type DocumentRecord, Journal, removeJournals } from './store/journal.ts'
import { type Lock, lockIndex, unlocked } from './store/lock.ts'
import { FORMAT_VERSION, foreignField, generationId, type LeftOut, type Manifest, modelsOf, type Recipe } from './store/manifest.ts'
import { proveQuestions } from './suggest.ts'

export type BuildStage = 'documents' | 'write'

export interface BuildOptions {
  documentsFolder: string
  indexFolder: string
  models: Models
  store: 'hnsw' | 'exact'
  /** What the offered questions are tried with; the learned features when left out. */
  reader?: Reader | undefined
  onProgress?: (stage: BuildStage, done: number, total: number) => void
  /** Said once for each thing that an operator should know: a refused file, a damaged index, a missing native module. */
  onNotice?: (notice: AppError) => void
  /** Sources of files that are still being written: the index keeps what it holds of them, and does without those it does not know. */
  waiting?: ReadonlySet<string>
  /**
   * For those who answer from an index: when it cannot be brought up to date now, the earlier one is opened; where there is none and
   * another process is making it, that one is waited for.
   */
  orEarlier?: boolean
  /** What publishing writes with; tests put failing disks here. */
  files?: Files
}

/** How many files ended in which way. */
export interface BuildSummary {
  added: number
  changed: number
  unchanged: number
  removed: number
  leftOut: number
}

export interface BuiltIndex {
  index: SearchIndex
  /** False when the published generation already was the right one. */
  built: boolean
  summary: BuildSummary
  notices: AppError[]
  /** The index is an earlier one: why, and the sources that have changed since. */
  earlier?: { reason: AppError; changed: string[] }
}

/**
 * Opens the index of a folder; builds it first when there is none, or when documents, settings or model have changed, or when
 * it is damaged.
 * @throws AppError documents-missing, documents-empty, index-locked, index-unwritable
 */
export async function buildIndex(options: BuildOptions): Promise<BuiltIndex> {
  const { documentsFolder, indexFolder, models, reader = featureReader } = options
  const notices: AppError[] = []
  const notice = (error: AppError): void => {
    notices.push(error)
    options.onNotice?.(error)
  }
  const everything = await withoutWaiting(await findFiles(documentsFolder), options)
  const { found, copies } = withoutCopies(everything)
  const recipe: Recipe = {
    format: FORMAT_VERSION,
    ...modelsOf(models),
    splitter: { ...SPLITTER },
    analysis: ANALYSIS_VERSION,
    store: await usableStore(options.store, notice),
    reader: reader.id,
    documents: everything.files.map(({ source, sha256 }) => ({ source, sha256 })),
  }
  const open = await openCurrent(indexFolder, recipe, notice)
  if (open) {
    // What could not be read then is looked at anew, what was read holds.
    const refused = [...open.manifest.leftOut.filter(({ sha256 }) => sha256).map(toError), ...found.refused.map(({ error }) => error)]
    refused.forEach(notice)
    return {
      index: open,
      built: false,
      notices,
      summary: { ...NONE, unchanged: open.documents.length, leftOut: refused.filter(({ code }) => code !== 'documents-unread').length },
    }
  }
  try {
    const lock = await lockIndex(indexFolder)
    try {
      const { index, summary } = await build(found, copies, recipe, options, lock)
      leftOutErrors(index.manifest).forEach(notice)
      if (index.documents.length === 0) notice(new AppError('documents-empty', { folder: documentsFolder }))
      return { index, built: true, summary, notices }
    } finally {
      await lock.release()
    }
  } catch (reason) {
    if (!options.orEarlier || !isAppError(reason) || !PREVENTED.has(reason.code)) throw reason
    const earlier = await openEarlier(indexFolder, recipe)
    if (earlier) {
      options.onNotice?.(reason)
      leftOutErrors(earlier.index.manifest).forEach(notice)
      const { index, changed } = earlier
      return { index, built: false, notices, earlier: { reason, changed }, summary: { ...NONE, leftOut: index.manifest.leftOut.length } }
    }
    if (reason.code !== 'index-locked') throw reason
    notice(reason)
    await unlocked(indexFolder)
    return await buildIndex(options)
  }
}

/** What keeps an index from being written, and may pass. */
const PREVENTED: ReadonlySet<ErrorCode> = new Set(['index-unwritable', 'index-locked'])

/** The published generation of other documents, where everything else is as the recipe says. */
async function openEarlier(indexFolder: string, recipe: Recipe): Promise<{ index: SearchIndex; changed: string[] } | undefined> {
  try {
    const generation = await readCurrent(indexFolder)
    if (!generation || foreignField({ ...recipe, store: generation.manifest.recipe.store }, generation.manifest.recipe)) return undefined
    const hashes = ({ documents }: Recipe): Map<string, string> => new Map(documents.map(({ source, sha256 }) => [source, sha256]))
    const [then, now] = [hashes(generation.manifest.recipe), hashes(recipe)]
    const changed = [...new Set([...then.keys(), ...now.keys()])].filter((source) => then.get(source) !== now.get(source))
    return { index: await openGeneration(generation), changed }
  } catch (error) {
    // Damaged: told when it was looked at first.
    if (isAppError(error)) return undefined
    throw error
  }
}

/** Files that are still being written as the published generation knows them; those that it does not know are not there yet. */
async function withoutWaiting(found: FoundFolder, { waiting, indexFolder }: BuildOptions): Promise<FoundFolder> {
  if (!waiting || waiting.size === 0) return found
  const generation = await readCurrent(indexFolder).catch((error: unknown) => {
    if (!isAppError(error)) throw error
  })
  const known = new Map(generation?.manifest.recipe.documents.map(({ source, sha256 }) => [source, sha256]))
  const files = found.files.flatMap((file) => {
    if (!waiting.has(file.source)) return [file]
    const sha256 = known.get(file.source)
    return sha256 === undefined ? [] : [{ ...file, sha256 }]
  })
  return { files, refused: found.refused.filter(({ source }) => !waiting.has(source)) }
}

/** Files of the same bytes are one document, under the shortest of their names. @returns the sources of the others by that of the one */
function withoutCopies(everything: FoundFolder): { found: FoundFolder; copies: ReadonlyMap<string, string[]> } {
  const same = new Map<string, FoundFile[]>()
  for (const file of everything.files) same.set(file.sha256, [...(same.get(file.sha256) ?? []), file])
  const copies = new Map<string, string[]>()
  const left = new Set<string>()
  for (const files of same.values()) {
    const [one, ...others] = files.toSorted((a, b) => a.source.length - b.source.length).map(({ source }) => source)
    if (one === undefined || others.length === 0) continue
    copies.set(one, others.sort())
    for (const source of others) left.add(source)
  }
  return { found: { ...everything, files: everything.files.filter(({ source }) => !left.has(source)) }, copies }
}

function withCopies({ copies: _, ...document }: DocumentRecord['document'], copies: string[] | undefined): DocumentRecord['document'] {
  return copies ? { ...document, copies } : document
}

const NONE: BuildSummary = { added: 0, changed: 0, unchanged: 0, removed: 0, leftOut: 0 }

async function build(
  found: FoundFolder,
  copies: ReadonlyMap<string, string[]>,
  recipe: Recipe,
  { documentsFolder, indexFolder, models, reader = featureReader, onProgress = () => {}, files }: BuildOptions,
  lock: Lock,
): Promise<{ index: SearchIndex; summary: BuildSummary }> {
  const before = await publishedContent(indexFolder, recipe)
  const journal = new Journal(indexFolder, journalKey(recipe))
  await journal.mend()
  const finished = await journal.read()
  const summary = { ...NONE }
  const leftOut: LeftOut[] = found.refused.map(toLeftOut)
  const assembly = await startAssembly(models, recipe.store, before?.content)
  const parser = openParser()
  try {
    for (const [i, file] of found.files.entries()) {
      const known = before?.leftOut.find((own) => own.source === file.source && own.sha256 === file.sha256 && isLasting(own))
      if (known) leftOut.push(known)
      else {
        const own = before?.records.get(file.source)
        const record = [own, finished.get(file.source)].find((candidate) => candidate?.document.sha256 === file.sha256)
        try {
          const made = record ?? (await journalled(await embedDocument(await readDocument(file, parser), models.embedder), journal))
          await assembly.add({ ...made, document: withCopies(made.document, copies.get(file.source)) })
          summary[own === undefined ? 'added' : own.document.sha256 === file.sha256 ? 'unchanged' : 'changed']++
        } catch (thrown) {
          if (!(thrown instanceof AppError) || !thrown.code.startsWith('document-')) throw thrown
          leftOut.push(toLeftOut({ ...file, error: thrown }))
        }
      }
      onProgress('documents', i + 1, found.files.length)
    }
    onProgress('write', 0, 1)
    const content = assembly.content()
    // A first index of nothing is a mistake to tell; a folder that was emptied must not go on being answered from.
    if (content.documents.length === 0 && !before) throw new AppError('documents-empty', { folder: documentsFolder })
    const stillMine = async (): Promise<void> => {
      if (!(await lock.held())) throw new AppError('index-unwritable', { folder: indexFolder, cause: 'LOCK' })
    }
    const prove = (corpus: Corpus) => proveQuestions({ corpus, ...models, reader })
    const publication = { recipe, content, leftOut, hnsw: assembly.hnsw, prove, stillMine }
    const index = await publishGeneration(indexFolder, publication, files)
    await removeJournals(indexFolder)
    onProgress('write', 1, 1)
    const kept = new Set(content.documents.map(({ source }) => source))
    summary.removed = [...(before?.records.keys() ?? [])].filter((source) => !kept.has(source)).length
    summary.leftOut = leftOut.filter(({ source }) => source !== '').length
    return { index, summary }
  } finally {
    parser.close()
    await assembly.hnsw?.close()
  }
}

async function journalled(record: DocumentRecord, journal: Journal): Promise<DocumentRecord> {
  await journal.append(record)
  return record
}

// ---- what is there already ----

interface Published {
  content: IndexContent
  leftOut: LeftOut[]
  records: ReadonlyMap<string, DocumentRecord>
}

/** The content of the published generation, if it was made in the same way and is undamaged: then each of its documents is as good as new. */
async function publishedContent(indexFolder: string, recipe: Recipe): Promise<Published | undefined> {
  try {
    const generation = await readCurrent(indexFolder)
    if (!generation || foreignField(recipe, { ...generation.manifest.recipe, store: recipe.store })) return undefined
    const content = await loadGeneration(generation)
    return { content, leftOut: generation.manifest.leftOut, records: recordsOf(content) }
  } catch (error) {
    // Told when it was opened.
    if (error instanceof AppError) return undefined
    throw error
  }
}

function recordsOf({ documents, passages, passageVectors: { data, dimensions } }: IndexContent): Map<string, DocumentRecord> {
  const records = new Map<string, DocumentRecord>()
  let at = 0
  for (const [position, document] of documents.entries()) {
    const first = at
    while (passages[at]?.document === position) at++
    const vectors = data.subarray(first * dimensions, at * dimensions)
    records.set(document.source, { document, passages: passages.slice(first, at), vectors })
  }
  return records
}

/** The published generation when it is the one the recipe makes and undamaged; otherwise undefined, and why as a notice. */
async function openCurrent(indexFolder: string, recipe: Recipe, notice: (error: AppError) => void): Promise<SearchIndex | undefined> {
  try {
    const generation = await readCurrent(indexFolder)
    if (!generation) return undefined
    const foreign = foreignField(recipe, generation.manifest.recipe)
    if (foreign) throw new AppError('index-foreign', foreign)
    // Changed documents are the ordinary case and no reason for a notice.
    if (generationId(generation.manifest.recipe) !== generationId(recipe)) return undefined
    return await openGeneration(generation)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    notice(error)
    return undefined
  }
}

/** Everything but the documents and the kind of search that a finished document depends on. */
function journalKey({ format, embedder, splitter, analysis }: Recipe): string {
  return createHash('sha256').update(JSON.stringify({ format, embedder, splitter, analysis })).digest('hex').slice(0, 12)
}

/** HNSW as asked, or exact search with a notice where the native module is missing. */
async function usableStore(wanted: 'hnsw' | 'exact', notice: (error: AppError) => void): Promise<'hnsw' | 'exact'> {
  if (wanted === 'exact') return 'exact'
  try {
    const { checkNative } = await import('./store/hnsw.ts')
    await checkNative()
    return 'hnsw'
  } catch (error) {
    if (!isAppError(error)) throw error
    notice(error)
    return 'exact'
  }
}

// ---- files left out ----

function toLeftOut({ source, sha256, error }: RefusedFile): LeftOut {
  return { source, ...(sha256 ? { sha256 } : {}), code: error.code, params: { ...error.params } }
}

/** What is said of the files that a generation does without. */
export function leftOutErrors({ leftOut }: Manifest): AppError[] {
  return leftOut.map(toError)
}

function toError({ code, params }: LeftOut): AppError {
  return new AppError(code as ErrorCode, params as unknown as ErrorParams[ErrorCode])
}

/** A file that took too long may have met a busy machine. */
function isLasting({ code, params }: LeftOut): boolean {
  return !(code === 'document-exceeds' && params.limit === 'time')
}
