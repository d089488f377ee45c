/**
 * Upgrades the form of the page: the answer streams into the conversation instead of a new page. Everything it shows is cloned
 * from templates that the server wrote in the page's language and filled with text, never with markup, so that neither a document
 * nor a question can become part of the page.
 */
import { splitQuote } from './quote.js'

/** @typedef {import('../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../domain.ts').Citation} Citation */
/** @typedef {import('../domain.ts').AnswerSentence} AnswerSentence */
/** @typedef {import('../domain.ts').AskPassage} AskPassage */

class SourcierChat extends HTMLElement {
  /** @type {AbortController | undefined} */
  #running
  /** @type {{ question: string, answer: string }[]} */
  #history = []

  connectedCallback() {
    const form = this.#find(this, 'form.ask')
    const carried = /** @type {HTMLInputElement | null} */ (form.querySelector('[name=history]'))
    if (carried) this.#history = JSON.parse(carried.value)
    const field = /** @type {HTMLTextAreaElement} */ (this.#find(form, 'textarea'))
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (this.#running) return this.#running.abort()
      const question = field.value.trim()
      if (question === '') return field.focus()
      field.value = ''
      void this.#ask(question)
    })
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      if (!this.#running) /** @type {HTMLFormElement} */ (form).requestSubmit()
    })
    for (const example of this.querySelectorAll('[data-example]')) {
      example.addEventListener('click', (event) => {
        event.preventDefault()
        if (!this.#running) void this.#ask(example.textContent ?? '')
      })
    }
  }

  /** @param {string} question */
  async #ask(question) {
    const turn = this.#clone('turn')
    this.#part(turn, 'question').textContent = question
    const status = this.#part(turn, 'status')
    this.#find(this, '[data-log]').append(turn)
    turn.scrollIntoView({ block: 'start' })
    this.#busy(true)
    try {
      const response = await fetch('/ask', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
        body: JSON.stringify({ question, history: this.#history }),
        signal: this.#running?.signal ?? null,
      })
      if (!response.ok || !response.body) return this.#fail(turn, await this.#errorText(response))
      let ended = false
      for await (const { event, data } of events(response.body)) {
        if (event === 'answer-start') this.#part(turn, 'answer').lang = data.language
        if (event === 'sentence') this.#addSentence(turn, data, data.newCitations)
        if (event === 'answer-end') this.#finish(turn, data)
        ended ||= event === 'answer-end'
      }
      // A stream that breaks off says nothing by itself.
      if (!ended) this.#fail(turn, this.dataset.failed ?? '')
    } catch (thrown) {
      const stopped = thrown instanceof DOMException && thrown.name === 'AbortError'
      this.#fail(turn, (stopped ? this.dataset.stopped : this.dataset.failed) ?? '')
    } finally {
      status.hidden = true
      this.#busy(false)
    }
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.#running = busy ? new AbortController() : undefined
    const button = this.#find(this, 'form.ask button')
    button.textContent = (busy ? this.dataset.stop : this.dataset.send) ?? ''
    this.toggleAttribute('data-busy', busy)
  }

  /** @param {HTMLElement} turn @param {AnswerSentence} sentence @param {Citation[]} citations */
  #addSentence(turn, sentence, citations) {
    const line = this.#clone('sentence')
    const parts = splitQuote(sentence.text, citations[0]?.quote ?? '')
    this.#part(line, 'before').textContent = parts.before
    this.#part(line, 'quote').textContent = parts.quote
    this.#part(line, 'after').textContent = parts.after
    if (citations[0]) this.#part(line, 'quote').lang = citations[0].language
    for (const citation of citations) {
      const marker = /** @type {HTMLAnchorElement} */ (this.#clone('marker'))
      marker.textContent = `[${citation.n}]`
      marker.href = this.#sourceAddress(citation.href)
      marker.setAttribute(
        'aria-label',
        (this.dataset.openSource ?? '').replace('{n}', String(citation.n)).replace('{title}', citation.title),
      )
      line.append(' ', marker)
      this.#part(turn, 'sources').append(this.#source(citation))
    }
    this.#part(turn, 'answer').append(line, ' ')
    this.#part(turn, 'sources-section').hidden = false
  }

  /** @param {Citation} citation */
  #source(citation) {
    const item = this.#clone('source')
    const link = /** @type {HTMLAnchorElement} */ (this.#part(item, 'link'))
    link.href = this.#sourceAddress(citation.href)
    link.textContent = citation.title
    link.lang = citation.language
    this.#part(item, 'language').textContent = this.#languageLabel(citation.language)
    const quote = this.#part(item, 'quote')
    quote.textContent = citation.quote
    quote.lang = citation.language
    return item
  }

  /** @param {HTMLElement} turn @param {AskResponse} answer */
  #finish(turn, answer) {
    // The server keeps nothing: what a follow-up may lean on goes with it.
    this.#history = [...this.#history, { question: answer.question, answer: answer.answer }].slice(-6)
    const heading = this.#part(turn, 'heading')
    this.#part(turn, 'understood').textContent = answer.understood ?? ''
    this.#part(turn, 'understood-line').hidden = !answer.understood
    this.#offer(turn, answer.choices ?? [])
    if (!answer.answered) {
      heading.textContent = (answer.choices ? this.dataset.whichOne : this.dataset.noAnswer) ?? ''
      this.#part(turn, 'answer').textContent = answer.answer
    }
    const passages = this.#part(turn, 'passages')
    for (const passage of answer.passages) passages.append(this.#passage(passage))
    const section = /** @type {HTMLDetailsElement} */ (this.#part(turn, 'passages-section'))
    section.hidden = passages.childElementCount === 0
    section.open = !answer.answered
    if (!answer.answered) this.#part(turn, 'passages-heading').textContent = this.dataset.closest ?? ''
    heading.focus()
  }

  /** @param {HTMLElement} turn @param {string[]} choices questions that could have been meant */
  #offer(turn, choices) {
    const list = this.#part(turn, 'choices')
    list.hidden = choices.length === 0
    for (const choice of choices) {
      const item = this.#clone('choice')
      const button = /** @type {HTMLButtonElement} */ (this.#find(item, 'button'))
      button.textContent = choice
      button.addEventListener('click', (event) => {
        event.preventDefault()
        if (!this.#running) void this.#ask(choice)
      })
      list.append(item)
    }
  }

  /** @param {AskPassage} passage */
  #passage(passage) {
    const item = this.#clone('passage')
    const link = /** @type {HTMLAnchorElement} */ (this.#part(item, 'link'))
    link.href = this.#sourceAddress(`/source/${passage.documentId}?start=${passage.start}&end=${passage.end}`)
    link.textContent = passage.title
    link.lang = passage.language
    this.#part(item, 'language').textContent = this.#languageLabel(passage.language)
    const text = this.#part(item, 'text')
    text.textContent = passage.text
    text.lang = passage.language
    const why = this.#part(item, 'why')
    for (const match of passage.why.slice(0, 6)) {
      const line = document.createElement('li')
      line.textContent = `${match.question} ~ ${match.passage} ${match.similarity.toFixed(2)}`
      why.append(line)
    }
    this.#part(item, 'why-section').hidden = passage.why.length === 0
    return item
  }

  /** @param {HTMLElement} turn @param {string} message */
  #fail(turn, message) {
    const problem = this.#part(turn, 'problem')
    problem.textContent = message
    problem.hidden = false
  }

  /** @param {Response} response */
  async #errorText(response) {
    const body = await response.json().catch(() => undefined)
    return body?.error?.message?.[document.documentElement.lang] ?? this.dataset.failed ?? ''
  }

  /** @param {string} href */
  #sourceAddress(href) {
    return `${href}&ui=${document.documentElement.lang}#cited`
  }

  /** @param {string} language */
  #languageLabel(language) {
    return (language === 'fr' ? this.dataset.sourceFr : this.dataset.sourceEn) ?? ''
  }

  /** @param {string} name @returns {HTMLElement} */
  #clone(name) {
    const template = /** @type {HTMLTemplateElement} */ (this.#find(this, `template[data-template="${name}"]`))
    return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true))
  }

  /** @param {HTMLElement} within @param {string} name @returns {HTMLElement} */
  #part(within, name) {
    return this.#find(within, `[data-part="${name}"]`)
  }

  /** @param {HTMLElement} within @param {string} selector @returns {HTMLElement} */
  #find(within, selector) {
    const found = within.querySelector(selector)
    if (!(found instanceof HTMLElement)) throw new Error(`the page lacks ${selector}`)
    return found
  }
}

/**
 * The events of a stream as the WHATWG specification cuts them: blocks ended by an empty line, fields before a colon.
 * EventSource itself cannot POST.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{ event: string, data: any }>}
 */
async function* events(body) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    rest += value
    const blocks = rest.split(/\r?\n\r?\n/)
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      let event = 'message'
      const data = []
      for (const line of block.split(/\r?\n/)) {
        if (line.startsWith('event:')) event = line.slice(6).trim()
        if (line.startsWith('data:')) data.push(line.slice(5).trimStart())
      }
      if (data.length > 0) yield { event, data: JSON.parse(data.join('\n')) }
    }
  }
}

customElements.define('sourcier-chat', SourcierChat)
