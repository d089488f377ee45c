import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from '@xenova/transformers'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { DEFAULT_MODEL } from '../config.ts'
import { dot, type Embedder } from './embedder.ts'
import { MAX_PIECES, openLocalEmbedder } from './local.ts'

const MODEL = DEFAULT_MODEL
let embedder: Embedder
beforeAll(async () => {
  embedder = await openLocalEmbedder(MODEL)
})
afterEach(() => vi.restoreAllMocks())

/** The library's own pipeline over the same files. */
async function plainVectors(texts: string[]): Promise<number[][]> {
  const run = await pipeline('feature-extraction', basename(MODEL), { quantized: true })
  const { data } = await run(texts, { pooling: 'none' })
  return texts.map((_, i) => Array.from((data as Float32Array).slice(i * embedder.dimensions, (i + 1) * embedder.dimensions)))
}

/** Counts every way out of the process that a library could take. */
function watchNetwork(): () => number {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network in this test'))
  const connected = vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('no network in this test')
  })
  return () => fetched.mock.calls.length + connected.mock.calls.length
}

test('embedding touches no network', async () => {
  const calls = watchNetwork()
  const again = await openLocalEmbedder(MODEL)
  await again.embedDocuments(['Le gouvernement du Québec', 'The government of Quebec'])
  expect(calls()).toBe(0)
})

test('… and the watch of that test does see a request (its twin)', async () => {
  const calls = watchNetwork()
  await fetch('http://127.0.0.1:9/').catch(() => {})
  expect(() => net.connect(9, '127.0.0.1')).toThrow()
  expect(calls()).toBe(2)
})

test('vectors have length 1, the same whether alone or in a batch, and bridge the languages', async () => {
  const texts = ['government', 'gouvernement', 'banana', 'un texte beaucoup plus long, qui change le remplissage du lot']
  const vectors = await embedder.embedDocuments(texts)
  for (const vector of vectors) {
    expect(vector).toHaveLength(embedder.dimensions)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
  }
  const alone = await embedder.embedQuery(texts[0] as string)
  expect(dot(alone, vectors[0] as number[])).toBeGreaterThan(0.9999)
  expect(dot(vectors[0] as number[], vectors[1] as number[])).toBeGreaterThan(0.8)
  expect(dot(vectors[0] as number[], vectors[2] as number[])).toBeLessThan(0.4)
})

test('a text without a known word piece is the zero vector, near nothing', async () => {
  const [empty, unknown] = await embedder.embedDocuments(['', '\u{1F600}'])
  expect(Math.hypot(...(empty as number[]))).toBe(0)
  expect(Math.hypot(...(unknown as number[]))).toBe(0)
})

test('a text is what its words add up to: as the graph says it of the whole text, whatever was remembered before', async () => {
  const texts = [
    'L’Agence maritime du Nord délivre 40 permis de pêche : « tous les ans », dit-elle.',
    'The harbour-master’s e-mail (anna@port.example) costs $3.50 + tax!',
    'ITQ, CQEN & AQT\u202f; œuvre, Œuvre, naïve… 100\u00a0% © 2020',
  ]
  const whole = await plainVectors(texts)
  const first = await embedder.embedDocuments(texts)
  const again = await embedder.embedDocuments([...texts].reverse())
  for (const i of texts.keys()) {
    expect(dot(first[i] as number[], whole[i] as number[])).toBeGreaterThan(0.9999)
    expect(again[texts.length - 1 - i]).toEqual(first[i])
  }
})

test('of a very long text the first 510 pieces count: never nothing, never an error', async () => {
  const [long, head, one] = await embedder.embedDocuments([
    'the harbour master '.repeat(2000),
    'the harbour master '.repeat(170),
    'x'.repeat(100_000),
  ])
  expect(MAX_PIECES).toBe(510)
  expect(dot(long as number[], head as number[])).toBeGreaterThan(0.9999)
  expect(one).toHaveLength(embedder.dimensions)
  // What stands beyond changes nothing.
  const [beyond] = await embedder.embedDocuments([`${'the harbour master '.repeat(170)} ${'lighthouse '.repeat(500)}`])
  expect(dot(beyond as number[], head as number[])).toBeGreaterThan(0.9999)
})

test('a missing or altered model file is named', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'sourcier-model-'))
  cpSync(MODEL, copy, { recursive: true })
  writeFileSync(join(copy, 'config.json'), '{}')
  await expect(openLocalEmbedder(copy)).rejects.toMatchObject({ code: 'model-altered', params: { file: join(copy, 'config.json') } })
  rmSync(join(copy, 'tokenizer.json'))
  cpSync(join(MODEL, 'config.json'), join(copy, 'config.json'))
  await expect(openLocalEmbedder(copy)).rejects.toMatchObject({ code: 'model-missing', params: { file: join(copy, 'tokenizer.json') } })
})
