/**
 * HTML in, readable text and its blocks out: what a visitor of the page sees of its content. Hidden parts, scripts, navigation and what
 * was struck out are left out. Walks without recursion: nesting has no limit.
 */

import type { Language } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter, type Reading } from './block-writer.ts'
import type { ReadText } from './format.ts'
import { standsIn } from './html-disclosed.ts'
import { isFurniture } from './html-furniture.ts'
import { Sights } from './html-hidden.ts'
import { isNoteMark, isWayBack, leadsToNote, withoutName } from './html-notes.ts'
import { attribute, type Element, elements, flat, isText, type Node, parse, pushChildren } from './html-tree.ts'
import { lowered, numerator, raised } from './marks.ts'
import { type NumberStyle, numberText } from './numbering.ts'
import { type Cell, writePair, writeTable } from './table.ts'

const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const HEADING = /^h([1-6])$/
/** Elements that say what the block they begin is. */
const BEGINNING = /^(?:h[1-6]|summary|li|pre)$/
/** Where a button is part of what holds it. */
const LABEL_PARENTS = /^(?:h[1-6]|summary|dt|li|table)$/

/** @param reading what blocks turn out to be, for formats that are read by way of HTML */
export function readHtml(source: string, reading?: Reading): ReadText {
  const tree = parse(source)
  const found = survey(tree)
  const root = found.main ?? found.body ?? tree
  const language = found.language ?? detectLanguage(flat(root).slice(0, 4000)) ?? 'en'
  const renderer = new Renderer(new Sights(found.styles.join('\n'), root), language, found.main === undefined, reading)
  const writer = renderer.render(root)
  return {
    text: writer.text(),
    blocks: writer.blocks,
    ...optional('title', found.heading || found.title),
    ...optional('language', found.language),
    ...optional('date', found.date),
    ...(found.translations.length > 0 ? { translations: found.translations } : {}),
    ...(renderer.hidden ? { warnings: ['hidden-text'] } : {}),
  }
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value ? { [name]: value } : {}) as { [P in K]?: V }
}

// ---- what the page says of itself ----

interface Survey {
  body?: Element
  main?: Element
  title?: string
  heading?: string
  language?: Language | undefined
  date?: string | undefined
  translations: string[]
  styles: string[]
}

const DATE_NAMES = /^(?:dcterms\.(?:issued|date|created|modified)|dc\.date(?:\..*)?|article:(?:published|modified)_time|date)$/i

/** First things win, except that content beats a page that merely wraps it. */
function survey(tree: Node): Survey {
  const found: Survey = { translations: [], styles: [] }
  for (const node of elements(tree)) {
    const { tagName } = node
    if (tagName === 'html') found.language ??= languageOf(attribute(node, 'lang'))
    else if (tagName === 'body') found.body ??= node
    else if (tagName === 'main' || attribute(node, 'role') === 'main') found.main ??= node
    else if (tagName === 'title') found.title ??= flat(node)
    else if (tagName === 'h1') found.heading ??= flat(node)
    else if (tagName === 'style') found.styles.push(flat(node))
    else if (tagName === 'meta' && DATE_NAMES.test(attribute(node, 'name') ?? attribute(node, 'property') ?? '')) {
      found.date ??= /^\d{4}-\d{2}-\d{2}/.exec(attribute(node, 'content') ?? '')?.[0]
    } else if ((tagName === 'a' || tagName === 'link') && attribute(node, 'href') && languageOf(attribute(node, 'hreflang'))) {
      found.translations.push(attribute(node, 'href') ?? '')
    }
  }
  return found
}

function languageOf(code: string | undefined): Language | undefined {
  const two = code?.slice(0, 2).toLowerCase()
  return two === 'en' || two === 'fr' ? two : undefined
}

// ---- its text ----

/** White space as HTML collapses it: no-break spaces stay. */
const SPACE = /[ \t\n\r\f]+/g

type Step = { enter: Node } | { leave: Element }

interface List {
  ordered: boolean
  next: number
  step: 1 | -1
  style: NumberStyle
}

const STYLES: Readonly<Record<string, NumberStyle>> = {
  a: 'lower-letter',
  A: 'upper-letter',
  i: 'lower-roman',
  I: 'upper-roman',
  'lower-alpha': 'lower-letter',
  'lower-latin': 'lower-letter',
  'upper-alpha': 'upper-letter',
  'upper-latin': 'upper-letter',
  'lower-roman': 'lower-roman',
  'upper-roman': 'upper-roman',
}

class Renderer {
  /** Whether text was found that a visitor does not see although the page shows it. */
  hidden = false
  readonly #sights: Sights
  readonly #language: Language
  /** The page has no part of its own for its content: what looks like its frame is left out. */
  readonly #framed: boolean

  readonly #reading: Reading | undefined

  constructor(sights: Sights, language: Language, framed: boolean, reading?: Reading) {
    this.#reading = reading
    this.#sights = sights
    this.#language = language
    this.#framed = framed
  }

  render(root: Node): BlockWriter {
    const writer = new BlockWriter(this.#reading)
    const lists: List[] = []
    const terms: string[] = []
    let afterTerm = false
    let preformatted = 0
    let inAddress = 0
    const stack: Step[] = [{ enter: root }]
    for (let step = stack.pop(); step; step = stack.pop()) {
      if ('leave' in step) {
        const { tagName } = step.leave
        if (tagName === 'ol' || tagName === 'ul') lists.pop()
        if (tagName === 'address') inAddress--
        if (tagName === 'q') writer.add(this.#language === 'fr' ? '\u00a0»' : '”')
        if (tagName === 'pre') {
          preformatted--
          writer.end(true)
        } else if (BLOCKS.has(tagName) || this.#isHeading(step.leave)) writer.end()
        if (BEGINNING.test(tagName)) writer.reset()
        continue
      }
      const node = step.enter
      if (isText(node)) {
        writer.add(preformatted > 0 ? node.value : node.value.replace(SPACE, ' '))
        continue
      }
      if ('tagName' in node) {
        if (!this.#isSeen(node) || (this.#framed && isFurniture(node))) continue
        const { tagName } = node
        if (tagName === 'a' && isWayBack(node)) continue
        if (tagName === 'sup' || tagName === 'sub' || isNoteMark(node)) {
          writer.add(this.#mark(node, writer.tail))
          continue
        }
        if (tagName === 'table' && isDataTable(node)) {
          writer.end()
          this.#table(node, writer)
          continue
        }
        if (tagName === 'dt') {
          writer.end()
          if (!afterTerm) terms.length = 0
          afterTerm = true
          terms.push(this.#inline(node))
          continue
        }
        if (tagName === 'dd') afterTerm = false
        if (tagName === 'dd' && terms.length > 0 && isShort(node)) {
          writer.end()
          writePair(writer, terms.join(', '), this.#inline(node), this.#language)
          continue
        }
        if (tagName === 'br') writer.add(inAddress > 0 ? addressBreak(writer.tail) : '\n')
        else if (tagName === 'q') writer.add(this.#language === 'fr' ? '«\u00a0' : '“')
        else if (tagName === 'pre') {
          preformatted++
          writer.begin('code')
        } else if (tagName === 'li') this.#item(node, writer, lists)
        else if (HEADING.test(tagName)) writer.begin('heading', { level: Number(HEADING.exec(tagName)?.[1]) })
        else if (tagName === 'summary' || this.#isHeading(node)) writer.begin('heading', { level: 6 })
        else if (tagName === 'p' && isPseudoHeading(node)) writer.begin('heading', { level: 6 })
        else if (tagName === 'dd' && terms.length > 0) {
          // A long description stands below its term.
          writer.begin('heading', { level: 6 })
          writer.add(terms.join(', '))
          writer.end()
          terms.length = 0
        } else if (BLOCKS.has(tagName)) writer.end()
        const tab = this.#sights.disclosures.tabs.get(node)
        if (tab) writer.write('heading', tab, { level: 6 })
        if (tagName === 'address') inAddress++
        if (tagName === 'ul' || tagName === 'ol') lists.push(listOf(node))
        stack.push({ leave: node })
      }
      if ('childNodes' in node) for (let i = node.childNodes.length - 1; i >= 0; i--) stack.push({ enter: elementAt(node.childNodes, i) })
    }
    writer.end()
    return writer
  }

  /** Whether an element heads what follows without being a heading: by its role, or as a button that opens it. */
  #isHeading(node: Element): boolean {
    return attribute(node, 'role') === 'heading' || (this.#sights.disclosures.labels.has(node) && !standsIn(node, LABEL_PARENTS))
  }

  #isSeen(node: Element): boolean {
    const sight = this.#sights.of(node)
    if (sight === 'hidden' && !this.hidden && /[\p{L}\p{N}]/u.test(flat(node))) this.hidden = true
    return sight === 'shown'
  }

  #item(node: Element, writer: BlockWriter, lists: readonly List[]): void {
    const list = lists.at(-1)
    let mark = '•'
    if (list?.ordered) {
      const value = Number(attribute(node, 'value'))
      if (Number.isInteger(value) && attribute(node, 'value')?.trim()) list.next = value
      mark = `${numberText(list.next, list.style)}.`
      list.next += list.step
    }
    const depth = Math.max(1, lists.length)
    const tight = lists.length > 1 || isFollowing(node)
    writer.begin('item', { level: depth, prefix: `${'  '.repeat(Math.min(depth, 12))}${mark} `, tight })
  }

  /** Text of a raised or lowered element, whatever it is made of. */
  #mark(node: Element, tail: string): string {
    const text = this.#seenText(node)
    const before = tail.replace(SPACE, ' ')
    if (node.tagName === 'sub') return lowered(before, text)
    const siblings = node.parentNode?.childNodes ?? []
    const next = siblings[siblings.indexOf(node) + 1]
    if (/^\d+$/.test(text.trim()) && isText(next) && /^\s?[/⁄]/.test(next.value)) return numerator(before, text)
    const linked = leadsToNote(node)
    return raised(before, linked ? withoutName(text) : text, linked)
  }

  #seenText(tree: Node): string {
    const parts: string[] = []
    const stack: Node[] = [tree]
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (isText(node)) parts.push(node.value)
      if (node !== tree && 'tagName' in node && !this.#isSeen(node)) continue
      pushChildren(stack, node)
    }
    return parts.join('').replace(SPACE, ' ')
  }

  /** Text of an element on one line. */
  #inline(node: Element): string {
    const own = new Renderer(this.#sights, this.#language, false, this.#reading)
    const writer = own.render({ ...node, tagName: 'div', nodeName: 'div' } as Element)
    if (own.hidden) this.hidden = true
    return writer
      .text()
      .replace(/(?<!\s)\s*\n\s*/g, ' ')
      .replace(SPACE, ' ')
      .trim()
  }

  #table(table: Element, writer: BlockWriter): void {
    const rows: Cell[][] = []
    let headed: number | undefined
    for (const node of elements(table)) {
      if (node.tagName === 'caption' && this.#isSeen(node)) {
        const caption = this.#inline(node)
        if (caption !== '') writer.write('paragraph', caption)
      }
      if (node.tagName !== 'tr' || !this.#isSeen(node)) continue
      const cells = node.childNodes.filter((own): own is Element => own.nodeName === 'td' || own.nodeName === 'th')
      rows.push(cells.map((cell) => (this.#isSeen(cell) ? this.#cell(cell) : { text: '' })))
      if ((node.parentNode as Element | null)?.tagName === 'thead') headed = rows.length
    }
    writeTable(writer, rows, this.#language, headed)
  }

  #cell(node: Element): Cell {
    const text = this.#inline(node)
    const span = (name: string): number => Number(attribute(node, name)) || 1
    return {
      text,
      header: node.tagName === 'th' && attribute(node, 'scope') !== 'row',
      strong: text !== '' && isStrong(node, text),
      columns: span('colspan'),
      rows: span('rowspan'),
      language: languageOf(attribute(node, 'lang')),
    }
  }
}

/** The lines of an address are one. */
function addressBreak(tail: string): string {
  return /[,;:]\s*$/.test(tail) || tail.trim() === '' ? ' ' : ', '
}

function listOf(node: Element): List {
  const items = node.childNodes.filter(({ nodeName }) => nodeName === 'li').length
  const reversed = attribute(node, 'reversed') !== undefined
  const start = Number(attribute(node, 'start')?.trim() || Number.NaN)
  const listStyle = /list-style(?:-type)?\s*:\s*[^;]*?((?:lower|upper)-(?:alpha|latin|roman))/i.exec(attribute(node, 'style') ?? '')?.[1]
  return {
    ordered: node.tagName === 'ol',
    next: Number.isInteger(start) ? start : reversed ? items : 1,
    step: reversed ? -1 : 1,
    style: STYLES[attribute(node, 'type') ?? ''] ?? STYLES[listStyle?.toLowerCase() ?? ''] ?? 'decimal',
  }
}

/** Whether an item stands before it in its list. */
function isFollowing(node: Element): boolean {
  return (node.parentNode?.childNodes ?? []).find(({ nodeName }) => nodeName === 'li') !== node
}

const PAIR_MAX_LENGTH = 300

/** Whether an element is one run of text that can stand beside a label. */
function isShort(node: Element): boolean {
  if (flat(node).length > PAIR_MAX_LENGTH) return false
  for (const own of elements(node)) if (/^(?:table|ul|ol|dl|pre|h[1-6])$/.test(own.tagName)) return false
  return true
}

const HEADING_MAX_LENGTH = 100

/** A short paragraph that is bold from end to end heads what follows. */
function isPseudoHeading(node: Element): boolean {
  const text = flat(node)
  return (
    text !== '' &&
    text.length <= HEADING_MAX_LENGTH &&
    !/[.!?;:,]$/.test(text) &&
    node.parentNode?.nodeName !== 'li' &&
    isStrong(node, text)
  )
}

/** All of an element's text in bold. */
function isStrong(node: Element, text: string): boolean {
  const [first, ...more] = node.childNodes.filter((own) => !isText(own) || /\S/.test(own.value))
  if (!first || more.length > 0 || !('tagName' in first)) return false
  return (first.tagName === 'strong' || first.tagName === 'b') && flat(first).length >= text.length
}

const CELL_MAX_LENGTH = 600

/** Tables that arrange a page hold tables, or whole texts in one cell; they are read as the text they hold. */
function isDataTable(table: Element): boolean {
  const role = attribute(table, 'role')
  if (role === 'presentation' || role === 'none') return false
  let columns = 0
  let longest = 0
  let headers = 0
  const stack: Node[] = [...table.childNodes]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.nodeName === 'table') return false
    if (node.nodeName === 'tr') {
      const cells = (node as Element).childNodes.filter(({ nodeName }) => nodeName === 'td' || nodeName === 'th')
      columns = Math.max(columns, cells.length)
      headers += cells.filter(({ nodeName }) => nodeName === 'th').length
      for (const cell of cells) longest = Math.max(longest, lengthOf(cell))
    }
    if ('childNodes' in node) stack.push(...node.childNodes)
  }
  return columns > 1 && (headers > 0 || longest <= CELL_MAX_LENGTH)
}

function lengthOf(tree: Node): number {
  return flat(tree).length
}
