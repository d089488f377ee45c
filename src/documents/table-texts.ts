/** Tables that arrange running text: the same text in two languages side by side, or sentences beside sentences. Pure. */
import type { Language } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'

interface TextCell {
  text: string
  /** What the format says. */
  language?: Language | undefined
}

/** A column of text, and the one whose marks number it. */
export interface Side {
  text: number
  mark: number | undefined
}

/** Rows by which a table is judged. */
const SAMPLE = 200
const COLUMNS_MAX = 4
/** "3.", "(a)", "IV", "12.1": what numbers a text, in a column of its own. */
const MARK = /^\(?[\p{L}\d]{0,4}(?:\.\d{1,3}){0,3}[.):]?$/u
const WORDS_LEAST = 4
const ENDED = /[.!?…;:,][»”"’')\]⁾]*$/u

function isSentence({ text }: TextCell): boolean {
  return ENDED.test(text) && text.split(/\s+/).length >= WORDS_LEAST
}

/** More than half of a column. */
function isMostly(column: readonly TextCell[], is: (cell: TextCell) => boolean): boolean {
  return column.filter(is).length * 2 > column.length
}

function columnsOf(rows: readonly (readonly TextCell[])[]): TextCell[][] {
  const sample = rows.slice(0, SAMPLE)
  const width = sample.reduce((most, row) => Math.max(most, row.length), 0)
  if (width > COLUMNS_MAX) return []
  return Array.from({ length: width }, (_, column) => sample.flatMap((row) => (row[column]?.text ? [row[column]] : [])))
}

/** What the cells say they are written in, where they do; what they are found to be. */
function languageOf(column: readonly TextCell[]): Language | undefined {
  const [stated, ...others] = new Set(column.flatMap(({ language }) => language ?? []))
  return stated && others.length === 0 ? stated : detectLanguage(column.map(({ text }) => text).join(' '))
}

/**
 * The two columns of a table that hold sentences of two languages, as by-laws are printed, with marks beside them at most. Terms beside
 * their translations are no sentences: each row of a glossary says something.
 */
export function languagesSideBySide(rows: readonly (readonly TextCell[])[]): Side[] | undefined {
  const columns = columnsOf(rows)
  const texts = [...columns.keys()].filter((i) => isMostly(columns[i] ?? [], isSentence))
  const marks = [...columns.keys()].filter((i) => !texts.includes(i))
  if (texts.length !== 2 || marks.some((i) => !columns[i]?.every(({ text }) => MARK.test(text)))) return undefined
  const [one, other] = texts.map((i) => languageOf(columns[i] ?? []))
  if (!one || !other || one === other) return undefined
  return texts.map((text) => ({ text, mark: marks.findLast((mark) => mark < text) }))
}

/** Whether two columns hold statements beside sentences. A question beside its answer is a label with its value. */
export function isTextBesideText(rows: readonly (readonly TextCell[])[]): boolean {
  const [left = [], right = [], ...others] = columnsOf(rows)
  const isStatement = (cell: TextCell): boolean => /[.!][»”"’')\]⁾]*$/u.test(cell.text) && isSentence(cell)
  return others.length === 0 && isMostly(left, isStatement) && isMostly(right, isSentence)
}
