import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indexContent } from '../assembly.ts'
import { buildIndex } from '../build-index.ts'
import { DEFAULT_MODEL } from '../config.ts'
import { describeDocument } from '../documents/read.ts'
import { openSession } from '../onnx/runtime.ts'
import { search } from '../search.ts'
import { dot, type WordTable } from './embedder.ts'
import { openModels } from './open.ts'

const TINY = 'test/onnx/tiny-encoder'

/** A copy without checksums, so that its files may be changed. */
function copyOf(): string {
  const copy = mkdtempSync(join(tmpdir(), 'sourcier-encoder-'))
  cpSync(TINY, copy, { recursive: true })
  rmSync(join(copy, 'SHA256SUMS'))
  return copy
}

test('a vector is the mean of the hidden states of a text’s pieces, padding left out, of length 1', async () => {
  const { embedder } = await openModels(TINY)
  const session = await openSession(TINY, { graph: 'onnx/model_quantized.onnx' })
  const { last_hidden_state: hidden } = await session.run({ ...session.tokenize(['passage: harbour'], 32) })
  const [, pieces = 0, width = 0] = hidden?.dims ?? []
  const mean = Float64Array.from({ length: width }, (_, i) => {
    let sum = 0
    for (let piece = 0; piece < pieces; piece++) sum += hidden?.data[piece * width + i] ?? Number.NaN
    return sum / pieces
  })
  const length = Math.hypot(...mean)
  const { data } = await embedder.embedPassages(['harbour', 'a longer text that pads the other one'])
  expect(pieces).toBeGreaterThan(3)
  for (const i of mean.keys()) expect(data[i]).toBeCloseTo((mean[i] as number) / length, 4)
  await session.close()
})

test('prefixes and pooling come from sourcier.json and change vectors and fingerprint; without it there are none', async () => {
  const plain = copyOf()
  rmSync(join(plain, 'sourcier.json'))
  const first = copyOf()
  writeFileSync(join(first, 'sourcier.json'), JSON.stringify({ pooling: 'cls' }))
  const [prefixed, bare, cls] = await Promise.all([TINY, plain, first].map(async (folder) => (await openModels(folder)).embedder))
  if (!prefixed || !bare || !cls) throw new Error('three are opened')
  expect(new Set([prefixed, bare, cls].map(({ fingerprint }) => fingerprint)).size).toBe(3)
  const question = await prefixed.embedQuestion('ferry')
  expect(dot(question, (await bare.embedPassages(['query: ferry'])).data)).toBeCloseTo(1, 4)
  expect(dot(question, (await prefixed.embedPassages(['ferry'])).data)).toBeLessThan(0.9999)
  expect(dot(await cls.embedQuestion('ferry'), await bare.embedQuestion('ferry'))).toBeLessThan(0.9999)
})

test('an index is built and asked with it; words stay those of the bundled table', async () => {
  const models = await openModels(TINY)
  const bundled = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  const options = { documentsFolder: 'seeds', indexFolder, store: 'hnsw' } as const
  const { index } = await buildIndex({ ...options, models })
  expect(index.manifest.recipe).toMatchObject({
    embedder: { id: 'tiny-encoder', dimensions: 12 },
    wordTable: { id: 'sourcier-v2', fingerprint: bundled.wordTable.fingerprint },
  })
  const [found] = await search('c’est quoi ITQ ?', { corpus: index.corpus, ...models }, { limit: 1 })
  expect(found?.text).toContain('ITQ')
  expect((await buildIndex({ ...options, models })).built).toBe(false)
  const notices: string[] = []
  const other = await buildIndex({ ...options, models: bundled, onNotice: ({ code }) => notices.push(code) })
  expect([other.built, notices]).toEqual([true, ['index-foreign']])
})

test('translations are recognised by the word table, not by an embedder for which all passages are alike', async () => {
  const texts = {
    'harbour.txt': `The harbour\n\n${'The ferry leaves from the pier at noon. '.repeat(20)}`,
    'budget.txt': `Le budget\n\n${'Le ministre a déposé le budget en mars. '.repeat(20)}`,
  }
  const documents = Object.entries(texts).map(([source, text]) => describeDocument({ source, text, sha256: '' }))
  const { embedder, wordTable } = await openModels(TINY)
  const alike = async (given: readonly string[]) => ({ data: new Float32Array(given.length * 12).fill(1 / Math.sqrt(12)), dimensions: 12 })
  const counterparts = async (table: WordTable) =>
    (await indexContent(documents, { embedder: { ...embedder, embedPassages: alike }, wordTable: table })).facts.map(
      ({ counterpart }) => counterpart !== undefined,
    )
  expect(await counterparts(wordTable)).toEqual([false, false])
  // Taken for the table, such an embedder makes a pair of them (negative control).
  expect(await counterparts({ ...wordTable, fingerprint: embedder.fingerprint })).toEqual([true, true])
})

test('what cannot be used is named: a missing graph, an altered file, a graph that is none, unknown settings', async () => {
  const folder = copyOf()
  const graph = join(folder, 'onnx', 'model_quantized.onnx')
  writeFileSync(join(folder, 'sourcier.json'), JSON.stringify({ prefix: 'query: ' }))
  await expect(openModels(folder)).rejects.toMatchObject({
    code: 'model-invalid',
    params: { folder, cause: expect.stringContaining('prefix') },
  })
  rmSync(join(folder, 'sourcier.json'))
  writeFileSync(graph, 'no graph')
  await expect(openModels(folder)).rejects.toMatchObject({ code: 'model-invalid', params: { folder } })
  rmSync(graph)
  await expect(openModels(folder)).rejects.toMatchObject({ code: 'model-missing', params: { file: graph } })
  const summed = mkdtempSync(join(tmpdir(), 'sourcier-encoder-'))
  cpSync(TINY, summed, { recursive: true })
  writeFileSync(join(summed, 'onnx', 'model_quantized.onnx'), 'no graph')
  await expect(openModels(summed)).rejects.toMatchObject({ code: 'model-altered' })
})
