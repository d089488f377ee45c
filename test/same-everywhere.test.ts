/** A folder and a database give the same passages with the same scores: what `npm run eval` says of one, it says of the other. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildIndex, buildInto } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { LANGUAGES } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { loadQuestions } from '../src/evaluate.ts'
import { builtInCollections } from '../src/scores/collections.ts'
import { search } from '../src/search.ts'
import { type PostgresHome, postgresHome } from '../src/store/postgres.ts'
import { openTestDatabase } from './postgres.ts'

/** Scores are rounded to three digits, and the last digits of a sum of floats depend on its order. */
const ROUNDING = 0.0011

test('development questions about the samples find the same from a folder and from PostgreSQL', { timeout: 300_000 }, async () => {
  const server = await openTestDatabase()
  let home: PostgresHome | undefined
  try {
    const { documents: documentsFolder, questions } = builtInCollections('.', '').seeds
    const models = await openModels(DEFAULT_MODEL)
    home = postgresHome(server.address('same'))
    const folder = (): string => mkdtempSync(join(tmpdir(), 'sourcier-same-'))
    const { index: there } = await buildInto(home, { documentsFolder, indexFolder: folder(), models, store: 'postgres' })
    const { index: here } = await buildIndex({ documentsFolder, indexFolder: folder(), models, store: 'exact' })
    expect(there.manifest.offers).toEqual(here.manifest.offers)
    const pairs = (await loadQuestions(questions)).filter(({ split }) => split === 'dev')
    expect(pairs.length).toBeGreaterThan(50)
    for (const { question } of pairs) {
      for (const language of LANGUAGES) {
        const [found = [], expected = []] = await Promise.all(
          [there, here].map(({ corpus }) => search(question[language], { corpus, ...models }, { limit: 10 })),
        )
        expect(found.length, question[language]).toBe(expected.length)
        for (const [i, { score, ...passage }] of found.slice(0, 5).entries()) {
          const isAsGood = (other: number): boolean => Math.abs(score - other) < ROUNDING
          expect(isAsGood(expected[i]?.score ?? 0), `${question[language]} ${i}`).toBe(true)
          // Which of two as good ones comes first, the last digits say.
          const asGood = expected.filter((other) => isAsGood(other.score)).map(({ score: _, ...rest }) => rest)
          expect(asGood, question[language]).toContainEqual(passage)
        }
      }
    }
  } finally {
    await home?.close()
    await server.close()
  }
})
