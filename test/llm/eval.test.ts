/** The evaluation with a model, as its user runs it: another process, a server that speaks OpenAI's protocol. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, type FakeServer, say, startFakeServer } from './fake-server.ts'

/** Some of the development questions about the samples, none of which follows another. */
const QUESTIONS = join(mkdtempSync(join(tmpdir(), 'sourcier-llm-')), 'questions.jsonl')
const INDEX = mkdtempSync(join(tmpdir(), 'sourcier-llm-'))
const own = ['--documents', 'seeds', '--questions', QUESTIONS]

let server: FakeServer
beforeAll(async () => {
  const lines = readFileSync('eval/questions.jsonl', 'utf8').trim().split('\n')
  const alone = lines.filter((line) => {
    const { split, after } = JSON.parse(line) as { split: string; after?: string }
    return split === 'dev' && after === undefined
  })
  writeFileSync(QUESTIONS, alone.slice(0, 24).join('\n'))
  server = await startFakeServer()
})
afterAll(() => server.close())

interface Report {
  runs: { answer?: { mode: string } }[]
}

async function evaluate(args: string[]): Promise<{ code: number | null; stderr: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-llm-'))
  const all = ['bin/sourcier.mjs', 'eval', '--split', 'dev', '--reader', 'features', '--report', folder, '--index', INDEX, ...args]
  const run = spawn('node', all, { env: { PATH: process.env.PATH, SOURCIER_LLM_KEY: 'sk-never-to-be-seen' } })
  let stderr = ''
  run.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  run.stdout.resume()
  const code = await new Promise<number | null>((resolve) => run.once('exit', resolve))
  return { code, stderr, folder }
}

/** Copies the first sentence that it was given: nearly always beside the point, and always true. */
const first = ({ sentences }: Asked): string => `${sentences.get(1) ?? ''} [1]`

test('eval --mode llm asks the model; every citation is still exact, and the key is nowhere', async () => {
  server.behave(say(first))
  const { code, stderr, folder } = await evaluate([...own, '--mode', 'llm', '--llm', 'openai:fake', '--llm-url', server.url])
  expect([code, stderr.includes('sk-never')]).toEqual([0, false])
  expect(server.count()).toBeGreaterThan(36)
  const report = readFileSync(join(folder, 'report.json'), 'utf8')
  expect(report).not.toContain('sk-never')
  expect(JSON.parse(report) as Report).toBeDefined()
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatch(/citation validity\s+\| 100\.0%/)
}, 120_000)

test('… and --mode extractive does not; without a model --mode llm says what to do', async () => {
  const before = server.count()
  expect((await evaluate([...own, '--mode', 'extractive', '--llm', 'openai:fake', '--llm-url', server.url])).code).toBe(0)
  expect(server.count()).toBe(before)
  const { code, stderr } = await evaluate(['--mode', 'llm'])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^llm-invalid\n/)])
  // Of a split that no question is of there is nothing to say.
  const none = await evaluate([...own, '--split', 'test'])
  expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/^evaluation-invalid\n.*split test: 0/)])
}, 120_000)

test('… against a server that does not answer it fails, and says how many answers the model wrote', async () => {
  const { code, stderr, folder } = await evaluate([...own, '--mode', 'llm', '--llm', 'openai:fake', '--llm-url', 'http://127.0.0.1:9/v1'])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^llm-silent$/m)])
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toMatch(/^Collection: own .*\nThe language model wrote 0 of \d+ answers\.$/m)
}, 120_000)
