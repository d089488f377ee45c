import { expect, test } from 'vitest'
import { lowered, numerator, raised } from './marks.ts'

test.each([
  // footnote marks stand apart
  ['The permit costs 60', '3', '60 ⁽³⁾'],
  ['Le loyer est de 1 250', '(2)', '1 250 ⁽²⁾'],
  ['the council', 'a', 'the council ⁽a⁾'],
  ['dollars', '*', 'dollars ⁽*⁾'],
  ['a fee of 110', '2', '110 ⁽²⁾'],
  // powers
  ['about 10', '6', '10^6'],
  ['3 × 10', '−4', '10^-4'],
  ['2', '16', '2^16'],
  ['un terrain de 40 m', '2', 'm²'],
  ['12 km', '3', 'km³'],
  ['where x', '2', 'x^2'],
  // one piece
  ['le 1', 'er', '1er'],
  ['the 22', 'nd', '22nd'],
  ['règlement n', 'o', 'no'],
  ['M', 'me', 'Mme'],
  ['Sourcier', 'MC', '(MC)'],
])('%s raised %s', (before, mark, end) => {
  expect((before + raised(before, mark, false)).endsWith(end)).toBe(true)
})

test('a mark that leads to a note is one, whatever it could be otherwise', () => {
  expect(raised('10', '6', true)).toBe(' ⁽⁶⁾')
  expect(raised('m', '2', true)).toBe(' ⁽²⁾')
})

test('the upper part of a fraction stands apart from a whole number; a lowered digit never lengthens a number', () => {
  expect([numerator('3', '1'), numerator('about ', '1')]).toEqual([' 1', '1'])
  expect([lowered('CO', '2'), lowered('10', '2')]).toEqual(['2', '_2'])
})
