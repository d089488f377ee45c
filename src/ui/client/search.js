/** Finds words within the open document, whatever their case and accents. The document itself is not touched: the browser paints the ranges. */
import { part, say } from './parts.js'

/** @typedef {import('../chat.tsx').ClientLabels} Labels */

/** Ranges painted at most; a single letter of a long document has more. */
const MOST = 2000

export class Search {
  #panel
  #labels
  /** @type {HTMLElement | undefined} */
  #body
  /** @type {Range[]} */
  #found = []
  #at = 0

  /** @param {HTMLElement} panel @param {Labels} labels */
  constructor(panel, labels) {
    this.#panel = panel
    this.#labels = labels
    this.#field().addEventListener('input', () => this.#look())
    this.#field().addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault()
        this.#step(event.shiftKey ? -1 : 1)
      }
      // Escape first empties the field.
      if (event.key === 'Escape' && this.#field().value !== '') {
        event.stopPropagation()
        event.preventDefault()
        this.#field().value = ''
        this.#look()
      }
    })
  }

  /** A document has been opened. @param {HTMLElement} body */
  on(body) {
    this.#body = body
    this.#look(false)
  }

  /** @param {boolean} [move] whether the first place found is scrolled to */
  #look(move = true) {
    const wanted = folded(this.#field().value.trim())
    this.#found = wanted.length > 1 && this.#body ? rangesOf(this.#body, wanted) : []
    this.#at = 0
    paint('found', this.#found)
    const { found, foundNothing } = this.#labels
    const text = this.#found.length > 0 ? found.replace('{n}', '1').replace('{total}', String(this.#found.length)) : foundNothing
    say(part(this.#panel, 'search-count'), wanted.length > 1 ? text : '')
    this.#show(move)
  }

  /** @param {number} by */
  #step(by) {
    const total = this.#found.length
    if (total === 0) return
    this.#at = (this.#at + by + total) % total
    say(part(this.#panel, 'search-count'), this.#labels.found.replace('{n}', String(this.#at + 1)).replace('{total}', String(total)))
    this.#show(true)
  }

  /** @param {boolean} move */
  #show(move) {
    const range = this.#found[this.#at]
    paint('found-here', range ? [range] : [])
    if (!range || !move) return
    const box = part(this.#panel, 'text')
    box.scrollTop += range.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3
  }

  #field() {
    return /** @type {HTMLInputElement} */ (part(this.#panel, 'search'))
  }
}

/** As long as the text that it is made of, so that places stay the same. @param {string} text */
function folded(text) {
  return text.replace(/[^\0-\x7f]/g, (char) => char.normalize('NFD').charAt(0)).toLowerCase()
}

/** @param {HTMLElement} body @param {string} wanted folded @returns {Range[]} */
function rangesOf(body, wanted) {
  const ranges = []
  for (const block of body.querySelectorAll('p, li, td, th, pre, h3, h4, h5, h6')) {
    const nodes = textsOf(block)
    const text = folded(nodes.map(({ data }) => data).join(''))
    for (let at = text.indexOf(wanted); at >= 0 && ranges.length < MOST; at = text.indexOf(wanted, at + wanted.length)) {
      const range = document.createRange()
      range.setStart(...placeOf(nodes, at))
      range.setEnd(...placeOf(nodes, at + wanted.length))
      ranges.push(range)
    }
  }
  return ranges
}

/** @param {Element} block @returns {Text[]} */
function textsOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  const nodes = []
  while (walker.nextNode()) nodes.push(/** @type {Text} */ (walker.currentNode))
  return nodes.filter(({ parentElement }) => !parentElement?.matches('.visually-hidden'))
}

/** @param {Text[]} nodes @param {number} offset in all of them @returns {[Text, number]} */
function placeOf(nodes, offset) {
  let left = offset
  for (const node of nodes) {
    if (left <= node.length) return [node, left]
    left -= node.length
  }
  throw new RangeError(`no text at ${offset}`)
}

/** @param {string} name @param {Range[]} ranges */
function paint(name, ranges) {
  // A browser without it still scrolls to what was found.
  if (typeof Highlight === 'undefined') return
  if (ranges.length > 0) CSS.highlights.set(name, new Highlight(...ranges))
  else CSS.highlights.delete(name)
}
