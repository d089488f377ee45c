/** PowerPoint in, text out: each slide is a page, its title a heading, its lists and tables what they are; notes of the speaker are not read. */
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import type { ReadText } from './format.ts'
import { raised } from './marks.ts'
import { type NumberStyle, numberText } from './numbering.ts'
import { type Cell, writeTable } from './table.ts'
import { attributeOf, type Tag, tagsOf } from './xml.ts'
import { openZip, partOf, type Zip } from './zip.ts'

export async function readSlides(bytes: Buffer): Promise<ReadText> {
  const zip = await openZip(bytes)
  const slides = await Promise.all((await slideNames(zip)).map((name) => partOf(zip, name)))
  const texts = slides.map(readSlide)
  const sample = texts.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : ''))).join(' ')
  const language = detectLanguage(sample.slice(0, 4000)) ?? 'en'
  const writer = new BlockWriter()
  const pages: number[] = []
  let hidden = false
  for (const slide of texts) {
    if (slide.hidden) {
      hidden ||= slide.parts.length > 0
      continue
    }
    pages.push(writer.length === 0 ? 0 : writer.length + 2)
    writer.open('page', String(pages.length))
    for (const part of slide.parts) {
      if ('table' in part) writeTable(writer, part.table, language)
      else if (part.title) writer.write('heading', part.text, { level: 1 })
      else if (part.level > 0)
        writer.write('item', part.text, {
          level: part.level,
          prefix: `${'  '.repeat(part.level)}${part.mark ?? '•'} `,
          tight: writer.last === 'item',
        })
      else writer.write('paragraph', part.text)
    }
    writer.close()
  }
  const end = writer.length
  return {
    text: writer.text(),
    blocks: writer.blocks,
    pages: pages.map((at) => Math.min(at, end)),
    language,
    ...(hidden ? { warnings: ['hidden-text'] } : {}),
  }
}

/** Slides in the order in which they are shown. */
async function slideNames(zip: Zip): Promise<string[]> {
  const targets = new Map<string, string>()
  for (const tag of tagsOf(await partOf(zip, 'ppt/_rels/presentation.xml.rels'))) {
    if (typeof tag === 'string' || tag.name !== 'Relationship') continue
    targets.set(attributeOf(tag, 'Id') ?? '', `ppt/${(attributeOf(tag, 'Target') ?? '').replace(/^\/?(?:ppt\/)?/, '')}`)
  }
  const names: string[] = []
  for (const tag of tagsOf(await partOf(zip, 'ppt/presentation.xml'))) {
    if (typeof tag !== 'string' && tag.name === 'p:sldId') names.push(targets.get(attributeOf(tag, 'r:id') ?? '') ?? '')
  }
  const found = names.filter((name) => zip.file(name))
  if (found.length > 0) return found
  const all = zip.file(/^ppt\/slides\/slide\d+\.xml$/).map(({ name }) => name)
  return all.sort((a, b) => Number(/\d+/.exec(a.slice(10))) - Number(/\d+/.exec(b.slice(10))))
}

type Part = { text: string; level: number; title: boolean; mark?: string | undefined } | { table: Cell[][] }

function readSlide(xml: string): { parts: Part[]; hidden: boolean } {
  const parts: Part[] = []
  let hidden = false
  let line = ''
  let raisedRun = false
  let inText = false
  let level = 0
  let bulleted = true
  const numbers = new Numbers()
  let kind = ''
  let cell: Cell | undefined
  let table: Cell[][] | undefined
  const endParagraph = (): void => {
    const text = line.replace(/\s+/g, ' ').trim()
    line = ''
    // A footer, a date and a number stand on every slide.
    if (text === '' || /^(?:sldNum|ftr|dt)$/.test(kind)) return
    if (cell) cell.text = cell.text === '' ? text : `${cell.text} ${text}`
    else {
      const title = /title/i.test(kind)
      const mark = numbers.take(level)
      const listed = mark !== undefined || (bulleted && /body|^$/.test(kind))
      parts.push({ text, title, level: title || !listed ? 0 : level + 1, ...(mark ? { mark } : {}) })
    }
  }
  for (const tag of tagsOf(xml)) {
    if (typeof tag === 'string') {
      if (inText) line += raisedRun ? raised(line, tag, false) : tag
      continue
    }
    const { name, closing } = tag
    if (name === 'p:sld' && !closing) hidden = attributeOf(tag, 'show') === '0'
    else if ((name === 'p:sp' || name === 'p:graphicFrame') && !closing) {
      kind = 'text'
      numbers.reset()
    } else if (name === 'p:ph') kind = attributeOf(tag, 'type') ?? 'body'
    else if (name === 'a:pPr' && !closing) level = Number(attributeOf(tag, 'lvl')) || 0
    else if (name === 'a:buNone') bulleted = false
    else if (name === 'a:buAutoNum') numbers.begin(tag)
    else if (name === 'a:p') {
      if (closing) endParagraph()
      else [level, bulleted] = [0, true]
    } else if (name === 'a:rPr') raisedRun = Number(attributeOf(tag, 'baseline')) > 0
    else if (name === 'a:t') inText = !closing && !tag.single
    else if (name === 'a:br') line += ' '
    else if (name === 'a:tbl' && !closing) table = []
    else if (name === 'a:tbl' && table) {
      parts.push({ table })
      table = undefined
    } else if (name === 'a:tr' && !closing) table?.push([])
    else if (name === 'a:tc') cell = openCell(tag, table)
    if (name === 'a:r' && closing) raisedRun = false
  }
  endParagraph()
  return { parts, hidden }
}

/** "arabicPeriod", "alphaLcParenR", "romanUcParenBoth": how paragraphs of a slide are numbered. */
const SCHEME = /^(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain)$/
const SCHEMES: Readonly<Record<string, NumberStyle>> = {
  alphaLc: 'lower-letter',
  alphaUc: 'upper-letter',
  romanLc: 'lower-roman',
  romanUc: 'upper-roman',
}

/** Numbers of the paragraphs of one shape, by level: a paragraph without one begins them anew. */
class Numbers {
  #counts: number[] = []
  #tag: Tag | undefined

  begin(tag: Tag): void {
    this.#tag = tag
  }

  reset(): void {
    this.#counts = []
    this.#tag = undefined
  }

  /** The number of the paragraph that ends. */
  take(level: number): string | undefined {
    const tag = this.#tag
    this.#tag = undefined
    this.#counts.length = Math.min(this.#counts.length, level + (tag ? 1 : 0))
    if (!tag) return undefined
    const count = (this.#counts[level] ?? (Number(attributeOf(tag, 'startAt')) || 1) - 1) + 1
    this.#counts[level] = count
    const [, format = '', around = 'Period'] = SCHEME.exec(attributeOf(tag, 'type') ?? '') ?? []
    const number = numberText(count, SCHEMES[format] ?? 'decimal')
    return around === 'ParenBoth' ? `(${number})` : `${number}${around === 'Period' ? '.' : around === 'ParenR' ? ')' : ''}`
  }
}

function openCell(tag: Tag, table: Cell[][] | undefined): Cell | undefined {
  if (tag.closing || attributeOf(tag, 'hMerge') === '1' || attributeOf(tag, 'vMerge') === '1') return undefined
  const cell: Cell = { text: '', columns: Number(attributeOf(tag, 'gridSpan')) || 1, rows: Number(attributeOf(tag, 'rowSpan')) || 1 }
  table?.at(-1)?.push(cell)
  return cell
}
