import { expect, test } from 'vitest'
import { readOutline } from './outline.ts'

test.each([
  ['Summarise the harbour guide.', 'the harbour guide', false],
  ['a short summary of the annual report', 'the annual report', false],
  ['an outline of the document on lighthouses', 'lighthouses', true],
  ['outline of tides-2020.pdf', 'tides-2020.pdf', true],
  ['Table of contents of “The Tides”', 'The Tides', true],
  ['What does the dog by-law cover?', 'the dog by-law', false],
  ['Fais-moi un court résumé du rapport annuel', 'rapport annuel', false],
  ['make me a summary of the annual report', 'the annual report', false],
  ['Could you summarise the annual report for me, please?', 'the annual report', false],
  ['I would like an overview of the annual report', 'the annual report', false],
  ['What are the main points of the annual report?', 'the annual report', false],
  ['How is the annual report organized?', 'the annual report', false],
  ['What is the annual report about?', 'the annual report', false],
  ['Pourriez-vous me résumer le rapport annuel en quelques lignes ?', 'le rapport annuel', false],
  ['J’aimerais un résumé du rapport annuel', 'rapport annuel', false],
  ['les grandes lignes du rapport annuel, svp', 'rapport annuel', false],
  ['Comment est structuré le rapport annuel ?', 'le rapport annuel', false],
  ['Résume le rapport annuel', 'le rapport annuel', false],
  ['plan du guide', 'guide', false],
  ['Quel est le plan du document sur les phares ?', 'les phares', true],
  ['table des matières de marees.docx', 'marees.docx', true],
  ['De quoi traite le règlement du port ?', 'le règlement du port', false],
  ['What topics does the annual report cover?', 'the annual report', false],
  ['What topics are covered in the annual report?', 'the annual report', false],
  ['What is in the annual report?', 'the annual report', false],
  ['Tell me about the annual report', 'the annual report', false],
  ['What should I know about the annual report?', 'the annual report', false],
  ['Outline the lighthouse document', 'lighthouse', true],
  ['Summarise the press release about the lighthouse', 'the lighthouse', true],
  ['annual report summary', 'annual report', false],
  ['TL;DR of the annual report', 'the annual report', false],
  ['Summary: annual report', 'annual report', false],
  ['Quels sujets sont abordés dans le rapport annuel ?', 'le rapport annuel', false],
  ['Quelles sections comprend le rapport annuel ?', 'le rapport annuel', false],
  ['Qu’est-ce qu’il y a dans le rapport annuel ?', 'le rapport annuel', false],
  ['Parle-moi du rapport annuel', 'rapport annuel', false],
  ['Résume l’article sur le phare', 'le phare', true],
  ['Sommaire : rapport annuel', 'rapport annuel', false],
  ['summarise this', '', true],
  ['résume ce document', '', true],
])('“%s” wants %s as a whole', (text, name, isDocument) => {
  expect(readOutline(text)).toEqual({ name, isDocument })
})

test.each([
  'Quel est le plan du gouvernement pour les phares ?',
  'plan de la ville',
  'What is the structure of the board?',
  'What does the fee cover?',
  'What does the report say about lighthouses?',
  'What is the fuss about?',
  'Comment est organisée la fête ?',
  'Que dit le maire ?',
  'Summarise what the mayor said about the harbour',
  'Résume comment on demande un permis',
  'Who wrote the summary of the report?',
  'When is the outline of the harbour plan due?',
  'What is in the harbour?',
  'Tell me about the harbour',
  'What topics does the council discuss?',
  'Quels sujets sont abordés au conseil ?',
  'Parle-moi du phare',
  'Where is the budget summary?',
  'What is the file number?',
])('“%s” does not (negative control)', (text) => {
  expect(readOutline(text)).toBeUndefined()
})

test('what was offered is taken at its title', () => {
  for (const text of [
    'summarise the policy (Harbour policy)',
    'What is the policy? (Harbour policy)',
    'Quelle est la politique ? (Harbour policy)',
  ])
    expect(readOutline(text)).toEqual({ name: 'Harbour policy', isDocument: true, isTitle: true })
  expect(readOutline('Who is the minister? (Éric Caire)')).toBeUndefined()
})
