/** Tables that plain text draws with tabs or runs of spaces: lines that fall into the same number of cells. Pure. */

import type { Block, Span } from '../domain.ts'
import { elementAt } from '../elements.ts'

/** What parts two cells. */
const GAP = /\t+ *| {3,}\t*/g
const ROWS_LEAST = 2
const CELL_MAX_LENGTH = 80

export interface TextTable {
  /** The line that heads the columns, when there is one. */
  header: Span | undefined
  /** Each with its cells. */
  rows: { span: Span; cells: Block[] }[]
}

/** The table that begins at a line; undefined where there is none. An empty line ends it. */
export function textTable(text: string, lines: readonly Span[], from: number): TextTable | undefined {
  const first = lines[from]
  const width = first ? cellsOf(text, first).length : 0
  if (width < 2) return undefined
  const rows: Span[][] = []
  for (let i = from; i < lines.length; i++) {
    const cells = cellsOf(text, elementAt(lines, i))
    if (cells.length !== width || cells.some(({ start, end }) => end - start > CELL_MAX_LENGTH)) break
    rows.push(cells)
  }
  if (rows.length < ROWS_LEAST) return undefined
  const names = (rows[0] ?? []).map(({ start, end }) => text.slice(start, end))
  const digits = (row: readonly Span[]): boolean => row.some(({ start, end }) => /\d/.test(text.slice(start, end)))
  const headed = !names.some((name) => /\d|[.:]$/.test(name)) && rows.slice(1).some(digits)
  return {
    header: headed ? first : undefined,
    rows: rows.slice(headed ? 1 : 0).map((cells, i) => ({
      span: elementAt(lines, from + i + (headed ? 1 : 0)),
      cells: cells.map((cell, column) => ({ ...cell, kind: 'cell', ...(headed && names[column] ? { label: names[column] } : {}) })),
    })),
  }
}

function cellsOf(text: string, { start, end }: Span): Span[] {
  const line = text.slice(start, end)
  const cells: Span[] = []
  let at = line.length - line.trimStart().length
  const last = line.trimEnd().length
  for (const gap of line.matchAll(GAP)) {
    if (gap.index <= at || gap.index >= last) continue
    cells.push({ start: start + at, end: start + gap.index })
    at = gap.index + gap[0].length
  }
  if (last > at) cells.push({ start: start + at, end: start + last })
  return cells
}
