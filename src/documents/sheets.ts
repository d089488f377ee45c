/** Workbooks in (.xlsx, .xls, .ods), text out: each sheet under its name, each of its tables as rows that can be read alone. */
import type { Language } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { type Cell, writeTable } from './table.ts'
import { checkPackage, isCompound } from './zip.ts'

/** Places of one sheet that are looked at. */
const ROWS_MAX = 100_000
const COLUMNS_MAX = 256
const ROWS_MERGED_MAX = 1000

type Xlsx = typeof import('@e965/xlsx')
type Sheet = import('@e965/xlsx').WorkSheet

export async function readSheets(bytes: Buffer): Promise<ReadText> {
  // The library would read anything as some table.
  if (!isCompound(bytes)) checkPackage(bytes)
  const xlsx = await import('@e965/xlsx')
  const book = parsed(xlsx, bytes)
  const sheets = book.SheetNames.map((name, i) => ({
    name,
    hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) > 0,
    rows: rowsOf(xlsx, book.Sheets[name]),
  }))
  const shown = sheets.filter(({ hidden, rows }) => !hidden && rows.length > 0)
  const language = languageOf(shown.flatMap(({ rows }) => rows.slice(0, 40))) ?? 'en'
  const writer = new BlockWriter()
  for (const { name, rows } of shown) {
    const own = languageOf(rows.slice(0, 40)) ?? language
    writer.open('page', name)
    writer.write('heading', name, { level: 1 })
    for (const part of partsOf(own === 'fr' ? rows.map((row) => row.map(inFrench)) : rows).flatMap(sideBySide))
      writePart(writer, part, language)
    writer.close()
  }
  const hidden = sheets.some((sheet) => sheet.hidden && sheet.rows.length > 0)
  return { text: writer.text(), blocks: writer.blocks, language, ...(hidden ? { warnings: ['hidden-text'] } : {}) }
}

function languageOf(rows: readonly SheetCell[][]): Language | undefined {
  return detectLanguage(
    rows
      .flatMap((row) => row.map(({ text }) => text))
      .join(' ')
      .slice(0, 4000),
  )
}

interface SheetCell extends Cell {
  /** A number, whose separators are those of the system that shows it. */
  number?: boolean
}

/** 1,234.50 with what may stand around it: "$1,234.50", "12.5%", "(1,500)". */
const NUMBER = /^[^\d.,]*\d{1,3}(?:,\d{3})*(?:\.\d+)?[^\d.,]*$|^[^\d.,]*\d+(?:\.\d+)?[^\d.,]*$/

/** A number as a French system shows it, where the library writes 1,234.50: in French 1,234 is little more than one. */
function inFrench(cell: SheetCell): SheetCell {
  if (!cell.number || !NUMBER.test(cell.text)) return cell
  return { ...cell, text: cell.text.replace(/[,.]/g, (separator) => (separator === ',' ? '\u00a0' : ',')) }
}

function parsed(xlsx: Xlsx, bytes: Buffer): import('@e965/xlsx').WorkBook {
  try {
    return xlsx.read(bytes, {
      type: 'buffer',
      cellFormula: false,
      cellHTML: false,
      cellStyles: true,
      sheetRows: ROWS_MAX,
      dense: false,
      // The short date of a workbook is written as the system of its reader writes dates: 3/5/26 is two days.
      dateNF: 'yyyy-mm-dd',
    })
  } catch (thrown) {
    if (thrown instanceof Error && /password|encrypt/i.test(thrown.message)) throw new RefusedFormat('encrypted')
    throw thrown
  }
}

interface Span {
  rows: number
  columns: number
  /** Where its text stands, which may be hidden. */
  from: { r: number; c: number }
}

/** Cells as they are shown, those of hidden rows and columns left out; empty rows stay, they part tables. */
function rowsOf(xlsx: Xlsx, sheet: Sheet | undefined): SheetCell[][] {
  if (!sheet?.['!ref']) return []
  const range = xlsx.utils.decode_range(sheet['!ref'])
  const last = Math.min(range.e.c, range.s.c + COLUMNS_MAX - 1)
  const columns = Array.from({ length: last - range.s.c + 1 }, (_, i) => range.s.c + i).filter((c) => !sheet['!cols']?.[c]?.hidden)
  const { spans, covered } = mergesOf(sheet)
  const rows: SheetCell[][] = []
  for (let r = range.s.r; r <= range.e.r; r++) {
    if (sheet['!rows']?.[r]?.hidden) continue
    const shown = columns.filter((c) => !covered.has(`${r} ${c}`))
    rows.push(
      shown.map((c) => {
        const span = spans.get(`${r} ${c}`)
        const cell = sheet[xlsx.utils.encode_cell(span?.from ?? { r, c })]
        const own = { text: shownText(xlsx, cell), ...(cell?.t === 'n' ? { number: true } : {}) }
        return span ? { ...own, rows: span.rows, columns: span.columns } : own
      }),
    )
  }
  while (rows.at(-1)?.every(({ text }) => text === '')) rows.pop()
  return rows.every((row) => row.every(({ text }) => text === '')) ? [] : rows
}

/** Merged cells: how many shown rows and columns each spans, by its first shown place, and the other places that it covers. */
function mergesOf(sheet: Sheet): { spans: Map<string, Span>; covered: Set<string> } {
  const spans = new Map<string, Span>()
  const covered = new Set<string>()
  for (const { s, e } of sheet['!merges'] ?? []) {
    const to = { r: Math.min(e.r, s.r + ROWS_MERGED_MAX - 1), c: Math.min(e.c, s.c + COLUMNS_MAX - 1) }
    const within = (from: number, end: number): number[] => Array.from({ length: end - from + 1 }, (_, i) => from + i)
    const rows = within(s.r, to.r).filter((r) => !sheet['!rows']?.[r]?.hidden)
    const columns = within(s.c, to.c).filter((c) => !sheet['!cols']?.[c]?.hidden)
    const [r, c] = [rows[0], columns[0]]
    if (r === undefined || c === undefined) continue
    spans.set(`${r} ${c}`, { rows: rows.length, columns: columns.length, from: s })
    for (const row of rows) for (const column of columns) if (row !== r || column !== c) covered.add(`${row} ${column}`)
  }
  return { spans, covered }
}

/** The text of a cell as a workbook shows it, where that does not depend on the system of its reader. */
function shownText(xlsx: Xlsx, cell: { t?: string; v?: unknown; w?: string; z?: unknown } | undefined): string {
  const { v, w, z } = cell ?? {}
  const moment = typeof v === 'number' && z === 'm/d/yy h:mm' ? (xlsx.SSF.format('yyyy-mm-dd hh:mm', v) as string) : undefined
  // A number that is too long for its column is one that somebody looks for all the same.
  const whole = z === 'General' && Number.isSafeInteger(v) && /E/.test(w ?? '') ? String(v) : undefined
  return String(moment ?? whole ?? w ?? v ?? '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Runs of rows between empty ones. */
function partsOf(rows: readonly Cell[][]): Cell[][][] {
  const parts: Cell[][][] = [[]]
  for (const row of rows) {
    if (row.every(({ text }) => text === '')) parts.push([])
    else parts.at(-1)?.push(row)
  }
  return parts.filter((part) => part.length > 0)
}

/** Empty columns that part two tables; a single one may be a space within one. */
const COLUMNS_BETWEEN = 2

/** Tables beside each other, of two columns at least, with empty columns between: each by itself. */
function sideBySide(rows: readonly Cell[][]): Cell[][][] {
  // Spans count places: where there are some, columns cannot be told.
  if (rows.some((row) => row.some(({ columns }) => columns))) return [[...rows]]
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const used = Array.from({ length: width }, (_, c) => rows.some((row) => (row[c]?.text ?? '') !== ''))
  const ranges: { from: number; to: number }[] = []
  for (const [c, isUsed] of used.entries()) {
    const last = ranges.at(-1)
    if (!isUsed) continue
    if (last && c - last.to < COLUMNS_BETWEEN) last.to = c + 1
    else ranges.push({ from: c, to: c + 1 })
  }
  if (ranges.length < 2 || ranges.some(({ from, to }) => to - from < 2)) return [[...rows]]
  const isFilled = (row: readonly Cell[]): boolean => row.some(({ text }) => text !== '')
  return ranges.map(({ from, to }) => rows.map((row) => row.slice(from, to)).filter(isFilled))
}

/** Lines of one cell above a table are its title and notes; those below, too. */
function writePart(writer: BlockWriter, rows: readonly Cell[][], language: Language): void {
  const size = (row: readonly Cell[]): number => row.filter(({ text }) => text !== '').length
  const from = rows.findIndex((row) => size(row) > 1)
  const to = rows.findLastIndex((row) => size(row) > 1)
  for (const [i, row] of rows.entries()) {
    if (from !== -1 && i >= from && i <= to) continue
    if (i > to && from !== -1) break
    const text = row
      .map((cell) => cell.text)
      .filter(Boolean)
      .join(' ')
    writer.write(
      i === 0 && text.length <= 100 && !/[.!?]$/.test(text) ? 'heading' : 'paragraph',
      text,
      i === 0 && text.length <= 100 && !/[.!?]$/.test(text) ? { level: 2 } : {},
    )
  }
  if (from === -1) return
  writeTable(writer, withoutEmptyColumns(rows.slice(from, to + 1)), language)
  for (const row of rows.slice(to + 1))
    writer.write(
      'paragraph',
      row
        .map((cell) => cell.text)
        .filter(Boolean)
        .join(' '),
    )
}

function withoutEmptyColumns(rows: readonly Cell[][]): Cell[][] {
  // Spans count places; where there are some, columns stay as they are.
  if (rows.some((row) => row.some(({ columns }) => columns))) return rows.map((row) => [...row])
  const width = Math.max(...rows.map((row) => row.length))
  const used = Array.from({ length: width }, (_, c) => rows.some((row) => (row[c]?.text ?? '') !== ''))
  return rows.map((row) => row.filter((_, c) => used[c]))
}
