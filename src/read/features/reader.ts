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
  const evidence = ranked.map(({ candidate, relevance }): Evidence => {
    const { passage, sentence, span, features } = candidate
    const { coverage, type, definition } = features
    const answers = isRuledOut(asked, candidate) ? 0 : confidence(decisionFeatures(asked, candidate))
    return { passage, sentence, span, relevance, aspects: { coverage, type, definition }, confidence: answers }
  })
  return { none: 1 - (evidence[0]?.confidence ?? 0), evidence }
}
