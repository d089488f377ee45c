import { expect, test } from 'vitest'
import { detectLanguage } from './language.ts'

test.each([
  ['What is ITQ?', 'en'],
  ['C’est quoi ITQ ?', 'fr'],
  ['c’est quoi l’itq', 'fr'],
  ['Who runs TechImpact?', 'en'],
  ['Qui dirige TechImpact ?', 'fr'],
  ['pillars of TechImpact', 'en'],
  ['combien de membres', 'fr'],
])('%s', (text, language) => {
  expect(detectLanguage(text)).toBe(language)
})

test('what does not tell is not guessed', () => {
  expect(detectLanguage('ITQ')).toBeUndefined()
  expect(detectLanguage('budget')).toBeUndefined()
  expect(detectLanguage('2020')).toBeUndefined()
})
