/**
 * Upgrades the form of the page: the answer streams into the conversation instead of a new page. The conversation lives in this
 * tab and nowhere else; a reload and a change of language keep it.
 */
import { addressOf } from './base.js'
import { copy } from './clipboard.js'
import { events } from './events.js'
import { withNumbers } from './numbers.js'
import { find, part, say } from './parts.js'
import { passageOf, withoutSubject } from './passages.js'
import { Preview } from './preview.js'
import { Reader, readerOf } from './reader.js'
import { refusalOf } from './refusal.js'
import { pointAtSources, select } from './selection.js'
import { canSpeak, speak } from './speech.js'
import { preference, store, stored } from './storage.js'
import { toJson, toMarkdown, turnToMarkdown, turnToPlain } from './transcript.js'
import { addSentence, begin, beginPart, clearAnswer, endPart, fail, finish, newTurn, showAnswer, stop } from './turn.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../chat.tsx').ClientLabels} Labels */

/** From here on the first source opens by itself: answer and document both keep a width that reads well. */
const ROOMY = matchMedia('(min-width: 80rem)')
/** Up to here a long placeholder would be cut. */
const NARROW = matchMedia('(max-width: 32rem)')
/** How long a button says what it has done, in milliseconds. */
const CONFIRMED = 2000
/** Of the greatest length of a question, from where on its length is shown. */
const NEARLY = 0.9
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

class SourcierChat extends HTMLElement {
  /** @type {Labels} */
  #labels = JSON.parse(this.dataset.labels ?? '{}')
  #reader = new Reader(readerOf(this), this.#labels, () => this.#closeReader(false))
  /** @type {Preview | undefined} */
  #preview
  /** @type {AbortController | undefined} */
  #running
  /** Turns asked without script, before this one took over. @type {{ question: string, answer: string }[]} */
  #carried = []
  /** Every turn on the page, in order, with its question and, once it has come, its answer. @type {Map<HTMLElement, { question: string, answer?: AskResponse }>} */
  #turns = new Map()
  /** The turn that the next question takes the place of. @type {HTMLElement | undefined} */
  #edited
  /** The conversation before this one. @type {AskResponse[]} */
  #forgotten = []
  /** The source that is open. @type {{ turn: HTMLElement, n: number } | undefined} */
  #selected

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
      const refusal = refusalOf(question, this.#labels.questionMost)
      if (refusal) return this.#refuse(this.#labels.errors[refusal])
      // What is asked in another way leaves the field to what is being written there.
      this.#field().value = ''
      this.#written()
      void this.#ask(question)
    })
    this.#field().addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      if (!this.#running) form.requestSubmit()
    })
    this.#field().addEventListener('input', () => this.#written())
    if (canSpeak) addEventListener('pagehide', () => speechSynthesis.cancel())
    document.addEventListener('click', (event) => this.#click(event))
    document.addEventListener('keydown', (event) => this.#key(event))
    readerOf(this).addEventListener('cancel', (event) => {
      event.preventDefault()
      this.#closeReader()
    })
    this.addEventListener('submit', (event) => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || !form.matches('.feedback')) return
      event.preventDefault()
      void this.#sendFeedback(form, /** @type {HTMLButtonElement | null} */ (event.submitter))
    })
    NARROW.addEventListener('change', () => this.#update())
    // What has the focus stands above the field, however much is written there.
    new ResizeObserver(() => document.documentElement.style.setProperty('--ask', `${form.offsetHeight}px`)).observe(form)
    pointAtSources(this)
    this.#preview = new Preview(this, this.#labels, (marker) => this.#sourceOf(marker))
    this.#update()
    ;[...this.#turns.keys()].at(-1)?.scrollIntoView({ block: 'start' })
    this.#askLinked()
    if (document.querySelector('sourcier-indexing')) void import('./indexing.js')
  }

  /** Sent once; the thanks take the form's place. @param {HTMLFormElement} form @param {HTMLButtonElement | null} button */
  async #sendFeedback(form, button) {
    if (form.ariaBusy) return
    const reasons = /** @type {HTMLDetailsElement} */ (part(form, 'reasons'))
    if (button?.value === 'down' && !reasons.open) {
      reasons.hidden = false
      reasons.open = true
      find(reasons, 'select').focus()
      return
    }
    form.ariaBusy = 'true'
    const { ui, citations, answered, ...fields } = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form, button)))
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
    const body = { ...given, answered: answered === 'true', citations: JSON.parse(citations ?? '[]') }
    const response = await fetch(addressOf('/feedback'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined)
    form.ariaBusy = null
    if (!response?.ok) return this.#announce(this.#labels.feedbackFailed, true)
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
    for (const menu of this.querySelectorAll('details.menu[open]')) if (!target || !menu.contains(target)) menu.removeAttribute('open')
    const link = target?.closest('a')
    // With a modifier key the browser opens the link in a tab or window.
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      if (link.matches('[data-source]')) {
        event.preventDefault()
        this.#openSource(link)
      } else if (link.hash === '#question') {
        event.preventDefault()
        this.#field().focus()
      }
      return
    }
    const button = target?.closest('button')
    // What is copied is confirmed on the button itself, which stays in sight.
    const menu = button?.dataset.action?.startsWith('copy') ? undefined : button?.closest('details.menu')
    if (menu) {
      // A closed menu would take the focus with it.
      find(menu, 'summary').focus()
      menu.removeAttribute('open')
    }
    if (button?.name === 'chosen') {
      event.preventDefault()
      if (!this.#running) void this.#ask(button.value)
    } else if (button?.dataset.action) this.#act(button.dataset.action, button)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === 'Escape') {
      const menu = /** @type {HTMLDetailsElement | null} */ (this.querySelector('details.menu[open]'))
      if (menu) {
        menu.open = false
        find(menu, 'summary').focus()
      } else if (!this.#preview?.hide() && !this.#edit(undefined) && !this.#closeReader()) return
      return event.preventDefault()
    }
    const typing = event.target instanceof Element && event.target.matches('input, textarea, select')
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (!readerOf(this).matches(':modal')) this.#field().focus()
  }

  /** @param {string} action @param {HTMLButtonElement} button */
  #act(action, button) {
    const turn = /** @type {HTMLElement | null} */ (button.closest('.turn'))
    const { question = '', answer } = (turn && this.#turns.get(turn)) ?? {}
    if (action === 'show-question') button.ariaExpanded = String(button.ariaExpanded !== 'true')
    if (action === 'close-reader') this.#closeReader()
    if (action === 'previous-source') this.#step(-1)
    if (action === 'next-source') this.#step(1)
    if (action === 'copy-link') void this.#copy(this.#reader.address, button, this.#labels.linkCopied)
    if (action === 'cancel-edit') this.#edit(undefined)
    if (action === 'print') print()
    if (action === 'speak' && answer) speak(answer, (speaking) => button.setAttribute('aria-pressed', String(speaking)))
    if (action === 'export-docx') void this.#exportWord()
    if (action === 'export-markdown') this.#export('md', 'text/markdown', toMarkdown(this.#answers(), this.#labels, location.origin))
    if (action === 'export-json') this.#export('json', 'application/json', toJson(this.#answers(), new Date()))
    if (action === 'new-conversation') this.#forget()
    if (action === 'undo') this.#bringBack()
    if (action === 'copy' && answer) void this.#copy(turnToPlain(answer, this.#labels, location.origin), button)
    if (action === 'copy-markdown' && answer) void this.#copy(turnToMarkdown(answer, this.#labels, location.origin), button)
    if (action === 'share') void this.#copy(linkTo(question), button, this.#labels.linkCopied)
    if (this.#running || !turn) return
    if (action === 'edit') this.#edit(turn)
    if (action === 'ask-all') location.assign(`${addressOf(`/${document.documentElement.lang}`)}#${new URLSearchParams({ q: question })}`)
    if (action === 'retry') {
      this.#remove(turn)
      void this.#ask(question)
    }
    if (action === 'ask-alone') {
      const alone = withoutSubject(question, this.#turns.get(turn)?.answer)
      this.#remove(turn)
      void this.#ask(alone, '')
    }
  }

  // ---- the source beside the answer ----

  /** @param {HTMLAnchorElement} link @param {boolean} [byHand] whether a person asked for it, who then reads there */
  #openSource(link, byHand = true) {
    const turn = /** @type {HTMLElement | null} */ (link.closest('.turn'))
    const answer = turn ? this.#turns.get(turn)?.answer : undefined
    const n = Number(link.closest('[data-cites]')?.getAttribute('data-cites') ?? Number.NaN)
    const at = answer?.citations.findIndex((citation) => citation.n === n) ?? -1
    const citation = answer?.citations[at]
    this.#selected = turn && citation ? { turn, n } : undefined
    select(this, turn ?? undefined, citation ? String(n) : '')
    if (byHand) preference('reader', 'open')
    const passage =
      answer &&
      (citation
        ? passageOf(answer, citation)
        : answer.passages.find(({ start, end, documentId }) => link.href.includes(`${documentId}?start=${start}&end=${end}`)))
    const wanted = { link, citation, passage, asked: answer?.language ?? '', at, total: citation ? (answer?.citations.length ?? 0) : 0 }
    void this.#reader.open(wanted, byHand)
  }

  /** What a marker cites, unless it is open already. @param {HTMLElement} marker */
  #sourceOf(marker) {
    const turn = /** @type {HTMLElement | null} */ (marker.closest('.turn'))
    const answer = turn ? this.#turns.get(turn)?.answer : undefined
    const citation = answer?.citations.find(({ n }) => String(n) === marker.dataset.cites)
    return answer && citation && !marker.matches('.selected') ? { answer, citation } : undefined
  }

  /** @param {number} by */
  #step(by) {
    const { turn, n } = this.#selected ?? {}
    const citations = (turn && this.#turns.get(turn)?.answer?.citations) ?? []
    const at = citations.findIndex((citation) => citation.n === n)
    const next = citations[(at + by + citations.length) % citations.length]
    const link = next && turn?.querySelector(`.marker[data-cites="${next.n}"]`)
    if (link instanceof HTMLAnchorElement) this.#openSource(link)
  }

  /** @returns {boolean} whether it was open */
  #closeReader(back = true) {
    if (!this.#reader.close(back)) return false
    select(this, undefined, '')
    this.#selected = undefined
    if (back) preference('reader', 'closed')
    return true
  }

  /** Where there is room the first source opens by itself, unless the person has closed it before. @param {HTMLElement} turn */
  #openFirst(turn) {
    const first = turn.querySelector('.marker')
    if (ROOMY.matches && preference('reader') !== 'closed' && first instanceof HTMLAnchorElement) this.#openSource(first, false)
  }

  // ---- questions ----

  /** A link may bring a question along; it stands behind the #, which never reaches a server. */
  #askLinked() {
    const question = new URLSearchParams(location.hash.slice(1)).get('q')?.trim()
    if (!question) return
    history.replaceState(null, '', location.pathname + location.search)
    const refusal = refusalOf(question, this.#labels.questionMost)
    if (refusal) this.#refuse(this.#labels.errors[refusal], question)
    else void this.#ask(question)
  }

  /** Says beside the field why a question is not asked; it stands there to be changed. @param {string} text @param {string} [question] where the field does not hold it */
  #refuse(text, question = '') {
    if (this.#field().value === '') this.#field().value = question
    this.#written()
    const place = part(this, 'refusal')
    place.hidden = false
    say(place, text)
    this.#field().ariaInvalid = 'true'
    this.#field().focus()
  }

  /** What was wrong with a question is not so any more once it is changed; near its greatest length, how long it is. */
  #written() {
    part(this, 'refusal').hidden = true
    say(part(this, 'refusal'), '')
    this.#field().ariaInvalid = null
    const [n, most] = [this.#field().value.trim().length, this.#labels.questionMost]
    const [place, near] = [part(this, 'length'), n > most * NEARLY]
    const text = near ? withNumbers(this.#labels.length, { n, most }, document.documentElement.lang) : ''
    // Once aloud when it is near, and once when it is too long: not with every letter.
    if (near && (place.hidden || (n > most && !place.matches('.problem')))) this.#announce(text)
    say(place, text)
    place.hidden = !near
    place.classList.toggle('problem', n > most)
  }

  /** @param {string} question @param {string} [about] what it is about; '' for nothing that was said before; left to the turns on the page when left out */
  async #ask(question, about) {
    if (this.#edited) this.#remove(this.#edited)
    this.#edit(undefined)
    this.#closeReader(false)
    const turn = newTurn(question, this.#labels)
    const history = this.#history()
    this.#turns.set(turn, { question })
    this.#log().append(turn)
    this.#update()
    turn.scrollIntoView({ block: 'start' })
    this.#announce(this.#labels.searching)
    this.#busy(new AbortController())
    try {
      const response = await fetch(addressOf('/ask'), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Accept-Language': document.documentElement.lang },
        body: JSON.stringify({ question, history, about, ...this.#scope() }),
        signal: this.#running?.signal ?? null,
      })
      if (response.status === 400) {
        const text = await this.#errorText(response)
        this.#remove(turn)
        return this.#refuse(text, question)
      }
      if (!response.ok || !response.body) return this.#fail(turn, await this.#errorText(response))
      /** @type {import('../../domain.ts').Citation[]} */
      let cited = []
      for await (const { event, data } of events(response.body)) {
        if (event === 'answer-start') begin(turn, data.language)
        if (event === 'answer-restart') {
          cited = []
          clearAnswer(turn)
        }
        if (event === 'sentence') {
          cited.push(...data.newCitations)
          addSentence(turn, data, cited, this.#labels)
        }
        if (event === 'part-start') beginPart(turn, data.question)
        if (event === 'part-end') endPart(turn, data.part, part(turn, 'answer').lang)
        if (event === 'answer-end') this.#finish(turn, question, data)
      }
      // A stream that breaks off raises no error by itself.
      if (!this.#turns.get(turn)?.answer) this.#fail(turn, this.#labels.failed)
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'AbortError') {
        stop(turn, this.#labels.stopped)
        turn.scrollIntoView({ block: 'start' })
        this.#announce(this.#labels.stopped)
      } else this.#fail(turn, this.#labels.failed)
    } finally {
      this.#busy(undefined)
      this.#update()
    }
  }

  /** @param {HTMLElement} turn @param {string} question @param {AskResponse} answer */
  #finish(turn, question, answer) {
    this.#turns.set(turn, { question, answer })
    finish(turn, answer, this.#labels)
    this.#offerUnasked()
    part(turn, 'ask-all').hidden = answer.answered || answer.reason === 'help' || !this.#scope().documents
    // Focus stays where a next question is being written; a status message announces the answer.
    const writing = document.activeElement === this.#field() && this.#field().value !== ''
    this.#announce(writing ? this.#labels.answerReady : '')
    if (!writing) part(turn, 'heading').focus({ preventScroll: true })
    // An answer is taller than the line that stood in its place.
    turn.scrollIntoView({ block: 'start' })
    this.#openFirst(turn)
    store(this.#answers())
  }

  /** @param {HTMLElement} turn @param {string} message */
  #fail(turn, message) {
    fail(turn, message)
    // What was pressed may have gone with its turn, and the focus with it.
    if (document.activeElement === document.body) find(turn, '[data-action=retry]').focus({ preventScroll: true })
    // What is said and the button below it are taller than the line that stood in their place.
    turn.scrollIntoView({ block: 'start' })
  }

  /** @param {AskResponse} answer */
  #restore(answer) {
    const turn = newTurn(answer.question, this.#labels)
    showAnswer(turn, answer, this.#labels)
    this.#turns.set(turn, { question: answer.question, answer })
    this.#log().append(turn)
  }

  /** What was asked already needs no offering, in whatever order the turns came onto the page. */
  #offerUnasked() {
    const asked = new Set([...this.#carried, ...this.#turns.values()].map(({ question }) => question.toLowerCase()))
    for (const section of this.querySelectorAll('[data-part=suggestions-section]')) {
      const items = [.../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll('li'))]
      for (const item of items) item.hidden = asked.has(/** @type {HTMLButtonElement} */ (find(item, 'button')).value.toLowerCase())
      section.toggleAttribute(
        'hidden',
        items.every(({ hidden }) => hidden),
      )
    }
  }

  /** Puts the question of a turn back into the field; undefined gives up. @param {HTMLElement | undefined} turn @returns {boolean} whether anything changed */
  #edit(turn) {
    if (turn === this.#edited) return false
    this.#edited = turn
    part(this, 'editing').hidden = turn === undefined
    this.#field().value = (turn && this.#turns.get(turn)?.question) ?? ''
    this.#written()
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
    this.#forgotten = this.#answers()
    this.#running?.abort()
    this.#closeReader(false)
    this.#edit(undefined)
    this.#turns.clear()
    this.#carried = []
    this.#log().replaceChildren()
    store([])
    this.#update()
    this.#field().focus()
  }

  /** What was forgotten last, as long as nothing new has been asked. */
  #bringBack() {
    for (const answer of this.#forgotten) this.#restore(answer)
    this.#forgotten = []
    store(this.#answers())
    this.#update()
    this.#field().focus()
  }

  /** @returns {AskResponse[]} */
  #answers() {
    return [...this.#turns.values()].flatMap(({ answer }) => (answer ? [answer] : []))
  }

  /** The documents that are asked, where not all are. @returns {{ documents?: string[] }} */
  #scope() {
    const documents = [...this.#form().querySelectorAll('[name=documents]')].map((input) => /** @type {HTMLInputElement} */ (input).value)
    return documents.length > 0 ? { documents } : {}
  }

  /** History for a follow-up; the server is stateless. */
  #history() {
    const turns = this.#answers().map(({ question, answer }) => ({ question, answer }))
    return [...this.#carried, ...turns].slice(-this.#labels.turnsKept)
  }

  /** Copies, and says so on the button that was pressed. @param {string} text @param {HTMLButtonElement} button @param {string} [done] */
  async #copy(text, button, done = this.#labels.copied) {
    if (!(await copy(text, button))) {
      // A sheet lies over the page, and over what the page says.
      if (readerOf(this).matches(':modal')) return this.#reader.problem(this.#labels.notCopied)
      return this.#announce(this.#labels.notCopied, true)
    }
    this.#announce(done)
    if (button.dataset.done !== undefined) return
    const label = button.textContent
    button.dataset.done = ''
    say(button, done)
    setTimeout(() => {
      delete button.dataset.done
      say(button, label ?? '')
    }, CONFIRMED)
  }

  /** What writes Word documents is loaded when one is wanted. */
  async #exportWord() {
    try {
      const [{ docxParts }, { zipped }] = await Promise.all([import('./docx.js'), import('./zipped.js')])
      const language = document.documentElement.lang === 'fr' ? 'fr' : 'en'
      const parts = docxParts(this.#answers(), this.#labels, location.origin, language)
      this.#export('docx', DOCX, await zipped(parts))
    } catch {
      this.#announce(this.#labels.exportFailed, true)
    }
  }

  /** Saves as a file. @param {string} extension @param {string} type @param {BlobPart} content */
  #export(extension, type, content) {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([content], { type }))
    link.download = `${this.#labels.exportName}.${extension}`
    link.click()
    this.#announce(this.#labels.downloaded)
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
    const empty = this.#turns.size === 0 && !this.querySelector('.turn')
    this.toggleAttribute('data-empty', empty)
    this.#offerUnasked()
    const { placeholder, placeholderMore, placeholderShort } = this.#labels
    this.#field().placeholder = empty ? placeholder : NARROW.matches ? placeholderShort : placeholderMore
    const [question] = [...this.#turns.values()].map((turn) => turn.question).slice(-1)
    document.title = question === undefined ? document.title : this.#labels.titleSource.replace('{title}', () => question)
    if (empty) document.title = this.#labels.titleHome
    find(document, '[data-action=new-conversation]').hidden = empty
    part(this, 'undo').hidden = !empty || this.#forgotten.length === 0
  }

  /** In the words of the page where it has its own. @param {Response} response @returns {Promise<string>} */
  async #errorText(response) {
    const { error } = (await response.json().catch(() => undefined)) ?? {}
    const own = error?.code === 'request-invalid' ? 'form' : error?.code
    return (
      Object.entries(this.#labels.errors).find(([code]) => code === own)?.[1] ??
      error?.message?.[document.documentElement.lang] ??
      this.#labels.failed
    )
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

/** A link that asks a question. @param {string} question */
function linkTo(question) {
  return `${location.origin}${location.pathname}${location.search}#${new URLSearchParams({ q: question })}`
}

customElements.define('sourcier-chat', SourcierChat)
