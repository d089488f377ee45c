/** POST /ask: answers as JSON, as an event stream or as a page, by what the client sends and accepts. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ask, askEvents } from '../ask.ts'
import { type AskRequest, AskRequestSchema, LANGUAGES, type Language } from '../domain.ts'
import { AppError } from '../errors.ts'
import { ChatPage } from '../ui/chat.tsx'
import type { AppEnv, Shared } from './env.ts'
import { acceptedLanguage } from './language.ts'
import { requestProblems } from './problems.ts'

type AskForm = { question?: string | undefined; history?: string | undefined; ui?: string | undefined }

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

function answerStream(c: Context<AppEnv>, request: AskRequest, preferred: Language, shared: Shared): Response {
  const engine = shared.engine()
  // Proxies that buffer or transform would turn a stream into one late lump.
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-cache, no-transform')
  c.set('streams', true)
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    const leave = (): void => gone.abort()
    // Whoever has left may never take what is being written: the place is free all the same.
    gone.signal.addEventListener('abort', c.get('leave'))
    stream.onAbort(leave)
    const { signal } = c.req.raw
    signal.addEventListener('abort', leave)
    // A proxy that hears nothing for long hangs up, and a language model may think for long.
    const heartbeat = setInterval(() => void stream.write(': \n\n').catch(leave), HEARTBEAT)
    try {
      for await (const { event, data } of askEvents(request, engine, preferred, gone.signal)) {
        if (gone.signal.aborted) return
        await stream.writeSSE({ event, data: JSON.stringify(data) })
        if (event === 'answer-end') shared.answered(data, c.get('requestId'))
      }
    } catch (thrown) {
      // The response has begun: a stream that breaks off is all that the client can be told.
      if (!gone.signal.aborted) shared.log.error({ err: thrown, requestId: c.get('requestId') }, 'stream')
    } finally {
      clearInterval(heartbeat)
      // Node keeps a signal, and its request, for as long as somebody listens.
      signal.removeEventListener('abort', leave)
      c.get('leave')()
    }
  })
}

/** Milliseconds. */
const HEARTBEAT = 10_000

/** The form of the page, posted without script: the whole page comes back with the answer in it. */
async function answerPage(c: Context<AppEnv>, form: AskForm, shared: Shared): Promise<Response> {
  const ui = LANGUAGES.find((language) => language === form.ui) ?? acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  const question = form.question ?? ''
  const parsed = AskRequestSchema.safeParse({ question, history: turnsOf(form.history) }, { reportInput: true })
  if (!parsed.success) {
    const error = new AppError('request-invalid', { problems: requestProblems(parsed.error) }, { cause: parsed.error })
    return c.html(<ChatPage language={ui} question={question} error={error} />, 400)
  }
  const answer = await ask(parsed.data, shared.engine(), ui, c.req.raw.signal)
  shared.answered(answer, c.get('requestId'))
  return c.html(<ChatPage language={ui} answer={answer} history={parsed.data.history} feedback={shared.feedback !== undefined} />)
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
