import { expect, test } from 'vitest'
import { describeDocument } from '../documents/read.ts'
import { splitPassages } from '../passages/split.ts'
import { decodeBlocks, decodeDocument, decodeText, encodeDocument, PASSAGE, passageAt, sentenceAt, tokensUpTo } from './encoded.ts'
import { WordCollector } from './lexicon.ts'

const encode = (text: string) => {
  const document = describeDocument({ source: 'a.txt', text, sha256: '' })
  const passages = splitPassages(document, 3)
  const words = new WordCollector().add(document)
  return { document, passages, words, encoded: encodeDocument(document, passages, new Float32Array(), words) }
}
const HIGH = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

test.each([
  ['plain', 'The harbour master is Ann Roe. She came in 1999.', false],
  ['French', `L’œuvre « coûte » 12 € – dit-elle… ${HIGH} ÀÉÿ`, false],
  ['beyond', 'Un café 😀 à Łódź, ‐ narrow no-break\u202fspace.', true],
  ['a lone surrogate', 'Broken \ud83d here. And on.', true],
  ['a control character that Windows-1252 has another use for', 'A\u0092B. And on.', true],
] as const)('a document comes back as it was, character for character: %s', (_, text, wide) => {
  const { document, encoded } = encode(`${text}\n\nRules\n\n• Be quick\n• Be kind`)
  expect(encoded.wide).toBe(wide)
  expect(decodeDocument(encoded)).toEqual(document)
  const width = wide ? 2 : 1
  for (const { start, end } of document.sentences) {
    expect(decodeText(encoded.text.subarray(width * start, width * end), wide)).toBe(document.text.slice(start, end))
  }
})

test('every byte that a narrow text can hold means one character (negative control: two that share one would be seen)', () => {
  const all = Array.from({ length: 256 }, (_, byte) => decodeText(Uint8Array.of(byte), false))
  expect(new Set(all).size).toBe(256)
  expect(all.join('')).toContain('€')
  const { encoded } = encode(`${all.filter((character) => !/[\u0080-\u009f]/.test(character)).join('')} and words.`)
  expect(encoded.wide).toBe(false)
})

test('passages, sentences and the number of their words are found by position', () => {
  const filler = (word: string): string => `${word} `.repeat(50)
  const { document, passages, words, encoded } = encode(
    `Port\n\nRules\n\nBe ${filler('quick')}.\n\nBe ${filler('kind')}.\n\nTerms\n\nNone.`,
  )
  expect(passages.length).toBeGreaterThan(1)
  expect(passages.map((_, i) => passageAt(encoded.passages, i, 3))).toEqual(passages)
  expect(encoded.passages).toHaveLength(PASSAGE * passages.length)
  expect(document.sentences.map((_, i) => sentenceAt(encoded.sentences, i))).toEqual(document.sentences)
  const lengths = document.sentences.map((_, i) => tokensUpTo(encoded.sentences, i) - tokensUpTo(encoded.sentences, i - 1))
  expect(lengths).toEqual(words.lengths)
  expect(decodeBlocks(encoded.blocks)).toEqual(document.blocks)
  expect(encoded.headings.length).toBeGreaterThan(0)
})
