import { expect, test } from 'vitest'
import { corpusOf } from '../../test/corpus.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { featureReader } from '../read/features/reader.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { type Choice, choose, quoteText } from './choose.ts'

const PORT = { 'port.txt': 'The northern port\n\nThe harbour of Gaspé was opened in 1925. Bread is sold beside the church every Saturday.' }

/**
 * What is chosen for a question.
 * @param none probability of no answer that the reader is taken to give
 * @param isLevel all evidence is taken to be as relevant as the best
 * @param others confidence that each run is taken to have
 * @param last what a run says that the reader is taken to like least
 */
async function chosen(
  text: string,
  texts: Record<string, string> = PORT,
  none = 0.1,
  isLevel = false,
  others?: number,
  last?: string,
): Promise<Choice & { texts: string[] }> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(texts, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, 5)
  const { evidence: own } = await featureReader.read(analysed, hits)
  const evidence = own.map((one) => ({
    ...one,
    ...(isLevel ? { relevance: 1 } : {}),
    ...(others === undefined ? {} : { confidence: others }),
  }))
  if (last) evidence.sort((a, b) => Number(quoteText(a).includes(last)) - Number(quoteText(b).includes(last)))
  const options = { threshold: 0.5, wordsOf: corpus.wordsOf, documents: corpus.documents }
  const choice = await choose(analysed, hits, { none, evidence }, options)
  return { ...choice, texts: choice.quotes.map(quoteText) }
}

test('a sure reading is quoted word for word', async () => {
  const { answered, confidence, texts } = await chosen('When was the harbour of Gaspé opened?')
  expect([answered, texts]).toEqual([true, ['The harbour of Gaspé was opened in 1925.']])
  expect(confidence).toBeCloseTo(0.9)
})

test('… one below the threshold is not (negative control)', async () => {
  const { answered, quotes, confidence } = await chosen('When was the harbour of Gaspé opened?', PORT, 0.6)
  expect([answered, quotes]).toEqual([false, []])
  expect(confidence).toBeCloseTo(0.4)
})

test('however sure the reader: a name that the document does not hold rules the answer out, and is named', async () => {
  expect(await chosen('When was the harbour of Kuujjuaq opened?')).toMatchObject({
    answered: false,
    quotes: [],
    confidence: 0,
    unmentioned: ['Kuujjuaq'],
  })
})

test('documents that give different dates are seen to differ; those that give the same are not (negative control)', async () => {
  const ask = (year: string): Promise<Choice> =>
    chosen(
      'When was the harbour of Gaspé opened?',
      {
        'a.txt': 'The port\n\nThe harbour of Gaspé was opened in 1925.',
        'b.txt': `The region\n\nVisitors learn that Gaspé had its harbour opened at last by the Roy company in ${year}.`,
      },
      0.1,
      true,
    )
  const [other, same] = [await ask('1931'), await ask('1925')]
  expect([other.quotes.length, other.differ]).toEqual([2, true])
  expect([same.quotes.length, same.differ]).toEqual([2, false])
})

test('a question without a subject is ambiguous', async () => {
  expect(await chosen('When was it?')).toMatchObject({ answered: false, reason: 'ambiguous', confidence: 0 })
})

test('what takes the place of a run that was ruled out is as likely as it is itself, however sure the reader was of that one', async () => {
  const deputy = {
    'a.txt': `The town\n\nThe deputy mayor of Gaspé is Ann Roe.\n\nCy Tran, a baker of bread, was the mayor of Gaspé in a play of the church.`,
  }
  const unlikely = await chosen('Who is the mayor of Gaspé?', deputy, 0.05, false, 0.1)
  expect([unlikely.answered, unlikely.confidence]).toEqual([false, 0.1])
  // One that is likely itself answers (negative control).
  const likely = await chosen('Who is the mayor of Gaspé?', deputy, 0.05, false, 0.8)
  expect([likely.answered, likely.confidence]).toEqual([true, 0.8])
})

test('of runs that answer equally well the one in the language of the question comes first, whatever the reader says', async () => {
  const both = {
    'a.txt': 'Le port\n\nLe port de Gaspé est un port de la région, et il a été construit en 1925 par les gens de la ville.',
    'b.txt': 'The port\n\nThe harbour of Gaspé is a harbour of the region, and it was built in 1925 by the people of the town.',
  }
  const first = async (language: 'en' | 'fr', behind: number): Promise<string | undefined> => {
    const models = openHashingModels(256)
    const corpus = await corpusOf(both, models)
    const { question } = await understand({ text: 'Gaspé 1925', language }, { words: corpus.vocabulary })
    const { question: analysed, hits } = await find(question, corpus, models, 5)
    const { evidence: read } = await featureReader.read(analysed, hits)
    const evidence = read
      .map((own) => ({ ...own, confidence: 0.9, relevance: own.sentence.language === language ? 1 - behind : 1 }))
      .sort((a, b) => b.relevance - a.relevance)
    const options = { threshold: 0.5, wordsOf: corpus.wordsOf, documents: corpus.documents }
    return (await choose(analysed, hits, { none: 0.1, evidence }, options)).quotes[0]?.passage.source
  }
  expect([await first('en', 0.05), await first('fr', 0.05)]).toEqual(['b.txt', 'a.txt'])
  // One that answers less well does not (negative control).
  expect([await first('en', 0.4), await first('fr', 0.4)]).toEqual(['a.txt', 'b.txt'])
})

const AGENCY = [
  'HRA hires divers from the whole coast every summer.',
  'HRA rents boats to schools of fishing in May.',
  'HRA paints old lighthouses in bright colours.',
  'HRA is a public agency that renews harbours.',
]

test('what the thing asked about is stands second, however many runs of what it does are nearer to the best', async () => {
  const { texts } = await chosen('What is HRA?', { 'hra.txt': AGENCY.join(' ') }, 0.1, true, undefined, 'public agency')
  expect([texts.length, texts[1]]).toEqual([3, AGENCY[3]])
})

test('… a sentence that only begins with its name does not (negative control)', async () => {
  const { texts } = await chosen(
    'What is HRA?',
    { 'hra.txt': AGENCY.slice(0, 3).concat('HRA sells stamps and maps on Sundays.').join(' ') },
    0.1,
    true,
    undefined,
    'stamps',
  )
  expect([texts.length, texts.some((text) => text.includes('stamps'))]).toEqual([3, false])
})

const COMMISSION = {
  'ncc.txt': 'The capital\n\nThe NCC is the steward of federal lands. The National Capital Commission (NCC) was founded in 1959.',
}
const STEWARD = 'The NCC is the steward of federal lands.'
const LONG_FORM = 'The National Capital Commission (NCC) was founded in 1959.'

test('whoever asks what letters are reads first what they stand for, however well another sentence defines them', async () => {
  const { texts } = await chosen('What is the NCC?', COMMISSION, 0.1, true, undefined, LONG_FORM)
  expect(texts).toEqual([LONG_FORM, STEWARD])
})

test('… asked for something else, or about a name in full, the best stays first (negative control)', async () => {
  const asked = await chosen('Who is the steward of the federal lands of the NCC?', COMMISSION, 0.1, true, undefined, LONG_FORM)
  expect(asked.texts[0]).toBe(STEWARD)
  const bread = { 'bread.txt': 'Bread\n\nBannock is a flat bread. Bannock (BAN) was brought here in 1800.' }
  expect((await chosen('What is bannock?', bread, 0.1, true, undefined, 'brought')).texts[0]).toBe('Bannock is a flat bread.')
})
