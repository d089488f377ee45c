/** What every reader must do, whatever is behind it. A driver's test calls this with a way to open one. */
import { beforeAll, describe, expect, test } from 'vitest'
import { indexContent } from '../assembly.ts'
import { DEFAULT_MODEL } from '../config.ts'
import { describeDocument } from '../documents/read.ts'
import { type Evidence, type Hit, LANGUAGES, type Language } from '../domain.ts'
import type { Models } from '../embed/embedder.ts'
import { openModels } from '../embed/open.ts'
import { type Found, find } from '../retrieve/find.ts'
import type { Corpus } from '../store/corpus.ts'
import { openInMemory } from '../store/generation.ts'
import { understand } from '../understand/understand.ts'
import { READ_HITS, type Reader } from './reader.ts'

const TEXTS = {
  'port.txt':
    'The northern port\n\nThe harbour master of the northern port is Anna Field. She has managed the port since 2011.\n\nThe port has three rules:\n\n• Be quick\n• Be fair\n• Be kind',
  'phare.txt': 'Le phare\n\nLe phare a été construit en 1871 par la société Roy. Son gardien habitait une maison voisine.',
  'market.txt': 'The market\n\nThe market sells fish, bread and flowers every Saturday. It has 40 stalls.',
}

export function describeReader(name: string, open: () => Promise<Reader>): void {
  describe(`${name} keeps the contract of a reader`, () => {
    let reader: Reader
    let corpus: Corpus
    let models: Models
    beforeAll(async () => {
      reader = await open()
      models = await openModels(DEFAULT_MODEL)
      const documents = Object.entries(TEXTS).map(([source, text]) => describeDocument({ source, text, sha256: '' }))
      corpus = (await openInMemory(await indexContent(documents, models), models)).corpus
    })
    async function found(text: string, language: Language): Promise<Found> {
      const { question } = await understand({ text, language }, { words: corpus.vocabulary, rank: models.wordTable.rank })
      return find(question, corpus, models, READ_HITS)
    }

    const QUESTIONS = [
      ['Who is the harbour master of the northern port?', 'en', 'Anna Field'],
      ['Quand le phare a-t-il été construit ?', 'fr', '1871'],
      ['When was the lighthouse built?', 'en', '1871'],
    ] as const

    test.each(QUESTIONS)('%s (%s): the best evidence holds %s', async (text, language, answer) => {
      const { question, hits } = await found(text, language)
      const { none, evidence } = await reader.read(question, hits)
      const [best] = evidence
      const document = await corpus.document(best?.passage.documentId ?? '')
      expect(document?.text.slice(best?.span.start, best?.span.end)).toContain(answer)
      expect(1 - none).toBeGreaterThanOrEqual(reader.threshold[language])
    })

    test('none is a probability, evidence comes best first, and spans lie in their passages', async () => {
      for (const [text, language] of [
        ...QUESTIONS,
        ['What are the rules of the port?', 'en'],
        ['Qui a peint la Joconde ?', 'fr'],
      ] as const) {
        const { question, hits } = await found(text, language)
        const { none, evidence } = await reader.read(question, hits)
        expect(none).toBeGreaterThanOrEqual(0)
        expect(none).toBeLessThanOrEqual(1)
        expect(evidence.length).toBeGreaterThan(0)
        // A run that takes the place of the best one has a probability of its own.
        expect(evidence[0]?.confidence).toBeCloseTo(1 - none, 6)
        for (const { confidence = 0 } of evidence) expect(confidence >= 0 && confidence <= 1).toBe(true)
        expectInPlace(evidence, hits)
      }
    })

    test('equal input gives equal output, in the same order', async () => {
      const { question, hits } = await found(QUESTIONS[0][0], 'en')
      const [first, second] = [await reader.read(question, hits), await reader.read(question, hits)]
      const places = ({ evidence }: typeof first) => evidence.map(({ passage, span, relevance }) => [passage.id, span, relevance])
      expect([first.none, places(first)]).toEqual([second.none, places(second)])
    })

    test('nothing to read holds no answer', async () => {
      const { question } = await found(QUESTIONS[0][0], 'en')
      expect(await reader.read(question, [])).toEqual({ none: 1, evidence: [] })
    })

    test('a reading that is aborted ends with the reason of its signal', async () => {
      const { question, hits } = await found(QUESTIONS[0][0], 'en')
      const reason = new Error('client disconnected')
      await expect(reader.read(question, hits, AbortSignal.abort(reason))).rejects.toBe(reason)
    })

    test('it names itself, and a threshold for each language', () => {
      expect(reader.id).not.toBe('')
      for (const language of LANGUAGES) {
        expect(reader.threshold[language]).toBeGreaterThanOrEqual(0)
        expect(reader.threshold[language]).toBeLessThanOrEqual(1)
      }
    })
  })
}

/** Evidence comes best first, each span beginning in its sentence and ending within what surrounds it. */
function expectInPlace(evidence: readonly Evidence[], hits: readonly Hit[]): void {
  for (const [i, { passage, sentence, span, relevance }] of evidence.entries()) {
    expect(relevance).toBeLessThanOrEqual(evidence[i - 1]?.relevance ?? Number.POSITIVE_INFINITY)
    expect(hits.map((hit) => hit.passage)).toContain(passage)
    expect(passage.sentences).toContain(sentence)
    const { around } = passage
    expect(span.start).toBeGreaterThanOrEqual(sentence.start)
    expect(span.end).toBeGreaterThan(span.start)
    expect(span.end).toBeLessThanOrEqual(around.start + around.text.length)
  }
}
