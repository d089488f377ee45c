/** POST /ask: answers as JSON, as an event stream or as a page, by what the client sends and accepts. */
import type { Context } from 'hono'
import { ask, askEvents } from '../ask.ts'
import { type AskRequest, AskRequestSchema, LANGUAGES, type Language } from '../domain.ts'
import { restrictedEngine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { requestProblems } from '../problems.ts'
import { ChatPage } from '../ui/chat.tsx'
import { languageOf } from '../understand/understand.ts'
import { collectionOf, scopeOf } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import { acceptedLanguage } from './language.ts'
import { eventStream } from './stream.ts'

export type AskForm = {
  question?: string | undefined
  /** Of a button, which asks it instead of what stands in the field. */
  chosen?: string | undefined
  history?: string | undefined
  ui?: string | undefined
  documents?: string | string[] | undefined
}

/** @param request validated JSON @param form of the page, whose fields are judged here */
export async function handleAsk(
  c: Context<AppEnv>,
  { request, form }: { request?: AskRequest; form?: AskForm },
  shared: Shared,
): Promise<Response> {
  if (!request) return answerPage(c, form ?? {}, shared)
  const preferred = acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  if (c.req.header('accept')?.includes('text/event-stream')) return answerStream(c, request, preferred, shared)
  const answer = await ask(request, shared.engine(), preferred, c.req.raw.signal)
  shared.answered(answer, c.get('requestId'))
  return c.json(answer, 200)
}

async function answerStream(c: Context<AppEnv>, request: AskRequest, preferred: Language, shared: Shared): Promise<Response> {
  const engine = shared.engine()
  // A stream that has begun can report no error any more.
  await restrictedEngine(engine, request.documents)
  return eventStream(c, shared.log, async (stream, signal) => {
    for await (const { event, data } of askEvents(request, engine, preferred, signal)) {
      if (signal.aborted) return
      await stream.writeSSE({ event, data: JSON.stringify(data) })
      if (event === 'answer-end') shared.answered(data, c.get('requestId'))
    }
  })
}

/** The form of the page, posted without script: the whole page comes back with the answer in it. */
async function answerPage(c: Context<AppEnv>, form: AskForm, shared: Shared): Promise<Response> {
  const ui = LANGUAGES.find((language) => language === form.ui) ?? acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  const question = form.chosen ?? form.question ?? ''
  const documents = form.documents === undefined || form.documents === '' ? {} : { documents: [form.documents].flat() }
  const parsed = AskRequestSchema.safeParse({ question, history: turnsOf(form.history), ...documents }, { reportInput: true })
  if (!parsed.success) {
    const error = new AppError('request-invalid', { problems: requestProblems(parsed.error) }, { cause: parsed.error })
    const engine = shared.engine()
    const asked = {
      scope: await scopeOf({ ids: documents.documents ?? [] }, engine).catch(() => undefined),
      collection: await collectionOf(engine, shared.state.notices),
      ...earlier(historyOf(form.history)),
    }
    return c.html(<ChatPage language={ui} question={question} error={error} {...asked} {...kept(shared)} />, 400)
  }
  const engine = shared.engine()
  const answer = await ask(parsed.data, engine, ui, c.req.raw.signal)
  shared.answered(answer, c.get('requestId'))
  const scope = await scopeOf({ ids: parsed.data.documents ?? [] }, engine)
  const written = form.chosen === undefined ? '' : (form.question ?? '')
  const asked = { answer, scope, ...earlier(parsed.data.history) }
  return c.html(<ChatPage language={ui} question={written} {...asked} {...kept(shared)} />)
}

/** What this server keeps of a question. */
export function kept({ feedback, settings }: Shared): { feedback: boolean; logged: boolean } {
  return { feedback: feedback !== undefined, logged: settings.logLevel === 'questions' }
}

/** What a page shows of the turns before. */
export function earlier(history: AskRequest['history']) {
  return { history, languages: history.map(({ question }) => languageOf(question)) }
}

/** The turns that a form carried, where they are any. */
export function historyOf(field: unknown): AskRequest['history'] {
  const parsed = AskRequestSchema.shape.history.safeParse(turnsOf(typeof field === 'string' ? field : undefined))
  return parsed.success ? parsed.data : []
}

/** The turns that the form carried; what is not JSON is refused with the rest of the request, field by field. */
function turnsOf(field: string | undefined): unknown {
  if (field === undefined || field === '') return []
  try {
    return JSON.parse(field)
  } catch {
    return field
  }
}
