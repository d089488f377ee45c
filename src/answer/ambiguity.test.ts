import { beforeAll, expect, test } from 'vitest'
import { ask } from '../ask.ts'
import { indexContent } from '../assembly.ts'
import { DEFAULT_MODEL } from '../config.ts'
import { describeDocument } from '../documents/read.ts'
import { AskRequestSchema, type AskResponse } from '../domain.ts'
import { openModels } from '../embed/open.ts'
import type { Engine } from '../engine.ts'
import { openInMemory } from '../store/generation.ts'

const TEXTS = {
  'port.txt': 'The northern port\n\nThe director of the port is Anna Field. The port plan was launched in May 2018.',
  'lighthouse.txt': 'The lighthouse\n\nThe director of the lighthouse is Paul Roy. The lighthouse plan was launched in June 2020.',
  'quai.txt': 'Le quai des pêcheurs\n\nLe projet du quai a été annoncé en mars 2015.',
  'musee.txt': 'Le musée de la mer\n\nLe projet du musée a été annoncé en avril 2016.',
  'market.txt': 'The market\n\nThe market sells fish, bread and flowers every Saturday. It has 40 stalls.',
}
let engine: Engine
beforeAll(async () => {
  const models = await openModels(DEFAULT_MODEL)
  const documents = Object.entries(TEXTS).map(([source, text]) => describeDocument({ source, text, sha256: '' }))
  engine = { corpus: (await openInMemory(await indexContent(documents, models), models)).corpus, ...models }
})
const asked = (question: string): Promise<AskResponse> => ask(AskRequestSchema.parse({ question }), engine)

test('two people fit and neither was named: the question is asked back with both', async () => {
  const answer = await asked('Who is the director?')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  expect(answer.choices?.sort()).toEqual(['Who is the director? (Anna Field)', 'Who is the director? (Paul Roy)'])
  // Each with what tells it from the other, in the order of the documents.
  expect(answer.answer).toMatch(/: Paul Roy \(The lighthouse\); Anna Field \(The northern port\)\?$/)
})

test('a number of something that is nearly the same word is no rival; two documents that say the very word are (negative control)', async () => {
  const models = await openModels(DEFAULT_MODEL)
  const about = async (...texts: string[]): Promise<AskResponse> => {
    const documents = texts.map((text, i) => describeDocument({ source: `${i}.txt`, text, sha256: '' }))
    const { corpus } = await openInMemory(await indexContent(documents, models), models)
    return ask(AskRequestSchema.parse({ question: 'How many members does the board have?' }), { corpus, ...models })
  }
  const clear = await about('The harbour\n\nThe board has seven members.', 'The school\n\nThe committee has fifteen members.')
  expect(clear.citations.map(({ quote }) => quote)).toEqual(['The board has seven members.'])
  expect(await about('The harbour\n\nThe board has seven members.', 'The school\n\nThe board has fifteen members.')).toMatchObject({
    reason: 'ambiguous',
  })
})

test('two documents give a date of their own: asked back in French with French marks', async () => {
  const answer = await asked('Quand le projet a-t-il été annoncé ?')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous', language: 'fr' })
  expect(answer.choices).toHaveLength(2)
  expect(answer.answer).toMatch(/Le quai des pêcheurs\u202f; Le musée de la mer|Le musée de la mer\u202f; Le quai des pêcheurs/)
})

test.each(['Who is the director of the lighthouse?', 'Who is the director? (Paul Roy)', 'How many stalls does the market have?'])(
  '… and “%s” says which one, so it is answered (their twin)',
  async (question) => {
    expect(await asked(question)).toMatchObject({ answered: true })
  },
)

test('a pronoun with nothing before it is asked back with the documents that it could be about', async () => {
  const answer = await asked('When was it launched?')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  expect(answer.choices).toContain('When was it launched? (The lighthouse)')
  const after = await ask(
    AskRequestSchema.parse({ question: 'When was it launched?', history: [{ question: 'What is the lighthouse plan?', answer: '…' }] }),
    engine,
  )
  expect(after).toMatchObject({ answered: true, understood: 'When was it launched? (lighthouse plan)' })
  expect(after.citations[0]?.quote).toContain('June 2020')
})
