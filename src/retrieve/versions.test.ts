import { expect, test } from 'vitest'
import type { Hit, PassageView } from '../domain.ts'
import { preferVersion } from './versions.ts'

const hit = (source: string, title = source, more: Partial<PassageView> = {}): Hit => ({
  passage: { documentId: source, source, title, documentLanguage: 'en', ...more } as PassageView,
  score: 1,
  coverage: 1,
  why: [],
})
const kept = (question: string, ...hits: Hit[]): string[] => preferVersion(hits, question).map(({ passage }) => passage.source)
const RULES = [hit('pool-rules-2021.md', 'Pool rules (2021)'), hit('pool-rules-2023.md', 'Pool rules (2023)')]

test('the newest version answers; a year in the question chooses the version of that year', () => {
  expect(kept('How deep is the pool?', ...RULES)).toEqual(['pool-rules-2023.md'])
  expect(kept('How deep was the pool in 2021?', ...RULES)).toEqual(['pool-rules-2021.md'])
  // No version is of that year.
  expect(kept('How deep was the pool in 1990?', ...RULES)).toEqual(['pool-rules-2023.md'])
})

test('numbers of versions count, and dates where names say nothing', () => {
  expect(kept('Who signs?', hit('guide v1.txt'), hit('guide_v3_final.txt'), hit('guide v2.txt'))).toEqual(['guide_v3_final.txt'])
  expect(kept('Who signs?', hit('a/bylaw.md', 'By-law', { date: '2019-02' }), hit('b/bylaw.md', 'By-law', { date: '2024-05-01' }))).toEqual(
    ['b/bylaw.md'],
  )
})

test('what is asked of several versions, or of whether one holds, sees them all', () => {
  for (const question of [
    'What changed between 2021 and 2023?',
    'Are the 2021 pool rules still in force?',
    'Les règles de 2021 sont-elles encore en vigueur ?',
  ]) {
    expect(kept(question, ...RULES), question).toHaveLength(2)
  }
})

test('… and documents that are no versions of one another stay (the twin): series by day, other subjects, other languages', () => {
  const others = [
    [hit('minutes-2024-03-11.md'), hit('minutes-2024-04-08.md')],
    [hit('pool-rules-2021.md'), hit('park-rules-2023.md')],
    [hit('regles-2021.md', 'Rules 2021', { documentLanguage: 'fr' }), hit('rules-2023.md', 'Rules 2023')],
    [hit('notes.txt', 'Notes'), hit('b/notes.txt', 'Notes')],
  ]
  for (const hits of others) expect(kept('What are the rules?', ...hits)).toHaveLength(2)
})
