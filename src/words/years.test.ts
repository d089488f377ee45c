import { expect, test } from 'vitest'
import { decadeWords, fiscalYearWords, isWithinYears } from './years.ts'

test.each([
  ['1950s', 'in the ', '?'],
  ['50s', 'in the ’', '?'],
  ['50', 'dans les années ', ' ?'],
  ['1950', 'dans les annees ', ' ?'],
  ['50', 'dans les années 40 et ', ' ?'],
  ['50', 'in the ', "'s?"],
])('a decade is met by its years and by every way to write it: %s', (surface, before, behind) => {
  const found = decadeWords(surface, before, behind)
  expect(found).toEqual(expect.arrayContaining(['1950', '1953', '1959', '1950s', '50s']))
  expect(found).not.toContain('1960')
  // Fifty of anything.
  expect(found).not.toContain('50')
})

test('"the 1900s" are met by any year of the century', () => {
  expect(decadeWords('1900s', 'in what decade of the ', '?')).toEqual(expect.arrayContaining(['1900', '1957', '1999']))
  expect(decadeWords('1900s', '', '')).not.toContain('1899')
})

test('two figures below thirty may be of this century', () => {
  expect(decadeWords('20s', 'the ', '')).toEqual(expect.arrayContaining(['1925', '2025']))
})

test.each([
  ['1950', 'in ', '?'],
  ['50', 'after ', ' years'],
  ['53', 'les années ', ' ?'],
  ['5s', 'the iPhone ', '?'],
  ['150s', 'the ', '?'],
])('any other number names no decade (negative control): %s', (surface, before, behind) => {
  expect(decadeWords(surface, before, behind)).toEqual([])
})

test.each([
  'from 1968 to 1970',
  'de 1968 à 1970',
  '1968-1970',
  'the 1968–70 seasons',
  'between 1968 and 1970',
  'fiscal year 1968/69',
  'entre 1968 et 1970',
  'de 1965 jusqu’en 1970',
  'the years 1950 to 1960, and 1968 — 1972',
])('a range of years holds those between its ends: %s', (text) => {
  expect(isWithinYears(1969, text)).toBe(true)
})

test.each([
  '1968 and 1970',
  'en 1968 et 1970',
  'from 1970 to 1972',
  '1968-02-70',
  '1968/12/25',
  'By-law 1968-72',
  'le règlement 1968-72',
  '$1968 to 1972',
  'from 1968 to 1972 hours',
  'item 21968-1970',
  '1969',
  'updated in 1969-11',
  'from 1968, until further notice in 1970',
])('… two years that are no range hold none (negative control): %s', (text) => {
  expect(isWithinYears(1969, text)).toBe(false)
})

test.each([
  ['26', 'in 2025–', ['2026']],
  ['26', 'en 2025-', ['2026']],
  ['2026', 'en 2025-', ['26']],
  ['01', 'in 2000/', ['2001']],
])('the second year of a fiscal year has two ways to be written: %s', (form, before, words) => {
  expect(fiscalYearWords(form, before)).toEqual(words)
})

test.each([
  ['26', 'in '],
  ['11', 'on 2025-'],
  ['2027', 'en 2025-'],
  ['26', 'bylaw 12025-'],
])('… and no other number has (negative control): %s', (form, before) => {
  expect(fiscalYearWords(form, before)).toEqual([])
})
