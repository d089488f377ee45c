/**
 * Indexing from end to end: read, split, embed, HNSW, inverted index, publish; passages a second, peak memory, size on disk, and
 * what a second run over one changed document costs. Every size is measured in a process of its own.
 *
 *     npm run bench:index -- [--passages 1000,10000,100000] [--texts FILE.jsonl[.gz] ...] [--store hnsw|exact|postgres] [--preparers N] [--runs first,…] [--keep DIR]
 *
 * Afterwards the index is opened as a server opens it, and asked 100 questions. For postgres SOURCIER_TEST_DATABASE names a server.
 *
 * A size stands for so many passages of 120 words. Texts are the strings of each line of the files (`en`, `fr` or `text`), one language
 * after the other, cut into documents of 6,000 words; without files, sentences of words drawn from the model's vocabulary.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type BuildOptions, buildInto, openPublished } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { openModels } from '../src/embed/open.ts'
import { search } from '../src/search.ts'
import type { IndexHome } from '../src/store/home.ts'
import { openHome } from '../src/store/open.ts'
import { recordsOf, runOf, zipfWords } from './texts.ts'

const { values: given } = parseArgs({
  options: {
    passages: { type: 'string', default: '1000,10000,100000' },
    texts: { type: 'string', multiple: true },
    store: { type: 'string', default: 'hnsw' },
    preparers: { type: 'string' },
    measure: { type: 'string' },
    served: { type: 'boolean', default: false },
    runs: { type: 'string', default: 'first,unchanged,changed,served' },
    keep: { type: 'string' },
  },
})
const PASSAGE = 120
const DOCUMENT = 6000
/** Asked of the index that a server has opened. */
const QUESTIONS = 100

if (given.measure) await (given.served ? serve(given.measure) : measure(given.measure))
else {
  const paragraphs = given.texts ? given.texts.flatMap(paragraphsOf) : invented()
  for (const size of given.passages.split(',').map(Number)) {
    const folder = given.keep ? join(given.keep, String(size)) : mkdtempSync(join(tmpdir(), 'sourcier-bench-'))
    writeDocuments(join(folder, 'documents'), paragraphs, size * PASSAGE)
    for (const run of given.runs.split(',')) {
      if (run === 'changed') appendFileSync(join(folder, 'documents', '00000.txt'), '\nOne more sentence about the harbour master.\n')
      const own = [
        fileURLToPath(import.meta.url),
        '--measure',
        folder,
        '--store',
        given.store,
        ...(run === 'served' ? ['--served'] : []),
        ...(given.preparers ? ['--preparers', given.preparers] : []),
      ]
      const arguments_ = ['--expose-gc', '--import', 'tsx', ...own]
      const line = execFileSync('node', arguments_, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
      console.log(`${size} × ${PASSAGE} words, ${run}: ${line.trim()}`)
    }
    if (!given.keep) rmSync(folder, { recursive: true })
  }
}

/** One run over a folder, in this process. */
async function measure(folder: string): Promise<void> {
  const models = await openModels(DEFAULT_MODEL)
  const begun = performance.now()
  const spent = new Map<string, number>()
  let last = begun
  const onProgress: NonNullable<BuildOptions['onProgress']> = (stage) => {
    const now = performance.now()
    spent.set(stage, (spent.get(stage) ?? 0) + now - last)
    last = now
  }
  const indexFolder = join(folder, 'index')
  const store = given.store === 'exact' || given.store === 'postgres' ? given.store : 'hnsw'
  const preparers = given.preparers === undefined ? undefined : Number(given.preparers)
  const own = { models, modelFolder: DEFAULT_MODEL, store, preparers, onProgress } as const
  const options = { documentsFolder: join(folder, 'documents'), indexFolder, ...own }
  const others = watchOthers()
  const { index } = await buildInto(await homeOf(folder), options)
  const total = performance.now() - begun
  const most = others()
  spent.set('open', performance.now() - last)
  const { documents, passages, words } = index.manifest.counts
  const bytes = given.store === 'postgres' ? await bytesInDatabase(folder) : bytesIn(indexFolder)
  const stages = [...spent].map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)}`).join(', ')
  console.log(
    `${documents} documents, ${passages} passages, ${words} words: ${(total / 1000).toFixed(1)} s (${stages}), ${((1000 * passages) / total).toFixed(0)} passages/s, ` +
      `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB${most > 0 ? ` and ${most} MiB of other processes` : ''}, on disk ${Math.round(bytes / 1024 / 1024)} MiB`,
  )
}

/** @returns ends it: the most memory that the processes started by this one held at once, in MiB; 0 where the system does not tell */
function watchOthers(): () => number {
  let most = 0
  const look = (): void => {
    try {
      const others = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
      const pages = others.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]))
      most = Math.max(most, pages.reduce((sum, own) => sum + own, 0) / 256)
    } catch {
      // One of them has ended meanwhile.
    }
  }
  const timer = setInterval(look, 250)
  return () => {
    clearInterval(timer)
    return Math.round(most)
  }
}

/** Opened by a process that builds nothing, and asked for passages. */
async function serve(folder: string): Promise<void> {
  const models = await openModels(DEFAULT_MODEL)
  const before = usedMiB()
  const begun = performance.now()
  const { corpus } = (await openPublished(await homeOf(folder), models)).index
  const opened = performance.now() - begun
  const memory = usedMiB() - before
  const words = readFileSync(join(folder, 'documents', '00000.txt'), 'utf8').split(/\s+/)
  const times: number[] = []
  for (let i = 0; i < 2 * QUESTIONS; i++) {
    const asked = performance.now()
    await search(`What about ${runOf(words, 7 * i, 6)}?`, { corpus, ...models }, { limit: 5 })
    // The first half pays for compilation.
    if (i >= QUESTIONS) times.push(performance.now() - asked)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(share * times.length)] ?? 0).toFixed(0)
  console.log(
    `open ${(opened / 1000).toFixed(1)} s, ${memory.toFixed(0)} MiB of heap and arrays, after the questions ${(usedMiB() - before).toFixed(0)}, ` +
      `resident ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB, passages for a question p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  )
  process.exit(0)
}

function usedMiB(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

function homeOf(folder: string): Promise<IndexHome> {
  const own = join(folder, 'index')
  return openHome(given.store === 'postgres' ? addressOf(folder) : own, own)
}

/** A schema for each folder. */
function addressOf(folder: string): string {
  const url = new URL(process.env.SOURCIER_TEST_DATABASE ?? '')
  url.searchParams.set(
    'schema',
    `bench_${basename(folder)
      .replaceAll(/[^a-z0-9]/gi, '')
      .toLowerCase()}`,
  )
  return url.href
}

async function bytesInDatabase(folder: string): Promise<number> {
  const url = new URL(addressOf(folder))
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  const client = new pg.Client(url.href)
  await client.connect()
  const { rows } = await client.query(
    `SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'r' ORDER BY bytes DESC`,
    [schema],
  )
  await client.end()
  console.error(rows.map(({ name, bytes }) => `${name} ${Math.round(bytes / 2 ** 20)} MiB`).join(', '))
  return rows.reduce((sum, { bytes }) => sum + bytes, 0)
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

/** Paragraphs of a file, its English before its French, short ones gathered until they would fill a passage. */
function paragraphsOf(file: string): string[] {
  const records = recordsOf(file)
  return ['en', 'fr', 'text'].flatMap((field) => {
    const gathered: string[] = []
    let open: string[] = []
    for (const record of records) {
      if (record[field]) open.push(record[field])
      if (open.join(' ').length < PASSAGE * 6) continue
      gathered.push(open.join(' '))
      open = []
    }
    return gathered
  })
}

function invented(): string[] {
  const words = zipfWords(2_000_000, DEFAULT_MODEL)
  return Array.from({ length: 20_000 }, (_, i) => `${Array.from({ length: 5 }, (_, j) => `A${runOf(words, 5 * i + j, 20)}.`).join(' ')}`)
}

function writeDocuments(folder: string, paragraphs: readonly string[], words: number): void {
  mkdirSync(folder, { recursive: true })
  let at = 0
  for (let document = 0, left = words; left > 0; document++) {
    const own: string[] = []
    for (let size = 0; size < Math.min(DOCUMENT, left); at++) {
      const paragraph = paragraphs[placeOf(at, paragraphs.length)] as string
      size += paragraph.split(/\s+/).length
      own.push(paragraph)
    }
    writeFileSync(join(folder, `${String(document).padStart(5, '0')}.txt`), `${own.join('\n\n')}\n`)
    left -= DOCUMENT
  }
}

/** Where texts are used up they are taken again in another order: the same paragraphs, and no document of the same bytes. */
function placeOf(at: number, length: number): number {
  const round = Math.floor(at / length)
  return round === 0 ? at : ((at % length) * (7919 + 2 * round)) % length
}
