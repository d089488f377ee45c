import { expect, test } from 'vitest'
import { readPlace } from './place.ts'

test.each([
  ['What does section 3.4 say?', '3.4', 'section', true, 'What does say?'],
  ['What does Article 12 of the lease provide?', '12', 'article', true, 'What does of the lease provide?'],
  ['What is in chapter IV?', 'iv', 'chapter', true, 'What is ?'],
  ['Read me clause 4(b)', '4(b)', 'clause', true, 'Read me'],
  ['In section 2, who signs the form?', '2', 'section', false, 'who signs the form?'],
  ['In article 2 of the garden rules, who is in charge?', '2', 'article', false, 'who is in charge? (the garden rules)'],
  ['À l’article 2 du bail, qui peint la rampe ?', '2', 'article', false, 'qui peint la rampe ? (bail)'],
  ['Who may appeal under s. 5 or section 5a?', '5a', 'section', false, 'Who may appeal under s. 5 or ?'],
  ['Que dit l’article 9 du bail ?', '9', 'article', true, 'Que dit du bail ?'],
  ['De quoi traite le chapitre 3 ?', '3', 'chapitre', true, 'De quoi traite ?'],
  ['Qui signe le formulaire selon la section 6.1 ?', '6.1', 'section', false, 'Qui signe le formulaire ?'],
  ["Quel est le délai à l'art. 14 ?", '14', 'article', false, 'Quel est le délai ?'],
  ['Qu’est-ce que l’annexe B prévoit ?', 'b', 'annexe', true, 'Qu’est-ce que prévoit ?'],
] as const)('%s: section %s', (text, number, label, whole, rest) => {
  expect(readPlace(text)).toEqual({ section: { number, label, whole }, rest })
})

test.each([
  ['How deep is the pool in rules.pdf?', { name: 'rules.pdf', rest: 'How deep is the pool ?' }],
  ['According to the file notes/2020-budget.xlsx, who pays?', { name: 'notes/2020-budget.xlsx', rest: 'who pays?' }],
  ['Qui paie selon « Guide du jardin » ?', { name: 'Guide du jardin', rest: 'Qui paie ?' }],
  [
    'Que dit la section 2 de bail.docx ?',
    { section: { number: '2', label: 'section', whole: true }, name: 'bail.docx', rest: 'Que dit ?' },
  ],
] as const)('%s: a file', (text, place) => {
  expect(readPlace(text)).toEqual(place)
})

test.each([
  ['How many days are allowed in the 2022 telework policy?', '2022', 'policy', ['telework']],
  ['Who signs according to the report of 2019?', '2019', 'report', []],
  ['Combien de jours dans la politique de télétravail de 2022 ?', '2022', 'politique', ['teletravail']],
  ['Qui signe selon le règlement 2015 ?', '2015', 'reglement', []],
] as const)('%s: a document of a year', (text, year, kind, words) => {
  const edition = readPlace(text)?.edition
  expect([edition?.year, edition?.words]).toEqual([year, words])
  expect(edition?.kinds).toContain(kind)
})

test.each([
  'What is the fine for contravening section 1.2?',
  'Quelle est l’amende pour une infraction à l’article 5 ?',
  'Which part i should read?',
  'How many departments 5 years ago?',
  'What happened in 2022?',
  'Where is the office of techimpact.ca, in Toronto?',
  'What is the mandate of the section?',
  'When was the policy adopted in the city?',
])('%s names no place (negative control)', (text) => {
  const place = readPlace(text)
  // An address is a name that no document has.
  expect(place === undefined || place.name === 'techimpact.ca').toBe(true)
})
