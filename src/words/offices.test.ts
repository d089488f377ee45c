import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { officesIn } from './offices.ts'

const named = (text: string, language: Language): string[] =>
  officesIn(text, language).map(({ offices, rank: { below, acting, former }, of }) =>
    [former ? 'former' : '', acting ? 'acting' : '', '-'.repeat(below), offices[0], of].filter(Boolean).join(' '),
  )

test.each<[text: string, language: Language, named: string[]]>([
  ['The mayor, Ada Finch, met the town clerk.', 'en', ['mayor', 'clerk']],
  ['The deputy mayor is Ada Finch.', 'en', ['- mayor']],
  ['Mayor Ada Finch and deputy town clerk Tom Hill', 'en', ['mayor', '- clerk']],
  ['Former Norwick mayor Ada Finch', 'en', ['former mayor']],
  ['the acting treasurer; a vice-president; the ex-director', 'en', ['acting treasurer', '- president', 'former director']],
  ['the associate deputy minister of Health', 'en', ['-- minister Health']],
  ['the assistant to the mayor and the mayor’s spokesperson', 'en', ['- mayor', '- mayor']],
  ['President and CEO', 'en', ['president', 'ceo']],
  ['the chief executive officer of the port', 'en', ['ceo port']],
  ['the deputy and the mayor', 'en', ['mayor']],
  ['L’ancien maire, la mairesse suppléante et l’adjointe au maire', 'fr', ['former mayor', '- mayor', '- mayor']],
  ['la directrice générale adjointe, le sous-ministre adjoint', 'fr', ['- general director', '-- minister']],
  ['le vice-premier ministre et la première ministre', 'fr', ['- premier', 'premier']],
  ['le premier forum des greffières', 'fr', ['clerk']],
  ['la présidente-directrice générale par intérim', 'fr', ['acting ceo']],
  ['la ministre des Finances a dit', 'fr', ['minister Finances']],
  // A name is not what it is an office of, though it begins like a small word.
  ['Mayor Denise Roe, Mayor Ford, Mayor Offen', 'en', ['mayor', 'mayor', 'mayor']],
  ['la mairesse Aude Dubois, le maire d’Ostby', 'fr', ['mayor', 'mayor Ostby']],
  ['Councillor Ann Roe (Ward 3)', 'en', ['councillor']],
  ['The first mayor of Norwick', 'en', ['former mayor Norwick']],
  ['Le premier maire de Valbois, le premier ministre', 'fr', ['former mayor Valbois', 'premier']],
  ['the first vice-president', 'en', ['former - president']],
  // What is a modifier names no office; the noun behind it may.
  ['The head librarian, the chief clerk, the chef de file', 'en', ['clerk']],
  ['The head of finance; who is the chief now', 'en', ['chief finance', 'chief']],
])('%s (%s)', (text, language, offices) => {
  expect(named(text, language)).toEqual(offices)
})

test('a text without an office names none (negative control)', () => {
  expect(named('The former harbour was closed by the assistant engineer.', 'en')).toEqual([])
})
