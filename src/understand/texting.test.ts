import { expect, test } from 'vitest'
import { spelledOut, withHyphens } from './texting.ts'

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

test.each([
  ['y a t il du wifi', 'y a-t-il du wifi'],
  ['y a-t il un parc', 'y a-t-il un parc'],
  ['combien y a t il de bornes', 'combien y a-t-il de bornes'],
  ['est il permis de fumer', 'est-il permis de fumer'],
  ['le compte est il bloqué', 'le compte est-il bloqué'],
  ['les feux sont ils permis', 'les feux sont-ils permis'],
  ['Quand les travaux ont ils été faits ?', 'Quand les travaux ont-ils été faits ?'],
  ['où peut on se garer', 'où peut-on se garer'],
  ['dois je payer', 'dois-je payer'],
  ['comment puis je payer', 'comment puis-je payer'],
  // In capitals alone, as it was typed.
  ['QUAND Y A T IL UN COURS', 'QUAND Y A-T-IL UN COURS'],
  ['POURQUOI A-T-ON CRÉÉ ITQ ?', 'POURQUOI A-T-ON CRÉÉ ITQ ?'],
])('a subject behind its verb has its hyphen: %s', (typed, meant) => {
  expect(withHyphens(typed)).toBe(meant)
})

test.each([
  'Quand il pleut, où va-t-on ?',
  'Elle est ici',
  'Qui est ici ?',
  'Que dit le règlement quand ils jouent ?',
  'Le maire est illégalement élu ?',
  'Is it a fait on its own?',
  'le chien qu’on a',
])('… and what is no subject behind a verb stays (negative control): %s', (text) => {
  expect(withHyphens(text)).toBe(text)
})

test('an acronym with points, and a version, are put as the documents write them', () => {
  const known = (form: string): boolean => ['fcb', '3.9', 'v2'].includes(form)
  expect(spelledOut('What is the F.C.B.?', known)).toBe('What is the FCB?')
  expect(spelledOut('What is new in v3.9?', known)).toBe('What is new in version 3.9?')
  // What they do not know stays (negative control).
  for (const text of ['What is the C.S.I.?', 'What is new in v4.1?', 'What is new in v2?', 'Who is J. F. Roe?'])
    expect(spelledOut(text, known)).toBe(text)
})
