import { expect, test } from 'vitest'
import { answerOf, engineOver, folderOf } from '../../test/asked.ts'
import type { AskResponse } from '../domain.ts'

const TEXTS = {
  'port.txt': 'The northern port\n\nThe director of the port is Anna Field. The port plan was launched in May 2018.',
  'lighthouse.txt': 'The lighthouse\n\nThe director of the lighthouse is Paul Roy. The lighthouse plan was launched in June 2020.',
  'quai.txt': 'Le quai des pêcheurs\n\nLe projet du quai a été annoncé en mars 2015.',
  'musee.txt': 'Le musée de la mer\n\nLe projet du musée a été annoncé en avril 2016.',
  'market.txt': 'The market\n\nThe market sells fish, bread and flowers every Saturday. It has 40 stalls.',
}
const { asked } = folderOf(TEXTS)

test('two people fit and neither was named: the question is asked back with both', async () => {
  const answer = await asked('Who is the director?')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  // Each with what tells it from the other, in the order of the documents.
  expect(answer.choices).toEqual(['Who is the director? (Paul Roy)', 'Who is the director? (Anna Field)'])
  expect(answer.alternatives).toEqual([
    { question: 'Who is the director? (Paul Roy)', name: 'Paul Roy', title: 'The lighthouse', language: 'en' },
    { question: 'Who is the director? (Anna Field)', name: 'Anna Field', title: 'The northern port', language: 'en' },
  ])
  expect(answer.answer).toMatch(/: Paul Roy \(The lighthouse\); Anna Field \(The northern port\)\?$/)
})

test('one whose name stands in the question was named, whatever the capitals', async () => {
  const folder = await engineOver({
    'minutes.txt': 'The minutes\n\nCouncillor Ada Okafor opened the meeting.',
    'pool.txt': 'The pool\n\nHarriet Blom spoke with Okafor.',
  })
  for (const question of ['WHO IS OKAFOR', 'who is okafor'])
    expect((await answerOf(question, folder)).citations[0]?.quote).toContain('Okafor')
})

test('… and a word of the question in a name names nobody (negative control)', async () => {
  const folder = await engineOver({
    'port.txt': 'The port\n\nThe contact of the port is Opportunity Contact.',
    'mill.txt': 'The mill\n\nThe contact of the mill is Harriet Blom.',
  })
  expect((await answerOf('Who is the contact?', folder)).reason).toBe('ambiguous')
})

test('a number of something that is nearly the same word is no rival; two documents that say the very word are (negative control)', async () => {
  const about = async (...texts: string[]): Promise<AskResponse> =>
    answerOf('How many members does the board have?', await engineOver(Object.fromEntries(texts.map((text, i) => [`${i}.txt`, text]))))
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
  const after = await asked('When was it launched?', { history: [{ question: 'What is the lighthouse plan?', answer: '…' }] })
  expect(after).toMatchObject({ answered: true, understood: 'When was it launched? (lighthouse plan)' })
  expect(after.citations[0]?.quote).toContain('June 2020')
})

test.each([
  ['When was it launched?', 'Quand a-t-il été lancé ?'],
  ['Who is the director?', 'Qui est le directeur ?'],
  ['How much does it cost?', 'Combien ça coûte ?'],
])('%s, %s: the same choices in the same order', async (...questions) => {
  const [en, fr] = await Promise.all(questions.map((question) => asked(question)))
  const names = (answer: AskResponse | undefined): string[] | undefined => answer?.alternatives?.map(({ name }) => name)
  expect(names(en)?.length).toBeGreaterThan(1)
  expect(names(fr)).toEqual(names(en))
})

test('who is meant is told by the role that any document gives behind the name, cut at a word, and by its year', async () => {
  const engine = await engineOver({
    'a.txt': 'Bridge opened\n\nPublished on May 4, 2018. The minister is Robert Dube.',
    'b.txt':
      'Road opened\n\nPublished on June 5, 2021. The minister is Lise Caron. She is glad, said Lise Caron, Minister of Roads, in May.',
    'c.txt': 'Tunnel\n\nRobert Dube, minister of bridges, tunnels and ferries, spoke. The minister is Robert Dube.',
  })
  const { alternatives } = await answerOf('Who is the minister?', engine)
  expect(alternatives?.map(({ name, role, title, year }) => [name, role, title, year])).toEqual([
    ['Robert Dube', 'minister of bridges', 'Tunnel', undefined],
    ['Lise Caron', 'Minister of Roads', 'Road opened', '2021'],
  ])
})
