/**
 * The whole retriever on public question sets, through the shipped code: passage at rank 1 and in the first 5, nDCG@10.
 *
 *     node --import tsx eval/public.ts FOLDER [MODEL_FOLDER]
 *
 * FOLDER holds eval.squad-dev.jsonl.gz, eval.piaf.jsonl.gz (one row a question with its passage) and eval.laws.corpus / .queries
 * (sections of law and their headings in both languages). Every passage is a document of its own, as long as it is. Law is asked
 * across languages (an English heading over French sections, and the reverse) and within each.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { indexContent } from '../src/build-index.ts'
import { ConfigSchema } from '../src/config.ts'
import { describeDocument } from '../src/documents/read.ts'
import { LANGUAGES, type Language } from '../src/domain.ts'
import { openLocalEmbedder } from '../src/embed/local.ts'
import { analyseQuestion } from '../src/retrieve/question.ts'
import { retrieve } from '../src/retrieve/retrieve.ts'
import { mean, ndcg, successAt } from '../src/scores/metrics.ts'
import { openInMemory } from '../src/store/generation.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [folder, model = join(root, ConfigSchema.parse({}).model)] = process.argv.slice(2) as [string, string?]
const embedder = await openLocalEmbedder(model)

interface Question {
  text: string
  language: Language
  /** Positions of the right passages. */
  gold: number[]
}

function read<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`))).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)
}

async function measure(name: string, passages: readonly { text: string; title?: string }[], questions: readonly Question[]): Promise<void> {
  const documents = passages.map(({ text, title }, i) => describeDocument({ source: `${i}.txt`, text, sha256: '', title: title || '·' }))
  const index = openInMemory(await indexContent(documents, embedder), embedder)
  const ranks: (number | undefined)[][] = []
  for (const { text, language, gold } of questions) {
    const hits = await retrieve(await analyseQuestion(text, language, index, embedder), index, 50)
    // A document may be several passages; it stands where its first passage does.
    const order = [...new Set(hits.map(({ passage }) => index.passages[passage]?.document))]
    ranks.push(gold.map((document) => (order.includes(document) ? order.indexOf(document) + 1 : undefined)))
  }
  const percent = (of: (rank: (number | undefined)[]) => number): string => (100 * mean(ranks.map(of))).toFixed(1)
  console.log(
    `${name.padEnd(24)} ${questions.length} questions, ${passages.length} passages: rank 1 ${percent((r) => successAt(r, 1))}, first 5 ${percent((r) => successAt(r, 5))}, nDCG@10 ${percent((r) => ndcg(r))}`,
  )
}

for (const name of ['eval.squad-dev', 'eval.piaf']) {
  const rows = read<{ question: string; lang: Language; passage: string; title?: string }>(name)
  const texts = [...new Map(rows.map((row) => [row.passage, row])).values()]
  const position = new Map(texts.map(({ passage }, i) => [passage, i]))
  await measure(
    name,
    texts.map(({ passage, title }) => ({ text: passage, ...(title ? { title } : {}) })),
    rows.map(({ question, lang, passage }) => ({ text: question, language: lang, gold: [position.get(passage) as number] })),
  )
}

const sections = read<Record<'id' | 'en' | 'fr' | 'title_en' | 'title_fr', string>>('eval.laws.corpus')
const headings = read<{ en: string; fr: string; gold: string[] }>('eval.laws.queries')
const position = new Map(sections.map(({ id }, i) => [id, i]))
for (const over of LANGUAGES) {
  for (const asked of LANGUAGES) {
    await measure(
      `eval.laws ${asked} over ${over}`,
      sections.map((section) => ({ text: section[over], title: section[`title_${over}`] })),
      headings.map((heading) => ({ text: heading[asked], language: asked, gold: heading.gold.map((id) => position.get(id) as number) })),
    )
  }
}
