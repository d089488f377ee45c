/**
 * Where on a page of a PDF a quote stands. The stored text is in reading order, without running heads, hyphens at line ends and loose
 * accents; the file has its text in any order. So letters and digits alone are compared, and a quote that stands nowhere as a whole
 * (a footnote interrupts it, or the end of a column) is looked for in halves. Pure.
 */
import type { TextItem } from './pdf-file.ts'

/** In points of the page, from its origin: as pdf.js states them. */
export interface Rectangle {
  left: number
  right: number
  bottom: number
  top: number
}

/** Shorter parts of a quote stand anywhere. */
const LEAST = 10
/** Of the size of letters: what stands above and below the line they stand on. */
const ABOVE = 0.82
const BELOW = 0.24

interface Letter {
  item: number
  /** Place within the item, in shares of its width. */
  from: number
  to: number
}

/**
 * @param quote what of the stored text stands on this page
 * @param at where in the page's text it begins, from 0 to 1: of two places that hold it the nearer one is meant
 */
export function marksOf(items: readonly TextItem[], quote: string, at: number): Rectangle[] {
  const { text, letters } = lettersOf(items)
  const marked: [number, number][] = []
  const find = (wanted: string, near: number): void => {
    if (wanted.length < LEAST && wanted.length < whole.length) return
    const place = nearest(text, wanted, near)
    if (place !== undefined) return void marked.push([place, place + wanted.length])
    if (wanted.length < 2 * LEAST) return
    const middle = wanted.length >> 1
    find(wanted.slice(0, middle), near)
    find(wanted.slice(middle), near + middle)
  }
  const whole = folded(quote)
  if (whole !== '') find(whole, at * text.length)
  return linesOf(items, letters, marked)
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Letters and digits of a page in the order of the file, and where each stands. */
function lettersOf(items: readonly TextItem[]): { text: string; letters: Letter[] } {
  let text = ''
  const letters: Letter[] = []
  for (const [item, { str = '' }] of items.entries()) {
    for (const { index, 0: character } of str.matchAll(/./gsu)) {
      const own = folded(character)
      text += own
      const place = { item, from: index / str.length, to: (index + character.length) / str.length }
      for (let i = 0; i < own.length; i++) letters.push(place)
    }
  }
  return { text, letters }
}

/** @returns where `wanted` begins in `text`, nearest to `near`; undefined for nowhere */
function nearest(text: string, wanted: string, near: number): number | undefined {
  let best: number | undefined
  for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + 1)) {
    if (best === undefined || Math.abs(from - near) < Math.abs(best - near)) best = from
  }
  return best
}

/** One rectangle for each item that is marked, from its first marked letter to its last. */
function linesOf(items: readonly TextItem[], letters: readonly Letter[], marked: readonly [number, number][]): Rectangle[] {
  return marked.flatMap(([from, to]) => {
    const spans = new Map<number, { from: number; to: number }>()
    for (const letter of letters.slice(from, to)) {
      const known = spans.get(letter.item)
      spans.set(letter.item, { from: Math.min(known?.from ?? 1, letter.from), to: Math.max(known?.to ?? 0, letter.to) })
    }
    return [...spans].map(([item, span]) => rectangleOf(items[item] ?? {}, span))
  })
}

function rectangleOf({ transform = [], width = 0, height = 0 }: TextItem, { from, to }: { from: number; to: number }): Rectangle {
  const [a = 1, b = 0, , , x = 0, y = 0] = transform
  const size = height || Math.hypot(a, b)
  // Along the line of writing, and across it.
  const length = Math.hypot(a, b) || 1
  const [alongX, alongY] = [a / length, b / length]
  const corners = [from, to].flatMap((share) =>
    [-BELOW, ABOVE].map((rise) => ({
      x: x + alongX * width * share - alongY * size * rise,
      y: y + alongY * width * share + alongX * size * rise,
    })),
  )
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)]
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) }
}
