/** Safe by default: who may reach the server, from where, with which token, and that no path leads outside of the documents. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildIndex } from '../../src/build-index.ts'
import { readCommandLine, readTokens } from '../../src/config.ts'
import type { Engine } from '../../src/engine.ts'
import { clientAddress, limitKey } from '../../src/http/address.ts'
import { createApp, DEFAULT_SETTINGS } from '../../src/http/app.tsx'
import type { AppSettings } from '../../src/http/env.ts'
import { everyDocument } from '../../src/store/corpus.ts'
import { raw, type Started, seedsEngine, start, statusOf, temporary } from './server.ts'

let engine: Engine
beforeAll(async () => {
  engine = await seedsEngine()
})

const app = (settings: Partial<AppSettings> = {}) => createApp({ state: { engine, notices: [] }, settings })
const ask = (headers: Record<string, string> = {}, settings: Partial<AppSettings> = {}): Promise<Response> =>
  Promise.resolve(
    app(settings).request('/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ question: 'what is ITQ?' }),
    }),
  )
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { error: { code: string } }).error.code

test('by default it listens on this machine alone and lets no other site in', () => {
  const { config } = readCommandLine([], {})
  expect([config.host, config['allowed-hosts'], config['cors-origins'], config['trust-proxy']]).toEqual(['127.0.0.1', [], [], []])
})

describe('names', () => {
  test.each(['localhost', 'localhost:8787', '127.0.0.1:1', '[::1]:8787', 'LOCALHOST'])('%s is answered to', async (host) => {
    expect((await ask({ host })).status).toBe(200)
  })
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8787', '[::2]', 'a@localhost@b', '127.0.0.1:x', ''])(
    '%s is not (DNS rebinding)',
    async (host) => {
      const response = await ask({ host })
      expect([response.status, await codeOf(response)]).toEqual([421, 'host-not-allowed'])
    },
  )
  test('a name that the operator allows is answered to (negative control)', async () => {
    const named = app({ hosts: ['sourcier.example.org'] })
    expect((await named.request('http://sourcier.example.org/health', { headers: { host: 'sourcier.example.org' } })).status).toBe(200)
    expect((await named.request('http://localhost/health', { headers: { host: 'localhost' } })).status).toBe(421)
  })
})

describe('sites', () => {
  const own = { host: 'localhost' }
  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }],
    [{ origin: 'http://localhost:9999' }],
  ])('%j may not ask', async (headers) => {
    const response = await ask({ ...own, ...(headers as Record<string, string>) })
    expect([response.status, await codeOf(response)]).toEqual([403, 'origin-not-allowed'])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
  test.each([
    [{}],
    [{ origin: 'http://localhost' }],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://localhost' }],
    // A form of our own page: it sends no referrer, and so no origin.
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('%j may (negative controls)', async (headers) => {
    expect((await ask({ ...own, ...(headers as Record<string, string>) })).status).toBe(200)
  })
  test('a site that the operator names may, with CORS; another still may not', async () => {
    const settings = { corsOrigins: ['https://portal.example'] }
    const allowed = await ask({ ...own, origin: 'https://portal.example', 'sec-fetch-site': 'cross-site' }, settings)
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://portal.example'])
    const preflight = await app(settings).request('/ask', {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'POST' },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET,POST'])
    const other = await ask({ ...own, origin: 'https://evil.example' }, settings)
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([403, null])
  })
})

describe('tokens', () => {
  const tokens = { access: 'access-token-0123456789', admin: 'admin-token-0123456789' }
  /** Routes that anybody may read: they hold nothing of the documents. */
  const PUBLIC = /^GET \/(?:health|openapi\.json|docs|(?:en|fr)\/docs|assets\/.+)?$/

  test('every route but the public ones is closed without a token, whatever is sent instead', async () => {
    const guarded = app({ tokens })
    const routes = guarded.routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*')
    const closed: string[] = []
    for (const { method, path } of routes) {
      const route = `${method} ${path}`
      for (const authorization of ['', 'Bearer wrong', 'Basic eDp5', `Digest ${tokens.access}`, `Bearer ${tokens.access}x`]) {
        const response = await guarded.request(path.replace(/:\w+/, (await everyDocument(engine.corpus))[0]?.id ?? ''), {
          method,
          headers: { 'content-type': 'application/json', ...(authorization === '' ? {} : { authorization }) },
          ...(method === 'POST' ? { body: '{}' } : {}),
        })
        expect(response.status === 401, `${route} ${authorization} ${response.status}`).toBe(!PUBLIC.test(route))
      }
      if (!PUBLIC.test(route)) closed.push(route)
    }
    expect(new Set(closed).size).toBeGreaterThanOrEqual(15)
  })

  test('the token opens, as Bearer or as a password; the one of administration opens everything', async () => {
    const basic = (token: string): string => `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}`
    const status = async (path: string, authorization: string, method = 'GET'): Promise<number> =>
      (await app({ tokens }).request(path, { method, headers: { authorization } })).status
    expect(await status('/documents', `Bearer ${tokens.access}`)).toBe(200)
    expect(await status('/en', basic(tokens.access))).toBe(200)
    expect(await status('/documents', `bearer ${tokens.admin}`)).toBe(200)
    expect(await status('/admin/reindex', `Bearer ${tokens.access}`, 'POST')).toBe(401)
    expect(await status('/admin/reindex', `Bearer ${tokens.admin}`, 'POST')).toBe(202)
  })

  test('a browser is asked for a password, a program is not; administration without a token is off', async () => {
    const challenge = async (accept: string): Promise<string | null> =>
      (await app({ tokens }).request('/en', { headers: { accept } })).headers.get('www-authenticate')
    expect(await challenge('text/html')).toMatch(/^Basic /)
    expect(await challenge('application/json')).toMatch(/^Bearer /)
    expect((await app().request('/admin/reindex', { method: 'POST' })).status).toBe(403)
    expect((await app().request('/documents')).status).toBe(200)
  })

  test('a token that could be guessed is refused at the start', () => {
    expect(() => readTokens({ SOURCIER_TOKEN: 'short' })).toThrow('config-invalid')
    expect(() => readTokens({ SOURCIER_ADMIN_TOKEN: 'with spaces in between' })).toThrow('config-invalid')
    expect(readTokens({ SOURCIER_TOKEN: 'x'.repeat(16) })).toEqual({ access: 'x'.repeat(16) })
  })
})

describe('limits of rate', () => {
  const request =
    (settings: Partial<AppSettings>, own = app(settings)) =>
    (remoteAddress: string, forwarded?: string) =>
      own.request('/documents', forwarded ? { headers: { 'x-forwarded-for': forwarded } } : {}, {
        incoming: { socket: { remoteAddress } },
      } as never)

  test('one address is refused beyond the limit, with the seconds to wait, in both languages; others are not', async () => {
    const from = request({ rateLimit: 5 })
    for (let i = 0; i < 5; i++) expect((await from('203.0.113.7')).status).toBe(200)
    const refused = await from('203.0.113.7')
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(((await refused.json()) as { error: { message: { fr: string } } }).error.message.fr).toMatch(/Trop de requêtes/)
    expect((await from('203.0.113.8')).status).toBe(200)
    // This machine is not limited, and a header that anybody may write makes nobody another.
    for (let i = 0; i < 8; i++) expect((await from('127.0.0.1')).status).toBe(200)
    expect((await from('203.0.113.7', '198.51.100.1')).status).toBe(429)
    // It does show a proxy that nobody declared: who comes through it is not this machine.
    for (let i = 0; i < 5; i++) expect((await from('127.0.0.1', `198.51.100.${i}`)).status).toBe(200)
    expect((await from('127.0.0.1', '198.51.100.9')).status).toBe(429)
  })

  test('an IPv6 network of one household counts once', async () => {
    const from = request({ rateLimit: 3 })
    for (let i = 1; i <= 3; i++) expect((await from(`2001:db8:1:2::${i}`)).status).toBe(200)
    expect((await from('2001:db8:1:2:ffff::9')).status).toBe(429)
    expect((await from('2001:db8:1:3::1')).status).toBe(200)
    expect([limitKey('::ffff:203.0.113.7'), limitKey('203.0.113.7'), limitKey('2001:db8:1:2::5'), limitKey('rubbish')]).toEqual([
      '203.0.113.7',
      '203.0.113.7',
      '2001:db8:1:2::/64',
      'unknown',
    ])
  })

  test('behind a declared proxy, the client is the last address that the proxy did not write itself', async () => {
    const trusted = ['10.0.0.0/8', '::1']
    expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9', trusted)).toBe('203.0.113.9')
    expect(clientAddress('10.0.0.1', '203.0.113.9, 10.2.3.4', trusted)).toBe('203.0.113.9')
    expect(clientAddress('203.0.113.1', '198.51.100.1', trusted)).toBe('203.0.113.1')
    expect(clientAddress('10.0.0.1', 'rubbish', trusted)).toBe('10.0.0.1')
    const from = request({ rateLimit: 2, trustProxy: trusted })
    for (let i = 0; i < 2; i++) expect((await from('10.0.0.1', `${i}.1.1.1, 203.0.113.9`)).status).toBe(200)
    expect((await from('10.0.0.1', '9.9.9.9, 203.0.113.9')).status).toBe(429)
    // A proxy on this machine that tells no address is counted like anybody.
    for (let i = 0; i < 2; i++) expect((await from('127.0.0.1')).status).toBe(200)
    expect((await from('127.0.0.1')).status).toBe(429)
  })

  test('… and without a limit nobody is refused (negative control)', async () => {
    const from = request({ rateLimit: 0 })
    for (let i = 0; i < DEFAULT_SETTINGS.rateLimit + 5; i++) expect((await from('203.0.113.7')).status).toBe(200)
  })
})

test('what Node refuses before the app sees it has the same fixed headers, and both languages', async () => {
  const server = await start(engine)
  const usual = await fetch(`${server.url}/nowhere`)
  const fixed = [...usual.headers].filter(([name]) => /policy|^x-(?!request)|^content-type/.test(name))
  expect(fixed.length).toBeGreaterThanOrEqual(12)
  for (const [bytes, status] of [
    ['GET / HTTP/9\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\nhost: localhost\r\nexpect: tea\r\n\r\n', 400],
  ] as const) {
    const response = await raw(server.port, bytes)
    expect(statusOf(response)).toBe(status)
    expect(response.toLowerCase()).toMatch(/\r\nconnection: close\r\n/)
    for (const [name, value] of fixed) expect(response, name).toContain(`${name}: ${value}`)
    expect(response).toMatch(/"en":"[^"]+","fr":"[^"]+"/)
  }
  await server.close()
})

describe('paths', () => {
  const CANARY = 'canary-7f3a9c-of-a-file-outside'
  let server: Started
  let documents: string
  beforeAll(async () => {
    const folder = temporary()
    documents = join(folder, 'documents')
    mkdirSync(documents)
    writeFileSync(join(folder, 'canary.txt'), CANARY)
    writeFileSync(join(documents, 'a.txt'), 'The lighthouse was built in 1862 by the harbour board of the town.')
    const { index } = await buildIndex({
      documentsFolder: documents,
      indexFolder: join(folder, 'index'),
      models: engine,
      store: 'exact',
    })
    writeFileSync(join(folder, 'index', 'canary.txt'), CANARY)
    server = await start({ ...engine, corpus: index.corpus })
  })
  afterAll(() => server.close())

  const UP = [
    '..',
    '%2e%2e',
    '%2E%2e',
    '.%2e',
    '..%00',
    '%c0%ae%c0%ae',
    '．．',
    '%ef%bc%8e%ef%bc%8e',
    '....',
    '..;',
    '%252e%252e',
    '..%c0%af',
  ]
  const SEPARATORS = ['/', '%2f', '%5c', '\\', '//', '%252f', '/./', '∕']
  const PREFIXES = ['/documents/', '/source/', '/assets/', '/', '//', '/en/', '/v1/models/']

  const encodings = (): string[] => {
    const relative = UP.flatMap((up) => SEPARATORS.map((separator) => `${up}${separator}canary.txt`))
    const deep = UP.slice(0, 4).flatMap((up) => SEPARATORS.slice(0, 4).map((separator) => `${`${up}${separator}`.repeat(6)}canary.txt`))
    const absolute = [
      join(documents, '..', 'canary.txt'),
      'file:///etc/passwd',
      'C:\\canary.txt',
      '/etc/passwd',
      '%00/canary.txt',
      'a.txt/../../canary.txt',
    ]
    return PREFIXES.flatMap((prefix) => [...relative, ...deep, ...absolute].map((path) => `${prefix}${path}`))
  }

  test('no encoding of a path reads a byte of a file that is no document', { timeout: 120_000 }, async () => {
    const paths = encodings()
    expect(paths.length).toBeGreaterThanOrEqual(300)
    const statuses = new Map<number, number>()
    for (const path of paths) {
      const response = await raw(server.port, Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`))
      expect(response, path).not.toContain(CANARY)
      expect(response, path).not.toContain('root:')
      const status = statusOf(response)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      // Some come out as a page of our own: the list of documents, the chat.
      expect([200, 302, 400, 404, 421], `${path} ${status}`).toContain(status)
    }
    expect(statuses.get(404) ?? 0).toBeGreaterThan(paths.length / 2)
  })

  test('… and a file that is served would be seen (negative control)', async () => {
    writeFileSync(join(documents, 'canary.txt'), `${CANARY} stands in a document that is indexed, so it is read.`)
    const { index } = await buildIndex({ documentsFolder: documents, indexFolder: temporary(), models: engine, store: 'exact' })
    const id = index.content().documents.find(({ source }) => source === 'canary.txt')?.id
    const open = await start({ ...engine, corpus: index.corpus })
    expect(await raw(open.port, `GET /documents/${id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).toContain(CANARY)
    await open.close()
  })
})

describe('what is no proper HTTP', () => {
  let server: Started
  beforeAll(async () => {
    server = await start(engine)
  })
  afterAll(() => server.close())

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers of 20 KB', `GET /health HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no Host', 'GET /health HTTP/1.1\r\n\r\n', 400],
    ['a second length', 'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef', 400],
    [
      'a length and chunks',
      'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['another host in the target', 'GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 421],
    ['TRACE', 'TRACE /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 405],
  ])('%s is refused', async (_, bytes, status) => {
    const response = await raw(server.port, bytes)
    expect(statusOf(response), response.slice(0, 200)).toBe(status)
    expect((await fetch(`${server.url}/health`)).status).toBe(200)
  })

  test('a gigabyte announced is refused before it comes', async () => {
    const begun = performance.now()
    const response = await raw(
      server.port,
      `POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n{"question":`,
    )
    expect(statusOf(response)).toBe(413)
    expect(response).toMatch(/body-too-large/)
    expect(performance.now() - begun).toBeLessThan(2000)
  })
})
