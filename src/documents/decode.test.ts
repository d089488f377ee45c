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

test('one bad byte costs one character, not the file', () => {
  const text = 'La forêt brûlée sera replantée en été.'
  const bytes = Buffer.concat([Buffer.from(`${text} `), Buffer.from([0xff]), Buffer.from(` ${text}`)])
  expect(decodeText(bytes)).toBe(`${text} \ufffd ${text}`)
  expect(decodeText(Buffer.from(text).subarray(0, -2))).toBe('La forêt brûlée sera replantée en ét\ufffd')
  expect(decodeText(Buffer.concat([Buffer.from('Déjà vu, là-bas. '), Buffer.from([0xc3])]))).toBe('Déjà vu, là-bas. \ufffd')
})

test('a line in Windows-1252 among lines in UTF-8 is read as what it is', () => {
  const bytes = Buffer.concat([
    Buffer.from('Le théâtre est rénové.\n'),
    Buffer.from('La scène a été refaite.\n', 'latin1'),
    Buffer.from('Fermé l’été.'),
  ])
  expect(decodeText(bytes)).toBe('Le théâtre est rénové.\nLa scène a été refaite.\nFermé l’été.')
})

test('Mac Roman and DOS code page 850 are told from Windows-1252 by the French they give', () => {
  const mac: Record<string, number> = { é: 0x8e, è: 0x8f, à: 0x88, ê: 0x90, '’': 0xd5 }
  const dos: Record<string, number> = { é: 0x82, è: 0x8a, à: 0x85, ê: 0x88 }
  const bytes = (text: string, table: Record<string, number>): Uint8Array => Uint8Array.from([...text], (c) => table[c] ?? c.charCodeAt(0))
  const sentence = 'La bibliothèque a été fermée à la fête de juin.'
  expect(decodeText(bytes(`${sentence} C’est réglé.`, mac))).toBe(`${sentence} C’est réglé.`)
  expect(decodeText(bytes(sentence, dos))).toBe(sentence)
  expect(decodeText(Buffer.from(sentence, 'latin1'))).toBe(sentence)
})

test('text that was encoded twice is decoded twice; text that is right stays', () => {
  const sentence = 'L’école a été fermée à midi : « c’est réglé ».'
  const twice = Buffer.from(sentence).toString('latin1').replaceAll('\u00e2\u0080\u0099', 'â€™')
  expect(decodeText(Buffer.from(twice))).toBe(sentence)
  expect(decodeText(Buffer.from('SÃO PAULO et À BIENTÔT, été comme hiver'))).toBe('SÃO PAULO et À BIENTÔT, été comme hiver')
})
