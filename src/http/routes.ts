/** The routes of `api.ts` with their handlers. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import { ask, askEvents } from '../ask.ts'
import type { AskRequest, FeedbackRequest } from '../domain.ts'
import { AppError } from '../errors.ts'
import { toCandidates } from '../feedback.ts'
import type { ApiRoutes } from './api.ts'
import { type AskForm, handleAsk } from './ask.tsx'
import { isForm } from './body.ts'
import { findDocument, listDocuments, sourcePage, toDocumentText } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import { type FeedbackForm, handleFeedback, keptFeedback } from './feedback.tsx'
import type { Gate } from './gate.ts'
import { health } from './health.ts'
import { acceptedLanguage } from './language.ts'
import { handleMcp } from './mcp.ts'
import { completionChunks, MODEL, MODEL_NAME, toAskRequest, toCompletion } from './openai.ts'
import { eventStream } from './stream.ts'

/** A response of a kind that the types of a route cannot express: a stream, a page, plain text. */
const untyped = (response: Response | Promise<Response>) => response as never

export function addRoutes(app: OpenAPIHono<AppEnv>, routes: ApiRoutes, shared: Shared, gate: Gate): void {
  const { state, metrics } = shared
  app.openapi(routes.ask, (c) => {
    const given = isForm(c) ? { form: c.req.valid('form') as AskForm } : { request: c.req.valid('json') as AskRequest }
    return untyped(handleAsk(c, given, shared))
  })
  app.openapi(routes.documents, async (c) => {
    const listed = await listDocuments(shared.engine())
    return c.json(
      listed.map(({ passages: _, ...summary }) => summary),
      200,
    )
  })
  app.openapi(routes.document, async (c) => c.json(toDocumentText(await findDocument(c.req.valid('param').id ?? '', shared)), 200))
  app.openapi(routes.source, (c) => untyped(sourcePage(c, c.req.valid('param').id ?? '', shared)))
  app.openapi(routes.feedback, (c) => {
    const given = isForm(c) ? { form: c.req.valid('form') as FeedbackForm } : { request: c.req.valid('json') as FeedbackRequest }
    return untyped(handleFeedback(c, given, shared))
  })
  app.openapi(routes.health, (c) => c.json(health(state, gate), state.engine && !state.stopping ? 200 : 503))
  app.openapi(routes.metrics, async (c) => untyped(c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType })))
  app.openapi(routes.mcp, (c) => untyped(handleMcp(c, c.req.valid('json'), shared)))
  addOpenAIRoutes(app, routes, shared)
  app.openapi(routes.reindex, (c) => {
    shared.engine()
    state.reindex?.()
    return c.json({ started: state.reindex !== undefined }, 202)
  })
  app.openapi(routes.feedbackExport, async (c) => {
    const lines = toCandidates(await keptFeedback(shared).read()).map((candidate) => `${JSON.stringify(candidate)}\n`)
    return untyped(c.body(lines.join(''), 200, { 'Content-Type': 'application/jsonl' }))
  })
}

function addOpenAIRoutes(app: OpenAPIHono<AppEnv>, routes: ApiRoutes, shared: Shared): void {
  const behindProxy = shared.settings.trustProxy.length > 0
  app.openapi(routes.models, (c) => c.json({ object: 'list' as const, data: [MODEL] }, 200))
  app.openapi(routes.model, (c) => {
    if (c.req.valid('param').model !== MODEL_NAME) throw new AppError('route-unknown', { path: c.req.path.slice(0, 100) })
    return c.json(MODEL, 200)
  })
  app.openapi(routes.chatCompletions, async (c) => {
    const chat = c.req.valid('json')
    const request = toAskRequest(chat)
    const engine = shared.engine()
    const preferred = acceptedLanguage(c.req.header('accept-language')) ?? 'en'
    const base = baseOf(c.req.url, c.req.header('x-forwarded-proto'), behindProxy)
    if (!chat.stream) {
      const answer = await ask(request, engine, preferred, c.req.raw.signal)
      shared.answered(answer, c.get('requestId'))
      return c.json(toCompletion(answer, base), 200)
    }
    const stream = eventStream(c, shared.log, async (stream, signal) => {
      const events = async function* () {
        for await (const event of askEvents(request, engine, preferred, signal)) {
          if (event.event === 'answer-end') shared.answered(event.data, c.get('requestId'))
          yield event
        }
      }
      for await (const data of completionChunks(events(), base, chat.stream_options?.include_usage === true)) {
        if (signal.aborted) return
        await stream.writeSSE({ data })
      }
    })
    return untyped(stream)
  })
}

/** The address that a client reached this server by; a trusted proxy tells whether it was https. */
function baseOf(url: string, forwardedProto: string | undefined, behindProxy: boolean): string {
  const { protocol, host } = new URL(url)
  return `${behindProxy && forwardedProto === 'https' ? 'https:' : protocol}//${host}`
}
