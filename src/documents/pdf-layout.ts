/**
 * Pieces of text with their places on a page in, lines in reading order out: rows of one baseline, columns by the white space that runs
 * down between them, tables by what stands in those columns. Pure.
 */
import { elementAt } from '../elements.ts'
import { raised } from './marks.ts'
import type { Cell } from './table.ts'

/** A piece of text as the page draws it; points, from the lower left corner. */
export interface Item {
  text: string
  x: number
  y: number
  width: number
  height: number
  font: string
}

/** A run of text without a wide gap. */
export interface Segment {
  text: string
  left: number
  right: number
  y: number
  height: number
  font: string
  /** Position of its first piece in the order of drawing. */
  order: number
}

export interface Line extends Segment {
  /** Right edge of the column that it stands in. */
  edge: number
}

/** A page in reading order. */
export type Part = ({ lines: Line[] } | { table: Cell[][] }) & {
  /** It could as well be read in another order. */
  uncertain?: true
}

export interface Layout {
  parts: Part[]
}

export type Row = Segment[]

/** A gap of more than this many heights of its letters parts a row, and columns. */
const GAP = 0.9
/** Share of a row's height up to which two baselines are one. */
const SAME_LINE = 0.35
const ROWS_OF_COLUMNS = 3
const COLUMNS_DEEP = 4
/** Rows looked at in one search for columns. */
const ROWS_MAX = 400

export function layOut(items: readonly Item[]): Layout {
  const layout: Layout = { parts: [] }
  arrange(rowsOf(items), layout, 0)
  return layout
}

// ---- rows ----

interface Open {
  y: number
  height: number
  items: (Item & { order: number })[]
}

/** Runs of text of one baseline each, from the top. */
export function rowsOf(items: readonly Item[]): Row[] {
  const rows: Open[] = []
  const near = new Map<number, Open[]>()
  const drawn = items.map((item, order) => ({ ...item, order })).filter(({ text }) => text.trim() !== '')
  // Larger letters first: what is raised beside them finds its row.
  for (const item of drawn.toSorted((a, b) => b.height - a.height || a.order - b.order)) {
    const found = rowNear(near, item)
    if (found) {
      found.items.push(item)
      continue
    }
    const row: Open = { y: item.y, height: item.height, items: [item] }
    rows.push(row)
    const bucket = Math.round(item.y / BUCKET)
    near.set(bucket, [...(near.get(bucket) ?? []), row])
  }
  return rows.sort((a, b) => b.y - a.y).map(segmentsOf)
}

const BUCKET = 8

function rowNear(near: ReadonlyMap<number, readonly Open[]>, item: Item): Open | undefined {
  const bucket = Math.round(item.y / BUCKET)
  const reach = Math.ceil(Math.min(40, item.height + 8) / BUCKET)
  for (let at = bucket - reach; at <= bucket + reach; at++) {
    for (const row of near.get(at) ?? []) {
      const offset = item.y - row.y
      if (Math.abs(offset) <= SAME_LINE * Math.max(2, Math.min(row.height, item.height))) return row
      const small = item.height < 0.85 * row.height && offset > -0.35 * row.height && offset < 0.7 * row.height
      if (small && row.items.some((other) => touches(other, item, row.height))) return row
    }
  }
  return undefined
}

function touches(other: Item, item: Item, height: number): boolean {
  return Math.abs(other.x + other.width - item.x) < 0.6 * height || Math.abs(item.x + item.width - other.x) < 0.6 * height
}

function segmentsOf({ y, height, items }: Open): Row {
  const runs: Open['items'][] = []
  let right = Number.NEGATIVE_INFINITY
  for (const item of items.toSorted((a, b) => a.x - b.x || a.order - b.order)) {
    const open = runs.at(-1)
    const goesOn = open !== undefined && item.x - right <= GAP * Math.max(height, 4)
    if (goesOn) open.push(item)
    else runs.push([item])
    right = goesOn ? Math.max(right, item.x + item.width) : item.x + item.width
  }
  return runs.map((run) => segmentOf(run, y)).filter(({ text }) => text !== '')
}

/** One run of a row. What is raised is so beside the largest of its own run: a heading in another column of the row raises nothing. */
function segmentOf(run: Open['items'], y: number): Segment {
  const first = elementAt(run, 0)
  const base = run.reduce((largest, item) => (item.height > largest.height ? item : largest))
  let text = ''
  let right = first.x
  for (const item of run) {
    const gap = item.x - right
    if (item.height < 0.85 * base.height && item.y - base.y > 0.15 * base.height) text += raised(text.trimEnd(), item.text, false)
    else {
      const spaced = gap > 0.15 * item.height || /\s$/.test(text) || /^\s/.test(item.text) || /⁽[^⁽⁾]*⁾$/.test(text)
      text = `${text.trimEnd()}${spaced ? ' ' : ''}${item.text.trimStart()}${/\s$/.test(item.text) ? ' ' : ''}`
    }
    right = Math.max(right, item.x + item.width)
  }
  const order = run.reduce((least, item) => Math.min(least, item.order), first.order)
  return { text: text.replace(/\s+/g, ' ').trim(), left: first.x, right, y, height: first.height, font: first.font, order }
}

// ---- columns ----

interface Interval {
  from: number
  to: number
}

interface Zone {
  /** Position of the row after its last. */
  end: number
  gutters: Interval[]
}

function arrange(rows: readonly Row[], layout: Layout, depth: number): void {
  const edge = Math.max(0, ...rows.flat().map(({ right }) => right))
  for (let i = 0; i < rows.length; ) {
    const zone = depth < COLUMNS_DEEP ? zoneAt(rows, i) : undefined
    if (zone) writeZone(rows.slice(i, zone.end), zone.gutters, layout, depth)
    else addLine(layout, elementAt(rows, i), edge)
    i = zone?.end ?? i + 1
  }
}

function addLine(layout: Layout, row: Row, edge: number): void {
  const [first] = row
  if (!first) return
  const line: Line = {
    ...first,
    text: row.map(({ text }) => text).join(' '),
    right: Math.max(...row.map(({ right }) => right)),
    edge,
  }
  const last = layout.parts.at(-1)
  if (last && 'lines' in last && !last.uncertain) last.lines.push(line)
  else layout.parts.push({ lines: [line] })
}

/** The longest run of rows from a place on that white space parts from top to bottom, with text on both sides of it. */
function zoneAt(rows: readonly Row[], start: number): Zone | undefined {
  let free: Interval[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }]
  let found: Zone | undefined
  for (let end = start; end < Math.min(rows.length, start + ROWS_MAX); end++) {
    const row = elementAt(rows, end)
    // A line alone far below what stands in columns is under them, not in one of them.
    if (found?.end === end && row.length === 1 && isFarBelow(elementAt(rows, end - 1), row)) break
    free = meet(free, freeOf(row), GAP * Math.max(4, row[0]?.height ?? 0))
    if (free.every(({ from }) => from === Number.NEGATIVE_INFINITY)) break
    const bounded = free.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to))
    const own = rows.slice(start, end + 1)
    const gutters = bounded.filter((gutter) => isBetween(own, gutter))
    // A line by itself that runs over a column of a table is below the table.
    if (found?.end === end && row.length === 1 && gutters.length < found.gutters.length) break
    if (gutters.length > 0) found = { end: end + 1, gutters }
    // A page of one column: nothing stands beside its text, and nothing will.
    else if (end - start > 12 && bounded.length === 0) break
  }
  return found
}

/** Heights of its letters from which a line stands apart. */
const FAR = 3

function isFarBelow([above]: Row, [row]: Row): boolean {
  return above !== undefined && row !== undefined && above.y - row.y > FAR * Math.max(above.height, row.height)
}

/** Where a row leaves the page white. */
function freeOf(row: Row): Interval[] {
  const free: Interval[] = []
  let from = Number.NEGATIVE_INFINITY
  for (const { left, right } of row) {
    free.push({ from, to: left })
    from = Math.max(from, right)
  }
  free.push({ from, to: Number.POSITIVE_INFINITY })
  return free
}

function meet(a: readonly Interval[], b: readonly Interval[], least: number): Interval[] {
  return a
    .flatMap((one) => b.map((other) => ({ from: Math.max(one.from, other.from), to: Math.min(one.to, other.to) })))
    .filter(({ from, to }) => to - from >= least)
}

function isBetween(rows: readonly Row[], { from, to }: Interval): boolean {
  const left = rows.filter((row) => row.some(({ right }) => right <= from)).length
  const right = rows.filter((row) => row.some(({ left: own }) => own >= to)).length
  return left >= ROWS_OF_COLUMNS && right >= ROWS_OF_COLUMNS
}

function writeZone(all: readonly Row[], gutters: readonly Interval[], layout: Layout, depth: number): void {
  // A heading alone above, or below, is no part of what stands in columns; a line close above what goes on beside a gutter is.
  const edge = Math.max(...all.flat().map(({ right }) => right))
  let [from, to] = [0, all.length]
  const heads = (row: Row | undefined, next: Row | undefined): boolean =>
    row?.length === 1 &&
    next !== undefined &&
    !(isBeside(row, gutters) && isClose(row, next)) &&
    (next.length > 1 || (row[0]?.height ?? 0) > 1.12 * (next[0]?.height ?? 0)) &&
    row[0]?.height !== next[0]?.height
  while (to - from > ROWS_OF_COLUMNS && heads(all[from], all[from + 1])) addLine(layout, elementAt(all, from++), edge)
  while (to - from > ROWS_OF_COLUMNS && heads(all[to - 1], all[to - 2])) to--
  const rows = all.slice(from, to)
  const bounds = [...gutters.map(({ from }) => from).sort((a, b) => a - b), Number.POSITIVE_INFINITY]
  const columnOf = ({ left }: Segment): number => bounds.findIndex((bound) => left < bound)
  const columns = bounds.map((_, column) =>
    rows.map((row) => row.filter((segment) => columnOf(segment) === column)).filter((row) => row.length > 0),
  )
  const firsts = columns[0]?.flat() ?? []
  if (firsts.length > 0 && firsts.filter(({ text }) => ITEM_MARK.test(text)).length >= MARKS_SHARE * firsts.length && bounds.length === 2) {
    // The marks of a list stand in a column of their own; its rows are read as rows.
    for (const row of all.slice(from)) addLine(layout, row, edge)
    return
  }
  const kind = kindOf(
    rows,
    columns.map((column) => column.flat()),
  )
  const begun = layout.parts.length
  if (kind.table) {
    const [first, last] = namesAround(rows, columnOf)
    for (const row of rows.slice(0, first)) addLine(layout, row, edge)
    layout.parts.push({ table: tableOf(rows.slice(first, last), bounds.length, columnOf) })
    for (const row of rows.slice(last)) addLine(layout, row, edge)
  } else {
    for (const column of columns) {
      // Each column is read by itself, and may hold columns again.
      layout.parts.push({ lines: [] })
      arrange(column, layout, depth + 1)
    }
  }
  if (kind.uncertain) for (const part of layout.parts.slice(begun)) part.uncertain = true
  layout.parts.push({ lines: [] })
  for (const row of all.slice(to)) addLine(layout, row, edge)
}

/** Whether a line stands in a column with something to its left. */
function isBeside([line]: Row, gutters: readonly Interval[]): boolean {
  return line !== undefined && gutters.some(({ to }) => line.left >= to)
}

function isClose([line]: Row, [other]: Row): boolean {
  return line !== undefined && other !== undefined && Math.abs(line.y - other.y) <= APART * Math.max(line.height, other.height)
}

const ITEM_MARK = /^(?:[•●▪◦‣·*–—-]|\(?(?:[A-Z]\.)?\d{1,3}(?:[.,]\d{1,3})*[.)]?|\(?(?:[a-z]|[ivx]{1,4})[.)])$/i
/** Share of a column that must be marks of a list. */
const MARKS_SHARE = 0.8
const ENDS = /[.!?…:;][»”"’')\]⁾]*$/u

/** Whether columns hold the cells of a table or running text, and whether that is plain. */
function kindOf(rows: readonly Row[], columns: readonly Segment[][]): { table: boolean; uncertain: boolean } {
  let pairs = 0
  let goingOn = 0
  for (const column of columns) {
    for (const [i, segment] of column.entries()) {
      const before = column[i - 1]
      if (!before) continue
      pairs++
      if (/^\p{Ll}/u.test(segment.text) && !ENDS.test(before.text)) goingOn++
    }
  }
  const running = goingOn / Math.max(1, pairs)
  const beside = rows.filter((row) => row.length > 1).length / rows.length
  const words = columns.map((column) => column.reduce((sum, { text }) => sum + text.split(' ').length, 0) / Math.max(1, column.length))
  const short = words.filter((mean) => mean <= 3).length
  if (beside < 0.35 && running >= 0.15) return { table: false, uncertain: false }
  if (short * 2 >= columns.length && (running < 0.25 || columns.length > 2 || (words[0] ?? 0) <= 3))
    return { table: true, uncertain: beside < 0.4 }
  if (running >= 0.25) return { table: false, uncertain: false }
  if (running <= 0.1 && beside >= 0.5) return { table: true, uncertain: words.every((mean) => mean > 5) }
  return { table: false, uncertain: beside >= 0.35 }
}

/** Heights of its letters from which a line stands apart from the rows of a table. */
const APART = 1.5
/** The same for a line that does not begin where the first cells begin. */
const APART_INDENTED = 1.2
const WORDS_LEAST = 3

/** Where a table begins and ends among rows: lines of words at its edges, apart from the rows beside them, say what it is or follow it. */
function namesAround(rows: readonly Row[], columnOf: (segment: Segment) => number): [number, number] {
  const usual = median(rows.flat().flatMap((segment) => (columnOf(segment) === 0 ? segment.left : [])))
  const isName = (row: Row | undefined, beside: Row | undefined): boolean => {
    const [only, more] = row ?? []
    const [next] = beside ?? []
    if (!only || more || !next || columnOf(only) !== 0) return false
    const isWords = only.text.split(' ').length >= WORDS_LEAST || /[.:]$/.test(only.text)
    const apart = Math.abs(only.left - usual) > 4 ? APART_INDENTED : APART
    return isWords && Math.abs(only.y - next.y) > apart * Math.max(only.height, next.height)
  }
  let [first, last] = [0, rows.length]
  while (last - first > ROWS_OF_COLUMNS && isName(rows[first], rows[first + 1])) first++
  while (last - first > ROWS_OF_COLUMNS && isName(rows[last - 1], rows[last - 2])) last--
  return [first, last]
}

/** Rows with their cells; a row without a first cell close below another goes on in it. */
function tableOf(rows: readonly Row[], width: number, columnOf: (segment: Segment) => number): Cell[][] {
  const fonts = new Map<string, number>()
  for (const { font, text } of rows.flat()) fonts.set(font, (fonts.get(font) ?? 0) + text.length)
  const usual = [...fonts].sort((a, b) => b[1] - a[1])[0]?.[0]
  const firsts = rows.filter((row) => row.some((segment) => columnOf(segment) === 0)).length
  const leading = median(rows.slice(1).map((row, i) => Math.abs((rows[i]?.[0]?.y ?? 0) - (row[0]?.y ?? 0))))
  const table: Cell[][] = []
  for (const [i, row] of rows.entries()) {
    const gap = Math.abs((rows[i - 1]?.[0]?.y ?? 0) - (row[0]?.y ?? 0))
    const headless = !row.some((segment) => columnOf(segment) === 0)
    const alone = row.length === 1 && /^\p{Ll}/u.test(row[0]?.text ?? '')
    const above = table.at(-1)
    const target =
      above && gap <= 1.3 * leading && ((headless && firsts * 2 >= rows.length) || alone)
        ? above
        : Array.from({ length: width }, (): Cell => ({ text: '' }))
    for (const segment of row) {
      const cell = target[columnOf(segment)]
      if (!cell) continue
      const strong = segment.font !== usual && cell.text === ''
      cell.text = cell.text === '' ? segment.text : `${cell.text} ${segment.text}`
      if (strong) cell.strong = true
    }
    if (target !== above) table.push(target)
  }
  return table
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}
