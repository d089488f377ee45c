/**
 * The XML of a Word document, with what Word shows of it written down before it is converted: numbers of headings and lists as text,
 * headings by their outline level; hidden, struck and invisible runs taken out. Reads tags one by one and builds no tree. Pure.
 */
import { type NumberStyle, numberText } from './numbering.ts'

/** Before the text of a paragraph: what numbers it as an item (its depth, its number), or that it is a line of a table of contents. */
export const MARK = { depth: '\ue000', number: '\ue001', text: '\ue002', contents: '\ue003' } as const
const MARKS = /[\ue000-\ue003]/g

export interface DocxParts {
  document: string
  styles?: string
  numbering?: string
}

interface Style {
  basedOn?: string
  numId?: string
  ilvl?: number
  /** 0 to 5 for headings. */
  outline?: number
  hidden?: boolean
  struck?: boolean
  /** Of a table of contents. */
  contents?: boolean
}

interface Level {
  start: number
  format: string
  text: string
  style?: string
  /** All numbers in it are written in digits. */
  legal: boolean
}

interface Numbering {
  /** Levels by identifier of a list's definition. */
  definitions: Map<string, Level[]>
  /** By identifier of a list: its definition and the starts it sets anew. */
  lists: Map<string, { definition: string; starts: Map<number, number>; own: Map<number, Level> }>
}

const TAG = /<(\/?)([\w:]+)((?:\s[^<>]*?)?)(\/?)>/g

/** @returns the document's XML, and whether it held text that Word does not show */
export function asShown({ document, styles = '', numbering = '' }: DocxParts): { document: string; hidden: boolean } {
  return new Rewriter(readStyles(styles), readNumbering(numbering)).rewrite(document)
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`).exec(attributes)?.[1]
}

function isOn(attributes: string): boolean {
  return !/^(?:0|false|off|none)$/.test(attribute(attributes, 'w:val') ?? '1')
}

function decoded(text: string): string {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&')
}

function encoded(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}

// ---- styles and lists ----

function readStyles(xml: string): Map<string, Style> {
  const styles = new Map<string, Style>()
  let open: Style | undefined
  for (const [, closing, name = '', attributes = ''] of xml.matchAll(TAG)) {
    if (name === 'w:style') {
      open = closing ? undefined : {}
      const id = attribute(attributes, 'w:styleId')
      if (open && id !== undefined) styles.set(id, open)
      continue
    }
    if (!open || closing) continue
    const value = attribute(attributes, 'w:val')
    if (name === 'w:name') {
      const outline = outlineOfName(value)
      if (outline !== undefined) open.outline ??= outline
      open.contents = /^(?:toc \d|table of figures)$/i.test(value ?? '')
    } else if (name === 'w:basedOn' && value !== undefined) open.basedOn = value
    else if (name === 'w:numId' && value !== undefined) open.numId = value
    else if (name === 'w:ilvl') open.ilvl = Number(value) || 0
    else if (name === 'w:outlineLvl' && Number(value) < 6) open.outline = Number(value)
    else if (name === 'w:vanish') open.hidden = isOn(attributes)
    else if (name === 'w:strike' || name === 'w:dstrike') open.struck = isOn(attributes)
  }
  return styles
}

function outlineOfName(name = ''): number | undefined {
  if (/^(?:title|titre)$/i.test(name)) return 0
  const level = Number(/^(?:heading|titre)\s*([1-6])$/i.exec(name)?.[1])
  return level ? level - 1 : undefined
}

function readNumbering(xml: string): Numbering {
  const found: Numbering = { definitions: new Map(), lists: new Map() }
  let levels: Level[] | undefined
  let list: { definition: string; starts: Map<number, number>; own: Map<number, Level> } | undefined
  let at = 0
  let level: Level | undefined
  for (const [, closing, name = '', attributes = ''] of xml.matchAll(TAG)) {
    const value = attribute(attributes, 'w:val') ?? ''
    if (closing) {
      if (name === 'w:abstractNum') levels = undefined
      else if (name === 'w:num') list = undefined
      else if (name === 'w:lvl') level = undefined
    } else if (name === 'w:abstractNum') {
      levels = []
      found.definitions.set(attribute(attributes, 'w:abstractNumId') ?? '', levels)
    } else if (name === 'w:num') {
      list = { definition: '', starts: new Map(), own: new Map() }
      found.lists.set(attribute(attributes, 'w:numId') ?? '', list)
    } else if (name === 'w:abstractNumId' && list) list.definition = value
    else if (name === 'w:lvlOverride') at = Number(attribute(attributes, 'w:ilvl')) || 0
    else if (name === 'w:startOverride' && list) list.starts.set(at, Number(value) || 0)
    else if (name === 'w:lvl') {
      level = { start: 0, format: 'decimal', text: '', legal: false }
      const ilvl = Math.min(8, Number(attribute(attributes, 'w:ilvl')) || 0)
      if (levels) levels[ilvl] = level
      else list?.own.set(ilvl, level)
    } else if (level && name === 'w:start') level.start = Number(value) || 0
    else if (level && name === 'w:numFmt') level.format = value
    else if (level && name === 'w:lvlText') level.text = decoded(value)
    else if (level && name === 'w:pStyle') level.style = value
    else if (level && name === 'w:isLgl') level.legal = isOn(attributes)
  }
  return found
}

const FORMATS: Readonly<Record<string, NumberStyle>> = {
  lowerLetter: 'lower-letter',
  upperLetter: 'upper-letter',
  lowerRoman: 'lower-roman',
  upperRoman: 'upper-roman',
}

/** Counts the paragraphs of every list as Word does: lists of one definition count on together. */
class Counter {
  readonly #numbering: Numbering
  readonly #counts = new Map<string, (number | undefined)[]>()
  readonly #started = new Set<string>()

  constructor(numbering: Numbering) {
    this.#numbering = numbering
  }

  levelOfStyle(numId: string, style: string | undefined): number | undefined {
    const levels = this.#numbering.definitions.get(this.#numbering.lists.get(numId)?.definition ?? '')
    const found = levels?.findIndex((level) => level?.style !== undefined && level.style === style) ?? -1
    return found === -1 ? undefined : found
  }

  /** The number of the next paragraph of a list; '•' for a bullet, '' for none, undefined when there is no such list. */
  next(numId: string, ilvl: number): string | undefined {
    const list = this.#numbering.lists.get(numId)
    const levels = this.#numbering.definitions.get(list?.definition ?? '')
    const levelAt = (i: number): Level | undefined => list?.own.get(i) ?? levels?.[i]
    const level = levelAt(ilvl)
    if (!list || !level) return undefined
    const counts = this.#counts.get(list.definition) ?? []
    this.#counts.set(list.definition, counts)
    for (const [at, start] of list.starts) {
      const key = `${numId} ${at}`
      if (at > ilvl || this.#started.has(key)) continue
      this.#started.add(key)
      counts[at] = at === ilvl ? start - 1 : start
    }
    const before = counts[ilvl]
    counts[ilvl] = before === undefined ? level.start : before + 1
    counts.length = ilvl + 1
    if (level.format === 'bullet') return '•'
    if (level.format === 'none' && !/%\d/.test(level.text)) return level.text
    return level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const other = Number(digit) - 1
      const own = levelAt(other)
      const count = counts[other] ?? own?.start ?? 1
      if (own?.format === 'none') return ''
      if (own?.format === 'decimalZero' && !level.legal) return String(count).padStart(2, '0')
      return numberText(count, level.legal ? 'decimal' : (FORMATS[own?.format ?? ''] ?? 'decimal'))
    })
  }
}

// ---- the document ----

interface Paragraph {
  style?: string
  numId?: string
  ilvl?: number
  outline?: number
  /** Its end was deleted: it goes on in the next one. */
  deleted: boolean
  /** Whether its properties were written, and what belongs before its text with them. */
  done: boolean
}

interface Run {
  /** Where its output begins. */
  from: number
  hidden: boolean
  struck: boolean
  text: boolean
  /** Has a background of its own. */
  shaded: boolean
  white: boolean
}

/** What stands around text and is not known to the converter, which would leave the text out with it: fields in their short form, directions. */
const AROUND = new Set(['w:fldSimple', 'w:bdo', 'w:dir'])
const COLUMNS_MAX = 63

class Rewriter {
  readonly #styles: ReadonlyMap<string, Style>
  readonly #counter: Counter
  readonly #out: string[] = []
  readonly #paragraphs: Paragraph[] = []
  readonly #elements: string[] = []
  readonly #runs: Run[] = []
  /** How many columns each open row leaves out, at its start and at its end. */
  readonly #rows: { before: number; after: number }[] = []
  #hidden = false

  constructor(styles: ReadonlyMap<string, Style>, numbering: Numbering) {
    this.#styles = styles
    this.#counter = new Counter(numbering)
  }

  rewrite(given: string): { document: string; hidden: boolean } {
    const xml = given.replace(MARKS, ' ')
    let at = 0
    /** Depth of an element that is left out, with all that stands in it. */
    let skipping = 0
    for (const match of xml.matchAll(TAG)) {
      const [tag, closing, name = '', attributes = '', single] = match
      const between = xml.slice(at, match.index)
      at = match.index + tag.length
      if (skipping > 0) {
        if (!single) skipping += closing ? -1 : 1
        continue
      }
      this.#out.push(between)
      const run = this.#runs.at(-1)
      if (run && name === 'w:t' && closing && /[\p{L}\p{N}]/u.test(between)) run.text = true
      // Earlier properties of a changed paragraph are none of its own.
      if (
        !closing &&
        (name === 'w:pPrChange' || name === 'w:rPrChange' || (name === 'w:numPr' && this.#readNumPr(xml, at, single === '/')))
      ) {
        if (!single) skipping = 1
        continue
      }
      if (closing) this.#close(name, tag)
      else this.#open(name, attributes, tag, single === '/')
    }
    this.#out.push(xml.slice(at))
    return { document: this.#out.join(''), hidden: this.#hidden }
  }

  #open(name: string, attributes: string, tag: string, single: boolean): void {
    const parent = this.#elements.at(-1)
    const paragraph = this.#paragraphs.at(-1)
    const inProperties = this.#elements.includes('w:pPr')
    if (!single) this.#elements.push(name)
    if (inProperties && paragraph) {
      this.#readProperty(paragraph, name, attributes, parent)
      return
    }
    if (paragraph && !paragraph.done && parent === 'w:p' && (name !== 'w:pPr' || single)) this.#properties(paragraph)
    if (name === 'w:pPr') return
    if (name === 'w:p' && !single) this.#paragraphs.push({ done: false, deleted: false })
    else if (name === 'w:tr' && !single) this.#rows.push({ before: 0, after: 0 })
    else if (name === 'w:gridBefore' || name === 'w:gridAfter') {
      const row = this.#rows.at(-1)
      if (row) row[name === 'w:gridBefore' ? 'before' : 'after'] = Number(attribute(attributes, 'w:val')) || 0
    } else if (name === 'w:r' && !single) this.#startRun(paragraph)
    else if (parent === 'w:rPr') this.#readRun(name, attributes)
    if (AROUND.has(name)) return
    const raisedRun = name === 'w:position' && Number(attribute(attributes, 'w:val')) >= 4
    this.#out.push(raisedRun ? '<w:vertAlign w:val="superscript"/>' : tag)
  }

  #readProperty(paragraph: Paragraph, name: string, attributes: string, parent: string | undefined): void {
    const value = attribute(attributes, 'w:val')
    if (name === 'w:del' && parent === 'w:rPr') paragraph.deleted = true
    if (parent !== 'w:pPr' || value === undefined) return
    if (name === 'w:pStyle') paragraph.style = value
    else if (name === 'w:outlineLvl') paragraph.outline = Number(value)
  }

  #close(name: string, tag: string): void {
    this.#elements.pop()
    const paragraph = this.#paragraphs.at(-1)
    if (name === 'w:pPr') {
      if (paragraph && !paragraph.done) this.#properties(paragraph)
      return
    }
    if (this.#elements.includes('w:pPr')) return
    if (name === 'w:p') {
      if (paragraph && !paragraph.done) this.#properties(paragraph)
      this.#paragraphs.pop()
    }
    if (AROUND.has(name)) return
    if (name === 'w:tr') this.#writeAbsent(this.#rows.pop()?.after)
    this.#out.push(tag)
    if (name === 'w:r') this.#endRun()
    else if (name === 'w:trPr') this.#writeAbsent(this.#rows.at(-1)?.before)
  }

  /** @returns true: what numbers a paragraph is read here and left out of what is converted */
  #readNumPr(xml: string, at: number, single: boolean): boolean {
    const paragraph = this.#paragraphs.at(-1)
    if (!paragraph || single || this.#elements.at(-1) !== 'w:pPr') return true
    const inside = xml.slice(at, xml.indexOf('</w:numPr>', at))
    const numId = /<w:numId\s[^<>]*w:val\s*=\s*"([^"]*)"/.exec(inside.slice(0, 2000))?.[1]
    const ilvl = /<w:ilvl\s[^<>]*w:val\s*=\s*"(\d)"/.exec(inside.slice(0, 2000))?.[1]
    if (numId !== undefined) paragraph.numId = numId
    if (ilvl !== undefined) paragraph.ilvl = Number(ilvl)
    return true
  }

  /** Writes the properties of a paragraph, and its number as text where it has one. */
  #properties(paragraph: Paragraph): void {
    paragraph.done = true
    const style = this.#resolved(paragraph.style)
    const outline = paragraph.outline !== undefined && paragraph.outline < 6 ? paragraph.outline : style.outline
    const shown = outline === undefined ? paragraph.style : `Heading${outline + 1}`
    const numId = paragraph.numId ?? style.numId
    // Of the two forms of a text box one alone is read.
    const number =
      numId === undefined || numId === '0' || this.#elements.includes('mc:Choice')
        ? undefined
        : this.#counter.next(numId, paragraph.ilvl ?? this.#counter.levelOfStyle(numId, paragraph.style) ?? style.ilvl ?? 0)
    const named = shown === undefined ? '' : `<w:pStyle w:val="${shown}"/>`
    this.#out.push(`<w:pPr>${named}${paragraph.deleted ? '<w:rPr><w:del/></w:rPr>' : ''}</w:pPr>`)
    if (style.contents) this.#out.push(`<w:r><w:t>${MARK.contents}</w:t></w:r>`)
    if (number === undefined || (number === '' && outline !== undefined)) return
    const depth = (paragraph.ilvl ?? style.ilvl ?? 0) + 1
    const text = outline === undefined ? `${MARK.depth}${depth}${MARK.number}${number.trim()}${MARK.text}` : `${number.trim()} `
    this.#out.push(`<w:r><w:t xml:space="preserve">${encoded(text)}</w:t></w:r>`)
  }

  /** A style with what it takes from those it is based on. */
  #resolved(id: string | undefined): Style {
    const found: Style = {}
    let at = id
    for (let steps = 0; at !== undefined && steps < 20; steps++) {
      const style: Style = this.#styles.get(at) ?? {}
      for (const [name, value] of Object.entries(style))
        if (found[name as keyof Style] === undefined) Object.assign(found, { [name]: value })
      at = style.basedOn
    }
    return found
  }

  /** A row that begins, or ends, within the table keeps its cells below their columns. */
  #writeAbsent(columns = 0): void {
    for (let i = 0; i < Math.min(columns, COLUMNS_MAX); i++) this.#out.push('<w:tc><w:p/></w:tc>')
  }

  // ---- runs ----

  #startRun(paragraph: Paragraph | undefined): void {
    const { hidden = false, struck = false } = this.#resolved(paragraph?.style)
    this.#runs.push({ from: this.#out.length, hidden, struck, text: false, shaded: false, white: false })
  }

  #readRun(name: string, attributes: string): void {
    const run = this.#runs.at(-1)
    if (!run) return
    const value = attribute(attributes, 'w:val') ?? ''
    if (name === 'w:vanish') run.hidden = isOn(attributes)
    else if (name === 'w:strike' || name === 'w:dstrike') run.struck = isOn(attributes)
    else if (name === 'w:rStyle') {
      const { hidden, struck } = this.#resolved(value)
      if (hidden) run.hidden = true
      if (struck) run.struck = true
    } else if (name === 'w:sz' && Number(value) <= 2) run.hidden = true
    else if (name === 'w:color' && /^f[a-f]f[a-f]f[a-f]$/i.test(value)) run.white = true
    else if (name === 'w:highlight' && value !== 'none' && value !== 'white') run.shaded = true
    else if (name === 'w:shd' && !/^(?:auto|ffffff)$/i.test(attribute(attributes, 'w:fill') ?? 'auto')) run.shaded = true
  }

  #endRun(): void {
    const run = this.#runs.pop()
    if (!run) return
    // White text stands on something dark in cells and text boxes, whose colour may come from anywhere.
    const white = run.white && !run.shaded && !this.#elements.some((name) => name === 'w:tbl' || name === 'w:txbxContent')
    if ((run.hidden || white) && run.text) this.#hidden = true
    if (run.hidden || run.struck || white) this.#out.length = run.from
  }
}
