import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../../test/asked.ts'

const TEXTS = {
  'council.txt': `Norwick council

Councillor Tom Beck (Ward 4) sent regrets. Paul Roe is the councillor for Ward 2.

The garbage of zone 1 is collected on Monday. That of zone 2 is collected on Friday.`,
}

async function quoted(question: string): Promise<string> {
  const { citations } = await answerOf(question, await engineOver(TEXTS))
  return citations.map(({ quote }) => quote).join(' | ')
}

test.each([
  ['Who is the councillor for ward 2?', 'Paul Roe', 'Tom Beck'],
  ['When is the garbage of zone 2 collected?', 'Friday', 'Monday'],
  ['When is the garbage of zone 1 collected?', 'Monday', 'Friday'],
])('what speaks of another ward or zone is no answer: %s', async (question, answer, other) => {
  const quotes = await quoted(question)
  expect([quotes.includes(answer), quotes.includes(other)]).toEqual([true, false])
})

test('where only others are spoken of, nothing is answered', async () => {
  expect(await quoted('Who is the councillor for ward 1?')).toBe('')
})

test('a number that counts something tells no things apart (negative control)', async () => {
  expect(await quoted('Who sent regrets?')).toContain('Tom Beck')
  const pool = { 'pool.txt': 'The pool\n\nA swim costs 7 dollars. The pool is on Elm Street.' }
  const { citations } = await answerOf('Does a swim cost 4 dollars?', await engineOver(pool))
  expect(citations[0]?.quote).toBe('A swim costs 7 dollars.')
  expect(await quoted('Who is the councillor for ward 4?')).toContain('Tom Beck')
})
