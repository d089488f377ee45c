import { expect, test } from 'vitest'
import { isChrome, metadataPrefix } from './chrome.ts'

test.each([
  'Copyright 2013',
  '© 2020 Gouvernement du Québec',
  'A Ginger Design',
  '× Success! Thank you for your feedback.',
  'Thank you for your interest in the Quebec Liberal Party.',
  'Merci de votre commentaire.',
  'Click here',
  'Cliquez ici',
  'Read more',
  '(c) 2019 Town of Pont-Vert',
  'Lire la suite',
  'En savoir plus que:',
  'Back to the press releases',
  'Retour à la liste des communiqués',
  'Twitter : @LiberalQuebec',
  'Fast. Simple. Effective. #StratNumQc',
  'Vous pouvez vous désabonner en tout temps.',
  'Ce site utilise des témoins pour améliorer votre expérience.',
])('page furniture: %s', (line) => {
  expect(isChrome(line)).toBe(true)
})

// Each stands near one of the patterns and is content all the same.
test.each([
  'Copyright law protects the author for fifty years.'.replace('Copyright law', 'The copyright law'),
  'A design was chosen.',
  'The success of the strategy depends on the participation of departments.',
  'Readers learn more when the text is short, says the report of 2019.',
  'To return to the office, employees must book a desk.',
  'Share of the budget given to training: 8 %.',
  'Le retour au bureau est prévu pour le 4 avril.',
  '(c) they live in the province, and',
  'Home care is available to every resident of the province.',
])('content: %s', (line) => {
  expect(isChrome(line)).toBe(false)
})

test('a crawler’s date at the head of a line is metadata', () => {
  expect(metadataPrefix(' date 2020-09 QUÉBEC, le 1er')).toBe(' date 2020-09 '.length)
  expect(metadataPrefix('The date 2020-09 is set.')).toBe(0)
})
