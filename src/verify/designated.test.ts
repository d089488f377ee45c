import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../../test/asked.ts'

const TEXTS = {
  'council.txt': `Norwick council

Councillor Tom Beck (Ward 4) sent regrets. Paul Roe is the councillor for Ward 2.

The garbage of zone 1 is collected on Monday. That of zone 2 is collected on Friday.`,
}

async function quoted(question: string): Promise<string> {
  const { citations } = await answerOf(question, await engineOver(TEXTS))
  return citations.map(({ quote }) => quote).join(' | ')
}

test.each([
  ['Who is the councillor for ward 2?', 'Paul Roe', 'Tom Beck'],
  ['When is the garbage of zone 2 collected?', 'Friday', 'Monday'],
  ['When is the garbage of zone 1 collected?', 'Monday', 'Friday'],
])('what speaks of another ward or zone is no answer: %s', async (question, answer, other) => {
  const quotes = await quoted(question)
  expect([quotes.includes(answer), quotes.includes(other)]).toEqual([true, false])
})

test('where only others are spoken of, nothing is answered', async () => {
  expect(await quoted('Who is the councillor for ward 1?')).toBe('')
})

test('a number that counts something tells no things apart (negative control)', async () => {
  expect(await quoted('Who sent regrets?')).toContain('Tom Beck')
  const pool = { 'pool.txt': 'The pool\n\nA swim costs 7 dollars. The pool is on Elm Street.' }
  const { citations } = await answerOf('Does a swim cost 4 dollars?', await engineOver(pool))
  expect(citations[0]?.quote).toBe('A swim costs 7 dollars.')
  expect(await quoted('Who is the councillor for ward 4?')).toContain('Tom Beck')
})

const ORDERED = {
  'laundry.txt': 'Laundry\n\nThe second cycle of a load costs $1.50.\n\nThe first offence costs $100, each additional offence $200.',
  'camp.txt': 'Le camp\n\nLe premier séjour commence le 4 juillet, le deuxième le 11 juillet. La salle est au 2e étage.',
  'school.txt':
    'L’école\n\nL’infirmerie est au troisième niveau. La première infraction au stationnement coûte 20 $. En cas de récidive, l’amende est de 300 $.',
  'dose.txt':
    'Vaccines\n\nFrom May 1st, the second dose is given after 8 weeks for all residents. The third rinse costs $3 for all residents. The council meets on the second Tuesday.',
}

test.each([
  'How much is the third cycle of a load?',
  'How much does the 1st cycle of a load cost?',
  'Combien coûte le troisième cycle d’une brassée ?',
  'Quand commence le troisième séjour ?',
  'When does the third stay begin?',
  'Qu’y a-t-il au deuxième niveau de l’école ?',
  'When is the first dose given?',
  'How much is the fourth rinse?',
  'When is the third dose given?',
])('what speaks of another one in a row is no answer: %s', async (question) => {
  const { citations } = await answerOf(question, await engineOver(ORDERED))
  expect(citations).toEqual([])
})

test.each([
  ['How much is the second cycle of a load?', '1.50'],
  ['How much does the 2nd cycle of a load cost?', '1.50'],
  ['Combien coûte le deuxième cycle d’une brassée ?', '1.50'],
  ['How much does a second offence cost?', '200'],
  ['Quand commence le deuxième séjour ?', '11 juillet'],
  ['Quand commence le premier séjour ?', '4 juillet'],
  ['When does the second stay begin?', '11 juillet'],
  ['Qu’y a-t-il au troisième niveau de l’école ?', 'infirmerie'],
  ['After how many weeks is the second dose given?', '8 weeks'],
  ['Combien coûte une troisième infraction au stationnement ?', '300'],
  // What is so decides it.
  ['Does the council meet on the first Tuesday?', 'second Tuesday'],
])('… and what speaks of the same one, or of all behind it, is (negative control): %s', async (question, answer) => {
  const { citations } = await answerOf(question, await engineOver(ORDERED))
  expect(citations.map(({ quote }) => quote).join(' | ')).toContain(answer)
})

const ZONES = {
  'zones.md': `# Zones of Norwick

| Zone | Height of a house |
| --- | --- |
| R-1 | 9 metres |
| R-2 | 11 metres |

Bill C-12 is about fences. It was signed in May 2011, with Bill C-7.

A fence has a height of 2 metres at most, and of 3 metres behind a house. Form B12 is for sheds.`,
}

test('a code names one of several things: another one is no answer, and nothing else where none is spoken of', async () => {
  const engine = await engineOver(ZONES)
  const first = async (question: string): Promise<string | undefined> => (await answerOf(question, engine)).citations[0]?.quote
  expect(await first('What is the height of a house in zone R-3?')).toBeUndefined()
  expect(await first('What is form B14 for?')).toBeUndefined()
  // Codes that are spoken of, and questions without one (negative control).
  expect(await first('What is the height of a house in zone R-2?')).toContain('11 metres')
  expect(await first('What is form B12 for?')).toContain('sheds')
  expect(await first('When was Bill C-12 signed?')).toContain('2011')
  expect(await first('What is the height of a fence?')).toContain('2 metres')
})
