/** What was found and written, as the HTTP contract says it. */
import type { AskPassage, AskRequest, AskResponse, AskScope, Hit, OtherVersion, PersonalData } from '../domain.ts'
import type { Understanding } from '../understand/understand.ts'
import type { Choice } from './choose.ts'
import type { Draft } from './draft.ts'
import { abstentionText } from './frames.ts'

export interface Outcome {
  id: string
  request: AskRequest
  understood: Understanding
  /** What the chosen reading of the question took from the turns before, and the question with it. */
  context: string | undefined
  scope?: AskScope | undefined
  hits: readonly Hit[]
  choice: Choice
  /** The product's own reply to what is no question to the documents. */
  help?: string
  draft: Draft
  /** Name of the language model that wrote the answer. */
  model: string | undefined
  notice: AskResponse['notice']
  removed: ReadonlySet<PersonalData>
  suggestions: readonly string[]
  versions: readonly OtherVersion[]
  /** performance.now() when the question came, when its passages were found, and when the answer was ready. */
  times: { started: number; retrieved: number; ended: number }
}

export function toResponse(outcome: Outcome, index: AskResponse['index']): AskResponse {
  const { id, request, understood, context, scope, hits, choice, help, draft, model, notice, removed, suggestions, versions, times } =
    outcome
  const { sentences, citations } = draft
  const answered = sentences.length > 0
  return {
    id,
    question: request.question.trim(),
    language: understood.language,
    answered,
    ...(answered ? {} : { reason: help === undefined ? (choice.reason ?? 'not_enough_evidence') : 'help' }),
    ...(choice.choices ? { choices: choice.choices.map((choice) => `${understood.bare} (${choice})`) } : {}),
    ...(suggestions.length > 0 ? { suggestions: [...suggestions] } : {}),
    ...(context === undefined ? {} : { understood: context }),
    ...(scope ? { scope } : {}),
    ...(help === undefined ? { confidence: round(choice.confidence) } : {}),
    answer: answered ? answerText(draft) : (help ?? abstentionText(choice, understood.language)),
    sentences,
    citations,
    passages: hits.slice(0, request.topK).map(toAskPassage),
    mode: model === undefined ? 'extractive' : 'llm',
    ...(model === undefined ? {} : { model }),
    ...(notice ? { notice } : {}),
    ...(removed.size > 0 ? { redacted: [...removed] } : {}),
    ...(versions.length > 0 ? { versions: [...versions] } : {}),
    verified: { kept: sentences.length, dropped: draft.dropped },
    timings: {
      totalMs: round(times.ended - times.started),
      retrieveMs: round(times.retrieved - times.started),
      answerMs: round(times.ended - times.retrieved),
    },
    index,
  }
}

/** The sentences with their markers: "… [1][2] … [3]". */
function answerText({ sentences }: Draft): string {
  return sentences.map(({ text, citations }) => `${text} ${citations.map((n) => `[${n}]`).join('')}`).join(' ')
}

export function toAskPassage({ passage, score, why }: Hit): AskPassage {
  const { documentId, source, title, language, date, start, end, page, text } = passage
  const place = { documentId, source, title, language, ...(date ? { date } : {}), start, end, ...(page === undefined ? {} : { page }) }
  return { ...place, text, score: round(score), why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
