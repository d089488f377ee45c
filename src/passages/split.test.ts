import { expect, test } from 'vitest'
import { describeDocument } from '../documents/read.ts'
import { SPLITTER, splitPassages } from './split.ts'

const passagesOf = (text: string): string[] => {
  const document = describeDocument({ source: 'a.txt', text, sha256: '' })
  return splitPassages(document, 0).map(({ start, end }) => text.slice(start, end))
}
const sentence = (words: number, name: string): string => `${name} ${Array.from({ length: words - 2 }, () => 'word').join(' ')} end.`

test('a passage is full at its limit and ends with a whole sentence', () => {
  const text = Array.from({ length: 12 }, (_, i) => sentence(20, `S${i}`)).join(' ')
  const passages = passagesOf(text)
  expect(passages).toHaveLength(3)
  for (const passage of passages) {
    expect(passage.split(/\s+/).length).toBeLessThanOrEqual(SPLITTER.maxWords)
    expect(passage).toMatch(/^S\d+ .* end\.$/)
  }
})

test('page furniture stands in no passage', () => {
  const passages = passagesOf(`${sentence(15, 'One')}\n\nRead more\n\n${sentence(15, 'Two')}\n\nCopyright 2013\nA Ginger Design`)
  expect(passages.join(' ')).not.toMatch(/Read more|Copyright|Ginger/)
  expect(passages).toHaveLength(2)
})

test('a list stays with the sentence that announces it, a signature with what was said', () => {
  const list = `${sentence(45, 'Before')}\n\nThere are three goals:\n\n  • Be quick\n  • Be fair\n\n${sentence(50, 'After')}`
  expect(passagesOf(list)[1]).toContain('There are three goals:\n\n  • Be quick\n  • Be fair')
  const signed = `${sentence(50, 'Said')}\n\n– Robert Poëti, Minister for Information`
  expect(passagesOf(signed)).toHaveLength(1)
})

test('each language of a bilingual document has passages of its own; a foreign line does not part them', () => {
  const english = 'The harbour office is open from Monday to Friday.'
  const french = 'Le bureau du port est ouvert du lundi au vendredi.'
  expect(passagesOf(`${english}\n\n${french}\n\n${english}`)).toEqual([english, french, english])
  expect(passagesOf(`${english}\n\nBienvenue à tous !\n\n${english}`)).toHaveLength(1)
})

test('headings wait for the content below them, unless a document has nothing else', () => {
  expect(passagesOf(`Title\n\nSubtitle\n\n${sentence(15, 'Body')}`)).toHaveLength(1)
  expect(passagesOf('Title\n\nSubtitle')).toEqual(['Title\n\nSubtitle'])
})
