/** Documents that other processes prepare are those that are prepared here. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { type BuildOptions, type BuiltIndex, buildIndex } from './build-index.ts'
import { DEFAULT_MODEL } from './config.ts'
import type { Models } from './embed/embedder.ts'
import { openModels } from './embed/open.ts'

const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
let models: Models
beforeAll(async () => {
  models = await openModels(DEFAULT_MODEL)
  cpSync('seeds', documentsFolder, { recursive: true })
  for (const name of ['en/berths.xlsx', 'en/ferry.html', 'en/harbour.en.md']) {
    cpSync(join('test/golden', name), join(documentsFolder, basename(name)))
  }
  writeFileSync(join(documentsFolder, 'empty.txt'), ' \n')
  writeFileSync(join(documentsFolder, 'bytes.txt'), '\0\0\0')
  writeFileSync(join(documentsFolder, 'broken.docx'), 'no archive')
})
const options = (more: Partial<BuildOptions>): BuildOptions => ({
  ...{ documentsFolder, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')), models, modelFolder: DEFAULT_MODEL, store: 'exact' },
  ...more,
})

/** Everything of an index; long runs of numbers by their hash. */
function contentOf({ index }: BuiltIndex): object {
  const { documents, passages, passageVectors, lexicon } = index.content()
  const { tokens, vectors, ...words } = lexicon
  const hashes = [tokens, vectors.data, passageVectors.data].map((numbers) => createHash('sha256').update(numbers).digest('hex'))
  return { documents, passages, words, hashes }
}

test('the index is the same, whoever prepared the documents; what is left out is so for the same reason', {
  timeout: 120_000,
}, async () => {
  const alone = await buildIndex(options({ preparers: 0 }))
  const own = options({ preparers: 2 })
  const helped = await buildIndex(own)
  expect(contentOf(helped)).toEqual(contentOf(alone))
  expect([helped.summary, helped.index.manifest.leftOut]).toEqual([alone.summary, alone.index.manifest.leftOut])
  expect(readdirSync(own.indexFolder)).toHaveLength(2)
  const why = Object.fromEntries(alone.index.manifest.leftOut.map(({ source, code }) => [source, code]))
  expect(why).toMatchObject({ 'empty.txt': 'document-no-text', 'bytes.txt': 'document-not-text', 'broken.docx': 'document-damaged' })
})

test('what a preparer finished is not done again after a build that was cut off', { timeout: 120_000 }, async () => {
  const own = options({ preparers: 2 })
  let left = 5
  const { wordTable } = models
  const vectorsOf: typeof wordTable.vectorsOf = (forms) => (left-- > 0 ? wordTable.vectorsOf(forms) : Promise.reject(new Error('cut off')))
  await expect(buildIndex({ ...own, models: { ...models, wordTable: { ...wordTable, vectorsOf } } })).rejects.toThrow('cut off')
  const embedded: string[] = []
  const embedPassages: Models['embedder']['embedPassages'] = (texts) => {
    embedded.push(...texts)
    return models.embedder.embedPassages(texts)
  }
  const second = await buildIndex({ ...own, preparers: 0, models: { ...models, embedder: { ...models.embedder, embedPassages } } })
  const whole = await buildIndex(options({ preparers: 0 }))
  expect(contentOf(second)).toEqual(contentOf(whole))
  expect(embedded.length).toBeGreaterThan(0)
  expect(embedded.length).toBeLessThan(whole.index.manifest.counts.passages)
})

test('… a preparer with another model than the rest of the build is seen (negative control), and does not keep it waiting', {
  timeout: 120_000,
}, async () => {
  const embedder = { ...models.embedder, fingerprint: 'another' }
  const own = options({ preparers: 1, models: { embedder, wordTable: { ...models.wordTable, fingerprint: 'another' } } })
  await expect(buildIndex(own)).rejects.toThrow('another model')
  await expect(buildIndex(options({ preparers: 1, modelFolder: '/nonexistent' }))).rejects.toMatchObject({ code: 'model-missing' })
})
