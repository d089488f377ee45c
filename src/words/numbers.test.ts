import { expect, test } from 'vitest'
import { numeralWords } from './numbers.ts'

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
