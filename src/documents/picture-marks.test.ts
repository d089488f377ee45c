import { expect, test } from 'vitest'
import type { TextItem } from './pdf-file.ts'
import { marksOf } from './picture-marks.ts'

const line = (str: string, y: number, x = 72): TextItem => ({ str, width: str.length * 5, height: 10, transform: [10, 0, 0, 10, x, y] })
const PAGE = [
  line('The fee for a dog is 25 dollars', 700),
  line('a year, and it is due in Janu-', 688),
  line('ary. Cats are free.', 676),
  line('1', 668, 300),
  line('The ferry sails at nine.', 640),
]

test('a quote is found over line ends and hyphens, each line from its first letter to its last', () => {
  const marks = marksOf(PAGE, 'The fee for a dog is 25 dollars a year, and it is due in January.', 0)
  expect(marks.map(({ bottom }) => Math.round(bottom))).toEqual([698, 686, 674])
  expect(marks[0]).toMatchObject({ left: 72, right: 72 + 31 * 5 })
  // "ary" without the rest of its line.
  expect(marks[2]).toMatchObject({ left: 72, right: 72 + 15 })
})

test('accents, ligatures and case make no difference; a footnote that interrupts leaves both halves marked', () => {
  expect(marksOf([line('L’ofﬁce est fermé´ le lundi', 700)], 'l’office est fermé le lundi', 0)).toHaveLength(1)
  const interrupted = [line('The council met in March', 700), line('7', 704, 200), line('and voted for the harbour', 688)]
  const marks = marksOf(interrupted, 'The council met in March and voted for the harbour', 0)
  expect(marks.filter(({ left }) => left < 200).map(({ bottom }) => Math.round(bottom))).toEqual(expect.arrayContaining([698, 686]))
})

test('of two places the nearer one is marked', () => {
  const twice = [line('Open from nine to five', 700), line('Something else stands between', 600), line('Open from nine to five', 500)]
  expect(marksOf(twice, 'Open from nine to five', 0)[0]?.bottom).toBeGreaterThan(690)
  expect(marksOf(twice, 'Open from nine to five', 0.7)[0]?.bottom).toBeLessThan(510)
})

test('text that is turned is marked where it stands', () => {
  const turned: TextItem = { str: 'A note in the margin', width: 100, height: 10, transform: [0, 10, -10, 0, 50, 300] }
  expect(marksOf([turned], 'A note in the margin', 0)).toEqual([{ left: 41.8, right: 52.4, bottom: 300, top: 400 }])
})

test('what stands nowhere on the page marks nothing (negative control)', () => {
  expect(marksOf(PAGE, 'Parking behind the building is limited to two hours', 0)).toEqual([])
  expect(marksOf(PAGE, '', 0)).toEqual([])
  expect(marksOf([], 'The ferry sails at nine.', 0)).toEqual([])
})
