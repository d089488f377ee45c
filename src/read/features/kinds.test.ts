import { expect, test } from 'vitest'
import { defines, holdsType, lacksType } from './kinds.ts'

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
