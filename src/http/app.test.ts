import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { buildIndex } from '../build-index.ts'
import { DEFAULT_MODEL } from '../config.ts'
import { AskResponseSchema, DocumentSummarySchema, ErrorBodySchema, type Health } from '../domain.ts'
import { openModels } from '../embed/open.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { createApp } from './app.tsx'
import { BODY_LIMIT } from './body.ts'
import { openLog } from './log.ts'

let engine: Engine
let app: ReturnType<typeof createApp>
beforeAll(async () => {
  const models = await openModels(DEFAULT_MODEL)
  const { index } = await buildIndex({
    documentsFolder: 'seeds',
    indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-app-')),
    models,
    store: 'hnsw',
  })
  engine = { corpus: index.corpus, ...models }
  app = createApp({ state: { engine, notices: [] } })
})

const JSON_TYPE = { 'content-type': 'application/json' }
const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  app.request('/ask', {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('POST /ask answers as the contract says', async () => {
  const response = await post({ question: 'what is ITQ?' })
  expect(response.status).toBe(200)
  const answer = AskResponseSchema.parse(await response.json())
  expect(answer.answered).toBe(true)
  expect(answer.passages).toHaveLength(5)
})

test('topK, language and mode are honoured', async () => {
  const answer = AskResponseSchema.parse(
    await (
      await post({ question: 'what is ITQ?', topK: 2, language: 'fr', mode: 'llm', history: [{ question: 'a', answer: 'b' }] })
    ).json(),
  )
  expect([answer.passages.length, answer.language, answer.mode]).toEqual([2, 'fr', 'extractive'])
})

test('documents restricts where an answer and a search come from; an id of no document is refused by name, before a stream begins', async () => {
  const listed = DocumentSummarySchema.array().parse(await (await app.request('/documents')).json())
  const question = 'c’est quoi ITQ ?'
  for (const { id } of listed.slice(0, 2)) {
    const { passages, citations } = AskResponseSchema.parse(await (await post({ question, documents: [id] })).json())
    expect([...passages, ...citations].map(({ documentId }) => documentId)).toEqual(
      Array.from({ length: passages.length + citations.length }, () => id),
    )
    const page = await (await app.request(`/fr/documents?q=gouvernement&documents=${id}`)).text()
    expect(page).toContain(`/source/${id}?`)
    for (const other of listed) if (other.id !== id) expect(page).not.toContain(`/source/${other.id}?`)
  }
  for (const accept of ['application/json', 'text/event-stream']) {
    const refused = await post({ question, documents: [listed[0]?.id, 'ffffffffffff'] }, { accept })
    const { error } = ErrorBodySchema.parse(await refused.json())
    expect([refused.status, error.code]).toEqual([400, 'documents-unknown'])
    expect(error.message.fr).toContain('ffffffffffff')
  }
  const form = await app.request('/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([
      ['question', question],
      ['ui', 'fr'],
      ...listed.slice(0, 2).map(({ id }) => ['documents', id] as [string, string]),
    ]),
  })
  expect(form.status).toBe(200)
})

test.each([
  ['no documents', { question: 'a', documents: [] }, 'request-invalid', [{ path: 'documents', rule: 'too-few', expected: '1' }]],
  ['no question', {}, 'request-invalid', [{ path: 'question', rule: 'required' }]],
  ['an empty question', { question: '' }, 'request-invalid', [{ path: 'question', rule: 'blank' }]],
  ['a blank question', { question: ' \n\u00a0' }, 'request-invalid', [{ path: 'question', rule: 'blank' }]],
  ['a question of signs', { question: '?!…' }, 'request-invalid', [{ path: 'question', rule: 'wordless' }]],
  ['a question of pictures', { question: '🙂🙂' }, 'request-invalid', [{ path: 'question', rule: 'wordless' }]],
  ['2,001 characters', { question: 'a'.repeat(2001) }, 'request-invalid', [{ path: 'question', rule: 'too-long', expected: '2000' }]],
  ['a number', { question: 5 }, 'request-invalid', [{ path: 'question', rule: 'type', expected: 'string' }]],
  [
    'another language',
    { question: 'a', language: 'de' },
    'request-invalid',
    [{ path: 'language', rule: 'choice', expected: '"en", "fr", "auto"' }],
  ],
  ['too many passages', { question: 'a', topK: 21 }, 'request-invalid', [{ path: 'topK', rule: 'range', expected: '≤ 20' }]],
  ['no passages', { question: 'a', topK: 0 }, 'request-invalid', [{ path: 'topK', rule: 'range', expected: '≥ 1' }]],
  ['half a passage', { question: 'a', topK: 1.5 }, 'request-invalid', [{ path: 'topK', rule: 'type', expected: 'int' }]],
  ['an unknown field', { question: 'a', temperature: 1 }, 'request-invalid', [{ path: 'temperature', rule: 'unknown-field' }]],
  ['an array', [], 'request-invalid', [{ path: '', rule: 'type', expected: 'object' }]],
  ['no JSON', '{"question":', 'json-invalid', undefined],
  ['nothing', '', 'json-invalid', undefined],
])('400: %s', async (_, body, code, problems) => {
  const response = await post(body)
  expect(response.status).toBe(400)
  const { error } = ErrorBodySchema.parse(await response.json())
  expect(error.code).toBe(code)
  expect((error.details as { problems: unknown } | undefined)?.problems).toEqual(problems)
  expect(error.message.fr).not.toBe(error.message.en)
  // The server goes on.
  expect((await post({ question: 'what is ITQ?' })).status).toBe(200)
})

test('exactly 2,000 characters are a question (negative control of 2,001)', async () => {
  expect((await post({ question: 'a'.repeat(2000) })).status).toBe(200)
})

test('every problem of a request is reported at once', async () => {
  const { error } = ErrorBodySchema.parse(await (await post({ question: '', topK: 'x', extra: 1 })).json())
  expect((error.details as { problems: unknown[] }).problems).toHaveLength(3)
})

test.each([
  ['GET', '/nowhere', 404, 'route-unknown'],
  ['GET', '/documents/000000000000', 404, 'document-unknown'],
  ['GET', '/documents/..%2f..%2fetc%2fpasswd', 404, 'document-unknown'],
  ['GET', '/source/000000000000', 404, 'document-unknown'],
  ['GET', '/ask', 405, 'method-not-allowed'],
  ['DELETE', '/documents', 405, 'method-not-allowed'],
  ['GET', '/assets/..%2fchat.tsx', 404, 'route-unknown'],
])('%s %s: %i', async (method, path, status, code) => {
  const response = await app.request(path, { method })
  expect(response.status).toBe(status)
  expect(ErrorBodySchema.parse(await response.json()).error.code).toBe(code)
})

test('Allow names every method of a path', async () => {
  const [many, one] = await Promise.all([app.request('/documents', { method: 'DELETE' }), app.request('/ask', { method: 'GET' })])
  expect([many.headers.get('allow'), one.headers.get('allow')]).toEqual(['GET, POST', 'POST'])
})

test('a body over the limit is refused, and so is another content type', async () => {
  const large = await post(`{"question":"a","x":"${'y'.repeat(BODY_LIMIT)}"}`)
  expect([large.status, ErrorBodySchema.parse(await large.json()).error.code]).toEqual([413, 'body-too-large'])
  const plain = await app.request('/ask', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"question":"a"}' })
  expect([plain.status, ErrorBodySchema.parse(await plain.json()).error.code]).toEqual([415, 'media-type-unsupported'])
})

test('the documents are listed and read; offsets of a citation fit the text that is handed out', async () => {
  const list = DocumentSummarySchema.array().parse(await (await app.request('/documents')).json())
  expect(list).toHaveLength(5)
  const answer = AskResponseSchema.parse(await (await post({ question: 'what is ITQ?' })).json())
  const [citation] = answer.citations
  const document = (await (await app.request(`/documents/${citation?.documentId}`)).json()) as { text: string }
  expect(document.text.slice(citation?.start, citation?.end)).toBe(citation?.quote)
})

test('the same answer streams as events', async () => {
  const response = await post({ question: 'what is ITQ?' }, { accept: 'text/event-stream' })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('x-accel-buffering')).toBe('no')
  const text = await response.text()
  expect([...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1])).toEqual(['answer-start', 'sentence', 'sentence', 'answer-end'])
  const last = text.trim().split('\n').at(-1)?.replace('data: ', '') ?? ''
  expect(AskResponseSchema.parse(JSON.parse(last)).answered).toBe(true)
})

test('a bad request is reported before a stream begins', async () => {
  const response = await post({ question: '' }, { accept: 'text/event-stream' })
  expect(response.status).toBe(400)
  expect(ErrorBodySchema.parse(await response.json()).error.code).toBe('request-invalid')
})

test('/health: 503 before the index is open, 200 after, degraded with notices', async () => {
  const early = createApp({ state: { notices: [] } })
  expect((await early.request('/health')).status).toBe(503)
  const asked = await early.request('/ask', { method: 'POST', headers: JSON_TYPE, body: '{"question":"a"}' })
  expect([asked.status, asked.headers.get('retry-after')]).toEqual([503, '2'])
  const ready = await app.request('/health')
  expect([ready.status, ((await ready.json()) as { status: string }).status]).toEqual([200, 'ok'])
  const degraded = createApp({ state: { engine, notices: [new AppError('native-missing', { cause: 'no compiler' })] } })
  const body = (await (await degraded.request('/health')).json()) as { status: string; notices: unknown }
  expect(body).toMatchObject({ status: 'degraded', notices: [{ code: 'native-missing' }] })
})

test('/health tells what keeps the index back, in both languages and without a path of the machine', async () => {
  const outdated = [
    new AppError('index-outdated', { created: '2026-01-02T03:04:05.000Z' }),
    new AppError('index-unwritable', { folder: '/srv/secret/index', cause: 'ENOSPC' }),
    new AppError('documents-missing', { folder: '/srv/secret/docs' }),
  ]
  const behind = createApp({ state: { engine, notices: [], outdated, changes: { waiting: 2, seconds: 7 } } })
  const body = (await (await behind.request('/health')).json()) as Health
  expect([body.status, body.changes]).toEqual(['degraded', { waiting: 2, seconds: 7 }])
  expect(body.notices.map(({ code }) => code)).toEqual(outdated.map(({ code }) => code))
  expect(body.notices.map(({ message }) => message.en)).toEqual([
    expect.stringContaining('2026-01-02 03:04'),
    expect.stringMatching(/“index” \(ENOSPC\)/),
    expect.stringContaining('“docs”'),
  ])
  expect(body.notices.map(({ message }) => message.fr)).toEqual([
    expect.stringContaining('n’a pas pu être mis à jour'),
    expect.stringContaining('«\u202findex\u202f»'),
    expect.stringContaining('«\u202fdocs\u202f»'),
  ])
  expect(JSON.stringify(body)).not.toContain('secret')
})

test('what goes wrong inside leaves neither a stack nor a path, but a number', async () => {
  const lines: { level: number; requestId?: string; err?: { message: string } }[] = []
  const broken = { ...engine, embedder: { ...engine.embedder, embedQuestion: () => Promise.reject(new Error('/secret/path failed')) } }
  const failing = createApp({
    state: { engine: broken, notices: [] },
    log: openLog('errors', { write: (line) => void lines.push(JSON.parse(line)) }),
  })
  const response = await failing.request('/ask', { method: 'POST', headers: JSON_TYPE, body: '{"question":"what is ITQ?"}' })
  expect(response.status).toBe(500)
  const text = await response.text()
  expect(text).not.toMatch(/secret|\bat \b.*\.ts/)
  expect(lines.map(({ err }) => err?.message)).toEqual(['/secret/path failed'])
  expect(text).toContain(lines[0]?.requestId)
  expect(response.headers.get('x-request-id')).toBe(lines[0]?.requestId)
})

test('every response carries the fixed headers', async () => {
  for (const path of ['/en', '/documents', '/nowhere', '/assets/chat.css']) {
    const { headers } = await app.request(path)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('scripts and style come compressed, and not at all where the browser has them; answers and pages come as they are', async () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { 'accept-encoding': 'gzip, br', ...headers } })
  for (const path of ['/assets/chat.css', '/assets/chat.js']) {
    const packed = await get(path)
    const tag = packed.headers.get('etag') ?? ''
    expect([packed.status, packed.headers.get('content-encoding'), packed.headers.get('vary')]).toEqual([200, 'gzip', 'Accept-Encoding'])
    const plain = await app.request(path)
    const text = await plain.text()
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(text)
    for (const known of [tag, plain.headers.get('etag') ?? '']) {
      const same = await get(path, { 'if-none-match': known })
      expect([same.status, await same.text(), same.headers.get('x-content-type-options')]).toEqual([304, '', 'nosniff'])
    }
    // Another version is sent (negative control).
    expect((await get(path, { 'if-none-match': '"another"' })).status).toBe(200)
  }
  for (const path of ['/en', '/documents', '/health']) expect((await get(path)).headers.get('content-encoding'), path).toBeNull()
  const stream = await post({ question: 'what is ITQ?' }, { accept: 'text/event-stream', 'accept-encoding': 'gzip' })
  expect([stream.headers.get('content-encoding'), (await stream.text()).startsWith('event: answer-start')]).toEqual([null, true])
})

test('/health tells how far the index is while it is being made', async () => {
  const progress = { label: { en: 'Embedding passages', fr: 'Plongement des passages' }, done: 5, total: 20 }
  const early = createApp({ state: { notices: [], progress } })
  expect(await (await early.request('/health')).json()).toEqual({
    status: 'starting',
    questions: { running: 0, waiting: 0 },
    progress,
    notices: [],
  })
  for (const path of ['/fr', '/fr/documents']) {
    const response = await early.request(path)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
    const html = await response.text()
    expect(html).toContain('Plongement des passages')
    expect(html).toContain('<progress id="progress" max="20" value="5">')
  }
})

test('an address whose passage is not in the document says so on its page; one that fits, or names none, does not', async () => {
  const [first] = DocumentSummarySchema.array().parse(await (await app.request('/documents')).json())
  const page = async (query: string): Promise<string> => (await app.request(`/source/${first?.id}?${query}`)).text()
  for (const span of ['start=5', 'end=9', 'start=x&end=9', 'start=9&end=9', 'start=-1&end=9', `start=0&end=${10 ** 9}`]) {
    expect(await page(`${span}&ui=en`)).toContain('The passage that this address leads to is not in the document')
    expect(await page(`${span}&ui=fr`)).toContain('Le passage que désigne cette adresse n’est pas dans le document')
  }
  for (const span of ['', 'start=0&end=9&']) expect(await page(`${span}ui=en`)).not.toContain('leads to is not in')
})

test('while the first index is made, what is indexed already is answered from, and each answer says so', async () => {
  const progress = { label: { en: 'Reading', fr: 'Lecture' }, done: 3, total: 40 }
  const partial = { documents: 5, of: 4000 }
  const early = createApp({ state: { engine: { ...engine, partial }, notices: [], progress } })
  const health = await early.request('/health')
  expect([health.status, await health.json()]).toMatchObject([503, { status: 'starting', documents: 5, partial, progress }])
  const lines = {
    en: 'Documents looked in: 5 of 4,000. Ask again once all of them have been read.',
    fr: 'Documents consultés\u00a0: 5 sur 4\u00a0000. Reposez la question quand tous auront été lus.',
  }
  for (const [language, answered, unanswered] of [
    ['en', 'what is ITQ?', 'Who won the hockey game in 1999?'],
    ['fr', 'c’est quoi ITQ ?', 'Qui a gagné la partie de hockey en 1999 ?'],
  ] as const) {
    const asked = async (own: typeof early, question: string) => {
      const response = await own.request('/ask', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ question }) })
      return AskResponseSchema.parse(await response.json())
    }
    const [known, unknown] = [await asked(early, answered), await asked(early, unanswered)]
    expect([known.answered, known.index.partial, known.answer.includes(lines[language])]).toEqual([true, partial, false])
    expect([unknown.answered, unknown.index.partial, unknown.answer.endsWith(lines[language])]).toEqual([false, partial, true])
    const form = new URLSearchParams({ question: answered, ui: language })
    const page = await early.request('/ask', {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await page.text()).toContain(lines[language])
    // Negative control: an index that is whole says nothing of the kind.
    const whole = await asked(app, unanswered)
    expect([whole.index.partial, whole.answer.includes(lines[language])]).toEqual([undefined, false])
  }
  const html = await (await early.request('/fr')).text()
  expect(html).toContain('Vous pouvez déjà interroger 5 des 4\u00a0000 documents')
  expect(html).toContain('src="/assets/chat.js"')
  expect(await (await app.request('/fr')).text()).not.toContain('Vous pouvez déjà interroger')
})

test('a document tells where it is not in its own language', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-runs-'))
  const french = 'Le ministre a annoncé hier la création d’un nouvel organisme public à Québec.'
  const english = 'The agency will provide shared technology services to all departments of the government.'
  writeFileSync(join(folder, 'a.txt'), `${french} ${french}\n\n${english}\n\n${french}\n`)
  const { index } = await buildIndex({
    documentsFolder: folder,
    indexFolder: join(folder, '.index'),
    models: engine,
    store: 'exact',
  })
  const own = createApp({ state: { engine: { ...engine, corpus: index.corpus }, notices: [] } })
  const body = (await (await own.request(`/documents/${index.content().documents[0]?.id}`)).json()) as {
    text: string
    language: string
    runs: { start: number; end: number; language: string }[]
  }
  expect([body.language, body.runs.map(({ start, end, language }) => [body.text.slice(start, end).trim(), language])]).toEqual([
    'fr',
    [[english, 'en']],
  ])
})

test('files that were left out are reported on the page of documents, with the reason', async () => {
  const notices = [new AppError('document-not-text', { source: 'photo.txt' }), new AppError('native-missing', { cause: 'none' })]
  const html = await (await createApp({ state: { engine, notices } }).request('/en/documents')).text()
  expect(html).toContain('“photo.txt” is not text')
  expect(html).not.toContain('HNSW module')
})

// ---- pages ----

const page = async (path: string, init?: RequestInit): Promise<string> => (await app.request(path, init)).text()
const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  body: new URLSearchParams(fields).toString(),
})

test('the home page goes by the language of the browser', async () => {
  const to = async (accept: string): Promise<string | null> =>
    (await app.request('/', { headers: { 'accept-language': accept } })).headers.get('location')
  expect(await to('fr-CA,fr;q=0.9,en;q=0.5')).toBe('/fr')
  expect(await to('en-CA,fr;q=0.5')).toBe('/en')
  expect(await to('de')).toBe('/en')
})

test('without script, the form brings the whole page back with the answer and its sources', async () => {
  const html = await page('/ask', form({ question: 'c’est quoi ITQ ?', ui: 'fr' }))
  expect(html).toContain('<html lang="fr">')
  expect(html).toMatch(/<span data-part="quote" class="quote text" lang="en">/)
  expect(html).toMatch(/href="\/source\/b89e0bb28142\?start=\d+&amp;end=\d+&amp;ui=fr#cited"/)
  expect(html).toMatch(/<small data-part="facts"[^>]*>Anglais · 3 juin 2019<\/small>/)
})

test('a posted history that is none is refused like any other field', async () => {
  const posted = (history: string): Promise<Response> =>
    Promise.resolve(app.request('/ask', { method: 'POST', body: new URLSearchParams({ question: 'And its budget?', ui: 'en', history }) }))
  expect((await posted('not json')).status).toBe(400)
  expect((await posted('[{"question":"q"}]')).status).toBe(400)
  expect((await posted('[{"question":"What is ITQ?","answer":"…"}]')).status).toBe(200)
})

test('without script, an empty question gives the form back with what is wrong', async () => {
  const response = await app.request('/ask', form({ question: '   ', ui: 'fr' }))
  expect(response.status).toBe(400)
  expect(await response.text()).toMatch(/<title>Erreur – Sourcier<.*role="alert"[^>]*>Écrivez une question\.<.*aria-invalid="true"/s)
})

test('… with the documents of the page, and with the conversation', async () => {
  const history = JSON.stringify([{ question: 'What is ITQ?', answer: '…' }])
  const html = await page('/ask', form({ question: '?!', ui: 'en', history, documents: 'b89e0bb28142' }))
  expect(html).toContain('name="documents" value="b89e0bb28142"')
  expect(html).toContain(`name="history" value="${history.replaceAll('"', '&quot;')}"`)
  expect(html).toMatch(/<nav .*<small> 5<\/small>/)
  expect(await page('/ask', form({ question: '?!', ui: 'en', history: 'none' }))).toContain('name="history" value="[]"')
})

test('the page of a source shows the whole text with the span highlighted', async () => {
  const answer = AskResponseSchema.parse(await (await post({ question: 'what is ITQ?' })).json())
  const [citation] = answer.citations
  const html = await page(`${citation?.href}&ui=en`)
  const mark = /<mark id="cited" lang="fr"[^>]*>([^<]*)<\/mark>/.exec(html)?.[1]
  expect(mark?.replaceAll('&#39;', "'")).toBe(citation?.quote)
  expect(html).toContain('French · 1 September 2020')
  expect(html).toContain('Ses services spécialisés')
})

test('a span that does not fit highlights nothing and breaks nothing', async () => {
  for (const query of ['start=5&end=2', 'start=-1&end=4', 'start=a&end=b', 'start=0&end=99999999']) {
    const response = await app.request(`/source/b89e0bb28142?${query}`)
    expect(response.status).toBe(200)
    expect(await response.text()).not.toContain('<mark')
  }
})

test('a question is shown as text, whatever it holds', async () => {
  const html = await page('/ask', form({ question: '<img src=x onerror=alert(1)> ITQ "><script>alert(2)</script>', ui: 'en' }))
  expect(html).not.toMatch(/<img src=x|<script>alert/)
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
})

test('a question that cannot be answered yet comes back in its form, in the language of its page', async () => {
  const preparing = createApp({ state: { notices: [] } })
  const answer = await preparing.request('/ask', {
    ...form({ question: 'c’est quoi ITQ ?', ui: 'fr' }),
    headers: { ...form({}).headers, accept: 'text/html', 'accept-language': 'en' },
  })
  expect(answer.status).toBe(503)
  const html = await answer.text()
  expect(html).toContain('<html lang="fr">')
  expect(html).toContain('Les documents sont en préparation.')
  expect(html).toMatch(/<textarea[^>]*>c’est quoi ITQ \?<\/textarea>/)
  // An address tells its language too.
  const lost = await preparing.request('/fr/nulle-part', { headers: { accept: 'text/html', 'accept-language': 'en' } })
  expect([lost.status, (await lost.text()).includes('Page introuvable.')]).toEqual([404, true])
})

test('an unknown page is reported in the language of the browser', async () => {
  const html = await page('/nulle-part', { headers: { accept: 'text/html', 'accept-language': 'fr' } })
  expect(html).toContain('Page introuvable.')
})
