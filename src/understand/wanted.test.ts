import { expect, test } from 'vitest'
import { readWanted } from './wanted.ts'

test.each([
  ['When does the pier open? Answer in French.', 'fr', 'When does the pier open?'],
  ['When does the pier open, in French please', 'fr', 'When does the pier open'],
  ['When does the pier open? In English, thanks!', 'en', 'When does the pier open?'],
  ['Quand le quai ouvre-t-il ? Réponds en anglais s’il te plaît', 'en', 'Quand le quai ouvre-t-il ?'],
  ['Quand le quai ouvre-t-il, en anglais svp', 'en', 'Quand le quai ouvre-t-il'],
  ['Quote the French text: when does the pier open?', 'fr', 'when does the pier open?'],
  ['Citez le texte anglais : quand le quai ouvre-t-il ?', 'en', 'quand le quai ouvre-t-il ?'],
  ['En français : quand le quai ouvre-t-il ?', 'fr', 'quand le quai ouvre-t-il ?'],
] as const)('%s', (text, language, rest) => {
  expect(readWanted(text)).toEqual({ language, rest })
})

test.each([
  'What is the pier called in French?',
  'Which forms exist in English?',
  'Comment s’appelle le quai en anglais ?',
  'Who teaches English?',
  'In French.',
  'Réponds en anglais',
])('… and a question about a language wants none (negative control): %s', (text) => {
  expect(readWanted(text)).toBeUndefined()
})
