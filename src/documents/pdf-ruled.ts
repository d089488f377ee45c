/**
 * A page with its ruled tables and boxes: each is taken out of the page, read by itself, and put back where it begins in the order of what
 * is around it. Pure.
 */
import { elementAt } from '../elements.ts'
import type { Box, Grid, GridCell } from './pdf-grids.ts'
import { type Item, type Layout, type Line, layOut, type Part, rowsOf } from './pdf-layout.ts'
import type { Cell } from './table.ts'

/** Stands for what was taken out: one character of private use each, from here on. */
const PLACE = 0xe100
const PLACES = /[\ue100-\ue4ff]/
const PLACES_MAX = 0x400
const PLACE_HEIGHT = 10

/** Characters of one cell from which a grid arranges a page. */
const CELL_MAX_LENGTH = 1500
/** Share of texts that may run over the lines of a grid. */
const CROSSING_MAX = 0.1
/** Lines beside each other in all cells from which a row of a grid is as many rows of its table. */
const LINES_LEAST = 3

export function layOutRuled(items: readonly Item[], grids: readonly Grid[]): Layout {
  const area = ({ left, right, top, bottom }: Box): number => (right - left) * (top - bottom)
  const taken: Part[][] = []
  let flow = [...items]
  // What stands within a cell of another is taken first.
  for (const grid of grids.toSorted((a, b) => area(a) - area(b)).slice(0, PLACES_MAX)) {
    const own = flow.filter((item) => isWithin(item, grid))
    const parts = own.length === 0 ? undefined : grid.cells.length > 1 ? tableOf(own, grid) : boxOf(own, flow, grid)
    if (!parts) continue
    const place = {
      text: String.fromCharCode(PLACE + taken.length),
      x: grid.left,
      y: grid.top - PLACE_HEIGHT,
      width: grid.right - grid.left,
      height: PLACE_HEIGHT,
      font: '',
    }
    const first = flow.indexOf(elementAt(own, 0))
    const gone = new Set(own)
    flow = [...flow.slice(0, first).filter((item) => !gone.has(item)), place, ...flow.slice(first).filter((item) => !gone.has(item))]
    taken.push(parts)
  }
  return { parts: putBack(layOut(flow).parts, taken) }
}

function isWithin({ x, y, width, height }: Item, { left, right, bottom, top }: Box): boolean {
  const [middle, line] = [x + width / 2, y + 0.3 * height]
  return middle > left && middle < right && line > bottom && line < top
}

// ---- tables ----

interface Filled extends GridCell {
  /** Its lines with their baselines, from the top. */
  lines: { text: string; y: number }[]
  strong: boolean
}

/** @returns undefined where the grid holds no table */
function tableOf(items: readonly Item[], grid: Grid): Part[] | undefined {
  const crossing = items.filter(({ x, width, y, height }) => {
    const cell = grid.cells.find((own) => isWithin({ x, y, width, height, text: '', font: '' }, own))
    return cell !== undefined && (x < cell.left - 0.3 * width || x + width > cell.right + 0.3 * width)
  })
  if (crossing.length > CROSSING_MAX * items.length) return undefined
  const fonts = new Map<string, number>()
  for (const { font, text } of items) fonts.set(font, (fonts.get(font) ?? 0) + text.length)
  const usual = [...fonts].sort((a, b) => b[1] - a[1])[0]?.[0]
  const cells = grid.cells.map((cell): Filled => {
    const own = items.filter((item) => isWithin(item, cell))
    const lines = rowsOf(own).map((row) => ({ text: row.map(({ text }) => text).join(' '), y: row[0]?.y ?? 0 }))
    return { ...cell, lines, strong: own.length > 0 && own.every(({ font }) => font !== usual) }
  })
  const full = cells.filter(({ lines }) => lines.length > 0)
  const count = (of: 'row' | 'column'): number => new Set(full.map((cell) => cell[of])).size
  const longest = Math.max(...full.map(({ lines }) => lines.reduce((sum, { text }) => sum + text.length, 0)))
  if (count('row') < 2 || count('column') < 2 || longest > CELL_MAX_LENGTH) return undefined
  const table = Array.from({ length: grid.rows }, (_, row) => rowsFrom(cells.filter((cell) => cell.row === row))).flat()
  // A head that every page repeats was taken off as what runs along the pages.
  return [{ table: cells.some(({ rows }) => rows > 1) ? table : table.filter((row) => row.some(({ text }) => text !== '')) }]
}

/** One row of a grid as a row of cells; as several, where no line parts rows that stand beside each other line by line. */
function rowsFrom(cells: readonly Filled[]): Cell[][] {
  const full = cells.filter(({ lines }) => lines.length > 0)
  const [first] = full
  const alike =
    first !== undefined &&
    full.length > 1 &&
    first.lines.length >= LINES_LEAST &&
    full.every(
      ({ lines, rows }) =>
        rows === 1 && lines.length === first.lines.length && lines.every(({ y }, i) => Math.abs(y - elementAt(first.lines, i).y) < 2),
    )
  const cell = ({ lines, strong, columns, rows }: Filled, from: number, to: number): Cell => ({
    text: lines
      .slice(from, to)
      .map(({ text }) => text)
      .join('\n'),
    ...(strong ? { strong } : {}),
    columns,
    rows,
  })
  if (!alike) return [cells.map((own) => cell(own, 0, own.lines.length))]
  return first.lines.map((_, i) => cells.map((own) => cell(own, i, i + 1)))
}

// ---- boxes ----

/** A box beside running text; one that nothing stands beside is read where it stands anyway. */
function boxOf(own: readonly Item[], flow: readonly Item[], box: Box): Part[] | undefined {
  const inside = new Set(own)
  const beside = flow.some((item) => !inside.has(item) && item.y > box.bottom && item.y < box.top)
  return beside ? layOut(own).parts : undefined
}

// ---- back where they stood ----

function putBack(parts: readonly Part[], taken: readonly Part[][]): Part[] {
  return parts.flatMap((part): Part[] => {
    const found = placesIn('lines' in part ? part.lines.map(({ text }) => text) : part.table.flat().map(({ text }) => text))
    if (found.length === 0) return [part]
    if ('lines' in part) return splitLines(part, part.lines, taken)
    const table = part.table
      .map((row) => row.map((cell) => ({ ...cell, text: cell.text.replace(new RegExp(PLACES, 'g'), '').trim() })))
      .filter((row) => row.some(({ text }) => text !== ''))
    return [...(table.length > 0 ? [{ ...part, table }] : []), ...found.flatMap((place) => putBack(elementAt(taken, place), taken))]
  })
}

function placesIn(texts: readonly string[]): number[] {
  return texts.flatMap((text) => [...text].filter((c) => PLACES.test(c)).map((c) => c.charCodeAt(0) - PLACE))
}

function splitLines(part: Part, lines: readonly Line[], taken: readonly Part[][]): Part[] {
  const uncertain = part.uncertain ? { uncertain: part.uncertain } : {}
  const found: Part[] = []
  let open: Line[] = []
  const end = (): void => {
    if (open.length > 0) found.push({ lines: open, ...uncertain })
    open = []
  }
  for (const line of lines) {
    for (const piece of line.text.split(/([\ue100-\ue4ff])/)) {
      if (PLACES.test(piece)) {
        end()
        found.push(...putBack(elementAt(taken, piece.charCodeAt(0) - PLACE), taken))
      } else if (piece.trim() !== '') open.push({ ...line, text: piece.trim() })
    }
  }
  end()
  return found
}
