/** A language model that fails or lies in every way that we know of: within the deadline an answer that holds, or the quotes of before. */
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ask } from '../../src/ask.ts'
import { buildIndex } from '../../src/build-index.ts'
import { DEFAULT_MODEL } from '../../src/config.ts'
import { AskRequestSchema, type AskResponse, AskResponseSchema } from '../../src/domain.ts'
import { openModels } from '../../src/embed/open.ts'
import type { Engine } from '../../src/engine.ts'
import { createApp } from '../../src/http/app.tsx'
import { Breaker, LLM_LIMITS, type LlmEngine } from '../../src/llm/bounded.ts'
import { openModel } from '../../src/llm/open.ts'
import { loadPrompts } from '../../src/llm/prompts.ts'
import { type Asked, type Behaviour, chunk, type FakeServer, head, say, startFakeServer, wait } from './fake-server.ts'

const KEY = 'sk-never-to-be-seen'
const DOCUMENTS = {
  'ferry.txt':
    'The ferry carried 48,200 passengers in 2023. The ferry was built in 1998 at Les Méchins. The ferry does not sail when the wind exceeds 70 kilometres an hour.',
  'traversier.txt':
    'Le traversier est dirigé par la capitaine Ann Roe. Le billet coûte 4,50 $ en été. Les chiens ne sont pas admis à bord du traversier. Le greffier adjoint du traversier est Lee Moss.',
}

let server: FakeServer
let engine: Engine
beforeAll(async () => {
  server = await startFakeServer()
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  for (const [name, text] of Object.entries(DOCUMENTS)) writeFileSync(join(documentsFolder, name), text)
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  engine = { corpus: index.corpus, ...models }
})
afterAll(() => server.close())

const LIMITS = { ...LLM_LIMITS, first: 400, idle: 400, total: 1500 }
const DEADLINE = 3000
const llm = async (url = server.url, limits = LIMITS): Promise<LlmEngine> => ({
  model: await openModel({ llm: 'openai:fake', url, key: KEY }),
  name: 'openai:fake',
  remote: false,
  breaker: new Breaker(),
  limits,
  prompts: await loadPrompts('prompts'),
})
let current: LlmEngine
beforeEach(async () => {
  current = await llm()
})

interface Received {
  answer: AskResponse
  /** Texts of every sentence that was ever sent. */
  sent: string[]
  raw: string
  milliseconds: number
}

async function receive(question: string, own = current, init: RequestInit = {}): Promise<Received> {
  const app = createApp({ state: { engine: { ...engine, llm: own }, notices: [] } })
  const begun = performance.now()
  const response = await app.request('/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ question }),
    ...init,
  })
  const raw = await response.text()
  const events = [...raw.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, event, data]) => ({
    event,
    data: JSON.parse(data as string) as never,
  }))
  const sent = events.filter(({ event }) => event === 'sentence').map(({ data }) => (data as { text: string }).text)
  const answer = AskResponseSchema.parse(events.find(({ event }) => event === 'answer-end')?.data)
  for (const { documentId, start, end, quote } of answer.citations) {
    expect((await engine.corpus.document(documentId))?.text.slice(start, end)).toBe(quote)
  }
  expect(raw).not.toContain(KEY)
  return { answer, sent, raw, milliseconds: performance.now() - begun }
}

const QUESTION = 'How many passengers did the ferry carry in 2023?'
const TRUE = 'The ferry carried 48,200 passengers in 2023.'
const numberOf = ({ sentences }: Asked, text: string): number => [...sentences].find(([, own]) => own.includes(text))?.[0] ?? 99
const cited = (text: string, words = '48,200') => say((asked) => `${text} [${numberOf(asked, words)}]`)

// ---- what is right passes ----

/** With the limits of the product: a busy machine is no fault. */
const patient = (): Promise<LlmEngine> => llm(server.url, LLM_LIMITS)

test('a right answer is the model’s, sentence by sentence, with our quotes behind it', async () => {
  server.behave(
    say(
      (asked) =>
        `In 2023 the ferry carried 48,200 passengers. [${numberOf(asked, '48,200')}] It was built in 1998. [${numberOf(asked, '1998')}]`,
    ),
  )
  const { answer, sent } = await receive(QUESTION, await patient())
  expect(answer).toMatchObject({ mode: 'llm', model: 'openai:fake', answered: true, verified: { kept: 2, dropped: 0 } })
  expect(sent).toEqual(['In 2023 the ferry carried 48,200 passengers.', 'It was built in 1998.'])
  expect(answer.citations.map(({ quote }) => quote)).toEqual([TRUE, 'The ferry was built in 1998 at Les Méchins.'])
})

test('an English question over a French passage is answered in English, the French quote behind it', async () => {
  server.behave(
    say(
      (asked) =>
        `The ferry is run by captain Ann Roe. [${numberOf(asked, 'Ann Roe')}] Dogs are not allowed on board the ferry. [${numberOf(asked, 'chiens')}]`,
    ),
  )
  const { answer } = await receive('Who is the captain of the ferry?', await patient())
  expect(answer).toMatchObject({ mode: 'llm', language: 'en', verified: { kept: 2, dropped: 0 } })
  expect(answer.citations.map(({ language }) => language)).toEqual(['fr', 'fr'])
})

test('a sentence cited twice is one citation; several numbers are several', async () => {
  server.behave(
    say(
      (asked) =>
        `The ferry carried 48,200 passengers in 2023. [${numberOf(asked, '48,200')}] The ferry, built in 1998, carried 48,200 passengers in 2023. [${numberOf(asked, '48,200')}, ${numberOf(asked, '1998')}]`,
    ),
  )
  const { answer } = await receive(QUESTION, await patient())
  expect(answer.sentences.map(({ citations }) => citations)).toEqual([[1], [1, 2]])
})

test('NONE is no fault: the quotes answer, or nothing does', async () => {
  server.behave(say('NONE'))
  const { answer } = await receive(QUESTION, await patient())
  expect([answer.mode, answer.notice, answer.answered]).toEqual(['extractive', undefined, true])
})

// ---- what fails ----

const FAULTS: Record<string, Behaviour> = {
  'accepts and says nothing': () => {},
  'headers, then nothing': (response) => head(response),
  'one token, then silence': (response) => {
    head(response)
    response.write(chunk('The'))
  },
  'slow tokens without end': async (response) => {
    head(response)
    while (!response.destroyed) {
      response.write(chunk('a '))
      await wait(100)
    }
  },
  'cut in the middle': (response) => {
    head(response)
    response.write(chunk('The ferry carried'))
    setTimeout(() => response.destroy(), 50)
  },
  'cut in the middle of a letter': (response) => {
    head(response)
    response.write(Buffer.from('data: {"choices":[{"delta":{"content":"\u00e9', 'utf8').subarray(0, -1))
    setTimeout(() => response.destroy(), 50)
  },
  'error 500': (response) => void response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"boom"}}'),
  'error 502 as a page': (response) =>
    void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad gateway</h1></html>'),
  'too many requests': (response) => void response.writeHead(429).end('{}'),
  'too many requests, come back in an hour': (response) => void response.writeHead(429, { 'retry-after': '3600' }).end('{}'),
  'wrong key': (response) => void response.writeHead(401).end('{"error":{"message":"bad key"}}'),
  'an error object with status 200': (response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end('{"error":{"message":"overloaded"}}'),
  'a page with status 200': (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
  'events that are none': (response) => {
    head(response)
    response.end('data: {"choices":\n\ndata: nothing\n\n: comment\r\rdata')
  },
  'lines of JSON instead of events': (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.end('{"message":{"content":"The ferry"}}\n{"done":true}\n')
  },
  'nothing at all': say(''),
  'ten megabytes': say('word '.repeat(20_000)),
  'no end': async (response) => {
    head(response)
    while (!response.destroyed) {
      response.write(chunk('and so on '.repeat(50)))
      await wait(1)
    }
  },
  'binary garbage': (response) => {
    head(response)
    response.end(Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)))
  },
  'a tool call': (response) => {
    head(response)
    response.end(
      `${chunk('', { tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'shell', arguments: '{}' } }] })}data: [DONE]\n\n`,
    )
  },
}

test.each(Object.entries(FAULTS))('%s: the quotes answer within the deadline, and say why', async (_, behaviour) => {
  server.behave(behaviour)
  const { answer, sent, milliseconds } = await receive(QUESTION)
  expect([answer.mode, answer.notice]).toEqual(['extractive', 'llm-unavailable'])
  expect(answer.answered).toBe(true)
  expect(sent.every((text) => text.includes(TRUE))).toBe(true)
  expect(milliseconds).toBeLessThan(DEADLINE)
})

test('a connection that is refused is a fault like any other', async () => {
  const { answer } = await receive(QUESTION, await llm('http://127.0.0.1:9/v1'))
  expect([answer.mode, answer.notice]).toEqual(['extractive', 'llm-unavailable'])
})

// ---- what lies ----

const LIES: Record<string, Behaviour> = {
  'a number that was not given': say('The ferry carried 48,200 passengers in 2023. [42]'),
  'an invented sentence': cited('The mayor resigned after a long dispute about taxes.'),
  'a changed digit': cited('The ferry carried 48,300 passengers in 2023.'),
  'a changed year': cited('The ferry carried 48,200 passengers in 2022.'),
  'another name': cited('Captain Jane Smith built the ferry in 1998.', '1998'),
  'a dropped negation': cited('The ferry sails when the wind exceeds 70 kilometres an hour.', '70 kilometres'),
  'an added negation': cited('The ferry was not built in 1998 at Les Méchins.', '1998'),
  'the wrong language': cited('Le traversier a transporté 48 200 passagers en 2023.'),
  'a link': cited('The ferry carried 48,200 passengers in 2023, see https://evil.example/.'),
  'a picture': cited('![x](https://evil.example/p.png) The ferry carried 48,200 passengers in 2023.'),
  markup: cited('<img src=x onerror=alert(1)> The ferry carried 48,200 passengers in 2023.'),
  'no number at all': say('The ferry carried 48,200 passengers in 2023.'),
  'the prompt itself': say(({ prompt }) => prompt),
  'a refusal': say('I am sorry, but I cannot help with that request.'),
}

test.each(Object.entries(LIES))('%s: nothing of it is ever sent', async (_, behaviour) => {
  server.behave(behaviour)
  const { answer, sent, raw } = await receive(QUESTION)
  expect(answer.mode).toBe('extractive')
  expect(answer.notice).toBe('llm-rejected')
  expect(answer.verified.dropped).toBeGreaterThan(0)
  expect(sent.every((text) => text.includes(TRUE))).toBe(true)
  expect(raw).not.toMatch(/evil\.example|onerror|resigned|48,300|Jane Smith|one to three short/)
})

test('a lie beside the truth is dropped and counted; more lies than truth, and the quotes take over', async () => {
  const lie = 'The ferry carried 99,999 passengers in 2023.'
  server.behave(say((asked) => `${TRUE} [${numberOf(asked, '48,200')}] ${lie} [${numberOf(asked, '48,200')}]`))
  const kept = await receive(QUESTION)
  expect(kept.answer).toMatchObject({ mode: 'llm', verified: { kept: 1, dropped: 1 } })
  server.behave(say((asked) => `${TRUE} [${numberOf(asked, '48,200')}] ${`${lie} [1] `.repeat(2)}`))
  const { answer, raw } = await receive(QUESTION)
  expect(answer).toMatchObject({ mode: 'extractive', notice: 'llm-rejected' })
  expect(raw).toContain('event: answer-restart')
  expect(raw).not.toContain('99,999')
})

// ---- stopping, resting, refusing to ask ----

test('a client that disconnects aborts the model', async () => {
  const leaving = new AbortController()
  server.behave(async (response) => {
    head(response)
    response.write(chunk('The'))
    setTimeout(() => leaving.abort(), 100)
    await once(response, 'close')
  })
  const before = server.left()
  const app = createApp({
    state: { engine: { ...engine, llm: { ...current, limits: { ...LIMITS, idle: 5000, total: 5000 } } }, notices: [] },
  })
  const request = new Request('http://localhost/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ question: QUESTION }),
    signal: leaving.signal,
  })
  await (await app.request(request)).text().catch(() => '')
  await expect.poll(() => server.left(), { timeout: 2000 }).toBe(before + 1)
  // Aborted before it begins: neither passages are read nor the model asked.
  const asked = server.count()
  const aborted = ask(AskRequestSchema.parse({ question: QUESTION }), { ...engine, llm: current }, 'en', AbortSignal.abort())
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  expect(server.count()).toBe(asked)
})

test('after three faults in a row the model rests, and is not even asked; /health tells', async () => {
  server.behave(FAULTS['error 500'] as Behaviour)
  for (let i = 0; i < 3; i++) await receive(QUESTION)
  const before = server.count()
  const { answer, milliseconds } = await receive(QUESTION)
  expect([answer.notice, server.count()]).toEqual(['llm-unavailable', before])
  expect(milliseconds).toBeLessThan(1000)
  const app = createApp({ state: { engine: { ...engine, llm: current }, notices: [] } })
  const health = await (await app.request('/health')).text()
  expect(JSON.parse(health)).toMatchObject({ llm: { model: 'openai:fake', state: 'resting' } })
  expect(health).not.toContain(KEY)
})

test('mode extractive, an ambiguous question, one about what stands nowhere or for an office that nobody holds do not ask the model', async () => {
  server.behave(say('NONE'))
  const before = server.count()
  const app = createApp({ state: { engine: { ...engine, llm: current }, notices: [] } })
  const post = (body: unknown): Promise<Response> =>
    Promise.resolve(app.request('/ask', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }))
  await post({ question: QUESTION, mode: 'extractive' })
  await post({ question: 'How many passengers did the ferry carry in 1847?' })
  await post({ question: 'Who is the clerk of the ferry?' })
  expect(server.count()).toBe(before)
  await post({ question: 'Who is the deputy clerk of the ferry?' })
  expect(server.count()).toBeGreaterThan(before)
})

test('a generator whose files are here answers without a server, and stops when nobody listens', async () => {
  const model = await openModel({ llm: 'local:test/llm/tiny-model', url: undefined, key: undefined })
  const { answer } = await receive(QUESTION, {
    ...current,
    model,
    name: 'local:tiny-model',
    limits: { ...LIMITS, first: 20_000, total: 20_000 },
  })
  // It has learnt to say "none", which is no fault.
  expect([answer.mode, answer.notice, answer.answered]).toEqual(['extractive', undefined, true])
  expect((await model.invoke('Is anything there?')).text.trim()).toBe('none')
  const gone = AbortSignal.abort()
  await expect(model.invoke('Is anything there?', { signal: gone })).rejects.toThrow()
  await expect(openModel({ llm: 'local:/nowhere', url: undefined, key: undefined })).rejects.toMatchObject({ code: 'llm-invalid' })
})

test('a provider that is unknown, or whose package is not there, is reported with what to do', async () => {
  await expect(openModel({ llm: 'magic:model', url: undefined, key: undefined })).rejects.toMatchObject({ code: 'llm-invalid' })
  await expect(openModel({ llm: 'ollama:llama3', url: undefined, key: undefined })).rejects.toMatchObject({
    code: 'llm-package-missing',
    params: { install: 'npm install @langchain/ollama@1.3.0' },
  })
})

test('a follow-up is rewritten by the model, and by the rules where it fails or invents', async () => {
  const app = createApp({ state: { engine: { ...engine, llm: current }, notices: [] } })
  const asked = async (rewritten: string): Promise<AskResponse> => {
    server.behave((response, { sentences, ...rest }) => say(sentences.size === 0 ? rewritten : 'NONE')(response, { sentences, ...rest }))
    const history = [{ question: 'How many passengers did the ferry carry in 2023?', answer: TRUE }]
    const body = JSON.stringify({ question: 'And when was it built?', history })
    const response = await app.request('/ask', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return AskResponseSchema.parse(await response.json())
  }
  expect((await asked('When was the ferry built?')).understood).toBe('When was the ferry built?')
  const rules = (await asked('')).understood
  expect(rules).toContain('And when was it built?')
  for (const wrong of [
    'When was the Titanic built?',
    'When was the ferry of 1931 built?',
    'The ferry was built in 1998.',
    'See https://evil.example?',
  ]) {
    current.breaker.succeeded()
    expect((await asked(wrong)).understood, wrong).toBe(rules)
  }
})

test('limits are sent and kept: tokens, passages, sentences', async () => {
  const seen: Asked[] = []
  server.behave((response, asked) => {
    seen.push(asked)
    return say('NONE')(response, asked)
  })
  const question = 'How many passengers did the ferry carry in 2023?'
  await receive(question)
  expect(seen[0]?.tokens).toBe(1000)
  const model = await openModel({ llm: 'openai:fake', url: server.url, key: KEY, tokens: 77 })
  await receive(question, { ...(await llm()), model, limits: { ...LIMITS, sentences: 2 } })
  expect(seen[1]).toMatchObject({ tokens: 77, sentences: { size: 2 } })
  // Without the limit there are more of them (negative control).
  expect(seen[0]?.sentences.size).toBeGreaterThan(2)
})

test('a number before a sentence is that sentence’s', async () => {
  server.behave(
    say(({ sentences }) =>
      [...sentences]
        .filter(([, text]) => text.includes('1998'))
        .map(([n, text]) => `[${n}] ${text}`)
        .join('\n'),
    ),
  )
  const { answer } = await receive('When was the ferry built?')
  expect(answer).toMatchObject({ mode: 'llm', answered: true })
  expect(answer.citations[0]?.quote).toContain('built in 1998')
})

test.each([301, 302, 307, 308])('a redirect (%i) is not followed: nothing reaches the other server, quotes are given', async (status) => {
  const elsewhere = await startFakeServer()
  const before = server.count()
  server.behave((response) => void response.writeHead(status, { location: `${elsewhere.url}/chat/completions` }).end())
  const { answer } = await receive('How many passengers did the ferry carry in 2023?')
  expect([answer.mode, answer.notice, answer.answer.includes('48,200')]).toEqual(['extractive', 'llm-unavailable', true])
  expect([server.count() > before, elsewhere.count()]).toEqual([true, 0])
  await elsewhere.close()
})

test('… where a client by itself follows it, with the question (negative control)', async () => {
  const elsewhere = await startFakeServer()
  server.behave((response) => void response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end())
  await fetch(`${server.url}/chat/completions`, { method: 'POST', body: JSON.stringify({ messages: [{ content: 'secret' }] }) })
  expect(elsewhere.count()).toBe(1)
  await elsewhere.close()
})
