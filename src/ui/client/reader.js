/**
 * The source beside the answer: the whole document, the cited span highlighted and scrolled to. A pane where there is room, a sheet
 * over the page where there is not. Without script a link opens its page.
 */
import { addressOf } from './base.js'
import { documentBody, outline } from './document.js'
import { find, part, say } from './parts.js'
import { Picture } from './picture.js'
import { Search } from './search.js'
import { factsOf, fillWhy, showCounterpart } from './turn.js'

/** @typedef {import('../chat.tsx').ClientLabels} Labels */
/** @typedef {import('../../domain.ts').AskPassage} AskPassage */
/** @typedef {import('../../domain.ts').Citation} Citation */
/** @typedef {import('../../domain.ts').DocumentText} DocumentText */

/**
 * @typedef {object} Wanted
 * @property {HTMLAnchorElement} link to the page of a source
 * @property {Citation | undefined} citation what must stand at the span
 * @property {AskPassage | undefined} passage that the words in common with the question are known of
 * @property {string} asked language of the question
 * @property {number} at position of the citation among those of its answer, from 0
 * @property {number} total
 */

/** Where the pane stands beside the answer. */
const WIDE = matchMedia('(min-width: 64rem)')

export class Reader {
  /** @type {HTMLDialogElement} */
  #panel
  /** @type {HTMLAnchorElement | undefined} */
  #opener
  /** @type {AbortController | undefined} */
  #loading
  /** @type {Labels} */
  #labels
  /** @type {Search} */
  #search
  /** @type {Picture} */
  #picture

  /** @param {HTMLDialogElement} panel @param {Labels} labels @param {() => void} close as a person does who asks the next question */
  constructor(panel, labels, close) {
    this.#panel = panel
    this.#labels = labels
    this.#search = new Search(panel, labels)
    this.#picture = new Picture(panel, labels)
    part(panel, 'contents').addEventListener('click', (event) => this.#goTo(event))
    // A window made wider or narrower, a tablet that is turned, or a page that is enlarged.
    WIDE.addEventListener('change', () => {
      if (!panel.open) return
      const focused = document.activeElement
      const reading = focused instanceof HTMLElement && panel.contains(focused)
      // A sheet over the page is for whoever reads it; whoever is at the answer or the field stays there.
      if (!WIDE.matches && !reading) return close()
      panel.close()
      this.#show()
      if (reading) focused.focus({ preventScroll: true })
    })
  }

  /** Of the page of the source that is open. */
  get address() {
    return this.#opener?.href ?? ''
  }

  /** @param {Wanted} wanted @param {boolean} [focus] whether the focus goes to the document */
  async open(wanted, focus = true) {
    const panel = this.#panel
    const { link, citation, passage, asked, at, total } = wanted
    this.#loading?.abort()
    const loading = new AbortController()
    this.#loading = loading
    this.#opener = link
    const permalink = /** @type {HTMLAnchorElement} */ (part(panel, 'permalink'))
    permalink.href = link.href
    part(panel, 'problem').hidden = true
    part(panel, 'steps').hidden = total < 2
    say(part(panel, 'position'), this.#labels.sourceOf.replace('{n}', String(at + 1)).replace('{total}', String(total)))
    fillWhy(panel, passage, asked, this.#labels)
    showCounterpart(panel, citation?.counterpart, this.#labels)
    this.#show()
    try {
      const address = new URL(link.href)
      const id = address.pathname.split('/').at(-1) ?? ''
      const original = /** @type {HTMLAnchorElement} */ (part(panel, 'original'))
      original.href = `${addressOf(`/original/${id}`)}${citation?.page ? `#page=${citation.page}` : ''}`
      const response = await fetch(addressOf(`/documents/${id}`), { signal: loading.signal })
      const body = await response.json()
      if (!response.ok) throw new Error(body?.error?.message?.[document.documentElement.lang] ?? this.#labels.failed)
      const span = { start: Number(address.searchParams.get('start')), end: Number(address.searchParams.get('end')) }
      this.#fill(body, span, citation)
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return
      this.problem(thrown instanceof TypeError ? this.#labels.failed : String(/** @type {Error} */ (thrown).message))
      part(panel, 'text').replaceChildren()
      this.#picture.on(undefined, { start: 0, end: 0 }, 1)
      part(panel, 'map').hidden = true
    }
    if (focus) part(panel, 'title').focus({ preventScroll: true })
  }

  /** @param {boolean} [back] whether the focus goes back to where it came from @returns {boolean} whether something was open */
  close(back = true) {
    this.#loading?.abort()
    if (!this.#panel.open) return false
    this.#panel.close()
    document.documentElement.toggleAttribute('data-reading', false)
    if (back) this.#opener?.focus()
    return true
  }

  /** From the contents to a heading, within the pane. @param {MouseEvent} event */
  #goTo(event) {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link) return
    event.preventDefault()
    const heading = find(this.#panel, `[id="${link.hash.slice(1)}"]`)
    part(this.#panel, 'contents-section').removeAttribute('open')
    toTop(heading, part(this.#panel, 'text'))
    heading.focus({ preventScroll: true })
  }

  #show() {
    document.documentElement.toggleAttribute('data-reading', true)
    if (this.#panel.open) return
    // The attribute alone moves no focus, which stays with the answer.
    if (WIDE.matches) this.#panel.open = true
    else this.#panel.showModal()
  }

  /** Says what went wrong, above the document. @param {string} text */
  problem(text) {
    say(part(this.#panel, 'problem'), text)
    part(this.#panel, 'problem').hidden = false
  }

  /** @param {DocumentText} source @param {import('../../domain.ts').Span} span @param {Citation | undefined} citation */
  #fill(source, span, citation) {
    const panel = this.#panel
    say(part(panel, 'title'), source.title, source.language)
    say(part(panel, 'facts'), factsOf({ ...source, page: citation?.page }, this.#labels))
    say(part(panel, 'file'), source.source)
    const place = part(panel, 'text')
    const { body, cited } = documentBody(source, span, { cited: `${place.dataset.cited} `, page: this.#labels.pageNumber })
    place.replaceChildren(body)
    this.#search.on(body)
    const contents = outline(body)
    part(panel, 'contents').replaceChildren(...contents)
    part(panel, 'contents-section').hidden = contents.length === 0
    this.#showWhere(span, source.text.length)
    if (cited) toMiddle(cited, place)
    else place.scrollTop = 0
    this.#picture.on(source, span, pageAt(source, span.start))
    if (citation && source.text.slice(span.start, span.end) !== citation.quote) this.problem(this.#labels.documentChanged)
  }

  /** Where in the document the passage is, as a tick on a line. @param {import('../../domain.ts').Span} span @param {number} length */
  #showWhere({ start, end }, length) {
    const shown = end > start && length > 0
    part(this.#panel, 'map').hidden = !shown
    if (shown) part(this.#panel, 'tick').style.setProperty('--at', String(Math.min(1, start / length)))
  }
}

/** @param {DocumentText} source @param {number} offset @returns {number} from 1 */
function pageAt({ blocks }, offset) {
  return Math.max(1, blocks.filter(({ kind, start }) => kind === 'page' && start <= offset).length)
}

/** Scrolls a box of its own alone, so that the page keeps its place. @param {HTMLElement} piece @param {HTMLElement} box */
function toMiddle(piece, box) {
  const offset = piece.getBoundingClientRect().top - box.getBoundingClientRect().top
  box.scrollTop += offset - box.clientHeight / 3
}

/** @param {HTMLElement} piece @param {HTMLElement} box */
function toTop(piece, box) {
  box.scrollTop += piece.getBoundingClientRect().top - box.getBoundingClientRect().top - 12
}

/** @param {ParentNode} root */
export function readerOf(root) {
  return /** @type {HTMLDialogElement} */ (find(root, '[data-part=reader]'))
}
