/**
 * The default answerer: one to three verbatim runs of the documents, or a reason for none. Needs no language model.
 */
import { datelineLength } from '../documents/dates.ts'
import type { AbstentionReason, Hit } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import type { SearchIndex } from '../store/generation.ts'
import { words } from '../words/analyse.ts'
import { type Candidate, findCandidates, readQuestion } from './candidates.ts'
import { abstentionReason, confidence, decisionFeatures, isRuledOut, scoreCandidate, threshold } from './decide.ts'

/** Hits whose sentences are read. */
export const READ_HITS = 12

/** How near to the best another sentence must score to stand beside it; fitted on the development questions. */
export const SELECTION = {
  most: 3,
  /** From the document of the best. */
  sameDocument: 0.9,
  /** From another document, where a second voice is worth more. */
  otherDocument: 0.85,
  /** From another document, where it says what the thing asked about is. */
  otherDefinition: 0.75,
  /** Share of a sentence's words that those before it do not have. */
  novelty: 0.4,
  /** Words of the whole answer, beyond which nothing is added. */
  words: 90,
} as const

export interface ExtractiveAnswer {
  answered: boolean
  reason?: AbstentionReason
  /** Runs to cite, best first; empty when there is no answer. */
  quotes: Candidate[]
  /** Probability that the best run answers the question, 0 to 1. */
  confidence: number
}

export function answerExtractively(question: AnalysedQuestion, hits: readonly Hit[], index: SearchIndex): ExtractiveAnswer {
  const read = readQuestion(question)
  const ranked = findCandidates(read, hits.slice(0, READ_HITS), index).sort((a, b) => scoreCandidate(b) - scoreCandidate(a))
  const [best, second] = ranked
  if (!best) return { answered: false, reason: abstentionReason(question, 0), quotes: [], confidence: 0 }
  const certainty = confidence(decisionFeatures(read, best, second))
  if (certainty < threshold(question.language) || isRuledOut(read, best, index)) {
    const coverage = Math.max(...hits.map((hit) => hit.coverage))
    return { answered: false, reason: abstentionReason(question, coverage), quotes: [], confidence: certainty }
  }
  const quotes = select(ranked, index)
  return {
    answered: true,
    quotes: read.type === 'date' ? quotes : quotes.map((quote) => withoutDateline(quote, index)),
    confidence: certainty,
  }
}

/** A press release's dateline is evidence for a date and noise before anything else. */
function withoutDateline(candidate: Candidate, index: SearchIndex): Candidate {
  return { ...candidate, start: candidate.start + datelineLength(textOf(candidate, index)) }
}

/** The best run, and those near it that say something else. */
function select(ranked: readonly Candidate[], index: SearchIndex): Candidate[] {
  const [best, ...others] = ranked as [Candidate, ...Candidate[]]
  const chosen = [best]
  const needed = scoreCandidate(best)
  let size = countWords(best, index)
  for (const other of others) {
    if (chosen.length === SELECTION.most) break
    if (scoreCandidate(other) < shareNeeded(other, chosen) * needed) continue
    if (other.features.heading === 1 || chosen.some((own) => repeats(other, own, index))) continue
    size += countWords(other, index)
    if (size > SELECTION.words) break
    chosen.push(other)
  }
  return chosen
}

function shareNeeded(candidate: Candidate, chosen: readonly Candidate[]): number {
  if (chosen.some(({ document }) => document === candidate.document)) return SELECTION.sameDocument
  return candidate.features.definition >= DEFINES ? SELECTION.otherDefinition : SELECTION.otherDocument
}

/** A definition pattern, rather than a sentence that merely begins with the word. */
const DEFINES = 0.9

function repeats(candidate: Candidate, chosen: Candidate, index: SearchIndex): boolean {
  if (candidate.document === chosen.document && candidate.start < chosen.end && chosen.start < candidate.end) return true
  const known = new Set(words(textOf(chosen, index)).map(({ form }) => form))
  const own = words(textOf(candidate, index)).map(({ form }) => form)
  return own.filter((form) => !known.has(form)).length < SELECTION.novelty * own.length
}

function countWords(candidate: Candidate, index: SearchIndex): number {
  return textOf(candidate, index).split(/\s+/).length
}

function textOf({ document, start, end }: Candidate, index: SearchIndex): string {
  return index.documents[document]?.text.slice(start, end) ?? ''
}
