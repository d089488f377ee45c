/**
 * OpenAI's protocol over the same answers: any client of it can use Sourcier as a model. Citations go out three times, because
 * clients keep different parts: as Markdown links in the text, as annotations, and whole.
 */
import {
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
import type { ChatRequest, ChatResponse, OpenAIErrorBody, UrlCitation } from './openai-schemas.ts'
import { STATUS } from './status.ts'

export const MODEL_NAME = 'sourcier'
export const MODEL = { id: MODEL_NAME, object: 'model' as const, created: 0, owned_by: MODEL_NAME }
const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 }
const HISTORY_ANSWER_MAX_LENGTH = 20_000

/** The last message of the user is the question; pairs before it are the history, other messages are ignored. @throws AppError request-invalid */
export function toAskRequest({ messages: all }: ChatRequest): AskRequest {
  const said = all.map(({ role, content }) => ({ role, text: textOf(content) }))
  const last = said.findLastIndex(({ role }) => role === 'user')
  const history: AskRequest['history'] = []
  for (const [i, { role, text }] of said.slice(0, Math.max(last, 0)).entries()) {
    const next = said[i + 1]
    if (role !== 'user' || next?.role !== 'assistant') continue
    history.push({ question: text.slice(0, 2000), answer: plain(next.text).slice(0, HISTORY_ANSWER_MAX_LENGTH) })
  }
  const parsed = AskRequestSchema.safeParse(
    { question: said[last]?.text, history: history.slice(-HISTORY_MAX_TURNS) },
    { reportInput: true },
  )
  if (parsed.success) return parsed.data
  const problems = requestProblems(parsed.error).map((problem) =>
    problem.path === 'question' ? { ...problem, path: last < 0 ? 'messages' : `messages.${last}.content` } : problem,
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

/** Text of documents is escaped: it must not become markup, least of all an image that the client fetches. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*[\]<>~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(\s{0,3})(#{1,6} |[-+] |\d{1,9}[.)] )/gmu, '$1\\$2')
}

/** Text that grows, with the places where its links stand. */
class Markdown {
  text = ''
  readonly annotations: UrlCitation[] = []
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  /** @returns what was added */
  sentence(text: string, citations: readonly Citation[]): string {
    const before = this.text.length
    this.text += `${this.text === '' || this.text.endsWith('\n') ? '' : ' '}${escapeMarkdown(text)} `
    for (const { n, href, title } of citations) {
      const url = `${this.#base}${href}#cited`
      const start_index = this.text.length
      this.text += `[[${n}]](${url})`
      this.annotations.push({ type: 'url_citation', url_citation: { start_index, end_index: this.text.length, url, title } })
    }
    return this.text.slice(before)
  }

  paragraph(text: string): string {
    const before = this.text.length
    this.text += `${this.text === '' ? '' : '\n\n'}${text}`
    return this.text.slice(before)
  }

  list(heading: string, items: readonly string[]): string {
    return items.length === 0 ? '' : this.paragraph(`${heading}\n\n${items.map((item) => `- ${item}`).join('\n')}`)
  }

  /** What follows the sentences: without an answer, what there is instead. */
  rest({ answered, answer, choices = [], suggestions = [], passages, language, notice }: AskResponse): string {
    const { page } = messages(language)
    if (answered) return notice ? this.paragraph(page.notices[notice]) : ''
    const links = passages
      .slice(0, 3)
      .map(
        ({ title, documentId, start, end }) =>
          `[${escapeMarkdown(title)}](${this.#base}/source/${documentId}?start=${start}&end=${end}#cited)`,
      )
    return (
      this.paragraph(escapeMarkdown(answer)) +
      this.list(page.whichOne, choices.map(escapeMarkdown)) +
      this.list(page.askInstead, suggestions.map(escapeMarkdown)) +
      this.list(page.closest, links)
    )
  }
}

/** @param base address of this server, as the client reached it */
export function toCompletion(answer: AskResponse, base: string): ChatResponse {
  const markdown = new Markdown(base)
  for (const { text, citations } of answer.sentences)
    markdown.sentence(
      text,
      answer.citations.filter(({ n }) => citations.includes(n)),
    )
  markdown.rest(answer)
  const message = { role: 'assistant' as const, content: markdown.text, refusal: null, annotations: markdown.annotations }
  return {
    id: completionId(answer.id),
    object: 'chat.completion',
    created: seconds(),
    model: MODEL_NAME,
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: USAGE,
    sourcier: answer,
  }
}

/** What a stream of chunks says, in order; the last chunk before the usage carries annotations and the whole answer. */
export async function* completionChunks(events: AsyncIterable<AskEvent>, base: string, withUsage: boolean): AsyncGenerator<string> {
  const markdown = new Markdown(base)
  const created = seconds()
  let id = ''
  let language: Language = 'en'
  let cited: Citation[] = []
  const chunk = (delta: object, finish_reason: 'stop' | null = null, more: object = {}): string => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
    return JSON.stringify({ id, object: 'chat.completion.chunk', created, model: MODEL_NAME, choices, ...more })
  }
  for await (const { event, data } of events) {
    if (event === 'answer-start') {
      id = completionId(data.id)
      language = data.language
      yield chunk({ role: 'assistant', content: '' })
    } else if (event === 'sentence') {
      cited.push(...data.newCitations)
      const own = cited.filter(({ n }) => data.citations.includes(n))
      yield chunk({ content: markdown.sentence(data.text, own) })
    } else if (event === 'answer-restart') {
      // Sentences already sent cannot be withdrawn in this protocol; each of them was verified by itself.
      cited = []
      yield chunk({ content: markdown.paragraph(messages(language).page.notices[data.notice]) + markdown.paragraph('') })
    } else {
      const rest = data.answered ? '' : markdown.rest(data)
      if (rest !== '') yield chunk({ content: rest })
      yield chunk({ annotations: markdown.annotations }, 'stop', { sourcier: data })
    }
  }
  if (withUsage) yield JSON.stringify({ id, object: 'chat.completion.chunk', created, model: MODEL_NAME, choices: [], usage: USAGE })
  yield '[DONE]'
}

function completionId(id: string): string {
  return `chatcmpl-${id}`
}

/** Unix time. */
function seconds(): number {
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
