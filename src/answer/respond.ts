/** What was found and written, as the HTTP contract says it. */
import type { AnswerPart, AskPassage, AskRequest, AskResponse, AskScope, Hit, Language, OtherVersion, PersonalData } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { EVEN } from '../read/reader.ts'
import { askingText, MOST_PARTS, type Question, type Understanding } from '../understand/understand.ts'
import type { Choice } from './choose.ts'
import type { Draft } from './draft.ts'
import { abstentionText } from './frames.ts'
import { isTurnedDown } from './help.ts'

/** What became of one question. */
export interface Answered {
  /** As it was written, where it is one of several. */
  written?: string
  /** The chosen reading of it. */
  question: Question
  /** The product's own words, where it is no question to the documents. */
  reply?: string
  choice: Choice
  /** Best first. */
  hits: readonly Hit[]
  scope: AskScope | undefined
  /** Its sentences in the draft, the last one excluded. */
  sentences: { from: number; to: number }
  /** Why a language model that was asked for did not write it. */
  notice: AskResponse['notice']
  byModel: boolean
  /** That not all documents could be looked in yet. */
  partial: AskResponse['index']['partial']
  retrieveMs: number
}

export interface Outcome {
  id: string
  request: AskRequest
  understood: Understanding
  /** One, or one for each question of the message; none for a reply of the product's own. */
  answers: readonly Answered[]
  /** What was found for a message of several questions as a whole, best first. */
  together: readonly Hit[]
  /** The product's own reply to what is no question to the documents. */
  help?: string
  draft: Draft
  /** Name of the language model, where there is one. */
  model: string | undefined
  removed: ReadonlySet<PersonalData>
  suggestions: readonly string[]
  /** What other versions of the document that answers one question say. */
  versions: readonly OtherVersion[]
  /** performance.now() when the question came, and when the answer was ready. */
  times: { started: number; ended: number }
}

export function toResponse(outcome: Outcome, index: AskResponse['index']): AskResponse {
  const { id, request, understood, answers, help, draft, removed, suggestions, versions, times } = outcome
  const { sentences, citations } = draft
  const answered = sentences.length > 0
  const parts = answers.some(({ written }) => written !== undefined) ? allParts(outcome) : undefined
  const [only] = parts ? [] : answers
  const model = answers.some(({ byModel }) => byModel) ? outcome.model : undefined
  const notice = answers.find((one) => one.notice)?.notice
  const retrieveMs = answers.reduce((sum, own) => sum + own.retrieveMs, 0)
  const totalMs = times.ended - times.started
  return {
    id,
    question: request.question.trim(),
    language: understood.language,
    answered,
    ...(answered ? {} : { reason: help === undefined ? reasonOf(answers) : isTurnedDown(understood.topic) ? 'out_of_scope' : 'help' }),
    ...(only ? choicesOf(only.choice, understood.bare) : {}),
    ...(parts ? { parts } : {}),
    ...(understood.topic === undefined ? {} : { topic: understood.topic }),
    ...(suggestions.length > 0 ? { suggestions: [...suggestions] } : {}),
    ...(only?.question.about === undefined ? {} : { about: only.question.about }),
    ...(only ? contextOf(only) : {}),
    ...(answers.some((one) => isDoubtful(one)) ? { doubt: true as const } : {}),
    ...(help === undefined ? { confidence: round(confidenceOf(answers)) } : {}),
    answer: help ?? (parts ? partsText(parts) : only ? textOf(only, draft, understood.language) : ''),
    sentences,
    citations,
    passages: (only?.hits ?? outcome.together).slice(0, request.topK).map(toAskPassage),
    mode: model === undefined ? 'extractive' : 'llm',
    ...(model === undefined ? {} : { model }),
    ...(notice ? { notice } : {}),
    ...(removed.size > 0 ? { redacted: [...removed] } : {}),
    ...(versions.length > 0 ? { versions: [...versions] } : {}),
    verified: { kept: sentences.length, dropped: draft.dropped },
    timings: { totalMs: round(totalMs), retrieveMs: round(retrieveMs), answerMs: round(totalMs - retrieveMs) },
    index,
  }
}

/** One question of several, as the contract says it. */
export function toPart(answered: Answered, draft: Draft, language: Language): AnswerPart {
  const { written = '', choice, sentences } = answered
  const has = sentences.to > sentences.from
  return {
    question: written,
    answered: has,
    ...(has ? {} : { reason: choice.reason ?? 'not_enough_evidence' }),
    ...choicesOf(choice, written),
    ...contextOf(answered),
    ...(isDoubtful(answered) ? { doubt: true as const } : {}),
    confidence: round(choice.confidence),
    answer: textOf(answered, draft, language),
    sentences: Array.from({ length: sentences.to - sentences.from }, (_, i) => sentences.from + i),
  }
}

function allParts({ understood: { language, beyond }, answers, draft }: Outcome): AnswerPart[] {
  const left = beyond.map(
    (question): AnswerPart => ({
      ...{ question, answered: false, reason: 'too_many', confidence: 0, sentences: [] },
      answer: messages(language).answer.tooManyQuestions(MOST_PARTS),
    }),
  )
  return [...answers.map((answered) => toPart(answered, draft, language)), ...left]
}

/** Why none of them is answered: the one reason of all, else the least far-reaching. */
function reasonOf(answers: readonly Answered[]): NonNullable<AskResponse['reason']> {
  const reasons = new Set(answers.map(({ choice }) => choice.reason ?? 'not_enough_evidence'))
  const [first = 'not_enough_evidence', ...others] = reasons
  return others.length === 0 ? first : 'not_enough_evidence'
}

function isDoubtful({ choice, sentences }: Answered): boolean {
  return sentences.to > sentences.from && choice.confidence < EVEN
}

/** Of several answers the lowest confidence; where none is answered, the highest. */
function confidenceOf(answers: readonly Answered[]): number {
  const given = answers.filter(({ sentences }) => sentences.to > sentences.from).map(({ choice }) => choice.confidence)
  return given.length > 0 ? Math.min(...given) : Math.max(0, ...answers.map(({ choice }) => choice.confidence))
}

function choicesOf({ choices }: Choice, asked: string): Pick<AskResponse, 'choices' | 'alternatives'> {
  const alternatives = choices?.map((meaning) => ({ question: `${asked} (${meaning.name})`, ...meaning }))
  return alternatives ? { choices: alternatives.map(({ question }) => question), alternatives } : {}
}

/** What a question took from the turns before, and the question with it; where it was looked up. */
function contextOf({ question: { subject, written }, scope }: Answered): { understood?: string; scope?: AskScope } {
  return { ...(subject === undefined ? {} : { understood: written }), ...(scope ? { scope } : {}) }
}

/** The sentences with their markers: "… [1][2] … [3]"; or why there are none. */
function textOf(
  { choice, question, reply, written, hits, partial, sentences: { from, to } }: Answered,
  { sentences }: Draft,
  language: Language,
): string {
  if (reply !== undefined) return reply
  if (from === to) {
    // A word is named where it is asked about, and nowhere else: what somebody wants to be said is not repeated.
    const asked = askingText(question.written)
    const unmentioned = choice.unmentioned?.filter((name) => asked.includes(name)) ?? []
    if (question.own?.isSide && !choice.choices && unmentioned.length === 0) return messages(language).answer.nothingAbout(written ?? '')
    // Below one of several questions stands the next one.
    return abstentionText({ ...choice, unmentioned, hasClosest: written === undefined && hits.length > 0, partial }, language)
  }
  const own = sentences.slice(from, to)
  return own.map(({ text, citations }) => `${text} ${citations.map((n) => `[${n}]`).join('')}`).join(choice.isOutline ? '\n' : ' ')
}

/** Each question on a line of its own, above its answer. */
function partsText(parts: readonly AnswerPart[]): string {
  return parts.map(({ question, answer }) => `${question}\n${answer}`).join('\n\n')
}

export function toAskPassage({ passage, score, why }: Hit): AskPassage {
  const { documentId, source, title, language, date, start, end, page, text } = passage
  const place = { documentId, source, title, language, ...(date ? { date } : {}), start, end, ...(page === undefined ? {} : { page }) }
  return { ...place, text, score: round(score), why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}

/** Passages that an answer does not quote already. */
export function uncited({ citations, passages }: Pick<AskResponse, 'citations' | 'passages'>): AskPassage[] {
  return passages.filter(
    ({ documentId, start, end }) => !citations.some((own) => own.documentId === documentId && start <= own.start && own.end <= end),
  )
}

/** The sentences of one question of several. */
export function sentencesOf({ sentences }: Pick<AskResponse, 'sentences'>, part: AnswerPart): AskResponse['sentences'] {
  return part.sentences.flatMap((i) => sentences.slice(i, i + 1))
}
