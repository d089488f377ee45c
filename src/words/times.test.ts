import { expect, test } from 'vitest'
import { statesCollective, statesTime } from './times.ts'

test.each([
  'The desk opens at 8:30.',
  'Doors close at 5 p.m. sharp.',
  'Le comptoir ouvre à 8 h 30.',
  'Fermé de midi à 13 h.',
  'Waste is collected on Tuesdays.',
  'La collecte a lieu le mercredi.',
  'The committee meets every second month.',
  'Le comité siège le premier lundi de chaque mois.',
  'The pool opens in May.',
  'Les inscriptions débutent en mars.',
  'Tours run during the summer.',
  'Le sentier ferme en hiver.',
  'Reports are published quarterly.',
  'Ouvert tous les jours.',
  'A claim is made within thirty days of the trip.',
  'La plainte est déposée dans les 15 jours ouvrables.',
  'The balance is due 14 days before the event.',
  'Il se réserve 24 heures à l’avance.',
])('%s says when', (text) => {
  expect(statesTime(text)).toBe(true)
})

test.each([
  'You may march to the hall.',
  'The scale is 1:50000.',
  'The fall of the wall hurt no one.',
  'Le prix est de 8 dollars.',
  'Il faut 8 heureux gagnants.',
  'The harbour welcomes 900 boats every year.',
  'Il accueille 900 bateaux par an.',
  'Spring water is sold here.',
  'The sundial stands in the garden.',
  'Le marché appartient à la ville.',
  'Employees have 20 days of leave.',
  'Le congé compte 35 semaines.',
])('%s does not (the twins)', (text) => {
  expect(statesTime(text)).toBe(false)
})

test('collectives, halves and articles before a unit of time are numbers; other articles are none', () => {
  for (const text of [
    'It takes a dozen signatures.',
    'half of it',
    'It lasts one year.',
    'Il faut un an et demi.',
    'une quinzaine de jours',
  ])
    expect(statesCollective(text), text).toBe(true)
  for (const text of ['It takes a signature.', 'Il faut un permis.', 'one of them', 'halfway there'])
    expect(statesCollective(text), text).toBe(false)
})
