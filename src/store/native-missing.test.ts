import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { DEFAULT_MODEL } from '../config.ts'

vi.mock('hnswlib-node', () => {
  throw new Error('Could not locate the bindings file')
})

test('without the native module everything works by exact search, with a notice', async () => {
  const { buildIndex } = await import('../build-index.ts')
  const { openModels } = await import('../embed/open.ts')
  const { ask } = await import('../ask.ts')
  const { AskRequestSchema } = await import('../domain.ts')
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-native-'))
  const { index, notices } = await buildIndex({ documentsFolder: 'seeds', indexFolder, models, store: 'hnsw' })
  expect(notices.map(({ code }) => code)).toEqual(['native-missing'])
  expect([index.passageStore.kind, index.wordStore.kind]).toEqual(['exact', 'exact'])
  const answer = await ask(AskRequestSchema.parse({ question: 'what is ITQ?' }), { corpus: index.corpus, ...models })
  expect(answer.citations.map(({ source }) => source.slice(0, 3))).toEqual(['003', '004'])
})
