/** find -> read -> choose: what answers a question, before anything of it is said. */
import { type Choice, choose } from './answer/choose.ts'
import type { Hit } from './domain.ts'
import type { Engine } from './engine.ts'
import { featureReader } from './read/features/reader.ts'
import { READ_HITS } from './read/reader.ts'
import { find } from './retrieve/find.ts'
import { preferVersion } from './retrieve/versions.ts'
import type { Question } from './understand/understand.ts'

export interface LookedUp {
  question: Question
  choice: Choice
  /** Best first. */
  hits: Hit[]
  /** When the hits were there, as performance.now() tells. */
  retrieved: number
}

/** @param limit hits wanted; the first of them are read */
export async function lookUp(question: Question, limit: number, engine: Engine, signal?: AbortSignal): Promise<LookedUp> {
  const { corpus, embedder, wordTable, reader = featureReader, threshold } = engine
  const found = await find(question, corpus, { embedder, wordTable }, limit)
  const retrieved = performance.now()
  // The other versions of a document stay among the passages that are shown.
  const read = preferVersion(found.hits, question.text).slice(0, READ_HITS)
  const reading = await reader.read(found.question, read, signal)
  const options = { threshold: threshold ?? reader.threshold[question.language], wordsOf: corpus.wordsOf, documents: corpus.documents }
  return { question, choice: await choose(found.question, found.hits, reading, options), hits: found.hits, retrieved }
}
