/**
 * The reader of learned features: a weighted sum orders the candidate quotes, a logistic model says whether the best of them answers.
 * Temporary: a cross-encoder takes its place.
 */
import type { Evidence, Hit } from '../../domain.ts'
import type { AnalysedQuestion } from '../../retrieve/question.ts'
import type { Reader, Reading } from '../reader.ts'
import { findCandidates, readQuestion } from './candidates.ts'
import { confidence, decisionFeatures, FITTED_THRESHOLD, isRuledOut, scoreCandidate } from './decide.ts'

export const featureReader: Reader = { id: 'features', threshold: FITTED_THRESHOLD, read }

async function read(question: AnalysedQuestion, hits: readonly Hit[], signal?: AbortSignal): Promise<Reading> {
  signal?.throwIfAborted()
  const asked = readQuestion(question)
  const ranked = findCandidates(asked, hits).map((candidate) => ({ candidate, relevance: scoreCandidate(candidate) }))
  ranked.sort((a, b) => b.relevance - a.relevance)
  const [best] = ranked
  const ruledOut = !best || isRuledOut(asked, best.candidate)
  return {
    none: ruledOut ? 1 : 1 - confidence(decisionFeatures(asked, best.candidate)),
    evidence: ranked.map(({ candidate: { passage, sentence, span, features }, relevance }): Evidence => {
      const { coverage, type, definition } = features
      return { passage, sentence, span, relevance, aspects: { coverage, type, definition } }
    }),
  }
}
