/** The routes of `api.ts` with their handlers. */
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AskRequest, FeedbackRequest } from '../domain.ts'
import { toCandidates } from '../feedback.ts'
import type { ApiRoutes } from './api.ts'
import { type AskForm, handleAsk } from './ask.tsx'
import { isForm } from './body.ts'
import { findDocument, listDocuments, originalFile, pagePicture, sourcePage, toDocumentText } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import { type FeedbackForm, handleFeedback, keptFeedback } from './feedback.tsx'
import type { Gate } from './gate.ts'
import { health } from './health.ts'
import { adminPath } from './language.ts'
import { handleMcp } from './mcp.ts'
import { addOpenAIRoutes } from './openai-routes.ts'
import { untyped } from './stream.ts'
import { receiveFiles, removeSource } from './upload.tsx'

export function addRoutes(app: OpenAPIHono<AppEnv>, routes: ApiRoutes, shared: Shared, gate: Gate): void {
  const { state, metrics } = shared
  app.openapi(routes.ask, (c) => {
    const given = isForm(c) ? { form: c.req.valid('form') as AskForm } : { request: c.req.valid('json') as AskRequest }
    return untyped(handleAsk(c, given, shared))
  })
  app.openapi(routes.addDocuments, (c) => untyped(receiveFiles(c, shared)))
  app.openapi(routes.adminAddDocuments, (c) => untyped(receiveFiles(c, shared)))
  app.openapi(routes.adminRemoveDocument, (c) => {
    const { source = '' } = isForm(c) ? c.req.valid('form') : c.req.valid('json')
    return untyped(removeSource(c, source, shared))
  })
  app.openapi(routes.documents, async (c) => {
    const listed = await listDocuments(shared.engine())
    return c.json(
      listed.map(({ passages: _, ...summary }) => summary),
      200,
    )
  })
  app.openapi(routes.document, async (c) => c.json(toDocumentText(await findDocument(c.req.valid('param').id ?? '', shared)), 200))
  app.openapi(routes.original, (c) => untyped(originalFile(c, c.req.valid('param').id ?? '', shared)))
  app.openapi(routes.page, (c) => {
    const { id = '', page = '' } = c.req.valid('param')
    return untyped(pagePicture(c, id, page, shared))
  })
  app.openapi(routes.source, (c) => untyped(sourcePage(c, c.req.valid('param').id ?? '', shared)))
  app.openapi(routes.feedback, (c) => {
    const given = isForm(c) ? { form: c.req.valid('form') as FeedbackForm } : { request: c.req.valid('json') as FeedbackRequest }
    return untyped(handleFeedback(c, given, shared))
  })
  app.openapi(routes.health, (c) => {
    const said = health(state, gate)
    return c.json(said, said.status === 'ok' || said.status === 'degraded' ? 200 : 503)
  })
  app.openapi(routes.metrics, async (c) => untyped(c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType })))
  app.openapi(routes.mcp, (c) => untyped(handleMcp(c, c.req.valid('json'), shared)))
  addOpenAIRoutes(app, routes, shared)
  app.openapi(routes.reindex, (c) => {
    shared.engine()
    state.reindex?.()
    const page = adminPath(c.req)
    return page ? untyped(c.redirect(page, 303)) : c.json({ started: state.reindex !== undefined }, 202)
  })
  app.openapi(routes.feedbackExport, async (c) => {
    const lines = toCandidates(await keptFeedback(shared).read()).map((candidate) => `${JSON.stringify(candidate)}\n`)
    return untyped(c.body(lines.join(''), 200, { 'Content-Type': 'application/jsonl' }))
  })
}
