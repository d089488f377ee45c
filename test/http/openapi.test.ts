/** The document of the interface and the server say the same: every route, every error, and every response by an independent judge. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, expect, test } from 'vitest'
import { LANGUAGES } from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import type { ErrorCode } from '../../src/errors.ts'
import { openFeedback } from '../../src/feedback.ts'
import { createApp } from '../../src/http/app.tsx'
import { Gate } from '../../src/http/gate.ts'
import { STATUS } from '../../src/http/status.ts'
import { ROUTES } from '../../src/messages/api-en.ts'
import { everyDocument } from '../../src/store/corpus.ts'
import { seedsEngine, temporary } from './server.ts'

interface Operation {
  operationId: string
  summary: string
  responses: Record<string, { description: string; content?: Record<string, unknown> }>
  security?: unknown[]
  requestBody?: { required?: boolean; content: Record<string, { examples?: Record<string, { value: unknown }> }> }
}
type Paths = Record<string, Record<string, Operation>>

let engine: Engine
let document: {
  openapi: string
  paths: Paths
  components: { schemas: Record<string, { properties?: Record<string, { description?: string }> }> }
}
let judge: Ajv2020
beforeAll(async () => {
  engine = await seedsEngine()
  document = await (await app().request('/openapi.json')).json()
  judge = new Ajv2020({ strict: false, validateFormats: false })
  judge.addSchema(document, 'openapi')
})

const app = (settings: Parameters<typeof createApp>[0]['settings'] = {}, more: Partial<Parameters<typeof createApp>[0]> = {}) =>
  createApp({ state: { engine, notices: [] }, settings, feedback: openFeedback(`${temporary()}/feedback.jsonl`), ...more })

/** Whether a response is what the document says of its route, status and type. */
async function judged(path: string, method: string, response: Response): Promise<string> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  const declared = document.paths[path]?.[method]?.responses[response.status]
  if (!declared) return `${method} ${path} ${response.status} is not declared`
  if (!declared.content) return 'ok'
  if (!(type in declared.content)) return `${type} is not declared for ${path} ${response.status}`
  if (type !== 'application/json') return 'ok'
  const pointer = ['paths', path, method, 'responses', response.status, 'content', type, 'schema'].map((part) =>
    String(part).replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D'),
  )
  const validate = judge.getSchema(`openapi#/${pointer.join('/')}`)
  if (!validate) return `no schema for ${path} ${response.status}`
  return validate(await response.json()) ? 'ok' : `${path} ${response.status}: ${judge.errorsText(validate.errors)}`
}

const JSON_POST = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

test('OpenAPI 3.1, with every route of the server that is no page, described in both languages', () => {
  expect(document.openapi).toBe('3.1.0')
  const declared = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const served = app()
    .routes.filter(({ method, path }) => method !== 'ALL' && path !== '/*')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter(
      (route) =>
        !/^GET \/(?:en|fr|assets\/.*|docs|openapi\.json)?(?:\/(?:docs|documents|admin))?$/.test(route) || route === 'GET /documents',
    )
  expect([...new Set(served)].sort()).toEqual(declared.sort())
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...ROUTES].sort())
  for (const { summary } of operations) expect(summary).toMatch(/\S \/ \S/)
})

test('every body is required, and every operation says what it asks of its caller', () => {
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  for (const { operationId, requestBody, security } of operations) {
    if (requestBody) expect(requestBody.required, operationId).toBe(true)
    expect(security, operationId).toBeDefined()
  }
  expect(operations.filter(({ security }) => security?.length === 0).map(({ operationId }) => operationId)).toEqual(['health'])
})

test('an error is declared as the page that a browser gets, too', async () => {
  const response = await app().request('/ask', {
    method: 'POST',
    headers: { 'content-type': 'text/plain', accept: 'text/html' },
    body: 'x',
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([415, 'text/html; charset=UTF-8'])
  expect(await judged('/ask', 'post', response)).toBe('ok')
})

test('every field has its meaning, in both languages', () => {
  const own = [
    'AskRequest',
    'AskResponse',
    'Citation',
    'AnswerSentence',
    'Passage',
    'DocumentSummary',
    'Document',
    'Health',
    'FeedbackRequest',
  ]
  for (const name of own) {
    for (const [field, schema] of Object.entries(document.components.schemas[name]?.properties ?? {})) {
      if (!('$ref' in schema)) expect(schema.description, `${name}.${field}`).toMatch(/\S \/ \S/)
    }
  }
})

test('every error that can travel stands at a route, under its status', () => {
  const declared = new Set(
    Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) =>
        Object.entries(responses).flatMap(([status, { description }]) => description.split(', ').map((code) => `${status} ${code}`)),
      ),
    ),
  )
  const travelling = Object.entries(STATUS).filter(([code, status]) => status !== 500 || code === 'internal')
  // A method that is not allowed belongs to no operation.
  for (const [code, status] of travelling.filter(([code]) => code !== 'method-not-allowed'))
    expect(declared, code).toContain(`${status} ${code}`)
})

test('examples are requests that are answered, in both languages', async () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const examples = Object.values(methods.post?.requestBody?.content['application/json']?.examples ?? {})
    if (examples.length > 0) expect(examples).toHaveLength(2)
    for (const { value } of examples) {
      const response = await app().request(path, JSON_POST(value))
      expect(response.status, path).toBe(200)
      expect(await judged(path, 'post', response)).toBe('ok')
    }
  }
})

const rejects = async (code: ErrorCode, path: string, route: string, init: RequestInit, of = app()): Promise<void> => {
  const response = await of.request(path, init)
  expect(response.status, code).toBe(STATUS[code])
  const body = (await response.clone().json()) as { error: { code: string } }
  expect(body.error.code).toBe(code)
  expect(await judged(route, (init.method ?? 'GET').toLowerCase(), response), code).toBe('ok')
}

test('what comes back is what the document says, errors included', async () => {
  const id = (await everyDocument(engine.corpus))[0]?.id as string
  const good: [string, string, RequestInit][] = [
    ['/documents', '/documents', {}],
    [`/documents/${id}`, '/documents/{id}', {}],
    [`/source/${id}`, '/source/{id}', {}],
    ['/health', '/health', {}],
    ['/metrics', '/metrics', {}],
    ['/v1/models', '/v1/models', {}],
    ['/v1/models/sourcier', '/v1/models/{model}', {}],
    ['/ask', '/ask', JSON_POST({ question: 'Who won the hockey game?' })],
    ['/ask', '/ask', JSON_POST({ question: 'what is ITQ?' }, { accept: 'text/event-stream' })],
  ]
  for (const [path, route, init] of good) {
    const response = await app().request(path, init)
    expect(response.status, path).toBe(200)
    expect(await judged(route, (init.method ?? 'GET').toLowerCase(), response)).toBe('ok')
  }
  const question = JSON_POST({ question: 'what is ITQ?' })
  const starting = { state: { notices: [] } }
  expect(await judged('/health', 'get', await app({}, starting).request('/health'))).toBe('ok')
  const full = new Gate({ running: 0, waiting: 0 })
  const stopping = new Gate({ running: 1, waiting: 0 })
  stopping.stop()
  for (const path of ['/ask', '/v1/chat/completions']) {
    await rejects('index-not-ready', path, path, question, app({}, starting))
    await rejects('overloaded', path, path, question, app({}, { gate: full }))
    await rejects('stopping', path, path, question, app({}, { gate: stopping }))
    await rejects('request-invalid', path, path, JSON_POST({}))
    await rejects('json-invalid', path, path, JSON_POST('{'))
    await rejects('media-type-unsupported', path, path, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
    await rejects('body-too-large', path, path, JSON_POST({ question: 'a', x: 'y'.repeat(300_000) }))
    await rejects('origin-not-allowed', path, path, JSON_POST({ question: 'a' }, { origin: 'https://elsewhere.example' }))
    await rejects('token-required', path, path, question, app({ tokens: { access: 'x'.repeat(16) } }))
    await rejects('host-not-allowed', path, path, JSON_POST({ question: 'a' }, { host: 'elsewhere.example' }))
  }
  await rejects('document-unknown', '/documents/x', '/documents/{id}', {})
  await rejects('document-unknown', '/source/x', '/source/{id}', {})
  await rejects('route-unknown', '/v1/models/other', '/v1/models/{model}', {})
  await rejects('admin-off', '/admin/reindex', '/admin/reindex', { method: 'POST' })
  await rejects('admin-off', '/admin/feedback', '/admin/feedback', {})
  const feedback = JSON_POST({ answerId: 'a', question: 'What is ITQ?', language: 'en', rating: 'up' })
  await rejects('index-not-ready', '/feedback', '/feedback', feedback, app({}, starting))
  const large = { method: 'POST', body: 'x'.repeat(300_000) }
  await rejects('body-too-large', '/admin/reindex', '/admin/reindex', large)
  await rejects('feedback-off', '/feedback', '/feedback', feedback, app({}, { feedback: undefined }))
  await rejects('feedback-unwritable', '/feedback', '/feedback', feedback, app({}, { feedback: openFeedback('/dev/full') }))
})

test('… and a response that is something else is seen (negative control)', async () => {
  const answer = (await (await app().request('/ask', JSON_POST({ question: 'what is ITQ?' }))).json()) as Record<string, unknown>
  expect(await judged('/ask', 'post', Response.json(answer))).toBe('ok')
  expect(await judged('/ask', 'post', Response.json({ ...answer, answered: 'yes' }))).toMatch(/answered must be boolean/)
  expect(await judged('/ask', 'post', Response.json(answer, { status: 418 }))).toMatch(/not declared/)
})

test.each(LANGUAGES)('the page of the interface holds every route and needs no other host (%s)', async (language) => {
  const html = await (await app().request(`/${language}/docs`)).text()
  for (const path of Object.keys(document.paths)) expect(html).toContain(path)
  expect(html).toContain(`<html lang="${language}">`)
  expect([...html.matchAll(/(?:src|href)="(https?:[^"]*)"/g)]).toEqual([])
})
