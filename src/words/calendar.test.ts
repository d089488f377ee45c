import { expect, test } from 'vitest'
import { isWithinDates, monthDaysIn } from './calendar.ts'

const JULY = { month: 7, day: undefined }

test.each([
  'between June 15 and September 15',
  'from June to September',
  'du 15 juin au 15 septembre',
  'from June 15, 2025 to July 2',
  'Nov. 1 – July 31',
  'de mai à juillet',
  'du 2 au 6 juillet',
  'July 2-6',
])('a range of dates holds a month of it: %s', (text) => {
  expect(isWithinDates(JULY, text)).toBe(true)
})

test.each([
  'June 15 and September 15',
  'from August to September',
  'du 15 novembre au 31 mars',
  'in July',
  'from 6 to 8',
  'they may to September',
])('… and no other one; a date alone is no range (negative control): %s', (text) => {
  expect(isWithinDates(JULY, text)).toBe(false)
})

test.each([
  ['du 15 novembre au 31 mars', 12, 10, true],
  ['du 15 novembre au 31 mars', 11, 10, false],
  ['du 2 au 6 mars 2026', 3, 4, true],
  ['du 2 au 6 mars 2026', 3, 7, false],
  ['March 2 to 6', 3, 4, true],
  ['March 2 to 6 p.m.', 3, 4, false],
  ['from June 15 to September 15', 7, 20, true],
  ['from June 15 to September 15', 9, 20, false],
])('… and a day of it: %s, %i/%i', (text, month, day, is) => {
  expect(isWithinDates({ month, day }, text)).toBe(is)
})

test('dates of a text in either order, without their years', () => {
  const dates = monthDaysIn('On July 20, le 1er août, the 3rd of May 2026, in October').map(({ month, day }) => [month, day])
  expect(dates).toEqual([
    [7, 20],
    [8, 1],
    [5, 3],
    [10, undefined],
  ])
  expect(monthDaysIn('may I go, mars is a planet')).toHaveLength(1)
})
