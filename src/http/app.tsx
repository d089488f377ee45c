/**
 * The HTTP contract of DESIGN §4 as a Hono app, and the doors that stand before it. Never listens: `serve.ts` gives it a socket,
 * tests call `app.request`.
 */
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { rateLimiter } from 'hono-rate-limiter'
import { ask, askEvents } from '../ask.ts'
import type { Engine } from '../engine.ts'
import { AppError, isAppError } from '../errors.ts'
import { type Feedback, toCandidates } from '../feedback.ts'
import { errorText } from '../messages/index.ts'
import { redact } from '../privacy/redact.ts'
import { requestProblems } from '../problems.ts'
import { assetRoutes } from '../ui/assets.ts'
import type { OpenApiDocument } from '../ui/docs.tsx'
import { ErrorPage } from '../ui/layout.tsx'
import { clientAddress, isThisMachine, limitKey } from './address.ts'
import { apiInfo, apiRoutes, describeFields } from './api.ts'
import { handleAsk } from './ask.tsx'
import { isForm } from './body.ts'
import { findDocument, sourcePage, toDocumentText, toSummary } from './documents.tsx'
import type { AppEnv, AppSettings, AppState, Shared } from './env.ts'
import { handleFeedback, keptFeedback } from './feedback.tsx'
import { GATE_LIMITS, Gate } from './gate.ts'
import { hostGuard, originGuard, tokenGuards } from './guard.ts'
import { health } from './health.ts'
import { acceptedLanguage, preferredLanguage } from './language.ts'
import { type Log, openLog } from './log.ts'
import { handleMcp } from './mcp.ts'
import { openMetrics } from './metrics.ts'
import { completionChunks, MODEL, MODEL_NAME, openAIError, toAskRequest, toCompletion } from './openai.ts'
import { addPages, RETRY } from './pages.tsx'
import { STATUS } from './status.ts'
import { eventStream } from './stream.ts'

export const BODY_LIMIT = 256 * 1024

export const DEFAULT_SETTINGS: AppSettings = {
  hosts: ['localhost', '127.0.0.1', '[::1]'],
  corsOrigins: [],
  trustProxy: [],
  rateLimit: 120,
  tokens: {},
  logLevel: 'errors',
}

interface AppOptions {
  state: AppState
  settings?: Partial<AppSettings>
  log?: Log
  feedback?: Feedback | undefined
  gate?: Gate
  /** Watch memory and event loop of this process in /metrics. */
  ofProcess?: boolean
}

export function createApp(options: AppOptions): OpenAPIHono<AppEnv> {
  const { state, log = openLog('errors'), feedback, gate = new Gate(GATE_LIMITS), ofProcess = false } = options
  const settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const metrics = openMetrics(gate, () => state.engine, ofProcess)
  const shared: Shared = {
    ...{ state, settings, log, metrics, feedback },
    engine(): Engine {
      if (!state.engine) throw new AppError('index-not-ready', {})
      return state.engine
    },
    answered(answer, id) {
      metrics.answer(answer)
      const { language, answered, reason, mode, verified, timings } = answer
      const question = settings.logLevel === 'questions' ? { question: redact(answer.question, language).text } : {}
      log.info({ requestId: id, language, answered, reason, mode, verified, ms: timings.totalMs, ...question }, 'answer')
    },
  }
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success)
        throw new AppError('request-invalid', { problems: requestProblems(result.error, (result as { data?: unknown }).data) })
    },
  })

  // ---- before every route ----

  app.use(requestId({ limitLength: 100 }))
  app.use(async (c, next) => {
    const started = performance.now()
    await next()
    if (state.stopping) c.header('Connection', 'close')
    const ms = performance.now() - started
    // The pattern of the route: a path may hold anything, and every one would be a series of its own.
    const route = isAppError(c.error) && c.error.code === 'route-unknown' ? 'none' : routePath(c, -1)
    metrics.request(c.req.method, route, c.res.status, ms / 1000)
    const line = { requestId: c.get('requestId'), method: c.req.method, route, status: c.res.status, ms: Math.round(ms * 10) / 10 }
    log.info({ ...line, ...(isAppError(c.error) ? { code: c.error.code } : {}) }, 'request')
  })
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
      strictTransportSecurity: false,
      referrerPolicy: 'no-referrer',
      crossOriginOpenerPolicy: 'same-origin',
      crossOriginResourcePolicy: 'same-origin',
      xFrameOptions: 'DENY',
      permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
    }),
  )
  app.use(hostGuard(settings.hosts))
  if (settings.corsOrigins.length > 0) {
    const allowHeaders = ['Content-Type', 'Authorization', 'Accept', 'Accept-Language', 'X-Request-Id']
    app.use(
      cors({
        origin: [...settings.corsOrigins],
        allowMethods: ['GET', 'POST'],
        allowHeaders,
        exposeHeaders: ['X-Request-Id', 'Retry-After'],
      }),
    )
  }
  app.use(originGuard(settings.corsOrigins))
  if (settings.rateLimit > 0) app.use(limitRate(shared))
  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: () => Promise.reject(new AppError('body-too-large', { limit: BODY_LIMIT })) }))

  // ---- routes ----

  const shed: MiddlewareHandler<AppEnv> = async (_, next) => {
    shared.engine()
    gate.check()
    await next()
  }
  const gated: MiddlewareHandler<AppEnv> = async (c, next) => {
    shared.engine()
    c.set('leave', await gate.enter(c.req.raw.signal))
    try {
      await next()
    } finally {
      if (!c.get('streams')) c.get('leave')()
    }
  }
  const guards = { ...tokenGuards(settings.tokens), shed, gate: gated }
  const routes = apiRoutes(guards)
  const documentOf = (id: string) => findDocument(id, shared)

  app.openapi(routes.ask, (c) => {
    return handleAsk(c, isForm(c) ? { form: c.req.valid('form') as never } : { request: c.req.valid('json') as never }, shared) as never
  })
  app.openapi(routes.documents, (c) => c.json(shared.engine().index.documents.map(toSummary), 200))
  app.openapi(routes.document, (c) => c.json(toDocumentText(documentOf(c.req.valid('param').id as string)), 200))
  app.openapi(routes.source, (c) => sourcePage(c, documentOf(c.req.valid('param').id as string), shared) as never)
  app.openapi(routes.feedback, (c) => {
    return handleFeedback(
      c,
      isForm(c) ? { form: c.req.valid('form') as never } : { request: c.req.valid('json') as never },
      shared,
    ) as never
  })
  app.openapi(routes.health, (c) => c.json(health(state, gate), state.engine && !state.stopping ? 200 : 503))
  app.openapi(routes.metrics, async (c) => c.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }) as never)

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
    const base = baseOf(c.req.url, c.req.header('x-forwarded-proto'), settings.trustProxy.length > 0)
    if (!chat.stream) {
      const answer = await ask(request, engine, preferred, c.req.raw.signal)
      shared.answered(answer, c.get('requestId'))
      return c.json(toCompletion(answer, base), 200)
    }
    return eventStream(c, log, async (stream, signal) => {
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
    }) as never
  })
  app.openapi(routes.mcp, (c) => handleMcp(c, c.req.valid('json'), shared) as never)

  app.openapi(routes.reindex, (c) => {
    shared.engine()
    state.reindex?.()
    return c.json({ started: state.reindex !== undefined }, 202)
  })
  app.openapi(routes.feedbackExport, async (c) => {
    const candidates = toCandidates(await keptFeedback(shared).read())
    return c.body(candidates.map((candidate) => `${JSON.stringify(candidate)}\n`).join(''), 200, {
      'Content-Type': 'application/jsonl',
    }) as never
  })

  let document: OpenApiDocument | undefined
  const openApi = (): OpenApiDocument => {
    document ??= describeFields(app.getOpenAPI31Document(apiInfo())) as unknown as OpenApiDocument
    return document
  }
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.get('/openapi.json', (c) => c.json(openApi()))
  addPages(app, shared, guards, openApi)
  app.route('/', assetRoutes())

  // ---- what is no route, and what goes wrong ----

  const paths = Object.values(routes).map(({ path, method }) => ({
    path: path.replaceAll(/\{(.+?)\}/g, ':$1'),
    method: method.toUpperCase(),
  }))
  for (const { path, method } of paths) {
    app.all(path, (c) => {
      c.header('Allow', method)
      throw new AppError('method-not-allowed', { method: c.req.method.slice(0, 20), allowed: method })
    })
  }
  app.notFound((c) => {
    throw new AppError('route-unknown', { path: c.req.path.slice(0, 100) })
  })

  app.onError((thrown, c) => {
    // Nobody is there to be told.
    if (c.req.raw.signal.aborted) return c.body(null, 499 as never)
    const error = toAppError(thrown, c.get('requestId'))
    const status = STATUS[error.code]
    if (error.code === 'internal') log.error({ err: thrown, requestId: c.get('requestId') }, 'internal')
    if (status === 503) c.header('Retry-After', error.code === 'index-not-ready' ? RETRY['Retry-After'] : '1')
    if (error.code === 'rate-limited') c.header('Retry-After', String((error as AppError<'rate-limited'>).params.seconds))
    const page = c.req.header('accept')?.includes('text/html') === true
    // Browsers ask for a password by themselves, programs need no window.
    if (status === 401) c.header('WWW-Authenticate', page ? 'Basic realm="Sourcier", charset="UTF-8"' : 'Bearer realm="Sourcier"')
    if (c.req.path.startsWith('/v1/')) return c.json(openAIError(error), status)
    if (page) {
      const language = preferredLanguage(c.req)
      return c.html(<ErrorPage language={language} message={errorText(error, language)} />, status)
    }
    return c.json(errorBody(error), status)
  })
  return app
}

/**
 * Requests of one address a minute. This machine itself is not limited; behind a proxy, nobody is this machine, and those who come
 * through one that is not declared count as one.
 */
function limitRate({ settings: { rateLimit, trustProxy }, metrics }: Shared): MiddlewareHandler<AppEnv> {
  const addressOf = (c: Parameters<MiddlewareHandler<AppEnv>>[0]): string =>
    clientAddress(c.env?.incoming?.socket.remoteAddress, c.req.header('x-forwarded-for'), trustProxy)
  return rateLimiter<AppEnv>({
    windowMs: 60_000,
    limit: rateLimit,
    standardHeaders: 'draft-7',
    keyGenerator: (c) => limitKey(addressOf(c)),
    skip: (c) => {
      // No socket, no network: a call from inside of the program.
      if (c.env?.incoming === undefined) return true
      return trustProxy.length === 0 && c.req.header('x-forwarded-for') === undefined && isThisMachine(addressOf(c))
    },
    handler: (c) => {
      metrics.limited()
      const reset = c.get('rateLimit').resetTime?.getTime() ?? Date.now()
      throw new AppError('rate-limited', { limit: rateLimit, seconds: Math.max(1, Math.ceil((reset - Date.now()) / 1000)) })
    },
  })
}

/** The address that a client reached this server by; a proxy that is trusted says whether it was https. */
function baseOf(url: string, forwardedProto: string | undefined, behindProxy: boolean): string {
  const { protocol, host } = new URL(url)
  return `${behindProxy && forwardedProto === 'https' ? 'https:' : protocol}//${host}`
}

/** The body of an error: both sentences, a stable code, and what is wrong with each field. Never a stack, never a path. */
export function errorBody(error: AppError) {
  const details = error.code === 'request-invalid' ? { details: error.params } : {}
  return { error: { code: error.code, message: { en: errorText(error, 'en'), fr: errorText(error, 'fr') }, ...details } }
}

/** @param id of the request: what names a file of the machine is for the operator's log, the client gets a number */
function toAppError(thrown: unknown, id: string): AppError {
  if (isAppError(thrown) && STATUS[thrown.code] !== 500) return thrown
  if (thrown instanceof HTTPException) {
    if (thrown.status === 413) return new AppError('body-too-large', { limit: BODY_LIMIT })
    if (thrown.status === 415) return new AppError('media-type-unsupported', { found: '' })
    if (thrown.status === 400) return new AppError('json-invalid', {})
  }
  return new AppError('internal', { id })
}
