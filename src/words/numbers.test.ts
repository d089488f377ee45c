import { expect, test } from 'vitest'
import { centuryWords, compoundNumerals, numeralWords, ordinalValue, ordinalWords, otherScale, romanWords } from './numbers.ts'

test.each([
  ['4', ['four', 'quatre']],
  ['6', ['six']],
  ['60', ['sixty', 'soixante']],
])('a small number in digits has a word in each language: %s', (form, words) => {
  expect(numeralWords(form)).toEqual(words)
})

test.each(['1', '0', '23', '1925', 'four', 'half', 'harbour', ''])('… anything else has none (negative control): %s', (form) => {
  expect(numeralWords(form)).toEqual([])
})

test.each([
  ['22', ['twenty two', 'vingt deux']],
  ['18', ['dix huit']],
  ['70', ['soixante dix']],
  ['72', ['seventy two', 'soixante douze']],
  ['77', ['seventy seven', 'soixante dix sept']],
  ['80', ['quatre vingts']],
  ['82', ['eighty two', 'quatre vingt deux']],
  ['95', ['ninety five', 'quatre vingt quinze']],
])('a number of several words has its parts: %s', (form, phrases) => {
  expect(compoundNumerals(form).map((parts) => parts.join(' '))).toEqual(phrases)
})

test.each(['2', '12', '20', '21', '61', '100', '1922', 'twenty', ''])('… anything else has none (negative control): %s', (form) => {
  expect(compoundNumerals(form)).toEqual([])
})

test.each([
  ['5th', ['fifth', 'cinquieme']],
  ['5e', ['fifth', 'cinquieme']],
  ['1re', ['first', 'premier', 'premiere']],
  ['20eme', ['twentieth', 'vingtieme']],
])('an ordinal in digits has words in each language: %s', (written, words) => {
  expect(ordinalWords(written)).toEqual(words)
})

test.each(['5', '5t', '55e', 'cinquieme', '1950e', ''])('… anything else has none (negative control): %s', (written) => {
  expect(ordinalWords(written)).toEqual([])
})

test('an ordinal has its value, in words and in digits; what is none has none', () => {
  expect(['third', 'troisieme', '3rd', '3e', '12th', '1re', 'three', '3', 'thirds', 'centieme'].map(ordinalValue)).toEqual([
    3,
    3,
    3,
    3,
    12,
    1,
    ...Array.from({ length: 4 }, () => undefined),
  ])
})

test.each([
  ['8', true, ['viii']],
  ['19', true, ['xix']],
  ['ii', true, ['2']],
  ['xiv', false, ['14']],
])('a number of a sovereign or a part is written in Roman figures too, and the other way round: %s', (form, behindWord, words) => {
  expect(romanWords(form, behindWord)).toEqual(words)
})

test.each([
  ['8', false],
  ['1', true],
  ['5', true],
  ['80', true],
  ['i', true],
  ['viv', true],
  ['iiii', true],
  ['mix', true],
  ['iv', true],
])('… no number that counts, no single letter and no other word (negative control): %s', (form, behindWord) => {
  expect(romanWords(form, behindWord)).toEqual([])
})

test.each(['20th', '20e', '20', '20eme', 'xx', 'xxe', 'xxeme'])(
  'a century is met by every way to number it, and by its years: %s',
  (written) => {
    expect(centuryWords(written)).toEqual(expect.arrayContaining(['twentieth', '20', 'xx', 'xxe', '1900', '1999']))
    expect(centuryWords(written)).not.toContain('1899')
  },
)

test.each(['last', 'the', '', 'xxl', '0', '99'])('… by nothing where none is numbered (negative control): %s', (written) => {
  expect(centuryWords(written)).toEqual([])
})

test.each([
  ['1250000', ' dollars', ['1.25']],
  ['1500000000', '', ['1.5']],
  ['1.25', ' million', ['1250000']],
  ['3', ' milliards', ['3000000000']],
])('a large number is written in millions too, and the other way round: %s%s', (form, behind, forms) => {
  expect(otherScale(form, behind)).toEqual(forms)
})

test.each([
  ['125', ' dollars'],
  ['1234567', ''],
  ['3000000', ''],
  ['3', ' thousand'],
  ['million', ''],
])('… another one is not (negative control): %s%s', (form, behind) => {
  expect(otherScale(form, behind)).toEqual([])
})
