import { expect, test } from 'vitest'
import { DEFAULT_MODEL, DEFAULT_READER, readCommandLine, SETTINGS } from './config.ts'
import type { AppError } from './errors.ts'

const problemsOf = (argv: string[], env: Record<string, string> = {}): unknown[] => {
  try {
    readCommandLine(argv, env)
  } catch (error) {
    return (error as AppError<'config-invalid'>).params.problems.map(({ rule, flag, found }) => [rule, flag, found])
  }
  return []
}

test('defaults, then the environment, then flags', () => {
  expect(readCommandLine([], {}).config).toEqual({
    'base-path': '',
    database: 'none',
    documents: 'seeds',
    index: 'index',
    model: DEFAULT_MODEL,
    ocr: 'off',
    reader: DEFAULT_READER,
    store: 'hnsw',
    port: 8787,
    host: '127.0.0.1',
    threshold: 'auto',
    topics: 'none',
    llm: 'none',
    'llm-url': 'auto',
    'llm-first': 10,
    'llm-timeout': 60,
    'llm-tokens': 1000,
    'llm-passages': 8,
    'llm-sentences': 60,
    'allowed-hosts': [],
    'cors-origins': [],
    'trust-proxy': [],
    upload: 'off',
    'rate-limit': 120,
    feedback: 'feedback.jsonl',
    log: 'errors',
    refresh: 5,
    language: 'auto',
  })
  const env = { SOURCIER_PORT: '9000', SOURCIER_DOCUMENTS: '/d' }
  expect(readCommandLine(['--port', '0'], env).config).toMatchObject({ port: 0, documents: '/d' })
  expect(readCommandLine(['--port=81'], {}).config.port).toBe(81)
})

test('an empty variable is no value', () => {
  expect(readCommandLine([], { SOURCIER_HOST: '' }).config.host).toBe('127.0.0.1')
})

test('all problems are listed at once', () => {
  expect(problemsOf(['--port', '99999', '--store', 'faiss', '--colour', 'red', '--documents'], { SOURCIER_LANGUAGE: 'de' })).toEqual([
    ['unknown-flag', '--colour', '--colour'],
    ['unexpected-argument', '', 'red'],
    ['missing-value', '--documents', ''],
    ['choice', '--store', 'faiss'],
    ['port', '--port', '99999'],
    ['choice', '--language', 'de'],
  ])
})

test('the threshold is a share or auto', () => {
  expect(readCommandLine(['--threshold', '0.35'], {}).config.threshold).toBe(0.35)
  expect(readCommandLine(['--threshold', '1'], {}).config.threshold).toBe(1)
  for (const wrong of ['1.5', '-0.1', '30%', 'high', ''])
    expect(problemsOf([`--threshold=${wrong}`])).toEqual([['share', '--threshold', wrong]])
})

test.each(['-1', '65536', '80.5', '0x50', 'http', ' '])('port %j is refused', (port) => {
  expect(problemsOf([`--port=${port}`])).toHaveLength(1)
})

test('the words of a question are kept, dashes and all after --', () => {
  expect(readCommandLine(['what', 'is', 'ITQ?', '--json'], {}, ['json'], true)).toMatchObject({
    rest: ['what', 'is', 'ITQ?'],
    flags: { json: true },
  })
  expect(problemsOf(['--json'])).toEqual([['unknown-flag', '--json', '--json']])
})

test('every setting has a flag, a variable and a default', () => {
  for (const { flag, env, default: value } of SETTINGS) {
    expect(flag).toMatch(/^--[a-z-]+$/)
    expect(env).toMatch(/^SOURCIER_[A-Z_]+$/)
    expect(value).not.toBe('')
  }
})

test('names, sites and addresses: what is none of them is refused, all at once', () => {
  const read = (...args: string[]) => readCommandLine(args, {}).config
  expect(read('--allowed-hosts', 'a.example, [::1]')['allowed-hosts']).toEqual(['a.example', '[::1]'])
  expect(read('--cors-origins', 'https://a.example,http://b.example:8080')['cors-origins']).toHaveLength(2)
  expect(read('--trust-proxy', '10.0.0.0/8,::1')['trust-proxy']).toEqual(['10.0.0.0/8', '::1'])
  expect([read('--allowed-hosts', 'auto')['allowed-hosts'], read('--trust-proxy', 'none')['trust-proxy']]).toEqual([[], []])
  for (const wrong of [
    ['--allowed-hosts', 'a.example:8080'],
    ['--allowed-hosts', 'https://a.example'],
    ['--cors-origins', 'https://a.example/path'],
    ['--cors-origins', '*'],
    ['--trust-proxy', '10.0.0.0/33'],
    ['--trust-proxy', 'proxy.example'],
    ['--rate-limit', '-1'],
  ]) {
    expect(() => read(...wrong), wrong.join(' ')).toThrow('config-invalid')
  }
})

test('PostgreSQL needs an address, which is never printed with its password', () => {
  expect(problemsOf(['--store', 'postgres'])).toEqual([['database', '--database', 'none']])
  for (const right of ['postgres://u:p@h:5432/d', 'postgresql://h/d?schema=lois_2026', 'postgres:///d?host=/run/postgresql']) {
    expect(readCommandLine(['--store', 'postgres', '--database', right], {}).config.database).toBe(right)
  }
  for (const [wrong, printed] of [
    ['mysql://me:secret@h/d', 'mysql://…@h/d'],
    ['me:secret@h/d', '…@h/d'],
    ['postgres://me:secret@h/d?schema=a;b', 'postgres://…@h/d?schema=a;b'],
  ] as const) {
    expect(problemsOf(['--database', wrong])).toEqual([['database', '--database', printed]])
  }
})
