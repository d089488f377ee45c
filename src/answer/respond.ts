/** What was found and written, as the HTTP contract says it. */
import type { AskPassage, AskRequest, AskResponse, Hit, PersonalData } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'
import type { Understanding } from '../understand/understand.ts'
import { pageAt } from '../verify/citations.ts'
import type { Draft } from './draft.ts'
import type { ExtractiveAnswer } from './extractive.ts'
import { abstentionText } from './frames.ts'

export interface Outcome {
  id: string
  request: AskRequest
  understood: Understanding
  /** What the chosen reading of the question took from the turns before, and the question with it. */
  context: string | undefined
  hits: readonly Hit[]
  found: ExtractiveAnswer
  draft: Draft
  /** Name of the language model that wrote the answer. */
  model: string | undefined
  notice: AskResponse['notice']
  removed: ReadonlySet<PersonalData>
  suggestions: readonly string[]
  /** performance.now() when the question came, when its passages were found, and when the answer was ready. */
  times: { started: number; retrieved: number; ended: number }
}

export function toResponse(outcome: Outcome, index: SearchIndex): AskResponse {
  const { id, request, understood, context, hits, found, draft, model, notice, removed, suggestions, times } = outcome
  const { sentences, citations } = draft
  const answered = sentences.length > 0
  return {
    id,
    question: request.question.trim(),
    language: understood.language,
    answered,
    ...(answered ? {} : { reason: found.reason ?? 'not_enough_evidence' }),
    ...(found.choices ? { choices: found.choices.map((choice) => `${understood.bare} (${choice})`) } : {}),
    ...(suggestions.length > 0 ? { suggestions: [...suggestions] } : {}),
    ...(context === undefined ? {} : { understood: context }),
    confidence: round(found.confidence),
    answer: answered ? answerText(draft) : abstentionText(found, understood.language),
    sentences,
    citations,
    passages: hits.slice(0, request.topK).map((hit) => toAskPassage(hit, index)),
    mode: model === undefined ? 'extractive' : 'llm',
    ...(model === undefined ? {} : { model }),
    ...(notice ? { notice } : {}),
    ...(removed.size > 0 ? { redacted: [...removed] } : {}),
    verified: { kept: sentences.length, dropped: draft.dropped },
    timings: {
      totalMs: round(times.ended - times.started),
      retrieveMs: round(times.retrieved - times.started),
      answerMs: round(times.ended - times.retrieved),
    },
    index: { generation: index.manifest.generation, model: index.manifest.recipe.embedder.id },
  }
}

/** The sentences with their markers: "… [1][2] … [3]". */
function answerText({ sentences }: Draft): string {
  return sentences.map(({ text, citations }) => `${text} ${citations.map((n) => `[${n}]`).join('')}`).join(' ')
}

export function toAskPassage({ passage, score, why }: Hit, index: SearchIndex): AskPassage {
  const { document, start, end, language } = index.passages[passage] as SearchIndex['passages'][number]
  const origin = index.documents[document] as SearchIndex['documents'][number]
  const { id, source, title } = origin
  const page = pageAt(origin, start)
  const place = { documentId: id, source, title, language, start, end, ...(page ? { page } : {}) }
  return { ...place, text: passageText({ passage }, index), score: round(score), why }
}

export function passageText({ passage }: Pick<Hit, 'passage'>, { documents, passages }: SearchIndex): string {
  const { document = -1, start, end } = passages[passage] ?? {}
  return documents[document]?.text.slice(start, end) ?? ''
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
