import { expect, test } from 'vitest'
import { defines, holdsType, lacksType, showsShape } from './kinds.ts'

test('a sentence shows the kind of thing asked for, or visibly lacks it', () => {
  expect(holdsType('Anna Field, minister of ports', 'person')).toBe(1)
  expect(holdsType('le port est grand', 'person')).toBe(0)
  expect(holdsType('It costs $12 million.', 'amount')).toBe(1)
  expect(holdsType('It costs 45 ⁽²⁾ dollars.', 'amount')).toBe(1)
  expect(holdsType('It costs 45² dollars.', 'amount')).toBe(1)
  expect(lacksType('It costs a lot.', 'amount')).toBe(1)
  expect(lacksType('It costs a lot.', 'reason')).toBe(0)
  expect(holdsType('With its 500 members', 'count')).toBe(1)
  expect(lacksType('With its many members', 'count')).toBe(1)
})

test('what is free has a price, too, and hours are told by the clock; other uses of the words are none (negative control)', () => {
  expect(['Fee: Free', 'L’entrée est gratuite.', '61 cents per kilometre'].map((text) => holdsType(text, 'amount'))).toEqual([1, 1, 1])
  expect(
    ['Feel free to write.', 'It is free from defects.', 'Dogs run free.', 'smoke-free'].map((text) => holdsType(text, 'amount')),
  ).toEqual([0, 0, 0, 0])
  expect(['Open from 9:00 to 17:00', 'Lundi : fermé', 'Outside of these hours, call us.'].map((text) => showsShape(text, 'hours'))).toEqual(
    [true, true, false],
  )
})

test('a definition is known by its form, whatever the language and the accents', () => {
  expect(defines('la mise en opération d’Infrastructures technologiques Québec (ITQ).', ['itq'])).toBe(1)
  expect(defines('the creation of “Technological Infrastructures Quebec”, a center of expertise', ['quebec'])).toBe(1)
  expect(defines('TechImpact est le fruit d’une collaboration.', ['techimpact'])).toBe(0.9)
  expect(defines('Il a visité ITQ hier.', ['itq'])).toBe(0)
})

test('a number in words is a count in both languages', () => {
  expect(holdsType('eighteen ships', 'count')).toBe(1)
  expect(holdsType('dix-huit navires', 'count')).toBe(1)
  expect(lacksType('some ships', 'count')).toBe(1)
})

test('a clock time, a weekday or a season answers “when”, less surely than a date; neither answers in a sentence of other numbers', () => {
  expect([holdsType('Le quai ouvre le jeudi.', 'date'), holdsType('The pier opened on 3 May 1998.', 'date')]).toEqual([0.5, 1])
  expect([lacksType('The pier opens at 6:30.', 'date'), lacksType('The pier is 630 metres long.', 'date')]).toEqual([0, 1])
  expect([lacksType('Le quai ferme en hiver.', 'date'), lacksType('Le quai mesure 630 mètres.', 'date')]).toEqual([0, 1])
})

test('a dozen, half and one year are counts; a plain article is none', () => {
  expect([lacksType('It lasts one year.', 'count'), lacksType('Il dure un an et demi.', 'count')]).toEqual([0, 0])
  expect([lacksType('It needs a permit.', 'count'), lacksType('Il faut un permis.', 'count')]).toEqual([1, 1])
})

test.each([
  ['The keys go to the harbour master.', true],
  ['Fines are paid by cheque to the town.', true],
  ['Le reçu est remis à la trésorière.', true],
  ['Small boats receive a discount.', true],
  ['A receipt is required after 6 p.m.', false],
  ['Le reçu est exigé après 18 h.', false],
])('to whom: “%s” %s', (sentence, shows) => {
  expect(showsShape(sentence, 'recipient')).toBe(shows)
})

test.each([
  ['A berth may be kept for eighteen months.', true],
  ['Un séjour ne peut dépasser un mois et demi.', true],
  ['La traversée dure cinquante minutes.', true],
  ['The leave is thirty-five weeks long.', true],
  ['The basin is forty metres long.', false],
  ['The basin closes for months.', false],
  ['Le bassin ferme depuis des années.', false],
])('for how long: “%s” %s', (sentence, shows) => {
  expect(showsShape(sentence, 'duration')).toBe(shows)
})
