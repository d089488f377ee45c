/** A document as elements: the browser's twin of the page of a source. Only text is filled in. */
import { say } from './parts.js'
import { isMarked, layOut } from './structure.js'

/** @typedef {import('../../domain.ts').DocumentText} DocumentText */
/** @typedef {import('../../domain.ts').Span} Span */
/** @typedef {import('./structure.js').Run} Run */
/** @typedef {import('./structure.js').Node} Laid */
/** @typedef {{ cited: string, page: string }} Words before the highlight; name of a page, with {n} */

/** Headings of a document stand below the title of the pane. */
const HEADINGS = ['h3', 'h3', 'h4', 'h5', 'h6', 'h6', 'h6']
/** Fewer headings need no table of contents, and more are no help. */
const OUTLINE = { least: 3, most: 120 }

/** @param {DocumentText} source @param {Span} span @param {Words} words @returns {{ body: HTMLElement, cited: HTMLElement | undefined }} */
export function documentBody({ text, language, blocks, runs }, span, words) {
  const body = document.createElement('div')
  body.lang = language
  const fits = span.start < span.end && span.end <= text.length
  for (const node of layOut(text, language, blocks, runs, fits ? span : undefined)) body.append(elementOf(node, text, words))
  return { body, cited: body.querySelector('mark') ?? undefined }
}

/** @param {Laid} node @param {string} text @param {Words} words @returns {HTMLElement} */
function elementOf(node, text, words) {
  if (node.kind === 'list') {
    const list = document.createElement('ul')
    for (const { depth, bullet, run } of node.items) list.append(filled('li', `d${depth}${bullet ? '' : ' numbered'}`, run, text, words))
    return list
  }
  if (node.kind === 'table') return tableOf(node, text, words)
  if (node.kind === 'page') {
    const mark = document.createElement('p')
    mark.className = 'page-mark'
    const name = document.createElement('span')
    say(name, /^\d+$/.test(node.label) ? words.page.replace('{n}', node.label) : node.label)
    mark.lang = document.documentElement.lang
    mark.append(name)
    return mark
  }
  if (node.kind === 'pair') {
    const line = document.createElement('p')
    line.append(filled('b', '', node.label, text, words), ...piecesOf(node.value, text, words))
    line.classList.toggle('here', isMarked(node.label) || isMarked(node.value))
    return line
  }
  if (node.kind === 'heading') {
    const known = node.level !== undefined
    const heading = filled(known ? (HEADINGS[node.level ?? 0] ?? 'h6') : 'p', known ? '' : 'headline', node.run, text, words)
    heading.id = `s${node.run.start}`
    heading.tabIndex = -1
    return heading
  }
  const block = filled(node.kind === 'code' ? 'pre' : 'p', node.quiet ? 'quiet' : '', node.run, text, words)
  if (node.kind === 'code') block.tabIndex = 0
  return block
}

/** @param {Extract<Laid, { kind: 'table' }>} node @param {string} text @param {Words} words */
function tableOf({ columns, rows }, text, words) {
  const table = document.createElement('table')
  if (columns.length > 0) {
    const head = table.createTHead().insertRow()
    for (const column of columns) {
      const cell = document.createElement('th')
      cell.scope = 'col'
      say(cell, column)
      head.append(cell)
    }
  }
  const body = table.createTBody()
  for (const { cells, wide } of rows) {
    const row = body.insertRow()
    row.classList.toggle('here', cells.some(isMarked))
    for (const run of cells) {
      const cell = row.insertCell()
      if (wide) cell.colSpan = Math.max(1, columns.length)
      if (run) cell.append(...piecesOf(run, text, words))
    }
  }
  const frame = document.createElement('div')
  frame.className = 'table'
  frame.tabIndex = 0
  frame.append(table)
  return frame
}

/** @param {string} tag @param {string} name @param {Run} run @param {string} text @param {Words} words */
function filled(tag, name, run, text, words) {
  const element = document.createElement(tag)
  element.className = name
  element.classList.toggle('here', isMarked(run))
  element.append(...piecesOf(run, text, words))
  return element
}

/** @param {Run} run @param {string} text @param {Words} words @returns {(HTMLElement)[]} */
function piecesOf({ pieces }, text, words) {
  return pieces.flatMap(({ start, end, language, marked, first }) => {
    const piece = document.createElement(marked ? 'mark' : 'span')
    say(piece, text.slice(start, end), language)
    if (!first) return [piece]
    const cited = document.createElement('span')
    cited.className = 'visually-hidden'
    say(cited, words.cited, document.documentElement.lang)
    return [cited, piece]
  })
}

/** Links to the headings of a document, where there are enough of them. @param {HTMLElement} body @returns {HTMLElement[]} */
export function outline(body) {
  const leveled = [...body.querySelectorAll('h3, h4, h5')]
  const headings = leveled.length >= OUTLINE.least ? leveled : [...body.querySelectorAll('.headline')]
  if (headings.length < OUTLINE.least) return []
  return headings.slice(0, OUTLINE.most).map((heading) => {
    const item = document.createElement('li')
    item.className = heading.localName
    const link = document.createElement('a')
    link.href = `#${heading.id}`
    say(link, heading.textContent ?? '', body.lang)
    item.append(link)
    return item
  })
}
