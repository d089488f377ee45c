import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../../test/asked.ts'

const TEXTS = {
  'library.txt': `The library of Norwick

The library of Norwick can be reached at 555-555-0142 or library@norwick.example. The fax of the library is 555-555-0143.`,
  'arena.txt': 'The arena of Norwick\n\nThe arena of Norwick is at 12 Elm Street, Norwick K1A 0B1. Write to arena@norwick.example.',
  'bij.txt':
    'Aide au BAFA\n\nContactez le bureau information jeunesse de Vannes au 02 97 01 61 00. Son adresse postale est à Vannes, en Bretagne.',
  'clinique.txt': 'La clinique de Rennes\n\nLa clinique de Rennes envoie ses résultats par télécopieur : 02 99 01 61 00.',
  'keys.txt': 'Security keys\n\nOne security key works with a phone by NFC, the other stays in the laptop.',
  'pool.txt': 'Aquatics\n\nA swim costs 7 dollars. For lessons, phone 555-555-0177.',
}

async function quoted(question: string): Promise<string> {
  const { citations } = await answerOf(question, await engineOver(TEXTS))
  return citations.map(({ quote }) => quote).join(' | ')
}

test.each([
  'What is the mailing address of the library?',
  'What is the phone number of the arena?',
  'What is the fax number of the arena?',
  'What is the phone number of the police?',
  'Phone number of the arena?',
  'Quel est le numéro de téléphone de la clinique de Rennes ?',
  'Quel est le numéro de téléphone de la police ?',
])('another way to reach somebody, or somebody else, is no answer: %s', async (question) => {
  expect(await quoted(question)).toBe('')
})

test('a question that only speaks of a way asks for none (negative control)', async () => {
  expect(await quoted('Is the library of Norwick reached by phone?')).toContain('can be reached at')
})

test.each([
  ['What is the phone number of the library?', '0142'],
  ['What is the fax number of the library?', '0143'],
  ['What is the email of the arena?', 'arena@'],
  ['What is the mailing address of the arena?', 'Elm Street'],
  ['Quel est le numéro de téléphone de la bibliothèque ?', '0142'],
  ['What is the phone number for swimming lessons?', '0177'],
  ['Phone number of the library?', '0142'],
  ['Quel est le numéro de télécopieur de la clinique de Rennes ?', '02 99'],
  ['Quel est le téléphone du bureau information jeunesse de Vannes ?', '02 97'],
  // What is asked for is another thing.
  ['Which of the two security keys works with my phone?', 'NFC'],
  ['Dans quelle ville est l’adresse postale du bureau information jeunesse ?', 'à Vannes'],
])('… and the one that was asked for is (negative control): %s', async (question, answer) => {
  expect(await quoted(question)).toContain(answer)
})
