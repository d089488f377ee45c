/** A question in, the passages that speak of it out: the one look-up of the product. */
import type { Hit } from '../domain.ts'
import type { Models } from '../embed/embedder.ts'
import type { Corpus } from '../store/corpus.ts'
import type { Question } from '../understand/understand.ts'
import { preferOwnLanguage } from './counterparts.ts'
import { type AnalysedQuestion, analyseQuestion } from './question.ts'
import { retrieve } from './retrieve.ts'

export interface Found {
  question: AnalysedQuestion
  /** Best first. */
  hits: Hit[]
}

/** @param limit hits wanted */
export async function find(asked: Question, corpus: Corpus, models: Models, limit: number): Promise<Found> {
  const question = await analyseQuestion(asked, corpus.vocabulary, models)
  // Twice as many, because translations of one another take each other's places.
  const hits = preferOwnLanguage(await retrieve(question, corpus, 2 * limit), asked.sources ?? asked.language).slice(0, limit)
  return { question, hits }
}
