/**
 * What a terminal can show: its width, colours and links. A pipe gets plain text, whole lines and nothing else. Pure but for what is
 * passed in.
 */

export interface Terminal {
  /** Whether a person sees it. */
  isTerminal: boolean
  /** Characters of a line; infinite in a pipe. */
  columns: number
  colour: boolean
}

export const PIPE: Terminal = { isTerminal: false, columns: Number.POSITIVE_INFINITY, colour: false }

/** Lines longer than this are hard to read, however wide the window is. */
const READABLE = 100

/** @param env NO_COLOR (https://no-color.org) and TERM=dumb turn colours off */
export function terminalOf(stream: { isTTY?: boolean; columns?: number }, env: Readonly<Record<string, string | undefined>>): Terminal {
  if (!stream.isTTY) return PIPE
  return { isTerminal: true, columns: stream.columns || 80, colour: !env.NO_COLOR && env.TERM !== 'dumb' }
}

/** Select Graphic Rendition (ECMA-48): begins and ends. */
const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const
export type Style = keyof typeof STYLES

export function paint(text: string, style: Style, { colour }: Terminal): string {
  const [on, off] = STYLES[style]
  return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text
}

/**
 * Texts and names of others may hold what moves the cursor, recolours or rings, or turns the direction of a line: it is shown, not obeyed.
 * Tabs and ends of lines stay.
 */
export function visible(text: string): string {
  return text.replace(OBEYED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** A text that opens an address when it is clicked (OSC 8); the text alone where that is not understood. */
export function linked(text: string, address: string, { colour }: Terminal): string {
  const shown = visible(text)
  return colour ? `\u001b]8;;${address}\u001b\\${shown}\u001b]8;;\u001b\\` : shown
}

/**
 * Text in lines that fit, broken between words, its controls made visible. Not for text that is painted already: its controls would be shown.
 * @param indent before every line but the first
 */
export function wrapped(text: string, { columns }: Terminal, indent = '', first = 0): string {
  const width = Math.min(columns - 1, READABLE)
  const shown = visible(text)
  if (!Number.isFinite(columns)) return shown
  const lines: string[] = []
  let line = ' '.repeat(first)
  for (const word of shown.split(/[ \t\n]+/)) {
    const start = lines.length === 0 ? ' '.repeat(first) : indent
    if (line.length > start.length && line.length + 1 + word.length > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = line.length > start.length ? `${line} ${word}` : `${line}${word}`
  }
  return [...lines, line].join('\n').slice(first)
}

/** Cut after a whole word. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.lastIndexOf(' ', length)
  return `${text.slice(0, cut > 0 ? cut : length)}…`
}

/**
 * The nearest of some names, for a word that was probably meant to be one of them.
 * @returns undefined where none is within a third of its letters
 */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const [best] = names.map((name) => ({ name, away: distance(word, name) })).sort((a, b) => a.away - b.away)
  return best && best.away <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment distance). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  )
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, at(i - 2, j - 2) + 1)
      const row = rows[i]
      if (row) row[j] = least
    }
  }
  return at(a.length, b.length)
}
