import { expect, test } from 'vitest'
import { isOrganization, namedPerson } from './names.ts'

test.each([
  ['Minister Éric Caire said so.', 'Éric Caire'],
  ['Le ministre Éric Caire l’a dit.', 'Éric Caire'],
  ['Deputy Minister Anna Field', 'Anna Field'],
  ['Chief Executive Officer Paul A. Roy', 'Paul A. Roy'],
  ['Mme Marie-Ève Côté est arrivée.', 'Marie-Ève Côté'],
  ['Her Excellency the Right Honourable Mary Field is here.', 'Mary Field'],
])('the person of “%s” is %s, without title', (text, name) => {
  expect(namedPerson(text)).toBe(name)
})

test.each(['the harbour master', 'Québec', 'Prime Minister', 'ITQ AMN', 'Her Excellency'])(
  '“%s” names nobody (negative control)',
  (text) => {
    expect(namedPerson(text)).toBeUndefined()
  },
)

test.each(['Queen Elizabeth Driveway', 'Inmate Welfare Fund', 'Musée de la Rive', 'Vote No', 'Rue Saint-Paul'])('%s is nobody', (name) => {
  expect(isOrganization(name)).toBe(true)
})

test.each(['Seong Ju Park', 'Anne Hall', 'Marie Dupont', 'Jean Larue'])('… %s may be somebody (negative control)', (name) => {
  expect(isOrganization(name)).toBe(false)
})
