/** Nothing leaves the machine unless it was asked for: every connection that a server opens is written down while all of it is used. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { say, startFakeServer } from '../llm/fake-server.ts'
import { temporary } from './server.ts'

let server: ChildProcess | undefined
afterEach(() => server?.kill('SIGKILL'))

/** Starts a server, uses all of it, and tells what it connected to. */
async function used(
  args: string[],
  questions: readonly string[],
): Promise<{ connections: string[]; answers: { redacted?: string[]; mode: string }[] }> {
  const folder = temporary()
  const file = join(folder, 'connections')
  const documents = join(folder, 'documents')
  mkdirSync(documents)
  writeFileSync(join(documents, 'a.txt'), 'The lighthouse was built in 1862 by the harbour board of Métis.')
  writeFileSync(
    join(documents, 'b.html'),
    '<html lang="en"><head><title>Far</title><link rel="stylesheet" href="http://far.example/a.css"><script src="http://far.example/a.js"></script></head><body><img src="http://far.example/a.png"><p>The bridge was opened in 1931 by the county.</p></body></html>',
  )
  server = spawn(
    'node',
    [
      '--import',
      './test/http/record-connections.mjs',
      'bin/sourcier.mjs',
      'serve',
      '--port',
      '0',
      '--documents',
      documents,
      '--index',
      join(folder, 'index'),
      '--feedback',
      join(folder, 'feedback.jsonl'),
      '--refresh',
      '1',
      ...args,
    ],
    {
      env: { ...process.env, CONNECTIONS_FILE: file, SOURCIER_ADMIN_TOKEN: 'admin-token-0123456789' },
    },
  )
  const url = await new Promise<string>((resolve) =>
    server?.stdout?.on('data', (part) => resolve(/http:\/\/\S+/.exec(String(part))?.[0] ?? '')),
  )
  const post = (path: string, body: unknown, headers = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(body),
    })
  const answers = []
  for (const question of questions) {
    const response = await fetch(`${url}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
    })
    answers.push((await response.json()) as { redacted?: string[]; mode: string })
  }
  for (const path of ['/en', '/fr/documents?q=lighthouse', '/en/docs', '/openapi.json', '/documents', '/metrics', '/health', '/v1/models'])
    await (await fetch(`${url}${path}`)).text()
  await (await post('/v1/chat/completions', { messages: [{ role: 'user', content: 'When was the bridge opened?' }] })).text()
  await (await post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })).text()
  await (await post('/feedback', { answerId: 'x', question: 'Lighthouse?', language: 'en', rating: 'up' })).text()
  writeFileSync(join(documents, 'c.txt'), 'The mill was sold in 1940 to the county.')
  await (await post('/admin/reindex', {}, { authorization: 'Bearer admin-token-0123456789' })).text()
  await expect.poll(async () => (await (await fetch(`${url}/documents`)).text()).includes('c.txt'), { timeout: 60_000 }).toBe(true)
  const ended = new Promise((resolve) => server?.once('exit', resolve))
  server?.kill('SIGTERM')
  await ended
  return { connections: existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [], answers }
}

test('by default: no connection at all, not even to look a name up', { timeout: 60_000 }, async () => {
  const { connections, answers } = await used([], ['When was the lighthouse built?', 'Quand le phare a-t-il été construit ?'])
  expect(answers.map(({ mode }) => mode)).toEqual(['extractive', 'extractive'])
  expect(connections.filter((line) => !line.startsWith('pipe '))).toEqual([])
})

test('with a language model: its server and nothing else is reached (negative control: the record sees a connection)', {
  timeout: 60_000,
}, async () => {
  const model = await startFakeServer()
  model.behave(say('The lighthouse was built in 1862. [1]'))
  const { connections } = await used(
    ['--reader', 'features', '--llm', 'openai:fake', '--llm-url', model.url],
    ['When was the lighthouse built?'],
  )
  await model.close()
  const { port } = new URL(model.url)
  const reached = new Set(connections.filter((line) => !line.startsWith('pipe ')))
  expect([...reached]).toEqual([`tcp 127.0.0.1:${port}`])
})
