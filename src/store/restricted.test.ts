import { expect, test } from 'vitest'
import { corpusOf, documentsOf } from '../../test/corpus.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { isAppError } from '../errors.ts'
import type { Corpus } from './corpus.ts'
import { documentsNamed, restrictedCorpus, withinDocuments } from './restricted.ts'

const TEXTS = {
  'forms/Café.md': 'The café\n\nThe café opens at seven and sells bread.',
  'forms/market.txt': 'The market\n\nThe market opens at nine and sells bread.',
  'port.txt': 'The port\n\nThe port opens at five. No bread is sold.',
}
const models = openHashingModels(256)

async function opened(): Promise<{ corpus: Corpus; ids: string[] }> {
  return { corpus: await corpusOf(TEXTS, models), ids: documentsOf(TEXTS).map(({ id }) => id) }
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  const thrown = await work.catch((error: unknown) => error)
  return isAppError(thrown) ? [thrown.code, thrown.params] : thrown
}

async function found(corpus: Corpus): Promise<string[]> {
  const word = { weight: 1, expansions: new Map([[corpus.vocabulary.idOf.get('bread') ?? -1, 1]]), longForms: [] }
  const candidates = await corpus.candidates([word], await models.embedder.embedQuestion('bread'), 10)
  return candidates.map(({ passage }) => passage.source).sort()
}

test('what is found, listed and counted is of the chosen documents; without a choice it is of all (negative control)', async () => {
  const { corpus, ids } = await opened()
  expect(await found(corpus)).toEqual(Object.keys(TEXTS))
  const some = restrictedCorpus(corpus, await withinDocuments(corpus, [ids[0] ?? '', ids[2] ?? '']))
  expect(await found(some)).toEqual(['forms/Café.md', 'port.txt'])
  const listed: string[] = []
  for await (const { source } of some.documents()) listed.push(source)
  expect(listed).toEqual(['forms/Café.md', 'port.txt'])
  expect(some.about.counts.documents).toBe(2)
  // A choice within a choice only narrows it.
  expect(await found(restrictedCorpus(some, new Map([[ids[1] ?? '', undefined]])))).toEqual([])
})

test('documents are named by path, file, folder, title or id, whatever the case and accents', async () => {
  const { corpus, ids } = await opened()
  const [cafe, market, port] = ids
  for (const name of ['forms/café.md', 'CAFE.MD', 'cafe', 'the cafe', cafe ?? ''])
    expect(await documentsNamed(corpus, [name]), name).toEqual([cafe])
  expect(await documentsNamed(corpus, ['./forms/'])).toEqual([cafe, market])
  expect(await documentsNamed(corpus, ['port.txt', 'market'])).toEqual([market, port])
})

test('an unknown name or id is refused, by name; part of a name is none', async () => {
  const { corpus, ids } = await opened()
  expect(await codeOf(withinDocuments(corpus, [ids[0] ?? '', 'ffffffffffff']))).toEqual(['documents-unknown', { names: ['ffffffffffff'] }])
  expect(await codeOf(documentsNamed(corpus, ['port', 'mark', 'form', '']))).toEqual(['documents-unknown', { names: ['mark', 'form', ''] }])
})
