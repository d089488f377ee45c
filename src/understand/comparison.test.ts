import { expect, test } from 'vitest'
import { readComparison } from './comparison.ts'

const sidesOf = (text: string): string[] | undefined => readComparison(text)?.map(({ written }) => written)
const questionsOf = (text: string): string[] | undefined => readComparison(text)?.map(({ question }) => question)

test.each([
  ['What is the difference between the day pass and the season pass?', 'the day pass', 'the season pass'],
  ['difference between kayaks and canoes', 'kayaks', 'canoes'],
  ['How does the north trail differ from the south trail?', 'the north trail', 'the south trail'],
  ['How is a junior member different from a senior member?', 'a junior member', 'a senior member'],
  ['Compare the Parks and Gardens charter and the Harbour charter', 'the Parks and Gardens charter', 'the Harbour charter'],
  ['Hello! Could you compare the lodge with the hostel?', 'the lodge', 'the hostel'],
  ['day pass vs. season pass', 'day pass', 'season pass'],
  ['How do the day pass and the season pass compare?', 'the day pass', 'the season pass'],
  ['How are kayaks and canoes different?', 'kayaks', 'canoes'],
  ['The lodge or the hostel: which opens earlier?', 'The lodge', 'the hostel'],
  ['Quelle différence y a-t-il entre le gîte et l’auberge ?', 'le gîte', 'l’auberge'],
  ['En quoi le gîte et l’auberge diffèrent-ils ?', 'le gîte', 'l’auberge'],
  ['Qu’est-ce qui coûte le plus cher, le gîte ou l’auberge ?', 'le gîte', 'l’auberge'],
  ['Le gîte ou l’auberge : lequel ouvre en premier ?', 'Le gîte', 'l’auberge'],
  ['Quelle est la différence entre la carte de jour et la carte de saison ?', 'la carte de jour', 'la carte de saison'],
  ['En quoi le sentier nord diffère-t-il du sentier sud ?', 'le sentier nord', 'sentier sud'],
  ['Comparez le gîte et l’auberge', 'le gîte', 'l’auberge'],
  ['carte de jour par rapport à carte de saison', 'carte de jour', 'carte de saison'],
])('“%s” compares %s and %s', (text, left, right) => {
  expect(sidesOf(text.replace('Hello! Could you ', ''))).toEqual([left, right])
})

test.each([
  ['How does the price of a day pass differ from that of a season pass?', 'the price of a season pass'],
  ['Compare the price of a day pass and a season pass', 'the price of a season pass'],
  ['Quelle est la différence entre le prix de la carte de jour et celui de la carte de saison ?', 'le prix de la carte de saison'],
  ['Is a member’s fee lower than a guest’s?', 'What is a guest’s fee?'],
  ['Compare a member’s fee and a guest’s', 'a guest’s fee'],
  ['What is the difference between an expired card and a revoked one?', 'a revoked card'],
  ['Différence entre les cartes de jour et de saison', 'les cartes de saison'],
])('“%s”: the second side takes from the first what it does not say again', (text, question) => {
  expect(questionsOf(text)?.[1]).toBe(question)
})

test.each([
  ['Is a season pass more expensive than a day pass?', 'How much does a season pass cost?', 'How much does a day pass cost?'],
  ['Which opened first, the Lodge or the Hostel?', 'When does the Lodge open?', 'When does the Hostel open?'],
  ['Which was built first: the Lodge or the Hostel?', 'When was the Lodge built?', 'When was the Hostel built?'],
  ['Who is older, Ada Moreau or Paul Keane?', 'When was Ada Moreau born?', 'When was Paul Keane born?'],
  ['Compare kayaks and canoes: how many of each are there?', 'how many of kayaks are there?', 'how many of canoes are there?'],
  ['Le gîte est-il plus cher que l’auberge ?', 'Combien coûte le gîte ?', 'Combien coûte l’auberge ?'],
  ['Lequel est le plus ancien, le gîte ou l’auberge ?', 'Depuis quand y a-t-il le gîte ?', 'Depuis quand y a-t-il l’auberge ?'],
  ['Quelle est la différence de prix entre le gîte et l’auberge ?', 'Quel est le prix : le gîte ?', 'Quel est le prix : l’auberge ?'],
])('“%s” asks “%s” and “%s”', (text, left, right) => {
  expect(questionsOf(text)).toEqual([left, right])
})

test.each([
  'Is the lodge open more than five days a week?',
  'Can I stay longer than expected?',
  'How does the price compare to last year?',
  'What happened between May and August?',
  'Which documents are needed, and who signs them?',
  'Le conseil a-t-il plus de dix membres ?',
  'Est-ce que je peux apporter plus de bagages que prévu ?',
  'Quand et où le gîte a-t-il ouvert ?',
  'Comment savoir si mon bac est de la bonne taille ?',
  'Faut-il aussi que mon enfant soit présent ?',
  'Vaut-il mieux que le parent accompagne l’enfant ?',
  'How are the lodge and its guests protected?',
  'The lodge or the hostel: who do I call?',
  'How much is a kayak? What is the difference between the lodge and the hostel?',
  'the lodge and the lodge: what is the difference between the lodge and the lodge?',
])('“%s” compares no two things (negative control)', (text) => {
  expect(readComparison(text)).toBeUndefined()
})

test('each side has words of its own', () => {
  expect(readComparison('What is the difference between the day pass and the season pass?')?.map(({ own }) => own)).toEqual([
    'day',
    'season',
  ])
})
