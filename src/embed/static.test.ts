import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from '@xenova/transformers'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { STATIC_MODEL } from '../config.ts'
import { dot, type Models, row } from './embedder.ts'
import { MAX_PIECES, openStaticModels } from './static.ts'

const MODEL = STATIC_MODEL
let models: Models
beforeAll(async () => {
  models = await openStaticModels(MODEL)
})
/** Vectors of passages, one each. */
async function vectorsOf(texts: string[]): Promise<Float32Array[]> {
  const matrix = await models.embedder.embedPassages(texts)
  return texts.map((_, i) => row(matrix, i))
}
afterEach(() => vi.restoreAllMocks())

/** The library's own pipeline over the same files. */
async function plainVectors(texts: string[]): Promise<number[][]> {
  const run = await pipeline('feature-extraction', basename(MODEL), { quantized: true })
  const { data } = await run(texts, { pooling: 'none' })
  return texts.map((_, i) => Array.from((data as Float32Array).slice(i * models.embedder.dimensions, (i + 1) * models.embedder.dimensions)))
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
  const again = await openStaticModels(MODEL)
  await again.embedder.embedPassages(['Le gouvernement du Québec', 'The government of Quebec'])
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
  const vectors = await vectorsOf(texts)
  for (const vector of vectors) {
    expect(vector).toHaveLength(models.embedder.dimensions)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
  }
  const alone = await models.embedder.embedQuestion(texts[0] as string)
  expect(dot(alone, vectors[0] as Float32Array)).toBeGreaterThan(0.9999)
  expect(dot(vectors[0] as Float32Array, vectors[1] as Float32Array)).toBeGreaterThan(0.8)
  expect(dot(vectors[0] as Float32Array, vectors[2] as Float32Array)).toBeLessThan(0.4)
})

test('words are looked up in the same space, and known ones have a rank', async () => {
  const { embedder, wordTable } = models
  const { data } = await wordTable.vectorsOf(['gouvernement', 'government'])
  expect(data).toEqual((await embedder.embedPassages(['gouvernement', 'government'])).data)
  expect(wordTable.rank('government')).toBeGreaterThan(0)
  expect(wordTable.rank('govvernment')).toBeUndefined()
})

test('a text without a known word piece is the zero vector, near nothing', async () => {
  const [empty, unknown] = await vectorsOf(['', '\u{1F600}'])
  expect(Math.hypot(...(empty as Float32Array))).toBe(0)
  expect(Math.hypot(...(unknown as Float32Array))).toBe(0)
})

test('a text is what its words add up to: as the graph says it of the whole text, whatever was remembered before', async () => {
  const texts = [
    'L’Agence maritime du Nord délivre 40 permis de pêche : « tous les ans », dit-elle.',
    'The harbour-master’s e-mail (anna@port.example) costs $3.50 + tax!',
    'ITQ, CQEN & AQT\u202f; œuvre, Œuvre, naïve… 100\u00a0% © 2020',
  ]
  const whole = await plainVectors(texts)
  const first = await vectorsOf(texts)
  const again = await vectorsOf([...texts].reverse())
  for (const i of texts.keys()) {
    expect(dot(first[i] as Float32Array, whole[i] as number[])).toBeGreaterThan(0.9999)
    expect(again[texts.length - 1 - i]).toEqual(first[i])
  }
})

test('of a very long text the first 510 pieces count: never nothing, never an error', async () => {
  const [long, head, one] = await vectorsOf(['the harbour master '.repeat(2000), 'the harbour master '.repeat(170), 'x'.repeat(100_000)])
  expect(MAX_PIECES).toBe(510)
  expect(dot(long as Float32Array, head as Float32Array)).toBeGreaterThan(0.9999)
  expect(one).toHaveLength(models.embedder.dimensions)
  // What stands beyond changes nothing.
  const [beyond] = await vectorsOf([`${'the harbour master '.repeat(170)} ${'lighthouse '.repeat(500)}`])
  expect(dot(beyond as Float32Array, head as Float32Array)).toBeGreaterThan(0.9999)
})

test('a missing or altered model file is named', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'sourcier-model-'))
  cpSync(MODEL, copy, { recursive: true })
  writeFileSync(join(copy, 'config.json'), '{}')
  await expect(openStaticModels(copy)).rejects.toMatchObject({ code: 'model-altered', params: { file: join(copy, 'config.json') } })
  rmSync(join(copy, 'tokenizer.json'))
  cpSync(join(MODEL, 'config.json'), join(copy, 'config.json'))
  await expect(openStaticModels(copy)).rejects.toMatchObject({ code: 'model-missing', params: { file: join(copy, 'tokenizer.json') } })
})
