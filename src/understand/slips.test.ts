import { expect, test } from 'vitest'
import { type KnownWords, withoutSlips } from './slips.ts'

/** What the documents know, and the place of the words that the model knows as a whole. */
const documents: KnownWords = {
  idOf: new Map([['stationnement', 0]]),
  words: [{ form: 'stationnement', exact: false }],
  byPrefix: new Map([['stati', [0]]]),
}
const MODEL = 'caches tower leased cheveux router jasper couter deadline passport ambulance towing abord traverse traverser parker'.split(
  ' ',
)
const rank = (form: string) => (MODEL.includes(form) ? MODEL.indexOf(form) : undefined)
const put = (text: string) => withoutSlips(text, documents, rank)

test('a word that nobody knows is put as one that a slip turns into it', () => {
  expect(put('what is the deadlien for a pasport')).toBe('what is the deadline for a passport')
  expect(put('Ambulence gratuite ?')).toBe('Ambulance gratuite ?')
})

test('a word of either language stays, whatever the model has beside it: it has no place for most inflected forms', () => {
  for (const text of [
    'My car was towed last night, and the pipe leaked.',
    'Who catches the dogs? May they come aboard?',
    'Combien de chevaux pour rouler ? Le chien peut-il japper ?',
    'Roule-t-il encore ? Qui a parked ici ?',
    'Que coûtera la place ? Le prix d’une traversée ?',
  ]) {
    expect(put(text)).toBe(text)
  }
})

test('… which only a dictionary can tell: the same slips in words of none are put right (negative control)', () => {
  expect(put('My car hit the towwer.')).toBe('My car hit the tower.')
  expect(put('Qui a vu les chveux ?')).toBe('Qui a vu les cheveux ?')
})

test('names, acronyms and short words stay', () => {
  for (const text of ['Where is Jaspar?', 'What is PASPORT?', 'dogz']) expect(put(text)).toBe(text)
})

test('a text of strange words is no misspelt one', () => {
  const strange = Array.from({ length: 17 }, (_, i) => `pasport${'abcdefghijklmnopq'[i]}`).join(' ')
  expect(put(`pasport ${strange}`)).toBe(`pasport ${strange}`)
})
