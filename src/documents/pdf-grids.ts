/**
 * Straight lines of a page in, the grids that they draw out, cell by cell: what is ruled is a table whatever stands where in it, with
 * cells that are empty, that span several columns or rows, or hold several lines. Pure.
 */
import { elementAt } from '../elements.ts'
import type { Rule } from './pdf-rules.ts'

export interface Box {
  left: number
  right: number
  bottom: number
  top: number
}

export interface GridCell extends Box {
  row: number
  column: number
  rows: number
  columns: number
}

export interface Grid extends Box {
  /** From the upper left, row by row. */
  cells: GridCell[]
  rows: number
  columns: number
}

/** Points: lines that are nearer are one, and so are the ends of lines that meet. */
const NEAR = 3
const LINES_MAX = 400
const COLUMNS_MAX = 60
/** Share of the side of a cell that a line must cover to part it from the next. */
const COVER = 0.6

/** Grids of more than one cell, from the top of the page, and boxes around one text. */
export function gridsOf(rules: readonly Rule[]): Grid[] {
  const lines = [...merged(rules.filter(({ level }) => level)), ...merged(rules.filter(({ level }) => !level))]
  if (lines.length > LINES_MAX) return []
  return connected(lines)
    .flatMap((group) => gridOf(group) ?? [])
    .sort((a, b) => b.top - a.top || a.left - b.left)
}

/** Pieces of one line as one. */
function merged(rules: readonly Rule[]): Rule[] {
  const lines: Rule[] = []
  for (const rule of rules.toSorted((a, b) => a.at - b.at || a.from - b.from)) {
    const same = lines.find((line) => Math.abs(line.at - rule.at) <= NEAR / 2 && rule.from <= line.to + NEAR && rule.to >= line.from - NEAR)
    if (same) {
      same.from = Math.min(same.from, rule.from)
      same.to = Math.max(same.to, rule.to)
    } else lines.push({ ...rule })
  }
  return lines
}

/** Lines that touch each other, level ones with upright ones. */
function connected(lines: readonly Rule[]): Rule[][] {
  const groups: Rule[][] = []
  const left = new Set(lines)
  for (const first of lines) {
    if (!left.delete(first)) continue
    const group = [first]
    for (let i = 0; i < group.length; i++) {
      for (const other of left) {
        if (!meet(elementAt(group, i), other)) continue
        left.delete(other)
        group.push(other)
      }
    }
    groups.push(group)
  }
  return groups
}

function meet(one: Rule, other: Rule): boolean {
  if (one.level === other.level) return false
  const within = (at: number, { from, to }: Rule): boolean => at >= from - NEAR && at <= to + NEAR
  return within(one.at, other) && within(other.at, one)
}

function gridOf(lines: readonly Rule[]): Grid | undefined {
  const level = lines.filter((line) => line.level)
  const upright = lines.filter((line) => !line.level)
  if (level.length === 0 || upright.length === 0) return undefined
  // Where the outer lines are left out, the grid ends where the inner ones end.
  const xs = distinct([...upright.map(({ at }) => at), ...level.flatMap(({ from, to }) => [from, to])])
  const ys = distinct([...level.map(({ at }) => at), ...upright.flatMap(({ from, to }) => [from, to])]).reverse()
  if (xs.length < 2 || ys.length < 2 || xs.length > COLUMNS_MAX) return undefined
  const [columns, rows] = [xs.length - 1, ys.length - 1]
  const parts = (own: readonly Rule[], at: number, from: number, to: number): boolean =>
    own.some((line) => Math.abs(line.at - at) <= NEAR && Math.min(line.to, to) - Math.max(line.from, from) >= COVER * (to - from))
  const taken = new Set<string>()
  const cells: GridCell[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken.has(`${row} ${column}`)) continue
      const [left, top] = [elementAt(xs, column), elementAt(ys, row)]
      let wide = 1
      while (column + wide < columns && !parts(upright, elementAt(xs, column + wide), elementAt(ys, row + 1), top)) wide++
      const right = elementAt(xs, column + wide)
      let high = 1
      while (row + high < rows && !parts(level, elementAt(ys, row + high), left, right)) high++
      for (let i = 0; i < high; i++) for (let j = 0; j < wide; j++) taken.add(`${row + i} ${column + j}`)
      cells.push({ row, column, rows: high, columns: wide, left, right, top, bottom: elementAt(ys, row + high) })
    }
  }
  return { cells, rows, columns, left: elementAt(xs, 0), right: elementAt(xs, columns), top: elementAt(ys, 0), bottom: elementAt(ys, rows) }
}

/** Sorted, without those that are near the one before. */
function distinct(numbers: readonly number[]): number[] {
  const found: number[] = []
  for (const n of numbers.toSorted((a, b) => a - b)) if (n - (found.at(-1) ?? Number.NEGATIVE_INFINITY) > NEAR) found.push(n)
  return found
}
