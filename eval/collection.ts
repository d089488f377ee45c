/**
 * A test collection (documents, queries, judgements) and rankings of it: by BM25 alone, by the whole retriever over the same words, through
 * the shipped code, and by the reader among the passages that the retriever gives it. Relevance is binary: any judgement above 0 counts.
 */
import { indexContent } from '../src/assembly.ts'
import { describeDocument } from '../src/documents/read.ts'
import type { Language } from '../src/domain.ts'
import type { Models } from '../src/embed/embedder.ts'
import { detectLanguage } from '../src/passages/language.ts'
import { READ_HITS, type Reader } from '../src/read/reader.ts'
import { find } from '../src/retrieve/find.ts'
import { mean, ndcg, recallAt, reciprocalRank, successAt } from '../src/scores/metrics.ts'
import { openInMemory } from '../src/store/generation.ts'
import { understand } from '../src/understand/understand.ts'
import { contentWords } from '../src/words/analyse.ts'

export interface Collection {
  name: string
  documents: { id: string; title: string; text: string }[]
  queries: { id: string; text: string; language?: Language }[]
  /** Ids of the relevant documents, by query. A query without any is not asked. */
  relevant: ReadonlyMap<string, ReadonlySet<string>>
}

export interface RetrievalFigures {
  success1: number
  success5: number
  recall20: number
  mrr10: number
  ndcg10: number
}

/** Hits looked at; passages of one document count once, where the first of them stands. */
const DEPTH = 100

type Ranks = (number | undefined)[]

export function figures(ranks: readonly Ranks[]): RetrievalFigures {
  return {
    success1: mean(ranks.map((r) => successAt(r, 1))),
    success5: mean(ranks.map((r) => successAt(r, 5))),
    recall20: mean(ranks.map((r) => recallAt(r, 20))),
    mrr10: mean(ranks.map((r) => reciprocalRank(r))),
    ndcg10: mean(ranks.map((r) => ndcg(r))),
  }
}

/** Ranks of the relevant documents by the whole retriever, one row a query; with a reader, those that it reads in the order of what it finds in them. */
export async function rankByRetriever({ documents, queries, relevant }: Collection, models: Models, reader?: Reader): Promise<Ranks[]> {
  const described = documents.map(({ title, text }, i) => describeDocument({ source: `${i}.txt`, text, sha256: '', title: title || '·' }))
  const index = await openInMemory(await indexContent(described, models), models)
  const rows: Ranks[] = []
  for (const { id, text, language } of queries) {
    const wanted = relevant.get(id)
    if (!wanted) continue
    const understood = await understand({ text, language }, { words: index.corpus.vocabulary, rank: models.wordTable.rank })
    const { question, hits } = await find(understood.question, index.corpus, models, DEPTH)
    const read = reader ? (await reader.read(question, hits.slice(0, READ_HITS))).evidence : []
    const order = [...new Set([...read, ...hits].map(({ passage }) => documents[Number.parseInt(passage.source, 10)]?.id))]
    rows.push(ranksIn(order, wanted))
  }
  return rows
}

/** Lucene's defaults, the usual baseline. */
const BM25 = { k1: 1.2, b: 0.75 } as const

/** Ranks of the relevant documents by BM25 alone over folded content words without stems (Robertson and Zaragoza 2009). */
export function rankByBm25({ documents, queries, relevant }: Collection): Ranks[] {
  const bags = documents.map(({ title, text }) => contentWords(`${title}\n${text}`, detectLanguage(text) ?? 'en').map(({ form }) => form))
  const average = mean(bags.map((bag) => bag.length))
  const postings = new Map<string, Map<number, number>>()
  for (const [document, bag] of bags.entries()) {
    for (const form of bag) {
      const counts = postings.get(form) ?? new Map<number, number>()
      counts.set(document, (counts.get(document) ?? 0) + 1)
      postings.set(form, counts)
    }
  }
  return queries.flatMap(({ id, text, language }) => {
    const wanted = relevant.get(id)
    if (!wanted) return []
    const scores = new Map<number, number>()
    for (const { form } of contentWords(text, language ?? detectLanguage(text) ?? 'en')) {
      const counts = postings.get(form) ?? new Map<number, number>()
      const idf = Math.log(1 + (documents.length - counts.size + 0.5) / (counts.size + 0.5))
      for (const [document, count] of counts) {
        const norm = BM25.k1 * (1 - BM25.b + (BM25.b * (bags[document] as string[]).length) / average)
        scores.set(document, (scores.get(document) ?? 0) + (idf * count * (BM25.k1 + 1)) / (count + norm))
      }
    }
    const order = [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, DEPTH)
    return [
      ranksIn(
        order.map(([document]) => documents[document]?.id),
        wanted,
      ),
    ]
  })
}

function ranksIn(order: readonly (string | undefined)[], wanted: ReadonlySet<string>): Ranks {
  return [...wanted].map((id) => (order.includes(id) ? order.indexOf(id) + 1 : undefined))
}

/** One line of a Markdown table. */
export function row(name: string, collection: Collection, found: RetrievalFigures): string {
  const percent = (share: number): string => (100 * share).toFixed(1)
  const cells = [found.success1, found.success5, found.recall20, found.mrr10, found.ndcg10].map(percent)
  return `| ${collection.name} (${collection.relevant.size} queries, ${collection.documents.length} documents) | ${name} | ${cells.join(' | ')} |`
}
export const HEAD = '| collection | ranking | rank 1 | first 5 | recall@20 | MRR@10 | nDCG@10 |\n|---|---|---:|---:|---:|---:|---:|'

/** The rankings of a collection, as lines of the table. */
export async function compareRankings(collection: Collection, models: Models, reader?: Reader): Promise<string> {
  return [
    row('BM25 alone', collection, figures(rankByBm25(collection))),
    row('whole retriever', collection, figures(await rankByRetriever(collection, models))),
    ...(reader ? [row('… and the reader', collection, figures(await rankByRetriever(collection, models, reader)))] : []),
  ].join('\n')
}
