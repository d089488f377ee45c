import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { currentFolder } from '../test/published-index.ts'
import { buildIndex } from './build-index.ts'
import { snapshotOf } from './documents/read.ts'
import { openHashingModels } from './embed/hashing.ts'
import { AppError } from './errors.ts'
import { keepFresh, type Refresher, type Served } from './refresh.ts'

const models = openHashingModels()
let documentsFolder: string
let indexFolder: string
let served: Served
let rebuilt: number
let works: boolean
let refresher: Refresher
beforeEach(async () => {
  documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  put('a.txt', 'The lighthouse was built in 1871.')
  const indexed = await snapshotOf(documentsFolder)
  const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  served = { engine: { index, ...models }, notices: [new AppError('native-missing', { cause: '' })] }
  rebuilt = 0
  works = true
  const rebuild = async (): Promise<boolean> => {
    rebuilt++
    if (works) await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
    return works
  }
  refresher = await keepFresh({ documentsFolder, indexFolder, seconds: 0, served, indexed, rebuild, onError: () => {} })
})
const put = (name: string, text: string): void => writeFileSync(join(documentsFolder, name), text)
const sources = (): string[] => served.engine?.index.documents.map(({ source }) => source) ?? []

test('a change that has come to rest is indexed and served; nothing is done without one', async () => {
  for (let i = 0; i < 3; i++) await refresher.look()
  expect(rebuilt).toBe(0)
  put('b.txt', 'The harbour was opened in 1902.')
  await refresher.look()
  expect([rebuilt, sources()]).toEqual([0, ['a.txt']])
  await refresher.look()
  expect([rebuilt, sources()]).toEqual([1, ['a.txt', 'b.txt']])
  await refresher.look()
  expect(rebuilt).toBe(1)
})

test('files that keep growing are waited for', async () => {
  for (let i = 0; i < 4; i++) {
    put('b.txt', 'x'.repeat(i + 1))
    await refresher.look()
  }
  expect(rebuilt).toBe(0)
})

test('an index that another program published is taken up, with what it left out', async () => {
  put('b.txt', '\0\0\0')
  put('c.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  await refresher.look()
  expect(sources()).toEqual(['a.txt', 'c.txt'])
  expect(served.notices.map(({ code }) => code)).toEqual(['native-missing', 'document-not-text'])
})

test('a build that failed is not tried at every look, but at the next change', async () => {
  works = false
  put('b.txt', 'The harbour was opened in 1902.')
  for (let i = 0; i < 4; i++) await refresher.look()
  expect(rebuilt).toBe(1)
  works = true
  put('b.txt', 'The harbour was opened in 1903.')
  for (let i = 0; i < 3; i++) await refresher.look()
  expect([rebuilt, sources()]).toEqual([2, ['a.txt', 'b.txt']])
})

test('a damaged index is not taken up: the one in memory goes on answering until another is made', async () => {
  put('b.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  writeFileSync(join(currentFolder(indexFolder), 'tokens.u32'), 'x')
  await expect(refresher.look()).rejects.toMatchObject({ code: 'index-damaged' })
  expect(sources()).toEqual(['a.txt'])
  await refresher.look()
  expect([rebuilt, sources()]).toEqual([1, ['a.txt', 'b.txt']])
})
