/** Feedback: on the disk before it is confirmed, whatever happens next; without personal details; of use for the evaluation. */
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { AskResponseSchema, type FeedbackRequest, type Language } from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import { openFeedback, toCandidates } from '../../src/feedback.ts'
import { createApp } from '../../src/http/app.tsx'
import { messages } from '../../src/messages/index.ts'
import { seedsEngine, temporary } from './server.ts'

let engine: Engine
let file: string
beforeAll(async () => {
  engine = await seedsEngine()
  file = join(temporary(), 'feedback.jsonl')
})

const app = (own = file) =>
  createApp({ state: { engine, notices: [] }, feedback: openFeedback(own), settings: { tokens: { admin: 'admin-token-0123456789' } } })
const given = (fields: Partial<FeedbackRequest> = {}): FeedbackRequest => ({
  answerId: 'a-1',
  question: 'What is ITQ?',
  language: 'en',
  rating: 'up',
  ...fields,
})
const post = (body: unknown, own = file): Promise<Response> =>
  Promise.resolve(
    app(own).request('/feedback', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  )

test('an answer is rated, and comes back as a candidate with the quotes that it cited', async () => {
  const asked = await app().request('/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"question":"C’est quoi ITQ ?"}',
  })
  const answer = AskResponseSchema.parse(await asked.json())
  const citations = answer.citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  const response = await post(given({ answerId: answer.id, question: answer.question, language: 'fr', answered: true, citations }))
  // Another app of the test gave the answer.
  expect([response.status, await response.json()]).toEqual([200, { kept: true, known: false, redacted: [] }])
  const [candidate] = toCandidates(await openFeedback(file).read())
  expect(candidate).toMatchObject({ split: 'dev', expects: 'answer', question: { en: '', fr: 'C’est quoi ITQ ?' } })
  expect(candidate?.relevant).toEqual(answer.citations.map(({ source, quote }) => ({ document: source, quote })))
  const exported = await app().request('/admin/feedback', { headers: { authorization: 'Bearer admin-token-0123456789' } })
  expect((await exported.text()).trim().split('\n')).toHaveLength(1)
  const printed = spawnSync('node', ['bin/sourcier.mjs', 'feedback', '--feedback', file], { encoding: 'utf8' })
  expect(JSON.parse(printed.stdout)).toEqual(JSON.parse(JSON.stringify(candidate)))
})

test('feedback on an answer that was given is told from feedback on another, which is kept all the same and marked', async () => {
  const own = join(temporary(), 'f.jsonl')
  const server = app(own)
  const send = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await server.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  const { id } = await send('/ask', { question: 'What is ITQ?' })
  expect(await send('/feedback', given({ answerId: String(id) }))).toEqual({ kept: true, known: true, redacted: [] })
  expect(await send('/feedback', given({ answerId: 'made up' }))).toEqual({ kept: true, known: false, redacted: [] })
  const kept = await openFeedback(own).read()
  expect(kept.map(({ answerId, unknown }) => [answerId, unknown])).toEqual([
    [id, undefined],
    ['made up', true],
  ])
  expect(toCandidates(kept).map(({ feedback }) => feedback.unknown)).toEqual([undefined, true])
})

test.each([
  ['en', 'Something in this form is missing or cannot be used.'],
  ['fr', 'Un élément de ce formulaire manque ou ne peut pas être utilisé.'],
])('a form that lacks something is refused in the language of its page, in words (%s)', async (ui, words) => {
  // The browser's own language is the other one.
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    'accept-language': ui === 'en' ? 'fr' : 'en',
  }
  const response = await app().request('/feedback', { method: 'POST', headers, body: new URLSearchParams({ ui, question: 'x' }) })
  const page = await response.text()
  expect([response.status, page.includes(`<html lang="${ui}">`), page.includes(words)]).toEqual([400, true, true])
  expect(page).not.toContain('answerId')
})

test.each<[Language, string, string]>([
  ['en', 'My name is Anne Roy, what is ITQ?', 'Call me at 514 555-0199.'],
  ['fr', 'Je m’appelle Anne Roy, c’est quoi ITQ ?', 'Appelez-moi au 514 555-0199.'],
])('personal details never reach the file (%s)', async (language, question, comment) => {
  const own = join(temporary(), 'f.jsonl')
  const response = await post(given({ question, comment, language, rating: 'down', reason: 'other' }), own)
  expect(((await response.json()) as { redacted: string[] }).redacted).toEqual(['name', 'phone'])
  // Its own id is drawn at random, and three digits of a number may well be in it.
  const { id, ...said } = JSON.parse(readFileSync(own, 'utf8')) as { id: string }
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  const kept = JSON.stringify(said)
  expect(kept).not.toMatch(/Anne|Roy|555/)
  expect(kept).toContain('ITQ')
})

test('the form of a page without script is kept too, with thanks in the language of the page', async () => {
  const own = join(temporary(), 'f.jsonl')
  const fields = {
    ui: 'fr',
    answerId: 'x',
    question: 'ITQ ?',
    language: 'fr',
    answered: 'true',
    citations: '[]',
    rating: 'down',
    reason: '',
    comment: '',
  }
  const response = await app(own).request('/feedback', { method: 'POST', body: new URLSearchParams(fields) })
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(messages('fr').page.feedbackThanks)])
  expect(await openFeedback(own).read()).toMatchObject([{ rating: 'down', answered: true, citations: [] }])
  const wrong = await app(own).request('/feedback', {
    method: 'POST',
    body: new URLSearchParams({ ...fields, rating: 'sideways', citations: '{' }),
  })
  expect(wrong.status).toBe(400)
})

test('a line torn by a power cut is set aside and takes nothing with it', async () => {
  const own = join(temporary(), 'f.jsonl')
  await post(given({ answerId: 'first' }), own)
  const whole = readFileSync(own, 'utf8')
  for (const cut of [1, 10, whole.length - 2]) {
    writeFileSync(own, whole)
    appendFileSync(own, whole.slice(0, cut))
    expect((await post(given({ answerId: 'after' }), own)).status).toBe(200)
    expect((await openFeedback(own).read()).map(({ answerId }) => answerId)).toEqual(['first', 'after'])
  }
})

/** Keeps feedback in a process that is killed; prints each id once it is confirmed. */
const WRITER = `
  import { openFeedback } from './src/feedback.ts'
  const corpus = { about: { generation: 'g' }, document: async () => undefined }
  const feedback = openFeedback(process.argv[1])
  for (let i = 0; ; i++) {
    const answerId = process.argv[2] + '-' + i
    await feedback.keep({ answerId, question: 'What is ITQ?', language: 'en', rating: 'up' }, corpus)
    process.stdout.write(answerId + '\\n')
  }`

test('whatever was told to be kept is there, once, after the writer was killed', { timeout: 60_000 }, async () => {
  const own = join(temporary(), 'f.jsonl')
  const told: string[] = []
  for (let round = 0; round < 8; round++) {
    const child = spawn('node', ['--import', 'tsx', '--input-type=module', '-e', WRITER, own, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (part) => {
        said += String(part)
        if (said.length > 100 + round * 37) child.kill('SIGKILL')
      })
      child.once('close', () => resolve())
    })
    told.push(...said.split('\n').slice(0, -1))
  }
  const kept = (await openFeedback(own).read()).map(({ answerId }) => answerId)
  expect(told.length).toBeGreaterThan(50)
  expect(told.filter((id) => !kept.includes(id))).toEqual([])
  expect(new Set(kept).size).toBe(kept.length)
})

test('… and what was never written would be missed (negative control)', async () => {
  const own = join(temporary(), 'f.jsonl')
  await post(given({ answerId: 'kept' }), own)
  const kept = (await openFeedback(own).read()).map(({ answerId }) => answerId)
  expect(['kept', 'never written'].filter((id) => !kept.includes(id))).toEqual(['never written'])
})

test('a full disk is reported, and nothing is said to be kept', async () => {
  const response = await post(given(), '/dev/full')
  expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([503, 'feedback-unwritable'])
})
