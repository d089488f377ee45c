/**
 * Groups for the reader: a question with passages, mined with our own retriever over each file of questions. The first is the right
 * one with the place of its answer; others are what the retriever takes for it. A third of the questions come without their right
 * passage: what is left looks answerable and is not. Where a passage has its translation in the same file, the question is asked of that too.
 *
 *     node --import tsx models/reader/mine.ts DATA MODEL WORK [QUESTIONS_A_FILE]
 */

import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { indexContent } from '../../src/assembly.ts'
import { describeDocument } from '../../src/documents/read.ts'
import type { Language } from '../../src/domain.ts'
import { openModels } from '../../src/embed/open.ts'
import { search } from '../../src/search.ts'
import { openInMemory } from '../../src/store/generation.ts'

interface Row {
  lang: Language
  plang: Language
  question: string
  passage: string
  title?: string
  answers?: (string | { text: string; start?: number })[]
  generic?: boolean
}
interface Mined {
  text: string
  relevant: boolean
  /** Characters of the answer within the text, where the data tells. */
  span?: [number, number]
}

/** Questions taken of each file; SQuAD and PIAF are the halves that are not for evaluation, and the only ones with spans by people. */
const TAKEN: Record<string, number> = {
  'qp.squad-dev-half': 5400,
  'qp.piaf': 2100,
  'qp.qed-dev': 1350,
  'qp.covidfaq': 3000,
  'qp.covidqa': 1300,
  'qp.conditionalqa': 3000,
  'qp.gc': 8000,
  'qp.misc-gov': 5000,
  'qp.techdocs': 5000,
  'qp.laws': 8000,
  'qp.wai': 1500,
}
const NEGATIVES = 5
const PASSAGE_MAX_LENGTH = 900
/** One question in 40 is for development, by a hash of its passage: no passage is in both. */
const isDevelopment = (passage: string): boolean => (createHash('sha256').update(passage).digest()[0] as number) < 6

const [data, model, work, most = '100000'] = process.argv.slice(2) as [string, string, string, string?]
mkdirSync(work, { recursive: true })
const models = await openModels(model)
const groups: Record<'train' | 'dev', string[]> = { train: [], dev: [] }

for (const [name, taken] of Object.entries(TAKEN)) {
  const rows = shuffled(await read(join(data, `${name}.jsonl.gz`))).slice(0, Math.min(taken, Number(most)))
  const texts = [...new Set(rows.map(({ passage }) => passage))]
  const documents = texts.map((text, i) => describeDocument({ text, source: `${i}.txt`, sha256: '' }))
  const index = await openInMemory(await indexContent(documents, models), models)
  for (const [i, row] of rows.entries()) {
    const found = await search(row.question, { corpus: index.corpus, ...models }, 3 * NEGATIVES, row.lang)
    const answers = (row.answers ?? [])
      .map((answer) => (typeof answer === 'string' ? answer : answer.text))
      .filter((answer) => answer.length > 1)
    const others = [...new Set(found.map(({ source }) => texts[Number.parseInt(source, 10)] as string))].filter(
      // What holds the answer's words may well answer.
      (text) => text !== row.passage && !answers.some((answer) => text.includes(answer)),
    )
    const negatives = others.slice(0, NEGATIVES).map((text): Mined => ({ text, relevant: false }))
    const unanswerable = i % 3 === 0
    const passages = unanswerable ? negatives : [positive(row.passage, answers), ...negatives]
    if (negatives.length === 0) continue
    groups[isDevelopment(row.passage) ? 'dev' : 'train'].push(
      JSON.stringify({ question: row.question, language: row.lang, from: name, answerable: !unanswerable, passages }),
    )
  }
  console.log(name, rows.length, 'questions', texts.length, 'passages')
}
for (const [split, lines] of Object.entries(groups)) writeFileSync(join(work, `groups.${split}.jsonl`), `${shuffled(lines).join('\n')}\n`)
console.log(groups.train.length, 'for training,', groups.dev.length, 'for development')

function positive(text: string, answers: readonly string[]): Mined {
  for (const answer of answers) {
    const start = text.indexOf(answer)
    if (start !== -1) return { text, relevant: true, span: [start, start + answer.length] }
  }
  return { text, relevant: true }
}

async function read(file: string): Promise<Row[]> {
  const rows: Row[] = []
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const row = JSON.parse(line) as Row
    if (row.generic || row.passage.length > PASSAGE_MAX_LENGTH || row.passage.length < 40) continue
    rows.push(row)
  }
  return rows
}

/** The same order every time (mulberry32). */
function shuffled<T>(items: readonly T[]): T[] {
  let seed = 7
  const random = (): number => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return items
    .map((item) => [random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item)
}
