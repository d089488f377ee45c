/** Every error as a response: both languages, a stable code, a status; as JSON, as a page, or as OpenAI's clients expect it. */
import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { LANGUAGES, type Language } from '../domain.ts'
import { AppError, isAppError } from '../errors.ts'
import { errorText, pageErrorText } from '../messages/index.ts'
import { ChatPage } from '../ui/chat.tsx'
import { ErrorPage } from '../ui/layout.tsx'
import { earlier, historyOf, kept } from './ask.tsx'
import { BODY_LIMIT, isForm } from './body.ts'
import { scopeOf } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import { preferredLanguage } from './language.ts'
import { openAIError } from './openai.ts'
import { RETRY } from './pages.tsx'
import { STATUS } from './status.ts'

/** @param routes whose other methods are answered with 405; `path` as OpenAPI writes it: /documents/{id} */
export function addErrors(app: Hono<AppEnv>, shared: Shared, routes: readonly { path: string; method: string }[]): void {
  const { log } = shared
  const methods = new Map<string, string[]>()
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()])
  for (const [path, own] of methods) {
    const allowed = own.join(', ')
    app.all(path.replaceAll(/\{([^{}]+)\}/g, ':$1'), (c) => {
      c.header('Allow', allowed)
      throw new AppError('method-not-allowed', { method: c.req.method.slice(0, 20), allowed })
    })
  }
  app.notFound((c) => {
    throw new AppError('route-unknown', { path: c.req.path.slice(0, 100) })
  })
  app.onError((thrown, c) => {
    // Client disconnected; 499 is no status of the standard and appears in logs alone.
    if (c.req.raw.signal.aborted) return new Response(null, { status: 499 })
    const error = toAppError(thrown, c.get('requestId'))
    const status = STATUS[error.code]
    if (error.code === 'internal') log.error({ err: thrown, requestId: c.get('requestId') }, 'internal')
    // What keeps an index elsewhere could not be reached: its name is for the log alone.
    else if (isAppError(error.cause))
      log.error({ code: error.cause.code, ...error.cause.params, requestId: c.get('requestId') }, error.code)
    if (status === 503) c.header('Retry-After', error.code === 'index-not-ready' ? RETRY['Retry-After'] : '1')
    if ('seconds' in error.params) c.header('Retry-After', String(error.params.seconds))
    // The rest of the body is not read, and with it no next request on this connection.
    if (status === 413) c.header('Connection', 'close')
    const page = c.req.header('accept')?.includes('text/html') === true
    // Browsers ask for a password by themselves; programs need no dialog.
    if (status === 401) c.header('WWW-Authenticate', page ? 'Basic realm="Sourcier", charset="UTF-8"' : 'Bearer realm="Sourcier"')
    if (c.req.path.startsWith('/v1/')) return c.json(openAIError(error), status)
    if (page) return errorPage(c, error, status, shared)
    return c.json(errorBody(error), status)
  })
}

/** A page in the language of the page before. What was asked in its form comes back with it, ready to be asked again. */
async function errorPage(c: Context<AppEnv>, error: AppError, status: ContentfulStatusCode, shared: Shared): Promise<Response> {
  const form = isForm(c) && status !== 413 ? await c.req.parseBody({ all: true }).catch(() => ({})) : {}
  const { ui, question: written, chosen: question = written, history, documents } = form as Record<string, unknown>
  const language = LANGUAGES.find((known) => known === ui) ?? pathLanguage(c.req.path) ?? preferredLanguage(c.req)
  if (c.req.path !== '/ask' || typeof question !== 'string') {
    const admin = c.req.path.startsWith('/admin/')
    return c.html(<ErrorPage language={language} message={pageErrorText(error, language)} admin={admin} />, status)
  }
  const ids = [documents].flat().filter((id) => typeof id === 'string')
  const { engine } = shared.state
  const scope = engine && (await scopeOf({ ids }, engine).catch(() => undefined))
  return c.html(
    <ChatPage language={language} question={question} error={error} scope={scope} {...earlier(historyOf(history))} {...kept(shared)} />,
    status,
  )
}

/** Of an address such as /fr/documents. */
function pathLanguage(path: string): Language | undefined {
  return LANGUAGES.find((language) => path === `/${language}` || path.startsWith(`/${language}/`))
}

/** The body of an error: both sentences, a stable code, and what is wrong with each field. Never a stack trace, never a path. */
export function errorBody(error: AppError) {
  const details = error.code === 'request-invalid' ? { details: error.params } : {}
  return { error: { code: error.code, message: { en: errorText(error, 'en'), fr: errorText(error, 'fr') }, ...details } }
}

/** @param id of the request: details of the machine go to the operator's log, the client receives this number */
function toAppError(thrown: unknown, id: string): AppError {
  if (isAppError(thrown) && STATUS[thrown.code] !== 500) return thrown
  if (thrown instanceof HTTPException) {
    if (thrown.status === 413) return new AppError('body-too-large', { limit: BODY_LIMIT })
    if (thrown.status === 415) return new AppError('media-type-unsupported', { found: '' })
    if (thrown.status === 400) return new AppError('json-invalid', {})
  }
  return new AppError('internal', { id })
}
