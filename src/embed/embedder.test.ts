import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DEFAULT_MODEL, STATIC_MODEL } from '../config.ts'
import { describeEmbedder } from './embedder.contract.ts'
import { dot } from './embedder.ts'
import { openHashingModels } from './hashing.ts'
import { openModels } from './open.ts'

test('dot by hand: any length, offsets, part of a row', () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32)
  expect(dot([1, 2, 3, 4, 5], [1, 1, 1, 1, 2])).toBe(20)
  expect(dot([9, 1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9], 1, 2, 9)).toBe(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 81)
  expect(dot([], [])).toBe(0)
})

const FOLDERS = {
  'the bundled embedder': DEFAULT_MODEL,
  'the bundled static model': STATIC_MODEL,
  'a tiny transformer': 'test/onnx/tiny-encoder',
  // Made by models/embedders/export.py; not part of the repository.
  'all-MiniLM-L6-v2': 'models/embedders/all-MiniLM-L6-v2',
  'multilingual-e5-small': 'models/embedders/multilingual-e5-small',
}

describeEmbedder('the hashing embedder of the tests', async () => openHashingModels().embedder)
for (const [name, folder] of Object.entries(FOLDERS)) {
  const open = async () => (await openModels(folder)).embedder
  describeEmbedder(name, open, existsSync(folder) ? undefined : `${folder} is not there (models/embedders/export.py makes it)`)
}
