import { expect, test } from 'vitest'
import { corpusOf } from '../../test/corpus.ts'
import { type Evidence, textOf } from '../domain.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { ofSameRange, ofSameRow } from './rows.ts'

const TEXTS = {
  'leave.md': `# Leave

| Years of service | Days of leave |
| --- | --- |
| 1 to 7 | 15 |
| 8 to 15 | 20 |
| 16 and over | 25 |

The leave year begins in April.`,
  'classes.md': `# Classes

| Class | Room | Instructor | Fee |
| --- | --- | --- | --- |
| Pottery | Maple Hall | Jules Lambert | $140 |
| Karate | Riverside Gym | Denis Roy | $85 |
| Badminton | Riverside Gym | | $5 |

Bring your own towel.`,
  'ages.md': `# Sports

| Sport | Age | Fee |
| --- | --- | --- |
| Karate | 8 to 12 years | $90 |
| Karate for tots | 4 to 7 years | $50 |
| Swimming | 6 to 9 years | $70 |

| Sport | Age | Place |
| --- | --- | --- |
| Fencing | 10 to 12 years | Oak Hall |
| Diving | 6 to 9 years | Pool |`,
}

/** The runs of a document that remain, where a reader puts the one that holds some words first. */
async function remaining(text: string, source: string, best: string): Promise<string[]> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(TEXTS, models)
  const { question } = await understand({ text }, { words: corpus.vocabulary })
  const found = await find(question, corpus, models, 5)
  const evidence = found.hits
    .filter(({ passage }) => passage.source === source)
    .flatMap(({ passage }) =>
      passage.sentences
        .filter(({ kind }) => kind !== 'heading')
        .map((sentence): Evidence => ({ passage, sentence, span: { start: sentence.start, end: sentence.end }, relevance: 1 })),
    )
  const told = (own: Evidence): string => textOf(own.passage, own.span)
  evidence.sort((a, b) => Number(told(b).includes(best)) - Number(told(a).includes(best)))
  return ofSameRange(found.question, ofSameRow(found.question, evidence)).map(told)
}

test('the row whose range holds what is asked for takes the place of another one', async () => {
  const [first, ...others] = await remaining('How many days of leave after 10 years of service?', 'leave.md', '1 to 7')
  expect(first).toContain('8 to 15')
  expect(others.some((row) => row.includes('Years'))).toBe(false)
  expect((await remaining('How many days of leave after 30 years of service?', 'leave.md', '1 to 7'))[0]).toContain('16 and over')
})

test('… where it is of the same thing: another sport for that age is none', async () => {
  expect((await remaining('May a child of 7 years do karate?', 'ages.md', '8 to 12'))[0]).toContain('Karate for tots')
  expect((await remaining('May a child of 7 years do fencing?', 'ages.md', 'Fencing'))[0]).toContain('Fencing')
  expect((await remaining('How much is fencing for a child of 7 years?', 'ages.md', 'Fencing')).join()).not.toContain('Fencing')
})

test('where no row holds it, none of them remains', async () => {
  expect((await remaining('How many days of leave after half a year, 0.5 years?', 'leave.md', '1 to 7')).join()).not.toContain('Years')
})

test('… and a row that holds it, or a question without a quantity, leaves all as it is (negative control)', async () => {
  const asked = 'How many days of leave after 5 years of service?'
  expect((await remaining(asked, 'leave.md', '1 to 7'))[0]).toContain('1 to 7')
  expect(await remaining('How many days of leave?', 'leave.md', '8 to 15')).toHaveLength(4)
})

test('of the rows of a table, that of what the question names', async () => {
  const [first, ...others] = await remaining('How much is the karate class?', 'classes.md', 'Pottery')
  expect(first).toContain('Karate')
  expect(others.join()).not.toContain('Pottery')
  // One that the other rows are no better than stays (negative control).
  expect((await remaining('How much is the class?', 'classes.md', 'Pottery'))[0]).toContain('Pottery')
})

test('nobody is named by a row whose cell for that is empty', async () => {
  expect(await remaining('Who is the instructor of badminton?', 'classes.md', 'Badminton')).toEqual(['Bring your own towel.'])
  expect(await remaining('Who runs badminton?', 'classes.md', 'Badminton')).toEqual(['Bring your own towel.'])
  expect((await remaining('Who is the instructor of karate?', 'classes.md', 'Karate'))[0]).toContain('Denis Roy')
})
