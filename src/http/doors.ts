/** What every request passes before its route: an id, metrics and log, fixed headers, host, origin, rate limit, size of the body. */
import type { Hono, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { requestId } from 'hono/request-id'
import { routePath } from 'hono/route'
import { secureHeaders } from 'hono/secure-headers'
import { rateLimiter } from 'hono-rate-limiter'
import { AppError, isAppError } from '../errors.ts'
import { clientAddress, isThisMachine, limitKey } from './address.ts'
import { BODY_LIMIT } from './body.ts'
import type { AppEnv, Shared } from './env.ts'
import { hostGuard, originGuard } from './guard.ts'
import { UPLOAD_PATHS } from './upload.tsx'

/** Adds the doors in their order: what is counted and logged first, what is refused early next, what reads the body last. */
export function addDoors(app: Hono<AppEnv>, shared: Shared): void {
  const { settings } = shared
  app.use(requestId({ limitLength: 100 }))
  app.use(observe(shared))
  app.use(secureHeaders(SECURE_HEADERS))
  app.use(hostGuard(settings.hosts))
  if (settings.corsOrigins.length > 0) {
    app.use(
      cors({
        origin: [...settings.corsOrigins],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['Content-Type', 'Authorization', 'Accept', 'Accept-Language', 'X-Request-Id'],
        exposeHeaders: ['X-Request-Id', 'Retry-After'],
      }),
    )
  }
  app.use(originGuard(settings.corsOrigins))
  if (settings.rateLimit > 0) app.use(limitRate(shared))
  const limited = bodyLimit({ maxSize: BODY_LIMIT, onError: () => Promise.reject(new AppError('body-too-large', { limit: BODY_LIMIT })) })
  // Routes that take files have a limit of their own, after their guards.
  app.use((c, next) => (UPLOAD_PATHS.has(c.req.path) ? next() : limited(c, next)))
}

/** Metrics and one log line for each request. */
function observe({ state, metrics, log }: Shared): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now()
    await next()
    if (state.stopping) c.header('Connection', 'close')
    const ms = performance.now() - started
    // The pattern of the route, not the path: every path of a scanner would become a time series.
    const route = isAppError(c.error) && c.error.code === 'route-unknown' ? 'none' : routePath(c, -1)
    metrics.request(c.req.method, route, c.res.status, ms / 1000)
    const line = { requestId: c.get('requestId'), method: c.req.method, route, status: c.res.status, ms: Math.round(ms * 10) / 10 }
    log.info({ ...line, ...(isAppError(c.error) ? { code: c.error.code } : {}) }, 'request')
  }
}

const SECURE_HEADERS: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    // A browser shows a PDF as an object of its own page.
    objectSrc: [(c) => (c.req.path.startsWith('/original/') ? "'self'" : "'none'")],
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
}

/**
 * Requests of one address a minute. This machine itself is not limited. Behind a declared proxy no client is this machine; all
 * clients of an undeclared proxy count as one address.
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
      // A call from inside of the program has no socket.
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
