/** A folder and a database give the same passages with the same scores: what `npm run eval` says of one, it says of the other. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { buildIndex, buildInto } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { type AskPassage, LANGUAGES } from '../src/domain.ts'
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
        expect(misplaced(found, expected), question[language]).toEqual([])
      }
    }
  } finally {
    await home?.close()
    await server.close()
  }
})

/** What of the first five does not stand, with its score, where it should. Which of two as good ones comes first, the last digits say. */
function misplaced(found: readonly AskPassage[], expected: readonly AskPassage[]): string[] {
  return found.slice(0, 5).flatMap(({ score, ...passage }, i) => {
    const isAsGood = (other: AskPassage | undefined): boolean => other !== undefined && Math.abs(score - other.score) < ROUNDING
    const asGood = expected.filter(isAsGood).map(({ score: _, ...rest }) => rest)
    const isThere = asGood.some((other) => isDeepStrictEqual(other, passage))
    return isAsGood(expected[i]) && isThere && found.length === expected.length ? [] : [`${i}: ${passage.source} ${passage.start}`]
  })
}

test('… and another order, another passage or one too few would be seen (negative control)', () => {
  const passage = (start: number, score: number) => ({ source: 'a.txt', start, score }) as AskPassage
  const list = [passage(0, 0.9), passage(1, 0.5), passage(2, 0.155), passage(3, 0.155)]
  const [first, second, third, fourth] = list as [AskPassage, AskPassage, AskPassage, AskPassage]
  expect(misplaced([first, second, fourth, third], list)).toEqual([])
  expect(misplaced([second, first, third, fourth], list)).not.toEqual([])
  expect(misplaced([first, second, third, passage(4, 0.155)], list)).not.toEqual([])
  expect(misplaced([first, second, third], list)).not.toEqual([])
})
