/** Is everything that an answer needs in order? Looks, changes nothing that stays, and says what to do. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { ANALYSIS_VERSION, WITH_PICTURES } from './analysis.ts'
import { openParser } from './documents/parser.ts'
import { type FoundFile, findFiles, readDocument } from './documents/read.ts'
import type { Models } from './embed/embedder.ts'
import { AppError, causeText, type ErrorCode, isAppError } from './errors.ts'
import { checkNative } from './store/hnsw.ts'
import type { IndexHome } from './store/home.ts'
import { type LeftOut, toError } from './store/manifest.ts'
import { freeSpace } from './store/space.ts'

const CHECKS = ['node', 'settings', 'model', 'native', 'documents', 'index', 'disk', 'port', 'feedback', 'llm', 'exposure'] as const
type CheckName = (typeof CHECKS)[number]

/** Result of a check: data for a sentence, or errors with their remedies and how many `more` there are. */
export type Finding =
  | {
      state: 'ok'
      found?:
        | { documents: number; untried: number }
        | { passages: number; generation: string }
        | { mebibytes: number }
        | { word: Word }
        | { text: string }
    }
  | { state: 'warning' | 'failure'; errors: readonly AppError[]; more: number }
type Word = 'noIndexYet' | 'switchedOff' | 'withToken' | 'thisMachine'

interface DoctorOptions {
  nodeVersion: string
  /** undefined where nothing is indexed here. */
  documents: string | undefined
  /** Pictures are read, too. */
  ocr: boolean
  index: string
  openHome(): Promise<IndexHome>
  /** undefined when feedback is switched off. */
  feedback: string | undefined
  host: string
  port: number
  hasToken: boolean
  openModels(): Promise<Models>
  /** Opens the language model, without asking it anything; undefined when there is none. */
  openLlm: (() => Promise<unknown>) | undefined
}

/** As package.json has it. */
const NODE_NEEDED = [20, 19] as const

export async function* examine(options: DoctorOptions): AsyncGenerator<{ check: CheckName; finding: Finding }> {
  let models: Models | undefined
  const looks: Record<CheckName, () => Promise<Finding>> = {
    node: async () => node(options.nodeVersion),
    // The configuration was validated before.
    settings: async () => ({ state: 'ok' }),
    model: async () => {
      models = await options.openModels()
      return { state: 'ok', found: { text: models.embedder.id } }
    },
    native: async () => {
      await checkNative()
      return { state: 'ok' }
    },
    documents: async () => {
      if (options.documents === undefined) return { state: 'ok', found: { word: 'switchedOff' } }
      return documents(options.documents, options)
    },
    index: async () => {
      const current = await (await options.openHome()).current()
      if (!current || !models) return { state: 'ok', found: { word: 'noIndexYet' } }
      const { manifest } = await current.open()
      return { state: 'ok', found: { passages: manifest.counts.passages, generation: manifest.generation } }
    },
    disk: () => disk(options.index),
    port: () => port(options.host, options.port),
    feedback: () => feedback(options.feedback),
    llm: async () => {
      if (!options.openLlm) return { state: 'ok', found: { word: 'switchedOff' } }
      await options.openLlm()
      return { state: 'ok' }
    },
    exposure: async () => exposure(options),
  }
  for (const check of CHECKS) {
    yield { check, finding: await looks[check]().catch(toFinding) }
  }
}

/** Non-fatal: recovers by itself at the next start, may be this very program (the port), or is not needed for an answer. */
const NON_FATAL: ReadonlySet<ErrorCode> = new Set([
  'native-missing',
  'index-damaged',
  'index-foreign',
  'port-in-use',
  'disk-low',
  'feedback-unwritable',
  'exposed',
])

function toFinding(thrown: unknown): Finding {
  if (!isAppError(thrown)) throw thrown
  return { state: NON_FATAL.has(thrown.code) ? 'warning' : 'failure', errors: [thrown], more: 0 }
}

function node(found: string): Finding {
  const [major = 0, minor = 0] = found.replace(/^v/, '').split('.').map(Number)
  const [needed, least] = NODE_NEEDED
  if (major > needed || (major === needed && minor >= least)) return { state: 'ok', found: { text: found } }
  throw new AppError('node-old', { found, needed: NODE_NEEDED.join('.') })
}

/** Files that no index knows are tried, so many of them: a large folder is read by whoever builds its index. */
const TRIED = 50
/** Files that are named with their reasons. */
const NAMED = 20

async function documents(folder: string, { ocr, openHome }: DoctorOptions): Promise<Finding> {
  const { files, refused } = await findFiles(folder, ocr)
  const indexed = await indexedFiles(openHome, ocr)
  const hashes = new Set(files.map(({ sha256 }) => sha256))
  const leftOut = indexed.leftOut.filter(({ sha256 }) => sha256 && hashes.has(sha256)).map(toError)
  const unknown = files.filter(({ sha256 }) => !indexed.hashes.has(sha256))
  // Recognition takes seconds a page.
  const tried = await refusedOf(ocr ? [] : unknown.slice(0, TRIED))
  const untried = ocr ? unknown.length : Math.max(0, unknown.length - TRIED)
  const errors = [...leftOut, ...tried, ...refused.map(({ error }) => error)]
  const left = new Set(indexed.leftOut.map(({ sha256 }) => sha256))
  // Copies share the reason of the one that was read.
  const unreadable = files.filter(({ sha256 }) => left.has(sha256)).length + tried.length
  const isEmpty = unreadable === files.length
  if (errors.length === 0 && !isEmpty) return { state: 'ok', found: { documents: files.length, untried } }
  return {
    state: isEmpty ? 'failure' : 'warning',
    errors: [...(isEmpty ? [new AppError('documents-empty', { folder })] : []), ...errors.slice(0, NAMED)],
    more: Math.max(0, errors.length - NAMED),
  }
}

/** What the published index says of files, where it was made as it would be now. What keeps it from being opened is told by its own check. */
async function indexedFiles(openHome: DoctorOptions['openHome'], ocr: boolean): Promise<{ hashes: Set<string>; leftOut: LeftOut[] }> {
  const current = await openHome()
    .then((home) => home.current())
    .catch((thrown: unknown) => {
      if (!isAppError(thrown)) throw thrown
    })
  if (current?.manifest.recipe.analysis !== (ocr ? WITH_PICTURES : ANALYSIS_VERSION)) return { hashes: new Set(), leftOut: [] }
  const { recipe, leftOut } = current.manifest
  return { hashes: new Set(recipe.documents.map(({ sha256 }) => sha256)), leftOut }
}

async function refusedOf(files: readonly FoundFile[]): Promise<AppError[]> {
  const errors: AppError[] = []
  const parser = openParser()
  for (const file of files) {
    await readDocument(file, parser).catch((error: AppError) => errors.push(error))
  }
  parser.close()
  return errors
}

async function disk(folder: string): Promise<Finding> {
  const there = await nearest(folder)
  try {
    await tryToWrite(there)
  } catch (cause) {
    throw new AppError('index-unwritable', { folder, cause: causeText(cause) }, { cause })
  }
  return { state: 'ok', found: { mebibytes: (await freeSpace(there)) ?? 0 } }
}

/** Creates and removes a folder: permission bits alone do not tell whether writing works. */
async function tryToWrite(folder: string): Promise<void> {
  await rm(await mkdtemp(join(folder, '.sourcier-doctor-')), { recursive: true })
}

/** The folder itself, or its closest existing ancestor. */
async function nearest(folder: string): Promise<string> {
  const here = resolve(folder)
  const isThere = await stat(here).then(
    () => true,
    () => false,
  )
  return isThere || dirname(here) === here ? here : nearest(dirname(here))
}

async function port(host: string, number: number): Promise<Finding> {
  const server = createServer()
  await new Promise<void>((done, fail) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE'
      fail(
        inUse
          ? new AppError('port-in-use', { host, port: number })
          : new AppError('address-unavailable', { host, port: number, cause: causeText(cause) }),
      )
    })
    server.listen(number, host, () => server.close(() => done()))
  })
  return { state: 'ok', found: { text: `${host}:${number}` } }
}

async function feedback(file: string | undefined): Promise<Finding> {
  if (file === undefined) return { state: 'ok', found: { word: 'switchedOff' } }
  const there = await stat(file).catch(() => undefined)
  try {
    if (there) await (await open(file, 'a')).close()
    else await tryToWrite(await nearest(dirname(file)))
  } catch (cause) {
    throw new AppError('feedback-unwritable', { cause: causeText(cause), file }, { cause })
  }
  return { state: 'ok', found: { text: file } }
}

function exposure({ host, hasToken }: DoctorOptions): Finding {
  if (hasToken) return { state: 'ok', found: { word: 'withToken' } }
  if (host === 'localhost' || host === '::1' || host.startsWith('127.')) return { state: 'ok', found: { word: 'thisMachine' } }
  throw new AppError('exposed', { host })
}
