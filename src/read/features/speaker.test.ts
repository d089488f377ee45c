import { expect, test } from 'vitest'
import { describeDocument } from '../../documents/read.ts'
import { type Speech, speechOf } from './speaker.ts'

const TEXT = `« Le port est ouvert toute l’année. Nous en sommes fiers », a déclaré Anna Field, directrice du port.

The board met in May. “The lighthouse must stay,” said Paul Roy. It was built in 1871.

Every ship is welcome here. Every sailor too.

– Marie Côté, Mayor of the harbour town

Nobody says this paragraph.`

const document = describeDocument({ source: 'a.txt', text: TEXT, sha256: '' })
const sentences = document.sentences.map(({ start, end }) => TEXT.slice(start, end))
function speech(beginning: string): { speech: Speech; named: string } {
  const position = sentences.findIndex((sentence) => sentence.startsWith(beginning))
  const around = { start: 0, text: TEXT, sentences: document.sentences.map((own) => ({ ...own, words: new Uint32Array() })), first: 0 }
  const found = speechOf({ around }, position)
  return { speech: found, named: found.namedIn.map((i) => sentences[i]).join(' ') }
}

test('each sentence of a quotation is said by the one who is named beside it', () => {
  expect(speech('« Le port')).toMatchObject({ speech: { quoted: true }, named: expect.stringContaining('Anna Field') })
  expect(speech('“The lighthouse')).toMatchObject({ speech: { quoted: true }, named: expect.stringContaining('Paul Roy') })
})

test('a paragraph above a signature is said by the one who signs', () => {
  expect(speech('Every sailor')).toMatchObject({ speech: { quoted: true, signature: false }, named: expect.stringContaining('Marie Côté') })
  expect(speech('– Marie')).toMatchObject({ speech: { quoted: false, signature: true } })
})

test('… and what stands outside of quotations is said by nobody (their twin)', () => {
  for (const beginning of ['It was built', 'The board met', 'Nobody says']) {
    expect(speech(beginning).speech).toEqual({ quoted: false, signature: false, namedIn: [] })
  }
})
