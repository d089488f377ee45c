/**
 * Collections in the layout of BEIR (Thakur et al. 2021): corpus.jsonl (`_id`, `title`, `text`), queries.jsonl (`_id`, `text`),
 * qrels/SPLIT.tsv (query-id, corpus-id, score). Reads one and ranks it; or writes the evaluation set over a folder of documents as
 * one, so that other systems can be measured on it.
 *
 *     npm run eval:beir -- FOLDER [--split test] [--model DIR]
 *     npm run eval:beir -- FOLDER --write [--documents DIR] [--questions FILE] [--split test]
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { DEFAULT_MODEL } from '../src/config.ts'
import { readFolder } from '../src/documents/read.ts'
import { LANGUAGES, type SourceDocument } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { loadQuestions, type QuestionPair, resolveQuotes } from '../src/evaluate.ts'
import { splitPassages } from '../src/passages/split.ts'
import { type Collection, compareRankings, HEAD } from './collection.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const Entry = z.object({ _id: z.string(), title: z.string().optional(), text: z.string() })

/** @throws Error naming the file and the line that cannot be read */
export async function readBeir(folder: string, split: string): Promise<Collection> {
  const entries = async (name: string): Promise<z.infer<typeof Entry>[]> =>
    (await linesOf(join(folder, name))).map((line, i) => parsed(line, `${name}, line ${i + 1}`))
  const relevant = new Map<string, Set<string>>()
  const judgements = await linesOf(join(folder, 'qrels', `${split}.tsv`))
  for (const [i, line] of judgements.entries()) {
    const [query, document, score] = line.split('\t')
    if (i === 0 && Number.isNaN(Number(score))) continue
    if (!query || !document || Number.isNaN(Number(score))) throw new Error(`qrels/${split}.tsv, line ${i + 1}: three columns expected`)
    if (Number(score) > 0) relevant.set(query, (relevant.get(query) ?? new Set()).add(document))
  }
  return {
    name: folder,
    documents: (await entries('corpus.jsonl')).map(({ _id, title = '', text }) => ({ id: _id, title, text })),
    queries: (await entries('queries.jsonl')).map(({ _id, text }) => ({ id: _id, text })),
    relevant,
  }
}

async function linesOf(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).split(/\r?\n/).filter((line) => line.trim() !== '')
}

function parsed(line: string, place: string): z.infer<typeof Entry> {
  try {
    return Entry.parse(JSON.parse(line))
  } catch (cause) {
    throw new Error(`${place}: { _id, text } expected`, { cause })
  }
}

/** Passages become documents of the collection; a pair becomes two queries. Follow-ups and questions without an answer are left out. */
export async function writeBeir(
  folder: string,
  documents: readonly SourceDocument[],
  pairs: readonly QuestionPair[],
  split: string,
): Promise<void> {
  const passages = documents.flatMap((document, position) => splitPassages(document, position))
  const idOf = (i: number): string => `p${i}`
  const corpus = passages.map(({ document, start, end }, i) => {
    const { title, text } = documents[document] as SourceDocument
    return { _id: idOf(i), title, text: text.slice(start, end) }
  })
  const asked = pairs.filter((pair) => pair.expects === 'answer' && !pair.after)
  const queries = asked.flatMap(({ id, question }) => LANGUAGES.map((language) => ({ _id: `${id}-${language}`, text: question[language] })))
  const judgements = asked.flatMap((pair) => {
    const gold = resolveQuotes(pair, documents).flat()
    const ids = passages.flatMap((p, i) =>
      gold.some((g) => g.document === p.document && p.start < g.end && g.start < p.end) ? [idOf(i)] : [],
    )
    return LANGUAGES.flatMap((language) => ids.map((id) => `${pair.id}-${language}\t${id}\t1`))
  })
  const jsonl = (rows: readonly unknown[]): string => rows.map((line) => `${JSON.stringify(line)}\n`).join('')
  await mkdir(join(folder, 'qrels'), { recursive: true })
  await writeFile(join(folder, 'corpus.jsonl'), jsonl(corpus))
  await writeFile(join(folder, 'queries.jsonl'), jsonl(queries))
  await writeFile(join(folder, 'qrels', `${split}.tsv`), `query-id\tcorpus-id\tscore\n${judgements.map((line) => `${line}\n`).join('')}`)
}

async function main(): Promise<void> {
  const { values: given, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'test' },
      model: { type: 'string', default: join(root, DEFAULT_MODEL) },
      write: { type: 'boolean', default: false },
      documents: { type: 'string', default: join(root, 'seeds') },
      questions: { type: 'string', default: join(root, 'eval', 'questions.jsonl') },
    },
  })
  const [folder] = positionals
  if (!folder || (!given.write && !existsSync(folder))) {
    process.stderr.write('npm run eval:beir -- FOLDER [--split test] [--write [--documents DIR] [--questions FILE]]\n')
    process.exitCode = 2
    return
  }
  if (given.write) {
    const { documents } = await readFolder(given.documents)
    const pairs = await loadQuestions(given.questions)
    await writeBeir(
      folder,
      documents,
      pairs.filter(({ split }) => split === given.split),
      given.split,
    )
  } else {
    console.log(`${HEAD}\n${await compareRankings(await readBeir(folder, given.split), await openModels(given.model))}`)
  }
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
