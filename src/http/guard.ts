/**
 * Guards: host names, origins, tokens, and the gate. Each is attached to a route, never to a prefix of paths: where a router and a
 * guard parse a path differently, requests get past the guard.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { AppEnv, Shared } from './env.ts'
import type { Gate } from './gate.ts'

/** Against DNS rebinding, which reaches a local server under a foreign name. @param names without port; @throws AppError host-not-allowed */
export function hostGuard(names: readonly string[]): MiddlewareHandler {
  const known = new Set(names.map((name) => name.toLowerCase()))
  return async (c, next) => {
    const { host } = new URL(c.req.url)
    for (const asked of [c.req.header('host') ?? host, host]) {
      if (!known.has(hostName(asked))) throw new AppError('host-not-allowed', { host: asked.slice(0, 100) })
    }
    await next()
  }
}

/** @returns '' for an invalid host */
function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Against cross-site requests. Browsers send Sec-Fetch-Site, and Origin, which is "null" for a form of our own pages because they send
 * no referrer; programs send neither.
 * @throws AppError origin-not-allowed
 */
export function originGuard(sites: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    if (!SAFE.has(c.req.method) && !isOwn(c, sites)) throw new AppError('origin-not-allowed', {})
    await next()
  }
}

function isOwn(c: Context, sites: readonly string[]): boolean {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  if (origin !== undefined && sites.includes(origin)) return true
  const host = (c.req.header('host') ?? new URL(c.req.url).host).toLowerCase()
  if (origin !== undefined && origin !== 'null') {
    if (!URL.canParse(origin) || new URL(origin).host !== host) return false
  }
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return origin !== 'null'
}

interface TokenGuards {
  /** For every route that shows document content: open to all when no token is set. */
  access: MiddlewareHandler
  /** For administration: closed to all when no token is set. */
  admin: MiddlewareHandler
}

/** Bearer, or Basic with the token as password, which browsers ask for by themselves. @throws AppError token-required, admin-off */
export function tokenGuards(tokens: { access?: string | undefined; admin?: string | undefined }): TokenGuards {
  return {
    access: async (c, next) => {
      if (tokens.access !== undefined && !holdsOne(c, [tokens.access, tokens.admin])) throw new AppError('token-required', {})
      await next()
    },
    admin: async (c, next) => {
      if (tokens.admin === undefined) throw new AppError('admin-off', {})
      if (!holdsOne(c, [tokens.admin])) throw new AppError('token-required', {})
      await next()
    },
  }
}

function holdsOne(c: Context, tokens: readonly (string | undefined)[]): boolean {
  const given = tokenOf(c.req.header('authorization') ?? '')
  // Every token is compared, so that timing does not tell which one matched.
  return tokens.map((token) => token !== undefined && given !== undefined && isSame(given, token)).some(Boolean)
}

function tokenOf(header: string): string | undefined {
  const [, scheme, value = ''] = /^(Bearer|Basic) ([\x21-\x7e]{1,2000})$/i.exec(header) ?? []
  if (scheme?.toLowerCase() === 'bearer') return value
  if (!scheme) return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** Constant time: hashed first, so that neither content nor length shows in the timing. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

interface GateGuards {
  /** Refuses at once, before a body is read, when the queue is full. */
  shed: MiddlewareHandler<AppEnv>
  /** Waits for a slot, and frees it when the response is there; a stream frees its own. */
  gate: MiddlewareHandler<AppEnv>
}

/** @throws AppError index-not-ready, overloaded, stopping */
export function gateGuards(gate: Gate, { engine }: Pick<Shared, 'engine'>): GateGuards {
  return {
    shed: async (_, next) => {
      engine()
      gate.check()
      await next()
    },
    gate: async (c, next) => {
      engine()
      c.set('release', await gate.enter(c.req.raw.signal))
      try {
        await next()
      } finally {
        if (!c.get('streams')) c.get('release')()
      }
    },
  }
}
