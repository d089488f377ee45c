import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../test/asked.ts'

const TEXTS = {
  'bibliotheque.txt':
    'La bibliothèque\n\nOn peut emprunter cinq DVD pour une semaine. La Gendarmerie royale du Canada (GRC) occupe 700 postes au pays.\n\nElle ouvre à midi.',
  'memo.txt':
    'Memo\n\nThe virtual private network (VPN) closes on December 20. Two NGOs share the hall of the museum.\n\nThe kitchen is closed for repairs.',
}

test.each([
  ['How many DVDs can I borrow?', 'cinq DVD'],
  ['How many posts does the RCMP occupy in the country?', '700 postes'],
  ['Quand le RPV ferme-t-il ?', 'December 20'],
  ['Combien d’ONG partagent la salle du musée ?', 'Two NGOs'],
])('an acronym in the plural, or in the other language, is the same one: %s', async (question, quote) => {
  const { answer } = await answerOf(question, await engineOver(TEXTS))
  expect(answer).toContain(quote)
})

test.each([
  ['How many CDs can I borrow?', 'CDs'],
  ['Combien de postes compte la PPO ?', 'PPO'],
])('… and another one, which no document knows, is said to be unmentioned (negative control): %s', async (question, name) => {
  const { answered, answer } = await answerOf(question, await engineOver(TEXTS))
  expect([answered, answer.includes(name)]).toEqual([false, true])
})
