import { expect, test } from 'vitest'
import { decodeText } from './decode.ts'

const SENTENCE = 'L’été à Québec\u00a0: « ça coûte 5 € ».'
const CP1252 = Uint8Array.from([
  0x4c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0xe0, 0x20, 0x51, 0x75, 0xe9, 0x62, 0x65, 0x63, 0xa0, 0x3a, 0x20, 0xab, 0x20, 0xe7, 0x61, 0x20, 0x63,
  0x6f, 0xfb, 0x74, 0x65, 0x20, 0x35, 0x20, 0x80, 0x20, 0xbb, 0x2e,
])

test('the same text comes out of UTF-8, UTF-8 with a byte-order mark, Windows-1252 and UTF-16', () => {
  const utf8 = new TextEncoder().encode(SENTENCE)
  expect(decodeText(utf8)).toBe(SENTENCE)
  expect(decodeText(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8]))).toBe(SENTENCE)
  expect(decodeText(CP1252)).toBe(SENTENCE)
  expect(decodeText(Buffer.from(`\ufeff${SENTENCE}`, 'utf16le'))).toBe(SENTENCE)
})

test('line ends become \\n, so that offsets do not depend on the system', () => {
  expect(decodeText(Buffer.from('a\r\nb\rc\n'))).toBe('a\nb\nc\n')
})

test('bytes that are no text are refused', () => {
  expect(decodeText(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))).toBeUndefined()
  expect(decodeText(Buffer.from('\u0001\u0002\u0003abc'))).toBeUndefined()
  expect(decodeText(Buffer.from('tab\tand form feed\f are text'))).toBe('tab\tand form feed\f are text')
})
