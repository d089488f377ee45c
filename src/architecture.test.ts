import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawing, reduced, withDrawing } from '../scripts/draw-architecture.mjs'
import { type Import, importsOf, room, SRC, sourceFiles } from '../scripts/imports.mjs'

const files = sourceFiles()
const imports = files.flatMap(importsOf)
/** Between files of src/. */
const inner = imports.filter(({ to, own }) => own && !to.startsWith('..'))

type Edge = readonly [from: string, to: string]

/** Strongly connected components of more than one node, each sorted (Tarjan 1972). */
function circles(edges: readonly Edge[]): string[][] {
  const targets = new Map<string, Set<string>>()
  for (const [from, to] of edges) if (from !== to) targets.set(from, (targets.get(from) ?? new Set()).add(to))
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (node: string): number => {
    const own = order.size
    order.set(node, own)
    low.set(node, own)
    stack.push(node)
    for (const next of targets.get(node) ?? []) {
      const reached = order.has(next) ? (stack.includes(next) ? order.get(next) : undefined) : visit(next)
      if (reached !== undefined) low.set(node, Math.min(low.get(node) ?? own, reached))
    }
    if (low.get(node) === own) {
      const component = stack.splice(stack.indexOf(node))
      if (component.length > 1) found.push(component.sort())
    }
    return low.get(node) ?? own
  }
  for (const node of targets.keys()) if (!order.has(node)) visit(node)
  return found
}

const byValue = inner.filter(({ typeOnly }) => !typeOnly)
const between = (some: readonly Import[], name: (path: string) => string): Edge[] => some.map(({ from, to }) => [name(from), name(to)])

test('no circle of files by value, none of rooms by value or by type', () => {
  expect(circles(between(byValue, (path) => path))).toEqual([])
  expect(circles(between(inner, room))).toEqual([])
})

test('… and a circle is found where there is one (negative control)', () => {
  const straight: Edge[] = [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
    ['d', 'a'],
    ['c', 'c'],
  ]
  expect(circles(straight)).toEqual([])
  expect(circles([...straight, ['c', 'a']])).toEqual([['a', 'b', 'c']])
  expect(circles([...straight, ['c', 'b'], ['a', 'd']])).toEqual([
    ['b', 'c'],
    ['a', 'd'],
  ])
  // The files of this program: one arrow back closes a circle, by type as well.
  expect(circles([...between(inner, room), ['domain', 'main']]).flat()).toEqual(expect.arrayContaining(['domain', 'main']))
})

/** Which rooms a room may import. A line added here is a decision. */
const ALLOWED: Record<string, readonly string[]> = {
  domain: [],
  elements: [],
  errors: [],
  progress: [],
  version: [],
  terminal: [],
  config: ['errors', 'terminal'],
  problems: ['errors'],
  words: ['domain'],
  passages: ['domain', 'elements', 'words'],
  documents: ['domain', 'elements', 'errors', 'passages', 'words'],
  onnx: ['errors'],
  embed: ['elements', 'errors', 'onnx', 'words'],
  analysis: [],
  store: ['domain', 'elements', 'embed', 'errors', 'words'],
  messages: ['domain', 'errors'],
  privacy: ['domain', 'words'],
  understand: ['domain', 'passages', 'privacy', 'words'],
  retrieve: ['domain', 'elements', 'embed', 'store', 'understand', 'words'],
  verify: ['documents', 'domain', 'embed', 'passages', 'retrieve', 'words'],
  read: ['documents', 'domain', 'elements', 'embed', 'errors', 'onnx', 'retrieve', 'understand', 'words'],
  llm: ['domain', 'elements', 'embed', 'errors', 'onnx', 'verify', 'words'],
  answer: ['documents', 'domain', 'elements', 'embed', 'llm', 'messages', 'privacy', 'read', 'retrieve', 'understand', 'verify', 'words'],
  engine: ['embed', 'llm', 'read', 'store', 'understand'],
  'look-up': ['answer', 'domain', 'engine', 'read', 'retrieve', 'store', 'understand', 'verify'],
  'look-within': ['answer', 'domain', 'engine', 'look-up', 'retrieve', 'store', 'understand', 'words'],
  'look-over': ['answer', 'domain', 'engine', 'look-up', 'retrieve', 'store', 'understand'],
  'look-for': ['domain', 'engine', 'look-over', 'look-up', 'look-within', 'read', 'retrieve', 'store', 'understand'],
  prepare: ['documents', 'domain', 'embed', 'errors', 'passages', 'store'],
  'prepare-child': ['documents', 'embed', 'errors', 'prepare', 'store'],
  assembly: ['documents', 'domain', 'elements', 'embed', 'prepare', 'store'],
  partial: ['assembly', 'embed', 'store'],
  'questions-of': ['domain', 'words'],
  suggest: ['domain', 'engine', 'look-up', 'messages', 'questions-of', 'read', 'store', 'understand', 'words'],
  'continue-index': ['assembly', 'documents', 'errors', 'read', 'store', 'suggest'],
  'build-index': [
    'analysis',
    'assembly',
    'continue-index',
    'documents',
    'embed',
    'errors',
    'partial',
    'passages',
    'prepare',
    'read',
    'store',
    'suggest',
  ],
  search: ['answer', 'domain', 'engine', 'look-within', 'retrieve', 'store', 'understand'],
  'evaluate-reading': ['ask', 'assembly', 'documents', 'domain', 'embed', 'engine', 'errors', 'scores', 'store'],
  ask: ['answer', 'domain', 'engine', 'look-for', 'look-up', 'read', 'retrieve', 'suggest', 'understand'],
  examples: ['ask', 'domain', 'engine', 'messages', 'read', 'suggest', 'words'],
  evaluate: ['ask', 'domain', 'engine', 'errors', 'scores', 'store'],
  scores: ['domain', 'words'],
  refresh: ['engine', 'build-index', 'documents', 'errors', 'store'],
  feedback: ['domain', 'errors', 'privacy', 'store'],
  doctor: ['analysis', 'documents', 'embed', 'errors', 'store'],
  retriever: ['config', 'domain', 'embed', 'engine', 'errors', 'messages', 'search', 'store'],
  schemas: ['domain'],
  'open-engine': ['build-index', 'embed', 'engine', 'read'],
  index: ['ask', 'build-index', 'embed', 'engine', 'errors', 'open-engine', 'read', 'retriever', 'schemas', 'search', 'version'],
  mcp: ['domain', 'errors', 'messages'],
  ui: ['domain', 'errors', 'messages'],
  http: [
    // The file of a document, as it was read.
    'documents',
    ...['ask', 'config', 'domain', 'engine', 'errors', 'examples', 'feedback', 'mcp', 'messages', 'privacy', 'problems', 'search', 'ui'],
    ...['understand', 'version'],
    // Vectors, titles, tags and follow-up questions of OpenAI's protocol.
    ...['embed', 'suggest', 'words'],
  ],
  commands: [
    ...[
      'terminal',
      'answer',
      'read',
      'ask',
      'build-index',
      'config',
      'doctor',
      'documents',
      'domain',
      'embed',
      'engine',
      'errors',
      'evaluate',
      'evaluate-reading',
      'feedback',
    ],
    ...['http', 'llm', 'mcp', 'messages', 'problems', 'progress', 'refresh', 'scores', 'search', 'understand', 'version'],
    // Names of documents on the command line; which home an index has.
    'store',
  ],
  main: ['commands', 'config', 'domain', 'errors', 'terminal', 'version'],
}

test('arrows between the rooms point one way', () => {
  expect(inner.filter(({ from, to }) => room(to) !== room(from) && !ALLOWED[room(from)]?.includes(room(to)))).toEqual([])
})

test('what reads, chooses, writes and verifies never sees what documents are kept in', () => {
  const blind = ['answer', 'read', 'verify', 'llm']
  expect(inner.filter(({ from, to }) => blind.includes(room(from)) && room(to) === 'store')).toEqual([])
})

test('a question is understood through one entry', () => {
  const wrong = imports.filter(({ from, to }) => {
    return room(to) === 'understand' && room(from) !== 'understand' && to !== 'understand/understand.ts'
  })
  expect(wrong).toEqual([])
})

/** Packages that are native, heavy or global: one file each imports their values. */
const SOLE_IMPORTERS: Record<string, string | string[]> = {
  '@xenova/transformers': 'onnx/runtime.ts',
  'onnxruntime-node': 'onnx/worker.js',
  // The second of them runs on the thread that builds.
  'hnswlib-node': ['store/hnsw-worker.js', 'store/hnsw.ts'],
  'eld/extrasmall': 'passages/language.ts',
  marked: 'documents/markdown.ts',
  parse5: 'documents/html-tree.ts',
  unpdf: 'documents/pdf-file.ts',
  // Pages for people, and pages for recognition.
  '@hyzyla/pdfium': ['documents/drawn.ts', 'documents/picture-child.ts'],
  mammoth: 'documents/docx.ts',
  jszip: 'documents/zip.ts',
  '@e965/xlsx': 'documents/sheets.ts',
  'postal-mime': 'documents/mail.ts',
  'word-extractor': 'documents/doc.ts',
  'csv-parse/sync': 'documents/records.ts',
  '@hono/node-server': 'http/serve.ts',
  '@hono/zod-openapi': ['http/api.ts', 'http/app.tsx'],
  'hono-rate-limiter': 'http/doors.ts',
  'ipaddr.js': 'http/address.ts',
  pg: 'store/postgres-client.ts',
  'pgvector/pg': 'store/postgres.ts',
  pino: 'http/log.ts',
  'prom-client': 'http/metrics.ts',
  '@modelcontextprotocol/sdk/server/mcp.js': 'mcp/server.ts',
}

test('each native or heavy package is imported by one file', () => {
  for (const [name, only] of Object.entries(SOLE_IMPORTERS)) {
    expect([...new Set(imports.filter(({ to, typeOnly }) => to === name && !typeOnly).map(({ from }) => from))].sort(), name).toEqual(
      [only].flat(),
    )
  }
})

test('the client of a database is loaded where one is asked for, and nowhere else', () => {
  const ways = imports.filter(({ to, typeOnly }) => to === 'store/postgres.ts' && !typeOnly).map(({ from }) => from)
  expect(ways).toEqual(['store/open.ts'])
  expect(readFileSync(join(SRC, 'store/open.ts'), 'utf8')).toContain("await import('./postgres.ts')")
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

test('… and this file sees an import when there is one (negative control)', () => {
  expect(importsOf('store/hnsw.ts').map(({ to }) => to)).toContain('hnswlib-node')
  expect(importsOf('main.ts').map(({ to }) => to)).toContain('commands/commands.ts')
  expect(importsOf('commands/commands.ts').map(({ to }) => to)).toContain('commands/build.ts')
  const typeOnly = (file: string, to: string) => importsOf(file).find((one) => one.to === to)?.typeOnly
  expect(typeOnly('commands/serve.ts', 'http/env.ts')).toBe(true)
  expect(typeOnly('commands/serve.ts', 'config.ts')).toBe(false)
})

test('the drawing of ARCHITECTURE.md is that of the imports; if not: npm run draw', () => {
  const page = readFileSync('ARCHITECTURE.md', 'utf8')
  expect(page).toBe(withDrawing(page))
})

test('… it leaves out what a longer way makes, and shows a new arrow (negative control)', () => {
  const graph = new Map([
    ['a', new Set(['b', 'c', 'd'])],
    ['b', new Set(['c'])],
    ['c', new Set(['d'])],
  ])
  expect([...reduced(graph)].map(([from, to]) => [from, ...to])).toEqual([
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
  ])
  const more: Import = { from: 'onnx/runtime.ts', to: 'privacy/redact.ts', own: true, typeOnly: false }
  expect(drawing([...imports, more])).toContain('  onnx --> privacy\n')
  expect(drawing(imports)).not.toContain('  onnx --> privacy\n')
})

test('decisions are numbered without a gap, dated, of one form, and listed', () => {
  const folder = 'docs/decisions'
  const names = readdirSync(folder).filter((name) => name !== 'README.md')
  expect(names.map((name) => name.slice(0, 5))).toEqual(names.map((_, i) => `${String(i + 1).padStart(4, '0')}-`))
  const list = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8')
    const [, title, date] = /^# (.+)\n\nDate: (\d{4}-\d\d-\d\d)/.exec(text) ?? []
    expect(text, name).toMatch(/\n## Decision\n\n/)
    expect(list, name).toContain(`| [${name.slice(0, 4)}](${name}) | ${title} | ${date} |`)
  }
})
