/**
 * Who may ask: the names that the server answers to, the sites whose pages may use it, and tokens. Each guard stands before a
 * handler, never before a prefix of paths: routers and guards that read a path differently have let many past.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

/** DNS rebinding reaches a local server under a foreign name. @param names without port; @throws AppError host-not-allowed */
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

/** '' for what is no host at all */
function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page of another site must not change or ask anything. Browsers say where a request comes from (Sec-Fetch-Site; Origin, which is
 * "null" for a form of our own pages, because they send no referrer); programs say neither.
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
  /** For whatever documents can be read through: open to all when no token is set. */
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
  // Every token is compared, so that time tells nothing.
  return tokens.map((token) => token !== undefined && given !== undefined && isSame(given, token)).some(Boolean)
}

function tokenOf(header: string): string | undefined {
  const [, scheme, value = ''] = /^(Bearer|Basic) ([\x21-\x7e]{1,2000})$/i.exec(header) ?? []
  if (scheme?.toLowerCase() === 'bearer') return value
  if (!scheme) return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}

/** Hashed first: the time tells neither content nor length. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(x as Buffer, y as Buffer)
}
