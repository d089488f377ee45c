/**
 * The port to what reads: a question and the passages that were found for it in, the runs that may answer it and the probability that
 * none does out. A driver is a factory that returns a plain object and passes `reader.contract.ts`.
 */
import type { Evidence, Hit, Language } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'

export interface Reader {
  /** Stable name. */
  readonly id: string
  /** Confidence (1 - none) below which there is no answer, 0 to 1, as it was fitted for each language of questions. */
  readonly threshold: Readonly<Record<Language, number>>
  /**
   * @param hits passages in the order of their retrieval, with their scores
   * @throws the signal's reason when it is aborted
   */
  read(question: AnalysedQuestion, hits: readonly Hit[], signal?: AbortSignal): Promise<Reading>
}

export interface Reading {
  /** Probability that nothing in the passages answers the question, 0 to 1. */
  none: number
  /** Best first; equal for equal input. */
  evidence: Evidence[]
}

/** Confidence (1 - none) from which rules of choice rely on what was read, 0 to 1. */
export const SURE = 0.4

/** Confidence below which an answer is shown as one that may not answer the question: it is as likely wrong as right. */
export const EVEN = 0.5

/** Passages that are read. */
export const READ_HITS = 12
