/** A page of the open document as it looks in its file, in place of the text; asked for only when it is wanted. */
import { addressOf } from './base.js'
import { isDrawn, pageAddress } from './pages.js'
import { find, part, say } from './parts.js'
import { preference } from './storage.js'

/** @typedef {import('../chat.tsx').ClientLabels} Labels */
/** @typedef {import('../../domain.ts').DocumentText} DocumentText */
/** @typedef {import('../../domain.ts').Span} Span */

export class Picture {
  #panel
  #labels
  /** @type {{ source: DocumentText, span: Span, page: number } | undefined} */
  #shown
  /** @type {AbortController | undefined} */
  #loading

  /** @param {HTMLElement} panel @param {Labels} labels */
  constructor(panel, labels) {
    this.#panel = panel
    this.#labels = labels
    panel.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null
      const { action } = button?.dataset ?? {}
      if (action === 'show-text') this.#choose(false)
      if (action === 'show-page') this.#choose(true)
      if (action === 'previous-page') this.#turn(-1)
      if (action === 'next-page') this.#turn(1)
    })
  }

  /** @param {DocumentText | undefined} source undefined for none @param {Span} span @param {number} page that the span begins on, from 1 */
  on(source, span, page) {
    this.#loading?.abort()
    this.#shown = source && isDrawn(source) ? { source, span, page } : undefined
    part(this.#panel, 'views').hidden = this.#shown === undefined
    this.#update()
  }

  /** @param {boolean} picture */
  #choose(picture) {
    preference('view', picture ? 'page' : 'text')
    this.#update()
  }

  /** @param {number} by */
  #turn(by) {
    if (!this.#shown) return
    this.#shown.page += by
    void this.#draw()
  }

  #update() {
    const picture = this.#shown !== undefined && preference('view') === 'page'
    for (const [action, chosen] of /** @type {const} */ ([
      ['show-text', !picture],
      ['show-page', picture],
    ])) {
      find(this.#panel, `[data-action=${action}]`).ariaPressed = String(chosen)
    }
    part(this.#panel, 'picture').hidden = !picture
    for (const name of ['text', 'find']) part(this.#panel, name).hidden = picture
    this.#panel.toggleAttribute('data-picture', picture)
    if (picture) void this.#draw()
  }

  async #draw() {
    if (!this.#shown) return
    const { source, span, page } = this.#shown
    const pages = source.pages ?? 1
    const labels = this.#labels
    const image = /** @type {HTMLImageElement} */ (part(this.#panel, 'page-image'))
    const status = part(this.#panel, 'page-status')
    say(part(this.#panel, 'page-number'), labels.pageOfDocument.replace('{n}', String(page)).replace('{total}', String(pages)))
    const step = (/** @type {string} */ action, /** @type {boolean} */ off) => {
      const button = /** @type {HTMLButtonElement} */ (find(this.#panel, `[data-action=${action}]`))
      button.disabled = off
    }
    step('previous-page', page <= 1)
    step('next-page', page >= pages)
    this.#loading?.abort()
    const loading = new AbortController()
    this.#loading = loading
    say(status, labels.drawing)
    const address = addressOf(pageAddress(source.id, page, span))
    try {
      // Fetched first: what is wrong with it, and where its mark stands, an image does not tell.
      const response = await fetch(address, { signal: loading.signal })
      if (!response.ok) throw new Error((await response.json())?.error?.message?.[document.documentElement.lang] ?? labels.failed)
      const markedAt = response.headers.get('X-Marked-At')
      await response.blob()
      image.src = address
      await image.decode()
      if (loading.signal.aborted) return
      image.alt = (markedAt === null ? labels.pagePicture : labels.pagePictureMarked).replace('{n}', String(page))
      image.hidden = false
      say(status, '')
      const frame = part(this.#panel, 'page-frame')
      frame.scrollTop = markedAt === null ? 0 : Number(markedAt) * image.clientHeight - frame.clientHeight / 3
    } catch (thrown) {
      if (loading.signal.aborted) return
      image.hidden = true
      say(status, thrown instanceof TypeError ? labels.failed : String(/** @type {Error} */ (thrown).message))
    }
  }
}
