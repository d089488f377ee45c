/** HNSW that goes on from the index before: what is new is found, what is gone is not, and it is built anew when a tenth is dead. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { currentFolder } from '../../test/published-index.ts'
import { type BuildOptions, buildIndex } from '../build-index.ts'
import { row } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import type { SearchIndex } from './generation.ts'
import { GrowingHnsw } from './growing-hnsw.ts'
import { type HnswBuilder, openHnswStore, passageIndexFile } from './hnsw.ts'
import { openExactStore } from './memory.ts'
import { filePart, readUint32 } from './parts.ts'

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
/** Labels of the rows of a file, and behind them the number of its points. */
const labelsOf = (file: string): number[] => {
  const path = join(currentFolder(options.indexFolder), file)
  return [...readUint32(filePart(path, statSync(path).size))]
}
let built: SearchIndex
const build = async (): Promise<SearchIndex> => {
  built = (await buildIndex(options)).index
  return built
}

/** Both stores find what an exact scan finds, for each of their own rows. */
async function expectExact({ passageStore, wordStore, content }: SearchIndex): Promise<void> {
  const { passageVectors, lexicon } = content()
  for (const [store, matrix] of [
    [passageStore, passageVectors],
    [wordStore, lexicon.vectors],
  ] as const) {
    const exact = openExactStore(matrix)
    for (let i = 0; i < store.size; i++) {
      const wanted = await exact.nearest(row(matrix, i), 5)
      const found = await store.nearest(row(matrix, i), 5)
      expect(found.map(({ similarity }) => similarity.toFixed(4))).toEqual(wanted.map(({ similarity }) => similarity.toFixed(4)))
    }
  }
}

test('one changed document has its points beside those of the base, which are as they were; everything is found as by an exact scan', async () => {
  const first = await build()
  expect(labelsOf('passages.labels')).toEqual([...Array(DOCUMENTS).keys(), DOCUMENTS])
  const gone = row(first.content().passageVectors, 7)
  put(7, 'A heron stands on the roof of the boathouse.')
  const second = await build()
  expect(labelsOf('passages.labels')).toEqual([...Array(DOCUMENTS).keys(), DOCUMENTS])
  expect(labelsOf('added/passages.labels')).toEqual([0, 1])
  await expectExact(second)
  expect((await second.passageStore.nearest(gone, 1))[0]?.similarity).toBeLessThan(0.99)
  expect(second.corpus.vocabulary.idOf.has('heron')).toBe(true)
  // … and the base in which nothing is marked would find what is gone (negative control).
  const file = passageIndexFile(join(currentFolder(options.indexFolder), 'passages'))
  const unmarked = await openHnswStore({ file, labels: Uint32Array.from(Array(DOCUMENTS).keys()), points: DOCUMENTS }, gone.length)
  expect((await unmarked.nearest(gone, 1))[0]).toMatchObject({ id: 7 })
  await expectExact((await buildIndex(options)).index)
})

test('the points beside the base grow, those of documents that changed again are marked and found no more', async () => {
  await build()
  for (const i of [3, 4]) put(i, `A heron numbered ${i} stands on the boathouse since ${1950 + i}.`)
  const { content } = await build()
  const gone = row(content().passageVectors, 3)
  put(3, textOf(3, 1700))
  put(5, textOf(5, 1600))
  const third = await build()
  // Two points of three: one is dead, which is more than a tenth, so that they were built anew.
  expect(labelsOf('added/passages.labels')).toEqual([0, 1, 2, 3])
  await expectExact(third)
  expect((await third.passageStore.nearest(gone, 1))[0]?.similarity).toBeLessThan(0.99)
})

test('it is the index that a whole build makes, through thirty changes; dead points never pass a tenth', async () => {
  await build()
  let anew = 0
  for (let round = 0; round < 30; round++) {
    const i = (11 * round) % DOCUMENTS
    if (round % 10 === 9) rmSync(nameOf(i), { force: true })
    else put(i, textOf(i + round, 1800 - round))
    const { corpus, manifest } = await build()
    const isWhole = !('added/passages.labels' in manifest.files)
    if (isWhole) anew++
    const rows = labelsOf('passages.labels')
    const points = rows.pop() ?? 0
    const beside = isWhole ? 0 : labelsOf('added/passages.labels').length - 1
    expect(new Set(rows).size).toBe(rows.length)
    const living = manifest.counts.passages - beside
    expect(points - living).toBeLessThanOrEqual(0.1 * points)
    expect(beside).toBeLessThanOrEqual(0.1 * points)
    expect(corpus.about.counts.words).toBe(corpus.vocabulary.words.filter(({ form }) => form !== '').length)
  }
  expect(anew).toBeGreaterThan(2)
  expect(anew).toBeLessThan(15)
  await expectExact(built)
  const whole = await buildIndex({ ...options, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')) })
  expect(built.content()).toEqual(whole.index.content())
})

/** Writes down what it is told to do. */
function recordingBuilder(): HnswBuilder & { told: unknown[] } {
  const told: unknown[] = []
  return {
    told,
    add: async (name, labels) => void told.push(['add', name, [...labels]]),
    remove: (name, labels) => void told.push(['remove', name, [...labels]]),
    reset: (name) => void told.push(['reset', name]),
    write: async () => 0,
    close: async () => {},
  }
}

test('what is kept costs nothing; more than a tenth dead is built anew, a tenth is not (negative control)', async () => {
  const rows = (_: number, count: number): Float32Array => new Float32Array(count)
  const earlier = { labels: Uint32Array.from({ length: 20 }, (_, i) => i), points: 20 }
  const grow = async (kept: number): Promise<{ told: unknown[]; labels: number[] }> => {
    const builder = recordingBuilder()
    const growing = new GrowingHnsw('passages', builder, earlier)
    for (let i = 20 - kept; i < 20; i++) growing.keep(i)
    return { labels: [...(await growing.finish(rows))], told: builder.told }
  }
  expect((await grow(20)).told).toEqual([])
  expect(await grow(18)).toEqual({ told: [['remove', 'passages', [0, 1]]], labels: Array.from({ length: 18 }, (_, i) => i + 2) })
  const all = Array.from({ length: 17 }, (_, i) => i)
  expect(await grow(17)).toEqual({
    told: [
      ['reset', 'passages'],
      ['add', 'passages', all],
    ],
    labels: all,
  })
})
