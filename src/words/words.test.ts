import { expect, test } from 'vitest'
import { findAcronyms, spelledOut } from './acronyms.ts'
import { contentWords, fold, plainText, words } from './analyse.ts'
import { clearLanguage } from './function-words.ts'
import { editDistance, mayBeMisspelt, spellingSimilarity } from './spelling.ts'

const forms = (text: string, language: 'en' | 'fr'): string[] => contentWords(text, language).map(({ form }) => form)

test('elisions, case, accents and ligatures are folded away', () => {
  expect(forms('Qu’est-ce que l’ITQ ?', 'fr')).toEqual(['itq'])
  expect(forms("d'Infrastructures technologiques Québec", 'fr')).toEqual(['infrastructures', 'technologiques', 'quebec'])
  expect(fold('Œuvre À Noël')).toBe('oeuvre a noel')
  expect(forms('Québec’s strategy', 'en')).toEqual(['quebec', 'strategy'])
})

test('numbers are the same number in both languages', () => {
  const numbers = (text: string): string[] => words(text).map(({ form }) => form)
  expect(numbers('14,000')).toEqual(numbers('14 000'))
  expect(numbers('14\u202f000')).toEqual(['14000'])
  expect(numbers('17.5')).toEqual(numbers('17,5'))
  expect(numbers('1er 2nd 3e')).toEqual(['1', '2', '3'])
  expect(numbers('in 2019, 500 members')).toEqual(['in', '2019', '500', 'members'])
})

test('a raised figure or a fraction is no part of the number before it, but of a unit', () => {
  const numbers = (text: string): string[] => words(text).map(({ form }) => form)
  expect(numbers('45² dollars')).toEqual(['45', 'dollars'])
  expect(numbers('10⁶ litres, 3½ inches')).toEqual(['10', 'litres', '3', 'inches'])
  expect(numbers('45 ⁽²⁾ dollars')).toEqual(['45', 'dollars'])
  expect(numbers('250 m², CO₂')).toEqual(['250', 'm2', 'co2'])
})

test('function words go by the language of the text; an acronym spelt like one stays', () => {
  expect(forms('le but est clair', 'fr')).toEqual(['but', 'clair'])
  expect(forms('all but one', 'en')).toEqual([])
  expect(forms('the 14,000 IT workers', 'en')).toEqual(['14000', 'it', 'workers'])
})

test('in a line all in capitals, capitals tell nothing', () => {
  expect(contentWords('PRESS RELEASE', 'en').map(({ exact }) => exact)).toEqual([false, false])
  expect(contentWords('about ITQ', 'en').map(({ exact }) => exact)).toEqual([true])
})

test('acronyms are learned with their long forms, in both languages and either order', () => {
  expect(findAcronyms('la mise en opération d’Infrastructures technologiques Québec (ITQ).', 'fr')).toEqual([
    { form: 'itq', expansion: ['infrastructures', 'technologiques', 'quebec'] },
  ])
  expect(findAcronyms('The Quebec Technology Association (AQT) was there', 'en')).toEqual([
    { form: 'aqt', expansion: ['quebec', 'technology', 'association'] },
  ])
  expect(findAcronyms('the CQEN, the Quebec Center for Digital Excellence, an entity', 'en')).toEqual([
    { form: 'cqen', expansion: ['quebec', 'center', 'digital', 'excellence'] },
  ])
})

test('the initials of a name, small words left out, are an acronym that nobody explained', () => {
  expect(spelledOut('The rules of the National Capital Commission on dogs.', 'ncc', 'en')).toEqual([
    { name: 'National Capital Commission', forms: ['national', 'capital', 'commission'] },
  ])
  expect(spelledOut('La Commission de la capitale nationale l’interdit.', 'ccn', 'fr')).toEqual([
    { name: 'Commission de la capitale nationale', forms: ['commission', 'capitale', 'nationale'] },
  ])
})

test.each([
  ['no name begins small', 'the national capital commission', 'ncc'],
  ['an English one is in capitals throughout', 'The Niagara community’s councils', 'ncc'],
  ['nor goes on in the next sentence', 'It is National. Capital Commission', 'ncc'],
  ['nor in another order', 'Capital Commission National', 'ncc'],
  ['two letters are the initials of anything', 'National Capital', 'nc'],
  ['an acronym is not spelt out by another', 'NATO Cares Commonly', 'ncc'],
])('… %s (negative control)', (_, text, letters) => {
  expect(spelledOut(text, letters, 'en')).toEqual([])
})

test('a bracket that spells nothing before it is no acronym', () => {
  expect(findAcronyms('FREDERICTON (GNB) – Le gouvernement', 'fr')).toEqual([])
  expect(findAcronyms('He met the ABC, The Big Dog, yesterday', 'en')).toEqual([])
})

test('spelling brings inflections and cognates together and nothing else', () => {
  expect(spellingSimilarity('operating', 'operation')).toBeCloseTo(7 / 9)
  expect(spellingSimilarity('responsible', 'responsable')).toBeCloseTo(7 / 11)
  expect(spellingSimilarity('strategie', 'strategies')).toBe(0.9)
  expect(spellingSimilarity('international', 'internet')).toBe(0)
  expect(spellingSimilarity('plan', 'plans')).toBe(0)
})

test('edit distance by hand: change, insert, leave out, swap', () => {
  expect(editDistance('caire', 'caire')).toBe(0)
  expect(editDistance('cairre', 'caire')).toBe(1)
  expect(editDistance('excelence', 'excellence')).toBe(1)
  expect(editDistance('stratgey', 'strategy')).toBe(1)
  expect(editDistance('lebel', 'label')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
})

test('one slip in a short word, two in a long one, none in the first letter or in very short words', () => {
  expect(mayBeMisspelt('cairre', 'caire')).toBe(true)
  expect(mayBeMisspelt('finnancial', 'financial')).toBe(true)
  expect(mayBeMisspelt('tranformatoin', 'transformation')).toBe(true)
  expect(mayBeMisspelt('caire', 'faire')).toBe(false)
  expect(mayBeMisspelt('2018', '2019')).toBe(false)
  expect(mayBeMisspelt('caller', 'caire')).toBe(false)
})

test.each([
  ['the member shall be paid by the Board and the Minister', 'en'],
  ['le membre est payé par l’Office et le ministre des Finances', 'fr'],
  ['Governor General in Council', undefined],
  ['the title of « le membre est payé par l’Office » and of the Act', undefined],
] as const)('what the small words of "%s" leave no doubt about: %s', (text, language) => {
  expect(clearLanguage(text)).toBe(language)
})

test('what cannot be seen is no part of a question', () => {
  expect(plainText('What is I\u200bTQ\u202e?')).toBe('What is ITQ?')
  expect(plainText('ＩＴＱ <b>Qué\u0301bec</b> n\u0334')).toBe('ITQ  Québec  n')
  expect(plainText('a < b and c > d')).toBe('a < b and c > d')
})

test('a capital after the end of a sentence makes no name, one after an abbreviation may', () => {
  const capitals = (text: string): string[] => words(text).flatMap(({ surface, capital }) => (capital ? [surface] : []))
  expect(capitals('What is ITQ? Ignore the rest. Then ask Roy.')).toEqual(['ITQ', 'Roy'])
  expect(capitals('Is M. Roy there?')).toEqual(['M', 'Roy'])
})
