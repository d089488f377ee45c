/**
 * Cells in, rows that can be read alone out: "Service: Birth certificate · Fee: 32 dollars". Which row heads the columns is told by the
 * format, or found; a table of two columns without one is a list of labels and values. Pure.
 */

import type { Language } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { BlockWriter, CellSpan } from './block-writer.ts'
import { isPairsOfColumns } from './table-forms.ts'
import { isTextBesideText, languagesSideBySide, type Side } from './table-texts.ts'

export interface Cell {
  text: string
  /** Said to be a header by the format. */
  header?: boolean
  /** All of it in bold. */
  strong?: boolean
  columns?: number
  rows?: number
  /** What the format says that it is written in. */
  language?: Language | undefined
}

interface Placed extends Cell {
  /** The cell that the place belongs to, which may span several. */
  of: Cell
}

/** Places that spans may fill. */
const COLUMNS_MAX = 256
const ROWS_SPANNED_MAX = 1000
const HEADER_MAX_LENGTH = 80
/** Names of the columns of one cell that are written out; beyond them the first and the last. */
const MOST_LABELS = 3
/** A longer row is written cell by cell. */
const ROW_MAX_LENGTH = 700

/** Between a label and its value, as each language sets a colon. */
export const COLON: Record<Language, string> = { en: ': ', fr: '\u00a0: ' }
const BETWEEN = ' · '
/** Between the name of several columns, or of a group of rows, and the name of one. */
const ABOVE = ' – '

/**
 * Writes a table as blocks: one `table` that holds its rows, each row with its cells, or label/value pairs.
 * @param headed number of rows that the format says to be headers; undefined where it does not tell
 */
export function writeTable(writer: BlockWriter, given: readonly (readonly Cell[])[], language: Language, headed?: number): void {
  const all = grid(given).filter((row) => row.some(({ text }) => text !== ''))
  const sides = languagesSideBySide(all.filter((row) => !isSpanned(row)))
  if (sides) {
    writeSides(writer, all, sides)
    return
  }
  if (headed === undefined && isForm(all)) {
    writeForm(writer, all, language)
    return
  }
  if (headed === undefined && all.every((row) => row.every(({ header }) => !header)) && isPairsOfColumns(all)) {
    writePairsOfColumns(writer, all, language)
    return
  }
  // What stands over the whole width above the heads is the table's name.
  let named = 0
  while (headed === undefined && named < all.length - 1 && isSpanned(elementAt(all, named))) named++
  const rows = all.slice(named)
  const width = Math.max(0, ...rows.map((row) => row.length))
  if (rows.length === 0) return
  const heads = headed ?? headerRows(rows)
  if (heads === 0 && width === 2 && isTextBesideText(rows.filter((row) => !isSpanned(row)))) {
    for (const row of all) for (const { text } of new Set(row.map(({ of }) => of))) if (text !== '') writer.write('paragraph', text)
    return
  }
  const head = rows.slice(0, heads)
  const body = rows.slice(heads)
  const labels = Array.from({ length: width }, (_, column) =>
    [...new Set(head.map((row) => row[column]?.text ?? ''))].filter(Boolean).join(ABOVE),
  )
  writer.open('table')
  for (const [first] of all.slice(0, named)) writer.write('heading', first?.text ?? '', { level: 6 })
  const rest = body.length > 0 ? body : head
  const groups = groupRows(rest, width)
  const sharing = groupsShareKeys(rest, groups)
  let group: string | undefined
  for (const row of rest) {
    const [first] = row
    const tight = writer.last === 'row' || writer.last === 'cell'
    const name = groups.get(row)
    const own = sharing ? group : undefined
    if (name !== undefined) {
      group = name
      writer.write('heading', name, { level: 6, tight })
    } else if (isSpanned(row)) writer.write('paragraph', first?.text ?? '', { tight })
    else if (heads === 0 && width === 2) writePair(writer, [own, first?.text].filter(Boolean).join(ABOVE), row[1]?.text ?? '', language)
    else if (isSingle(row) && first?.text !== '' && width > 2) writer.write('row', first?.text ?? '', { tight })
    else writeRow(writer, row, body.length > 0 ? labels : [], language, own)
  }
  writer.close()
}

/** Each language from top to bottom, so that neither interrupts the other one's text; what stands over the whole width is between them. */
function writeSides(writer: BlockWriter, rows: readonly Placed[][], sides: readonly Side[]): void {
  const seen = new Set<Cell>()
  const write = ({ text, of, strong, header }: Placed, mark = ''): void => {
    if (text === '' || seen.has(of)) return
    seen.add(of)
    const isHead = strong || header
    writer.write(isHead ? 'heading' : 'paragraph', mark === '' ? text : `${mark} ${text}`, isHead ? { level: 6 } : {})
  }
  let run: Placed[][] = []
  for (const row of [...rows, undefined]) {
    if (row && !isSpanned(row)) {
      run.push(row)
      continue
    }
    for (const { text, mark } of sides) for (const own of run) write(elementAt(own, text), mark === undefined ? '' : own[mark]?.text)
    run = []
    if (row) write(elementAt(row, 0))
  }
}

/** "Name: Lise Roy", « Date : 4 mars » : a label with its value in one cell. */
const LABELLED = /^(\p{L}[^:\n]{0,59}?)(?<!\d)[ \u00a0\u202f]?:(?:[ \u00a0\u202f]|(?=\p{L}))(\S[\s\S]*)$/u

/** Boxes of a form: cells that hold a label with its value each, two or more of them, and none that does not. */
function isForm(rows: readonly Placed[][]): boolean {
  const texts = [...new Set(rows.flat().map(({ of }) => of))].map(({ text }) => text).filter((text) => text !== '')
  return texts.length > 1 && rows.some((row) => new Set(row.map(({ of }) => of)).size > 1) && texts.every((text) => LABELLED.test(text))
}

function writeForm(writer: BlockWriter, rows: readonly Placed[][], language: Language): void {
  writer.open('table')
  for (const { text } of new Set(rows.flat().map(({ of }) => of))) {
    const [, label = '', value = ''] = LABELLED.exec(text) ?? []
    if (label !== '') writePair(writer, label, value, language)
  }
  writer.close()
}

function writePairsOfColumns(writer: BlockWriter, rows: readonly Placed[][], language: Language): void {
  writer.open('table')
  for (const row of rows) {
    for (let column = 0; column < row.length; column += 2) {
      const [label = '', value = ''] = [row[column]?.text, row[column + 1]?.text]
      // An empty box says nothing.
      if (label !== '' && value !== '' && row[column]?.of !== row[column + 1]?.of) writePair(writer, label, value, language)
      else if (value !== '' || row[column]?.of === row[column + 1]?.of)
        writer.write('paragraph', value || label, { tight: writer.last === 'pair' })
    }
  }
  writer.close()
}

/** Whether what tells a row from the others of its group stands in another group, too: the row is understood with the name of its group alone. */
function groupsShareKeys(rows: readonly Placed[][], groups: ReadonlyMap<readonly Placed[], string>): boolean {
  const groupOf = new Map<string, string>()
  let group = ''
  for (const row of rows) {
    const name = groups.get(row)
    if (name !== undefined) group = name
    const key = row[0]?.text ?? ''
    if (name !== undefined || isSpanned(row)) continue
    if ((groupOf.get(key) ?? group) !== group) return true
    groupOf.set(key, group)
  }
  return false
}

/**
 * Rows of a single name that head the rows below them, with that name: those over the whole width, those beside an empty first column, where
 * the table begins with one (so that none can go on from a row above), and those in bold where the first cells of other rows are not. A
 * sentence, and what ends the table, is a note; a figure alone is a total.
 */
function groupRows(rows: readonly Placed[][], width: number): Map<readonly Placed[], string> {
  const spanned = rows.filter((row) => isSpanned(row) && row !== rows.at(-1) && !/[.!?]$/.test(row[0]?.text ?? ''))
  const named = rows.flatMap((row) => {
    const only = width > 2 && isSingle(row) ? row.find(({ text }) => text !== '') : undefined
    const isName = only !== undefined && /\p{L}{3}/u.test(only.text) && !/[.!?]$/.test(only.text)
    return isName ? [{ row, only, isFirst: row[0] === only }] : []
  })
  const beside = named.filter(({ isFirst }) => !isFirst)
  const isGrouped = beside.length > 1 && beside[0]?.row === rows[0] && beside.at(-1)?.row !== rows.at(-1)
  const plain = rows.filter((row) => !isSpanned(row) && !named.some((own) => own.row === row))
  const isBold = plain.length > 0 && plain.every(([first]) => !first?.strong && !first?.header)
  const heads = named.filter(({ row, only, isFirst }) =>
    isFirst ? isBold && (only.strong || only.header) && row !== rows.at(-1) : isGrouped,
  )
  return new Map([
    ...spanned.map((row): [Placed[], string] => [row, row[0]?.text ?? '']),
    ...heads.map(({ row, only }): [Placed[], string] => [row, only.text]),
  ])
}

/** One cell with something in it. */
function isSingle(row: readonly Placed[]): boolean {
  return row.filter(({ text }) => text !== '').length === 1
}

/** The rows of a table that head its columns, for what goes on with it elsewhere. */
export function headOf(given: readonly Cell[][]): Cell[][] {
  const all = grid(given)
  if (all.some((row) => row.every(({ text }) => text === ''))) return []
  const named = all.findIndex((row) => !isSpanned(row))
  return named === -1 ? [] : given.slice(named, named + headerRows(all.slice(named)))
}

/** One cell over the whole width. */
function isSpanned(row: readonly Placed[]): boolean {
  return row.length > 1 && row.every(({ of }) => of === row[0]?.of)
}

/** Writes a label with its value on one line. */
export function writePair(writer: BlockWriter, label: string, value: string, language: Language): void {
  const name = label.trimEnd().replace(/:$/, '').trimEnd()
  const tight = writer.last === 'pair'
  if (name === '' || value === '') writer.write('paragraph', name || value, { tight })
  else writer.write('pair', `${name}${COLON[language]}${value}`, { label: name, tight })
}

function writeRow(writer: BlockWriter, row: readonly Placed[], labels: readonly string[], language: Language, group = ''): void {
  const cells: CellSpan[] = []
  let text = group
  for (const [column, { text: value, of }] of row.entries()) {
    if (value === '' || row.slice(0, column).some((other) => other.of === of)) continue
    const label = joinedLabels(labels.filter((_, at) => at >= column && row[at]?.of === of))
    if (text !== '') text += BETWEEN
    if (label !== '') text += `${label}${COLON[language]}`
    const start = text.length
    text += value
    cells.push({ start, end: text.length, ...(label === '' ? {} : { label }) })
  }
  const tight = writer.last === 'row' || writer.last === 'cell'
  if (text.length <= ROW_MAX_LENGTH) {
    writer.write('row', text, { tight }, cells)
    return
  }
  for (const { start, end, label = '' } of cells) writePair(writer, label, text.slice(start, end), language)
}

/** "Season – Summer, Winter": the names of all columns that one cell covers, what heads them together said once; of very many the first and the last. */
function joinedLabels(given: readonly string[]): string {
  const labels = [...new Set(given.map((label) => label.replace(/:$/, '').trimEnd()))].filter(Boolean)
  const [first = ''] = labels
  const above = first.slice(0, first.indexOf(ABOVE) + ABOVE.length)
  const shared = first.includes(ABOVE) && labels.every((label) => label.startsWith(above)) ? above : ''
  const names = labels.map((label) => label.slice(shared.length))
  return shared + (names.length <= MOST_LABELS ? names.join(', ') : `${names[0]} … ${names.at(-1)}`)
}

/** Each place of the table with the cell that covers it. */
function grid(given: readonly (readonly Cell[])[]): Placed[][] {
  const rows: Placed[][] = given.map(() => [])
  for (const [r, row] of given.entries()) {
    let column = 0
    for (const cell of row) {
      const own = elementAt(rows, r)
      while (own[column]) column++
      const wide = Math.min(Math.max(1, cell.columns ?? 1), COLUMNS_MAX - column)
      const high = Math.min(Math.max(1, cell.rows ?? 1), ROWS_SPANNED_MAX, rows.length - r)
      for (let i = 0; i < high; i++) {
        for (let j = 0; j < wide; j++) elementAt(rows, r + i)[column + j] = { ...cell, of: cell }
      }
      column += wide
      if (column >= COLUMNS_MAX) break
    }
  }
  const empty: Cell = { text: '' }
  return rows.map((row) => Array.from(row, (cell) => cell ?? { ...empty, of: empty }))
}

/** Number of rows that head the columns. */
function headerRows(rows: readonly Placed[][]): number {
  let heads = 0
  while (
    heads < rows.length - 1 &&
    heads < 3 &&
    rows[heads]?.every(({ header, text }) => header || text === '') &&
    (rows[heads]?.length ?? 0) > 1
  )
    heads++
  if (heads > 0) return heads
  return spannedHeads(rows) || (looksLikeHeader(rows) ? 1 : 0)
}

/** Rows of names each over several columns ("2025", "2026"), with the row below that tells these apart ("Q1", "Q2"); 0 where there are none. */
function spannedHeads(rows: readonly Placed[][]): number {
  const groups = (row: readonly Placed[] = []): Cell[] =>
    [...new Set(row.map(({ of }) => of))].filter(({ columns = 1, text }) => columns > 1 && text !== '')
  let last = 0
  while (last < 2 && groups(rows[last]).length > 0) last++
  const below = rows[last]
  if (last === 0 || !below || rows.length <= last + 1) return 0
  const told = groups(rows[last - 1]).every((group) => {
    const texts = below.filter((_, column) => rows[last - 1]?.[column]?.of === group).map(({ text }) => text)
    return texts.every((text) => text !== '') && new Set(texts).size === texts.length
  })
  const names = rows.slice(0, last + 1).flatMap((row) => row.map(({ text }) => text))
  if (!told || names.some((text) => text.length > HEADER_MAX_LENGTH || /[.!?]$/.test(text))) return 0
  return below.some(({ text }) => FIGURE.test(text) && !YEAR.test(text)) ? 0 : last + 1
}

const YEAR = /^(?:19|20)\d\d(?:[-–/](?:\d\d|(?:19|20)\d\d))?$/

/** Short names above values: all in bold where nothing below is, or without a digit over columns that hold digits. */
function looksLikeHeader([first = [], ...rest]: readonly Placed[][]): boolean {
  if (rest.length === 0 || first.length < 2 || rest.some((row) => row[0]?.header)) return false
  const named = first.filter(({ text }) => text !== '')
  if (named.length < first.length - 1 || named.some(({ text }) => text.length > HEADER_MAX_LENGTH || /[.!?]$/.test(text))) return false
  if (new Set(named.map(({ text }) => text)).size < named.length) return false
  if (named.every(({ strong }) => strong) && !rest.every((row) => row.every(({ strong, text }) => strong || text === ''))) return true
  const isFigureItself = (column: number, text: string): boolean =>
    /\d/.test(text) && !/^(?:19|20)\d\d$/.test(text) && !namesFigures(text, rest, column) && !isNumberedName(column, first, rest)
  if (first.some(({ text }, column) => isFigureItself(column, text))) return false
  const numeric = first.some((_, column) => column > 0 && rest.every((row) => /\d|^$/.test(row[column]?.text ?? '')))
  if (first.length > 2) return numeric || rest.length > 1
  // Labels beside values, where the first row is one of them ("Capacity | 2,300"), differ in shape from one row to the next.
  return numeric && rest.length > 1 && new Set(rest.map((row) => shapeOf(row[1]?.text ?? ''))).size === 1
}

/** "3.25", "$28", "10 %", "20 kg", « 12 h » : a figure, with no word beside it. */
const FIGURE = /^[^\p{L}]*\d[^\p{L}]*(?:\p{L}{1,2}\.?)?$/u

/** "Q1", "Week 2", « T3 »: one of several names of a row that differ in their number alone, where what stands below is of another kind. */
function isNumberedName(column: number, first: readonly Placed[], rest: readonly Placed[][]): boolean {
  const stem = stemOf(first[column])
  if (!/^\p{L}/u.test(stem) || first.filter((cell) => stemOf(cell) === stem).length < 2) return false
  return !rest.some((row) => stemOf(row[column]) === stem) && !rest.every(hasNumberedNames)
}

function hasNumberedNames(row: readonly Placed[]): boolean {
  const stems = row.filter(({ text }) => /^\p{L}.*\d/u.test(text)).map(stemOf)
  return new Set(stems).size < stems.length
}

/** A text without its numbers. */
function stemOf(cell: Placed | undefined): string {
  return (cell?.text ?? '').replace(/\d+/g, '#')
}

/** "Child (5-17)" above nothing but figures names them. */
function namesFigures(text: string, rows: readonly Placed[][], column: number): boolean {
  const values = rows.map((row) => row[column]?.text ?? '').filter(Boolean)
  return /\p{L}{3}/u.test(text) && values.length > 0 && values.every((value) => FIGURE.test(value))
}

/** "$6.00" and "$4.50" are of one shape. */
function shapeOf(text: string): string {
  return text.replace(/\d+(?:[.,\s]\d+)*/g, '#')
}
