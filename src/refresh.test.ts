import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { currentFolder } from '../test/published-index.ts'
import { buildIndex } from './build-index.ts'
import { snapshotOf } from './documents/read.ts'
import { openHashingModels } from './embed/hashing.ts'
import { AppError } from './errors.ts'
import { keepFresh, type Refresher, type Served } from './refresh.ts'
import { everyDocument } from './store/corpus.ts'
import { folderHome } from './store/folder.ts'

const models = openHashingModels()
let documentsFolder: string
let indexFolder: string
let served: Served
let rebuilt: number
let works: boolean
let waited: string[][]
let time: number
let refresher: Refresher
beforeEach(async () => {
  documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  put('a.txt', 'The lighthouse was built in 1871.')
  const indexed = await snapshotOf(documentsFolder)
  const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  served = { engine: { corpus: index.corpus, ...models }, notices: [new AppError('native-missing', { cause: '' })] }
  rebuilt = 0
  works = true
  waited = []
  time = 0
  const rebuild = async (waiting: ReadonlySet<string>): Promise<AppError | undefined> => {
    rebuilt++
    waited.push([...waiting])
    if (!works) return new AppError('index-unwritable', { folder: indexFolder, cause: 'ENOSPC' })
    await buildIndex({ documentsFolder, indexFolder, models, store: 'exact', waiting })
    return undefined
  }
  const clock = (): number => time
  refresher = await keepFresh({
    documentsFolder,
    home: folderHome(indexFolder),
    indexFolder,
    seconds: 0,
    served,
    indexed,
    rebuild,
    onError: () => {},
    clock,
  })
})
const put = (name: string, text: string): void => writeFileSync(join(documentsFolder, name), text)
const sources = async (): Promise<string[]> => (served.engine ? await everyDocument(served.engine.corpus) : []).map(({ source }) => source)

test('a change that has come to rest is indexed and served; nothing is done without one', async () => {
  for (let i = 0; i < 3; i++) await refresher.look()
  expect(rebuilt).toBe(0)
  put('b.txt', 'The harbour was opened in 1902.')
  await refresher.look()
  expect([rebuilt, await sources()]).toEqual([0, ['a.txt']])
  await refresher.look()
  expect([rebuilt, await sources()]).toEqual([1, ['a.txt', 'b.txt']])
  await refresher.look()
  expect(rebuilt).toBe(1)
})

const told = (): string[] => (served.outdated ?? []).map(({ code }) => code)
const textOf = async (source: string): Promise<string | undefined> =>
  (served.engine ? await everyDocument(served.engine.corpus) : []).find((own) => own.source === source)?.text
/** Looks five seconds apart, at a file that grows by a sentence between them. */
async function grow(name: string, looks: number): Promise<void> {
  for (let i = 0; i < looks; i++) {
    put(name, `The log began.${' A line was added.'.repeat(++lines)}`)
    time += 5000
    await refresher.look()
  }
}
let lines = 0

test('a file that keeps growing is waited for, and taken as it stands after a minute', async () => {
  await grow('b.txt', 12)
  expect([rebuilt, await sources()]).toEqual([0, ['a.txt']])
  await grow('b.txt', 2)
  expect([rebuilt, await sources(), waited]).toEqual([1, ['a.txt', 'b.txt'], [[]]])
})

test('… while a neighbour at rest is taken at once, the index keeping what it holds of the other', async () => {
  put('a.txt', 'The lighthouse was built in 1872.')
  await grow('a.txt', 1)
  put('c.txt', 'The harbour was opened in 1902.')
  await grow('a.txt', 2)
  expect([await sources(), waited]).toEqual([['a.txt', 'c.txt'], [['a.txt']]])
  expect(await textOf('a.txt')).toBe('The lighthouse was built in 1871.')
  // It is not forgotten: once it rests, it is indexed too.
  await refresher.look()
  expect(await textOf('a.txt')).toContain('A line was added.')
  expect(served.changes).toBeUndefined()
})

test('changes that wait are reported: at once as a number, after 20 seconds as a notice; none when nothing waits (negative control)', async () => {
  await refresher.look()
  expect([served.changes, told()]).toEqual([undefined, []])
  await grow('b.txt', 2)
  expect([served.changes, told()]).toEqual([{ waiting: 1, seconds: 5 }, []])
  await grow('b.txt', 4)
  expect([served.changes, told()]).toEqual([{ waiting: 1, seconds: 25 }, ['changes-waiting']])
})

test('a documents folder that is gone or empty is told, and forgotten when it is back', async () => {
  const away = `${documentsFolder}-away`
  renameSync(documentsFolder, away)
  await refresher.look()
  expect([told(), await sources()]).toEqual([['documents-missing'], ['a.txt']])
  renameSync(away, documentsFolder)
  await refresher.look()
  expect(told()).toEqual([])
  rmSync(join(documentsFolder, 'a.txt'))
  for (let i = 0; i < 2; i++) await refresher.look()
  expect([told(), await sources()]).toEqual([['documents-empty'], []])
  put('a.txt', 'The lighthouse was built in 1871.')
  for (let i = 0; i < 2; i++) await refresher.look()
  expect([told(), await sources()]).toEqual([[], ['a.txt']])
})

test('a failing build is told with its reason until one succeeds, and tried again every minute', async () => {
  works = false
  put('b.txt', 'The harbour was opened in 1902.')
  for (let i = 0; i < 2; i++) await refresher.look()
  expect(told()).toEqual(['index-outdated', 'index-unwritable'])
  works = true
  time += 59_000
  await refresher.look()
  expect(rebuilt).toBe(1)
  time += 2000
  await refresher.look()
  expect([rebuilt, told(), await sources()]).toEqual([2, [], ['a.txt', 'b.txt']])
})

test('an earlier index, served because another could not be made, is brought up to date', async () => {
  const indexed = await snapshotOf(documentsFolder)
  const reason = new AppError('index-unwritable', { folder: indexFolder, cause: 'EROFS' })
  put('a.txt', 'The lighthouse was built in 1872.')
  const rebuild = async (): Promise<undefined> => {
    await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  }
  const options = { documentsFolder, home: folderHome(indexFolder), indexFolder, seconds: 0, served, onError: () => {}, clock: () => time }
  const later = await keepFresh({ ...options, indexed, rebuild, earlier: { reason, changed: ['a.txt'] } })
  expect(told()).toEqual(['index-outdated', 'index-unwritable'])
  for (let i = 0; i < 2; i++) {
    time += 61_000
    await later.look()
  }
  expect([told(), await textOf('a.txt')]).toEqual([[], 'The lighthouse was built in 1872.'])
})

test('an index that another program published is taken up, with what it left out', async () => {
  put('b.txt', '\0\0\0')
  put('c.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  await refresher.look()
  expect(await sources()).toEqual(['a.txt', 'c.txt'])
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
  expect([rebuilt, await sources()]).toEqual([2, ['a.txt', 'b.txt']])
})

test('a damaged index is not taken up: the one in memory goes on answering until another is made', async () => {
  put('b.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  writeFileSync(join(currentFolder(indexFolder), 'tokens.u32'), 'x')
  await expect(refresher.look()).rejects.toMatchObject({ code: 'index-damaged' })
  expect(await sources()).toEqual(['a.txt'])
  await refresher.look()
  expect([rebuilt, await sources()]).toEqual([1, ['a.txt', 'b.txt']])
})

test('a place that cannot be reached is said, and looked at again; what was open goes on', async () => {
  const gone = new AppError('database-unreachable', { database: 'db/knowledge', cause: 'ECONNREFUSED' })
  let away = false
  const home = { ...folderHome(indexFolder), pointer: () => (away ? Promise.reject(gone) : folderHome(indexFolder).pointer()) }
  const follower = await keepFresh({
    ...{ documentsFolder: undefined, home, indexFolder, seconds: 0, served, indexed: new Map() },
    rebuild: async () => undefined,
    onError: () => {},
  })
  away = true
  await follower.look()
  expect([told(), await sources()]).toEqual([['database-unreachable'], ['a.txt']])
  away = false
  put('b.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  await follower.look()
  expect([told(), await sources()]).toEqual([[], ['a.txt', 'b.txt']])
})

test('a file that took too long is tried again at the first look, and then after pauses that grow; another one is not', async () => {
  const notice = (limit: 'time' | 'memory') => new AppError('document-exceeds', { source: 'b.pdf', limit })
  const after = async (...seconds: number[]): Promise<number[]> => {
    const counts: number[] = []
    for (const step of seconds) {
      time += 1000 * step
      await refresher.look()
      counts.push(rebuilt)
    }
    return counts
  }
  served.notices = [notice('memory')]
  expect(await after(0, 100)).toEqual([0, 0])
  served.notices = [notice('time')]
  expect(await after(0, 59, 2, 118, 3)).toEqual([1, 1, 2, 2, 3])
  await refresher.look(true)
  expect(rebuilt).toBe(4)
  served.notices = []
  expect(await after(10_000)).toEqual([4])
})

test('what was published between opening and the first look is taken up', async () => {
  put('b.txt', 'The harbour was opened in 1902.')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  const follower = await keepFresh({
    ...{ documentsFolder: undefined, home: folderHome(indexFolder), indexFolder, seconds: 0, served, indexed: new Map() },
    rebuild: async () => undefined,
    onError: () => {},
  })
  expect(await sources()).toEqual(['a.txt'])
  await follower.look()
  expect(await sources()).toEqual(['a.txt', 'b.txt'])
})
