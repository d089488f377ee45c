import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib'
import { expect, test } from 'vitest'
import { findCompiler } from '../../scripts/build-native.mjs'
import { currentFolder } from '../../test/published-index.ts'
import { buildIndex } from '../build-index.ts'
import type { Passage } from '../domain.ts'
import { type Matrix, row } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { toLangChain } from '../embed/langchain.ts'
import { type HnswName, openHnswStore, passageIndexFile, startHnsw, type WrittenHnsw } from './hnsw.ts'
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
  /** Built on the other thread and written: there is no other way to one. */
  const written = async (name: HnswName, { data, dimensions }: Matrix, file: string): Promise<WrittenHnsw> => {
    const builder = startHnsw({ passages: dimensions, words: dimensions })
    const labels = Uint32Array.from({ length: data.length / dimensions }, (_, i) => i)
    for (let at = 0; at < labels.length; at += 7) {
      await builder.add(name, labels.subarray(at, at + 7), data.subarray(at * dimensions, (at + 7) * dimensions))
    }
    expect(await builder.write(name, file)).toBe(labels.length)
    await builder.close()
    return { file, labels, points: labels.length }
  }
  describeStore('HNSW over passages, in the layout of LangChain', {
    build: async (matrix) => {
      const folder = mkdtempSync(join(tmpdir(), 'sourcier-store-'))
      return openHnswStore(await written('passages', matrix, passageIndexFile(folder)), 16)
    },
  })
  describeStore('HNSW over words', {
    build: async (matrix) => {
      const file = join(mkdtempSync(join(tmpdir(), 'sourcier-store-')), 'words.hnsw')
      return openHnswStore(await written('words', matrix, file), 16)
    },
  })

  test('a build that is given up in the middle ends its thread by itself, and writes nothing any more', async () => {
    const rows = new Float32Array(200_000 * 16).map((_, i) => Math.sin(i))
    const file = join(mkdtempSync(join(tmpdir(), 'sourcier-store-')), 'words.hnsw')
    // A thread that is stopped within native code ends this process; ten times, because not each stop falls into it.
    for (let i = 0; i < 10; i++) {
      const builder = startHnsw({ passages: 16, words: 16 })
      void builder.add(
        'words',
        Uint32Array.from({ length: 200_000 }, (_, row) => row),
        rows,
      )
      void builder.write('words', file)
      await sleep(60 + 20 * i)
      await builder.close()
      await builder.close()
    }
    expect(existsSync(file)).toBe(false)
  })

  test('any LangChain program opens the passages with its own HNSWLib, texts and places included', async () => {
    const options = {
      documentsFolder: mkdtempSync(join(tmpdir(), 'sourcier-docs-')),
      indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-store-')),
      models: openHashingModels(),
      store: 'hnsw' as const,
    }
    cpSync('seeds', options.documentsFolder, { recursive: true })
    // The second time passages are new, and others gone.
    for (const change of [() => {}, () => writeFileSync(join(options.documentsFolder, '000.txt'), 'The harbour master is Ann Roe.')]) {
      change()
      const { index } = await buildIndex(options)
      const { documents, passages, passageVectors } = index.content()
      const folder = join(currentFolder(options.indexFolder), 'passages')
      const store = await HNSWLib.load(folder, toLangChain(openHashingModels().embedder))
      for (const position of [0, 3, passages.length - 1]) {
        const [[first] = []] = await store.similaritySearchVectorWithScore(Array.from(row(passageVectors, position)), 1)
        const { document, start, end } = passages[position] as Passage
        expect(first?.pageContent).toBe(documents[document]?.text.slice(start, end))
        expect(first?.metadata).toMatchObject({ documentId: documents[document]?.id, start, end, position })
      }
    }
  })
} else {
  test.skip('HNSW stores: skipped, because this machine has no C++ compiler to build hnswlib-node with', () => {})
}
