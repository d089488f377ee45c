/** Generated requests, as bytes: whatever comes in, no 5xx, no death, and every error in both languages. `npm run torture` sends 10,000. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../src/engine.ts'
import { raw, type Started, seedsEngine, start, statusOf } from './server.ts'

const RUNS = process.env.MODE === 'torture' ? 10_000 : 2000

let engine: Engine
let server: Started
beforeAll(async () => {
  engine = await seedsEngine()
  server = await start(engine)
})
afterAll(() => server.close())

const PATHS = [
  '/',
  '/ask',
  '/feedback',
  '/documents',
  '/documents/b89e0bb28142',
  '/source/b89e0bb28142',
  '/health',
  '/metrics',
  '/en',
  '/fr/documents',
  '/docs',
  '/en/docs',
  '/openapi.json',
  '/v1/models',
  '/v1/chat/completions',
  '/mcp',
  '/admin/reindex',
  '/admin/feedback',
  '/assets/chat.js',
]
const HOSTILE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '\u0000',
  '\ud800',
  '\u202e',
  '<script>',
  "'; DROP TABLE x;--",
  '#{7*7}',
  '{{7*7}}',
  '../../etc/passwd',
  '%00',
  'é'.repeat(50),
  '💥',
  '1e999',
  '\r\nX-Injected: 1',
]

const word = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('question', 'messages', 'ITQ', 'what is ITQ?'),
)
const nested = fc
  .integer({ min: 1, max: 2000 })
  .chain((depth) =>
    fc.constantFrom(
      '['.repeat(depth),
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      '{"a":'.repeat(depth),
      `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    ),
  )
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.maxSafeInteger(),
    word,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value
/** A valid body with one field taken out, added, or replaced by anything. */
const VALID: Record<string, unknown>[] = [
  { question: 'what is ITQ?', language: 'en', topK: 3, mode: 'auto', history: [{ question: 'a', answer: 'b' }] },
  { answerId: 'x', question: 'ITQ?', language: 'fr', rating: 'up', comment: 'ok', citations: [{ documentId: 'a', start: 1, end: 2 }] },
  { model: 'sourcier', messages: [{ role: 'user', content: 'ITQ ?' }], stream: true, stream_options: { include_usage: true } },
  { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'ask', arguments: { question: 'ITQ?' } } },
]
const almost = fc
  .tuple(fc.constantFrom(...VALID), word, anything, fc.constantFrom('take', 'add', 'replace'))
  .map(([valid, key, value, how]) => {
    const fields = Object.entries(valid)
    if (how === 'take') return JSON.stringify(Object.fromEntries(fields.slice(1)))
    if (how === 'add') return `{${JSON.stringify(key)}:${JSON.stringify(value) ?? 'null'},${JSON.stringify(valid).slice(1)}`
    return JSON.stringify(Object.fromEntries(fields.map(([name, old], i) => [name, i === key.length % fields.length ? value : old])))
  })
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const body = fc.oneof(
  { weight: 6, arbitrary: almost.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: anything.map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
  { weight: 1, arbitrary: nested.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: bytes },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        '',
        '\ufeff{"question":"a"}',
        '{"question":"a","question":5}',
        'question=ITQ&ui=fr&history=%5B%5B',
        '{"question":1e999}',
      )
      .map((text) => Buffer.from(text)),
  },
  { weight: 1, arbitrary: fc.constant(Buffer.from('{"question":"what is ITQ?"}', 'utf16le')) },
)
const visible = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.~!*/;:,="%()'), maxLength: 40 })
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...PATHS) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...PATHS), visible).map(([base, rest]) => `${base}/${rest}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PATHS), word)
      .map(([base, rest]) => `${base}?q=${encodeURIComponent(Buffer.from(rest).toString('utf8'))}&start=${rest.length}`),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...PATHS), visible).map(([base, rest]) => `${base}?${rest}`) },
  { weight: 1, arbitrary: visible.map((rest) => `/${rest}`) },
)
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant('POST') },
  { weight: 4, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'QUERY', 'PROPFIND', 'BREW') },
)
const type = fc.oneof(
  { weight: 6, arbitrary: fc.constant('application/json') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'application/json; charset=utf-16',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/ld+json',
      '',
      'application/json;;;',
    ),
  },
)
const header = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'Accept',
      'Accept-Language',
      'X-Request-Id',
      'X-Forwarded-For',
      'X-Forwarded-Proto',
      'Authorization',
      'Cookie',
      'Range',
      'If-None-Match',
      'Sec-Fetch-Site',
      'Origin',
      'Referer',
      'Mcp-Session-Id',
      'Last-Event-ID',
      'Content-Encoding',
      'Expect',
    ),
    visible,
  ),
  fc.tuple(fc.constant('Accept'), fc.constantFrom('text/html', 'text/event-stream', '*/*', 'application/json, text/event-stream')),
)

const request = fc
  .record({
    method,
    path,
    type,
    body,
    headers: fc.array(header, { maxLength: 4 }),
    length: fc.constantFrom('right', 'right', 'right', 'right', 'none', 'chunked'),
  })
  .map(({ method, path, type, body, headers, length }) => {
    const sent =
      length === 'chunked'
        ? Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')])
        : length === 'none'
          ? Buffer.alloc(0)
          : body
    const framing =
      length === 'chunked' && body.length > 0
        ? ['Transfer-Encoding: chunked']
        : length === 'right'
          ? [`Content-Length: ${body.length}`]
          : []
    const lines = [
      `${method} ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
      ...(type === '' ? [] : [`Content-Type: ${type}`]),
      ...framing,
      ...headers.map(([name, value]) => `${name}: ${value}`),
    ]
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), length === 'chunked' && body.length === 0 ? Buffer.alloc(0) : sent])
  })

/** What is wrong with a response, or ''. */
function fault(sent: Buffer, response: string): string {
  const status = statusOf(response)
  const shown = `${sent.toString('latin1').slice(0, 300)} → ${response.slice(0, 300)}`
  if (status === 0) return `no response: ${shown}`
  if (status >= 500) return `${status}: ${shown}`
  if (/at .*\.tsx?:\d|node_modules|\/home\//i.test(response) || /^x-injected/im.test(response.split('\r\n\r\n')[0] ?? ''))
    return `something of the inside: ${shown}`
  const [head = '', ...rest] = response.split('\r\n\r\n')
  const text = Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString('utf8')
  if (status < 400 || sent.toString('latin1').startsWith('HEAD ')) return ''
  if (/content-type: text\/html/i.test(head)) return /<html lang="(?:en|fr)">/.test(text) ? '' : `a page without language: ${shown}`
  const json = /\{.*\}/s.exec(text)?.[0] ?? ''
  // A protocol inside of ours has errors of its own.
  if (/^POST \/mcp\b/.test(sent.toString('latin1')) && json.includes('"jsonrpc"')) return ''
  const { en, fr } = said(json)
  return en && fr && en !== fr ? '' : `an error without both languages: ${shown}`
}

function said(json: string): { en?: string; fr?: string } {
  try {
    const { error } = JSON.parse(json) as { error: { message: { en: string; fr: string } | string; messages?: { en: string; fr: string } } }
    return typeof error.message === 'string' ? (error.messages ?? {}) : error.message
  } catch {
    return {}
  }
}

test(`${RUNS} generated requests: no 5xx, no death, every error in both languages`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)
  const statuses: Record<number, number> = {}
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      const response = await raw(server.port, sent)
      const status = statusOf(response)
      statuses[status] = (statuses[status] ?? 0) + 1
      expect(fault(sent, response)).toBe('')
    }),
    { numRuns: RUNS, seed, endOnFailure: true },
  )
  console.info(`seed ${seed}`, statuses)
  // Requests of every fate were among them.
  for (const status of [200, 400, 404, 405, 415]) expect(statuses[status], String(status)).toBeGreaterThan(0)
  expect(((await (await fetch(`${server.url}/health`)).json()) as { status: string }).status).toBe('ok')
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('… and a server that breaks, says one language or tells of its inside is seen (negative controls)', async () => {
  const broken = await start({ ...engine, embedder: { ...engine.embedder, embedQuestion: () => Promise.reject(new Error('x')) } })
  const sent = Buffer.from(
    'POST /ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{"question":"what is ITQ?"}',
  )
  expect(fault(sent, await raw(broken.port, sent))).toMatch(/^500/)
  await broken.close()
  expect(fault(sent, '')).toMatch(/^no response/)
  expect(fault(sent, 'HTTP/1.1 400 Bad Request\r\n\r\n{"error":{"code":"x","message":{"en":"Wrong.","fr":"Wrong."}}}')).toMatch(
    /both languages/,
  )
  expect(fault(sent, 'HTTP/1.1 400 Bad Request\r\n\r\n{"error":"at f (/srv/src/app.tsx:12:3)"}')).toMatch(/inside/)
})
