/** What is asked back, and what becomes of a choice for a program that sends no history. */
import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'
import type { AskResponse } from './domain.ts'

const { asked } = folderOf({
  'bylaw.txt': 'By-law on hedges\n\nHedges are at most two metres high. A fine of 50 dollars applies.',
  'contacts.txt': 'Staff contacts\n\nNina Berg answers letters about taxes. Her room is 12.',
  'mill.txt': 'The Water Mill\n\nThe mill opened in May 1931. Its wheel was made of oak.',
  'moulin.txt': 'Le moulin à vent\n\nLe moulin a ouvert en juin 1874. Ses ailes sont en toile.',
  'agreement.txt': 'Joint agreement 2023\n\nIt expires on March 31, 2024. The rink opened in 1999.',
})
const offered = ({ alternatives = [] }: AskResponse): string[] => alternatives.map(({ name }) => name)

test('documents that speak of what is asked are offered, the same in both languages', async () => {
  const [en, fr] = [await asked('When did it open?'), await asked('Quand a-t-il ouvert ?')]
  expect(offered(en)).toEqual(['Joint agreement 2023', 'The Water Mill', 'Le moulin à vent'])
  expect(offered(fr)).toEqual(offered(en))
})

test('… and any of them where none speaks of it (negative control)', async () => {
  expect(offered(await asked('When was it vaccinated?')).length).toBeGreaterThan(3)
})

test('a year that the title contradicts is not shown; without one in the title it is (negative control)', async () => {
  const [agreement] = (await asked('When did it open?')).alternatives ?? []
  expect(agreement).toEqual({ question: 'When did it open? (Joint agreement 2023)', name: 'Joint agreement 2023', language: 'en' })
})

test.each([
  ['When did it open?', 'The Water Mill', '1931'],
  ['Quand a-t-il ouvert ?', 'Le moulin à vent', '1874'],
])('what was offered for %s is answered or refused in its document, never asked back, without history', async (question, own, year) => {
  const { choices = [] } = await asked(question)
  expect(choices.length).toBeGreaterThan(1)
  for (const choice of choices) {
    const answer = await asked(choice)
    expect(answer.choices, choice).toBeUndefined()
    const name = choice.slice(question.length + 2, -1)
    expect([answer.about, answer.scope?.documents.map(({ title }) => title)], choice).toEqual([name, [name]])
    expect(answer.citations.every(({ title }) => title === name)).toBe(true)
  }
  expect((await asked(`${question} (${own})`)).citations[0]?.quote).toContain(year)
})

test('what a document does not say is not looked up in another one', async () => {
  const answer = await asked('When did it open? (By-law on hedges)')
  expect([answer.answered, answer.choices, answer.scope?.documents.length]).toEqual([false, undefined, 1])
})

test('a question that leans on a choice is about the same; one with a name of no document is looked up anywhere', async () => {
  const history = [{ question: 'When did it open? (The Water Mill)', answer: 'The mill opened in May 1931.' }]
  const next = await asked('What was its wheel made of?', { history })
  expect([next.about, next.citations[0]?.title]).toEqual(['The Water Mill', 'The Water Mill'])
  expect((await asked('What is her room? (Nina Berg)')).scope).toBeUndefined()
})
