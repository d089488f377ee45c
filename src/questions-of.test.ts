import { expect, test } from 'vitest'
import type { Language } from './domain.ts'
import { questionOfHeading, questionsOf } from './questions-of.ts'

test.each<[Language, string, string[]]>([
  ['en', 'The Gull Bridge was built in 1931 by Owen Carrick.', ['When was the Gull Bridge built?', 'Who built the Gull Bridge?']],
  ['en', 'The harbour has forty-two berths.', ['How many berths does the harbour have?']],
  ['en', 'The yard employs 1,200 people in winter.', ['How many people does the yard employ?']],
  ['en', 'A berth costs $14 a night.', ['How much does a berth cost?']],
  ['en', 'To reserve a berth, you must call the harbour master.', ['How do I reserve a berth?']],
  ['en', 'The harbour office is at 12 Quay Street.', ['Where is the harbour office?']],
  [
    'fr',
    'La passerelle a été bâtie en 1931 par Owen Carrick.',
    ['Quand la passerelle a-t-elle été bâtie\u202f?', 'Qui a bâti la passerelle\u202f?'],
  ],
  ['fr', 'Les quais ont été rénovés le 3 mai 2019.', ['Quand les quais ont-ils été rénovés\u202f?']],
  ['fr', 'L’aréna compte trente-deux employés.', ['Combien d’employés compte l’aréna\u202f?']],
  ['fr', 'Une place coûte 14 $ par nuit.', ['Combien coûte une place\u202f?']],
  ['fr', 'Pour réserver une place, il faut appeler le capitaine.', ['Comment réserver une place\u202f?']],
  ['fr', 'La capitainerie est située à Rivière-Neuve.', ['Où est la capitainerie\u202f?']],
])('%s: “%s” answers %j', (language, sentence, questions) => {
  expect(questionsOf(sentence, language).map(({ question }) => question)).toEqual(questions)
})

test.each<[Language, string]>([
  ['en', 'It was built in 1931.'],
  ['en', 'Each berth costs $14 a night.'],
  ['en', 'The harbour was busy in 1931.'],
  ['en', 'There are forty-two berths.'],
  ['fr', 'Elle a été bâtie en 1931.'],
  ['fr', 'Chaque place coûte 14 $ par nuit.'],
  ['fr', 'The harbour has forty-two berths.'],
])('%s: “%s” answers none that could be understood alone (negative control)', (language, sentence) => {
  expect(questionsOf(sentence, language)).toEqual([])
})

test('headings that ask, or tell how, are questions; others are none', () => {
  expect(questionOfHeading('3. Who may moor overnight?', 'en')).toBe('Who may moor overnight?')
  expect(questionOfHeading('How to moor a boat', 'en')).toBe('How do I moor a boat?')
  expect(questionOfHeading('Comment amarrer un bateau', 'fr')).toBe('Comment amarrer un bateau\u202f?')
  expect(questionOfHeading('Où puis-je amarrer mon bateau ?', 'fr')).toBe('Où puis-je amarrer mon bateau\u202f?')
  for (const heading of ['Mooring', 'Who may use it?', 'Book rooms for meetings?', 'Can they stay?'])
    expect(questionOfHeading(heading, 'en')).toBeUndefined()
})
