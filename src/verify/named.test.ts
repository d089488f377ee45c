import { expect, test } from 'vitest'
import { corpusOf, documentsOf } from '../../test/corpus.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { holdingNames, lacksName, unmentionedNames } from './named.ts'

const TEXTS = {
  'port.txt': 'The northern port\n\nThe harbour of Gaspé was opened in 1925. It has 40 berths. Its clerk is Ann Roe.',
  'market.txt': 'The market\n\nThe market of Rimouski sells fish and bread since 1930.',
}

/** What the two checks say of a question about the first document. */
async function check(text: string): Promise<{ lacks: boolean; unmentioned: string[]; asked: number }> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(TEXTS, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed } = await find(question, corpus, models, 5)
  let asked = 0
  const wordsOf = (): Promise<Uint32Array> => {
    asked++
    return corpus.wordsOf(documentsOf(TEXTS)[0]?.id ?? '')
  }
  return { lacks: await lacksName(analysed, wordsOf), unmentioned: unmentionedNames(analysed), asked }
}

test('names and numbers that stand in the document of the evidence are met', async () => {
  expect(await check('Was the harbour of Gaspé opened in 1925?')).toMatchObject({ lacks: false, unmentioned: [] })
})

test('a number is met in words, in either language; another one is not (negative control)', async () => {
  const texts = {
    'race.txt': 'La course des quatre jours\n\nLa course a lieu en mai, sur quatre jours, avec sept équipes et vingt-quatre chiens.',
  }
  const models = openHashingModels(256)
  const corpus = await corpusOf(texts, models)
  const lacks = async (text: string): Promise<boolean> => {
    const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
    const { question: analysed } = await find(question, corpus, models, 5)
    return lacksName(analysed, () => corpus.wordsOf(documentsOf(texts)[0]?.id ?? ''))
  }
  expect([await lacks('When is the course of 4 jours?'), await lacks('When is the course of 5 jours?')]).toEqual([false, true])
  expect([await lacks('Où courent les 24 chiens ?'), await lacks('Où courent les 25 chiens ?')]).toEqual([false, true])
})

test.each(['Was the harbour of Gaspé opened in 1930?', 'Was the harbour of Rimouski opened in 1925?'])(
  '… one that stands in another document alone is not: %s (negative control)',
  async (text) => {
    expect(await check(text)).toMatchObject({ lacks: true, unmentioned: [] })
  },
)

test('one that stands in no document is named as it was written', async () => {
  expect(await check('Was the harbour of Kuujjuaq opened in 1925?')).toMatchObject({ lacks: true, unmentioned: ['Kuujjuaq'] })
})

test.each(['Who is the mayor of Gaspé?', 'who is the mayor of gaspé'])('an office that no document knows is nobody’s: %s', async (text) => {
  expect(await check(text)).toMatchObject({ lacks: true, unmentioned: ['mayor'] })
})

test.each(['Who is the clerk of Gaspé?', 'Who is the founder of Gaspé?', 'Who met the mayor of Gaspé?'])(
  '… one that is known, what is no office, and whoever is not asked for are left to the reader (negative control): %s',
  async (text) => {
    expect(await check(text)).toMatchObject({ lacks: false, unmentioned: [] })
  },
)

test('a question without names does not look the words of a document up', async () => {
  expect(await check('How many berths does the harbour have?')).toEqual({ lacks: false, unmentioned: [], asked: 0 })
})

test.each(['how deep is the harbour of kuujjuaq', 'who is zebulon quark', 'où est le port de kuujjuaq'])(
  'without capitals a name is known by where it stands: %s',
  async (text) => {
    expect(await check(text)).toMatchObject({ lacks: true })
  },
)

test.each([
  'was the harbour of gaspé opened in 1925',
  'how many berths are there in all',
  'how deep is the harbour',
  'who is in charge',
  'le règlement est-il en vigueur',
  'quel est le numero de telephone',
])('… and one that the document holds is met, whatever its capitals; other words are no names (negative control): %s', async (text) => {
  expect(await check(text)).toMatchObject({ lacks: false })
})

/** The documents whose hits a question may be answered from. */
async function held(text: string, texts: Readonly<Record<string, string>>): Promise<{ sources: string[]; lacks: boolean }> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(texts, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, 5)
  const kept = await holdingNames(analysed, hits, corpus.wordsOf)
  const [first] = kept
  const lacks = first === undefined || (await lacksName(analysed, () => corpus.wordsOf(first.passage.documentId)))
  return { sources: [...new Set(kept.map(({ passage }) => passage.source))].sort(), lacks }
}

const AGREEMENTS = {
  '2024.txt': 'Service agreement of 2024\n\nClients are told of an outage every two hours.',
  '2026.txt': 'Service agreement of 2026\n\nClients are told of an outage, then of each outage, every thirty minutes.',
}

test('a document that holds the year asked for is read, and no other', async () => {
  expect((await held('How often are clients told of an outage in the 2024 agreement?', AGREEMENTS)).sources).toEqual(['2024.txt'])
  expect((await held('How often are clients told of an outage in the 2026 agreement?', AGREEMENTS)).sources).toEqual(['2026.txt'])
})

test('… none where none does; all of them where nothing is named (negative control)', async () => {
  const all = ['2024.txt', '2026.txt']
  expect(await held('How often are clients told of an outage in the 2019 agreement?', AGREEMENTS)).toEqual({ sources: [], lacks: true })
  expect(await held('How often are clients told of an outage?', AGREEMENTS)).toEqual({ sources: all, lacks: false })
})

const LEAVE = {
  'leave.txt': 'Leave\n\nEmployees with 8 to 15 years of service have 20 days of leave.',
  'rent.txt': 'Rent\n\nA rent is due on day 10.',
}

test('a quantity that a range holds need not be written; one that none holds must be (negative control)', async () => {
  expect((await held('How many days of leave after 10 years of service?', LEAVE)).sources).toContain('leave.txt')
  expect((await held('How many days of leave after 33 years of service?', LEAVE)).sources).not.toContain('leave.txt')
})

test('a name of several words, one of which stands nowhere, is told as a whole', async () => {
  expect((await check('Was the harbour opened by Rimouski Kuujjuaq?')).unmentioned).toEqual(['Rimouski Kuujjuaq'])
  expect((await check('Was the harbour opened under by-law 2019-08?')).unmentioned).toEqual(['2019-08'])
  // Words between two names part them (negative control).
  expect((await check('Was the harbour opened by Rimouski or Kuujjuaq?')).unmentioned).toEqual(['Kuujjuaq'])
})

test.each([
  "I'm 50, how many berths are there in Gaspé?",
  'How many berths are there in Gaspé for a sailor who is 19?',
  'Is there a berth in Gaspé for a 12-year-old?',
  'I worked there in 1970, how many berths has the harbour of Gaspé?',
  'J’ai 50 ans, combien y a-t-il de places à Gaspé ?',
  'Combien y a-t-il de places à Gaspé pour un jeune de 19 ans ?',
  'À 19 ans ou à 20 ans, ai-je une place à Gaspé ?',
  'J’étais au port de Gaspé en 1970, combien de places y avait-il ?',
])('an age, and what somebody tells of themselves, names nothing: %s', async (text) => {
  expect(await check(text)).toMatchObject({ lacks: false, unmentioned: [] })
})

test.each([
  'How many berths did I rent in Gaspé in 1970?',
  'I am at the harbour of Gaspé, how many berths were there in 1970?',
  'How many berths are there at pier 50 of Gaspé?',
  'J’ai 50 bateaux, combien de places y avait-il à Gaspé en 1970 ?',
  'Combien de places ai-je eues à Gaspé en 1970 ?',
])('… and what is asked about does (negative control): %s', async (text) => {
  expect(await check(text)).toMatchObject({ lacks: true })
})

const PAST = {
  'bridge.txt':
    'The bridge\n\nThe bridge was built from 1968 to 1970. Its fifth span fell in 1954. Mayor White opened it under Louis VIII.',
  'mill.txt': 'The mill\n\nThe mill was built in 1875.',
}

test.each([
  'Who built the bridge in 1969?',
  'Which span of the bridge fell in the 1950s?',
  'Which span of the bridge fell in the ’50s?',
  'Quel pont est tombé dans les années 50 ?',
  'Which bridge fell in the 20th century?',
  'Quel pont est tombé au XXe siècle ?',
  'When did the 5th span of the bridge fall?',
  'Did Mr. White open the bridge?',
  'Who opened the bridge under Louis 8?',
  'Which 2 spans of the bridge fell?',
  'What are the 3 spans of the bridge?',
  'Quelle Nationalité a le pont ?',
])('decades, centuries, ordinals and ranges of years are met by what says the same; a form of address names nothing: %s', async (text) => {
  expect((await held(text, PAST)).sources).toContain('bridge.txt')
})

test.each([
  'Who built the bridge in 1971?',
  'Which span of the bridge fell in the 1940s?',
  'Quel pont est tombé dans les années 40 ?',
  'Which bridge fell in the 18th century?',
  'Quel pont est tombé au XVIIe siècle ?',
  'When did the 7th span of the bridge fall?',
  'Did Mr. Kuujjuaq open the bridge?',
  'Who opened the bridge under Louis 9?',
  'Did 2 spans of the bridge fall under Kuujjuaq?',
])('… and by nothing else (negative control): %s', async (text) => {
  expect((await held(text, PAST)).sources).not.toContain('bridge.txt')
})

test('what happened to whoever is asked for is no name, nor what stands behind a possessive', async () => {
  expect((await check('qui est défait le 28 août dans le port')).unmentioned).not.toContain('défait')
  expect((await check('how old was the harbour at its birth')).unmentioned).toEqual([])
  // A name in the same place (negative control).
  expect((await check('qui est kuujjuaq')).unmentioned).toContain('kuujjuaq')
})

const AIDS = {
  'licence.txt':
    'Aide au permis du Grand Est\n\nLa région Grand Est paie 500 euros du permis aux apprentis de moins de 26 ans. Le budget de 2025-2026 est connu.',
  'pass.txt': 'La carte de Redon\n\nLa carte de Redon vaut six trajets.',
}

test.each([
  // A small word of the other language is no name by itself.
  'How much does Grand Est pay for a licence?',
  // Where somebody lives, beside a name that is met.
  'I live in Lille; how much does Grand Est pay for a licence?',
  'J’habite à Nancy : combien paie le Grand Est pour le permis ?',
  'What is the budget of Grand Est in 2025–26?',
])('what a question need not have met: %s', async (text) => {
  expect((await held(text, AIDS)).sources).toContain('licence.txt')
})

test.each([
  'How much does Grand Ouest pay for a licence in Lille?',
  'Combien paie le Grand Est pour le permis à Lille ?',
  'I live in Lille; how much do I get for a licence?',
  'I live in Redon; how much does Lille pay for a licence?',
  // What somebody wants is what they ask about.
  'If I buy it in Lille, how much does Grand Est pay for a licence?',
  'I want the price for Lille, how much does Grand Est pay for a licence?',
  // A small word of French, and a name.
  'How much does Elle pay for a licence?',
  'What is the budget of Grand Est in 2026–27?',
])('… and what it must (negative control): %s', async (text) => {
  expect((await held(text, AIDS)).sources).not.toContain('licence.txt')
})
