/** One question with its answer on the page: filled sentence by sentence as they come, or at once from a conversation kept. */
import { addressOf } from './base.js'
import { alternativesOf, contextOf } from './choice.js'
import { longDate, shortDate } from './dates.js'
import { clone, find, part, say, sourceAddress } from './parts.js'
import { kindOf, partialLine, sentencesOf, subjectOf, uncited } from './passages.js'
import { cellsOf, splitQuote } from './quote.js'
import { scopeText } from './scope.js'
import { canSpeak } from './speech.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').Citation} Citation */
/** @typedef {import('../../domain.ts').AnswerSentence} AnswerSentence */
/** @typedef {import('../../domain.ts').AnswerPart} AnswerPart */
/** @typedef {import('../../domain.ts').AskPassage} AskPassage */
/** @typedef {import('../../domain.ts').WordMatch} WordMatch */
/** @typedef {import('../chat.tsx').ClientLabels} Labels */

/** @param {string} question @param {Labels} labels */
export function newTurn(question, labels) {
  const turn = clone('turn')
  // Turns may be taken away; a number that counts them would come again.
  const id = `turn-${crypto.randomUUID?.() ?? Math.random()}`
  find(turn, '.question').id = id
  turn.setAttribute('aria-labelledby', id)
  say(part(turn, 'question'), question)
  const long = question.length > labels.questionLong
  find(turn, '.question').classList.toggle('long', long)
  const whole = find(turn, '[data-action=show-question]')
  whole.setAttribute('aria-controls', id)
  whole.hidden = !long
  return turn
}

/** In which language a question was asked, once it is known; it is answered in the same. @param {HTMLElement} turn @param {string} language */
export function begin(turn, language) {
  part(turn, 'question').lang = language
  part(turn, 'answer').lang = language
}

/** A whole answer at once. @param {HTMLElement} turn @param {AskResponse} answer @param {Labels} labels */
export function showAnswer(turn, answer, labels) {
  begin(turn, answer.language)
  for (const one of answer.parts ?? []) {
    beginPart(turn, one.question)
    for (const sentence of sentencesOf(answer, one)) addSentence(turn, sentence, answer.citations, labels)
    endPart(turn, one, answer.language)
  }
  if (!answer.parts) for (const sentence of answer.sentences) addSentence(turn, sentence, answer.citations, labels)
  finish(turn, answer, labels)
}

/** What comes next answers one question of several. @param {HTMLElement} turn @param {string} question */
export function beginPart(turn, question) {
  const section = clone('part')
  say(part(section, 'asked'), question, part(turn, 'answer').lang)
  part(turn, 'answer').append(section)
}

/** What became of the question that was begun last. @param {HTMLElement} turn @param {AnswerPart} given @param {string} language */
export function endPart(turn, { answered, answer, doubt, ...given }, language) {
  const offered = alternativesOf(given)
  const section = /** @type {HTMLElement} */ (part(turn, 'answer').lastElementChild)
  part(section, 'doubt').hidden = !doubt
  part(section, 'unsaid').hidden = answered
  if (!answered) say(part(section, 'unsaid'), answer, language)
  offer(part(section, 'part-choices'), offered, language)
  part(section, 'part-choices').hidden = offered.length === 0
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
  for (const citation of citations) {
    const listed = part(turn, 'sources').querySelector(`[data-cites="${citation.n}"]`)
    if (!listed) part(turn, 'sources').append(sourceItem(citation, labels))
  }
  const place = part(turn, 'answer').querySelector('.part:last-child [data-part=said]') ?? part(turn, 'answer')
  place.append(sentenceLine(sentence, citations), ' ')
  part(turn, 'sources-section').hidden = false
}

/** @param {AnswerSentence} sentence @param {Citation[]} citations its own */
function sentenceLine(sentence, citations) {
  const line = clone('sentence')
  const parts = splitQuote(sentence.text, citations[0]?.quote ?? '')
  say(part(line, 'frame'), parts.frame)
  say(part(line, 'before'), parts.before)
  showQuote(part(line, 'quote'), parts.quote, citations[0]?.language)
  say(part(line, 'after'), parts.after)
  line.dataset.cites = sentence.citations.join(' ')
  for (const citation of citations) line.append(' ', marker(citation))
  return line
}

/** The words of a document; a row of a table shows the header above each value. @param {HTMLElement} place @param {string} text @param {string | undefined} language */
function showQuote(place, text, language) {
  const cells = cellsOf(text)
  say(place, cells.length > 0 ? '' : text, language)
  place.classList.toggle('cells', cells.length > 0)
  for (const { label, value } of cells) {
    if (place.childElementCount > 0) {
      const between = document.createElement('span')
      between.className = 'between'
      say(between, ' · ')
      place.append(between)
    }
    const cell = clone('cell')
    say(part(cell, 'label'), label)
    say(part(cell, 'value'), value)
    place.append(cell)
  }
}

/** @param {Citation} citation */
function marker(citation) {
  const link = /** @type {HTMLAnchorElement} */ (clone('marker'))
  link.href = sourceAddress(citation.href)
  link.dataset.cites = String(citation.n)
  link.setAttribute('aria-controls', 'reader')
  link.ariaExpanded = 'false'
  say(part(link, 'n'), String(citation.n))
  say(part(link, 'title'), citation.title, citation.language)
  say(part(link, 'code'), citation.language.toUpperCase())
  if (citation.date) say(part(link, 'date'), shortDate(citation.date, document.documentElement.lang))
  part(link, 'date').hidden = citation.date === undefined
  return link
}

/** @param {Citation} citation @param {Labels} labels */
function sourceItem(citation, labels) {
  const item = clone('source')
  item.dataset.cites = String(citation.n)
  const link = /** @type {HTMLAnchorElement} */ (part(item, 'link'))
  link.href = sourceAddress(citation.href)
  link.setAttribute('aria-controls', 'reader')
  link.ariaExpanded = 'false'
  say(part(item, 'n'), String(citation.n))
  say(part(item, 'title'), citation.title, citation.language)
  say(part(item, 'facts'), factsOf(citation, labels))
  part(item, 'facts').dataset.address = `${location.origin}${citation.href}`
  showCounterpart(item, citation.counterpart, labels)
  return item
}

/** The same document in the other language. @param {HTMLElement} within @param {Citation['counterpart']} counterpart @param {Labels} labels */
export function showCounterpart(within, counterpart, labels) {
  part(within, 'counterpart-line').hidden = counterpart === undefined
  if (!counterpart) return
  say(part(within, 'counterpart-language'), labels.counterpart[counterpart.language])
  const other = /** @type {HTMLAnchorElement} */ (part(within, 'counterpart'))
  other.href = `${counterpart.href}?ui=${document.documentElement.lang}`
  say(other, counterpart.title, counterpart.language)
}

/** "French · 1 September 2020 · page 2" @param {{ language: 'en' | 'fr', date?: string | undefined, page?: number | undefined }} source @param {Labels} labels */
export function factsOf({ language, date, page }, labels) {
  const facts = [labels.writtenIn[language]]
  if (date) facts.push(longDate(date, document.documentElement.lang))
  if (page !== undefined) facts.push(labels.pageNumber.replace('{n}', String(page)))
  return facts.join(' · ')
}

/** What only the whole answer tells. @param {HTMLElement} turn @param {AskResponse} answer @param {Labels} labels */
export function finish(turn, answer, labels) {
  const { answered, suggestions = [], understood = '', language } = answer
  const offered = alternativesOf(answer)
  const kind = kindOf(answer)
  turn.dataset.kind = kind
  part(turn, 'status').hidden = true
  say(part(turn, 'heading'), labels.headings[kind])
  part(turn, 'heading').hidden = false
  const subject = subjectOf(answer)
  say(part(turn, 'understood'), understood, language)
  part(turn, 'understood-line').hidden = understood === '' || subject !== undefined
  say(part(turn, 'scope'), answer.scope ? scopeText(answer.scope, labels.sectionNumber) : '')
  part(turn, 'scope-line').hidden = answer.scope === undefined
  say(part(turn, 'subject'), subject ?? '', language)
  part(turn, 'subject-line').hidden = subject === undefined
  if (!answered && !answer.parts) say(part(turn, 'answer'), answer.answer, language)
  // The heading asks back, and the buttons say what is meant.
  part(turn, 'answer').hidden = offered.length > 0
  const { versions = [] } = answer
  part(turn, 'versions').lang = language
  for (const { text, citation } of versions) part(turn, 'versions').append(sentenceLine({ text, citations: [citation.n] }, [citation]), ' ')
  part(turn, 'versions').hidden = versions.length === 0
  const note = answer.notice
    ? labels.notices[answer.notice]
    : answer.model
      ? labels.writtenBy.replace('{model}', () => answer.model ?? '')
      : ''
  say(part(turn, 'note'), note)
  part(turn, 'note').hidden = note === ''
  const partial = partialLine(answer, labels.partial, document.documentElement.lang)
  say(part(turn, 'partial'), partial)
  part(turn, 'partial').hidden = partial === ''
  const removed = (answer.redacted ?? []).map((kind) => labels.personalData[kind]).join(', ')
  say(part(turn, 'redacted'), removed === '' ? '' : labels.personalDataRemoved.replace('{kinds}', removed))
  part(turn, 'redacted').hidden = removed === ''
  offer(part(turn, 'choices'), offered, language)
  part(turn, 'choices').hidden = offered.length === 0
  offer(
    part(turn, 'suggestions'),
    suggestions.map((question) => ({ question })),
    language,
  )
  part(turn, 'suggestions-section').hidden = suggestions.length === 0
  showPassages(turn, answer, labels)
  const today = longDate(
    new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10),
    document.documentElement.lang,
  )
  say(part(turn, 'printed'), labels.askedOn.replace('{date}', today).replace('{index}', answer.index.generation))
  part(turn, 'tools').hidden = false
  find(turn, '[data-action=speak]').hidden = !canSpeak
  askWhetherHelpful(turn, answer)
}

/** Beside an answer the passages that it does not cite, folded; without one the first few, open. @param {HTMLElement} turn @param {AskResponse} answer @param {Labels} labels */
function showPassages(turn, answer, labels) {
  const kind = kindOf(answer)
  const folded = kind === 'answer' || kind === 'choices'
  const passages = uncited(answer)
  const open = folded ? [] : passages.slice(0, labels.passagesOpen)
  const rest = passages.slice(open.length)
  for (const passage of open) part(turn, 'closest').append(passageItem(passage, answer.language, labels))
  for (const passage of rest) part(turn, 'passages').append(passageItem(passage, answer.language, labels))
  part(turn, 'closest-section').hidden = open.length === 0
  part(turn, 'passages-section').hidden = rest.length === 0
  say(part(turn, 'passages-heading'), folded ? labels.otherPassages : labels.morePassages)
}

/** Fills the form of the turn, where this server keeps feedback. @param {HTMLElement} turn @param {AskResponse} answer */
function askWhetherHelpful(turn, answer) {
  const form = /** @type {HTMLFormElement | null} */ (turn.querySelector('[data-part=feedback]'))
  if (!form || kindOf(answer) === 'help') return
  const cited = answer.citations.map(({ documentId, start, end }) => ({ documentId, start, end }))
  const { question, language } = answer
  const fields = { answerId: answer.id, question, language, answered: String(answer.answered), citations: JSON.stringify(cited) }
  for (const [name, value] of Object.entries(fields)) /** @type {HTMLInputElement} */ (find(form, `[name=${name}]`)).value = value
  form.hidden = false
}

/** @param {HTMLElement} list @param {readonly import('./choice.js').Offered[]} offered @param {string} language */
function offer(list, offered, language) {
  list.lang = language
  for (const { question, name = question, ...told } of offered) {
    const item = clone('choice')
    const button = /** @type {HTMLButtonElement} */ (find(item, 'button'))
    button.value = question
    say(part(item, 'label'), name)
    const context = contextOf(told)
    part(item, 'context').hidden = context === undefined
    say(part(item, 'role'), context?.text ?? '', told.language)
    say(part(item, 'year'), context?.year ?? '')
    list.append(item)
  }
}

/** @param {AskPassage} passage @param {string} asked language of the question @param {Labels} labels */
function passageItem(passage, asked, labels) {
  const item = clone('passage')
  const link = /** @type {HTMLAnchorElement} */ (part(item, 'link'))
  link.href = sourceAddress(addressOf(`/source/${passage.documentId}?start=${passage.start}&end=${passage.end}`))
  say(link, passage.title, passage.language)
  say(part(item, 'facts'), factsOf(passage, labels))
  say(part(item, 'text'), passage.text, passage.language)
  fillWhy(item, passage, asked, labels)
  return item
}

/** Words that the question and a passage have in common. @param {HTMLElement} within @param {AskPassage | undefined} passage @param {string} asked @param {Labels} labels */
export function fillWhy(within, passage, asked, labels) {
  const matches = passage?.why.slice(0, labels.whyShown) ?? []
  part(within, 'why').replaceChildren(...matches.map((match) => matchRow(match, asked, passage?.language ?? asked, labels)))
  part(within, 'why-section').hidden = matches.length === 0
}

/** @param {WordMatch} match @param {string} asked @param {string} found @param {Labels} labels */
function matchRow(match, asked, found, labels) {
  const row = clone('match')
  say(part(row, 'asked'), match.question, asked)
  const meter = /** @type {HTMLMeterElement} */ (part(row, 'meter'))
  meter.value = match.similarity
  meter.ariaLabel = `${labels.whySimilarity} – ${match.question}`
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const number = match.similarity.toLocaleString(`${document.documentElement.lang}-CA`, digits)
  say(part(row, 'similarity'), match.similarity >= 1 ? labels.sameWord : number)
  say(part(row, 'found'), match.passage, found)
  return row
}

/** @param {HTMLElement} turn @param {string} message */
export function fail(turn, message) {
  part(turn, 'status').hidden = true
  part(turn, 'failure').hidden = false
  say(part(turn, 'problem'), message)
}

/** It was stopped by whoever asked it, which is no failure. @param {HTMLElement} turn @param {string} message */
export function stop(turn, message) {
  say(part(turn, 'status'), message)
  part(turn, 'failure').hidden = false
}
