/**
 * Pointing at a citation, or reaching it by keyboard, shows where it comes from: title, date, and the sentence before and after. It
 * stays while the pointer is on it, and Escape puts it away.
 */
import { part, say } from './parts.js'
import { passageOf } from './passages.js'
import { factsOf } from './turn.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').Citation} Citation */
/** @typedef {import('../chat.tsx').ClientLabels} Labels */
/** @typedef {{ answer: AskResponse, citation: Citation }} Shown */

/** Milliseconds before it comes, so that it does not follow a pointer on its way, and before it goes. */
const DELAY = { show: 250, hide: 180 }
const CONTEXT_LENGTH = 180

export class Preview {
  #root
  #panel
  #labels
  #sourceOf
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  /** @type {HTMLElement | undefined} */
  #marker

  /** @param {HTMLElement} root @param {Labels} labels @param {(marker: HTMLElement) => Shown | undefined} sourceOf undefined where the source is open already */
  constructor(root, labels, sourceOf) {
    this.#root = root
    this.#panel = part(root, 'preview')
    this.#labels = labels
    this.#sourceOf = sourceOf
    root.addEventListener('pointerover', (event) => {
      if (event.pointerType === 'touch') return
      const marker = markerOf(event.target)
      if (marker) this.#later(() => this.#show(marker), DELAY.show)
      else if (event.target instanceof Node && this.#panel.contains(event.target)) clearTimeout(this.#timer)
      else this.#later(() => this.hide(), DELAY.hide)
    })
    root.addEventListener('focusin', (event) => {
      const marker = markerOf(event.target)
      if (marker?.matches(':focus-visible')) this.#show(marker)
      else this.hide()
    })
    root.addEventListener('focusout', () => this.hide())
    root.addEventListener('click', () => this.hide())
  }

  /** @returns {boolean} whether it was shown */
  hide() {
    clearTimeout(this.#timer)
    this.#marker?.removeAttribute('aria-describedby')
    this.#marker = undefined
    const shown = !this.#panel.hidden
    this.#panel.hidden = true
    return shown
  }

  /** @param {() => void} act @param {number} delay */
  #later(act, delay) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(act, delay)
  }

  /** @param {HTMLElement} marker */
  #show(marker) {
    const shown = this.#sourceOf(marker)
    if (!shown || marker === this.#marker) return
    this.hide()
    const { answer, citation } = shown
    const panel = this.#panel
    const { before, after } = contextOf(answer, citation)
    say(part(panel, 'title'), citation.title, citation.language)
    say(part(panel, 'facts'), factsOf(citation, this.#labels))
    part(panel, 'context').lang = citation.language
    say(part(panel, 'before'), before)
    say(part(panel, 'quote'), citation.quote.replace(/\s+/g, ' '))
    say(part(panel, 'after'), after)
    panel.hidden = false
    place(panel, marker, this.#root)
    marker.setAttribute('aria-describedby', panel.id)
    this.#marker = marker
  }
}

/** @param {EventTarget | null} target @returns {HTMLElement | undefined} */
function markerOf(target) {
  const marker = target instanceof Element ? target.closest('.marker') : null
  return marker instanceof HTMLElement ? marker : undefined
}

/** The sentence before a quote and the one after it. @param {AskResponse} answer @param {Citation} citation */
export function contextOf(answer, citation) {
  const passage = passageOf(answer, citation)
  if (!passage) return { before: '', after: '' }
  const sentences = new Intl.Segmenter(citation.language, { granularity: 'sentence' })
  /** @param {string} text */
  const split = (text) => [...sentences.segment(text.replace(/\s+/g, ' '))].map(({ segment }) => segment.trim()).filter((own) => own !== '')
  const before = split(passage.text.slice(0, citation.start - passage.start)).at(-1) ?? ''
  const after = split(passage.text.slice(citation.end - passage.start))[0] ?? ''
  return {
    before: before.length > CONTEXT_LENGTH ? `…${before.slice(-CONTEXT_LENGTH)}` : before,
    after: after.length > CONTEXT_LENGTH ? `${after.slice(0, CONTEXT_LENGTH)}…` : after,
  }
}

/** Below the marker, or above it where there is no room. @param {HTMLElement} panel @param {HTMLElement} marker @param {HTMLElement} root */
function place(panel, marker, root) {
  const [at, frame] = [marker.getBoundingClientRect(), root.getBoundingClientRect()]
  const { offsetWidth, offsetHeight } = panel
  const left = Math.max(8, Math.min(at.left, innerWidth - offsetWidth - 8))
  const fits = at.bottom + offsetHeight + 8 < innerHeight - 140
  const top = fits ? at.bottom + 6 : Math.max(8, at.top - offsetHeight - 6)
  panel.style.setProperty('--left', `${left - frame.left}px`)
  panel.style.setProperty('--top-of', `${top - frame.top}px`)
}
