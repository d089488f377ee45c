/**
 * A conversation as Rich Text Format 1.9, which word processors open as a document of their own. Pure. Everything that a document or
 * a question says is text: control characters of the format are escaped, and characters beyond ASCII are written as numbers.
 */
import { longDate } from './dates.js'
import { kindOf, sentencesOf } from './passages.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {Pick<import('../chat.tsx').ClientLabels, 'sources' | 'writtenIn' | 'exportTitle' | 'pageNumber' | 'perhaps'>} Labels */

/** LCID of Canada's languages, so that spelling is checked in the right one. */
const LCID = { en: 4105, fr: 3084 }

/** @param {string} text */
function escaped(text) {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\{}]/g, '\\$&')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${(unit.charCodeAt(0) << 16) >> 16}?`)
}

/** @param {string} text @param {string} format control words of the paragraph */
function paragraph(text, format = '') {
  return `{\\pard\\sa120${format} ${text}\\par}`
}

/** @param {string} address @param {string} text escaped */
function link(address, text) {
  const target = address.replace(/["\\{}]/g, encodeURIComponent)
  return `{\\field{\\*\\fldinst{HYPERLINK "${target}"}}{\\fldrslt{\\ul\\cf1 ${text}}}}`
}

/** @param {AskResponse} answer @param {Labels} labels @param {string} origin */
function turn(answer, labels, origin) {
  /** @param {AskResponse['sentences']} sentences */
  const marked = (sentences) => sentences.map(({ text, citations }) => `${escaped(text)} ${citations.map((n) => `[${n}]`).join('')}`)
  const said = answer.parts
    ? answer.parts.flatMap((part) => [
        `{\\b ${escaped(part.question)}}`,
        ...(part.answered ? marked(sentencesOf(answer, part)) : [escaped(part.answer)]),
      ])
    : answer.answered
      ? marked(answer.sentences)
      : [escaped(answer.answer)]
  const doubt = kindOf(answer) === 'doubt' ? [paragraph(`{\\i ${escaped(labels.perhaps)}}`, '\\keepn')] : []
  const sources = answer.citations.map(({ n, title, language, date, page, quote, href }) => {
    const facts = [
      labels.writtenIn[language],
      date ? longDate(date, answer.language) : '',
      page ? labels.pageNumber.replace('{n}', String(page)) : '',
    ]
    const known = escaped(facts.filter(Boolean).join(' · '))
    return [
      paragraph(`[${n}] ${link(`${origin}${href}`, escaped(title))} \\endash  ${known}`, '\\li300'),
      paragraph(`{\\i\\lang${LCID[language]} ${escaped(quote)}}`, '\\li600'),
    ].join('\n')
  })
  return [
    paragraph(`{\\b\\fs28 ${escaped(answer.question)}}`, '\\sb360\\keepn'),
    ...doubt,
    ...said.map((sentence) => paragraph(sentence)),
    ...(sources.length > 0 ? [paragraph(`{\\b ${escaped(labels.sources)}}`, '\\keepn'), ...sources] : []),
  ].join('\n')
}

/** @param {readonly AskResponse[]} answers @param {Labels} labels @param {string} origin of the server, for links that work elsewhere */
export function toRtf(answers, labels, origin) {
  const head = '{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Calibri;}}{\\colortbl;\\red11\\green79\\blue138;}\\f0\\fs22'
  const title = paragraph(`{\\b\\fs36 ${escaped(labels.exportTitle)}}`)
  return `${[head, title, ...answers.map((answer) => turn(answer, labels, origin))].join('\n')}\n}\n`
}
