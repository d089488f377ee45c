/**
 * A conversation as the parts of a Word document (Office Open XML, ECMA-376 part 1): headings by style, links, and the language of
 * every run. Pure. Everything that a document or a question says is escaped text.
 */
import { longDate } from './dates.js'
import { kindOf, sentencesOf } from './passages.js'
import { splitQuote } from './quote.js'

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').Citation} Citation */
/** @typedef {'en' | 'fr'} Language */
/** @typedef {Pick<import('../chat.tsx').ClientLabels, 'sources' | 'writtenIn' | 'exportTitle' | 'pageNumber' | 'perhaps'>} Labels */

const MAIN = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** What XML 1.0 cannot hold: control characters, and halves of characters. */
const FORBIDDEN = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** @param {string} text */
function escaped(text) {
  return text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark)
}

/** @param {string} text @param {Language} language @param {string} [format] properties of the run */
function run(text, language, format = '') {
  if (text === '') return ''
  const own = `<w:rPr>${format}<w:lang w:val="${language}-CA"/></w:rPr>`
  return `<w:r>${own}<w:t xml:space="preserve">${escaped(text.replace(/\s+/g, ' '))}</w:t></w:r>`
}

/** @param {string} style of the paragraph; empty for plain text @param {string} content runs */
function paragraph(style, content) {
  return `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`
}

const LINK = '<w:rStyle w:val="Hyperlink"/>'

/** The document as it grows: its paragraphs, and the addresses that they link to. */
class Writer {
  /** @type {string[]} */
  addresses = []
  #labels
  #origin
  #language
  #bookmarks = 0

  /** @param {Labels} labels @param {string} origin @param {Language} language of the page */
  constructor(labels, origin, language) {
    this.#labels = labels
    this.#origin = origin
    this.#language = language
  }

  /** @param {string} href @param {string} content runs */
  #link(href, content) {
    const at = this.addresses.push(`${this.#origin}${href}`)
    return `<w:hyperlink r:id="link${at}" w:history="1">${content}</w:hyperlink>`
  }

  /** A sentence with its quote in the language of its source, and its markers, which lead to the sources. @param {AskResponse} answer @param {AskResponse['sentences'][number]} sentence @param {string} place */
  #sentence(answer, { text, citations }, place) {
    const first = answer.citations.find(({ n }) => citations.includes(n))
    const { frame, before, quote, after } = splitQuote(text.replace(/\s+/g, ' '), first?.quote ?? '')
    const markers = citations.map((n) => `<w:hyperlink w:anchor="${place}-${n}">${run(`[${n}]`, this.#language, LINK)}</w:hyperlink>`)
    const said = [
      run(`${frame}${before}`, answer.language),
      run(quote, first?.language ?? answer.language),
      run(`${after} `, answer.language),
    ]
    return paragraph('', said.join('') + markers.join(''))
  }

  /** @param {Citation} citation @param {string} place */
  #source({ n, title, language, date, page, quote, href }, place) {
    const facts = [this.#labels.writtenIn[language]]
    if (date) facts.push(longDate(date, this.#language))
    if (page !== undefined) facts.push(this.#labels.pageNumber.replace('{n}', String(page)))
    const id = ++this.#bookmarks
    const mark = `<w:bookmarkStart w:id="${id}" w:name="${place}-${n}"/>${run(`[${n}]`, this.#language)}<w:bookmarkEnd w:id="${id}"/>`
    const name = this.#link(href, run(title, language, LINK))
    return [
      paragraph('Source', `${mark}${run(' ', this.#language)}${name}${run(` – ${facts.join(' · ')}`, this.#language)}`),
      paragraph('Quote', run(quote.trim(), language)),
    ].join('')
  }

  /** @param {AskResponse} answer @param {number} at its place in the conversation */
  turn(answer, at) {
    const { language, parts, citations, versions = [] } = answer
    const place = `source-${at + 1}`
    const plain = (/** @type {string} */ text) => paragraph('', run(text, language))
    const said = (/** @type {AskResponse['sentences']} */ sentences) => sentences.map((own) => this.#sentence(answer, own, place))
    const body = parts
      ? parts.flatMap((part) => [
          paragraph('Heading2', run(part.question, language)),
          ...(part.answered ? said(sentencesOf(answer, part)) : [plain(part.answer)]),
        ])
      : answer.answered
        ? said(answer.sentences)
        : answer.answer.split('\n').filter(Boolean).map(plain)
    const others = versions.map(({ text, citation }) =>
      paragraph('', `${run(`${text} `, language)}${this.#link(citation.href, run(citation.title, citation.language, LINK))}`),
    )
    const doubt = kindOf(answer) === 'doubt' ? [paragraph('', run(this.#labels.perhaps, this.#language, '<w:i/>'))] : []
    const sources = citations.map((citation) => this.#source(citation, place))
    const list = sources.length > 0 ? [paragraph('Heading2', run(this.#labels.sources, this.#language)), ...sources] : []
    return [paragraph('Heading1', run(answer.question.trim(), language)), ...doubt, ...body, ...others, ...list].join('')
  }
}

/** @param {string} id @param {string} name @param {{ paragraph?: string, run?: string, next?: string }} format */
function style(id, name, { paragraph: own = '', run: text = '', next = '' }) {
  const after = next === '' ? '' : `<w:next w:val="${next}"/>`
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/>${after}<w:qFormat/><w:pPr>${own}</w:pPr><w:rPr>${text}</w:rPr></w:style>`
}

/** @param {Language} language */
function styles(language) {
  const font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
  const heading = (/** @type {number} */ level, /** @type {number} */ size, /** @type {number} */ before) =>
    style(`Heading${level}`, `heading ${level}`, {
      paragraph: `<w:keepNext/><w:spacing w:before="${before}" w:after="80"/><w:outlineLvl w:val="${level - 1}"/>`,
      run: `<w:b/><w:color w:val="0B4F8A"/><w:sz w:val="${size}"/>`,
      next: 'Normal',
    })
  return [
    `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>${font}<w:sz w:val="22"/><w:lang w:val="${language}-CA"/></w:rPr></w:rPrDefault>`,
    '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    style('Title', 'Title', { paragraph: '<w:spacing w:after="240"/>', run: '<w:b/><w:sz w:val="40"/>', next: 'Normal' }),
    heading(1, 30, 480),
    heading(2, 24, 240),
    style('Source', 'Source', { paragraph: '<w:keepNext/><w:spacing w:after="40"/><w:ind w:left="284"/>' }),
    style('Quote', 'Quote', { paragraph: '<w:ind w:left="567"/>', run: '<w:i/>' }),
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4F8A"/><w:u w:val="single"/></w:rPr></w:style>',
    '</w:styles>',
  ].join('')
}

/**
 * @param {readonly AskResponse[]} answers @param {Labels} labels
 * @param {string} origin of the server, for links that work elsewhere @param {Language} language of the page
 * @returns {Record<string, string>} each part of the package by its name
 */
export function docxParts(answers, labels, origin, language) {
  const writer = new Writer(labels, origin, language)
  const title = paragraph('Title', run(labels.exportTitle, language))
  const body = [title, ...answers.map((answer, i) => writer.turn(answer, i))].join('')
  const page = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
  const links = writer.addresses.map(
    (address, i) => `<Relationship Id="link${i + 1}" Type="${RELATIONS}/hyperlink" Target="${escaped(address)}" TargetMode="External"/>`,
  )
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="main" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(labels.exportTitle)}</dc:title><dc:language>${language}-CA</dc:language></cp:coreProperties>`,
    'word/_rels/document.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="styles" Type="${RELATIONS}/styles" Target="styles.xml"/>${links.join('')}</Relationships>`,
    'word/document.xml': `${HEAD}<w:document xmlns:w="${MAIN}" xmlns:r="${RELATIONS}"><w:body>${body}${page}</w:body></w:document>`,
    'word/styles.xml': styles(language),
  }
}
