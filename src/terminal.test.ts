import { expect, test } from 'vitest'
import { openProgress } from './progress.ts'
import { linked, nearest, PIPE, paint, shortened, terminalOf, visible, wrapped } from './terminal.ts'

const tty = terminalOf({ isTTY: true, columns: 24 }, {})

test('a terminal has colours and links, unless it says that it wants none; a pipe has neither', () => {
  expect(paint('x', 'red', tty)).toBe('\u001b[31mx\u001b[39m')
  expect(linked('x', 'file:///a', tty)).toBe('\u001b]8;;file:///a\u001b\\x\u001b]8;;\u001b\\')
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) expect(paint('x', 'red', terminalOf({ isTTY: true }, env))).toBe('x')
  expect(terminalOf({}, {})).toBe(PIPE)
  expect([paint('x', 'red', PIPE), linked('x', 'file:///a', PIPE)]).toEqual(['x', 'x'])
})

test('text is broken between words, so that no line is wider than the terminal; a pipe gets it as it is', () => {
  const text = 'The ferry does not sail when the wind exceeds seventy kilometres an hour.'
  const lines = wrapped(text, tty, '    ').split('\n')
  expect(lines.every((line) => line.length < 24)).toBe(true)
  expect(lines.slice(1).every((line) => line.startsWith('    '))).toBe(true)
  expect(lines.map((line) => line.trim()).join(' ')).toBe(text)
  expect(wrapped(text, PIPE)).toBe(text)
  // The first line begins behind what stands there already.
  expect(wrapped('one two three four', terminalOf({ isTTY: true, columns: 12 }, {}), '', 8).split('\n')[0]).toBe('one')
})

test('what a text would have a terminal do is shown, not done; words, tabs and ends of lines are as they were', () => {
  const hostile = 'a\u001b[31mb\u0007c\u009bd\u202ee\rf'
  const shown = 'a\\u001b[31mb\\u0007c\\u009bd\\u202ee\\u000df'
  expect([visible(hostile), wrapped(hostile, PIPE), wrapped(hostile, terminalOf({ isTTY: true, columns: 80 }, {}))]).toEqual(
    Array(3).fill(shown),
  )
  expect(linked(hostile, 'file:///a', PIPE)).toBe(shown)
  expect(linked(hostile, 'file:///a', tty)).toBe(`\u001b]8;;file:///a\u001b\\${shown}\u001b]8;;\u001b\\`)
  const plain = 'Élan\u00a0: «\u202fnaïve\u202f»\n\t– 10\u2009% 🙂'
  expect(visible(plain)).toBe(plain)
})

test('a word that is too long has a line of its own', () => {
  expect(wrapped(`a ${'b'.repeat(40)} c`, tty).split('\n')).toEqual(['a', 'b'.repeat(40), 'c'])
})

test('a text is cut after a whole word', () => {
  expect(shortened('une stratégie numérique', 15)).toBe('une stratégie…')
  expect(shortened('short', 15)).toBe('short')
})

test('a slip of the fingers is understood, another word is not', () => {
  const names = ['--documents', '--port', '--host']
  expect(nearest('--documnts', names)).toBe('--documents')
  expect(nearest('--prot', names)).toBe('--port')
  expect(nearest('--colour', names)).toBeUndefined()
})

test('a line of progress fits the terminal, numbers whole, however narrow it is', () => {
  for (const columns of [20, 40, 60, 80, 120]) {
    const written: string[] = []
    const stream = { isTTY: true, columns, write: (text: string) => written.push(text) }
    const progress = openProgress((perSecond, left) => `${perSecond}/s, encore ${left}`, stream)
    progress.update('Lecture et analyse des documents', 20_000, 20_000)
    const line = written[0]?.slice(1) ?? ''
    expect(line.length, line).toBeLessThan(columns)
    expect(line).toContain('20000/20000')
    if (columns >= 60) expect(line).toContain('█')
  }
})
