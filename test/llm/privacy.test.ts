/** What a language model on another machine receives holds no personal details of who asks, and the answer says so; in both languages. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/ask.ts'
import { AskRequestSchema, type AskResponse, LANGUAGES } from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import { createApp } from '../../src/http/app.tsx'
import { Breaker, LLM_LIMITS } from '../../src/llm/bounded.ts'
import { isRemote, openModel } from '../../src/llm/open.ts'
import { loadPrompts } from '../../src/llm/prompts.ts'
import { messages } from '../../src/messages/index.ts'
import { seedsEngine } from '../http/server.ts'
import { type Asked, type FakeServer, say, startFakeServer } from './fake-server.ts'

let server: FakeServer
let engine: Engine
let received: string[]
beforeAll(async () => {
  server = await startFakeServer()
  engine = await seedsEngine()
})
afterAll(() => server.close())

/** Asks through a model that is taken to be elsewhere, or here. */
async function asked(question: string, remote: boolean, history: { question: string; answer: string }[] = []): Promise<AskResponse> {
  received = []
  server.behave(
    say(({ prompt }: Asked) => {
      received.push(prompt)
      return 'NONE'
    }),
  )
  const model = await openModel({ llm: 'openai:fake', url: server.url, key: undefined })
  const llm = { model, name: 'openai:fake', remote, breaker: new Breaker(), limits: LLM_LIMITS, prompts: await loadPrompts('prompts') }
  return ask(AskRequestSchema.parse({ question, history }), { ...engine, llm })
}

const SECRET = {
  en: {
    question: 'I am Anne Roy, 514 555-0199. What does ITQ do for infrastructure projects?',
    history: 'My name is Anne Roy. What is ITQ?',
    follow: 'What is its budget? Write to anne@example.org.',
  },
  fr: {
    question: 'Je suis Anne Roy, 514 555-0199. Que fait ITQ pour les infrastructures ?',
    history: 'Je m’appelle Anne Roy. C’est quoi ITQ ?',
    follow: 'Quel est son budget ? Écrivez à anne@example.org.',
  },
}

test.each(LANGUAGES)('the question and the turns before it are redacted, and the answer tells (%s)', async (language) => {
  const { question, history, follow } = SECRET[language]
  const answer = await asked(question, true)
  expect(answer.redacted).toEqual(['name', 'phone'])
  expect(answer.question).toBe(question)
  const later = await asked(follow, true, [{ question: history, answer: 'ITQ.' }])
  expect(received.length).toBeGreaterThan(0)
  expect(received.join()).not.toMatch(/Anne|Roy|555|anne@/)
  expect(later.redacted).toContain('email')
})

test('a turn before that names somebody: taken out for a model elsewhere, left for one on this machine (negative control)', async () => {
  const history = [{ question: 'Has Mr. Luc Roy left ITQ? Call 514 555-0199.', answer: 'No document mentions it.' }]
  for (const remote of [true, false]) {
    const answer = await asked('And what is its budget?', remote, history)
    expect(received.length).toBeGreaterThan(0)
    expect(/Luc Roy|555/.test(received.join()), String(remote)).toBe(!remote)
    expect(answer.redacted).toEqual(remote ? ['name', 'phone'] : undefined)
  }
})

test.each(LANGUAGES)('what one says of oneself does not stand in the way of an answer (%s)', async (language) => {
  const answer = await asked({ en: 'My name is Anne Roy, what is ITQ?', fr: 'Je m’appelle Anne Roy, c’est quoi ITQ ?' }[language], false)
  expect(answer.answered).toBe(true)
  expect(answer.redacted).toBeUndefined()
})

test('a name that the documents hold may be asked about', async () => {
  const answer = await asked('What did M. Éric Caire say about ITQ?', true)
  const shown = answer.passages.some(({ text }) => text.includes('Éric Caire'))
  expect([shown, answer.redacted]).toEqual([true, undefined])
  expect(received.join()).toContain('M. Éric Caire')
})

test.each(LANGUAGES)('the page says what was removed (%s)', async (language) => {
  server.behave(say('NONE'))
  const model = await openModel({ llm: 'openai:fake', url: server.url, key: undefined })
  const llm = {
    model,
    name: 'openai:fake',
    remote: true,
    breaker: new Breaker(),
    limits: LLM_LIMITS,
    prompts: await loadPrompts('prompts'),
  }
  const app = createApp({ state: { engine: { ...engine, llm }, notices: [] } })
  const html = await (
    await app.request('/ask', { method: 'POST', body: new URLSearchParams({ question: SECRET[language].question, ui: language }) })
  ).text()
  const { page } = messages(language)
  expect(html).toContain(page.personalDataRemoved([page.personalData.name, page.personalData.phone].join(', ')))
})

test('what is on this machine, and what is not; in doubt it is not', () => {
  const remote = (llm: string, url?: string): boolean => isRemote({ llm, url })
  expect([
    remote('openai:x'),
    remote('anthropic:x'),
    remote('openai:x', 'http://10.0.0.5/v1'),
    remote('openai:x', 'nonsense'),
    remote('openai:x', 'http://127.0.0.1.evil.example/v1'),
  ]).toEqual([true, true, true, true, true])
  expect([
    remote('local:/models/x'),
    remote('ollama:x'),
    remote('openai:x', 'http://127.0.0.1:8080/v1'),
    remote('openai:x', 'http://localhost/v1'),
    remote('ollama:x', 'http://[::1]:11434'),
  ]).toEqual([false, false, false, false, false])
})
