import { expect, test } from 'vitest'
import { factsOf, isFactWord, unstatedFacts } from './facts.ts'

test.each([
  ['1,200.50', '1 200,50'],
  ['September 1, 2020', '1er septembre 2020'],
  ['twelve ships', 'douze navires'],
  ['7:30 p.m.', '19 h 30'],
  ['$4.5 million', '4,5 millions de dollars'],
  ['8 per cent', '8 %'],
])('“%s” and “%s” state the same facts', (en, fr) => {
  expect(factsOf(en).size).toBeGreaterThan(0)
  expect([...factsOf(en)].sort()).toEqual([...factsOf(fr)].sort())
})

test('a number without its unit is stated by a source that has one, never the other way round', () => {
  expect(unstatedFacts('It costs 12 million.', 'Le coût est de 12 millions de dollars.')).toEqual([])
  expect(unstatedFacts('It rose by 8%.', 'There are 8 ships.')).toEqual(['%:8'])
})

test.each([
  ['another number', 'It has 40 stalls.', 'It has 41 stalls.'],
  ['another year', 'It opened in 2018.', 'It opened in 2019.'],
  ['another month', 'It opened on May 3, 2018.', 'It opened on June 3, 2018.'],
  ['another half of the day', 'It opens at 7 a.m.', 'It opens at 7 p.m.'],
])('%s is not stated (negative control)', (_, sentence, source) => {
  expect(unstatedFacts(sentence, sentence)).toEqual([])
  expect(unstatedFacts(sentence, source)).not.toEqual([])
})

test('words that are part of a fact', () => {
  expect(['douze', 'million', 'septembre', '2018', 'harbour'].map(isFactWord)).toEqual([true, true, true, true, false])
})
