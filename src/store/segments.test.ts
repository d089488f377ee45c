/** Generations that share what did not change: nothing is lost, nothing dead is found, and it is the index that a whole build makes. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { currentFolder } from '../../test/published-index.ts'
import { type BuildOptions, buildIndex } from '../build-index.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { search } from '../search.ts'
import { realFiles } from './files.ts'
import { openGeneration, readCurrent, type SearchIndex } from './generation.ts'
import { openHnswStore } from './hnsw.ts'

// Many builds, each of them synced to a disk that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const DOCUMENTS = 40
const WORDS = ['pier', 'boat', 'harbour', 'keeper', 'ferry', 'lamp', 'tide', 'anchor', 'rope', 'chart', 'buoy', 'storm']
const textOf = (i: number, year = 1900): string =>
  `The ${WORDS[i % 12]} ${WORDS[(5 * i + 3) % 12]} ${i} was built in ${year + i} by ${WORDS[(7 * i + 1) % 12]} ${i % 7}.`

let options: BuildOptions
beforeEach(() => {
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  options = { documentsFolder, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')), models: openHashingModels(), store: 'hnsw' }
  for (let i = 0; i < DOCUMENTS; i++) put(i, textOf(i))
})
const nameOf = (i: number): string => join(options.documentsFolder, `${String(i).padStart(3, '0')}.txt`)
const put = (i: number, text: string): void => writeFileSync(nameOf(i), text)
const folder = (): string => currentFolder(options.indexFolder)
const build = async (): Promise<SearchIndex> => (await buildIndex(options)).index
const whole = async (): Promise<SearchIndex> =>
  (await buildIndex({ ...options, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')) })).index
const inodes = (): Map<string, number> => {
  const files = readdirSync(folder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [path.slice(folder().length + 1), statSync(path).ino]))
}

const QUESTIONS = [
  'What about the harbour lamp?',
  'Who built the ferry in 1911?',
  'storm anchor rope 7',
  'a heron on the boathouse',
  'pier',
]

/** What is found, with the scores that rank it. */
async function hits({ corpus }: SearchIndex): Promise<unknown> {
  const found = []
  for (const question of QUESTIONS) {
    const hits = await search(question, { corpus, ...openHashingModels() }, { limit: 20 })
    found.push(hits.map(({ score, source, start, end, text }) => [score.toFixed(6), source, start, end, text]).sort())
  }
  return found
}

/** The same content, the same words in as many passages, and the same hits with the same scores. */
async function expectSame(index: SearchIndex, anew?: SearchIndex): Promise<SearchIndex> {
  const fresh = anew ?? (await whole())
  expect(index.content()).toEqual(fresh.content())
  expect(index.manifest.counts).toEqual(fresh.manifest.counts)
  const frequencies = ({ corpus: { vocabulary } }: SearchIndex): Record<string, number> =>
    Object.fromEntries([...vocabulary.idOf].map(([form, id]): [string, number] => [form, vocabulary.frequency(id)]).sort())
  expect(frequencies(index)).toEqual(frequencies(fresh))
  const found = await hits(index)
  expect(found).toEqual(await hits(fresh))
  expect(JSON.stringify(found)).toContain('harbour')
  return fresh
}

const CHANGES: [string, () => void][] = [
  ['one changed', () => put(7, 'A heron stands on the roof of the boathouse.')],
  ['one removed', () => rmSync(nameOf(12))],
  ['one added', () => put(50, 'The boathouse of the heron was sold in 2004.')],
  ['some of each', () => [put(0, textOf(90)), rmSync(nameOf(39)), put(60, textOf(61, 1700))]],
]

describe.each(['hnsw', 'exact'] as const)('%s', (store) => {
  beforeEach(() => {
    options = { ...options, store }
  })

  test.each(CHANGES)('%s: the base is shared, and hits are those of a whole build', async (_, change) => {
    await build()
    const before = inodes()
    change()
    const index = await build()
    const after = inodes()
    const shared = [...after].filter(([name, inode]) => before.get(name) === inode).map(([name]) => name)
    expect(shared.sort()).toEqual(
      [...before.keys()].filter((name) => !['documents.jsonl', 'words.json', 'manifest.json'].includes(name)).sort(),
    )
    const fresh = await expectSame(index)
    // Opened again, it is the same.
    await expectSame((await buildIndex(options)).index, fresh)
  })

  test('… more than a tenth that changes is written as a whole (negative control)', async () => {
    await build()
    const before = inodes()
    for (let i = 0; i < 6; i++) put(i, textOf(i, 1500))
    const index = await build()
    expect([...inodes()].filter(([name, inode]) => before.get(name) === inode)).toEqual([])
    expect(Object.keys(index.manifest.files).filter((name) => name.startsWith('added/'))).toEqual([])
    await expectSame(index)
  })

  test('one change after the other: what was added is written again, what died once stays dead', async () => {
    await build()
    for (const [, change] of CHANGES) {
      change()
      await expectSame(await build())
    }
    // A document as it was before it changed.
    put(7, textOf(7))
    await expectSame(await build())
  })
})

test('what documents say of a word together is found again, whichever segment they are in', async () => {
  put(0, 'QUÉBEC builds piers. The IT service of Québec is new: Service des pêches maritimes (SPM).')
  put(1, 'Québec, a city, says it. The IT of the SPM is old.')
  await build()
  put(0, 'Nothing of the kind.')
  const second = await build()
  await expectSame(second)
  const wordOf = (form: string) => second.corpus.vocabulary.words[second.corpus.vocabulary.idOf.get(form) ?? -1]
  expect(wordOf('quebec')).toMatchObject({ surface: 'Québec', exact: false })
  expect(second.corpus.vocabulary.acronyms).toEqual([])
})

test('a word that only a title holds counts in the passages of its document, whichever segment it is in, and no longer than that', async () => {
  const rules = join(options.documentsFolder, 'rules.md')
  writeFileSync(rules, '---\ntitle: Boathouse\n---\n\nThe ropes are wet and the lamps are old.')
  const frequencyIn = ({ corpus: { vocabulary } }: SearchIndex): number => vocabulary.frequency(vocabulary.idOf.get('boathouse') ?? -1)
  const first = await build()
  expect(frequencyIn(first)).toBe(1)
  put(3, 'A heron stands on the roof of the boathouse.')
  const second = await build()
  expect(Object.keys(second.manifest.files)).toContain('added/texts.bin')
  expect(frequencyIn(second)).toBe(2)
  await expectSame(second)
  put(3, textOf(3))
  const third = await build()
  expect(frequencyIn(third)).toBe(1)
  await expectSame(third)
  rmSync(rules)
  const fourth = await build()
  expect(fourth.corpus.vocabulary.idOf.has('boathouse')).toBe(false)
  await expectSame(fourth)
})

test('the earlier generation is removed, and what it shared stays; one that is open answers on', async () => {
  const first = await build()
  const answers = await hits(first)
  const before = folder()
  put(7, 'A heron stands on the roof of the boathouse.')
  await build()
  expect(existsSync(before)).toBe(false)
  expect(await hits(first)).toEqual(answers)
  expect(readdirSync(options.indexFolder).sort()).toEqual(['CURRENT', folder().split('/').at(-1)])
  expect((await buildIndex(options)).built).toBe(false)
})

describe('a shared file that was altered', () => {
  /** @param at the time that it says it was written; now when left out */
  const alter = (name: string, at?: Date): void => {
    const file = join(folder(), name)
    const bytes = readFileSync(file)
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
    writeFileSync(file, bytes)
    if (at) utimesSync(file, at, at)
  }
  const before = new Date('2020-01-01')
  const READ_PIECEWISE = ['texts.bin', 'postings.u32', 'passages.f32', 'passages/docstore.json']
  const FILES = [...READ_PIECEWISE, 'passages/hnswlib.index', 'distinct.u32']

  test.each(FILES)('%s is noticed by the next build, and everything is built anew', async (name) => {
    await build()
    alter(name)
    put(7, 'A heron stands on the roof of the boathouse.')
    const { index, notices } = await buildIndex(options)
    expect(notices.map(({ code, params }) => [code, params])).toEqual([
      ['index-damaged', { file: expect.stringContaining(name), problem: 'checksum' }],
    ])
    expect(Object.keys(index.manifest.files).filter((name) => name.startsWith('added/'))).toEqual([])
    await expectSame(index)
    expect(await buildIndex(options)).toMatchObject({ built: false, notices: [] })
  })

  test.each(READ_PIECEWISE)('%s with its time unchanged is noticed when the next generation is opened', async (name) => {
    await build()
    alter(name, before)
    put(7, 'A heron stands on the roof of the boathouse.')
    expect((await buildIndex(options)).notices).toEqual([])
    const again = await buildIndex(options)
    expect([again.built, again.notices.map(({ code }) => code)]).toEqual([true, ['index-damaged']])
    await expectSame(again.index)
    expect((await buildIndex(options)).built).toBe(false)
  })

  test('… one that was written again as it was is kept (negative control)', async () => {
    await build()
    const inode = inodes().get('texts.bin')
    const file = join(folder(), 'texts.bin')
    writeFileSync(file, readFileSync(file))
    put(7, 'A heron stands on the roof of the boathouse.')
    expect((await buildIndex(options)).notices).toEqual([])
    expect(inodes().get('texts.bin')).toBe(inode)
  })
})

test('where a disk knows no second names, files are copied and read again; half a copy is not published', async () => {
  await build()
  put(7, 'A heron stands on the roof of the boathouse.')
  const copying = (cut: boolean) => ({
    ...realFiles,
    async link(from: string, to: string) {
      const bytes = readFileSync(from)
      writeFileSync(to, cut ? bytes.subarray(0, bytes.length >> 1) : bytes)
      return false
    },
  })
  await expect(buildIndex({ ...options, files: copying(true) })).rejects.toMatchObject({ code: 'index-unwritable' })
  const before = inodes()
  const { index } = await buildIndex({ ...options, files: copying(false) })
  expect(inodes().get('texts.bin')).not.toBe(before.get('texts.bin'))
  await expectSame(index)
})

test('what this process has read of a file is not read again, unless somebody has written into it', async () => {
  await build()
  const generation = await readCurrent(options.indexFolder)
  if (!generation) throw new Error('nothing is published')
  const file = join(folder(), 'texts.bin')
  const long = new Date('2020-01-01')
  const write = (bytes: Buffer, at?: Date): void => {
    writeFileSync(file, bytes)
    if (at) utimesSync(file, at, at)
  }
  const good = readFileSync(file)
  write(good, long)
  await openGeneration(generation)
  const other = Buffer.from(good).fill(0x20, 0, 10)
  write(other, long)
  await expect(openGeneration(generation)).resolves.toBeDefined()
  write(other)
  await expect(openGeneration(generation)).rejects.toMatchObject({ code: 'index-damaged', params: { file, problem: 'checksum' } })
})

test('a process has an index of HNSW in memory once, by the hash of its file', async () => {
  await build()
  const file = join(folder(), 'words.hnsw')
  const own = { file, labels: new Uint32Array(1), points: (await build()).corpus.vocabulary.words.length }
  const first = await openHnswStore({ ...own, sha256: 'a' }, 64)
  rmSync(file)
  const again = await openHnswStore({ ...own, sha256: 'a' }, 64)
  expect(again.size).toBe(first.size)
  await expect(openHnswStore({ ...own, sha256: 'b' }, 64)).rejects.toThrow()
})
