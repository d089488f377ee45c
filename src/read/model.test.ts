import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corpusOf } from '../../test/corpus.ts'
import { DEFAULT_MODEL } from '../config.ts'
import { openModels } from '../embed/open.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { openModelReader } from './model.ts'
import { describeReader } from './reader.contract.ts'
import { READ_HITS } from './reader.ts'

/** Random weights (models/reader/tiny.py): it shows that everything fits together, not that it reads well. */
const TINY = 'test/onnx/tiny-reader'
/** The bundled one. */
const TRAINED = 'models/sourcier-reader'
const MARKET = { 'market.txt': 'The market\n\nThe market sells fish, bread and flowers every Saturday. It has 40 stalls.' }

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

test('one thread or two read the same', async () => {
  const models = await openModels(DEFAULT_MODEL)
  const corpus = await corpusOf(MARKET, models)
  const { question } = await understand({ text: 'How many stalls are there?', language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, READ_HITS)
  const readings = [1, 2].map(async (threads) => (await openModelReader(TRAINED, undefined, threads)).read(analysed, hits))
  const [one, two] = await Promise.all(readings)
  expect(one?.evidence.length).toBeGreaterThan(1)
  expect(two).toEqual(one)
})

test.each([
  ['config.json', '{}', 'model-altered'],
  ['weights.json', '{"ranking":{}}', 'model-invalid'],
])('with another %s it does not open', async (file, text, code) => {
  const folder = copied()
  writeFileSync(join(folder, file), text)
  await expect(openModelReader(folder)).rejects.toMatchObject({ code })
})

test('the same question of the same passages is read once: it is answered when the model is gone, another one is not', async () => {
  const models = await openModels(DEFAULT_MODEL)
  const corpus = await corpusOf(MARKET, models)
  const reader = await openModelReader(TINY)
  const read = async (asked: string) => {
    const { question } = await understand({ text: asked, language: 'en' }, { words: corpus.vocabulary, rank: models.wordTable.rank })
    const { question: analysed, hits } = await find(question, corpus, models, READ_HITS)
    return reader.read(analysed, hits)
  }
  const first = await read('How many stalls has the market?')
  await reader.close()
  expect(await read('How many stalls has the market?')).toEqual(first)
  await expect(read('What does the market sell?')).rejects.toThrow()
})
