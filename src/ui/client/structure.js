/**
 * A document laid out for reading: its blocks as headings, paragraphs, lists and tables, each with the runs of its text. Plain
 * JavaScript, because the server's pages and the browser use the same file; neither changes a character that offsets count.
 */
import { cutRuns } from './runs.js'

/** @typedef {import('../../domain.ts').Span} Span */
/** @typedef {import('../../domain.ts').TextBlock} Block */
/** @typedef {import('../../domain.ts').LanguageRun} LanguageRun */

/** @typedef {{ start: number, end: number, language: string, marked: boolean, first?: boolean }} Piece `first`: where the highlight begins */
/** @typedef {Span & { pieces: Piece[] }} Run a part of the text, cut where its language or the highlight changes */
/**
 * @typedef {object} Row
 * @property {(Run | undefined)[]} cells by column; undefined where a column is empty
 * @property {boolean} wide one cell over the whole width
 */
/**
 * @typedef {{ kind: 'heading', level: number | undefined, run: Run }
 *   | { kind: 'paragraph' | 'code', quiet: boolean, run: Run }
 *   | { kind: 'pair', label: Run, value: Run }
 *   | { kind: 'list', items: { depth: number, bullet: boolean, run: Run }[] }
 *   | { kind: 'table', columns: string[], rows: Row[] }
 *   | { kind: 'page', label: string }} Node
 */

/** A bullet is drawn by the page; a number is text. */
const BULLET = /^[-–—•*·▪◦]\s+/

/**
 * @param {string} text
 * @param {string} language of the document
 * @param {readonly Block[]} blocks in order of their start, each before those that stand in it
 * @param {readonly LanguageRun[]} runs in another language, in order, without overlap
 * @param {Span | undefined} span to highlight
 * @returns {Node[]} in order; all of the text but white space, bullets and what repeats the header of a column
 */
export function layOut(text, language, blocks, runs, span) {
  /** @type {Run[]} */
  const placed = []
  /** @param {number} start @param {number} end @returns {Run} */
  const run = (start, end) => {
    const made = { start, end, pieces: [] }
    placed.push(made)
    return made
  }
  /** @type {Node[]} */
  const nodes = []
  let at = 0
  /** What no block covers is text all the same. @param {number} until */
  const rest = (until) => {
    if (text.slice(at, until).trim() !== '') nodes.push({ kind: 'paragraph', quiet: false, run: run(at, until) })
    at = Math.max(at, until)
  }
  for (let i = 0; i < blocks.length; i++) {
    const block = /** @type {Block} */ (blocks[i])
    if (block.kind === 'page') {
      nodes.push({ kind: 'page', label: block.label ?? '' })
      continue
    }
    if (block.start < at) continue
    rest(block.start)
    at = block.end
    if (block.kind === 'table') {
      const inside = []
      while (blocks[i + 1] && /** @type {Block} */ (blocks[i + 1]).start < block.end) inside.push(/** @type {Block} */ (blocks[++i]))
      nodes.push(tableOf(text, inside, run))
    } else if (block.kind === 'item') {
      const last = nodes.at(-1)
      const list = last?.kind === 'list' ? last : { kind: /** @type {'list'} */ ('list'), items: [] }
      if (list !== last) nodes.push(list)
      list.items.push(itemOf(text, block, run))
    } else if (block.kind === 'heading') nodes.push({ kind: 'heading', level: block.level, run: run(block.start, block.end) })
    else if (block.kind === 'pair') nodes.push(pairOf(block, run))
    else nodes.push({ kind: block.kind === 'code' ? 'code' : 'paragraph', quiet: block.chrome === true, run: run(block.start, block.end) })
  }
  rest(text.length)
  cutAll(placed, text.length, language, runs, span)
  return nodes
}

/** @typedef {(start: number, end: number) => Run} MakeRun */

/** @param {string} text @param {Block} block @param {MakeRun} run */
function itemOf(text, { start, end, level = 1 }, run) {
  const bullet = BULLET.exec(text.slice(start, end))?.[0].length ?? 0
  return { depth: Math.min(level, 5), bullet: bullet > 0, run: run(start + bullet, end) }
}

/** @param {Block} block @param {MakeRun} run @returns {Extract<Node, { kind: 'pair' }>} */
function pairOf({ start, end, label = '' }, run) {
  const middle = Math.min(end, start + label.length)
  return { kind: 'pair', label: run(start, middle), value: run(middle, end) }
}

/** @param {string} text @param {readonly Block[]} inside @param {MakeRun} run @returns {Extract<Node, { kind: 'table' }>} */
function tableOf(text, inside, run) {
  const columns = [...new Set(inside.flatMap(({ kind, label }) => (kind === 'cell' && label ? [label] : [])))]
  /** @type {Row[]} */
  const rows = []
  for (let i = 0; i < inside.length; i++) {
    const block = /** @type {Block} */ (inside[i])
    const cells = []
    while (inside[i + 1]?.kind === 'cell') cells.push(/** @type {Block} */ (inside[++i]))
    if (block.kind === 'pair') {
      const { label, value } = pairOf(block, run)
      // The colon that stood between them is the border of two cells.
      const colon = /^\s*:\s*/.exec(text.slice(value.start, value.end))?.[0].length ?? 0
      value.start += colon
      rows.push({ cells: [label, value], wide: false })
    } else if (cells.length === 0) rows.push({ cells: [run(block.start, block.end)], wide: true })
    else {
      /** @type {Row} */
      const row = { cells: [], wide: false }
      for (const { start, end, label } of cells) {
        const column = label ? columns.indexOf(label) : row.cells.length
        row.cells[column] = run(start, end)
      }
      rows.push({ ...row, cells: Array.from({ length: Math.max(columns.length, row.cells.length) }, (_, column) => row.cells[column]) })
    }
  }
  return { kind: 'table', columns, rows }
}

/** Gives each run its pieces. @param {Run[]} placed @param {number} length @param {string} language @param {readonly LanguageRun[]} runs @param {Span | undefined} span */
function cutAll(placed, length, language, runs, span) {
  const ordered = placed.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  const pieces = cutRuns(
    length,
    language,
    runs,
    span,
    ordered.flatMap(({ start, end }) => [start, end]),
  )
  let next = 0
  for (const own of ordered) {
    while ((pieces[next]?.end ?? Number.POSITIVE_INFINITY) <= own.start) next++
    for (let i = next; (pieces[i]?.start ?? Number.POSITIVE_INFINITY) < own.end; i++) own.pieces.push(/** @type {Piece} */ (pieces[i]))
  }
  const first = ordered.flatMap((own) => own.pieces).find(({ marked }) => marked)
  if (first) first.first = true
}

/** @param {Run | undefined} run @returns {boolean} */
export function isMarked(run) {
  return run?.pieces.some(({ marked }) => marked) ?? false
}
