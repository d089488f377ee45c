/**
 * What a page of a PDF draws in, its straight lines out: strokes that run level or upright, and filled rectangles as thin as such strokes,
 * in points of the page. Pure.
 */

/** A line that runs level: `at` is its y and `from` to `to` its x; or upright: `at` is its x. */
export interface Rule {
  level: boolean
  at: number
  from: number
  to: number
}

/** Operators as pdf.js numbers them. */
export interface Drawing {
  fnArray: readonly number[]
  argsArray: readonly unknown[]
}

const SAVE = 10
const RESTORE = 11
const TRANSFORM = 12
const FORM_BEGIN = 74
const FORM_END = 75
const PATH = 91
const STROKES = new Set([20, 21, 24, 25, 26, 27])
const FILLS = new Set([22, 23])
/** Commands within a path, and how many numbers each takes. */
const MOVE = 0
const LINE = 1
const CLOSE = 4
const NUMBERS: Readonly<Record<number, number>> = { 0: 2, 1: 2, 2: 6, 3: 4, 4: 0 }

/** Points: a filled rectangle up to this wide is a line; a line that leaves its direction by less runs straight; shorter ones are dashes. */
const THIN = 3
const STRAIGHT = 1
const SHORTEST = 3
/** Lines of one page; drawings hold more. */
const RULES_MAX = 6000

type Matrix = readonly [number, number, number, number, number, number]
type Point = readonly [number, number]
const UNIT: Matrix = [1, 0, 0, 1, 0, 0]

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f]
}

/** @param base maps points of the page as it is stored to points as they are wanted */
export function rulesOf({ fnArray, argsArray }: Drawing, base: Matrix = UNIT): Rule[] {
  const rules: Rule[] = []
  const stack: Matrix[] = []
  let matrix = base
  for (const [i, operator] of fnArray.entries()) {
    const given = argsArray[i]
    if (operator === SAVE) stack.push(matrix)
    else if (operator === RESTORE || operator === FORM_END) matrix = stack.pop() ?? base
    else if (operator === TRANSFORM) matrix = times(matrix, matrixOf(given))
    else if (operator === FORM_BEGIN) {
      stack.push(matrix)
      matrix = times(matrix, matrixOf(Array.isArray(given) ? given[0] : undefined))
    } else if (operator === PATH && Array.isArray(given)) addPath(rules, given, matrix)
    if (rules.length > RULES_MAX) return []
  }
  return rules
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return (Array.isArray(value) || ArrayBuffer.isView(value)) && 'length' in value && Number.isFinite(value[0])
}

function matrixOf(value: unknown): Matrix {
  if (!isNumbers(value) || value.length < 6) return UNIT
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = Array.from(value)
  return [a, b, c, d, e, f]
}

function addPath(rules: Rule[], [operator, parts]: readonly unknown[], matrix: Matrix): void {
  const isStroke = typeof operator === 'number' && STROKES.has(operator)
  const isFill = typeof operator === 'number' && FILLS.has(operator)
  const [path] = Array.isArray(parts) ? parts : []
  if (!(isStroke || isFill) || !isNumbers(path)) return
  for (const points of subpathsOf(path, matrix)) {
    if (isStroke) {
      for (let i = 1; i < points.length; i++) addLine(rules, points[i - 1] as Point, points[i] as Point)
      continue
    }
    const xs = points.map(([x]) => x)
    const ys = points.map(([, y]) => y)
    const [left, right, bottom, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    if (top - bottom <= THIN && right - left > top - bottom) addLine(rules, [left, (top + bottom) / 2], [right, (top + bottom) / 2])
    else if (right - left <= THIN) addLine(rules, [(left + right) / 2, bottom], [(left + right) / 2, top])
  }
}

/** Corners of each part of a path; one with curves is none of ours. */
function subpathsOf(path: ArrayLike<number>, matrix: Matrix): Point[][] {
  const found: Point[][] = []
  let open: Point[] = []
  let curved = false
  const end = (): void => {
    if (open.length > 1 && !curved) found.push(open)
    open = []
    curved = false
  }
  const [a, b, c, d, e, f] = matrix
  for (let i = 0; i < path.length; ) {
    const command = path[i] ?? 0
    const [x = 0, y = 0] = [path[i + 1], path[i + 2]]
    const point: Point = [a * x + c * y + e, b * x + d * y + f]
    if (command === MOVE) {
      end()
      open.push(point)
    } else if (command === LINE) open.push(point)
    else if (command === CLOSE) {
      if (open[0]) open.push(open[0])
    } else curved = true
    i += 1 + (NUMBERS[command] ?? 0)
  }
  end()
  return found
}

function addLine(rules: Rule[], [x1, y1]: Point, [x2, y2]: Point): void {
  const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)]
  if (height <= STRAIGHT && width >= SHORTEST) rules.push({ level: true, at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) })
  else if (width <= STRAIGHT && height >= SHORTEST)
    rules.push({ level: false, at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) })
}
