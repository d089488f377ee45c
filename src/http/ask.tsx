/** POST /ask: limit body (the app), parse, ask, and answer as JSON, as an event stream or as a page, by what the client accepts. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { ask, askEvents, type Engine } from '../ask.ts'
import { type AskRequest, AskRequestSchema, LANGUAGES, type Language } from '../domain.ts'
import { AppError } from '../errors.ts'
import { ChatPage } from '../ui/chat.tsx'
import { acceptedLanguage } from './language.ts'
import { requestProblems } from './problems.ts'

export async function handleAsk(c: Context, engine: () => Engine): Promise<Response> {
  const type = c.req.header('content-type') ?? ''
  if (/^application\/x-www-form-urlencoded\b|^multipart\/form-data\b/i.test(type)) return answerPage(c, engine)
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) throw new AppError('media-type-unsupported', { found: type.slice(0, 60) })
  const request = parseRequest(await readJson(c))
  const preferred = acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  if (c.req.header('accept')?.includes('text/event-stream')) return answerStream(c, request, engine(), preferred)
  return c.json(await ask(request, engine(), preferred, c.req.raw.signal))
}

async function readJson(c: Context): Promise<unknown> {
  const body = await c.req.text()
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new AppError('json-invalid', {}, { cause })
  }
}

function parseRequest(body: unknown): AskRequest {
  const parsed = AskRequestSchema.safeParse(body, { reportInput: true })
  if (!parsed.success) throw new AppError('request-invalid', { problems: requestProblems(parsed.error) }, { cause: parsed.error })
  return parsed.data
}

function answerStream(c: Context, request: AskRequest, engine: Engine, preferred: Language): Response {
  // Proxies that buffer or transform would turn a stream into one late lump.
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-cache, no-transform')
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    const leave = (): void => gone.abort()
    stream.onAbort(leave)
    c.req.raw.signal.addEventListener('abort', leave)
    // A proxy that hears nothing for long hangs up, and a language model may think for long.
    const heartbeat = setInterval(() => void stream.write(': \n\n').catch(leave), HEARTBEAT)
    try {
      for await (const { event, data } of askEvents(request, engine, preferred, gone.signal)) {
        if (gone.signal.aborted) return
        await stream.writeSSE({ event, data: JSON.stringify(data) })
      }
    } finally {
      clearInterval(heartbeat)
    }
  })
}

/** Milliseconds. */
const HEARTBEAT = 10_000

/** The form of the page, posted without script: the whole page comes back with the answer in it. */
async function answerPage(c: Context, engine: () => Engine): Promise<Response> {
  const form = await c.req.parseBody()
  const ui = LANGUAGES.find((language) => language === form.ui) ?? acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  const question = typeof form.question === 'string' ? form.question : ''
  try {
    const request = parseRequest({ question, history: turnsOf(form.history) })
    const answer = await ask(request, engine(), ui)
    return c.html(<ChatPage language={ui} answer={answer} history={request.history} />)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'request-invalid') throw thrown
    return c.html(<ChatPage language={ui} question={question} error={thrown} />, 400)
  }
}

/** The turns that the form carried; what is not JSON is refused with the rest of the request, field by field. */
function turnsOf(field: unknown): unknown {
  if (typeof field !== 'string' || field === '') return []
  try {
    return JSON.parse(field)
  } catch {
    return field
  }
}
