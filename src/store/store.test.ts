import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { expect, test } from 'vitest'
import { findCompiler } from '../../scripts/build-native.mjs'
import { buildIndex } from '../build-index.ts'
import type { Passage } from '../domain.ts'
import { type Matrix, row } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { toLangChain } from '../embed/langchain.ts'
import { langchainPassages } from './content.ts'
import { type HnswName, langchainFiles, openHnswStore, passageIndexFile, startHnsw } from './hnsw.ts'
import { openExactStore } from './memory.ts'
import { describeStore } from './store.contract.ts'

const addon = join(dirname(createRequire(import.meta.url).resolve('hnswlib-node/package.json')), 'build', 'Release', 'addon.node')
const compiler = findCompiler()
const built = existsSync(addon)

test('the HNSW addon is there on a machine that has a C++ compiler', () => {
  expect(built || compiler === undefined).toBe(true)
})

test('… and the check for a compiler does see when there is none (its twin)', () => {
  expect(findCompiler({ CXX: '/nonexistent/compiler' })).toBeUndefined()
  expect(spawnSync('/nonexistent/compiler').status).toBeNull()
})

describeStore('exact search', { build: async (matrix) => openExactStore(matrix) })

if (built) {
  /** Built on the other thread, written, and opened again: there is no other way to one. */
  const written = async (name: HnswName, { data, dimensions }: Matrix, file: string): Promise<void> => {
    const builder = startHnsw({ passages: dimensions, words: dimensions })
    for (let at = 0; at < data.length; at += 7 * dimensions) builder.add(name, data.subarray(at, at + 7 * dimensions))
    expect(await builder.write(name, file)).toBe(data.length / dimensions)
    await builder.close()
  }
  describeStore('HNSW over passages, in the layout of LangChain', {
    build: async (matrix) => {
      const folder = mkdtempSync(join(tmpdir(), 'sourcier-store-'))
      await written('passages', matrix, passageIndexFile(folder))
      return openHnswStore(passageIndexFile(folder), 16)
    },
  })
  describeStore('HNSW over words', {
    build: async (matrix) => {
      const file = join(mkdtempSync(join(tmpdir(), 'sourcier-store-')), 'words.hnsw')
      await written('words', matrix, file)
      return openHnswStore(file, 16)
    },
  })

  test('a build that is given up in the middle ends its thread by itself, and writes nothing any more', async () => {
    const rows = new Float32Array(200_000 * 16).map((_, i) => Math.sin(i))
    const file = join(mkdtempSync(join(tmpdir(), 'sourcier-store-')), 'words.hnsw')
    // A thread that is stopped within native code ends this process; ten times, because not each stop falls into it.
    for (let i = 0; i < 10; i++) {
      const builder = startHnsw({ passages: 16, words: 16 })
      builder.add('words', rows)
      void builder.write('words', file)
      await sleep(60 + 20 * i)
      await builder.close()
      await builder.close()
    }
    expect(existsSync(file)).toBe(false)
  })

  test('any LangChain program opens the passages with its own HNSWLib, texts and places included', async () => {
    const { index } = await buildIndex({
      documentsFolder: 'seeds',
      indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-store-')),
      models: openHashingModels(),
      store: 'hnsw',
    })
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-store-'))
    const builder = startHnsw({ passages: index.passageVectors.dimensions, words: index.lexicon.vectors.dimensions })
    builder.add('passages', index.passageVectors.data)
    await builder.write('passages', passageIndexFile(folder))
    await builder.close()
    for (const [name, texts] of Object.entries(langchainFiles(index.passageVectors.dimensions, langchainPassages(index)))) {
      writeFileSync(join(folder, name), [...texts].join(''))
    }
    const store = await HNSWLib.load(folder, toLangChain(openHashingModels().embedder))
    const [[first] = []] = await store.similaritySearchVectorWithScore(Array.from(row(index.passageVectors, 3)), 1)
    const { document, start, end } = index.passages[3] as Passage
    expect(first?.pageContent).toBe(index.documents[document]?.text.slice(start, end))
    expect(first?.metadata).toMatchObject({ documentId: index.documents[document]?.id, start, end, position: 3 })
  })
} else {
  test.skip('HNSW stores: skipped, because this machine has no C++ compiler to build hnswlib-node with', () => {})
}
