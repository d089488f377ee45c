/**
 * Keeps the progress of indexing current, holds a question that is asked meanwhile, and loads the page again at its end: what was asked
 * is asked then.
 */
import { addressOf } from './base.js'
import { withNumbers } from './numbers.js'
import { find, part, say } from './parts.js'

const EVERY = 1000

class SourcierIndexing extends HTMLElement {
  /** @type {import('../layout.tsx').IndexingLabels} */
  #labels = JSON.parse(this.dataset.labels ?? '{}')
  /** How far it was, when. @type {{ label: string, done: number, at: number } | undefined} */
  #since
  /** Holds the question that is to be asked when it can be answered. @type {HTMLTextAreaElement | undefined} */
  #held

  connectedCallback() {
    const answers = this.dataset.partial !== undefined
    const form = document.querySelector('form.ask')
    if (form instanceof HTMLFormElement && !answers) this.#hold(form)
    const ask = async () => {
      const { status, progress, partial } = await fetch(addressOf('/health')).then((response) => response.json())
      if (partial ? !answers : status !== 'starting' && !progress) return this.#ready()
      this.#show(progress)
      if (partial) say(part(this, 'held'), withNumbers(this.#labels.partial, partial, document.documentElement.lang))
      setTimeout(again, EVERY)
    }
    // A server that is away for a moment may come back.
    const again = () => ask().catch(() => setTimeout(again, EVERY))
    setTimeout(again, EVERY)
  }

  /** A question asked too early waits. @param {HTMLFormElement} form */
  #hold(form) {
    const field = /** @type {HTMLTextAreaElement} */ (find(form, 'textarea'))
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      form.requestSubmit()
    })
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (field.value.trim() === '') return
      this.#held = field
      field.readOnly = true
      say(part(this, 'held'), this.#labels.held)
    })
  }

  #ready() {
    if (this.#held) {
      location.hash = String(new URLSearchParams({ q: this.#held.value.trim() }))
      this.#held.value = ''
    }
    // A conversation under way goes on as it is.
    if (!document.querySelector('.turn')) return location.reload()
    say(part(this, 'held'), this.#labels.complete)
    for (const other of this.children) if (other instanceof HTMLElement) other.hidden = other !== part(this, 'held')
  }

  /** @param {{ label: Record<string, string>, done: number, total: number } | undefined} progress */
  #show(progress) {
    if (!progress) return
    const { done, total } = progress
    const label = progress.label[document.documentElement.lang] ?? ''
    const bar = /** @type {HTMLProgressElement} */ (find(this, 'progress'))
    bar.max = total || 1
    bar.value = done
    say(part(this, 'label'), label)
    say(part(this, 'count'), total > 0 ? withNumbers(this.#labels.progressOf, { done, total }, document.documentElement.lang) : '')
    if (this.#since?.label !== label) this.#since = { label, done, at: Date.now() }
    say(part(this, 'left'), this.#timeLeft(done, total))
  }

  /** @param {number} done @param {number} total @returns {string} empty until it can be told */
  #timeLeft(done, total) {
    const { done: before = done, at = Date.now() } = this.#since ?? {}
    if (done <= before || done >= total) return ''
    const seconds = ((Date.now() - at) / (done - before) / 1000) * (total - done)
    const { secondsLeft, minutesLeft } = this.#labels
    return seconds < 90
      ? secondsLeft.replace('{n}', String(Math.ceil(seconds)))
      : minutesLeft.replace('{n}', String(Math.round(seconds / 60)))
  }
}

customElements.define('sourcier-indexing', SourcierIndexing)
