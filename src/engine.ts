/** Everything that a question needs; opened once, shared by all. */
import type { Models } from './embed/embedder.ts'
import type { LlmEngine } from './llm/bounded.ts'
import type { Reader } from './read/reader.ts'
import type { Corpus } from './store/corpus.ts'
import { restrictedCorpus, withinDocuments } from './store/restricted.ts'
import type { OwnTopic } from './understand/understand.ts'

export interface Engine extends Models {
  /** What is asked about. */
  corpus: Corpus
  /** What reads passages; the learned features when left out. */
  reader?: Reader | undefined
  /** Confidence below which there is no answer, 0 to 1; as fitted when left out. */
  threshold?: number | undefined
  /** What an operator adds to the topics that are replied to and not looked up. */
  topics?: readonly OwnTopic[] | undefined
  /** Where the index is still being made: how many documents it holds yet, of so many. */
  partial?: { documents: number; of: number } | undefined
  /** A language model that writes answers, where one is configured. */
  llm?: LlmEngine | undefined
}

/**
 * @param documents ids of the documents to look in; all of them when left out
 * @throws AppError documents-unknown
 */
export async function restrictedEngine<E extends Pick<Engine, 'corpus'>>(engine: E, documents: readonly string[] | undefined): Promise<E> {
  if (!documents) return engine
  const { corpus } = engine
  return { ...engine, corpus: restrictedCorpus(corpus, await withinDocuments(corpus, documents)) }
}
