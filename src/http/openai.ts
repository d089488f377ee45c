/**
 * OpenAI's protocol over the same answers: any client of it can use Sourcier as a model. Citations go out three times, because
 * clients keep different parts: as Markdown links in the text, as annotations, and whole.
 */
import {
  type AnswerSentence,
  type AskEvent,
  type AskRequest,
  AskRequestSchema,
  type AskResponse,
  type Citation,
  HISTORY_MAX_TURNS,
  type Language,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import { requestProblems } from '../problems.ts'
import { countPieces, Markdown } from './openai-markdown.ts'
import type { ChatRequest, ChatResponse, OpenAIErrorBody } from './openai-schemas.ts'
import { STATUS } from './status.ts'

export const MODEL_NAME = 'sourcier'
export const MODEL = { id: MODEL_NAME, object: 'model' as const, created: 0, owned_by: MODEL_NAME }
const HISTORY_ANSWER_MAX_LENGTH = 20_000
const HISTORY_QUESTION_MAX_LENGTH = 2000

/** A message of a conversation as text alone. */
export interface Said {
  role: string
  text: string
}

/** What a client sent beside the question that shapes the response. */
export interface Wanted {
  /** Address of this server, as the client reached it. */
  base: string
  /** Pieces of the response at most. */
  limit: number
  /** Pieces of the request. */
  promptPieces: number
}

export function chatMessages({ messages: all }: ChatRequest): Said[] {
  return all.map(({ role, content }) => ({ role, text: textOf(content) }))
}

/** Tokens that a client allows for the answer; Infinity without a limit. */
export function chatLimit({ max_tokens, max_completion_tokens }: ChatRequest): number {
  return max_completion_tokens ?? max_tokens ?? Number.POSITIVE_INFINITY
}

export function piecesOf(said: readonly Said[]): number {
  return said.reduce((sum, { text }) => sum + countPieces(text), 0)
}

/**
 * The last message of the user is the question; pairs before it are the history, of which the last ones count. Other messages are
 * ignored.
 * @param place name of the question's field in an error, by the place of its message
 * @throws AppError request-invalid
 */
export function toAskRequest(said: readonly Said[], place: (last: number) => string): AskRequest {
  const last = said.findLastIndex(({ role }) => role === 'user')
  const history: AskRequest['history'] = []
  for (const [i, { role, text }] of said.slice(0, Math.max(last, 0)).entries()) {
    const next = said[i + 1]
    if (role !== 'user' || next?.role !== 'assistant') continue
    const turn = { question: text.slice(0, HISTORY_QUESTION_MAX_LENGTH), answer: plain(next.text).slice(0, HISTORY_ANSWER_MAX_LENGTH) }
    // A picture alone, or an answer that was a call of a tool: nothing was said.
    if (turn.question.trim() !== '' && turn.answer.trim() !== '') history.push(turn)
  }
  const question = said[last]?.text
  const parsed = AskRequestSchema.safeParse({ question, history: history.slice(-HISTORY_MAX_TURNS) }, { reportInput: true })
  if (parsed.success) return parsed.data
  const problems = requestProblems(parsed.error).map((problem) =>
    problem.path === 'question' ? { ...problem, path: place(last) } : problem,
  )
  throw new AppError('request-invalid', { problems }, { cause: parsed.error })
}

function textOf(content: ChatRequest['messages'][number]['content']): string {
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => part.text ?? '').join('\n')
}

/** An answer of ours as it was before links were put into it. */
function plain(markdown: string): string {
  return markdown.replace(/\[\[(\d{1,3})\]\]\([^()\s]{1,500}\)/g, '[$1]').replace(/\\([\\`*_[\]<>~|])/g, '$1')
}

/** An answer as Markdown, within what the client allows. */
export function toMarkdown(answer: AskResponse, { base, limit }: Wanted): Markdown {
  const markdown = new Markdown(base, limit)
  const add = ({ text, citations }: AnswerSentence): void => {
    markdown.sentence(
      text,
      answer.citations.filter(({ n }) => citations.includes(n)),
    )
  }
  for (const part of answer.parts ?? []) {
    markdown.question(part.question)
    for (const i of part.sentences) for (const sentence of answer.sentences.slice(i, i + 1)) add(sentence)
    markdown.endPart(part, answer.language)
  }
  if (!answer.parts) {
    answer.sentences.forEach(add)
    markdown.doubt(answer)
  }
  markdown.versions(answer)
  markdown.rest(answer)
  return markdown
}

/** `end` is undefined for a text that is no answer of the documents. */
export type Piece = { start: string } | { text: string } | { end: AskResponse | undefined }

/** The same piece by piece: the id of the answer first, the whole answer last. */
export async function* markdownPieces(events: AsyncIterable<AskEvent>, markdown: Markdown): AsyncGenerator<Piece> {
  let language: Language = 'en'
  let cited: Citation[] = []
  const said = (text: string): Piece[] => (text === '' ? [] : [{ text }])
  for await (const { event, data } of events) {
    if (event === 'answer-start') {
      language = data.language
      yield { start: data.id }
    } else if (event === 'sentence') {
      cited.push(...data.newCitations)
      const own = cited.filter(({ n }) => data.citations.includes(n))
      yield* said(markdown.sentence(data.text, own))
    } else if (event === 'part-start') {
      yield* said(markdown.question(data.question))
    } else if (event === 'part-end') {
      yield* said(markdown.endPart(data.part, language))
    } else if (event === 'answer-restart') {
      // Sentences already sent cannot be withdrawn in this protocol; each of them was verified by itself.
      cited = []
      yield* said(markdown.paragraph(messages(language).page.notices[data.notice]) + markdown.paragraph(''))
    } else {
      yield* said(data.parts ? '' : markdown.doubt(data))
      yield* said(markdown.versions(data))
      yield* said(data.answered ? '' : markdown.rest(data))
      yield { end: data }
    }
  }
}

export function toCompletion(answer: AskResponse, wanted: Wanted): ChatResponse {
  const markdown = toMarkdown(answer, wanted)
  return { ...completion(answer.id, markdown, wanted), sourcier: answer }
}

/** A text that is no answer of the documents: a title, tags. */
export function toTextCompletion(id: string, text: string, wanted: Wanted): ChatResponse {
  const markdown = new Markdown(wanted.base)
  markdown.paragraph(text)
  return completion(id, markdown, wanted)
}

function completion(id: string, markdown: Markdown, { promptPieces }: Wanted): ChatResponse {
  const message = { role: 'assistant' as const, content: markdown.text, refusal: null, annotations: markdown.annotations }
  return {
    id: completionId(id),
    object: 'chat.completion',
    created: seconds(),
    model: MODEL_NAME,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(markdown) }],
    usage: usage(promptPieces, markdown),
  }
}

function finishReason({ cut }: Markdown): 'stop' | 'length' {
  return cut ? 'length' : 'stop'
}

function usage(promptPieces: number, { text }: Markdown): ChatResponse['usage'] {
  const completion = countPieces(text)
  return { prompt_tokens: promptPieces, completion_tokens: completion, total_tokens: promptPieces + completion }
}

/** What a stream of chunks says, in order; the last chunk before the usage carries annotations and the whole answer. */
export async function* completionChunks(
  pieces: AsyncIterable<Piece>,
  markdown: Markdown,
  { promptPieces, withUsage }: { promptPieces: number; withUsage: boolean },
): AsyncGenerator<string> {
  const created = seconds()
  let id = ''
  const chunk = (delta: object, finish_reason: 'stop' | 'length' | null = null, more: object = {}): string => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
    return JSON.stringify({ id, object: 'chat.completion.chunk', created, model: MODEL_NAME, choices, ...more })
  }
  for await (const piece of pieces) {
    if ('start' in piece) {
      id = completionId(piece.start)
      yield chunk({ role: 'assistant', content: '' })
    } else if ('text' in piece) yield chunk({ content: piece.text })
    else yield chunk({ annotations: markdown.annotations }, finishReason(markdown), { sourcier: piece.end })
  }
  const counted = { choices: [], usage: usage(promptPieces, markdown) }
  if (withUsage) yield JSON.stringify({ id, object: 'chat.completion.chunk', created, model: MODEL_NAME, ...counted })
  yield '[DONE]'
}

function completionId(id: string): string {
  return `chatcmpl-${id}`
}

/** Unix time. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** An error as OpenAI's clients read it; they show `message`, so it holds both languages. */
export function openAIError(error: AppError): OpenAIErrorBody {
  const status = STATUS[error.code]
  const type =
    status === 401 || status === 403
      ? 'authentication_error'
      : status === 429
        ? 'rate_limit_error'
        : status >= 500
          ? 'server_error'
          : 'invalid_request_error'
  const said = { en: errorText(error, 'en'), fr: errorText(error, 'fr') }
  const problems = error.code === 'request-invalid' ? (error as AppError<'request-invalid'>).params.problems : []
  return { error: { message: `${said.en} / ${said.fr}`, type, code: error.code, param: problems[0]?.path ?? null, messages: said } }
}
