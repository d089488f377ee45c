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
  ['Under the August 2026 agreement, who answers first?', '2026', 8, 'who answers first?'],
  ['Who answers first under the lease agreement of July 2, 2024?', '2024', 7, 'Who answers first ?'],
  ['Selon l’accord de juillet 2024, qui répond d’abord ?', '2024', 7, 'qui répond d’abord ?'],
  ['Qui répond d’abord selon l’entente du 1er août 2026 ?', '2026', 8, 'Qui répond d’abord ?'],
  // Not a place: what it does stays a question of it.
  ['How much warning did the 2024 agreement promise?', '2024', undefined, 'How much warning did the agreement promise?'],
  ['What does the plan of March 2023 say of trees?', '2023', 3, 'What does the plan say of trees?'],
  ['Quel préavis l’accord de 2024 prévoyait-il ?', '2024', undefined, 'Quel préavis l’accord prévoyait-il ?'],
  ['Under the agreement of 12 August 2026, who pays?', '2026', 8, 'who pays?'],
  ['Que prévoit l’entente du 1er août 2026 ?', '2026', 8, 'Que prévoit l’entente ?'],
] as const)('%s: a document of a year or a month', (text, year, month, rest) => {
  const place = readPlace(text)
  expect([place?.edition?.year, place?.edition?.month, place?.rest]).toEqual([year, month, rest])
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
  'What changed between the 2024 plan and the plan of 2026?',
  'How many dogs graduated from the 2024 guide dog program?',
  'What was the cost of the 2019 building code upgrade?',
  'Who paid for the 2024 report card?',
  'What was the rent before the 2020 agreement?',
  'Which rules replaced the 2018 rules?',
  'Qu’est-ce qui a changé depuis la politique de 2022 ?',
  'Quelle loi a remplacé la loi de 1985 ?',
  'Combien d’arbres paie le budget de 2000 $ ?',
  'What did the city do under the plan for 2050 homes?',
  'Combien coûte le plan de 2025 logements ?',
  'How does the 2022 policy differ from the 2024 policy?',
  'Under the March 2024 agreement or the May 2024 agreement, who pays?',
  'What sum does the act for 2025–26 grant?',
  'Quel budget la ville a-t-elle adopté en 2024 ?',
])('%s names no place (negative control)', (text) => {
  const place = readPlace(text)
  // An address is a name that no document has.
  expect(place === undefined || place.name === 'techimpact.ca').toBe(true)
})
