import { expect, test } from 'vitest'
import { corpusOf } from '../test/corpus.ts'
import { openHashingModels } from './embed/hashing.ts'
import { whereNamed } from './look-up.ts'
import { find } from './retrieve/find.ts'
import { understand } from './understand/understand.ts'

const MONTHS = ['January', 'March', 'May', 'July', 'September', 'November']
const TEXTS = {
  '2026.txt': `Service agreement of 2026\n\n${MONTHS.map((month) => `Clients are told of an outage of the service, and of each outage in ${month}, every thirty minutes.`).join('\n\n')}`,
  '2024.txt': 'Agreement of 2024\n\nNews of outages come every two hours.',
}

/** The files that a question is answered from, of the few passages that are found first. */
async function sourcesOf(text: string): Promise<{ found: string[]; read: string[] }> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(TEXTS, models)
  const { question: asked } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question, hits } = await find(asked, corpus, models, 1)
  const read = await whereNamed(question, hits, corpus)
  const sources = (of: typeof read): string[] => [...new Set(of.map(({ passage }) => passage.source))]
  return { found: sources(hits), read: sources(read) }
}

test('the document that holds the year asked for is read, be it further down than the passages that are read', async () => {
  expect(await sourcesOf('How often are clients told of an outage of the service in the 2024 agreement?')).toEqual({
    found: ['2026.txt'],
    read: ['2024.txt'],
  })
})

test.each([
  'How often are clients told of an outage of the service in the 2026 agreement?',
  'How often are clients told of an outage of the service?',
  'How often are clients told of an outage of the service in the 2019 agreement?',
])('… what was found first where it holds it, nothing is named, or no document holds it (negative control): %s', async (text) => {
  expect(await sourcesOf(text)).toEqual({ found: ['2026.txt'], read: ['2026.txt'] })
})
