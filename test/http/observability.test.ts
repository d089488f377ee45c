/** What an operator sees: logs and measurements that never hold a question, health with reasons, a doctor that says what to do. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_MODEL } from '../../src/config.ts'
import type { Engine } from '../../src/engine.ts'
import { AppError } from '../../src/errors.ts'
import { openFeedback } from '../../src/feedback.ts'
import { createApp } from '../../src/http/app.tsx'
import { type LogLevel, openLog } from '../../src/http/log.ts'
import { seedsEngine, temporary } from './server.ts'

let engine: Engine
beforeAll(async () => {
  engine = await seedsEngine()
})

const SECRET = { en: 'My name is Anne Roy, what is ITQ?', fr: 'Je m’appelle Anne Roy, c’est quoi ITQ ?' }

/** Everything that is logged, and what /metrics says, while questions are asked in every way. */
async function observe(logLevel: LogLevel): Promise<{ lines: Record<string, unknown>[]; text: string; metrics: string; ids: string[] }> {
  const raw: string[] = []
  const app = createApp({
    state: { engine, notices: [] },
    settings: { logLevel },
    log: openLog(logLevel, { write: (line) => void raw.push(line) }),
    feedback: openFeedback(join(temporary(), 'feedback.jsonl')),
  })
  const ids: string[] = []
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<void> => {
    const response = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    ids.push(response.headers.get('x-request-id') ?? '')
    await response.text()
  }
  for (const question of Object.values(SECRET)) {
    await post('/ask', { question })
    await post('/ask', { question }, { accept: 'text/event-stream', 'x-request-id': 'given-by-the-client' })
    await post('/v1/chat/completions', { messages: [{ role: 'user', content: question }] })
    await post('/ask', { question, unknown: question })
    await post('/feedback', { answerId: 'x', question, language: 'en', rating: 'down', comment: question })
    await app.request(`/en/documents?q=${encodeURIComponent(question)}`)
  }
  await app.request(`/${encodeURIComponent('Anne Roy')}`)
  const metrics = await (await app.request('/metrics')).text()
  return { lines: raw.map((line) => JSON.parse(line) as Record<string, unknown>), text: raw.join(''), metrics, ids }
}

describe('logs', () => {
  test('by default nothing is logged but faults; measurements hold no word of a question', async () => {
    const { lines, metrics } = await observe('errors')
    expect(lines).toEqual([])
    expect(metrics).not.toMatch(/Anne|Roy|ITQ/)
  })

  test('requests: what was asked for and how it ended, by the pattern of the route, without a word of a question', async () => {
    const { lines, text, ids } = await observe('requests')
    expect(text).not.toMatch(/Anne|Roy|ITQ/)
    const asked = lines.filter(({ route }) => route === '/ask')
    expect(asked).toHaveLength(6)
    expect(asked[0]).toMatchObject({ msg: 'request', method: 'POST', status: 200, requestId: ids[0] })
    expect(asked.find(({ status }) => status === 400)).toMatchObject({ code: 'request-invalid' })
    expect(lines.filter(({ route }) => route === 'none')).toHaveLength(1)
    expect(ids[1]).toBe('given-by-the-client')
  })

  test('questions: redacted first, in both languages', async () => {
    const { text } = await observe('questions')
    expect(text).not.toMatch(/Anne|Roy/)
    expect(text).toContain('My name is [name], what is ITQ?')
    expect(text).toContain('Je m’appelle [nom], c’est quoi ITQ ?')
  })

  test('… and a log that is given the question as it is would be seen (negative control)', () => {
    const raw: string[] = []
    openLog('requests', { write: (line) => void raw.push(line) }).info({ question: SECRET.en }, 'answer')
    expect(raw.join('')).toMatch(/Anne|Roy|ITQ/)
  })
})

test('measurements: answers, stages, verdicts, routes, queue, generation', async () => {
  const { metrics } = await observe('errors')
  /** The sum of all series of a name that hold these labels. */
  const value = (name: string, ...labels: string[]): number =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  expect(value('sourcier_answers_total', 'language="en"', 'mode="extractive"')).toBe(3)
  expect(value('sourcier_answers_total', 'language="fr"')).toBe(3)
  expect(value('sourcier_answers_total', 'outcome="answered"')).toBe(6)
  expect(value('sourcier_answer_stage_seconds_count', 'stage="retrieve"')).toBe(6)
  expect(metrics).toContain('sourcier_sentences_total{verdict="dropped"} 0')
  expect(value('sourcier_http_request_seconds_count', 'route="/ask"', 'status="400"')).toBe(2)
  expect(value('sourcier_feedback_total', 'rating="down"')).toBe(2)
  expect(metrics).toContain('sourcier_questions{state="waiting"} 0')
  expect(metrics).toMatch(new RegExp(`sourcier_index_documents\\{generation="${engine.corpus.about.generation}",model="[^"]+"\\} 5`))
})

test('/health gives its reasons in both languages, and no path of the machine', async () => {
  const notices = [
    new AppError('native-missing', { cause: 'x' }),
    new AppError('index-unwritable', { folder: '/srv/secret', cause: 'ENOSPC' }),
  ]
  const body = await (await createApp({ state: { engine, notices } }).request('/health')).text()
  const { status, notices: said } = JSON.parse(body) as { status: string; notices: { code: string; message: { en: string; fr: string } }[] }
  expect([status, said.map(({ code }) => code)]).toEqual(['degraded', ['native-missing', 'index-unwritable']])
  expect(said[0]?.message.fr).toContain('module HNSW')
  expect(body).not.toContain('/srv/secret')
})

describe('doctor', () => {
  const environment = { ...process.env, LANG: 'en_CA.UTF-8', SOURCIER_TOKEN: '', SOURCIER_READER: 'features' }
  const index = (folder: string) => spawnSync('node', ['bin/sourcier.mjs', 'index', '--index', folder], { env: environment })
  const doctor = (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout } = spawnSync('node', ['bin/sourcier.mjs', 'doctor', '--port', '0', ...args], {
      encoding: 'utf8',
      env: { ...environment, ...env },
    })
    return { status, stdout }
  }

  test('everything in order, before and after the first index, in both languages', () => {
    const folder = join(temporary(), 'index')
    const before = doctor(['--index', folder])
    expect([before.status, before.stdout]).toEqual([0, expect.stringMatching(/✓ Index: OK – none yet[\s\S]*Everything is in order\./)])
    // It looked and left nothing behind.
    expect(readdirSync(join(folder, '..'))).toEqual([])
    index(folder)
    expect(doctor(['--index', folder], { LANG: 'fr_CA.UTF-8' }).stdout).toMatch(
      /✓ Index\u00a0: OK – 31 passages, g-[0-9a-f]{12}[\s\S]*Tout est en ordre\./,
    )
  })

  test('what is wrong is reported with what to do, and the exit code is 1', async () => {
    const folder = temporary()
    const model = join(folder, 'model')
    cpSync(DEFAULT_MODEL, model, { recursive: true })
    writeFileSync(join(model, 'tokenizer.json'), '{}')
    const altered = doctor(['--model', model, '--index', join(folder, 'index')])
    expect([altered.status, altered.stdout]).toEqual([
      1,
      expect.stringMatching(/✗ Embedding model: failure – model-altered\n.*Restore the models folder/),
    ])
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const nothing = doctor(['--documents', empty, '--index', join(folder, 'index')])
    expect([nothing.status, nothing.stdout]).toEqual([1, expect.stringMatching(/✗ Documents: failure – documents-empty/)])
    expect(doctor(['--index', '/proc/nothing/index']).stdout).toMatch(/✗ Disk: failure – index-unwritable/)
    expect(doctor(['--llm', 'nobody:knows', '--index', join(folder, 'index')]).stdout).toMatch(/✗ Language model: failure – llm-invalid/)
  })

  const binary = Buffer.from([0, 1, 2])
  const holding = (files: Record<string, string | Buffer>): string => {
    const folder = join(temporary(), 'documents')
    mkdirSync(folder)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    return folder
  }

  test('every file that cannot be read is named with its reason, whether an index knows it or not', () => {
    const nothing = holding({ 'a.txt': '', 'b.txt': binary, 'scan.pdf': '%PDF-1.4\nrubbish' })
    const reasons =
      /documents-empty\n.*\n {2}document-no-text\n {4}“a\.txt”.*\n {2}document-not-text\n {4}“b\.txt”.*\n {2}document-damaged\n {4}“scan\.pdf”/
    const first = doctor(['--documents', nothing, '--index', join(temporary(), 'index')])
    expect([first.status, first.stdout]).toEqual([1, expect.stringMatching(reasons)])
    expect(first.stdout).not.toContain('in order')

    const some = ['--documents', holding({ 'a.txt': 'The lighthouse was built in 1871.', 'b.txt': binary }), '--index']
    const own = join(temporary(), 'index')
    const before = doctor([...some, own])
    spawnSync('node', ['bin/sourcier.mjs', 'index', ...some, own], { env: environment })
    for (const { status, stdout } of [before, doctor([...some, own])]) {
      expect([status, stdout]).toEqual([0, expect.stringMatching(/! Documents: warning – document-not-text\n {4}“b\.txt”.*\n✓ Index/)])
      expect(stdout).toContain('It works; see the warnings above.')
    }
  })

  test('of many such files the first are named and the rest are counted; of many files some are tried', () => {
    const numbered = (n: number, content: string | Buffer) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`b${i}.txt`, content]))
    const few = holding({ 'a.txt': 'The lighthouse was built in 1871.', ...numbered(23, binary) })
    const named = doctor(['--documents', few, '--index', join(temporary(), 'index')], { LANG: 'fr_CA.UTF-8' }).stdout
    expect([named.match(/document-not-text/g)?.length, named]).toEqual([20, expect.stringContaining('\n  … et 3 autres\n')])
    // Nothing is wrong with what is only not tried.
    const many = holding(numbered(52, 'The lighthouse was built in 1871.'))
    expect(doctor(['--documents', many, '--index', join(temporary(), 'index')]).stdout).toMatch(
      /✓ Documents: OK – 52 files; 2 of them not indexed yet and not tried\n[\s\S]*in order/,
    )
  })

  test('what works all the same is a warning', async () => {
    const folder = temporary()
    const own = join(folder, 'index')
    index(own)
    writeFileSync(join(own, 'CURRENT'), 'rubbish')
    const blocker = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => blocker.once('listening', resolve))
    const { port } = blocker.address() as { port: number }
    const { status, stdout } = doctor(['--index', own, '--port', String(port)])
    blocker.close()
    expect(status).toBe(0)
    expect(stdout).toMatch(/! Index: warning – index-damaged/)
    expect(stdout).toMatch(/! Port: warning – port-in-use/)
    const open = doctor(['--index', join(folder, 'other'), '--host', '0.0.0.0'])
    expect(open.stdout).toMatch(/! Access: warning – exposed\n.*SOURCIER_TOKEN/)
    expect(doctor(['--index', join(folder, 'other'), '--host', '0.0.0.0'], { SOURCIER_TOKEN: 'a-token-of-some-length' }).stdout).toMatch(
      /✓ Access: OK – token needed/,
    )
  })
})
