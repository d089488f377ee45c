/**
 * Lines that an author broke by hand: a label with what hangs below its value, opening hours, addresses, names with titles, the signature at
 * the end, cells parted by bars, headings with a rule below them. A short line without a full stop looks like a heading; most of these head
 * nothing. Pure.
 */
import type { Span } from '../domain.ts'
import { elementAt } from '../elements.ts'

/** "Present:     Ann Roe": a label, a colon and a gap before its value. */
const LABEL_AND_GAP = /^[ \t]*\p{Lu}[^:\n]{0,38}:(?:[ \t]{2,}|\t)\S/u
/** Four columns at least, or a tab. */
const INDENTED = /^(?: {4,}|[ ]{0,3}\t)[ \t]*\S/
const BULLET_OR_LABEL = /^\s*(?:[•●▪◦‣·*–—-]\s|\(?[\p{L}\d]{1,4}[.)]\s|\p{Lu}[^:\n]{0,38}:\s)/u
/** A gap within a line parts cells of a table. */
const CELLS = /\S(?:\t| {3,})\S/
const HANGING_MAX = 20

/** How many lines below one hang below its value: "Present:     Ann Roe", with further names indented under the first. */
export function hangingLines(text: string, lines: readonly Span[], from: number): number {
  const rawLine = (i: number): string => {
    const line = lines[i]
    return line ? text.slice(line.start, line.end) : ''
  }
  const first = rawLine(from)
  if (!LABEL_AND_GAP.test(first)) return 0
  const indent = /^[ \t]*/.exec(first)?.[0].length ?? 0
  let count = 0
  while (count < HANGING_MAX) {
    const line = rawLine(from + count + 1)
    const own = /^[ \t]*/.exec(line)?.[0].length ?? 0
    if (!INDENTED.test(line) || own <= indent || BULLET_OR_LABEL.test(line) || CELLS.test(line)) break
    count++
  }
  return count
}

/** A line of text as it looks. */
export interface Line extends Span {
  looksLikeHeading: boolean
}

/** Of lines that look like headings: those that are items of a list, and the run at the end of a text that is one signature. */
export interface Headless {
  items: ReadonlySet<number>
  /** The first line of the closing run, when there is one; it ends the text. */
  signature: number | undefined
}

/** Lines of a run from which it is a list, and of a signature at most. */
const LIST_LEAST = 3
const SIGNATURE_MOST = 6
/** A longer line is prose. */
const LINE_MAX_LENGTH = 80
/** What names, addresses and hours hold and few headings do. */
const DETAIL = /[,\d]/
/** A rule of dashes below a heading says nothing. */
const SAYS = /[\p{L}\p{N}]/u
/** "Part 2", "3.1 Scope": the number of a heading. */
const NUMBERED =
  /^(?:(?:part|partie|section|chapter|chapitre|article|schedule|annexe|appendix|title|titre)\s+)?(?:\d+(?:\.\d+)+|\d{1,2}[.)])\s/iu

/** @param lines in order; those of one run have no empty line between them. The first run of a text is its title. */
export function headlessLines(text: string, lines: readonly Line[]): Headless {
  const items = new Set<number>()
  const textEnd = text.trimEnd().length
  let signature: number | undefined
  for (let from = 0, to = 0; from < lines.length; from = to) {
    to = from + 1
    while (to < lines.length && !/\n[^\S\n]*\n/.test(text.slice(elementAt(lines, to - 1).end, elementAt(lines, to).start))) to++
    const run = lines.slice(from, to)
    if (text.slice(0, elementAt(run, 0).start).trim() === '' || run.length < 2) continue
    const texts = run.map(({ start, end }) => text.slice(start, end).trim())
    const isClosing = run.at(-1)?.end === textEnd && run.length <= SIGNATURE_MOST
    if (isClosing && run.every(({ looksLikeHeading }) => looksLikeHeading) && texts.every((line) => SAYS.test(line))) {
      signature = from
      continue
    }
    const below = texts.slice(1)
    const details = below.filter((line) => DETAIL.test(line) && !NUMBERED.test(line)).length
    if (run.length < LIST_LEAST || details * 2 < below.length || texts.some((line) => line.length > LINE_MAX_LENGTH)) continue
    for (const [i, { looksLikeHeading }] of run.entries()) {
      const isFirst = i === 0 && !DETAIL.test(texts[0] ?? '')
      const line = texts[i] ?? ''
      if (looksLikeHeading && !isFirst && SAYS.test(line) && !NUMBERED.test(line)) items.add(from + i)
    }
  }
  return { items, signature }
}

/** How a line ends that says all it says, or leads in to the next. */
export const TERMINAL = /[.!?…;:][»”"’')\]\s]*$/

/** Cells parted by bars: "Ferry | 12", « a) au Canada : | ». One such line alone may be anything. */
const BARRED = /\S \|(?: \S|$)/

export function hasCells(line: string): boolean {
  return BARRED.test(line)
}

/** Whether the line before or behind has cells. */
export function standsByCells(text: string, lines: readonly Span[], i: number): boolean {
  return BARRED.test(lineAt(text, lines, i - 1)) || BARRED.test(lineAt(text, lines, i + 1))
}

/** Without the white space around it; '' where there is no such line. */
export function lineAt(text: string, lines: readonly Span[], i: number): string {
  const line = lines[i]
  return line ? text.slice(line.start, line.end).trim() : ''
}

/** A line of one mark alone, drawn over, under or between what is written. */
export const RULE = /^(?:={3,}|-{3,}|_{3,}|~{3,}|\*{3,}|#{3,}|\^{3,}|\+{3,})$/
const UNDERLINED_MAX_LENGTH = 200

/** Level of a heading that plain text underlines; undefined where none is. The heads of columns are underlined, too. */
export function underlined(line: string, below: string): number | undefined {
  if (!RULE.test(below) || TERMINAL.test(line) || line.length > UNDERLINED_MAX_LENGTH || /\t| {3}/.test(line) || BARRED.test(line))
    return undefined
  return below.startsWith('=') || below.startsWith('#') ? 1 : 2
}
