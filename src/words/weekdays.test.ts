import { expect, test } from 'vitest'
import { weekdaysIn } from './weekdays.ts'

test.each<[string, number[]]>([
  ['Friday 9 a.m. to noon', [4]],
  ['Monday to Thursday 9 to 5', [0, 1, 2, 3]],
  ['Du lundi au mercredi : 8 h 30 à 16 h 30', [0, 1, 2]],
  ['Mon-Fri 9-5, Sat. closed', [0, 1, 2, 3, 4]],
  ['samedi et dimanche', [5, 6]],
  ['Saturday to Monday', [0, 5, 6]],
  ['weekdays; en fin de semaine', [0, 1, 2, 3, 4, 5, 6]],
  ['tous les jours', [0, 1, 2, 3, 4, 5, 6]],
])('%s', (text, days) => {
  expect([...weekdaysIn(text)].sort()).toEqual(days)
})

test.each(['The sun was on the sea (la mer) in mar', 'Marred by the monday-like'])(
  'other words are no days (negative control): %s',
  (text) => {
    expect([...weekdaysIn(text)].filter((day) => day !== 0)).toEqual([])
  },
)
