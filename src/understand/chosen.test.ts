import { expect, test } from 'vitest'
import { chosenIn } from './chosen.ts'
import { inContext } from './follow-up.ts'

test.each([
  ['When did it open? (Harbour guide)', 'When did it open?', 'Harbour guide'],
  ['Quand a-t-il ouvert ? (Guide du port)', 'Quand a-t-il ouvert ?', 'Guide du port'],
  ['When does it end? (Agreement 2023 (draft))?', 'When does it end?', 'Agreement 2023 (draft)'],
])('%s: what it is about', (question, asked, name) => {
  expect(chosenIn(question)).toEqual({ asked, name })
})

test.each([
  'How far is it (in km)?',
  'Who signs the form(s)',
  '(Harbour guide)',
  'When did it open) (',
  'When (Harbour) did it open?',
  'Its price (2024)',
])('%s: nothing (negative control)', (question) => {
  expect(chosenIn(question)).toBeUndefined()
})

test('the brackets say what a pronoun means, whatever was asked before; without them it leans on that (negative control)', () => {
  const history = [{ question: 'When did it open?', answer: '' }]
  const chosen = { text: 'When did it open? (Harbour guide)', subject: 'Harbour guide', dangling: false }
  expect(inContext('When did it open? (Harbour guide)', 'en', [])).toEqual(chosen)
  expect(inContext('When did it open? (Harbour guide)', 'en', history)).toEqual(chosen)
  expect(inContext('When did it open?', 'en', [])).toEqual({ text: 'When did it open?', dangling: true })
})

test('a question after one that was chosen is about the same', () => {
  const history = [{ question: 'When did it open? (Harbour guide)', answer: '' }]
  expect(inContext('How much does it cost?', 'en', history).subject).toBe('Harbour guide')
})
