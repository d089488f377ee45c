import { expect, test } from 'vitest'
import type { SourceDocument } from '../domain.ts'
import { verifyCitation } from './citations.ts'

const text = 'Le phare a été construit en 1871. Il est ouvert.'
const documents = new Map([['d1', { id: 'd1', source: 'phare.txt', title: 'Le phare', text } as SourceDocument]])
const find = async (id: string): Promise<SourceDocument | undefined> => documents.get(id)
const quote = 'Le phare a été construit en 1871.'
const claim = { documentId: 'd1', start: 0, end: quote.length, quote, language: 'fr' as const }

test('a citation is cut from the stored text, character for character', async () => {
  expect(await verifyCitation(claim, 1, find)).toEqual({
    n: 1,
    documentId: 'd1',
    source: 'phare.txt',
    title: 'Le phare',
    language: 'fr',
    quote,
    start: 0,
    end: quote.length,
    href: `/source/d1?start=0&end=${quote.length}`,
    verdict: 'exact',
  })
})

test('the words that are pointed at are kept where they lie within the quote, and passed over elsewhere', async () => {
  expect((await verifyCitation({ ...claim, answer: { start: 28, end: 32 } }, 1, find))?.answer).toEqual({ start: 28, end: 32 })
  for (const answer of [
    { start: 28, end: 40 },
    { start: 32, end: 28 },
  ]) {
    const citation = await verifyCitation({ ...claim, answer }, 1, find)
    expect([citation?.quote, citation?.answer]).toEqual([quote, undefined])
  }
})

// Twins of the claim above, each false in one way.
test.each([
  ['a changed digit', { quote: quote.replace('1871', '1872') }],
  ['a dropped accent', { quote: quote.replace('é', 'e') }],
  ['shifted offsets', { start: 1, end: quote.length + 1 }],
  ['offsets past the end', { start: text.length - 3, end: text.length + 3, quote: 't. ' }],
  ['a negative offset', { start: -5, end: 3 }],
  ['half an offset', { start: 0.5 }],
  ['another document', { documentId: 'd2' }],
  ['an empty quote', { start: 3, end: 3, quote: '' }],
  ['a quote that proves nothing', { start: 0, end: 2, quote: 'Le' }],
])('refused: %s', async (_, change) => {
  expect(await verifyCitation({ ...claim, ...change }, 1, find)).toBeUndefined()
})
