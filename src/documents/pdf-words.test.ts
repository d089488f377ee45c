import { expect, test } from 'vitest'
import { Hyphens, withAccents } from './pdf-words.ts'

test('accents that stand before their letters are put on them; signs of their own stay', () => {
  expect(withAccents('Le pr´esident de l’ˆıle a re¸cu la fran¸caise `a Qu´ebec, No¨el')).toBe(
    'Le président de l’île a reçu la française à Québec, Noël',
  )
  expect(withAccents('run `npm` and raise 2 ^ 3')).toBe('run `npm` and raise 2 ^ 3')
  expect(withAccents('oﬃce, ﬂeuve')).toBe('office, fleuve')
})

test.each([
  ['il faut prendre rendez-', 'vous au moins', 'rendez-vous'],
  ['le vice-', 'président est', 'vice-président'],
  ['pourra-', 't-il venir', 'pourra-t-il'],
  ['à Saint-', 'Jean', 'Saint-Jean'],
  ['from 2022-', '2023 on', '2022-2023'],
  ['the mother-', 'in-law of', 'mother-in-law'],
  ['une vaccina-', 'tion gratuite', 'vaccination'],
  ['the regis-', 'tration is', 'registration'],
  ['the com-', 'munity centre', 'community'],
])('%s|%s', (before, after, word) => {
  const hyphens = new Hyphens(['The mother-in-law and the community.', before, after])
  expect(hyphens.join(before, after)).toContain(word)
})

test('a line of a cell ends at a hyphen that the word has anyway, where both parts are words', () => {
  const hyphens = new Hyphens(['Knowledge based on registers', 'in the build-', 'ing'])
  expect(hyphens.join('knowledge-', 'based confirmation', true)).toBe('knowledge-based confirmation')
  expect(hyphens.join('build-', 'ing', true)).toBe('building')
})
