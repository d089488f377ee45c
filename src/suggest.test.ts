import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ask } from './ask.ts'
import { buildIndex } from './build-index.ts'
import { DEFAULT_MODEL } from './config.ts'
import { AskRequestSchema } from './domain.ts'
import { openModels } from './embed/open.ts'
import type { Engine } from './engine.ts'
import { featureReader } from './read/features/reader.ts'
import type { Offer } from './store/corpus.ts'
import { offeredQuestions, proveQuestions } from './suggest.ts'
import { fold } from './words/analyse.ts'

const engineOver = async (documentsFolder: string): Promise<Engine> => {
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-suggest-'))
  const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  return { corpus: index.corpus, ...models }
}
let engine: Engine
beforeAll(async () => {
  engine = await engineOver('seeds')
})

test.each(['en', 'fr'] as const)('what is offered (%s) is really answered', async (language) => {
  const offered = offeredQuestions(engine, language)
  expect(offered.length).toBe(3)
  for (const question of offered) {
    const answer = await ask(AskRequestSchema.parse({ question }), engine)
    expect([answer.answered, answer.language], question).toEqual([true, language])
  }
})

test('… and what the documents do not answer is not offered (negative control)', async () => {
  const [first] = offeredQuestions(engine, 'en')
  expect(offeredQuestions(engine, 'en', undefined, first?.toLowerCase())).not.toContain(first)
  expect(offeredQuestions({ ...engine, threshold: 1 }, 'en')).toEqual([])
  expect(await proveQuestions({ ...engine, threshold: 1 })).toEqual([])
})

test('offers are proved when the index is built, and nothing is looked up for them afterwards', async () => {
  let reads = 0
  const reader = {
    ...featureReader,
    read: (...given: Parameters<typeof featureReader.read>) => {
      reads++
      return featureReader.read(...given)
    },
  }
  const answer = await ask(AskRequestSchema.parse({ question: 'What did ITQ publish in 1999?' }), { ...engine, reader })
  expect(answer.suggestions?.length).toBeGreaterThan(0)
  expect(reads).toBe(1)
  expect(await proveQuestions(engine)).toEqual(engine.corpus.about.offers)
})

test('what was tried before is tried again for documents that changed, and for no others', async () => {
  const { offers } = engine.corpus.about
  const ids = new Set<string>()
  for await (const { id } of engine.corpus.documents()) ids.add(id)
  let reads = 0
  const read: typeof featureReader.read = (...given) => {
    reads++
    return featureReader.read(...given)
  }
  const counting = { ...engine, reader: { ...featureReader, read } }
  const byDocument = (all: readonly Offer[]): string[] => all.map(({ documentId, question }) => `${documentId} ${question}`).sort()
  expect(byDocument(await proveQuestions(counting, { documents: ids, offers }))).toEqual(byDocument(offers))
  expect(reads).toBe(0)
  // One that changed: its own are tried again, whatever was known of it.
  const [{ documentId } = { documentId: '' }] = offers
  const others = new Set([...ids].filter((id) => id !== documentId))
  const again = await proveQuestions(counting, { documents: others, offers: offers.filter((offer) => offer.documentId !== documentId) })
  const some = reads
  expect(some).toBeGreaterThan(0)
  expect(again.map((offer) => offer.documentId)).toContain(documentId)
  // … and all of them where nothing is known (negative control).
  await proveQuestions(counting)
  expect(reads - some).toBeGreaterThan(some)
})

test('an abstention names what no document mentions, in the words of the question, and offers what is answered', async () => {
  const en = await ask(AskRequestSchema.parse({ question: 'What did ITQ publish in 1999?' }), engine)
  expect(en.answered).toBe(false)
  expect(en.answer).toContain('No document mentions “1999”.')
  expect(en.suggestions?.length).toBeGreaterThan(0)
  const fr = await ask(AskRequestSchema.parse({ question: 'Combien de ponts y a-t-il à Saskatoon en 1999 ?' }), engine)
  expect(fr.answer).toContain('Aucun document ne mentionne «\u202fSaskatoon\u202f» ou «\u202f1999\u202f».')
})

test('… but not what one of them does mention (negative control)', async () => {
  const answer = await ask(AskRequestSchema.parse({ question: 'What is the telephone number of ITQ?' }), engine)
  expect(answer.answered).toBe(false)
  expect(answer.answer).not.toContain('mentions')
})

test('an answer comes without suggestions', async () => {
  expect((await ask(AskRequestSchema.parse({ question: 'what is ITQ?' }), engine)).suggestions).toBeUndefined()
})

test('offers are of several kinds, each answered by the very sentence that it was made of, no two by the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-kinds-'))
  const texts = {
    'harbour.txt': [
      'The harbour\n\nThe harbour was founded in 1904 by Maud Lacey. The harbour has forty-two berths. A berth costs $14 a night.',
      'To reserve a berth, you must call the harbour master. The Contractor keeps the keys. The contractor paints the quay.',
    ],
    'gite.txt': ['Le gîte des Pins\n\nLe gîte a été ouvert en 1988. Le gîte compte douze chambres. Une chambre coûte 95 $ par nuit.'],
  }
  for (const [name, paragraphs] of Object.entries(texts)) writeFileSync(join(folder, name), paragraphs.join('\n\n'))
  const own = await engineOver(folder)
  const first = (question: string): string => question.split(/[ ’]/)[0] ?? ''
  for (const [language, kinds] of [
    ['en', ['When', 'How']],
    ['fr', ['Quand', 'Combien']],
  ] as const) {
    const offered = offeredQuestions(own, language, undefined, '', 10)
    expect(offered.map(first)).toEqual(expect.arrayContaining([...kinds]))
    expect(new Set(offered.slice(0, 2).map(first)).size).toBe(2)
    const quotes: string[] = []
    for (const question of offered) {
      const { answered, citations } = await ask(AskRequestSchema.parse({ question, language }), own)
      expect(answered, question).toBe(true)
      quotes.push(`${citations[0]?.documentId}:${citations[0]?.start}`)
    }
    expect(new Set(quotes).size).toBe(offered.length)
    // A role is no person.
    expect(offered.join(' ')).not.toContain('Contractor')
  }
})

test('every offer is answered by a quote that has its name in it, each by words of its own; no organization is a person', async () => {
  const quotes = new Map<string, string>()
  for (const { question, language } of engine.corpus.about.offers) {
    const { citations } = await ask(AskRequestSchema.parse({ question, language }), engine)
    const [first] = citations
    // The capitalised words at its end.
    const name = /(?<=[ ’])((?:\p{Lu}[\p{L}-]* ?)+?)\s?\?$/u.exec(question)?.[1] ?? 'no name'
    expect(fold(first?.quote ?? ''), question).toContain(fold(name))
    const place = `${language} ${first?.documentId}:${first?.start}`
    expect(quotes.get(place), question).toBeUndefined()
    quotes.set(place, question)
  }
  expect(quotes.size).toBeGreaterThan(8)
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-offers-'))
  const text = 'The post\n\nThe director of the Royal Mounted Police is Anna Field. The minister thanked the Royal Mounted Police.'
  writeFileSync(join(folder, 'a.txt'), text)
  const { corpus } = await engineOver(folder)
  const offered = corpus.about.offers.map(({ question }) => question)
  expect(offered.filter((question) => question.includes('Police'))).toEqual([])
})
