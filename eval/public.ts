/**
 * The whole retriever, BM25 alone, and what the reader puts first, on public question sets.
 *
 *     node --import tsx eval/public.ts FOLDER [--model DIR] [--reader DIR] [--only NAME ...] [--queries N]
 *
 * --reader: the passages that the retriever gives are read too; --queries: so many of a set, evenly spaced.
 *
 * FOLDER holds, as gzip JSONL, eval.squad-dev and eval.piaf (one row a question with its passage), eval.laws.corpus and .queries
 * (sections of law and their headings in both languages), eval.cranfield.* and eval.cisi-dev.* (corpus, queries, qrels). Law is
 * asked across languages (an English heading over French sections, and the reverse) and within each.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { DEFAULT_MODEL } from '../src/config.ts'
import { LANGUAGES, type Language } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { openReader } from '../src/read/open.ts'
import { type Collection, compareRankings, HEAD } from './collection.ts'

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: join(fileURLToPath(new URL('..', import.meta.url)), DEFAULT_MODEL) },
    reader: { type: 'string' },
    queries: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
  },
})
const folder = positionals[0] ?? ''

function read<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

/** One row a question with its passage. */
function questionsWithPassages(name: string): Collection {
  const rows = read<{ question: string; lang: Language; passage: string; title?: string }>(name)
  const texts = [...new Map(rows.map((row) => [row.passage, row])).values()]
  const idOf = new Map(texts.map(({ passage }, i) => [passage, `p${i}`]))
  return {
    name,
    documents: texts.map(({ passage, title = '' }) => ({ id: idOf.get(passage) as string, title, text: passage })),
    queries: rows.map(({ question, lang }, i) => ({ id: `q${i}`, text: question, language: lang })),
    relevant: new Map(rows.map(({ passage }, i) => [`q${i}`, new Set([idOf.get(passage) as string])])),
  }
}

function judged(name: string): Collection {
  const relevant = new Map<string, Set<string>>()
  for (const { qid, did, rel } of read<{ qid: string; did: string; rel: number }>(`${name}.qrels`)) {
    if (rel > 0) relevant.set(qid, (relevant.get(qid) ?? new Set()).add(did))
  }
  return {
    name,
    documents: read<{ id: string; title: string; text: string }>(`${name}.corpus`),
    queries: read<{ id: string; text: string }>(`${name}.queries`).map((query) => ({ ...query, language: 'en' as const })),
    relevant,
  }
}

function laws(asked: Language, over: Language): Collection {
  const sections = read<Record<'id' | 'en' | 'fr' | 'title_en' | 'title_fr', string>>('eval.laws.corpus')
  const headings = read<{ id: string; en: string; fr: string; gold: string[] }>('eval.laws.queries')
  return {
    name: `eval.laws ${asked} over ${over}`,
    documents: sections.map((section) => ({ id: section.id, title: section[`title_${over}`], text: section[over] })),
    queries: headings.map((heading) => ({ id: heading.id, text: heading[asked], language: asked })),
    relevant: new Map(headings.map(({ id, gold }) => [id, new Set(gold)])),
  }
}

const collections = [
  () => questionsWithPassages('eval.squad-dev'),
  () => questionsWithPassages('eval.piaf'),
  ...LANGUAGES.flatMap((asked) => LANGUAGES.map((over) => () => laws(asked, over))),
  () => judged('eval.cranfield'),
  () => judged('eval.cisi-dev'),
]
/** So many of its queries, evenly spaced. */
function sampled(collection: Collection, most: number): Collection {
  const asked = [...collection.relevant.keys()]
  const step = Math.max(1, asked.length / most)
  const chosen = new Set(Array.from({ length: Math.min(most, asked.length) }, (_, i) => asked[Math.floor(i * step)]))
  return { ...collection, relevant: new Map([...collection.relevant].filter(([id]) => chosen.has(id))) }
}

const models = await openModels(given.model)
const reader = given.reader ? await openReader(given.reader) : undefined
console.log(HEAD)
for (const load of collections) {
  const collection = load()
  if (given.only.length > 0 && !given.only.some((name) => collection.name.includes(name))) continue
  console.log(await compareRankings(given.queries ? sampled(collection, Number(given.queries)) : collection, models, reader))
}
