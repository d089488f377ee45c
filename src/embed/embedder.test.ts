import { expect, test } from 'vitest'
import { dot } from './embedder.ts'

test('dot by hand: any length, offsets, part of a row', () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32)
  expect(dot([1, 2, 3, 4, 5], [1, 1, 1, 1, 2])).toBe(20)
  expect(dot([9, 1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9], 1, 2, 9)).toBe(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 81)
  expect(dot([], [])).toBe(0)
})
