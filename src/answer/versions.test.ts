import { expect, test } from 'vitest'
import { folderOf } from '../../test/asked.ts'

const TEXTS = {
  'rink-rules-2020.txt':
    'Rink rules 2020\n\nThe rink opens at six in the morning. Skates are rented for 4 dollars. The annual budget of the rink is 2 million dollars. Helmets are lent free of charge at the counter by Rosa Lind.',
  'rink-rules-2023.txt':
    'Rink rules 2023\n\nThe rink opens at six in the morning. Skates are rented for 9 dollars. The annual budget of the rink is 3 million dollars. Hockey needs a full set of pads.',
  'guide-jardin-v1.txt': 'Guide du jardin v1\n\nLes parcelles communautaires coûtent 30 dollars par saison. Le robinet est ouvert en mai.',
  'guide-jardin-v2.txt': 'Guide du jardin v2\n\nLes parcelles communautaires coûtent 45 dollars par saison. Le robinet est ouvert en mai.',
  'market.txt': 'The market\n\nThe market sells fish, bread and flowers every Saturday. It has 40 stalls.',
}
const { engine, asked } = folderOf(TEXTS)

test('the newest version answers and the older one is offered, each with a citation that holds', async () => {
  const answer = await asked('How much does it cost to rent skates at the rink?')
  expect(answer.answer).toContain('9 dollars')
  expect(answer.answer).not.toContain('4 dollars')
  expect(answer.versions?.map(({ text }) => text)).toEqual(['The 2020 version says: “Skates are rented for 4 dollars.”'])
  const [{ citation } = expect.fail('a version is offered')] = answer.versions ?? []
  const document = await engine().corpus.document(citation.documentId)
  expect([document?.source, document?.text.slice(citation.start, citation.end)]).toEqual(['rink-rules-2020.txt', citation.quote])
  expect(citation.n).toBe(answer.citations.length + 1)
})

test('… in French by number, and across the languages', async () => {
  expect((await asked('Combien coûtent les parcelles communautaires ?')).versions?.map(({ text }) => text)).toEqual([
    'La version 1 dit\u00a0: «\u202fLes parcelles communautaires coûtent 30 dollars par saison.\u202f»',
  ])
  expect((await asked('Quel est le budget annuel de la patinoire ?')).versions?.map(({ text }) => text)).toEqual([
    'La version de 2020 dit en anglais\u00a0: «\u202fThe annual budget of the rink is 2 million dollars.\u202f»',
  ])
})

test('… not where versions agree, where a year was asked for, or where there is one version alone (negative controls)', async () => {
  const questions = [
    'When does the rink open?',
    'How much did it cost to rent skates at the rink in 2020?',
    'How many stalls does the market have?',
  ]
  for (const question of questions) {
    const { answered, versions } = await asked(question)
    expect([answered, versions], question).toEqual([true, undefined])
  }
  expect((await asked(questions[1] ?? '')).answer).toContain('4 dollars')
})

test('what the newest version no longer says is answered from the older one, by name', async () => {
  const { answered, answer } = await asked('Who lends helmets at the rink?')
  expect(answered).toBe(true)
  expect(answer).toMatch(/^According to “Rink rules 2020”: Helmets are lent free of charge/)
})
