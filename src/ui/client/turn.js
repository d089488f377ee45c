/** One question with its answer on the page: filled sentence by sentence as they come, or at once from a conversation kept. */
import { clone, find, part, say, sourceAddress } from './parts.js'
import { splitQuote } from './quote.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').Citation} Citation */
/** @typedef {import('../../domain.ts').AnswerSentence} AnswerSentence */
/** @typedef {import('../../domain.ts').AskPassage} AskPassage */
/** @typedef {import('../../domain.ts').WordMatch} WordMatch */
/** @typedef {import('../chat.tsx').ClientLabels} Labels */

/** @param {string} question */
export function newTurn(question) {
  const turn = clone('turn')
  say(part(turn, 'question'), question)
  return turn
}

/** A whole answer at once. @param {HTMLElement} turn @param {AskResponse} answer @param {Labels} labels */
export function showAnswer(turn, answer, labels) {
  part(turn, 'answer').lang = answer.language
  for (const sentence of answer.sentences) {
    addSentence(turn, sentence, answer.citations, labels)
  }
  finish(turn, answer, labels)
}

/** What was said no longer holds. @param {HTMLElement} turn */
export function clearAnswer(turn) {
  part(turn, 'answer').replaceChildren()
  part(turn, 'sources').replaceChildren()
  part(turn, 'sources-section').hidden = true
}

/** @param {HTMLElement} turn @param {AnswerSentence} sentence @param {Citation[]} known all citations so far @param {Labels} labels */
export function addSentence(turn, sentence, known, labels) {
  const citations = known.filter(({ n }) => sentence.citations.includes(n))
  const line = clone('sentence')
  const parts = splitQuote(sentence.text, citations[0]?.quote ?? '')
  say(part(line, 'before'), parts.before)
  say(part(line, 'quote'), parts.quote, citations[0]?.language)
  say(part(line, 'after'), parts.after)
  line.dataset.cites = sentence.citations.join(' ')
  for (const citation of citations) {
    const marker = /** @type {HTMLAnchorElement} */ (clone('marker'))
    say(marker, `[${citation.n}]`)
    marker.href = sourceAddress(citation.href)
    marker.dataset.cites = String(citation.n)
    marker.setAttribute(
      'aria-label',
      labels.openSource.replace('{n}', () => String(citation.n)).replace('{title}', () => citation.title),
    )
    line.append(' ', marker)
    const listed = part(turn, 'sources').querySelector(`[data-cites="${citation.n}"]`)
    if (!listed) part(turn, 'sources').append(sourceItem(citation, labels))
  }
  part(turn, 'answer').append(line, ' ')
  part(turn, 'sources-section').hidden = false
}

/** @param {Citation} citation @param {Labels} labels */
function sourceItem(citation, labels) {
  const item = clone('source')
  item.dataset.cites = String(citation.n)
  const link = /** @type {HTMLAnchorElement} */ (part(item, 'link'))
  link.href = sourceAddress(citation.href)
  say(link, citation.title, citation.language)
  say(part(item, 'language'), labels.sourceIn[citation.language])
  say(part(item, 'quote'), citation.quote, citation.language)
  showPage(item, citation.page, labels)
  const { counterpart } = citation
  if (counterpart) {
    say(part(item, 'counterpart-language'), labels.counterpart[counterpart.language])
    const other = /** @type {HTMLAnchorElement} */ (part(item, 'counterpart'))
    other.href = `${counterpart.href}?ui=${document.documentElement.lang}`
    say(other, counterpart.title, counterpart.language)
    part(item, 'counterpart-line').hidden = false
  }
  return item
}

/** @param {HTMLElement} item @param {number | undefined} page @param {Labels} labels */
function showPage(item, page, labels) {
  if (page === undefined) return
  say(part(item, 'page'), labels.pageNumber.replace('{n}', String(page)))
  part(item, 'page').hidden = false
}

/** What only the whole answer tells. @param {HTMLElement} turn @param {AskResponse} answer @param {Labels} labels */
export function finish(turn, answer, labels) {
  const { answered, choices = [], suggestions = [], understood = '', language } = answer
  part(turn, 'status').hidden = true
  say(part(turn, 'heading'), answered ? labels.answer : choices.length > 0 ? labels.whichOne : labels.noAnswer)
  part(turn, 'heading').hidden = false
  say(part(turn, 'understood'), understood)
  part(turn, 'understood-line').hidden = understood === ''
  if (!answered) say(part(turn, 'answer'), answer.answer, language)
  const note = answer.notice
    ? labels.notices[answer.notice]
    : answer.model
      ? labels.writtenBy.replace('{model}', () => answer.model ?? '')
      : ''
  say(part(turn, 'note'), note)
  part(turn, 'note').hidden = note === ''
  const removed = (answer.redacted ?? []).map((kind) => labels.personalData[kind]).join(', ')
  say(part(turn, 'redacted'), removed === '' ? '' : labels.personalDataRemoved.replace('{kinds}', removed))
  part(turn, 'redacted').hidden = removed === ''
  offer(part(turn, 'choices'), choices, language)
  part(turn, 'choices').hidden = choices.length === 0
  offer(part(turn, 'suggestions'), suggestions, language)
  part(turn, 'suggestions-section').hidden = suggestions.length === 0
  const passages = part(turn, 'passages')
  for (const passage of answer.passages) passages.append(passageItem(passage, language, labels))
  const section = /** @type {HTMLDetailsElement} */ (part(turn, 'passages-section'))
  section.hidden = passages.childElementCount === 0
  section.open = !answered
  say(part(turn, 'passages-heading'), answered ? labels.otherPassages : labels.closest)
  part(turn, 'tools').hidden = false
  askWhetherHelpful(turn, answer)
}

/** Fills the form of the turn, where this server keeps feedback. @param {HTMLElement} turn @param {AskResponse} answer */
function askWhetherHelpful(turn, answer) {
  const form = /** @type {HTMLFormElement | null} */ (turn.querySelector('[data-part=feedback]'))
  if (!form) return
  const cited = answer.citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  const { question, language } = answer
  const fields = { answerId: answer.id, question, language, answered: String(answer.answered), citations: JSON.stringify(cited) }
  for (const [name, value] of Object.entries(fields)) /** @type {HTMLInputElement} */ (find(form, `[name=${name}]`)).value = value
  form.hidden = false
}

/** @param {HTMLElement} list @param {string[]} questions @param {string} language */
function offer(list, questions, language) {
  list.lang = language
  for (const question of questions) {
    const item = clone('choice')
    const button = /** @type {HTMLButtonElement} */ (find(item, 'button'))
    button.value = question
    say(button, question)
    list.append(item)
  }
}

/** @param {AskPassage} passage @param {string} asked language of the question @param {Labels} labels */
function passageItem(passage, asked, labels) {
  const item = clone('passage')
  const link = /** @type {HTMLAnchorElement} */ (part(item, 'link'))
  link.href = sourceAddress(`/source/${passage.documentId}?start=${passage.start}&end=${passage.end}`)
  say(link, passage.title, passage.language)
  say(part(item, 'language'), labels.sourceIn[passage.language])
  say(part(item, 'text'), passage.text, passage.language)
  showPage(item, passage.page, labels)
  const why = part(item, 'why')
  for (const match of passage.why.slice(0, labels.whyShown)) why.append(matchRow(match, asked, passage.language, labels))
  part(item, 'why-section').hidden = passage.why.length === 0
  return item
}

/** @param {WordMatch} match @param {string} asked @param {string} found @param {Labels} labels */
function matchRow(match, asked, found, labels) {
  const row = clone('match')
  say(part(row, 'asked'), match.question, asked)
  const meter = /** @type {HTMLMeterElement} */ (part(row, 'meter'))
  meter.value = match.similarity
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const number = match.similarity.toLocaleString(`${document.documentElement.lang}-CA`, digits)
  say(part(row, 'similarity'), match.similarity >= 1 ? labels.sameWord : number)
  say(part(row, 'found'), match.passage, found)
  return row
}

/** @param {HTMLElement} turn @param {string} message */
export function fail(turn, message) {
  part(turn, 'status').hidden = true
  part(turn, 'tools').hidden = false
  part(turn, 'problem').hidden = false
  say(part(turn, 'problem'), message)
}

/** Lights up what belongs to the same source: a sentence, its markers, its quote. @param {HTMLElement} root */
export function linkQuotes(root) {
  /** @param {Event} event @param {boolean} lit */
  const mark = (event, lit) => {
    const from = event.target instanceof Element ? event.target.closest('[data-cites]') : null
    const turn = from?.closest('.turn')
    if (!(from instanceof HTMLElement) || !turn) return
    const numbers = (from.dataset.cites ?? '').split(' ')
    for (const other of turn.querySelectorAll('[data-cites]')) {
      const cites = other instanceof HTMLElement ? (other.dataset.cites ?? '').split(' ') : []
      if (cites.some((n) => n !== '' && numbers.includes(n))) other.classList.toggle('lit', lit)
    }
  }
  for (const type of ['pointerover', 'focusin']) root.addEventListener(type, (event) => mark(event, true))
  for (const type of ['pointerout', 'focusout']) root.addEventListener(type, (event) => mark(event, false))
}
