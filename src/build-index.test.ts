/** Start with what is there: an earlier index where a new one cannot be made, the one of another process where it is being made. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { currentFolder } from '../test/published-index.ts'
import { type BuildOptions, buildIndex, buildInto } from './build-index.ts'
import { openHashingModels } from './embed/hashing.ts'
import { AppError } from './errors.ts'
import { type Corpus, everyDocument } from './store/corpus.ts'
import { realFiles } from './store/files.ts'
import { folderHome } from './store/folder.ts'
import type { SearchIndex } from './store/generation.ts'
import type { IndexHome } from './store/home.ts'
import { lockIndex } from './store/lock.ts'

let options: BuildOptions
beforeEach(() => {
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  options = { documentsFolder, indexFolder, models: openHashingModels(), store: 'exact' }
  put('a.txt', 'The lighthouse was built in 1871.')
})
const put = (name: string, text: string): void => writeFileSync(join(options.documentsFolder, name), text)
const full = {
  ...realFiles,
  write: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
}

describe('when the index cannot be written', () => {
  test('the earlier one is served, with the reason and what has changed since', async () => {
    await buildIndex(options)
    put('b.txt', 'The harbour was opened in 1902.')
    const { index, built, earlier } = await buildIndex({ ...options, files: full, orEarlier: true })
    expect([index.content().documents.map(({ source }) => source), built]).toEqual([['a.txt'], false])
    expect([earlier?.reason.code, earlier?.reason.params, earlier?.changed]).toEqual([
      'index-unwritable',
      { folder: options.indexFolder, cause: 'ENOSPC' },
      ['b.txt'],
    ])
  })

  test('… but not by who builds an index, nor where there is none, nor one of another kind (negative controls)', async () => {
    await expect(buildIndex({ ...options, files: full, orEarlier: true })).rejects.toMatchObject({ code: 'index-unwritable' })
    await buildIndex(options)
    put('b.txt', 'The harbour was opened in 1902.')
    await expect(buildIndex({ ...options, files: full })).rejects.toMatchObject({ code: 'index-unwritable' })
    const { embedder } = options.models
    const models = { ...options.models, embedder: { ...embedder, fingerprint: 'another' } }
    await expect(buildIndex({ ...options, models, files: full, orEarlier: true })).rejects.toMatchObject({ code: 'index-unwritable' })
  })
})

describe('when another process is writing the index', () => {
  test('the earlier one is served at once', async () => {
    await buildIndex(options)
    put('b.txt', 'The harbour was opened in 1902.')
    const lock = await lockIndex(options.indexFolder)
    const { earlier } = await buildIndex({ ...options, orEarlier: true })
    expect(earlier?.reason.code).toBe('index-locked')
    await lock.release()
  })

  test('a first one is waited for and opened, not made twice', async () => {
    const lock = await lockIndex(options.indexFolder)
    const told: string[] = []
    const waiting = buildIndex({ ...options, orEarlier: true, onNotice: ({ code }) => told.push(code) })
    await expect(buildIndex(options)).rejects.toMatchObject({ code: 'index-locked' })
    // What the other process would do, without a lock of its own.
    const other = mkdtempSync(join(tmpdir(), 'sourcier-other-'))
    await buildIndex({ ...options, indexFolder: other })
    cpSync(other, options.indexFolder, { recursive: true })
    await lock.release()
    const { built, index } = await waiting
    expect([built, index.content().documents.length, told]).toEqual([false, 1, ['index-locked']])
  })

  test('one that it published between the look and the lock is opened, not made again', async () => {
    const home = folderHome(options.indexFolder)
    const overtakenBy = (other: BuildOptions): IndexHome<SearchIndex> => ({
      ...home,
      lock: async () => {
        await buildIndex(other)
        return home.lock()
      },
    })
    const { built, index } = await buildInto(overtakenBy(options), options)
    expect([built, index.content().documents.length]).toEqual([false, 1])
    put('b.txt', 'The harbour was opened in 1902.')
    const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
    writeFileSync(join(documentsFolder, 'c.txt'), 'The bridge was closed in 1960.')
    expect((await buildInto(overtakenBy({ ...options, documentsFolder }), options)).built, 'one of other documents').toBe(true)
  })

  test('two at once on an index that is missing both answer', async () => {
    const both = await Promise.all([buildIndex({ ...options, orEarlier: true }), buildIndex({ ...options, orEarlier: true })])
    expect(both.map(({ index }) => index.content().documents.length)).toEqual([1, 1])
    expect(both.filter(({ built }) => built)).toHaveLength(1)
  })
})

test('a folder in place of any file of an index is something to rebuild', async () => {
  await buildIndex(options)
  const own = readdirSync(currentFolder(options.indexFolder))
  expect(own).toContain('manifest.json')
  for (const name of [...own, 'CURRENT', 'LOCK']) {
    const place = join(own.includes(name) ? currentFolder(options.indexFolder) : options.indexFolder, name)
    rmSync(place, { recursive: true, force: true })
    mkdirSync(join(place, 'inside'), { recursive: true })
    // Changed too: what is up to date asks for no lock.
    put('a.txt', `The lighthouse was built in 1871, by ${name}.`)
    expect((await buildIndex(options)).index.content().documents, name).toHaveLength(1)
    expect((await buildIndex(options)).built, name).toBe(false)
  }
})

test('files that are still being written: what is known of them stays, what is not is left for later', async () => {
  await buildIndex(options)
  put('a.txt', 'The lighthouse was bui')
  put('b.txt', 'The harb')
  put('c.txt', 'The pool was opened in 1960.')
  const { index } = await buildIndex({ ...options, waiting: new Set(['a.txt', 'b.txt']) })
  expect(index.content().documents.map(({ text }) => text)).toEqual(['The lighthouse was built in 1871.', 'The pool was opened in 1960.'])
  expect((await buildIndex(options)).index.content().documents).toHaveLength(3)
})

test('files of the same bytes are one document under the shortest of their names, as long as that is there', async () => {
  const sources = async (): Promise<unknown[]> => {
    const { index } = await buildIndex(options)
    return index.content().documents.map(({ source, copies }) => [source, copies])
  }
  put('Copy of a (1).txt', 'The lighthouse was built in 1871.')
  put('b.txt', 'The harbour was opened in 1902.')
  expect(await sources()).toEqual([
    ['a.txt', ['Copy of a (1).txt']],
    ['b.txt', undefined],
  ])
  rmSync(join(options.documentsFolder, 'a.txt'))
  expect(await sources()).toEqual([
    ['Copy of a (1).txt', undefined],
    ['b.txt', undefined],
  ])
  put('a.txt', 'The lighthouse was built in 1872.')
  expect(await sources()).toHaveLength(3)
})

describe('while an index is being made', () => {
  const three = (): void => {
    put('b.txt', 'The harbour was opened in 1902.')
    put('c.txt', 'The bridge was closed in 1960.')
  }
  const published = (): boolean => readdirSync(options.indexFolder).some((name) => name === 'CURRENT' || /^g-[^.]*$/.test(name))

  test('the documents so far can be asked, each time more; what was given out stays as it was, and nothing of it is published', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `b${String(i).padStart(2, '0')}`)
    for (const name of names) put(`${name}.txt`, `The harbour called ${name} was opened in 1902.`)
    const given: { corpus: Corpus; documents: number; of: number; published: boolean }[] = []
    const { index } = await buildIndex({
      ...options,
      partialAfter: 0,
      onPartial: (partial) => given.push({ ...partial, published: published() }),
    })
    expect(given[0]).toMatchObject({ documents: 1, of: 61 })
    expect(given.length).toBeGreaterThan(1)
    expect(given.map(({ documents }) => documents)).toEqual([...new Set(given.map(({ documents }) => documents))].sort((a, b) => a - b))
    const sources = ['a.txt', ...names.map((name) => `${name}.txt`)]
    for (const { corpus, documents, published } of [...given, { corpus: index.corpus, documents: 61, published: false }]) {
      expect(published).toBe(false)
      expect((await everyDocument(corpus)).map(({ source }) => source)).toEqual(sources.slice(0, documents))
      // Words of later documents are not in an earlier index.
      const { words, vectors } = corpus.vocabulary
      expect(names.filter((name) => words.some(({ form }) => form === name))).toEqual(names.slice(0, documents - 1))
      expect(vectors.data.length).toBe(words.length * vectors.dimensions)
    }
    expect(new Set(given.map(({ corpus }) => corpus.about.generation)).size).toBe(given.length)
  })

  test('… a build that is over in a moment gives none, and one that is cut off leaves a journal and no index (negative controls)', async () => {
    three()
    const given: number[] = []
    await buildIndex({ ...options, onPartial: ({ documents }) => given.push(documents) })
    expect(given).toEqual([])
    rmSync(options.indexFolder, { recursive: true })
    const cut = new Error('cut off')
    const onPartial = (): void => {
      throw cut
    }
    await expect(buildIndex({ ...options, partialAfter: 0, onPartial })).rejects.toBe(cut)
    expect(readdirSync(options.indexFolder).map((name) => name.replace(/-.*/, ''))).toEqual(['journal'])
    // The next build goes on from there.
    expect((await buildIndex(options)).index.corpus.about.counts.documents).toBe(3)
  })
})

describe('a file that was left out because it took too long', () => {
  let limit: 'time' | 'memory' | undefined
  beforeEach(async () => {
    limit = 'time'
    const { embedder, ...models } = openHashingModels()
    const embedPassages: typeof embedder.embedPassages = async (texts) => {
      if (limit && texts.some((text) => text.includes('harbour'))) throw new AppError('document-exceeds', { source: 'b.txt', limit })
      return embedder.embedPassages(texts)
    }
    options.models = { ...models, embedder: { ...embedder, embedPassages } }
    put('b.txt', 'The harbour was opened in 1902.')
  })
  const again = async (more: Partial<BuildOptions> = {}) => {
    const { index, built, summary } = await buildIndex({ ...options, ...more })
    return { sources: index.content().documents.map(({ source }) => source), built, leftOut: summary.leftOut }
  }

  test.each(['exact', 'hnsw'] as const)('is tried again although nothing has changed (%s)', async (store) => {
    expect(await again({ store })).toEqual({ sources: ['a.txt'], built: true, leftOut: 1 })
    limit = undefined
    expect(await again({ store })).toEqual({ sources: ['a.txt', 'b.txt'], built: true, leftOut: 0 })
    expect(await again({ store })).toEqual({ sources: ['a.txt', 'b.txt'], built: false, leftOut: 0 })
  })

  test('… one that needed too much memory is not (negative control)', async () => {
    limit = 'memory'
    await again()
    limit = undefined
    expect(await again()).toEqual({ sources: ['a.txt'], built: false, leftOut: 1 })
  })

  test('where it takes too long again, nothing is written', async () => {
    await again()
    const before = readdirSync(options.indexFolder)
    expect(await again()).toEqual({ sources: ['a.txt'], built: false, leftOut: 1 })
    expect(readdirSync(options.indexFolder)).toEqual(before)
  })

  test('the index is up to date without it where it cannot be written now, and for who answers', async () => {
    await again()
    limit = undefined
    const lock = await lockIndex(options.indexFolder)
    expect(await again()).toMatchObject({ built: false, leftOut: 1 })
    await lock.release()
    expect(await again({ orEarlier: true })).toMatchObject({ built: false, leftOut: 1 })
    expect(await again()).toMatchObject({ built: true, leftOut: 0 })
  })
})
