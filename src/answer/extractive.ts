/**
 * The default answerer: one to three verbatim runs of the documents, or a reason for none. Needs no language model.
 */
import { datelineLength } from '../documents/dates.ts'
import type { AbstentionReason, Hit } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import type { SearchIndex } from '../store/generation.ts'
import type { QuestionType } from '../understand/understand.ts'
import { words } from '../words/analyse.ts'
import { nearestSubjects, rivalAnswers } from './ambiguity.ts'
import { type Candidate, findCandidates, readQuestion } from './candidates.ts'
import { abstentionReason, confidence, decisionFeatures, fittedThreshold, isRuledOut, scoreCandidate, unmentionedNames } from './decide.ts'

/** Hits whose sentences are read. */
export const READ_HITS = 12

/** How far below the best another sentence may score and still stand beside it, in points of `scoreCandidate`; fitted on the development questions. */
export const SELECTION = {
  most: 3,
  /** From the document of the best. */
  sameDocument: 0.15,
  /** From another document, where a second voice is worth more. */
  otherDocument: 0.2,
  /** From another document, where it says what the thing asked about is. */
  otherDefinition: 1,
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
  /** Several documents give different dates or numbers: each must be named. */
  differ?: boolean
  /** With reason `ambiguous`: what the question could be about. */
  choices?: string[]
  /** Names and numbers of the question that stand in no document: why there is no answer. */
  unmentioned?: string[]
  /** Probability that the best run answers the question, 0 to 1; 0 when a check ruled it out or nothing could be read. */
  confidence: number
}

interface AnswerOptions {
  /** Confidence below which there is no answer, 0 to 1; as fitted for the question's language when left out. */
  threshold?: number | undefined
}

/** Content words with which a question stands even if it says "it" somewhere. */
const ENOUGH_WORDS = 3

export function answerExtractively(
  question: AnalysedQuestion,
  hits: readonly Hit[],
  index: SearchIndex,
  { threshold = fittedThreshold(question.language) }: AnswerOptions = {},
): ExtractiveAnswer {
  const read = readQuestion(question)
  const scored = findCandidates(read, hits.slice(0, READ_HITS), index).map((candidate) => ({ candidate, score: scoreCandidate(candidate) }))
  const ranked = scored.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate)
  const [best] = ranked
  const none = { answered: false, quotes: [], confidence: 0 }
  const lacksSubject = question.words.length === 0 || (question.dangling && read.words.length < ENOUGH_WORDS)
  if (lacksSubject) {
    const choices = nearestSubjects(hits, index)
    // One document is no choice.
    return { ...none, reason: 'ambiguous', ...(choices.length > 1 ? { choices } : {}) }
  }
  if (!best) return { ...none, reason: abstentionReason(0) }
  const choices = rivalAnswers(read, ranked, index)
  if (choices.length > 0) return { ...none, reason: 'ambiguous', choices }
  const certainty = isRuledOut(read, best, index) ? 0 : confidence(decisionFeatures(read, best))
  if (certainty < threshold) {
    const reason = abstentionReason(Math.max(...hits.map((hit) => hit.coverage)))
    return { ...none, reason, unmentioned: unmentionedNames(read), confidence: certainty }
  }
  const quotes = select(ranked, index)
  return {
    answered: true,
    differ: documentsDiffer(quotes, read.type, index),
    quotes: read.type === 'date' ? quotes : quotes.map((quote) => withoutDateline(quote, index)),
    confidence: certainty,
  }
}

/** A press release's dateline is evidence for a date and noise before anything else. */
function withoutDateline(candidate: Candidate, index: SearchIndex): Candidate {
  return { ...candidate, start: candidate.start + datelineLength(quoteText(candidate, index)) }
}

/** Kinds whose answer is a number of some sort, so that two documents can be seen to differ. */
const NUMERIC: ReadonlySet<QuestionType> = new Set<QuestionType>(['date', 'amount', 'count', 'age'])

/** Whether quotes of different documents share none of their numbers. */
function documentsDiffer(quotes: readonly Candidate[], type: QuestionType, index: SearchIndex): boolean {
  if (!NUMERIC.has(type)) return false
  const numbers = quotes.map((quote) => new Set(words(quoteText(quote, index)).flatMap(({ form }) => (/\d/.test(form) ? [form] : []))))
  return quotes.some((a, i) =>
    quotes.some((b, j) => a.document !== b.document && [...(numbers[i] as Set<string>)].every((form) => !numbers[j]?.has(form))),
  )
}

/** The best run, and those near it that say something else. */
function select(ranked: readonly Candidate[], index: SearchIndex): Candidate[] {
  const [best, ...others] = ranked as [Candidate, ...Candidate[]]
  const chosen = [best]
  const top = scoreCandidate(best)
  let size = countWords(best, index)
  for (const other of others) {
    if (chosen.length === SELECTION.most) break
    if (scoreCandidate(other) < top - distanceAllowed(other, chosen)) continue
    if (other.features.heading === 1 || chosen.some((own) => repeats(other, own, index))) continue
    size += countWords(other, index)
    if (size > SELECTION.words) break
    chosen.push(other)
  }
  return chosen
}

function distanceAllowed(candidate: Candidate, chosen: readonly Candidate[]): number {
  if (chosen.some(({ document }) => document === candidate.document)) return SELECTION.sameDocument
  return candidate.features.definition >= DEFINES ? SELECTION.otherDefinition : SELECTION.otherDocument
}

/** A definition pattern, rather than a sentence that merely begins with the word. */
const DEFINES = 0.9

function repeats(candidate: Candidate, chosen: Candidate, index: SearchIndex): boolean {
  if (candidate.document === chosen.document && candidate.start < chosen.end && chosen.start < candidate.end) return true
  const known = new Set(words(quoteText(chosen, index)).map(({ form }) => form))
  const own = words(quoteText(candidate, index)).map(({ form }) => form)
  return own.filter((form) => !known.has(form)).length < SELECTION.novelty * own.length
}

function countWords(candidate: Candidate, index: SearchIndex): number {
  return quoteText(candidate, index).split(/\s+/).length
}

export function quoteText({ document, start, end }: Candidate, index: SearchIndex): string {
  return index.documents[document]?.text.slice(start, end) ?? ''
}
