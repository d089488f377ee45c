/** Yes/no questions, figures that no longer hold, times of day, and what is ambiguous: asked of a small folder. */
import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'

const TEXTS = {
  'pool-rates-2019.txt': 'Pool rates 2019\n\nThe pool is on Elm Street. A swim costs 4 dollars.',
  'pool-rates-2023.txt':
    'Pool rates 2023\n\nThe pool is on Elm Street. It opens at 9:00 and closes at 20:30 on weekdays, and it is closed on Mondays. A swim costs 7 dollars.',
  'visitors-policy.txt': 'Visitors policy\n\nVisitors sign a register at the front desk.',
  'noise-policy.txt': 'Noise policy\n\nMusic is forbidden after midnight.',
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
