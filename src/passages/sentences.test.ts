import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { findStructure } from './sentences.ts'

const findSentences = (text: string, language: Language) => findStructure(text, language).sentences

const split = (text: string, language: Language): string[] => findSentences(text, language).map(({ start, end }) => text.slice(start, end))

// Each array holds the sentences of one text; joined by a space they are its input.
const CASES: [Language, string[]][] = [
  ['fr', ['M. Caire et Mme LeBel étaient présents.', 'Ils ont parlé.']],
  ['fr', ['Voir l’art. 12 et le no 4 du règlement.', 'Il s’applique.']],
  ['fr', ['Le projet commence le 1er sept. 2020 à Québec.', 'Il finira en 2023.']],
  ['fr', ['Est-ce en vigueur ?', 'Oui !', 'C’est fait.']],
  ['fr', ['Elle a été adoptée en été.', 'Le Québec l’a adoptée.']],
  ['fr', ['« Est-ce possible ? Oui », a-t-il répondu.', 'La suite est venue.']],
  ['fr', ['Le budget (sera-t-il suffisant ?) est voté.', 'Rien d’autre.']],
  ['en', ['Mr. J. R. Smith met Dr. Lee.', 'They agreed.']],
  ['en', ['It costs $215 million over 17.5 years.', 'The U.S. did not object.']],
  ['en', ['See p. 12, i.e. the annex.', 'It is short.']],
  ['en', ['“We welcome it. Truly,” said Nicole Martel.', 'She left.']],
]

test.each(CASES)('%s %j', (language, sentences) => {
  expect(split(sentences.join(' '), language)).toEqual(sentences)
})

test('headings, bullets, signatures and page furniture are told apart', () => {
  const text = 'Key points\n\nThere are two goals:\n\n  • Be quick\n  • Be fair\n\n– Robert Poëti, Minister for Information.\n\nRead more\n'
  expect(findSentences(text, 'en').map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['heading', 'Key points'],
    ['sentence', 'There are two goals:'],
    ['item', '• Be quick'],
    ['item', '• Be fair'],
    ['sentence', '– Robert Poëti, Minister for Information.'],
    ['chrome', 'Read more'],
  ])
})

test('lines that were broken to fit a page are one sentence, lines that were meant are not', () => {
  const wrapped = 'The minister announced this morning that the strategy\nwill be carried out in three stages. It starts now.'
  expect(split(wrapped, 'en')).toEqual([
    'The minister announced this morning that the strategy\nwill be carried out in three stages.',
    'It starts now.',
  ])
  expect(split('Twitter account\nFacebook account', 'en')).toEqual(['Twitter account', 'Facebook account'])
})

test('each sentence of a mixed text has its own language', () => {
  const text =
    'Mark leads the work on international digital government issues. Mark est responsable des affaires internationales du gouvernement.'
  expect(findSentences(text, 'fr').map(({ language }) => language)).toEqual(['en', 'fr'])
})

test('every sentence of every seed keeps its offsets: between two of them stands white space alone', () => {
  const folder = new URL('../../seeds/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const text = readFileSync(new URL(name, folder), 'utf8')
    let last = 0
    for (const { start, end } of findSentences(text, 'fr')) {
      expect(text.slice(last, start).trim()).toBe('')
      expect(text.slice(start, end)).toBe(text.slice(start, end).trim())
      expect(end).toBeGreaterThan(start)
      last = end
    }
    expect(text.slice(last).trim()).toBe('')
  }
})

test('a run without an end is cut, and costs no more than its length', () => {
  const noise = 'word '.repeat(60_000).trim()
  const spans = findSentences(noise, 'en')
  expect(spans.length).toBeGreaterThan(50)
  expect(Math.max(...spans.map(({ start, end }) => end - start))).toBeLessThanOrEqual(3000)
  expect(spans.map(({ start, end }) => noise.slice(start, end)).join(' ')).toBe(noise)
})

test('a sentence that was broken to fit a page is one sentence, and its offsets are those of the text', () => {
  const text =
    'The library lent 31,540 books during the year, an increase of eight per cent. Its director,\nHélène Savard, attributes it to the longer hours of the autumn of 2022 in the\ntwo branches. It is closed on Mondays.'
  expect(split(text, 'en')).toEqual([
    'The library lent 31,540 books during the year, an increase of eight per cent.',
    'Its director,\nHélène Savard, attributes it to the longer hours of the autumn of 2022 in the\ntwo branches.',
    'It is closed on Mondays.',
  ])
})

test('labels with values, addresses below a label, and tables drawn with spaces or tabs are what they are', () => {
  const text = [
    'Arena of Saint-Roch',
    'Manager: Paul Côté',
    'Address:\n12 Quay Street\nSaint-Roch',
    'Season      Hours       Fee',
    'Summer      9 to 21     4 dollars',
    'Winter      12 to 20    3 dollars',
    'Purpose: The arena is for everybody. It was built by the parish in 1950.',
  ]
  const { sentences, blocks } = findStructure(`${text.slice(0, 3).join('\n')}\n\n${text.slice(3, 6).join('\n')}\n\n${text[6]}`, 'en')
  expect(sentences.map(({ kind, block }) => `${kind} ${blocks[block]?.kind} ${blocks[block]?.label ?? ''}`.trim())).toEqual([
    'heading heading',
    'pair pair Manager',
    'pair pair Address',
    'heading heading',
    'row row',
    'row row',
    'sentence paragraph',
    'sentence paragraph',
  ])
  expect(blocks.filter(({ kind }) => kind === 'cell').map(({ label }) => label)).toEqual([
    'Season',
    'Hours',
    'Fee',
    'Season',
    'Hours',
    'Fee',
  ])
})

test('lines of cells parted by bars are rows of their own; one without a value leads in those below', () => {
  const text = [
    'Fees of the ferry',
    '',
    '2 | Delivery of a pass to a person under sixteen years of age who lives on the island : |',
    'a) on a request that is made in Canada, for a pass that is valid for five years | 57',
    'b) on a request that is made elsewhere, for a pass that is valid for five years | 100',
    '3 | Delivery of a certificate of identity to a person of at least sixteen years | 235',
    '4 | Stamp | 45',
  ].join('\n')
  const { sentences } = findStructure(text, 'en')
  expect(sentences.map(({ kind, start, end }) => [kind, text.slice(start, end).slice(-6)])).toEqual(
    [
      ['heading', ' ferry'],
      ['sentence', 'and : |'],
      ['item', 's | 57'],
      ['item', ' | 100'],
      ['row', ' | 235'],
      ['row', 'p | 45'],
    ].map(([kind, end]) => [kind, end?.slice(-6)]),
  )
})

test('… a single line with a bar is what it was (negative control)', () => {
  const text = 'Home | Contact\n\nThe ferry leaves at noon. It is yellow.'
  expect(findStructure(text, 'en').sentences.some(({ kind }) => kind === 'row')).toBe(false)
})

test('a line that plain text underlines is a heading, and the rule is none of it', () => {
  const text = [
    'SOR/80-127',
    'Ferry Regulations of the Northern Islands and of the Ports on the Shore opposite to them',
    '========================================================================',
    'Short title',
    '-----------',
    '1 These Regulations may be cited as the Ferry Regulations',
    'of the Northern Islands.',
    '',
    '***',
    '',
    'The ferry leaves at noon.',
    '--------------------',
    'It is yellow.',
  ].join('\n')
  const { sentences } = findStructure(text, 'en')
  const said = sentences
    .filter(({ kind }) => kind !== 'chrome')
    .map(({ kind, start, end }) => `${kind}: ${text.slice(start, end).replace('\n', ' ')}`)
  expect(said).toEqual([
    'heading: SOR/80-127',
    'heading: Ferry Regulations of the Northern Islands and of the Ports on the Shore opposite to them',
    'heading: Short title',
    'sentence: 1 These Regulations may be cited as the Ferry Regulations of the Northern Islands.',
    // A sentence above a rule heads nothing (negative control).
    'sentence: The ferry leaves at noon.',
    'sentence: It is yellow.',
  ])
  expect(sentences.filter(({ kind }) => kind === 'chrome').map(({ start, end }) => text.slice(start, start + 1) + (end - start))).toEqual([
    '=72',
    '-11',
    '*3',
    '-20',
  ])
})

test('a section of a law begins a paragraph, and the long marginal note above it is a heading; a number within a sentence does not (negative control)', () => {
  const text =
    'Direction of traffic, parking and speed limits that apply on driveways\n5 (1) No person shall drive at a speed above the limit.\n\nThe notice is due within the longer one of the two periods of\n30 days after the decision.'
  const { sentences } = findStructure(text, 'en')
  expect(sentences.map(({ kind, start, end }) => [kind, text.slice(start, end).replace('\n', ' ')])).toEqual([
    ['heading', 'Direction of traffic, parking and speed limits that apply on driveways'],
    ['sentence', '5 (1) No person shall drive at a speed above the limit.'],
    ['sentence', 'The notice is due within the longer one of the two periods of 30 days after the decision.'],
  ])
})

test('a section of a law that leads in to its items is no heading, nor is what ends in a comma', () => {
  const text =
    'Bans\n\n10 No person shall\n(a) sleep in a shelter;\n(b) light a fire; or\n(b.1) leave food.\n\n12 No person shall, on a site,\n\n3 Rules of the shore\n\nThe shore is open.'
  const { sentences } = findStructure(text, 'en')
  expect(sentences.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)).toEqual([
    'heading: Bans',
    'sentence: 10 No person shall',
    'item: (a) sleep in a shelter;',
    'item: (b) light a fire; or',
    'item: (b.1) leave food.',
    'sentence: 12 No person shall, on a site,',
    // Without items below it (negative control).
    'heading: 3 Rules of the shore',
    'sentence: The shore is open.',
  ])
})
