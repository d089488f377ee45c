/**
 * Evidence in, what is quoted out: one to three verbatim runs of the documents, or a reason for none. Needs no language model.
 */

import { datelineLength } from '../documents/dates.ts'
import { type AbstentionReason, type Evidence, type Hit, textOf } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { type Reading, SURE } from '../read/reader.ts'
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'
import type { QuestionType } from '../understand/understand.ts'
import { ofSameContact } from '../verify/contact.ts'
import { withoutContrary } from '../verify/contrasts.ts'
import { ofSameCode, ofSameNumber } from '../verify/designated.ts'
import { lacksName, unmentionedNames } from '../verify/named.ts'
import { holdingOffice, namingHolder, ofSameActor } from '../verify/office.ts'
import { shareOfOwnWords, wordsOf } from '../verify/own-words.ts'
import { ofSameRange, ofSameRow } from '../verify/rows.ts'
import { ofSameDay } from '../verify/weekday.ts'
import { words } from '../words/analyse.ts'
import { type Meaning, nearestSubjects, rivalAnswers, type Titled } from './ambiguity.ts'
import { ofSameBranch } from './branches.ts'
import { explainedFirst, explains, underItsName } from './explained.ts'
import { withLeadIn } from './lead-in.ts'
import { withAntecedent, withOutcome } from './leaning.ts'

/** How far below the best another run may score and still stand beside it, in points of relevance; fitted on the development questions. */
const SELECTION = {
  most: 3,
  /** From the document of the best. */
  sameDocument: 0.15,
  /** From another document, where a second voice is worth more. */
  otherDocument: 0.2,
  /** From any document, where it says what the thing asked about is. */
  definition: 1,
  /** Share of a run's words that those before it do not have. */
  novelty: 0.4,
  /** Words of the whole answer, beyond which nothing is added. */
  words: 90,
} as const

export interface Choice {
  answered: boolean
  reason?: AbstentionReason
  /** Runs to quote, best first; empty when there is no answer. */
  quotes: Evidence[]
  /** Several documents give different dates or numbers: each must be named. */
  differ?: boolean
  /** What is quoted are the headings of a document, in their order. */
  isOutline?: boolean
  /** With reason `ambiguous`: what the question could be about. */
  choices?: Meaning[]
  /** Names and numbers of the question that stand in no document: why there is no answer. */
  unmentioned?: string[]
  /** A check of what the question names left nothing that could answer: nobody else may answer either. */
  ruledOut?: true
  /** Probability that the best run answers the question, 0 to 1; 0 when a check ruled it out or nothing could be read. */
  confidence: number
}

/** What must be asked of the documents beyond the evidence. */
export interface ChoiceOptions {
  /** Confidence below which there is no answer, 0 to 1. */
  threshold: number
  /** Distinct word ids of a document, title included. */
  wordsOf: (documentId: string) => Promise<Uint32Array>
  documents: () => AsyncIterable<Titled>
}

/** Content words with which a question stands even if it says "it" somewhere. */
const ENOUGH_WORDS = 3
/** Below this share of the question met anywhere, the documents speak of something else. */
const OUT_OF_SCOPE = 0.15

/** Share of a question's own words that an answer to it has to speak of. */
const OWN_WORDS = { doubtful: 1 / 3, any: 0.1, side: 1 / 2 } as const
/** Confidence from which an answer to one of several questions needs none of its words. */
const SURE_ALONE = 0.5

export async function choose(
  question: AnalysedQuestion,
  hits: readonly Hit[],
  { none, evidence: read }: Reading,
  { threshold, wordsOf: documentWords, documents }: ChoiceOptions,
): Promise<Choice> {
  const evidence = withoutOthers(question, read, threshold)
  const [best] = evidence
  const abstained = { answered: false, quotes: [], confidence: 0 }
  if (question.words.length === 0 || (question.dangling && question.telling.length < ENOUGH_WORDS)) {
    const choices = await nearestSubjects(question, hits, { documents, wordsOf: documentWords })
    // One document is no choice.
    return { ...abstained, reason: 'ambiguous', ...(choices.length > 1 ? { choices } : {}) }
  }
  if (!best && read.length > 0)
    return { ...abstained, reason: 'not_enough_evidence', unmentioned: unmentionedNames(question), ruledOut: true }
  if (!best) return { ...abstained, reason: 'out_of_scope' }
  const rivals = rivalAnswers(question, evidence)
  if (rivals.length > 0) return { ...abstained, reason: 'ambiguous', choices: rivals }
  // What takes the place of a run that was ruled out is as likely as it is itself.
  const answers = best === read[0] ? 1 - none : (best.confidence ?? 1 - none)
  const confidence = (await lacksName(question, () => documentWords(best.passage.documentId), quoteText(best))) ? 0 : answers
  if (confidence < threshold) {
    const coverage = Math.max(...hits.map((hit) => hit.coverage))
    const unmentioned = unmentionedNames(question)
    // What names something that stands nowhere is refused for that, in either language.
    const reason = coverage < OUT_OF_SCOPE && unmentioned.length === 0 ? 'out_of_scope' : 'not_enough_evidence'
    return { ...abstained, reason, unmentioned, confidence }
  }
  const near = select(best, evidence, (one) => explains(question, one))
  const selected = underItsName(question, explainedFirst(question, inOwnLanguage(question, near)), evidence, threshold)
  const quotes = withoutOverlaps(
    [...selected, ...whatDecides(question, selected, evidence)].map(withAntecedent).flatMap(withLeadIn).map(withOutcome),
  )
  if (lacksOwnWords(question, quotes, confidence))
    return { ...abstained, reason: 'not_enough_evidence', unmentioned: unmentionedNames(question) }
  return {
    answered: true,
    differ: documentsDiffer(quotes, question.asking.type),
    quotes: question.asking.type === 'date' ? quotes : quotes.map(withoutDateline),
    confidence,
  }
}

/** Runs without those that speak of something else than the question names: another office, number, code, season, row, day. */
function withoutOthers(question: AnalysedQuestion, read: readonly Evidence[], threshold: number): readonly Evidence[] {
  const ofOffice = namingHolder(question, ofSameNumber(question, ofSameActor(question, holdingOffice(question, read))), threshold)
  const ofCode = ofSameCode(question, withoutContrary(question, ofSameContact(question, ofOffice)))
  return ofSameDay(question, ofSameRange(question, ofSameBranch(question, ofSameRow(question, ofCode))), threshold)
}

/** Points of relevance by which a run in the language of the question may be behind, and confidence that it has at least. */
const AS_GOOD = { relevance: 0.1, confidence: 0.5 } as const

/** Of what is quoted, and answers equally well, a run in the language of the question comes first. */
function inOwnLanguage({ language, sources = language }: AnalysedQuestion, selected: Evidence[]): Evidence[] {
  const [best] = selected
  if (!best || best.sentence.language === sources) return selected
  const own = selected.find(
    ({ sentence, relevance, confidence = 0 }) =>
      sentence.language === sources && relevance >= best.relevance - AS_GOOD.relevance && confidence >= AS_GOOD.confidence,
  )
  return own ? [own, ...selected.filter((other) => other !== own)] : selected
}

/** One of several questions is not answered by what says nothing of it, unless the reader is sure; a side of a comparison is not, however sure it is. */
function lacksOwnWords(question: AnalysedQuestion, quotes: readonly Evidence[], confidence: number): boolean {
  const { own } = question
  if (own === undefined || (!own.isSide && confidence >= SURE_ALONE)) return false
  const least = own.isSide ? OWN_WORDS.side : confidence < SURE ? OWN_WORDS.doubtful : OWN_WORDS.any
  return shareOfOwnWords(question, own.words, quotes) < least
}

/** A press release's dateline is evidence for a date and noise before anything else. */
function withoutDateline(quote: Evidence): Evidence {
  const { start, end } = quote.span
  return { ...quote, span: { start: start + datelineLength(quoteText(quote)), end } }
}

/** Kinds whose answer is a number of some sort, so that two documents can be seen to differ. */
const NUMERIC: ReadonlySet<QuestionType> = new Set<QuestionType>(['date', 'amount', 'count', 'age'])

/** Whether quotes of different documents share none of their numbers. */
function documentsDiffer(quotes: readonly Evidence[], type: QuestionType): boolean {
  if (!NUMERIC.has(type)) return false
  const numbers = quotes.map((quote) => new Set(words(quoteText(quote)).flatMap(({ form }) => (/\d/.test(form) ? [form] : []))))
  return quotes.some((a, i) =>
    quotes.some(
      (b, j) => a.passage.documentId !== b.passage.documentId && [...elementAt(numbers, i)].every((form) => !numbers[j]?.has(form)),
    ),
  )
}

/**
 * The best run, and those near it that say something else; first of them the nearest that says what the letters asked about stand for, or
 * else what the thing asked about is.
 */
function select(best: Evidence, evidence: readonly Evidence[], explains: (one: Evidence) => boolean): Evidence[] {
  const chosen = [best]
  let size = countWords(best)
  const others = evidence.slice(1)
  const explained = explains(best) ? undefined : others.find(explains)
  const definition = explained ?? (isDefinition(best) ? undefined : others.find(isDefinition))
  for (const other of definition ? [definition, ...others.filter((one) => one !== definition)] : others) {
    if (chosen.length === SELECTION.most) break
    const allowed = other === explained ? SELECTION.definition : distanceAllowed(other, chosen)
    if (other.relevance < best.relevance - allowed) continue
    if (other.sentence.kind === 'heading' || chosen.some((own) => repeats(other, own))) continue
    size += countWords(other)
    if (size > SELECTION.words) break
    chosen.push(other)
  }
  return chosen
}

/** Share of the question that what is selected has to leave unmet before more is looked for, and share of that which more has to meet. */
const UNDECIDED = { unmet: 0.3, met: 0.5 } as const
/** Words of a quote that decides, at most. */
const DECIDING_WORDS = 60

/**
 * "Is the office open on Sunday?" is not decided by "The office is in Gatineau": of the document that is quoted, the run that meets most of what
 * the quotes leave unmet, be it "closed on Sundays".
 */
function whatDecides(
  { asking, telling, matcher }: AnalysedQuestion,
  selected: readonly Evidence[],
  evidence: readonly Evidence[],
): Evidence[] {
  const [best] = selected
  if (!asking.isYesNo || !best || selected.length === SELECTION.most) return []
  const weightOf = (words: readonly QuestionWord[]): number => words.reduce((sum, { weight }) => sum + weight, 0)
  const met = (word: QuestionWord, of: readonly Evidence[]): boolean => matcher.best(word, wordsOf(of)).similarity >= MET
  const unmet = telling.filter((word) => !met(word, selected))
  if (weightOf(unmet) < UNDECIDED.unmet * weightOf(telling)) return []
  let most: { met: number; evidence: Evidence } | undefined
  for (const other of evidence) {
    if (other.passage.documentId !== best.passage.documentId || other.sentence.kind === 'heading' || countWords(other) > DECIDING_WORDS)
      continue
    if (selected.some((own) => repeats(other, own))) continue
    const share = weightOf(unmet.filter((word) => met(word, [other])))
    if (share >= UNDECIDED.met * weightOf(unmet) && share > (most?.met ?? 0)) most = { met: share, evidence: other }
  }
  return most ? [most.evidence] : []
}

/** Similarity from which a word of the question counts as met. */
const MET = 0.55

/** A quote that was begun earlier may reach into another one: they are one then. */
function withoutOverlaps(quotes: readonly Evidence[]): Evidence[] {
  const apart: Evidence[] = []
  for (const quote of quotes) {
    const at = apart.findIndex(
      ({ passage, span }) => passage.documentId === quote.passage.documentId && span.start < quote.span.end && quote.span.start < span.end,
    )
    const other = apart[at]
    if (!other) apart.push(quote)
    else if (quote.span.start < other.span.start || quote.span.end > other.span.end) {
      const first = quote.span.start < other.span.start ? quote : other
      const span = { start: first.span.start, end: Math.max(quote.span.end, other.span.end) }
      // The text of a passage reaches as far as what surrounds it: a longer run stays as it was.
      const reaches = first.passage.around.start + first.passage.around.text.length >= span.end
      if (reaches) apart[at] = { ...other, passage: first.passage, sentence: first.sentence, span }
    }
  }
  return apart
}

/** A definition pattern, rather than a sentence that merely begins with the word. */
const DEFINES = 0.9

function isDefinition({ aspects }: Evidence): boolean {
  return (aspects?.definition ?? 0) >= DEFINES
}

function distanceAllowed(other: Evidence, chosen: readonly Evidence[]): number {
  if (isDefinition(other)) return SELECTION.definition
  return chosen.some((own) => own.passage.documentId === other.passage.documentId) ? SELECTION.sameDocument : SELECTION.otherDocument
}

function repeats(candidate: Evidence, chosen: Evidence): boolean {
  const [a, b] = [candidate.span, chosen.span]
  if (candidate.passage.documentId === chosen.passage.documentId && a.start < b.end && b.start < a.end) return true
  const known = new Set(words(quoteText(chosen)).map(({ form }) => form))
  const own = words(quoteText(candidate)).map(({ form }) => form)
  return own.filter((form) => !known.has(form)).length < SELECTION.novelty * own.length
}

function countWords(quote: Evidence): number {
  return quoteText(quote).split(/\s+/).length
}

/** What a quote says, word for word. */
export function quoteText({ passage, span }: Pick<Evidence, 'passage' | 'span'>): string {
  return textOf(passage, span)
}
