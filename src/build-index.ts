/**
 * documents -> passages -> vectors -> a published generation. The first of the three stories of this program.
 *
 * Only what is new or changed is parsed and embedded: what the published generation holds is taken over, and so is what a build
 * that was cut off had finished.
 */
import { createHash } from 'node:crypto'
import { ANALYSIS_VERSION, WITH_PICTURES } from './analysis.ts'
import { startAssembly } from './assembly.ts'
import { leftOutAs, provedBefore, publishedContent } from './continue-index.ts'
import { type FoundFile, type FoundFolder, findFiles, type RefusedFile } from './documents/read.ts'
import type { Models } from './embed/embedder.ts'
import { AppError, causeText, type ErrorCode, isAppError } from './errors.ts'
import { type PartialIndex, partialIndexes } from './partial.ts'
import { SPLITTER } from './passages/split.ts'
import { type Prepared, prepare, prepareAhead, preparersFor } from './prepare.ts'
import { featureReader } from './read/features/reader.ts'
import type { Reader } from './read/reader.ts'
import type { Corpus } from './store/corpus.ts'
import type { Kept } from './store/earlier.ts'
import type { Files } from './store/files.ts'
import { folderHome } from './store/folder.ts'
import type { SearchIndex } from './store/generation.ts'
import type { IndexHome, OpenIndex } from './store/home.ts'
import { Journal, removeJournals } from './store/journal.ts'
import type { Lock } from './store/lock.ts'
import {
  FORMAT_VERSION,
  foreignField,
  generationId,
  type LeftOut,
  type Manifest,
  mayPass,
  modelsOf,
  type Recipe,
  toError,
} from './store/manifest.ts'
import { proveQuestions } from './suggest.ts'

export type BuildStage = 'documents' | 'write'

export interface BuildOptions {
  documentsFolder: string
  /** Where the index is kept, and in any case the journal of an unfinished build. */
  indexFolder: string
  models: Models
  store: Recipe['store']
  /** What the offered questions are tried with; the learned features when left out. */
  reader?: Reader | undefined
  /** Text in pictures and scanned pages is recognised. */
  ocr?: boolean | undefined
  /** Processes that parse documents ahead of their turn; as many as there are cores when left out, at most four. */
  parsers?: number
  /** Folder that `models` were opened from: where there is much to do, processes read and embed ahead with models of their own. */
  modelFolder?: string | undefined
  /** Such processes, however little there is to do; where there is much, two less than there are cores when left out, at most three. */
  preparers?: number | undefined
  onProgress?: (stage: BuildStage, done: number, total: number) => void
  /** For those who answer meanwhile: called with an index of the documents so far, again and again where a build takes long. */
  onPartial?: (partial: PartialIndex) => void
  /** Milliseconds before the first of them. */
  partialAfter?: number
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

export interface BuiltIndex<I extends OpenIndex = SearchIndex> {
  index: I
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
export function buildIndex(options: BuildOptions): Promise<BuiltIndex> {
  return buildInto(folderHome(options.indexFolder, options.files), options)
}

/** The same for an index that is kept anywhere. @throws AppError as `buildIndex`; database-unreachable */
export async function buildInto<I extends OpenIndex>(home: IndexHome<I>, options: BuildOptions): Promise<BuiltIndex<I>> {
  const { documentsFolder, models, reader = featureReader, ocr = false } = options
  const notices: AppError[] = []
  const notice = (error: AppError): void => {
    notices.push(error)
    options.onNotice?.(error)
  }
  const everything = await withoutWaiting(await findFiles(documentsFolder, ocr), home, options)
  const { found, copies } = withoutCopies(everything)
  const recipe: Recipe = {
    format: FORMAT_VERSION,
    ...modelsOf(models),
    splitter: { ...SPLITTER },
    analysis: ocr ? WITH_PICTURES : ANALYSIS_VERSION,
    store: await usableStore(options.store, notice),
    reader: reader.id,
    documents: everything.files.map(({ source, sha256 }) => ({ source, sha256 })),
  }
  const open = await openCurrent(home, recipe, notice)
  const upToDate = (index: I): BuiltIndex<I> => {
    // What could not be read then is looked at anew, what was read holds.
    const refused = [...index.manifest.leftOut.filter(({ sha256 }) => sha256).map(toError), ...found.refused.map(({ error }) => error)]
    refused.forEach(notice)
    const leftOut = refused.filter(({ code }) => code !== 'documents-unread').length
    return { index, built: false, notices, summary: { ...NONE, unchanged: index.manifest.counts.documents, leftOut } }
  }
  // Whoever answers does not wait for what may take as long again.
  const suffices = (index: I): boolean => options.orEarlier === true || !index.manifest.leftOut.some(mayPass)
  if (open && suffices(open)) return upToDate(open)
  try {
    const lock = await home.lock()
    try {
      // Another process may have published it between the look above and the lock.
      const known = open ?? (await openCurrent(home, recipe, () => {}))
      if (known && suffices(known)) return upToDate(known)
      const { index, summary } = await build(home, { found, copies, recipe, open: known, notice }, options, lock)
      if (index === known) return upToDate(index)
      leftOutErrors(index.manifest).forEach(notice)
      if (index.manifest.counts.documents === 0) notice(new AppError('documents-empty', { folder: documentsFolder }))
      return { index, built: true, summary, notices }
    } finally {
      await lock.release()
    }
  } catch (reason) {
    if (open && isAppError(reason) && PREVENTED.has(reason.code)) return upToDate(open)
    if (!options.orEarlier || !isAppError(reason) || !PREVENTED.has(reason.code)) throw reason
    const earlier = await openEarlier(home, recipe)
    if (earlier) {
      options.onNotice?.(reason)
      leftOutErrors(earlier.index.manifest).forEach(notice)
      const { index, changed } = earlier
      return { index, built: false, notices, earlier: { reason, changed }, summary: { ...NONE, leftOut: index.manifest.leftOut.length } }
    }
    if (reason.code === 'index-unwritable') throw reason
    notice(reason)
    await home.unlocked()
    return await buildInto(home, options)
  }
}

/**
 * Opens what is published, and builds nothing: for servers that follow the publications of an indexer elsewhere.
 * @throws AppError index-missing, index-foreign, index-damaged, database-unreachable
 */
export async function openPublished<I extends OpenIndex>(
  home: IndexHome<I>,
  models: Models,
  onNotice: (notice: AppError) => void = () => {},
): Promise<BuiltIndex<I>> {
  const generation = await home.current()
  if (!generation) throw new AppError('index-missing', { folder: home.name })
  const { recipe } = generation.manifest
  // Whether pictures were read is for whoever builds to say.
  const analysis = recipe.analysis === WITH_PICTURES ? WITH_PICTURES : ANALYSIS_VERSION
  const foreign = foreignField({ ...recipe, format: FORMAT_VERSION, ...modelsOf(models), analysis }, recipe)
  if (foreign) throw new AppError('index-foreign', foreign)
  const index = await generation.open()
  const notices = leftOutErrors(index.manifest)
  notices.forEach(onNotice)
  return { index, built: false, notices, summary: { ...NONE, unchanged: index.manifest.counts.documents, leftOut: notices.length } }
}

/** What keeps an index from being written, and may pass. */
const PREVENTED: ReadonlySet<ErrorCode> = new Set(['index-unwritable', 'index-locked', 'database-locked'])

/** The published generation of other documents, where everything else is as the recipe says. */
async function openEarlier<I extends OpenIndex>(home: IndexHome<I>, recipe: Recipe): Promise<{ index: I; changed: string[] } | undefined> {
  try {
    const generation = await home.current()
    if (!generation || foreignField({ ...recipe, store: generation.manifest.recipe.store }, generation.manifest.recipe)) return undefined
    const hashes = ({ documents }: Recipe): Map<string, string> => new Map(documents.map(({ source, sha256 }) => [source, sha256]))
    const [then, now] = [hashes(generation.manifest.recipe), hashes(recipe)]
    const changed = [...new Set([...then.keys(), ...now.keys()])].filter((source) => then.get(source) !== now.get(source))
    return { index: await generation.open(), changed }
  } catch (error) {
    // Damaged: told when it was looked at first.
    if (isAppError(error)) return undefined
    throw error
  }
}

/** Files that are still being written as the published generation knows them; those that it does not know are not there yet. */
async function withoutWaiting(found: FoundFolder, home: IndexHome, { waiting }: BuildOptions): Promise<FoundFolder> {
  if (!waiting || waiting.size === 0) return found
  const generation = await home.current().catch((error: unknown) => {
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

function withCopies(kept: Kept, copies: string[] | undefined): Kept {
  const { copies: _, ...facts } = kept.encoded.facts
  return { ...kept, encoded: { ...kept.encoded, facts: copies ? { ...facts, copies } : facts } }
}

const NONE: BuildSummary = { added: 0, changed: 0, unchanged: 0, removed: 0, leftOut: 0 }

interface Wanted<I> {
  found: FoundFolder
  copies: ReadonlyMap<string, string[]>
  recipe: Recipe
  /** The generation that the recipe makes, where it exists: some of its files are tried again. */
  open: I | undefined
  notice: (error: AppError) => void
}

/** @returns a new generation, or the open one where trying again came to nothing */
async function build<I extends OpenIndex>(
  home: IndexHome<I>,
  { found, copies: copiesOf, recipe, open, notice }: Wanted<I>,
  {
    documentsFolder,
    indexFolder,
    models,
    modelFolder,
    reader = featureReader,
    parsers,
    preparers,
    ocr = false,
    onProgress = () => {},
    onPartial,
    partialAfter: after,
  }: BuildOptions,
  lock: Lock,
): Promise<{ index: I; summary: BuildSummary }> {
  const { continuing, leftOut: leftOutBefore = [] } = (await publishedContent(home, recipe, found.files, notice)) ?? {}
  const earlier = continuing?.earlier
  const journal = new Journal(indexFolder, journalKey(recipe))
  await journal.mend()
  const finished = await journal.read()
  const summary = { ...NONE }
  const leftOut: LeftOut[] = found.refused.map(toLeftOut)
  const knownAs = leftOutAs(leftOutBefore)
  const isUnchanged = ({ source, sha256 }: FoundFile): boolean => earlier?.hashes.get(source) === sha256
  const draft = await home.draft(recipe)
  const assembly = await startAssembly(models, recipe.store, draft, continuing)
  // With an earlier index nothing is missing so badly.
  const partial = onPartial && !earlier ? partialIndexes({ models, of: found.files.length, after, onPartial }) : undefined
  const todo = found.files.filter((file) => !knownAs(file) && !isUnchanged(file) && !finished.has(file))
  const ahead = prepareAhead(todo, { models, modelFolder, parsers, ocr, preparers: preparers ?? (await preparersFor(todo, models)) })
  try {
    for (const [i, file] of found.files.entries()) {
      const known = knownAs(file)
      const copies = copiesOf.get(file.source)
      if (known) leftOut.push(known)
      else if (isUnchanged(file) && assembly.keep(file.source, copies)) summary.unchanged++
      else {
        try {
          const before = isUnchanged(file) ? await earlier?.kept(file.source) : undefined
          const done = before ?? finished.get(file) ?? (await journalled(await ahead.read(file), journal))
          const own = withCopies('encoded' in done ? done : prepare(done), copies)
          await assembly.add(own)
          if (!before) await partial?.(own)
          summary[before ? 'unchanged' : earlier?.hashes.has(file.source) ? 'changed' : 'added']++
        } catch (thrown) {
          if (!(thrown instanceof AppError) || !thrown.code.startsWith('document-')) throw thrown
          leftOut.push(toLeftOut({ ...file, error: thrown }))
        }
      }
      onProgress('documents', i + 1, found.files.length)
    }
    if (open && summary.added === 0 && JSON.stringify(leftOut) === JSON.stringify(leftOutBefore)) {
      earlier?.close()
      await draft.discard()
      return { index: open, summary }
    }
    onProgress('write', 0, 1)
    const { parts, hnsw, kept } = await assembly.finish().catch((cause: unknown) => {
      throw isAppError(cause) ? cause : new AppError('index-unwritable', { folder: home.name, cause: causeText(cause) }, { cause })
    })
    // A first index of nothing is a mistake to tell; a folder that was emptied must not go on being answered from.
    if (parts.counts.documents === 0 && !earlier) {
      leftOut.map(toError).forEach(notice)
      throw new AppError('documents-empty', { folder: documentsFolder })
    }
    const stillMine = async (): Promise<void> => {
      if (!(await lock.held())) throw new AppError('index-unwritable', { folder: home.name, cause: 'LOCK' })
    }
    const prove = (corpus: Corpus) => proveQuestions({ corpus, ...models, reader }, provedBefore(continuing, reader))
    earlier?.close(kept ? 1 : 0)
    const index = await home.publish({ recipe, draft, parts, leftOut, hnsw, kept, prove, stillMine })
    await removeJournals(indexFolder)
    onProgress('write', 1, 1)
    const now = new Set(parts.facts.map(({ source }) => source))
    summary.removed = [...(earlier?.hashes.keys() ?? [])].filter((source) => !now.has(source)).length
    summary.leftOut = leftOut.filter(({ source }) => source !== '').length
    return { index, summary }
  } catch (thrown) {
    await draft.discard()
    throw thrown
  } finally {
    ahead.close()
    await assembly.close()
  }
}

async function journalled({ kept, line }: Prepared, journal: Journal): Promise<Kept> {
  await journal.append(line)
  return kept
}

// ---- what is there already ----

/** The published generation when it is the one the recipe makes and undamaged; otherwise undefined, and why as a notice. */
async function openCurrent<I extends OpenIndex>(
  home: IndexHome<I>,
  recipe: Recipe,
  notice: (error: AppError) => void,
): Promise<I | undefined> {
  try {
    const generation = await home.current()
    if (!generation) return undefined
    const foreign = foreignField(recipe, generation.manifest.recipe)
    if (foreign) throw new AppError('index-foreign', foreign)
    // Changed documents are the ordinary case and no reason for a notice.
    if (generationId(generation.manifest.recipe) !== generationId(recipe)) return undefined
    return await generation.open()
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
async function usableStore(wanted: Recipe['store'], notice: (error: AppError) => void): Promise<Recipe['store']> {
  if (wanted !== 'hnsw') return wanted
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
