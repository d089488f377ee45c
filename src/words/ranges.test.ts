import { expect, test } from 'vitest'
import { holds, type Quantity, quantitiesIn, rangesIn } from './ranges.ts'

const INFINITY = Number.POSITIVE_INFINITY

test.each<[text: string, ranges: [least: number, most: number, unit: string | undefined][]]>([
  ['Years of service: 16 to 24 · Days of vacation: 25', [[16, 24, 'year']]],
  ['Years of service: 25 and over · Days: 30', [[25, INFINITY, 'year']]],
  ['Age group: 6-12 · Day: Tuesday · Time: 4:30 p.m. to 5:15 p.m.', [[6, 12, 'year']]],
  ['Âge : 65 ans et plus', [[65, INFINITY, 'year']]],
  ['Age: 18+', [[18, INFINITY, 'year']]],
  ['Valeur du contrat : De 10 000 $ à 49 999 $', [[10000, 49999, 'money']]],
  ['Value: $50,000 to $121,199', [[50000, 121199, 'money']]],
  ['121 200 $ et plus', [[121200, INFINITY, 'money']]],
  ['Moins de 10 000 $', [[0, 9999.999, 'money']]],
  ['an absence of more than five consecutive working days', [[5.001, INFINITY, 'day']]],
  ['no more than ten days', [[0, 10, 'day']]],
  ['entre 5 et 10 km', [[5, 10, 'kilometre']]],
  ['plus de 100 g, jusqu’à 200 g', [[100.001, 200, 'gram']]],
  ['up to 2 l’', [[0, 2, undefined]]],
])('%s', (text, ranges) => {
  expect(rangesIn(text).map(({ least, most, unit }) => [least, most, unit])).toEqual(ranges)
})

test('dates, times, codes and telephone numbers are no ranges (negative control)', () => {
  for (const text of [
    '2026-03-09, 807-555-0167, R-1, 2024–2025-A',
    'open from 9:00 to 17:00, de 8 h à 12 h, 9 a.m. to 5 p.m.',
    'the 15 members and the 20 guests of Ward 3',
  ])
    expect(rangesIn(text), text).toEqual([])
})

test('a quantity has its unit, and lies in ranges of that unit alone', () => {
  const told = quantitiesIn('a 6-day absence after 18 years, a contract of $30,000, un contrat de 30 000 $, ward 3')
  expect(told.map(({ value, unit }) => [value, unit])).toEqual([
    [6, 'day'],
    [18, 'year'],
    [30000, 'money'],
    [30000, 'money'],
  ])
  const [range] = rangesIn('Years of service: 16 to 24')
  const of = (text: string): Quantity => quantitiesIn(text)[0] ?? expect.fail(text)
  expect(['18 years', '24 ans', '25 years', '18 days'].map((text) => range && holds(range, of(text)))).toEqual([true, true, false, false])
})
