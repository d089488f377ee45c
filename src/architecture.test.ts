import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('.', import.meta.url))

interface Import {
  from: string
  to: string
  /** A file of ours, not a package. */
  own: boolean
}

const IMPORT = /(?:^|\n)(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|import\('([^']+)'\)/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(IMPORT)].map((match) => {
    const to = (match[1] ?? match[2]) as string
    const own = to.startsWith('.')
    return { from: file, to: own ? relative(SRC, join(SRC, dirname(file), to)) : to, own }
  })
}

const files = (readdirSync(SRC, { recursive: true }) as string[]).filter(
  (name) => /\.(?:ts|tsx|js)$/.test(name) && !/\.(?:test|contract)\.ts$/.test(name),
)
const imports = files.flatMap(importsOf)

/** The first part of a path, or `verb` for the files that tell the story. */
function room(path: string): string {
  const verbs = ['build-index.ts', 'ask.ts', 'evaluate.ts', 'suggest.ts', 'refresh.ts', 'assembly.ts', 'feedback.ts', 'doctor.ts']
  if (verbs.includes(path)) return 'verb'
  return path.includes('/') ? (path.split('/')[0] as string) : path.replace(/\.ts$/, '')
}

/** Which rooms a room may import. A line added here is a decision. */
const ALLOWED: Record<string, readonly string[]> = {
  domain: [],
  errors: [],
  words: ['domain'],
  documents: ['domain', 'errors', 'passages'],
  passages: ['domain', 'words'],
  embed: ['errors', 'words'],
  store: ['domain', 'errors', 'embed', 'words'],
  retrieve: ['domain', 'embed', 'store', 'words'],
  answer: ['domain', 'errors', 'documents', 'embed', 'messages', 'passages', 'retrieve', 'store', 'words'],
  privacy: ['domain'],
  llm: ['answer', 'domain', 'embed', 'errors', 'words'],
  mcp: ['domain', 'errors', 'messages'],
  retriever: ['config', 'domain', 'embed', 'errors', 'messages', 'store', 'verb'],
  index: ['domain', 'retriever'],
  messages: ['domain', 'errors'],
  config: ['errors'],
  progress: [],
  scores: ['domain', 'words'],
  verb: [
    'domain',
    'errors',
    'words',
    'documents',
    'passages',
    'embed',
    'store',
    'retrieve',
    'answer',
    'llm',
    'messages',
    'scores',
    'privacy',
  ],
  ui: ['domain', 'errors', 'messages'],
  http: ['domain', 'errors', 'config', 'mcp', 'messages', 'privacy', 'ui', 'verb'],
}

test('arrows between the rooms point one way', () => {
  const wrong = imports.filter(({ from, to, own }) => {
    if (!own || to.startsWith('..') || room(from) === 'main') return false
    return room(to) !== room(from) && !ALLOWED[room(from)]?.includes(room(to))
  })
  expect(wrong).toEqual([])
})

/** Packages that are native, heavy or global: one file each knows them. */
const SOLE_IMPORTERS: Record<string, string | string[]> = {
  '@xenova/transformers': ['embed/local.ts', 'llm/local.ts'],
  // The second of them runs on the thread that builds.
  'hnswlib-node': ['store/hnsw-worker.js', 'store/hnsw.ts'],
  '@langchain/community/vectorstores/hnswlib': 'store/hnsw.ts',
  'eld/extrasmall': 'passages/language.ts',
  marked: 'documents/markdown.ts',
  parse5: 'documents/html.ts',
  unpdf: 'documents/pdf.ts',
  mammoth: 'documents/docx.ts',
  'csv-parse/sync': 'documents/records.ts',
  '@hono/node-server': 'http/serve.ts',
  '@hono/zod-openapi': ['http/api.ts', 'http/app.tsx'],
  'hono-rate-limiter': 'http/app.tsx',
  'ipaddr.js': 'http/address.ts',
  pino: 'http/log.ts',
  'prom-client': 'http/metrics.ts',
  '@modelcontextprotocol/sdk/server/mcp.js': 'mcp/server.ts',
}

test('each native or heavy package is imported by one file', () => {
  for (const [name, only] of Object.entries(SOLE_IMPORTERS)) {
    expect([...new Set(imports.filter(({ to }) => to === name).map(({ from }) => from))].sort(), name).toEqual([only].flat())
  }
})

test('arguments and environment are read by main.ts alone', () => {
  for (const file of files.filter((name) => name !== 'main.ts')) {
    expect(readFileSync(join(SRC, file), 'utf8'), file).not.toMatch(/process\.(?:env|argv)/)
  }
})

test('no text becomes markup in the browser', () => {
  for (const file of files.filter((name) => name.startsWith('ui/'))) {
    expect(readFileSync(join(SRC, file), 'utf8'), file).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|\beval\(/,
    )
  }
})

test('… and this file sees an import when there is one (its twin)', () => {
  expect(importsOf('store/hnsw.ts').map(({ to }) => to)).toContain('hnswlib-node')
  expect(importsOf('main.ts').map(({ to }) => to)).toContain('build-index.ts')
})
