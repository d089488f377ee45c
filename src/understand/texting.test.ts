import { expect, test } from 'vitest'
import { spelledOut } from './texting.ts'

const nothing = (): boolean => false

test.each([
  ['c koi le num de la mairie', 'c’est quoi le numéro de la mairie'],
  ['c ki le maire', 'c’est qui le maire'],
  ['pk la piscine ferme', 'pourquoi la piscine ferme'],
  ['cmb sa coute', 'combien sa coute'],
  ['kel est le tel du greffe', 'quel est le téléphone du greffe'],
  ['num de tel de la mairie', 'numéro de téléphone de la mairie'],
  ['tel mairie', 'téléphone mairie'],
  ['wat r ur hours', 'what are your hours'],
  ['can u park there', 'can you park there'],
  ['y is the pool closed', 'why is the pool closed'],
])('%s', (typed, meant) => {
  expect(spelledOut(typed, nothing)).toBe(meant)
})

test.each([
  'Who is C. Koi?',
  'What is a R&D grant?',
  'Que fait le CMB ?',
  'un tel projet est-il permis',
  'que faire dans un tel cas',
  'tel que prévu',
  'le formulaire comme tel',
  'y a-t-il une piscine',
  "qu'y a-t-il",
  'numéro de téléphone',
])('%s stays as it is (negative control)', (text) => {
  const spelled = spelledOut(text, nothing)
  expect(spelled).toBe(text)
})
