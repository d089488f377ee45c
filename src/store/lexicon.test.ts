import { expect, test } from 'vitest'
import { indexContent } from '../assembly.ts'
import { describeDocument } from '../documents/read.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { openInMemory } from './generation.ts'

/** Words that mean themselves alone, of documents that come one after the other. */
async function exactWords(...texts: string[]): Promise<string[]> {
  const models = openHashingModels(256)
  const documents = texts.map((text, i) => describeDocument({ source: `${i}.txt`, text, sha256: '' }))
  const { corpus } = await openInMemory(await indexContent(documents, models), models)
  return corpus.vocabulary.words.flatMap(({ form, exact }) => (exact ? [form] : []))
}

const NOTICE = 'The FEES and the ADDRESS are as before. The CQEN sets the price of 2024.'
const PRICES = 'All fees and prices of the office are here. The address is below. The CQEN sets them in 2024.'

test('an acronym or a number means itself alone; what is in capitals here and in small letters elsewhere is a word', async () => {
  expect(await exactWords(NOTICE)).toEqual(['fees', 'address', 'cqen', '2024'])
  expect(await exactWords(NOTICE, PRICES)).toEqual(['cqen', '2024'])
  expect((await exactWords(PRICES, NOTICE)).sort()).toEqual(['2024', 'cqen'])
})

test('… an acronym stays one where a web address writes it small, once or in another document', async () => {
  expect(await exactWords('The CQEN is new. CQEN hires: www.cqen.example', 'See www.cqen.example', 'The CQEN grows.')).toEqual(['cqen'])
})
