import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'

const GUIDE = `# Guide of the Gull Island library

Welcome.

## 1. Rooms

Rooms are cleaned every day.

### 1.1 Keys

A lost key costs 15 dollars.

## 2. Meals

Breakfast is served at seven.
`
const TEXTS = {
  'library-guide.md': GUIDE,
  'phare.md': '# Le phare de la Pointe\n\n## Histoire\n\nIl a été bâti en 1872.\n\n## Visites\n\nOn le visite en juillet.\n',
  'net-policy-2019.md': '# Net policy 2019\n\nNets are dried on the quay. They are mended in winter.\n',
  'net-policy-2023.md': '# Net policy 2023\n\nNets are dried in the shed. They are mended in autumn.\n',
  'boat-policy.md': '# Boat policy\n\nBoats are painted in spring.\n',
}
const { engine, asked } = folderOf(TEXTS)

test.each([
  ['Summarise the library guide', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['outline of library-guide.md', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['Donne-moi le plan du guide de la bibliothèque, s’il te plaît', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['What topics does the library guide cover?', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['library guide summary', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['Quels sujets sont abordés dans le guide de la bibliothèque ?', ['1. Rooms', '1.1 Keys', '2. Meals']],
  ['Outline the lighthouse document', ['Histoire', 'Visites']],
  ['Give me an outline of the document on the lighthouse', ['Histoire', 'Visites']],
  ['table des matières du document sur le phare', ['Histoire', 'Visites']],
])('%s: its headings, each cited, in their order', async (question, headings) => {
  const answer = await asked(question)
  expect(answer).toMatchObject({ answered: true, confidence: 1, mode: 'extractive' })
  expect(answer.citations.map(({ quote }) => quote.replace(/^#+ /, ''))).toEqual(headings)
  for (const { documentId, quote, start, end } of answer.citations)
    expect((await engine().corpus.document(documentId))?.text.slice(start, end)).toBe(quote)
  expect(answer.answer.split('\n')).toHaveLength(headings.length)
  expect(answer.scope?.documents).toHaveLength(1)
})

test('without headings, how it begins; of several versions the newest, or the one of the year that is named', async () => {
  expect((await asked('summary of the net policy')).citations.map(({ quote }) => quote)).toEqual([
    'Nets are dried in the shed. They are mended in autumn.',
  ])
  expect((await asked('summary of the net policy 2019')).citations[0]?.quote).toContain('on the quay')
})

test('a name that fits several is asked back, and so is none at all; each choice is answered', async () => {
  const answer = await asked('Summarise the policy')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  expect(answer.choices?.sort()).toEqual(['Summarise the policy (Boat policy)', 'Summarise the policy (Net policy 2023)'])
  expect((await asked('Summarise the policy (Boat policy)')).citations[0]?.quote).toBe('Boats are painted in spring.')
  for (const question of ['summarise this', 'résume ce document']) {
    const { reason, choices = [] } = await asked(question)
    expect([reason, choices.length]).toEqual(['ambiguous', 4])
    expect((await asked(choices[0] ?? '')).answered).toBe(true)
  }
})

test('where one document alone is asked, it is the one that is meant', async () => {
  const { citations } = await asked('Who built the lighthouse?').then(() => asked('outline of phare.md'))
  const id = citations[0]?.documentId ?? ''
  expect((await asked('summarise this document', { documents: [id] })).citations.map(({ documentId }) => documentId)).toEqual([id, id])
})

test('what no document is called is looked up as ever, and nothing is made up (negative control)', async () => {
  expect(await asked('Summarise the document on volcanoes')).toMatchObject({ answered: false, citations: [] })
  expect((await asked('How much does a lost key cost?')).citations[0]?.quote).toBe('A lost key costs 15 dollars.')
})
