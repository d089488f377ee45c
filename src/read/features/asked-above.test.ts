import { expect, test } from 'vitest'
import { corpusOf, documentsOf } from '../../../test/corpus.ts'
import { openHashingModels } from '../../embed/hashing.ts'
import { find } from '../../retrieve/find.ts'
import { understand } from '../../understand/understand.ts'
import { findCandidates, readQuestion } from './candidates.ts'

const PAGE = `# Canteen

## How do I reserve a table?

Write to the cook before nine.

Soup is served at noon.

## How often may I reserve a table?

Twice a week is enough.

## Lunch

Tables of the canteen are round.
`

/** Coverage of each quotable sentence, by its text. */
async function coverages(text: string): Promise<Map<string, number>> {
  const models = openHashingModels(256)
  const texts = { 'canteen.md': PAGE }
  const corpus = await corpusOf(texts, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, 5)
  return new Map(
    findCandidates(readQuestion(analysed), hits).map(({ span, features }) => [
      documentsOf(texts)[0]?.text.slice(span.start, span.end) ?? '',
      features.coverage,
    ]),
  )
}

test('what stands below a heading that asks the same question answers it, to the end of its paragraph', async () => {
  const found = await coverages('How can I reserve a table?')
  expect(found.get('Write to the cook before nine.')).toBeGreaterThan(0.8)
  expect(found.get('Soup is served at noon.')).toBeLessThan(0.5)
})

test('… and not below one that asks for another kind of thing in the same words; where that is asked for, it is (negative control)', async () => {
  expect((await coverages('How can I reserve a table?')).get('Twice a week is enough.')).toBeLessThan(0.5)
  expect((await coverages('How often may I reserve a table?')).get('Twice a week is enough.')).toBeGreaterThan(0.8)
})

test('… and not below one that asks something else (negative control)', async () => {
  expect((await coverages('How do I cancel a table for lunch tomorrow?')).get('Write to the cook before nine.')).toBeLessThan(0.5)
})
