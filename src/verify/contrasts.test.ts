import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../../test/asked.ts'

const TEXTS = {
  'aid.txt': `Student aid

The deadline to apply is October 31 for the fall term and February 28 for the winter term.

Part-time students may borrow up to $1,800 a year.`,
  'spring-schedule.txt': 'Spring schedule\n\nAquafit takes place on Monday at 8 a.m. at the Norwick pool.',
  'bacs.txt': 'Les bacs\n\nUn bac bleu supplémentaire coûte 85 dollars. Le bac est livré en dix jours.',
  'bins.txt': 'Bins\n\nBlack bin: no green waste, no batteries, no paint.',
  'room.txt': 'The room\n\nA room fits up to twenty-four people. Un dépôt va jusqu’à concurrence de 300 dollars.',
  'revenu.txt': `Aide de Gravelines

Le revenu minimum étudiant est demandé avant la fin avril. Le montant est de 150 à 1000 dollars par an.`,
  'zonage.txt': `Zonage de Valbois

La marge avant est de 7,5 mètres et la marge latérale de 2 mètres. La hauteur maximale d’une maison est de 9 mètres.`,
}

async function quoted(question: string): Promise<string> {
  const { citations } = await answerOf(question, await engineOver(TEXTS))
  return citations.map(({ quote }) => quote).join(' | ')
}

test.each([
  'When is the deadline to apply for the summer term?',
  'When does aquafit take place in the fall?',
  'Quelle est la marge arrière à Valbois ?',
  'Quelle est la hauteur minimale d’une maison à Valbois ?',
  'Combien coûte un bac brun supplémentaire ?',
  'How much is an additional brown bin?',
  'How much may full-time students borrow a year?',
  'What is the minimum number of people that a room fits?',
  'Quel est le montant minimum du dépôt ?',
])('what says another one of words that exclude each other is no answer: %s', async (question) => {
  expect(await quoted(question)).toBe('')
})

test.each([
  ['When is the deadline to apply for the winter term?', 'February 28'],
  ['When does aquafit take place in the spring?', 'Monday'],
  ['When does aquafit take place?', 'Monday'],
  ['Combien coûte un bac bleu supplémentaire ?', '85'],
  ['Combien coûte un bac supplémentaire ?', '85'],
  ['What is not allowed in the black bin?', 'green waste'],
  ['Quelle est la marge latérale à Valbois ?', '2 mètres'],
  ['Quelle est la hauteur maximale d’une maison à Valbois ?', '9 mètres'],
  ['How much may part-time students borrow a year?', '1,800'],
  // The latest is no maximum, and a minimum income no minimum.
  ['Au plus tard quand demander le revenu minimum étudiant de Gravelines ?', 'fin avril'],
])('… and what says the same is (negative control): %s', async (question, answer) => {
  expect(await quoted(question)).toContain(answer)
})
