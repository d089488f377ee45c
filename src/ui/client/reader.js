/** The source beside the answer: the whole document, the cited span highlighted and scrolled to. Without script a link opens its page. */
import { clone, part, say } from './parts.js'
import { cutRuns } from './runs.js'

/** @typedef {import('../chat.tsx').ClientLabels} Labels */

export class Reader {
  /** @type {HTMLElement | undefined} */
  #panel
  /** @type {HTMLAnchorElement | undefined} */
  #opener
  /** @type {AbortController | undefined} */
  #loading
  /** @type {Labels} */
  #labels

  /** @param {Labels} labels */
  constructor(labels) {
    this.#labels = labels
  }

  /**
   * @param {HTMLAnchorElement} link to the page of a source
   * @param {string | undefined} quote what must stand at the span
   */
  async open(link, quote) {
    this.close(false)
    const panel = clone('reader')
    this.#panel = panel
    this.#opener = link
    this.#loading = new AbortController()
    const address = new URL(link.href)
    const permalink = /** @type {HTMLAnchorElement} */ (part(panel, 'permalink'))
    permalink.href = link.href
    place(panel, link)
    document.documentElement.toggleAttribute('data-reading', true)
    try {
      const id = address.pathname.split('/').at(-1) ?? ''
      const response = await fetch(`/documents/${id}`, { signal: this.#loading.signal })
      const body = await response.json()
      if (!response.ok) throw new Error(body?.error?.message?.[document.documentElement.lang] ?? this.#labels.failed)
      const span = { start: Number(address.searchParams.get('start')), end: Number(address.searchParams.get('end')) }
      this.#fill(panel, body, span, quote)
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return
      say(part(panel, 'problem'), thrown instanceof TypeError ? this.#labels.failed : String(/** @type {Error} */ (thrown).message))
      part(panel, 'problem').hidden = false
      part(panel, 'text').hidden = true
    }
    part(panel, 'title').focus({ preventScroll: true })
    panel.scrollIntoView({ block: 'nearest' })
  }

  /** @param {boolean} [back] whether the focus goes back to where it came from @returns {boolean} whether something was open */
  close(back = true) {
    this.#loading?.abort()
    const panel = this.#panel
    if (!panel) return false
    this.#panel = undefined
    panel.remove()
    document.documentElement.toggleAttribute('data-reading', false)
    if (back) this.#opener?.focus()
    return true
  }

  /**
   * @param {HTMLElement} panel
   * @param {any} source as GET /documents/:id gives it
   * @param {import('../../domain.ts').Span} span
   * @param {string | undefined} quote
   */
  #fill(panel, source, span, quote) {
    say(part(panel, 'title'), source.title, source.language)
    say(part(panel, 'language'), this.#labels.sourceIn[/** @type {'en' | 'fr'} */ (source.language)])
    say(part(panel, 'file'), source.source)
    const place = part(panel, 'text')
    const cited = document.createElement('span')
    cited.className = 'visually-hidden'
    say(cited, `${place.dataset.cited} `, document.documentElement.lang)
    const body = document.createElement('div')
    body.lang = source.language
    /** @type {HTMLElement | undefined} */
    let first
    for (const { start, end, language, marked } of cutRuns(source.text.length, source.language, source.runs, span)) {
      const piece = document.createElement(marked ? 'mark' : 'span')
      say(piece, source.text.slice(start, end), language)
      if (marked && !first) {
        body.append(cited)
        first = piece
      }
      body.append(piece)
    }
    place.replaceChildren(body)
    first?.scrollIntoView({ block: 'center' })
    if (quote !== undefined && source.text.slice(span.start, span.end) !== quote) {
      say(part(panel, 'problem'), this.#labels.documentChanged)
      part(panel, 'problem').hidden = false
    }
  }
}

/** Below what it was opened from; the style moves it beside the answer where there is room. @param {HTMLElement} panel @param {HTMLElement} link */
function place(panel, link) {
  const item = link.closest('li')
  if (item) item.append(panel)
  else link.closest('.answer')?.after(panel)
}
