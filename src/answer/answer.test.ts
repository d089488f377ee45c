import { expect, test } from 'vitest'
import type { SourceDocument } from '../domain.ts'
import { verifyCitation } from './citations.ts'
import { defines, holdsType, lacksType, questionFocus, questionType } from './question-type.ts'

// ---- citations ----

const text = 'Le phare a été construit en 1871. Il est ouvert.'
const documents = new Map([['d1', { id: 'd1', source: 'phare.txt', title: 'Le phare', text } as SourceDocument]])
const quote = 'Le phare a été construit en 1871.'
const claim = { documentId: 'd1', start: 0, end: quote.length, quote, language: 'fr' as const }

test('a citation is cut from the stored text, character for character', () => {
  expect(verifyCitation(claim, 1, documents)).toEqual({
    n: 1,
    documentId: 'd1',
    source: 'phare.txt',
    title: 'Le phare',
    language: 'fr',
    quote,
    start: 0,
    end: quote.length,
    href: `/source/d1?start=0&end=${quote.length}`,
    verdict: 'exact',
  })
})

// Twins of the claim above, each false in one way.
test.each([
  ['a changed digit', { quote: quote.replace('1871', '1872') }],
  ['a dropped accent', { quote: quote.replace('é', 'e') }],
  ['shifted offsets', { start: 1, end: quote.length + 1 }],
  ['offsets past the end', { start: text.length - 3, end: text.length + 3, quote: 't. ' }],
  ['a negative offset', { start: -5, end: 3 }],
  ['half an offset', { start: 0.5 }],
  ['another document', { documentId: 'd2' }],
  ['an empty quote', { start: 3, end: 3, quote: '' }],
  ['a quote that proves nothing', { start: 0, end: 2, quote: 'Le' }],
])('refused: %s', (_, change) => {
  expect(verifyCitation({ ...claim, ...change }, 1, documents)).toBeUndefined()
})

// ---- kinds of question ----

test.each([
  ['Who is the keeper?', 'en', 'person'],
  ['Qui est le gardien ?', 'fr', 'person'],
  ['Qu’est-ce qui est prévu ?', 'fr', 'other'],
  ['In what year was it built?', 'en', 'date'],
  ['En quelle année ?', 'fr', 'date'],
  ['How much does it cost?', 'en', 'amount'],
  ['Combien d’argent faut-il ?', 'fr', 'amount'],
  ['How many ships are there?', 'en', 'count'],
  ['Combien de navires ?', 'fr', 'count'],
  // « vers » of a ferry is not « verser ».
  ['Combien de passagers le traversier a-t-il transportés ?', 'fr', 'count'],
  ['Combien le gouvernement a-t-il versé ?', 'fr', 'amount'],
  ['Combien a-t-elle payé ?', 'fr', 'amount'],
  ['Where is it?', 'en', 'place'],
  ['Où est-il ?', 'fr', 'place'],
  ['Why is it closed?', 'en', 'reason'],
  ['Pourquoi est-il fermé ?', 'fr', 'reason'],
  ['What is the AMN?', 'en', 'definition'],
  ['C’est quoi l’AMN ?', 'fr', 'definition'],
  ['What are the three rules?', 'en', 'list'],
  ['Quels sont les trois règlements ?', 'fr', 'list'],
  // As what is asked in "Could you tell me what …?"
  ['what the harbour board is?', 'en', 'definition'],
  ['ce qu’est le port ?', 'fr', 'definition'],
  ['ce que désigne ce sigle', 'fr', 'definition'],
  ['what the annual budget of the region is', 'en', 'amount'],
  ['who the harbour master is', 'en', 'person'],
  ['what happens to the harbour', 'en', 'other'],
] as const)('%s (%s): %s', (question, language, type) => {
  expect(questionType(question, language)).toBe(type)
})

test.each([
  ['How many employees does it have?', 'en', 'employees'],
  ['Combien d’employés compte-t-il ?', 'fr', 'employes'],
  ['What is the annual budget of the region?', 'en', 'budget'],
  ['Quel est le budget annuel de la région ?', 'fr', 'budget'],
  ['What is Anna Field’s email address?', 'en', 'address'],
  ['Which countries signed?', 'en', 'countries'],
  ['Who is Anna Field?', 'en', undefined],
  ['what the theme of the summit is?', 'en', 'theme'],
  ['who the mayor of the town is?', 'en', 'mayor'],
] as const)('%s (%s) asks for: %s', (question, language, focus) => {
  expect(questionFocus(question, language)).toBe(focus)
})

test('a sentence shows the kind of thing asked for, or visibly lacks it', () => {
  expect(holdsType('Anna Field, minister of ports', 'person')).toBe(1)
  expect(holdsType('le port est grand', 'person')).toBe(0)
  expect(holdsType('It costs $12 million.', 'amount')).toBe(1)
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
