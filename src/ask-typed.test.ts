/** What people really type, asked of a small folder in both languages: several questions, comparisons, outlines, figures that no longer hold. */
import { describe, expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'

const TEXTS = {
  'ferry.txt':
    'The Gull Island ferry\n\nThe ferry was launched in 1998. A crossing costs 12 dollars. The crossing takes forty minutes. The captain approves the transport of animals.',
  'museum.txt':
    'The Tide Museum\n\nThe museum was opened in 2011 by Clara Whitfield. Admission costs 9 dollars. The director approves school visits. The museum is closed on Mondays.',
  'camping.txt':
    'Le camping des Dunes\n\nLe camping a été ouvert en 1986. Une nuit coûte 30 dollars. La directrice est Lise Bouchard. Le gardien approuve les feux de camp.',
}

const { asked } = folderOf(TEXTS)
/** What is quoted for each question of a message; undefined for one that is refused. */
const partsOf = async (question: string): Promise<(string | undefined)[] | undefined> => {
  const { parts, sentences, citations } = await asked(question)
  return parts?.map((part) => citations.find(({ n }) => sentences[part.sentences[0] ?? -1]?.citations.includes(n))?.quote)
}

describe('several questions in one message', () => {
  test.each([
    ['When was the ferry launched? What is its share price?', 'The ferry was launched in 1998.'],
    ['Quand le camping a-t-il été ouvert ? Quel est le cours de son action ?', 'Le camping a été ouvert en 1986.'],
  ])('%s: the one without an answer is not given a sentence that answers neither', async (message, first) => {
    expect(await partsOf(message)).toEqual([first, undefined])
  })

  test.each([
    ['How long does the crossing take? Who approves them?', 'The captain approves the transport of animals.'],
    ['Combien coûte une nuit au camping ? Qui les approuve ?', 'Le gardien approuve les feux de camp.'],
    ['Who opened the museum? And who approves its visits?', 'The director approves school visits.'],
  ])('%s: what leans on the question before it is looked up where that one was answered', async (message, second) => {
    expect((await partsOf(message))?.[1]).toBe(second)
  })

  test('… and elsewhere where it is not, when the reader is sure (negative control)', async () => {
    expect((await partsOf('What does the crossing cost? And how much is it for admission at the Tide Museum?'))?.[1]).toBe(
      'Admission costs 9 dollars.',
    )
  })

  test('a refused one speaks of nothing that stands below it; a refusal of the whole does', async () => {
    const { parts } = await asked('When was the ferry launched? What is its share price?')
    expect(parts?.[1]?.answer).toBe('I could not find an answer to this question in the documents.')
    expect((await asked('What is the share price of the ferry company?')).answer).toMatch(/The passages below are the closest\.$/)
  })
})

describe('comparisons', () => {
  test.each([
    ['How does the price of a crossing differ from that of admission?', ['A crossing costs 12 dollars.', 'Admission costs 9 dollars.']],
    ['Which is older, the ferry or the museum?', ['The ferry was launched in 1998.', 'The museum was opened in 2011 by Clara Whitfield.']],
    ['The ferry or the museum: which is older?', ['The ferry was launched in 1998.', 'The museum was opened in 2011 by Clara Whitfield.']],
    ['Qu’est-ce qui coûte le plus cher, une nuit ou une traversée ?', ['Une nuit coûte 30 dollars.', 'A crossing costs 12 dollars.']],
    [
      'Quelle est la différence entre le prix d’une nuit et le prix d’une traversée ?',
      ['Une nuit coûte 30 dollars.', 'A crossing costs 12 dollars.'],
    ],
  ])('%s: both sides are quoted, each under its own words', async (question, quotes) => {
    const answer = await asked(question)
    expect(await partsOf(question)).toEqual(quotes)
    expect(answer.parts?.every(({ question: side }) => question.includes(side))).toBe(true)
  })

  test.each([
    [
      'What is the difference between the price of a crossing and the price of a parachute?',
      'I found nothing on this in the documents for “the price of a parachute”.',
    ],
    [
      'Quelle est la différence entre le prix d’une nuit et le prix d’un parachute ?',
      'Je n’ai rien trouvé à ce sujet dans les documents pour «\u202fle prix d’un parachute\u202f».',
    ],
    ['Which costs more: a crossing or a Zorblat?', 'No document mentions “Zorblat”.'],
  ])('%s: the side that nothing speaks of is named', async (question, refusal) => {
    const { answered, parts } = await asked(question)
    expect([answered, parts?.map((part) => part.answered)]).toEqual([true, [true, false]])
    expect(parts?.[1]?.answer).toBe(refusal)
  })

  test('one quote that speaks of both sides is said once (negative control)', async () => {
    const { parts, citations } = await asked('Compare the director and school visits')
    expect(parts).toBeUndefined()
    expect(citations[0]?.quote).toBe('The director approves school visits.')
  })

  test('… and beside another question each stands for itself', async () => {
    const { parts } = await asked('When is the museum closed? Compare the price of a crossing and the price of admission?')
    expect(parts?.map(({ question }) => question)).toEqual([
      'When is the museum closed?',
      'the price of a crossing',
      'the price of admission',
    ])
  })
})

test.each(['Who is the mayor of Gull Island?', 'Qui est le maire du camping ?', 'qui est le greffier du camping des dunes'])(
  '%s: who holds another office there is no answer',
  async (question) => {
    expect(await asked(question)).toMatchObject({ answered: false, citations: [] })
  },
)

test('… and who holds it is one (negative control)', async () => {
  expect((await asked('Qui est la directrice du camping ?')).citations[0]?.quote).toBe('La directrice est Lise Bouchard.')
  expect((await asked('Who is the director of the camping?')).citations[0]?.quote).toBe('La directrice est Lise Bouchard.')
})

test.each([
  ['I like the mayor. What do you think of him? How much does a crossing cost?', 'A crossing costs 12 dollars.', /^I have no opinions/],
  ['Should I stop taking my pills? When was the museum opened?', 'The museum was opened in 2011 by Clara Whitfield.', /8-1-1/],
  ['Que pensez-vous du maire ? Combien coûte une nuit au camping ?', 'Une nuit coûte 30 dollars.', /^Je n’ai pas d’opinion/],
])('%s: the question beside is answered, the other replied to', async (message, quote, reply) => {
  const answer = await asked(message)
  expect([answer.answered, answer.topic]).toEqual([true, undefined])
  expect(await partsOf(message)).toEqual([undefined, quote])
  expect(answer.parts?.[0]).toMatchObject({ answered: false, reason: 'out_of_scope', answer: expect.stringMatching(reply) })
})

test('… but what goes with the advice that is asked for is no question of its own (negative control)', async () => {
  for (const message of ['I have had a fever since Monday. What should I do?', 'My boss fired me. Can I sue him? Will he pay me?']) {
    const { parts, topic, citations } = await asked(message)
    expect([parts, citations, topic !== undefined], message).toEqual([undefined, [], true])
  }
})
