/** Footnotes at the foot of a page of a PDF. Pure. */
import { setOff } from './marks.ts'
import type { Layout } from './pdf-layout.ts'

export interface Paragraph {
  text: string
  heading: number
  /** Of its letters. */
  height: number
}

/** Numbers of the footnotes that the text of a page points at. */
export function marksIn(parts: Layout['parts']): ReadonlySet<string> {
  const texts = parts.flatMap((part) => ('lines' in part ? part.lines.map(({ text }) => text) : part.table.flat().map(({ text }) => text)))
  const digits = (mark: string): string => [...mark].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)).join('')
  return new Set(texts.flatMap((text) => [...text.matchAll(/⁽([⁰¹²³⁴-⁹]{1,3})⁾/g)].map(([, mark = '']) => digits(mark))))
}

/** Small print at the foot of a page whose number is not raised, as the notes that the page points at. */
export function withNotes(found: readonly Paragraph[], marks: ReadonlySet<string>, usual: number): Paragraph[] {
  const numbered = (line: string): string | undefined => /^(\d{1,3})\.?\s+\S/.exec(line)?.[1]
  const isNote = ({ text, height }: Paragraph): boolean =>
    text.startsWith('⁽') || (height < NOTE_SIZE * usual && marks.has(numbered(text) ?? ''))
  const from = found.findLastIndex((piece) => !isNote(piece)) + 1
  const notes = found.slice(from).flatMap((piece) =>
    piece.text.split(/\n(?=\d{1,3}\.?\s)/).map((text) => {
      const number = numbered(text)
      return { ...piece, text: number && marks.has(number) ? `${setOff('', number)} ${text.replace(/^\d+\.?\s+/, '')}` : text }
    }),
  )
  return [...found.slice(0, from), ...notes]
}

/** Share of the usual size below which letters are small print. */
const NOTE_SIZE = 0.92
