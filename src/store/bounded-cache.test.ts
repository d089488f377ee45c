import { expect, test } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

test('what was used last stays, what was used longest ago goes first', () => {
  const cache = new BoundedCache<string, string>(3)
  for (const key of ['a', 'b', 'c']) cache.set(key, key)
  expect(cache.get('a')).toBe('a')
  cache.set('d', 'd')
  expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual(['a', undefined, 'c', 'd'])
})

test('sizes count, and one that is larger than all is kept alone until the next', () => {
  const cache = new BoundedCache<string, number>(10, (value) => value)
  cache.set('a', 4)
  cache.set('b', 5)
  cache.set('c', 50)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([undefined, undefined, 50])
  cache.set('d', 6)
  expect(['c', 'd'].map((key) => cache.get(key))).toEqual([undefined, 6])
})
