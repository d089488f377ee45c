import { expect, test } from 'vitest'
import { corpusOf } from '../../../test/corpus.ts'
import { STATIC_MODEL } from '../../config.ts'
import { openHashingModels } from '../../embed/hashing.ts'
import { find } from '../../retrieve/find.ts'
import { understand } from '../../understand/understand.ts'
import { type Candidate, FEATURES, findCandidates, readQuestion } from './candidates.ts'
import { DECISION_FEATURES } from './decide.ts'
import weights from './weights.json' with { type: 'json' }

const TEXT = `Harbour news

It is. The harbour has three rules:

  • Be quick
  • Be fair
  • Be kind

Read more

Who is the harbour master?

The harbour master is Anna Field.`

async function candidatesFor(text: string, document = TEXT): Promise<{ texts: string[]; candidates: Candidate[] }> {
  const models = openHashingModels()
  const corpus = await corpusOf({ 'a.txt': document }, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, 5)
  const candidates = findCandidates(readQuestion(analysed), hits)
  return { texts: candidates.map(({ span: { start, end } }) => document.slice(start, end)), candidates }
}

test('a sentence that announces a list is a candidate together with its list, and each item by itself', async () => {
  const { texts } = await candidatesFor('What are the harbour rules?')
  expect(texts).toContain('The harbour has three rules:\n\n  • Be quick\n  • Be fair\n  • Be kind')
  expect(texts).toContain('• Be fair')
})

test('… whatever opens it, up to the next paragraph of a law; a whole sentence announces nothing (negative control)', async () => {
  const law =
    'Law\n\n3 (1) In these rules, peace officer means an officer who is\n(a) a member of the police of the harbour; or\n(b) a guard of the port.\n(2) The officer wears a badge.\n\nThe badge is blue.\n\n• It is round.'
  const { texts } = await candidatesFor('Who is a peace officer?', law)
  expect(texts).toContain(law.slice(law.indexOf('3 (1)'), law.indexOf('\n(2)')))
  expect(texts).toContain('The badge is blue.')
})

test('neither headings without a date nor page furniture are candidates', async () => {
  const { texts } = await candidatesFor('What is the harbour news?')
  expect(texts.join(' ')).not.toMatch(/Harbour news|Read more/)
})

test('a question that stands in a document is no answer to one, what follows it may be', async () => {
  const { texts } = await candidatesFor('Who is the harbour master?')
  expect(texts).toContain('The harbour master is Anna Field.')
  expect(texts).not.toContain('Who is the harbour master?')
})

test('every feature is a number, also of a sentence without a single content word', async () => {
  const { texts, candidates } = await candidatesFor('Who is the harbour master?')
  expect(texts).toContain('It is.')
  for (const { features } of candidates) for (const feature of FEATURES) expect(features[feature], feature).toSatisfy(Number.isFinite)
})

test('words that only name the kind of thing asked for need not be met', async () => {
  const models = openHashingModels()
  const corpus = await corpusOf({ 'a.txt': TEXT }, models)
  const { question } = await understand({ text: 'In what year was the harbour built?' }, { words: corpus.vocabulary })
  const read = readQuestion((await find(question, corpus, models, 5)).question)
  expect(read.type).toBe('date')
  expect(read.words.map(({ word }) => word.form)).toEqual(['harbour', 'built'])
})

test('the fitted weights are of the features that there are', () => {
  expect(Object.keys(weights.ranking).sort()).toEqual([...FEATURES].sort())
  expect(Object.keys(weights.decision.weights).sort()).toEqual([...DECISION_FEATURES].sort())
  // Words are compared through the table, whatever embeds the passages.
  expect(weights.provenance.model).toBe(STATIC_MODEL.replace('models/', ''))
})

test('a quantity is met by a range that holds it, and by no other (negative control)', async () => {
  const models = openHashingModels()
  const texts = { 'a.md': '# Leave\n\n| Years of service | Days of leave |\n| --- | --- |\n| 1 to 7 | 15 |\n| 8 to 15 | 21 |\n' }
  const corpus = await corpusOf(texts, models)
  const coverages = async (text: string): Promise<number[]> => {
    const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
    const { question: analysed, hits } = await find(question, corpus, models, 5)
    const rows = findCandidates(readQuestion(analysed), hits).filter(({ sentence }) => sentence.kind === 'row')
    return rows.map(({ features }) => features.coverage)
  }
  const [few = 0, many = 0] = await coverages('How many days of leave after 10 years of service?')
  expect(many).toBeGreaterThan(few + 0.1)
  const [one = 0, other = 0] = await coverages('How many days of leave after 33 years of service?')
  expect(one).toBeCloseTo(other)
})
