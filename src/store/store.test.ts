import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { findCompiler } from '../../scripts/build-native.mjs'
import { openHashingEmbedder } from '../embed/hashing.ts'
import { buildPassageStore, buildWordStore, openPassageStore, openWordStore } from './hnsw.ts'
import { openExactStore } from './memory.ts'
import { describeStore } from './store.contract.ts'
import { rows } from './store.ts'

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

describeStore('exact search', {
  build: async (matrix) => openExactStore(matrix),
  reopen: async (_, matrix) => openExactStore(matrix),
})

if (built) {
  const embedder = openHashingEmbedder(16)
  describeStore('HNSW over passages, by LangChain', {
    build: (matrix) =>
      buildPassageStore(
        matrix,
        Array.from({ length: rows(matrix) }, (_, i) => ({ text: `passage ${i}`, metadata: {} })),
        embedder,
      ),
    reopen: (folder) => openPassageStore(folder, embedder),
  })
  describeStore('HNSW over words', { build: buildWordStore, reopen: (folder) => openWordStore(folder, 16) })
} else {
  test.skip('HNSW stores: skipped, because this machine has no C++ compiler to build hnswlib-node with', () => {})
}
