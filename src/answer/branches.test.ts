import { expect, test } from 'vitest'
import { corpusOf } from '../../test/corpus.ts'
import { type Evidence, textOf } from '../domain.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { ofSameBranch } from './branches.ts'

const TEXTS = {
  'moorings.txt': [
    'Fees of the harbour',
    '',
    '1 The fee for a mooring is:',
    '   (a) for a request made at the office:',
    '      (i) for a mooring of ten years | 135',
    '      (ii) for a mooring of five years | 95',
    '   (b) for a request made by mail:',
    '      (i) for a mooring of ten years | 235',
    '      (ii) for a mooring of five years | 165',
  ].join('\n'),
}

/** The items that remain, where a reader puts the one that ends with some words first. */
async function remaining(text: string, best: string): Promise<string[]> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(TEXTS, models)
  const { question } = await understand({ text }, { words: corpus.vocabulary })
  const found = await find(question, corpus, models, 5)
  const evidence = found.hits.flatMap(({ passage }) =>
    passage.sentences
      .filter(({ kind }) => kind !== 'heading')
      .map((sentence): Evidence => ({ passage, sentence, span: { start: sentence.start, end: sentence.end }, relevance: 1 })),
  )
  const told = (own: Evidence): string => textOf(own.passage, own.span).trim()
  evidence.sort((a, b) => Number(told(b).endsWith(best)) - Number(told(a).endsWith(best)))
  return ofSameBranch(found.question, evidence).map(told)
}

test('of items that say the same, the one that hangs on what the question names', async () => {
  const mail = await remaining('How much is a mooring of ten years if I request it by mail?', '135')
  expect(mail[0]).toBe('(i) for a mooring of ten years | 235')
  expect(mail).not.toContain('(i) for a mooring of ten years | 135')
  expect((await remaining('How much is a mooring of five years, requested at the office?', '165'))[0]).toMatch(/95$/)
})

test('… and an item stays where its lead-in is no worse, or where the others say something else (negative control)', async () => {
  expect((await remaining('How much is a mooring of ten years?', '135'))[0]).toMatch(/135$/)
  expect((await remaining('How much is a mooring of ten years if I request it by mail?', '235'))[0]).toMatch(/235$/)
  // Which of the years is meant is for the reader to tell.
  expect((await remaining('How much is a mooring of five years if I request it by mail?', '135'))[0]).toMatch(/235$/)
})
