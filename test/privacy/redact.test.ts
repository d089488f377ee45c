/** Personal details: a paired fixture of both languages, half of it harmless look-alikes, and strings that make bad patterns slow. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LANGUAGES, type Language } from '../../src/domain.ts'
import { redact, withoutAsker } from '../../src/privacy/redact.ts'

const pairs = readFileSync('test/privacy/pairs.tsv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [kinds = '', en = '', fr = ''] = line.split('\t')
    return { kinds: kinds.split(' ').filter(Boolean).sort(), text: { en, fr } }
  })
const personal = pairs.filter(({ kinds }) => kinds.length > 0)
const harmless = pairs.filter(({ kinds }) => kinds.length === 0)

/** Texts whose kinds were not found exactly. */
function wrong(of: typeof pairs, language: Language, guard = redact): string[] {
  return of.flatMap(({ kinds, text }) =>
    String(guard(text[language], language).kinds.toSorted()) === String(kinds)
      ? []
      : `${text[language]} → ${guard(text[language], language).text}`,
  )
}

test('at least 60 pairs, half of them harmless', () => {
  expect(pairs.length).toBeGreaterThanOrEqual(60)
  expect(Math.abs(personal.length - harmless.length)).toBeLessThanOrEqual(6)
})

test.each(LANGUAGES)('%s: recall of at least 0.95, a share of false alarms of at most 0.02', (language) => {
  const missed = wrong(personal, language)
  const alarms = wrong(harmless, language)
  expect(missed.length / personal.length, missed.join()).toBeLessThanOrEqual(0.05)
  expect(alarms.length / harmless.length, alarms.join()).toBeLessThanOrEqual(0.02)
})

test('… and a guard that is switched off is seen (negative control)', () => {
  expect(wrong(personal, 'en', (text) => ({ text, kinds: [] }))).toHaveLength(personal.length)
  expect(wrong(harmless, 'fr', (text) => ({ text, kinds: ['name'] }))).toHaveLength(harmless.length)
})

test.each(LANGUAGES)('nothing of a number, an address on the net or a surname is left (%s)', (language) => {
  for (const { kinds, text } of personal) {
    const left = redact(text[language], language).text
    expect(left, text[language]).not.toMatch(
      /@|\d{3}|[A-Z]\d[A-Z]|Roy|Côté|Smith|Tremblay|Gagnon|Beaulieu|Brien|Singh|Houten|Nguyen|Lavoie/i,
    )
    // An address takes its postal code along: two kinds, one mark.
    const marks = kinds.length - (kinds.includes('address') && kinds.includes('postal-code') ? 1 : 0)
    expect(left.match(/\[/g)?.length, text[language]).toBe(marks)
  }
})

test('a name after a title stays where the documents hold it, one said of oneself never does', () => {
  const spared = (name: string): boolean => name === 'Éric Caire'
  expect(redact('Who is Mr. Éric Caire? My name is Éric Caire.', 'en', spared).text).toBe('Who is Mr. Éric Caire? My name is [name].')
  expect(redact('Qui est M. Luc Roy ?', 'fr', spared).text).toBe('Qui est M. [nom] ?')
})

const PUMPS = [' ', 'a', '1', '1 ', '1-', '.', 'a@', 'A ', '1 rue ', 'M. ', '1 A', 'je suis A ', 'É’', '+1(']
const LONG = 100_000

test('patterns take linear time: 14 strings of 100,000 characters, each in well under a second', () => {
  for (const pump of PUMPS) {
    const text = pump.repeat(LONG / pump.length)
    const started = performance.now()
    redact(text, 'en')
    expect(performance.now() - started, JSON.stringify(pump)).toBeLessThan(1000)
  }
})

test('… and a pattern of quadratic time is seen (negative control)', () => {
  const quadratic = (length: number): number => {
    const text = `${' '.repeat(length)}x`
    const started = performance.now()
    text.replace(/\s+$/, '')
    return performance.now() - started
  }
  quadratic(1000)
  // Ten times the length: a hundred times the time, at this length already beyond what ours need at 100,000.
  expect(quadratic(40_000) / quadratic(4000)).toBeGreaterThan(30)
})

test('a name that looks like its title is taken out, not the title', () => {
  expect(redact('Has Mr. Mr called?', 'en').text).toBe('Has Mr. [name] called?')
  expect(redact('M. M est-il là ?', 'fr').text).toBe('M. [nom] est-il là ?')
})

test('a question loses what its asker says of himself or herself, and nothing that the documents hold', () => {
  const stands = (detail: string): boolean => detail.includes('325')
  expect(withoutAsker('My name is Anne Roy, 514 555-0199: what is ITQ?', stands)).toBe('My name is , : what is ITQ?')
  expect(withoutAsker('Que se passe-t-il au 325, rue Dalhousie, M. Roy ?', stands)).toBe(
    'Que se passe-t-il au 325, rue Dalhousie, M. Roy ?',
  )
  expect(withoutAsker('Que se passe-t-il au 12, rue Dalhousie ?', stands)).toBe('Que se passe-t-il au  ?')
  expect(withoutAsker('514 555-0199', stands)).toBe('514 555-0199')
})
