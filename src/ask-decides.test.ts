/** Yes/no questions, figures that no longer hold, times of day, and what is ambiguous: asked of a small folder. */
import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'
import { documentsOf } from '../test/corpus.ts'

const TEXTS = {
  'pool-rates-2019.txt': 'Pool rates 2019\n\nThe pool is on Elm Street. A swim costs 4 dollars.',
  'pool-rates-2023.txt':
    'Pool rates 2023\n\nThe pool is on Elm Street. It opens at 9:00 and closes at 20:30 on weekdays, and it is closed on Mondays. A swim costs 7 dollars.',
  'visitors-policy.txt': 'Visitors policy\n\nVisitors sign a register at the front desk.',
  'noise-policy.txt': 'Noise policy\n\nMusic is forbidden after midnight.',
  'routes.txt': 'Bus routes\n\nRoute 21 runs on weekdays only.\n\nThe night bus runs on Fridays and Saturdays from the station.',
  'beach.txt': 'The beach\n\nDogs are forbidden on the beach between June 15 and September 15. The dunes are closed from 1968 to 1970.',
  'aréna.txt': 'L’aréna du Lac\n\nL’aréna ouvre à 10 h et ferme à 21 h.',
}
const { asked } = folderOf(TEXTS)

test.each(['Does a swim cost 4 dollars?', 'Is it 4 dollars for a swim?', 'Est-ce que nager à la piscine coûte 4 dollars ?'])(
  '%s: the figure that holds is quoted, the one of before is offered beside it',
  async (question) => {
    const { answered, citations, versions } = await asked(question)
    expect([answered, citations[0]?.quote]).toEqual([true, 'A swim costs 7 dollars.'])
    expect(versions?.[0]?.citation.quote).toBe('A swim costs 4 dollars.')
  },
)

test('… a year that a question names is still one (negative control)', async () => {
  expect(await asked('Did a swim cost 4 dollars in 1975?')).toMatchObject({ answered: false, citations: [] })
})

test.each([
  ['Is the pool open at 8:00?', 'opens at 9:00'],
  ['Is the pool open at 9:30 p.m.?', 'closes at 20:30'],
  ['L’aréna est-il ouvert à 22 h ?', 'ferme à 21 h'],
])('%s: the hours decide', async (question, quoted) => {
  const { answered, citations } = await asked(question)
  expect(answered).toBe(true)
  expect(citations.map(({ quote }) => quote).join(' ')).toContain(quoted)
})

test('the minutes of a time are no name', async () => {
  for (const question of ['Who sings at 8:00?', 'Qui chante à 8 h 00 ?']) expect((await asked(question)).answer).not.toMatch(/“00”|« 00 »/)
})

test('of a place and its hours, what decides is quoted as well, once', async () => {
  const { citations } = await asked('Is the pool open on Mondays?')
  expect(citations.map(({ quote }) => quote).join(' ')).toContain('closed on Mondays')
  const spans = citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  for (const [i, a] of spans.entries())
    for (const b of spans.slice(i + 1)) expect(a.documentId !== b.documentId || a.end <= b.start || b.end <= a.start).toBe(true)
})

test('“the policy” where several are one is asked back, in both languages alike; a matter is not', async () => {
  for (const question of ['What is the policy?', 'Quelle est la politique ?']) {
    const { reason, choices } = await asked(question)
    expect([reason, choices?.map((choice) => /\((.+)\)$/.exec(choice)?.[1]).sort()]).toEqual([
      'ambiguous',
      ['Noise policy', 'Visitors policy'],
    ])
  }
  expect((await asked('What is the policy? (Noise policy)')).citations[0]?.quote).toBe('Music is forbidden after midnight.')
  expect((await asked('What is the visitors policy?')).reason).not.toBe('ambiguous')
})

test('where one document alone is asked, a pronoun stands for it, and the answer says so; among several it is asked back', async () => {
  const documents = [documentsOf(TEXTS).find(({ source }) => source === 'aréna.txt')?.id ?? '']
  for (const question of ['When does it close?', 'Quand ferme-t-il ?']) {
    const { about, citations } = await asked(question, { documents })
    expect([about, citations[0]?.quote]).toEqual(['L’aréna du Lac', 'L’aréna ouvre à 10 h et ferme à 21 h.'])
    expect(await asked(question)).toMatchObject({ answered: false, reason: 'ambiguous' })
    // Taken away by whoever asks.
    expect(await asked(question, { documents, about: '' })).toMatchObject({ answered: false, reason: 'ambiguous' })
  }
})

test('Does route 21 run on Saturday? What is said of it decides, not what is said of another one on that day', async () => {
  expect((await asked('Does route 21 run on Saturday?')).citations[0]?.quote).toBe('Route 21 runs on weekdays only.')
})

test('a month, or a day, that a range of dates holds need not be named; one outside of it must be (negative control)', async () => {
  for (const question of ['Are dogs forbidden on the beach in July?', 'Are dogs forbidden on the beach on July 20?'])
    expect((await asked(question)).citations[0]?.quote).toContain('between June 15 and September 15')
  for (const question of ['What is forbidden on the beach in December?', 'What is forbidden on the beach on December 20?'])
    expect(await asked(question)).toMatchObject({ answered: false })
})
