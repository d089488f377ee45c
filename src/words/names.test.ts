import { expect, test } from 'vitest'
import { namedPerson } from './names.ts'

test.each([
  ['Minister Éric Caire said so.', 'Éric Caire'],
  ['Le ministre Éric Caire l’a dit.', 'Éric Caire'],
  ['Deputy Minister Anna Field', 'Anna Field'],
  ['Chief Executive Officer Paul A. Roy', 'Paul A. Roy'],
  ['Mme Marie-Ève Côté est arrivée.', 'Marie-Ève Côté'],
])('the person of “%s” is %s, without title', (text, name) => {
  expect(namedPerson(text)).toBe(name)
})

test.each(['the harbour master', 'Québec', 'Prime Minister', 'ITQ AMN'])('“%s” names nobody (negative control)', (text) => {
  expect(namedPerson(text)).toBeUndefined()
})
