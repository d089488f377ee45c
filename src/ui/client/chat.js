/**
 * Upgrades the form of the page: the answer streams into the conversation instead of a new page. The conversation lives in this
 * tab and nowhere else; a reload and a change of language keep it.
 */
import { events } from './events.js'
import { find, part, say } from './parts.js'
import { Reader } from './reader.js'
import { toJson, toMarkdown, turnToMarkdown, turnToPlain } from './transcript.js'
import { addSentence, clearAnswer, fail, finish, linkQuotes, newTurn, showAnswer } from './turn.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../chat.tsx').ClientLabels} Labels */

const STORED = 'sourcier-conversation'

class SourcierChat extends HTMLElement {
  /** @type {Labels} */
  #labels = JSON.parse(this.dataset.labels ?? '{}')
  #reader = new Reader(this.#labels)
  /** @type {AbortController | undefined} */
  #running
  /** Turns asked without script, before this one took over. @type {{ question: string, answer: string }[]} */
  #carried = []
  /** Every turn on the page, in order, with its question and, once it has come, its answer. @type {Map<HTMLElement, { question: string, answer?: AskResponse }>} */
  #turns = new Map()
  /** The turn that the next question takes the place of. @type {HTMLElement | undefined} */
  #edited

  connectedCallback() {
    const form = this.#form()
    this.#carried = JSON.parse(/** @type {HTMLInputElement} */ (find(form, '[name=history]')).value)
    if (!this.querySelector('.turn')) for (const answer of stored()) this.#restore(answer)
    // The field is empty while an answer comes, and stopping must be possible all the same.
    form.noValidate = true
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (this.#running) return this.#running.abort()
      const question = this.#field().value.trim()
      if (question === '') return this.#field().focus()
      void this.#ask(question)
    })
    this.#field().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      if (!this.#running) form.requestSubmit()
    })
    this.addEventListener('click', (event) => this.#click(event))
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && (this.#reader.close() || this.#edit(undefined))) event.preventDefault()
    })
    this.addEventListener('submit', (event) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || !form.matches('.feedback')) return
      event.preventDefault()
      void this.#sendFeedback(form, /** @type {HTMLButtonElement | null} */ (event.submitter))
    })
    linkQuotes(this)
    this.#update()
  }

  /** Sent once; the thanks take the form's place. @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
  async #sendFeedback(form, button) {
    if (form.ariaBusy) return
    form.ariaBusy = 'true'
    const { ui, citations, answered, ...fields } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form, button)))
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
    const body = { ...given, answered: answered === 'true', citations: JSON.parse(citations ?? '[]') }
    const response = await fetch('/feedback', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined)
    form.ariaBusy = null
    if (!response?.ok) return this.#announce(response ? await this.#errorText(response) : this.#labels.failed, true)
    const { redacted } = await response.json()
    const thanks = document.createElement('p')
    thanks.tabIndex = -1
    thanks.className = 'about'
    say(thanks, redacted.length > 0 ? `${this.#labels.feedbackThanks} ${this.#labels.feedbackRedacted}` : this.#labels.feedbackThanks)
    form.replaceWith(thanks)
    thanks.focus()
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target : undefined
    const link = target?.closest('a[data-source]')
    // With a modifier key a link opens where the person wants it.
    if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault()
      void this.#reader.open(link, this.#quoteOf(link))
      return
    }
    const button = target?.closest('button')
    if (button?.name === 'question') {
      event.preventDefault()
      if (!this.#running) void this.#ask(button.value)
    } else if (button?.dataset.action) this.#act(button.dataset.action, button)
  }

  /** @param {string} action @param {HTMLButtonElement} button */
  #act(action, button) {
    const turn = /** @type {HTMLElement | null} */ (button.closest('.turn'))
    const { question = '', answer } = (turn && this.#turns.get(turn)) ?? {}
    if (action === 'close-reader') this.#reader.close()
    if (action === 'cancel-edit') this.#edit(undefined)
    if (action === 'export-markdown') this.#download('md', 'text/markdown', toMarkdown(this.#answers(), this.#labels, location.origin))
    if (action === 'export-json') this.#download('json', 'application/json', toJson(this.#answers(), new Date()))
    if (action === 'new-conversation') this.#forget()
    if (action === 'copy-markdown' && answer) void this.#copy(turnToMarkdown(answer, this.#labels, location.origin))
    if (action === 'copy-plain' && answer) void this.#copy(turnToPlain(answer, this.#labels, location.origin))
    if (this.#running || !turn) return
    if (action === 'edit') this.#edit(turn)
    if (action === 'retry') {
      this.#remove(turn)
      void this.#ask(question)
    }
  }

  /** @param {string} question */
  async #ask(question) {
    if (this.#edited) this.#remove(this.#edited)
    this.#edit(undefined)
    this.#reader.close(false)
    this.#field().value = ''
    const turn = newTurn(question)
    const history = this.#history()
    this.#turns.set(turn, { question })
    this.#log().append(turn)
    turn.scrollIntoView({ block: 'start' })
    this.#announce(this.#labels.searching)
    this.#busy(new AbortController())
    try {
      const response = await fetch('/ask', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Accept-Language': document.documentElement.lang },
        body: JSON.stringify({ question, history }),
        signal: this.#running?.signal ?? null,
      })
      if (!response.ok || !response.body) return fail(turn, await this.#errorText(response))
      /** @type {import('../../domain.ts').Citation[]} */
      let cited = []
      for await (const { event, data } of events(response.body)) {
        if (event === 'answer-start') part(turn, 'answer').lang = data.language
        if (event === 'answer-restart') {
          cited = []
          clearAnswer(turn)
        }
        if (event === 'sentence') {
          cited.push(...data.newCitations)
          addSentence(turn, data, cited, this.#labels)
        }
        if (event === 'answer-end') this.#finish(turn, question, data)
      }
      // A stream that breaks off says nothing by itself.
      if (!this.#turns.get(turn)?.answer) fail(turn, this.#labels.failed)
    } catch (thrown) {
      const stopped = thrown instanceof DOMException && thrown.name === 'AbortError'
      fail(turn, stopped ? this.#labels.stopped : this.#labels.failed)
    } finally {
      this.#busy(undefined)
      this.#update()
    }
  }

  /** @param {HTMLElement} turn @param {string} question @param {AskResponse} answer */
  #finish(turn, question, answer) {
    this.#turns.set(turn, { question, answer })
    finish(turn, answer, this.#labels)
    // Whoever has begun to write the next question keeps the focus and is told.
    const writing = document.activeElement === this.#field() && this.#field().value !== ''
    this.#announce(writing ? this.#labels.answerReady : '')
    if (!writing) part(turn, 'heading').focus()
    store(this.#answers())
  }

  /** @param {AskResponse} answer */
  #restore(answer) {
    const turn = newTurn(answer.question)
    showAnswer(turn, answer, this.#labels)
    this.#turns.set(turn, { question: answer.question, answer })
    this.#log().append(turn)
  }

  /** Puts the question of a turn back into the field; undefined gives up. @param {HTMLElement | undefined} turn @returns {boolean} whether anything changed */
  #edit(turn) {
    if (turn === this.#edited) return false
    this.#edited = turn
    part(this, 'editing').hidden = turn === undefined
    this.#field().value = (turn && this.#turns.get(turn)?.question) ?? ''
    if (turn) this.#announce(part(this, 'editing').firstChild?.textContent ?? '')
    this.#field().focus()
    return true
  }

  /** @param {HTMLElement} turn */
  #remove(turn) {
    this.#turns.delete(turn)
    turn.remove()
  }

  #forget() {
    this.#running?.abort()
    this.#reader.close(false)
    this.#edit(undefined)
    this.#turns.clear()
    this.#carried = []
    this.#log().replaceChildren()
    store([])
    this.#update()
    this.#field().focus()
  }

  /** @returns {AskResponse[]} */
  #answers() {
    return [...this.#turns.values()].flatMap(({ answer }) => (answer ? [answer] : []))
  }

  /** What a follow-up may lean on; the server keeps nothing. */
  #history() {
    const turns = this.#answers().map(({ question, answer }) => ({ question, answer }))
    return [...this.#carried, ...turns].slice(-this.#labels.turnsKept)
  }

  /** What the span behind a link must hold. @param {HTMLAnchorElement} link */
  #quoteOf(link) {
    const turn = /** @type {HTMLElement | null} */ (link.closest('.turn'))
    const answer = turn ? this.#turns.get(turn)?.answer : undefined
    const address = new URL(link.href)
    return answer?.citations.find(({ href }) => address.href.startsWith(new URL(href, address).href))?.quote
  }

  /** @param {string} text */
  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text)
      this.#announce(this.#labels.copied, true)
    } catch {
      this.#announce(this.#labels.notCopied, true)
    }
  }

  /** @param {string} extension @param {string} type @param {string} text */
  #download(extension, type, text) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type }))
    link.download = `${this.#labels.exportName}.${extension}`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }

  /** @param {string} text @param {boolean} [shown] to everyone, not to screen readers alone */
  #announce(text, shown = false) {
    const place = part(this, 'announcement')
    place.classList.toggle('visually-hidden', !shown)
    place.classList.toggle('toast', shown && text !== '')
    say(place, text)
  }

  /** @param {AbortController | undefined} running */
  #busy(running) {
    this.#running = running
    say(find(this.#form(), 'button[type=submit]'), running ? this.#labels.stop : this.#labels.send)
    this.toggleAttribute('data-busy', running !== undefined)
  }

  #update() {
    const empty = this.#turns.size === 0
    part(this, 'conversation').hidden = empty
    const examples = this.querySelector('[data-part=examples]')
    if (examples instanceof HTMLElement) examples.hidden = !empty
  }

  /** @param {Response} response */
  async #errorText(response) {
    const body = await response.json().catch(() => undefined)
    return body?.error?.message?.[document.documentElement.lang] ?? this.#labels.failed
  }

  #log() {
    return find(this, '[data-log]')
  }

  #form() {
    return /** @type {HTMLFormElement} */ (find(this, 'form.ask'))
  }

  #field() {
    return /** @type {HTMLTextAreaElement} */ (find(this.#form(), 'textarea'))
  }
}

/** @returns {AskResponse[]} */
function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED) ?? '[]')
  } catch {
    return []
  }
}

/** @param {AskResponse[]} answers */
function store(answers) {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(answers))
  } catch {
    // A full or forbidden store only means that a reload starts anew.
  }
}

customElements.define('sourcier-chat', SourcierChat)
