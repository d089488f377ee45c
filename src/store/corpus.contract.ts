/** What every corpus must do, whatever keeps it. A driver's test calls this with a way to open one over documents. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeDocument } from '../documents/read.ts'
import { type PassageView, type SourceDocument, type Span, textOf } from '../domain.ts'
import type { Models } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import type { Corpus, ExpandedWord } from './corpus.ts'

export type OpenCorpus = (documents: readonly SourceDocument[], models: Models) => Promise<Corpus>

const filler = (word: string): string => Array.from({ length: 45 }, (_, i) => `${word}${i % 9}`).join(' ')
const TEXTS = {
  'a.txt': `The harbour\n\nThe harbour master is Anna Field. She came in 2011.\n\nRules\n\nThe harbour has three rules:\n\n• Be quick ${filler('quick')}\n• Be fair ${filler('fair')}\n• Be kind ${filler('kind')}`,
  'b.txt': 'Le phare\n\nLe phare a été construit en 1871. Son gardien habitait une maison voisine.',
  'c.txt': 'Budget\n\nThe annual budget is $12 million. The harbour gets half of it.',
}

/** @param skipped why the driver cannot be opened here; the tests are skipped with it in their name */
export function describeCorpus(name: string, open: OpenCorpus, skipped?: string): void {
  describe.skipIf(skipped !== undefined)(`${name} keeps the contract of a corpus${skipped ? ` (skipped: ${skipped})` : ''}`, () => {
    const opened = openForTests(open)
    testPassages(opened)
    testVocabularyAndDocuments(opened, open)
  })
}

type Opened = ReturnType<typeof openForTests>

/** A corpus over `TEXTS` for all tests of a suite, and ways to look at it. */
function openForTests(open: OpenCorpus) {
  const models = openHashingModels()
  const documents = Object.entries(TEXTS).map(([source, text]) =>
    describeDocument({ source, text, sha256: '', ...(source === 'c.txt' ? { title: 'Treasury accounts' } : {}) }),
  )
  let corpus: Corpus
  beforeAll(async () => {
    corpus = await open(documents, models)
  })
  afterAll(() => corpus?.close())

  const idOf = (form: string): number => {
    const id = corpus.vocabulary.idOf.get(form)
    if (id === undefined) throw new Error(`${form} is in the vocabulary`)
    return id
  }
  const word = (form: string): ExpandedWord => ({ weight: 1, expansions: new Map([[idOf(form), 1]]), longForms: [] })
  const found = async (form: string, limit = 50) => corpus.candidates([word(form)], await models.embedder.embedQuestion(form), limit)
  const everyPassage = async (): Promise<PassageView[]> => (await found('harbour')).map(({ passage }) => passage)
  return {
    get corpus() {
      return corpus
    },
    models,
    documents,
    idOf,
    found,
    everyPassage,
  }
}

function testPassages(opened: Opened): void {
  test('a view is cut from its document, character for character, with its sentences and what surrounds it', async () => {
    for (const passage of await opened.everyPassage()) {
      const document = await opened.corpus.document(passage.documentId)
      expect(document?.text.slice(passage.start, passage.end)).toBe(passage.text)
      expect(passage.id).toBe(`${passage.documentId}:${passage.start}-${passage.end}`)
      expect([passage.title, passage.source, passage.documentLanguage]).toEqual([document?.title, document?.source, document?.language])
      const { around, sentences } = passage
      expect(document?.text.startsWith(around.text, around.start)).toBe(true)
      expect(around.sentences.slice(around.first, around.first + sentences.length)).toEqual(sentences)
      expect([sentences[0]?.start, sentences.at(-1)?.end]).toEqual([passage.start, passage.end])
      for (const sentence of around.sentences) expect(textOf(passage, sentence)).toBe(document?.text.slice(sentence.start, sentence.end))
    }
  })

  test('the words of a view are words of its text; those of the title are apart', async () => {
    for (const { words, sentences, titleWords } of await opened.everyPassage()) {
      expect(new Set(sentences.flatMap((sentence) => [...sentence.words]))).toEqual(new Set(words))
      expect(new Set(words).size).toBe(words.length)
      for (const id of [...words, ...titleWords]) expect(opened.corpus.vocabulary.words[id]?.form).toBeTruthy()
    }
  })

  test('a passage carries the headings above it, and a list that runs on beyond it', async () => {
    const passages = await opened.everyPassage()
    const rules = passages.find(({ text }) => text.includes('three rules'))
    expect(rules?.around.text).toContain('Be kind')
    expect(passages.filter(({ headings }) => headings.includes('Rules')).map(({ source }) => source)).toContain('a.txt')
  })

  test('candidates meet the words, are at most as many as asked for, and are the same each time', async () => {
    const twice = [await opened.found('gardien', 2), await opened.found('gardien', 2)]
    expect(twice[0]?.map(({ passage }) => passage.id)).toEqual(twice[1]?.map(({ passage }) => passage.id))
    expect(twice[0]).toHaveLength(2)
    const best = twice[0]?.find(({ lexical }) => lexical > 0)
    expect(best?.passage.text).toContain('gardien')
    for (const { lexical, cosine } of await opened.found('harbour')) {
      expect(lexical).toBeGreaterThanOrEqual(0)
      expect(lexical).toBeLessThanOrEqual(1)
      expect(Math.abs(cosine)).toBeLessThanOrEqual(1.0001)
    }
  })

  test('candidates stand where they are looked for: in some documents, or in a run of one', async () => {
    const [a, , c] = opened.documents
    const words = [{ weight: 1, expansions: new Map([[opened.idOf('harbour'), 1]]), longForms: [] }]
    const vector = await opened.models.embedder.embedQuestion('harbour')
    const sources = async (...within: [string | undefined, Span | undefined][]) =>
      new Set(
        (await opened.corpus.candidates(words, vector, 50, new Map(within.map(([id = '', span]) => [id, span])))).map(
          ({ passage }) => passage.source,
        ),
      )
    expect(await sources([a?.id, undefined], [c?.id, undefined])).toEqual(new Set(['a.txt', 'c.txt']))
    expect(await sources([c?.id, undefined])).toEqual(new Set(['c.txt']))
    expect(await sources()).toEqual(new Set())
    const rules = a?.text.indexOf('Be kind') ?? -1
    const inside = await opened.corpus.candidates(words, vector, 50, new Map([[a?.id ?? '', { start: rules, end: rules + 7 }]]))
    expect(inside.length).toBeGreaterThan(0)
    for (const { passage } of inside) expect([passage.start <= rules, passage.end >= rules + 7]).toEqual([true, true])
  })

  test('a passage without the words is found by its vector', async () => {
    const [text = ''] = (await opened.everyPassage()).filter(({ source }) => source === 'b.txt').map((own) => own.text)
    const near = await opened.corpus.candidates([], await opened.models.embedder.embedQuestion(text), 1)
    expect(near.map(({ passage }) => passage.source)).toEqual(['b.txt'])
  })
}

function testVocabularyAndDocuments(opened: Opened, open: OpenCorpus): void {
  test('the vocabulary counts passages, a title in each of its passages', async () => {
    const { vocabulary } = opened.corpus
    const holding = (await opened.everyPassage()).filter(({ words, titleWords }) =>
      [...words, ...titleWords].includes(opened.idOf('harbour')),
    )
    expect(vocabulary.frequency(opened.idOf('harbour'))).toBe(holding.length)
    expect(await vocabulary.passagesWith([opened.idOf('phare'), opened.idOf('gardien')])).toBe(1)
    expect(await vocabulary.passagesWith([])).toBe(0)
    const [nearest] = await vocabulary.nearest((await opened.models.wordTable.vectorsOf(['harbour'])).data, 3)
    expect(nearest?.id).toBe(opened.idOf('harbour'))
  })

  test('documents are listed in order, each can be opened by its id, and an unknown id is none', async () => {
    const listed: { id: string; source: string; passages: number }[] = []
    for await (const document of opened.corpus.documents()) listed.push(document)
    expect(listed.map(({ source }) => source)).toEqual(Object.keys(TEXTS))
    expect(listed.reduce((sum, { passages }) => sum + passages, 0)).toBe(opened.corpus.about.counts.passages)
    for (const { id, source } of listed) expect((await opened.corpus.document(id))?.source).toBe(source)
    expect(await opened.corpus.document('ffffffffffff')).toBeUndefined()
  })

  test('the words of a document are those of all its passages and its title', async () => {
    const [first] = opened.documents
    const words = new Set(await opened.corpus.wordsOf(first?.id ?? ''))
    for (const form of ['harbour', 'anna', '2011', 'kind']) expect(words.has(opened.idOf(form)), form).toBe(true)
    expect(words.has(opened.idOf('phare'))).toBe(false)
    expect(await opened.corpus.wordsOf('ffffffffffff')).toHaveLength(0)
  })

  test('words that only a title holds are words of its document, stand in none of its sentences, and find its passages', async () => {
    const third = opened.documents.find(({ source }) => source === 'c.txt')
    const treasury = opened.idOf('treasury')
    expect([...(await opened.corpus.wordsOf(third?.id ?? ''))]).toContain(treasury)
    const [first] = await opened.found('treasury', 1)
    expect([first?.passage.source, [...(first?.passage.titleWords ?? [])].includes(treasury)]).toEqual(['c.txt', true])
    expect(first?.passage.sentences.some(({ words }) => [...words].includes(treasury))).toBe(false)
    // Negative control: where no title holds it, nobody knows it.
    expect(opened.corpus.vocabulary.idOf.has('comptroller')).toBe(false)
  })

  test('a corpus of nothing finds nothing', async () => {
    const empty = await open([], opened.models)
    expect(await empty.candidates([], await opened.models.embedder.embedQuestion('harbour'), 5)).toEqual([])
    expect(empty.about.counts).toMatchObject({ documents: 0, passages: 0 })
    await empty.close()
  })
}
