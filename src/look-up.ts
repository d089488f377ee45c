/** find -> read -> choose: what answers a question, before anything of it is said. */
import { type Choice, choose } from './answer/choose.ts'
import type { AskScope, Hit } from './domain.ts'
import type { Engine } from './engine.ts'
import { featureReader } from './read/features/reader.ts'
import { READ_HITS } from './read/reader.ts'
import { type Found, find } from './retrieve/find.ts'
import type { AnalysedQuestion } from './retrieve/question.ts'
import { retrieve } from './retrieve/retrieve.ts'
import { sortVersions, type VersionTable, versionTable } from './retrieve/versions.ts'
import type { Corpus } from './store/corpus.ts'
import { restrictedCorpus } from './store/restricted.ts'
import type { Question } from './understand/understand.ts'
import { holdingNames, unmentionedNames } from './verify/named.ts'

export interface LookedUp {
  question: Question
  choice: Choice
  /** Best first. */
  hits: Hit[]
  /** Where it was looked up, when the question itself says where. */
  scope?: AskScope
  /** When the hits were there, as performance.now() tells. */
  retrieved: number
}

/** @param limit hits wanted; the first of them are read */
export async function lookUp(question: Question, limit: number, engine: Engine, signal?: AbortSignal): Promise<LookedUp> {
  const { corpus, embedder, wordTable, reader = featureReader, threshold } = engine
  const found = await find(question, corpus, { embedder, wordTable }, limit)
  const retrieved = performance.now()
  const options = { threshold: threshold ?? reader.threshold[question.language], wordsOf: corpus.wordsOf, documents: corpus.documents }
  const chosen = async (hits: readonly Hit[]): Promise<Choice> => {
    const named = await whereNamed(found.question, hits, corpus)
    return choose(found.question, found.hits, await reader.read(found.question, named.slice(0, READ_HITS), signal), options)
  }
  // The other versions of a document stay among the passages that are shown.
  const { read, aside } = await withNewest(found, await versionTable(corpus), corpus)
  const choice = await chosen(read)
  if (choice.answered || choice.choices || aside.length === 0) return { question, choice, hits: found.hits, retrieved }
  // What the newest version no longer says, an older one may; it is named then.
  const older = await chosen(aside)
  return { question, choice: older.answered ? { ...older, differ: true } : choice, hits: found.hits, retrieved }
}

/** Passages among which documents are looked for that hold what a question names. */
const WIDE_HITS = 100

/**
 * Hits of documents that hold every name and number of the question, where there are any. Where others were found alone ("the 2024 agreement",
 * when the one of 2026 has every other word of the question), those that hold them are looked for further down, and looked into.
 */
export async function whereNamed(question: AnalysedQuestion, hits: readonly Hit[], corpus: Corpus): Promise<readonly Hit[]> {
  const held = await holdingNames(question, hits, corpus.wordsOf)
  if (held.length > 0 || hits.length === 0 || unmentionedNames(question).length > 0) return held.length > 0 ? held : hits
  const wide = await holdingNames(question, await retrieve(question, corpus, WIDE_HITS), corpus.wordsOf)
  if (wide.length === 0) return hits
  const holding = restrictedCorpus(corpus, new Map(wide.map(({ passage }) => [passage.documentId, undefined])))
  return retrieve(question, holding, hits.length)
}

/** Passages that are looked for in a version that was not found by itself. */
const NEWEST_HITS = 4

/** Hits by version; where only others of a document were found, the version that takes their place is looked into as well. */
async function withNewest({ question, hits }: Found, table: VersionTable, corpus: Corpus): Promise<{ read: Hit[]; aside: Hit[] }> {
  const { read, aside, missing } = sortVersions(hits, question.text, table)
  if (missing.length === 0) return { read, aside }
  const newest = restrictedCorpus(corpus, new Map(missing.map((id) => [id, undefined])))
  const more = await retrieve(question, newest, NEWEST_HITS)
  return { read: [...read, ...more].sort((a, b) => b.score - a.score), aside }
}
