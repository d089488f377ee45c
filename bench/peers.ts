/**
 * Retrieval beside what others use, in one run: the same passages, the same questions, each program as its documentation advises.
 *
 *     npm run bench:peers -- [--transformer FOLDER ...]
 *
 * Development questions of the public collection that documents answer, in both languages; follow-ups are left out, because they need
 * what was asked before. Each peer runs in a process of its own, on documents that were read before its clock starts. The answer counts
 * as found where one of the first passages overlaps a gold quote. PostgreSQL needs a server: SOURCIER_TEST_DATABASE, or the script
 * that starts one (`node scripts/with-postgres.mjs`, as the command does). HNSWLib of LangChain needs an encoder: each FOLDER is one that
 * `--model` takes (models/embedders/README.md makes two); without any, its line is left out.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { create, insertMultiple, search as searchOrama } from '@orama/orama'
import MiniSearch from 'minisearch'
import pg from 'pg'
import { startAssembly } from '../src/assembly.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { readFolder } from '../src/documents/read.ts'
import { LANGUAGES, type Language, type SourceDocument } from '../src/domain.ts'
import { elementAt } from '../src/elements.ts'
import { toLangChain } from '../src/embed/langchain.ts'
import { openModels } from '../src/embed/open.ts'
import { openTransformer } from '../src/embed/transformer.ts'
import { loadQuestions, resolveQuotes } from '../src/evaluate.ts'
import { splitPassages } from '../src/passages/split.ts'
import { embedDocument, prepare } from '../src/prepare.ts'
import { builtInCollections } from '../src/scores/collections.ts'
import { search } from '../src/search.ts'
import { folderHome } from '../src/store/folder.ts'
import type { IndexHome } from '../src/store/home.ts'
import { FORMAT_VERSION, modelsOf, type Recipe } from '../src/store/manifest.ts'
import { postgresHome } from '../src/store/postgres.ts'

interface Found {
  documentId: string
  start: number
  end: number
}

interface Item extends Found {
  id: number
  title: string
  text: string
  language: Language
}

/** Passages in, a way to ask for the first few out. */
type Peer = (items: readonly Item[], documents: readonly SourceDocument[]) => Promise<(question: string) => Promise<Found[]>>

const { values: given } = parseArgs({
  options: { peer: { type: 'string' }, transformer: { type: 'string', multiple: true, default: [] } },
})
const LIMIT = 5
const REPEATS = 2
const root = fileURLToPath(new URL('..', import.meta.url))
const database = process.env.SOURCIER_TEST_DATABASE

const peers: Record<string, Peer> = {
  'Sourcier, folder (HNSW)': async (_, documents) => {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-peers-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return openOurs(folderHome(folder), 'hnsw', documents)
  },
  ...(database ? { 'Sourcier, PostgreSQL': (_, documents) => openOurs(postgresHome(withSchema(database)), 'postgres', documents) } : {}),
  'MiniSearch, prefixes and fuzzy 0.2': async (items) => {
    const index = new MiniSearch<Item>({ fields: ['title', 'text'], storeFields: ['documentId', 'start', 'end'] })
    await index.addAllAsync(items)
    return async (question) =>
      index
        .search(question, { prefix: true, fuzzy: 0.2, boost: { title: 2 } })
        .slice(0, LIMIT)
        .map(({ documentId, start, end }) => ({ documentId, start, end }))
  },
  'Orama, full text': async (items) => {
    const index = create({ schema: { title: 'string', text: 'string' } as const })
    await insertMultiple(
      index,
      items.map(({ id, title, text }) => ({ id: String(id), title, text })),
    )
    return async (question) => {
      const { hits } = await searchOrama(index, { term: question, limit: LIMIT, boost: { title: 2 } })
      return hits.map(({ id }) => elementAt(items, Number(id)))
    }
  },
  'MemoryVectorStore, our vectors': async (items) => {
    const { embedder } = await openModels(DEFAULT_MODEL)
    const store = new MemoryVectorStore(toLangChain(embedder))
    await store.addDocuments(toDocuments(items))
    return async (question) => (await store.similaritySearch(question, LIMIT)).map(({ metadata }) => metadata as Item)
  },
  ...Object.fromEntries(
    given.transformer.map((folder): [string, Peer] => [
      `HNSWLib, ${basename(folder)}`,
      async (items) => {
        const store = await HNSWLib.fromDocuments(toDocuments(items), toLangChain((await openTransformer(folder)).embedder))
        return async (question) => (await store.similaritySearch(question, LIMIT)).map(({ metadata }) => metadata as Item)
      },
    ]),
  ),
  ...(database
    ? {
        'PostgreSQL text search, all words': (items: readonly Item[]) => textSearch(database, items, ''),
        'PostgreSQL text search, any word': (items: readonly Item[]) => textSearch(database, items, '|'),
      }
    : {}),
}

if (given.peer) await measure(given.peer)
else {
  const rows: Measured[] = []
  if (given.transformer.length === 0) console.error('HNSWLib is left out: --transformer names no encoder.')
  if (!database) console.error('PostgreSQL is left out: SOURCIER_TEST_DATABASE names no server.')
  for (const name of Object.keys(peers)) {
    const arguments_ = ['--expose-gc', '--import', 'tsx', fileURLToPath(import.meta.url), '--peer', name]
    arguments_.push(...given.transformer.flatMap((folder) => ['--transformer', folder]))
    rows.push(JSON.parse(execFileSync('node', arguments_, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })))
  }
  print(rows)
}

interface Measured {
  name: string
  passages: number
  questions: number
  /** Shares of questions whose answer stands in the first passages. */
  first: number
  five: number
  same: number
  across: number
  /** Milliseconds of indexing; of a question, the median and the 95th percentile. */
  index: number
  median: number
  slow: number
  /** MiB that indexing added to the process, garbage collected: to heap and arrays, and to what is resident, native memory included. */
  memory: number
  resident: number
}

async function measure(name: string): Promise<void> {
  const { documents: folder, questions } = builtInCollections(root, '').public
  const { documents } = await readFolder(folder)
  const items = documents.flatMap((document) =>
    splitPassages(document, 0).map(({ start, end, language }) => {
      const { id, title, text } = document
      return { id: 0, documentId: id, title, text: text.slice(start, end), start, end, language }
    }),
  )
  for (const [i, item] of items.entries()) item.id = i
  const pairs = (await loadQuestions(questions)).filter(({ split, expects, after }) => split === 'dev' && expects === 'answer' && !after)
  const before = { used: usedMiB(), resident: residentMiB() }
  const begun = performance.now()
  const ask = await elementOf(name)(items, documents)
  const index = performance.now() - begun
  const memory = usedMiB() - before.used
  const resident = residentMiB() - before.resident
  const met = { first: 0, five: 0, same: [0, 0], across: [0, 0] }
  const times: number[] = []
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const pair of pairs) {
      const gold = resolveQuotes(pair, documents).flat()
      const languages = new Set(gold.map(({ document }) => documents[document]?.language))
      for (const language of LANGUAGES) {
        const asked = performance.now()
        const found = await ask(pair.question[language])
        // The first round pays for compilation and fills caches.
        if (repeat === 0) continue
        times.push(performance.now() - asked)
        const rank = found.findIndex((one) =>
          gold.some(({ document, start, end }) => documents[document]?.id === one.documentId && one.start < end && start < one.end),
        )
        const kind = languages.has(language) ? met.same : met.across
        kind[1] = (kind[1] ?? 0) + 1
        if (rank === 0) met.first++
        if (rank === -1) continue
        met.five++
        kind[0] = (kind[0] ?? 0) + 1
      }
    }
  }
  times.sort((a, b) => a - b)
  const share = ([hits = 0, all = 0]: readonly number[]): number => hits / (all || 1)
  const measured: Measured = {
    ...{ name, passages: items.length, questions: times.length, index, memory, resident },
    ...{ first: met.first / times.length, five: met.five / times.length, same: share(met.same), across: share(met.across) },
    ...{ median: times[Math.floor(times.length / 2)] ?? 0, slow: times[Math.floor(times.length * 0.95)] ?? 0 },
  }
  process.stdout.write(JSON.stringify(measured))
  process.exit(0)
}

function elementOf(name: string): Peer {
  const peer = peers[name]
  if (!peer) throw new Error(`no peer ${name}`)
  return peer
}

function toDocuments(items: readonly Item[]): { pageContent: string; metadata: Omit<Item, 'text'> }[] {
  return items.map(({ text, ...metadata }) => ({ pageContent: text, metadata }))
}

function residentMiB(): number {
  return process.memoryUsage.rss() / 2 ** 20
}

/** Of the heap and of arrays outside of it. */
function usedMiB(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

/** The whole of a build but for reading: passages, vectors, words, HNSW, publication; then opened from where it is kept. */
async function openOurs(home: IndexHome, store: Recipe['store'], documents: readonly SourceDocument[]): ReturnType<Peer> {
  const models = await openModels(DEFAULT_MODEL)
  const lock = await home.lock()
  const recipe: Recipe = { format: FORMAT_VERSION, ...modelsOf(models), splitter: {}, analysis: '', store, reader: '', documents: [] }
  const draft = await home.draft(recipe)
  const assembly = await startAssembly(models, store, draft)
  for (const document of documents) await assembly.add(prepare(await embedDocument(document, models.embedder)))
  const { corpus } = await home.publish({ recipe, draft, leftOut: [], ...(await assembly.finish()) })
  await assembly.close()
  await lock.release()
  return (question) => search(question, { corpus, ...models }, { limit: LIMIT })
}

function withSchema(address: string): string {
  const url = new URL(address)
  url.searchParams.set('schema', `bench_${process.pid}`)
  return url.href
}

/** A column per language, as the documentation has it (Controlling Text Search), a GIN index on each, ranked by cover density. */
async function textSearch(address: string, items: readonly Item[], between: '' | '|'): ReturnType<Peer> {
  const client = new pg.Client(address)
  await client.connect()
  await client.query(`
    CREATE TEMPORARY TABLE passages (id integer PRIMARY KEY, title text, body text, language text,
      words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, title), 'A') ||
        setweight(to_tsvector(CASE language WHEN 'fr' THEN 'french'::regconfig ELSE 'english'::regconfig END, body), 'B')) STORED);
    CREATE INDEX ON passages USING gin (words)`)
  const rows = items.map(({ id, title, text, language }) => ({ id, title, body: text.replaceAll('\0', ' '), language }))
  const insert = `INSERT INTO passages (id, title, body, language)
    SELECT id, title, body, language FROM json_to_recordset($1::json) AS r(id integer, title text, body text, language text)`
  await client.query(insert, [JSON.stringify(rows)])
  await client.query('ANALYZE passages')
  // A natural question holds words that no passage holds all of: “any word” is the same query with | for &.
  const queryIn = (config: string): string => {
    const query = `websearch_to_tsquery('${config}', $1)`
    return between === '' ? query : `replace(${query}::text, '&', '|')::tsquery`
  }
  const text = `WITH asked AS (SELECT ${queryIn('english')} AS en, ${queryIn('french')} AS fr)
    SELECT id FROM passages, asked WHERE words @@ en OR words @@ fr
    ORDER BY greatest(ts_rank_cd(words, en), ts_rank_cd(words, fr)) DESC, id LIMIT ${LIMIT}`
  return async (question) => (await client.query<{ id: number }>(text, [question])).rows.map(({ id }) => elementAt(items, id))
}

function print(rows: readonly Measured[]): void {
  const [ours] = rows
  if (!ours) return
  const percent = (share: number): string => (100 * share).toFixed(1)
  const ratio = (own: number, other: number): string => `${own.toFixed(own < 10 ? 2 : 0)} (${(own / other).toFixed(2)})`
  const memory = ({ name, memory, resident }: Measured): string =>
    name.startsWith('PostgreSQL') ? '– | –' : `${memory.toFixed(0)} | ${resident.toFixed(0)}`
  console.log(
    `${ours.passages} passages, ${ours.questions} questions (${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version})`,
  )
  console.log(
    '| | first | first five | same language | across languages | index, s | question, ms | 95 %, ms | memory, MiB | resident, MiB |',
  )
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|')
  for (const own of rows) {
    const shares = [own.first, own.five, own.same, own.across].map(percent).join(' | ')
    const times = [ratio(own.index / 1000, ours.index / 1000), ratio(own.median, ours.median), own.slow.toFixed(1)].join(' | ')
    console.log(`| ${own.name} | ${shares} | ${times} | ${memory(own)} |`)
  }
}
