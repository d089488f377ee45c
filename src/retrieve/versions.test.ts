import { expect, test } from 'vitest'
import type { Hit, PassageView } from '../domain.ts'
import type { ListedDocument } from '../store/corpus.ts'
import { sortVersions, type VersionTable, versionsBeside, versionTable } from './versions.ts'

type Listed = Pick<ListedDocument, 'source' | 'title' | 'date' | 'language'> & { words?: number[] }
const listed = (source: string, title = source, more: Partial<Listed> = {}): Listed => ({ source, title, language: 'en', ...more })

const hitOf = ({ source, title }: Listed): Hit => ({
  passage: { documentId: source, source, title, documentLanguage: 'en' } as PassageView,
  score: 1,
  coverage: 1,
  why: [],
})

function tableOf(documents: readonly Listed[]): Promise<VersionTable> {
  return versionTable({
    async *documents() {
      for (const { words: _, ...own } of documents) yield { ...own, id: own.source, characters: 1, sha256: '', passages: 1 }
    },
    wordsOf: async (id) => Uint32Array.from(documents.find(({ source }) => source === id)?.words ?? []),
  })
}

/** Sources that a question is answered from when all documents were found. */
async function kept(question: string, ...documents: Listed[]): Promise<string[]> {
  return sortVersions(documents.map(hitOf), question, await tableOf(documents)).read.map(({ passage }) => passage.source)
}
const RULES = [listed('pool-rules-2021.md', 'Pool rules (2021)'), listed('pool-rules-2023.md', 'Pool rules (2023)')]

test('the newest version answers; a year in the question chooses the version of that year', async () => {
  expect(await kept('How deep is the pool?', ...RULES)).toEqual(['pool-rules-2023.md'])
  expect(await kept('How deep was the pool in 2021?', ...RULES)).toEqual(['pool-rules-2021.md'])
  expect(await kept('Quelle était la profondeur en 2021 ?', ...RULES)).toEqual(['pool-rules-2021.md'])
  // No version is of that year.
  expect(await kept('How deep was the pool in 1990?', ...RULES)).toEqual(['pool-rules-2023.md'])
})

test('where only an older version was found, the one that takes its place is named, to be looked into', async () => {
  const [older] = RULES
  const table = await tableOf(RULES)
  const hits = older ? [hitOf(older)] : []
  expect(sortVersions(hits, 'How deep is the pool?', table)).toMatchObject({ read: [], aside: hits, missing: ['pool-rules-2023.md'] })
  expect(sortVersions(hits, 'How deep was it in 2021?', table)).toMatchObject({ read: hits, aside: [], missing: [] })
})

test('numbers of versions count, and dates where names say nothing and the text is much the same', async () => {
  expect(await kept('Who signs?', listed('guide v1.txt'), listed('guide_v3_final.txt'), listed('guide v2.txt'))).toEqual([
    'guide_v3_final.txt',
  ])
  const bylaws = [
    listed('a/bylaw.md', 'By-law', { date: '2019-02', words: [1, 2, 3, 4, 5] }),
    listed('b/bylaw.md', 'By-law', { date: '2024-05-01', words: [2, 3, 4, 5, 6] }),
  ]
  expect(await kept('Who signs?', ...bylaws)).toEqual(['b/bylaw.md'])
})

test('what is asked of several versions, or of whether one holds, sees them all', async () => {
  for (const question of [
    'What changed between 2021 and 2023?',
    'Are the 2021 pool rules still in force?',
    'Les règles de 2021 sont-elles encore en vigueur ?',
  ]) {
    expect(await kept(question, ...RULES), question).toHaveLength(2)
  }
})

test('… and documents that are no versions of one another stay (the twin): series by day, other subjects, other languages, other texts, undated ones', async () => {
  const others = [
    [listed('minutes-2024-03-11.md'), listed('minutes-2024-04-08.md')],
    [listed('pool-rules-2021.md'), listed('park-rules-2023.md')],
    [listed('regles-2021.md', 'Rules 2021', { language: 'fr' }), listed('rules-2023.md', 'Rules 2023')],
    [listed('notes.txt', 'Notes'), listed('b/notes.txt', 'Notes')],
    // Press releases of one title.
    [
      listed('1.txt', 'Communiqué', { date: '2019-02-01', words: [1, 2, 3, 4, 5] }),
      listed('2.txt', 'Communiqué', { date: '2024-05-01', words: [5, 6, 7, 8, 9] }),
    ],
    // The one without a year may be the one that holds.
    [listed('policy.md', 'Policy'), listed('policy-2022.md', 'Policy 2022')],
  ]
  for (const documents of others) expect(await kept('What are the rules?', ...documents)).toHaveLength(2)
})

test('the other versions are offered, the newest first and each once; none where a year was asked for', async () => {
  const table = await tableOf([
    ...RULES,
    listed('Copy of pool rules 2021.md', 'Pool rules (2021)'),
    listed('pool-rules-2019.md', 'Pool rules (2019)'),
  ])
  const years = (question: string) => versionsBeside('pool-rules-2023.md', question, table).map(({ year }) => year)
  expect(years('How deep is the pool?')).toEqual([2021, 2019])
  expect(years('How deep was the pool in 2023?')).toEqual([])
})
