import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { type BuildOptions, buildIndex } from '../build-index.ts'
import { openHashingEmbedder } from '../embed/hashing.ts'
import type { AppError } from '../errors.ts'

let options: BuildOptions
let notices: AppError[]
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  writeFileSync(join(documentsFolder, 'a.txt'), 'The lighthouse was built in 1871. Its keeper was Mary Doe.')
  writeFileSync(join(documentsFolder, 'b.txt'), 'Le phare a été automatisé en 1987. Il est ouvert au public.')
  notices = []
  options = {
    documentsFolder,
    indexFolder: join(folder, 'index'),
    embedder: openHashingEmbedder(),
    store: 'hnsw',
    onNotice: (notice) => notices.push(notice),
  }
})

const generationFolder = (): string => join(options.indexFolder, readFileSync(join(options.indexFolder, 'CURRENT'), 'utf8').trim())

test('an index is built once and opened afterwards', async () => {
  const first = await buildIndex(options)
  const second = await buildIndex(options)
  expect([first.built, second.built]).toEqual([true, false])
  expect(second.index.documents).toEqual(first.index.documents)
  expect(second.index.passages).toEqual(first.index.passages)
  expect(second.index.lexicon.words).toEqual(first.index.lexicon.words)
})

test('changed documents make a new generation; the old one is removed and nothing is left half-written', async () => {
  await buildIndex(options)
  const before = generationFolder()
  writeFileSync(join(options.documentsFolder, 'c.txt'), 'A third text about the harbour.')
  const { built, index } = await buildIndex(options)
  expect(built).toBe(true)
  expect(index.documents).toHaveLength(3)
  expect(existsSync(before)).toBe(false)
  expect(readdirSync(options.indexFolder).sort()).toEqual(['CURRENT', index.manifest.generation].sort())
  expect(notices).toEqual([])
})

test.each([
  'documents.jsonl',
  'lexicon.json',
  'tokens.u32',
  'words.f32',
  'passages.f32',
  'words.hnsw',
  'passages/hnswlib.index',
  'passages/docstore.json',
])('a damaged %s is found before it is opened, and the index is rebuilt', async (name) => {
  await buildIndex(options)
  const file = join(generationFolder(), name)
  const bytes = readFileSync(file)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
  const { built, index } = await buildIndex(options)
  expect(built).toBe(true)
  expect(notices.map(({ code, params }) => [code, params])).toEqual([['index-damaged', { file, problem: 'checksum' }]])
  expect(index.passages.length).toBeGreaterThan(0)
})

test('a cut file, a missing file, a broken manifest and a pointer to nowhere are each named', async () => {
  const damage = async (harm: () => void): Promise<unknown[]> => {
    await buildIndex(options)
    notices.length = 0
    harm()
    await buildIndex(options)
    return notices.map(({ code, params }) => [code, (params as { problem: string }).problem])
  }
  expect(await damage(() => truncateSync(join(generationFolder(), 'words.f32'), 8))).toEqual([['index-damaged', 'size']])
  expect(await damage(() => rmSync(join(generationFolder(), 'lexicon.json')))).toEqual([['index-damaged', 'missing']])
  expect(await damage(() => writeFileSync(join(generationFolder(), 'manifest.json'), '{"generation":'))).toEqual([
    ['index-damaged', 'unreadable'],
  ])
  expect(await damage(() => writeFileSync(join(options.indexFolder, 'CURRENT'), '../../etc\n'))).toEqual([['index-damaged', 'unreadable']])
  expect(await damage(() => writeFileSync(join(options.indexFolder, 'CURRENT'), 'g-000000000000\n'))).toEqual([
    ['index-damaged', 'missing'],
  ])
})

test('an index of another model is refused, even when the dimensions agree, and rebuilt', async () => {
  await buildIndex(options)
  const other = { ...openHashingEmbedder(), fingerprint: 'another model of the same size' }
  const { built } = await buildIndex({ ...options, embedder: other })
  expect(built).toBe(true)
  expect(notices.map(({ code }) => code)).toEqual(['index-foreign'])
})

test('an index made by another version of the analysis is refused, and the field is named', async () => {
  const { index } = await buildIndex(options)
  const file = join(generationFolder(), 'manifest.json')
  const { analysis } = index.manifest.recipe
  expect(analysis).toMatch(/^[0-9a-f]{12}$/)
  writeFileSync(file, readFileSync(file, 'utf8').replace(analysis, '000000000000'))
  expect((await buildIndex(options)).built).toBe(true)
  expect(notices.map(({ code, params }) => [code, params])).toEqual([
    ['index-foreign', { field: 'analysis', expected: analysis, found: '000000000000' }],
  ])
})

test('an index folder that cannot be written says so', async () => {
  const blocked = join(options.documentsFolder, 'a.txt')
  await expect(buildIndex({ ...options, indexFolder: blocked })).rejects.toMatchObject({ code: 'index-unwritable' })
  expect(statSync(blocked).isFile()).toBe(true)
})

test('exact search answers from the same files', async () => {
  const { index } = await buildIndex({ ...options, store: 'exact' })
  expect([index.passageStore.kind, index.wordStore.kind]).toEqual(['exact', 'exact'])
  expect(existsSync(join(generationFolder(), 'words.hnsw'))).toBe(false)
})
