import { expect, test } from 'vitest'
import { type Item, rowsOf } from './pdf-layout.ts'

/** A piece of text whose letters are half as wide as they are high. */
const piece = (text: string, x: number, y: number, height = 10): Item => ({
  text,
  x,
  y,
  width: 0.5 * height * text.length,
  height,
  font: 'f',
})
const texts = (...items: Item[]): string[][] => rowsOf(items).map((row) => row.map(({ text }) => text))

test('a larger heading in another column of the row raises no word', () => {
  const words = [piece('chaired', 60, 700), piece('by', 97, 700), piece('Dr.', 109, 700), piece('Hald', 126, 700)]
  expect(texts(...words, piece('Budget', 330, 697, 18))).toEqual([['chaired by Dr. Hald', 'Budget']])
})

test('… and what is raised in its own column is a mark, however many stand there (negative control)', () => {
  const marked = [piece('chaired', 60, 700), piece('1,', 95, 704, 6), piece('2', 101, 704, 6), piece('by Hald', 106, 700)]
  expect(texts(...marked, piece('Budget', 330, 697, 18))).toEqual([['chaired ⁽¹,⁾ ⁽²⁾ by Hald', 'Budget']])
  expect(texts(piece('1', 60, 704, 6), piece('Without staff.', 63, 700))).toEqual([['⁽¹⁾ Without staff.']])
})
