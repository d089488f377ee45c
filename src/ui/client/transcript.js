/**
 * A conversation as text that survives elsewhere: every sentence with its markers, every marker with its quote and address.
 * Pure. Text of documents is escaped, so that it cannot become a picture, a link or markup where the Markdown is shown.
 */
import { kindOf, sentencesOf } from './passages.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').AnswerSentence} AnswerSentence */
/** @typedef {Pick<import('../chat.tsx').ClientLabels, 'sources' | 'writtenIn' | 'exportTitle' | 'pageNumber' | 'perhaps'>} Labels */

/** What CommonMark or GFM reads as more than itself: anywhere, at the start of a line, and in what looks like an address. */
const MARKDOWN = /[\\`*_[\]<>|~&]|!(?=\[)|^[-+#=]|(?<=^\d+)[.)]|:(?=\/\/)|(?<=www)\.|@/g

/** @param {string} text */
function escaped(text) {
  return oneLine(text).replace(MARKDOWN, '\\$&')
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim()
}

/** @param {AskResponse} answer @param {Labels} labels @param {string} origin of the server, for links that work elsewhere */
export function turnToMarkdown(answer, labels, origin) {
  /** @param {AnswerSentence[]} sentences */
  const marked = (sentences) =>
    sentences.map(({ text, citations }) => `${escaped(text)} ${citations.map((n) => `\\[${n}\\]`).join('')}`).join(' ')
  const said = answer.parts
    ? answer.parts
        .map((part) => `**${escaped(part.question)}**\n\n${part.answered ? marked(sentencesOf(answer, part)) : escaped(part.answer)}`)
        .join('\n\n')
    : answer.answered
      ? marked(answer.sentences)
      : escaped(answer.answer)
  const doubt = kindOf(answer) === 'doubt' ? [`*${labels.perhaps}*`, ''] : []
  const sources = answer.citations.map(({ n, title, language, quote, href, source, page }) =>
    [
      `${n}. [${escaped(title)}](${origin}${href}) – ${labels.writtenIn[language]}, ${escaped(source)}${page ? `, ${labels.pageNumber.replace('{n}', String(page))}` : ''}`,
      `   > ${escaped(quote)}`,
    ].join('\n\n'),
  )
  const list = sources.length > 0 ? ['', `### ${labels.sources}`, '', sources.join('\n\n')] : []
  const versions = (answer.versions ?? []).flatMap(({ text, citation }) => [
    '',
    `${escaped(text)} ([${escaped(citation.title)}](${origin}${citation.href}))`,
  ])
  return [`## ${escaped(answer.question)}`, '', ...doubt, said, ...versions, ...list, ''].join('\n')
}

/** @param {AskResponse} answer @param {Labels} labels @param {string} origin */
export function turnToPlain(answer, labels, origin) {
  const sources = answer.citations.map(
    ({ n, title, language, quote, href }) => `[${n}] ${title} (${labels.writtenIn[language]})\n${oneLine(quote)}\n${origin}${href}`,
  )
  const list = sources.length > 0 ? ['', labels.sources, '', sources.join('\n\n')] : []
  const versions = (answer.versions ?? []).flatMap(({ text, citation }) => ['', text, `${origin}${citation.href}`])
  const doubt = kindOf(answer) === 'doubt' ? [labels.perhaps, ''] : []
  return [answer.question, '', ...doubt, answer.answer, ...versions, ...list, ''].join('\n')
}

/** @param {readonly AskResponse[]} answers @param {Labels} labels @param {string} origin */
export function toMarkdown(answers, labels, origin) {
  return [`# ${labels.exportTitle}`, '', ...answers.map((answer) => turnToMarkdown(answer, labels, origin))].join('\n')
}

/** All citations, passages and scores, as POST /ask gave them. @param {readonly AskResponse[]} answers @param {Date} now */
export function toJson(answers, now) {
  return `${JSON.stringify({ format: 'sourcier-conversation', version: 1, exportedAt: now.toISOString(), answers }, null, 2)}\n`
}
