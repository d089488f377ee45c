import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openModelReader } from './model.ts'
import { describeReader } from './reader.contract.ts'

/** Random weights (models/reader/tiny.py): it shows that everything fits together, not that it reads well. */
const TINY = 'test/onnx/tiny-reader'
/** The bundled one. */
const TRAINED = 'models/sourcier-reader'

describeReader('a reader with a model of random weights', () => openModelReader(TINY))

describeReader('the trained reader', () => openModelReader(TRAINED))

function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-reader-'))
  cpSync(TINY, folder, { recursive: true })
  return folder
}

test.each([
  ['the graph', 'onnx/model_quantized.onnx', 'model-missing'],
  ['its weights', 'weights.json', 'model-missing'],
  ['the checksums', 'SHA256SUMS', 'model-missing'],
])('without %s it does not open', async (_, file, code) => {
  const folder = copied()
  rmSync(join(folder, file))
  await expect(openModelReader(folder)).rejects.toMatchObject({ code })
})

test.each([
  ['config.json', '{}', 'model-altered'],
  ['weights.json', '{"ranking":{}}', 'model-invalid'],
])('with another %s it does not open', async (file, text, code) => {
  const folder = copied()
  writeFileSync(join(folder, file), text)
  await expect(openModelReader(folder)).rejects.toMatchObject({ code })
})
