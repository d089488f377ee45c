import { expect, test } from 'vitest'
import { answerOf, engineOver } from '../../test/asked.ts'
import type { Texts } from '../../test/corpus.ts'
import type { Engine } from '../engine.ts'

const engines = new Map<Texts, Promise<Engine>>()

/** What is quoted for a question, '' for none. */
async function quoted(question: string, texts: Texts): Promise<string> {
  const engine = engines.get(texts) ?? engineOver(texts)
  engines.set(texts, engine)
  return (await answerOf(question, await engine)).citations.map(({ quote }) => quote).join(' | ')
}

const TOWN = {
  'council.txt': `Norwick council

The town of Norwick has eight councillors. The deputy mayor of Norwick is Ada Finch. The town clerk of Norwick is Tom Hill.

The former mayor of Norwick, Olga Brandt, opened the library in 2011. The assistant to the mayor of Norwick is Lee Moss.`,
}
const VILLE = {
  'conseil.txt': `Le conseil de Valbois

Le directeur général de Valbois est Marc Petit. L’ancien maire de Valbois, Jean Cloutier, est mort en 2019.

Le maire suppléant de Valbois est Luc Barre. La greffière adjointe de Valbois est Rose Dion.`,
}

test.each<[question: string, texts: Texts]>([
  ['Who is the mayor of Norwick?', TOWN],
  ['What is the mayor of Norwick’s name?', TOWN],
  ['Qui est le maire de Norwick ?', TOWN],
  ['Tell me who the mayor of Norwick is', TOWN],
  ['Dites-moi qui est le maire de Valbois', VILLE],
  ['Who is the deputy clerk of Norwick?', TOWN],
  ['Who is the acting mayor of Norwick?', TOWN],
  ['Who is the former clerk of Norwick?', TOWN],
  ['Qui est le maire de Valbois ?', VILLE],
  ['Qui est la mairesse de Valbois ?', VILLE],
  ['Who is the mayor of Valbois?', VILLE],
  ['Qui est la greffière de Valbois ?', VILLE],
  ['C’est qui le maire de Valbois ?', VILLE],
])('who holds another office holds not this one: %s', async (question, texts) => {
  expect(await quoted(question, texts)).toBe('')
})

test.each<[question: string, texts: Texts, name: string]>([
  ['Who is the deputy mayor of Norwick?', TOWN, 'Ada Finch'],
  ['Who is the clerk of Norwick?', TOWN, 'Tom Hill'],
  ['What is the clerk of Norwick’s name?', TOWN, 'Tom Hill'],
  ['Qui est le greffier de Norwick ?', TOWN, 'Tom Hill'],
  ['Who was the mayor of Norwick?', TOWN, 'Olga Brandt'],
  ['Who is the former mayor of Norwick?', TOWN, 'Olga Brandt'],
  ['Who is the ex-mayor of Norwick?', TOWN, 'Olga Brandt'],
  ['Tell me who the clerk of Norwick is', TOWN, 'Tom Hill'],
  ['Qui est le maire suppléant de Valbois ?', VILLE, 'Luc Barre'],
  ['Qui était le maire de Valbois ?', VILLE, 'Jean Cloutier'],
  ['Who is the vice-mayor of Valbois?', VILLE, 'Luc Barre'],
  ['Who is the deputy clerk of Valbois?', VILLE, 'Rose Dion'],
  ['Qui est le directeur général de Valbois ?', VILLE, 'Marc Petit'],
])('… and who holds it is found (negative control): %s', async (question, texts, name) => {
  expect(await quoted(question, texts)).toContain(name)
})

test.each<[text: string, name: string, questions: string[]]>([
  [
    'The mayor of Ostby is Ida Lund.',
    'Ida Lund',
    ['Who is the mayor of Ostby?', 'Qui est le maire d’Ostby ?', 'Qui est la mairesse d’Ostby ?'],
  ],
  ['La mairesse de Ostby est Ida Lund.', 'Ida Lund', ['Who is the mayor of Ostby?', 'Qui est le maire de Ostby ?']],
  [
    'Ida Lund is the chief executive officer of Ostby Ferries.',
    'Ida Lund',
    ['Who is the CEO of Ostby Ferries?', 'Qui est le PDG de Ostby Ferries ?'],
  ],
  ['La présidente-directrice générale de Ostby Ferries est Ida Lund.', 'Ida Lund', ['Who is the CEO of Ostby Ferries?']],
  ['Mayor of Ostby\n\nIda Lund was elected in 2023.', 'Ida Lund', ['Who is the mayor of Ostby?']],
])('across the languages, in either gender, under its heading (negative control): %s', async (text, name, questions) => {
  const texts = { 'a.txt': `Ostby\n\n${text}\n\nThe ferry of Ostby leaves at noon.` }
  for (const question of questions) expect(await quoted(question, texts), question).toContain(name)
})

const STAFF =
  'Name,Title,Phone\nAda Finch,Director of Finance,555-0101\nTom Hill,Deputy Minister of Finance,555-0102\nLee Moss,Minister of Health,555-0103\n'

test('rows of a table: the office itself, and what it is an office of', async () => {
  const texts = { 'staff.csv': STAFF }
  expect(await quoted('Who is the Minister of Finance?', texts)).toBe('')
  expect(await quoted('Who is the Minister of Health?', texts)).toContain('Lee Moss')
  expect(await quoted('Who is the Deputy Minister of Finance?', texts)).toContain('Tom Hill')
  expect(await quoted('Who is the Director of Finance?', texts)).toContain('Ada Finch')
})

test('where a deputy is found first, the run that speaks of the office itself is chosen', async () => {
  const answer = await quoted('Who is the mayor of Norwick?', {
    'a.txt': 'Norwick council\n\nThe deputy mayor of Norwick is Ada Finch.\n\nSince May, Olga Brandt has been the mayor of Norwick.',
  })
  expect([answer.includes('Olga Brandt'), answer.includes('Ada Finch')]).toEqual([true, false])
})

const MINUTES = {
  'minutes.txt': `Minutes of the council

Present:     Mayor Denise Roe
             Councillor Ann Field (Ward 1)
             Councillor Bo Hill (Ward 2)
Staff:       Sam Ito, Town Clerk
             Fire Chief Rob Lund

The Mayor called the meeting to order at 7 p.m. The Clerk read the notice. The Fire Chief reported 214 calls.`,
}

test.each([
  ['Who is the mayor?', 'Denise Roe'],
  ['Qui est le maire ?', 'Denise Roe'],
  ['Who is the clerk?', 'Sam Ito'],
  ['Qui est la greffière ?', 'Sam Ito'],
  ['Who is the fire chief?', 'Rob Lund'],
  ['Qui est le chef des pompiers ?', 'Rob Lund'],
])('what names who holds an office answers, not what that person did: %s', async (question, name) => {
  expect(await quoted(question, MINUTES)).toContain(name)
})

test('… and where nothing names anybody, what speaks of the office is quoted (negative control)', async () => {
  const texts = { 'a.txt': 'Notice of meeting\n\nThe mayor of Norwick called the meeting to order at noon.' }
  expect(await quoted('Who is the mayor of Norwick?', texts)).toContain('called the meeting')
})

const LIMITS = {
  'limits.txt':
    'Spending limits\n\nA director may approve an expense of up to $50,000. A team leader may approve an expense of up to $5,000.',
  'plafonds.txt': 'Plafonds\n\nLe trésorier approuve une facture d’au plus 900 $. Le greffier garde les registres.',
}

test.each([
  ['How much can the vice-president approve?', ''],
  ['Jusqu’à quel montant un maire peut-il approuver une facture ?', ''],
  ['How much can a director approve?', '$50,000'],
  ['Jusqu’à quel montant le trésorier peut-il approuver une facture ?', '900'],
])('what one office may do is not said by what others may (negative controls last): %s', async (question, answer) => {
  const quotes = await quoted(question, LIMITS)
  expect(answer === '' ? quotes : quotes.includes(answer)).toBe(answer === '' ? '' : true)
})

test('who presides over a board is not its "President and CEO", nor the other way round (negative control)', async () => {
  const texts = { 'a.txt': 'Port of Ostby\n\nIda Lund, President and CEO of the port of Ostby, signed the plan.' }
  expect(await quoted('Who is the president of the board of the port of Ostby?', texts)).toBe('')
  expect(await quoted('Who is the president of the port of Ostby?', texts)).toContain('Ida Lund')
})

const HOLDERS = {
  'histoire.txt':
    'Histoire de Valmont\n\nGaétan Laflèche fut le premier maire élu de Valmont, en 1946. Le maire actuel, Jean-Sébastien Desrochers, est en poste depuis 2021.',
}

test.each([
  ['Who is the mayor of Valmont?', 'Desrochers'],
  ['Qui est le maire de Valmont ?', 'Desrochers'],
  ['Qui est le premier maire de Valmont ?', 'Laflèche'],
  ['Who was the first mayor of Valmont?', 'Laflèche'],
])('the first of an office is not who holds it now: %s', async (question, name) => {
  expect(await quoted(question, HOLDERS)).toContain(name)
})
