import { beforeAll, expect, test } from 'vitest'
import { corpusOf, documentsOf } from '../../test/corpus.ts'
import { STATIC_MODEL } from '../config.ts'
import type { Models } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { openModels } from '../embed/open.ts'
import type { Corpus } from '../store/corpus.ts'
import { inverseFrequency, saturation } from '../store/lexical.ts'
import { understand } from '../understand/understand.ts'
import { find } from './find.ts'
import { type AnalysedQuestion, analyseQuestion } from './question.ts'
import { retrieve } from './retrieve.ts'

const TEXTS = {
  'harbour.txt': 'The harbour master is Anna Field. She has managed the harbour since 2011.',
  'phare.txt': 'Le phare a été construit en 1871. Son gardien habitait une maison voisine.',
  'agence.txt': 'L’Agence maritime du Nord (AMN) délivre les permis de pêche. Elle emploie 40 personnes.',
  'budget.txt': 'The annual budget of the region is $12 million. Half of it pays for schools.',
}
let corpus: Corpus
let models: Models
beforeAll(async () => {
  models = await openModels(STATIC_MODEL)
  corpus = await corpusOf(TEXTS, models)
})

async function analysed(text: string, language: 'en' | 'fr'): Promise<AnalysedQuestion> {
  const { question } = await understand({ text, language }, { words: corpus.vocabulary, rank: models.wordTable.rank })
  return analyseQuestion(question, corpus.vocabulary, models)
}

async function firstSource(question: string, language: 'en' | 'fr'): Promise<string | undefined> {
  const [hit] = await retrieve(await analysed(question, language), corpus, 3)
  return hit?.passage.source
}

test('the formulas, by hand', () => {
  expect(inverseFrequency(10, 1)).toBeCloseTo(Math.log(1 + 9.5 / 1.5))
  // Fewer than four passages count as four: what both of two are about is not next to nothing.
  expect(inverseFrequency(2, 2)).toBeCloseTo(Math.log(1 + 2.5 / 2.5))
  expect(inverseFrequency(4, 4)).toBeCloseTo(Math.log(1 + 0.5 / 4.5))
  // Once, in a passage of average length: 2.2 / (1 + 1.2) / 2.2.
  expect(saturation(1, 50, 50)).toBeCloseTo(1 / 2.2)
  expect(saturation(100, 50, 50)).toBeLessThan(1)
  expect(saturation(1, 100, 50)).toBeLessThan(saturation(1, 50, 50))
})

test.each([
  ['Who manages the harbour?', 'en', 'harbour.txt'],
  ['En quelle année le phare a-t-il été bâti ?', 'fr', 'phare.txt'],
  ['When was the lighthouse constructed?', 'en', 'phare.txt'],
  ['Quel est le budget annuel ?', 'fr', 'budget.txt'],
  ['What does AMN do?', 'en', 'agence.txt'],
  ['c’est quoi l’amn', 'fr', 'agence.txt'],
  ['agence maritime du nord', 'fr', 'agence.txt'],
] as const)('%s (%s) finds %s first', async (question, language, source) => {
  expect(await firstSource(question, language)).toBe(source)
})

test('a word is matched with its best expansion only, and `why` shows it across languages', async () => {
  const [hit] = await retrieve(await analysed('annual budget', 'en'), corpus, 1)
  expect(hit?.why).toEqual([
    { question: 'annual', passage: 'annual', similarity: 1 },
    { question: 'budget', passage: 'budget', similarity: 1 },
  ])
  expect(hit?.coverage).toBeCloseTo(1)
  const [across] = await retrieve(await analysed('construction du phare', 'fr'), corpus, 1)
  expect(across?.why.find(({ question }) => question === 'phare')).toMatchObject({ passage: 'phare', similarity: 1 })
})

test('a number stands for itself alone: 2012 is no neighbour of 2011', async () => {
  const question = await analysed('2012', 'en')
  expect(question.words[0]?.expansions.size).toBe(0)
  const known = await analysed('2011', 'en')
  expect(known.words[0]?.expansions.size).toBe(1)
})

test('an acronym means its long form and a long form its acronym', async () => {
  const acronym = await analysed('AMN', 'fr')
  expect(acronym.words[0]?.longForms.map((parts) => parts.map(({ word }) => word.form))).toEqual([['agence', 'maritime', 'nord']])
  const long = await analysed('Agence maritime du Nord', 'fr')
  const id = corpus.vocabulary.idOf.get('amn') as number
  expect(long.words.map(({ expansions }) => expansions.get(id))).toEqual([0.9, 0.9, 0.9])
})

test('a question without content finds nothing', async () => {
  expect(await retrieve(await analysed('who is it?', 'en'), corpus, 5)).toEqual([])
})

test('hits come best first, as many as asked for', async () => {
  const hits = await retrieve(await analysed('harbour budget of the region', 'en'), corpus, 2)
  expect(hits).toHaveLength(2)
  expect(hits[0]?.score).toBeGreaterThanOrEqual(hits[1]?.score ?? 0)
})

test.each([
  ['Who is the habrour master?', 'en', 'harbour.txt'],
  ['quel est le gardein du phare', 'fr', 'phare.txt'],
] as const)('%s (%s) is misspelt and finds %s all the same', async (question, language, source) => {
  expect(await firstSource(question, language)).toBe(source)
})

test('… but a word that the model knows is no slip for another (its twin)', async () => {
  const { words } = await analysed('marbour habrour', 'en')
  const harbour = corpus.vocabulary.idOf.get('harbour') as number
  expect(words.map(({ expansions }) => (expansions.get(harbour) ?? 0) >= 0.85)).toEqual([false, true])
  // « construit » stands in the documents, "construct" does not, and is a word all the same.
  const near = await analysed('construct cosntruti', 'en')
  const built = corpus.vocabulary.idOf.get('construit') as number
  expect(near.words.map(({ expansions }) => expansions.get(built) === 0.85)).toEqual([false, true])
})

test.each([
  ['Who is the habrour master?', 'Who is the harbour master?'],
  ['Which countires attneded the pubished confernce?', 'Which countries attended the published conference?'],
  ['qui a annnoncé la réunoin', 'qui a annonce la reunion'],
])('%s is read as %s', async (question, meant) => {
  expect((await analysed(question, 'fr')).text).toBe(meant)
})

test('a text of many or endless strange words is left alone, so that no question costs without bound', async () => {
  const many = Array.from({ length: 17 }, (_, i) => `habrour${String.fromCharCode(97 + i)}x`).join(' ')
  for (const text of [many, `habrour${'r'.repeat(2000)}`]) expect((await analysed(text, 'en')).text).toBe(text)
})

test.each(['What is XQZWK?', 'Who is Zyxwvu?', 'wht is th ofic', 'the harbour of 20119'])(
  '%s is left alone (the twins)',
  async (question) => {
    expect((await analysed(question, 'en')).text).toBe(question)
  },
)

test('an acronym that no document writes is a word where the documents have one near it; else it means itself alone', async () => {
  const exactWords = ({ words }: AnalysedQuestion): string[] => words.flatMap(({ word, exact }) => (exact ? [word.form] : []))
  expect(exactWords(await analysed('Who is the CEO? XQZW', 'en'))).toEqual(['ceo', 'xqzw'])
  const { vocabulary } = await corpusOf({ 'port.txt': 'La dirigeante du port est Anna Roy. Ses dirigeants siègent à Matane.' }, models)
  const { question } = await understand(
    { text: 'Who is the CEO? XQZW', language: 'en' },
    { words: vocabulary, rank: models.wordTable.rank },
  )
  expect(exactWords(await analyseQuestion(question, vocabulary, models))).toEqual(['xqzw'])
  // Two letters that the model knows are said in other words more often than not.
  expect(exactWords(await analysed('Who runs HR?', 'en'))).toEqual([])
})

test('of very many words those that the documents hold are looked up, so that no question costs without bound', async () => {
  const noise = Array.from(
    { length: 300 },
    (_, i) => `qx${String.fromCharCode(97 + (i % 26), 97 + ((i * 7) % 26), 97 + Math.floor(i / 26))}`,
  )
  const question = `${noise.slice(0, 150).join(' ')} harbour master ${noise.slice(150).join(' ')}`
  const { words } = await analysed(question, 'en')
  expect(words).toHaveLength(64)
  expect(words.map(({ word }) => word.form)).toEqual(expect.arrayContaining(['harbour', 'master']))
  expect(await firstSource(question, 'en')).toBe('harbour.txt')
})

test('a term leads to what the other language, or another office, calls it; a compound to how the documents write it', async () => {
  const models = openHashingModels(256)
  const texts = {
    'a.txt': 'Le bureau\n\nLe télétravail est permis deux jours.',
    'b.txt': 'The tip\n\nThe ecocentre is at 12 Mill Road. Its bathtub is free.',
  }
  const corpus = await corpusOf(texts, models)
  const similarities = async (text: string, form: string): Promise<number[]> => {
    const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
    const { words } = await analyseQuestion(question, corpus.vocabulary, models)
    return words.map(({ expansions }) => expansions.get(corpus.vocabulary.idOf.get(form) ?? -1) ?? 0)
  }
  expect(await similarities('work from home', 'teletravail')).toEqual([0.9, 0.9])
  expect(await similarities('the eco-centre', 'ecocentre')).toEqual([0.9, 0.9])
  // Two words that nothing joins stay two words.
  expect(Math.max(...(await similarities('home work', 'teletravail')), ...(await similarities('a bath, a tub', 'bathtub')))).toBeLessThan(
    0.9,
  )
})

const BOARD = {
  'dogs.txt':
    'Rules of the Regional Harbour Board\n\nThe Regional Harbour Board closes the pier at night. A dog on the pier is on a leash.',
  'regie.txt': 'Règles de la Régie du havre boréal\n\nLa Régie du havre boréal ferme le quai la nuit.',
  'market.txt': 'The market\n\nThe market of Rimouski sells fish and bread. Its pier has room for ten boats.',
}

test.each([
  [
    'Can I take my dog to the pier of the RHB?',
    'en',
    ['dogs.txt', 'regie.txt'],
    'Can I take my dog to the pier of the Regional Harbour Board?',
  ],
  [
    'À quelle heure la RHB ferme-t-elle le quai ?',
    'fr',
    ['dogs.txt', 'regie.txt'],
    'À quelle heure la Régie du havre boréal ferme-t-elle le quai ?',
  ],
  ['Can I take my dog to the pier of the RXB?', 'en', [], undefined],
] as const)('an acronym that no document explains stands for the names of its initials: %s', async (text, language, sources, spelled) => {
  const corpus = await corpusOf(BOARD, models)
  const asked = await understand({ text, language }, { words: corpus.vocabulary, rank: models.wordTable.rank })
  const { question } = await find(asked.question, corpus, models, 3)
  const acronym = question.words.find(({ word }) => /r.b/.test(word.form))
  const met = await Promise.all(
    documentsOf(BOARD).map(async ({ id, source }) =>
      acronym && question.matcher.best(acronym, await corpus.wordsOf(id)).similarity > 0.55 ? [source] : [],
    ),
  )
  expect(met.flat().sort()).toEqual(sources)
  expect(question.spelled).toBe(spelled)
})

test('of passages that say the same, the one whose document speaks of what is asked about comes first, named in its first sentence alone', async () => {
  const filler = 'Staff members keep a record of each visit. Rooms are cleaned in the evening. '.repeat(12)
  const about = (name: string): string =>
    `Service agreement\n\n${name} is a system for bookings.\n\n${filler}\n\nInterruptions\n\nWhen the system is down, the team answers within four hours.`
  const services = await corpusOf({ 'a.txt': about('Boreas'), 'b.txt': about('Zephyr') }, models)
  const firstOf = async (name: string): Promise<string | undefined> => {
    const text = `How soon does the team answer when ${name} is down?`
    const { question } = await understand({ text, language: 'en' }, { words: services.vocabulary, rank: models.wordTable.rank })
    const hits = await retrieve(await analyseQuestion(question, services.vocabulary, models), services, 6)
    return hits.find(({ passage }) => passage.text.includes('four hours'))?.passage.source
  }
  expect(await firstOf('Zephyr')).toBe('b.txt')
  expect(await firstOf('Boreas')).toBe('a.txt')
})
