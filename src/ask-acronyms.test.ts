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

const OFFICES = {
  'ufo.md':
    '# Urban Forestry Office (UFO)\n\nOpen Monday to Friday, 8 a.m. to 4 p.m.\n\nThe budget of the UFO for 2024 is 2.4 million dollars.\n\nThe UFO plants and maintains the trees of streets and parks.\n\nTo report a fallen branch, call 555-0101.',
  'bte.md':
    '# Bureau du transport (BTE)\n\nLe budget du BTE pour 2024 est de 3 millions de dollars.\n\nLe BTE, un service de la ville, conduit les élèves à l’école.\n\nOuvert de 9 h à 17 h.',
  'mep.md': '# Permits\n\nThe budget of the Municipal Energy Program (MEP) is 3 million dollars.\n\nThe MEP lends heat pumps to tenants.',
}

test.each([
  ['What is UFO?', ['Urban Forestry Office (UFO)', 'The UFO plants and maintains the trees of streets and parks.']],
  ['What does the budget of the UFO amount to?', ['The budget of the UFO for 2024 is 2.4 million dollars.']],
  ['What is MEP?', ['The budget of the Municipal Energy Program (MEP) is 3 million dollars.']],
])(
  'what a heading alone explains is quoted with it, and no detail in its place; what is asked for otherwise is quoted as ever: %s',
  async (question, quotes) => {
    const { citations } = await answerOf(question, await engineOver(OFFICES))
    expect(citations.slice(0, quotes.length).map(({ quote }) => quote)).toEqual(quotes)
  },
)
