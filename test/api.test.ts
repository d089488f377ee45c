/** The package as another program uses it: nothing but what `src/index.ts` exports. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AskRequestSchema, AskResponseSchema, ask, buildIndex, isAppError, openEngine, openModels, search } from '../src/index.ts'

test('an index is opened, asked and searched by three functions, and built by one', { timeout: 120_000 }, async () => {
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-api-'))
  const engine = await openEngine({ documents: 'seeds', index: indexFolder, store: 'exact' })
  const answer = await ask(AskRequestSchema.parse({ question: 'What is ITQ?' }), engine)
  expect(AskResponseSchema.parse(answer)).toMatchObject({ answered: true, language: 'en' })
  const [first] = await search('infrastructures technologiques', engine, { limit: 1, preferred: 'fr' })
  expect(first?.text).toMatch(/infrastructures technologiques/i)
  const models = await openModels()
  expect(await buildIndex({ documentsFolder: 'seeds', indexFolder, models, store: 'exact' })).toMatchObject({ built: false })
  const missing = await buildIndex({ documentsFolder: join(indexFolder, 'nowhere'), indexFolder, models, store: 'exact' }).catch(
    (e: unknown) => e,
  )
  expect(isAppError(missing) && missing.code).toBe('documents-missing')
})
