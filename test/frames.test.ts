import { expect, test } from 'vitest'
import type { AskResponse } from '../src/domain.ts'
import { answerOf, engineOver } from './asked.ts'
import type { Texts } from './corpus.ts'

const answerFrom = async (texts: Texts, question: string): Promise<AskResponse> => answerOf(question, await engineOver(texts))

test('with a single document there is nothing to choose from: it is meant, and without a subject the person is asked for one', async () => {
  const engine = await engineOver({ 'a.txt': 'The lighthouse\n\nThe lighthouse was built in 1871.' })
  expect((await answerOf('When was it built?', engine)).citations[0]?.quote).toBe('The lighthouse was built in 1871.')
  const answer = await answerOf('When was it built?', engine, { about: '' })
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  expect(answer.choices).toBeUndefined()
  expect(answer.answer).toMatch(/^I cannot tell what this question is about/)
})

const ENGLISH = 'Annual report of the port\n\nThe Harbour Board was created in 1990 by the city.'

test('documents that give different dates are named beside what they say, each in the frame of its language', async () => {
  const answer = await answerFrom(
    { 'a.txt': ENGLISH, 'b.txt': 'Histoire du port\n\nLe Harbour Board a été créé en 1992 par la ville.' },
    'When was the Harbour Board created?',
  )
  const texts = answer.sentences.map(({ text }) => text).sort()
  expect(texts).toEqual([
    'According to “Annual report of the port”: The Harbour Board was created in 1990 by the city.',
    'According to “Histoire du port”, in French: “Le Harbour Board a été créé en 1992 par la ville.”',
  ])
})

test('… and documents that agree are not (negative control)', async () => {
  const answer = await answerFrom(
    { 'a.txt': ENGLISH, 'b.txt': 'Histoire du port\n\nLe Harbour Board a été créé en 1990 par la ville.' },
    'When was the Harbour Board created?',
  )
  expect(answer.answered).toBe(true)
  for (const { text } of answer.sentences) expect(text).not.toContain('According to')
})
