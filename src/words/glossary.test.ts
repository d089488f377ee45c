import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { isTerm, synonymsIn } from './glossary.ts'

const others = (language: Language, ...forms: string[]): string[][] =>
  synonymsIn(forms, language).map((found) => found.others.map((own) => own.join(' ')))

test('a word and a phrase lead to each other, in both languages and in the plural', () => {
  expect(others('fr', 'garderies')[0]).toEqual(expect.arrayContaining(['daycare', 'child care', 'service garde']))
  expect(others('en', 'open', 'city', 'halls')).toEqual([expect.arrayContaining(['hotel ville', 'mairie'])])
  expect(synonymsIn(['which', 'heat', 'waves'], 'en')).toMatchObject([{ at: 1, length: 2 }])
  expect(others('fr', 'coute', 'visite')[0]).toEqual(expect.arrayContaining(['fee', 'tarif']))
  // « heures supplémentaires » is one term, and neither of its words is.
  expect(others('fr', 'heures', 'supplementaires')[0]).toContain('overtime')
})

test.each([
  ['en', 'hens', 'poule'],
  ['fr', 'poules', 'hen'],
  ['en', 'plowed', 'deneige'],
  ['fr', 'gardiennage', 'babysitting'],
  ['en', 'ward', 'district'],
  ['fr', 'remise', 'shed'],
  ['en', 'brittany', 'bretagne'],
  ['fr', 'irlandaise', 'irish'],
] as const)('%s: “%s” leads to “%s”', (language, form, other) => {
  expect(others(language, form)[0]).toContain(other)
})

test('an acronym leads to that of the other language, and to what both stand for', () => {
  expect(others('en', 'rcmp')[0]).toEqual(expect.arrayContaining(['grc', 'gendarmerie royale canada', 'royal canadian mounted police']))
  expect(others('fr', 'rpv')[0]).toEqual(expect.arrayContaining(['vpn', 'virtual private network']))
  expect(others('fr', 'authentification', 'multifacteur')[0]).toContain('mfa')
  expect(others('fr', 'cidp')[0]).toEqual(expect.arrayContaining(['pri', 'personal record identifier']))
  expect(others('en', 'vat')[0]).toContain('tva')
})

test('… and other words lead nowhere (negative control)', () => {
  for (const forms of [['city', 'garden'], ['heures'], ['hall', 'city'], ['care'], ['stage']])
    expect(others('en', ...forms), forms.join(' ')).toEqual([])
  expect([isTerm('bylaw'), isTerm('bylaws'), isTerm('harbour')]).toEqual([true, true, false])
})

test('places are called in one language what they are called in the other', () => {
  expect(others('fr', 'royaume', 'uni')[0]).toEqual(expect.arrayContaining(['uk', 'britain']))
  expect(others('en', 'pei')[0]).toContain('ile prince edouard')
  // What has no content word would be any letter.
  expect([...others('en', 'uk'), ...others('en', 'bc'), ...others('en', 'phone')].flat()).not.toContain('')
})
