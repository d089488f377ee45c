/**
 * HTML in, readable text out: what a visitor of the page sees of its content, one block a paragraph, a line for each list item and
 * each row of a table. Hidden parts, scripts and navigation are left out. Walks without recursion: nesting has no limit.
 */
import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import type { Language } from '../domain.ts'
import type { ReadText } from './format.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** Never content: page furniture, code, and what cannot be read as text. */
const SKIPPED = new Set(
  'head script style noscript template nav footer svg math iframe object embed canvas audio video button select textarea dialog'.split(' '),
)
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const HIDING_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$))/i

export function readHtml(source: string): ReadText {
  const tree = parse(source)
  const found = survey(tree)
  const text = render(found.main ?? found.body ?? tree)
  return {
    text,
    ...optional('title', found.heading || found.title),
    ...optional('language', found.language),
    ...optional('date', found.date),
    ...(found.translations.length > 0 ? { translations: found.translations } : {}),
  }
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value ? { [name]: value } : {}) as { [P in K]?: V }
}

interface Survey {
  body?: Element
  main?: Element
  title?: string
  heading?: string
  language?: Language | undefined
  date?: string | undefined
  translations: string[]
}

const DATE_NAMES = /^(?:dcterms\.(?:issued|date|created|modified)|dc\.date(?:\..*)?|article:(?:published|modified)_time|date)$/i

/** What the page says of itself: first things win, except that content beats a page that merely wraps it. */
function survey(tree: Node): Survey {
  const found: Survey = { translations: [] }
  for (const node of elements(tree)) {
    const { tagName } = node
    if (tagName === 'html') found.language ??= languageOf(attribute(node, 'lang'))
    else if (tagName === 'body') found.body ??= node
    else if (tagName === 'main' || attribute(node, 'role') === 'main') found.main ??= node
    else if (tagName === 'title') found.title ??= flat(node)
    else if (tagName === 'h1') found.heading ??= flat(node)
    else if (tagName === 'meta' && DATE_NAMES.test(attribute(node, 'name') ?? attribute(node, 'property') ?? '')) {
      found.date ??= /^\d{4}-\d{2}-\d{2}/.exec(attribute(node, 'content') ?? '')?.[0]
    } else if ((tagName === 'a' || tagName === 'link') && attribute(node, 'href') && languageOf(attribute(node, 'hreflang'))) {
      found.translations.push(attribute(node, 'href') as string)
    }
  }
  return found
}

function* elements(tree: Node): Generator<Element> {
  const stack: Node[] = [tree]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('tagName' in node) yield node
    if ('childNodes' in node) for (let i = node.childNodes.length - 1; i >= 0; i--) stack.push(node.childNodes[i] as Node)
  }
}

function attribute(node: Element, name: string): string | undefined {
  return node.attrs.find((own) => own.name === name)?.value
}

function languageOf(code: string | undefined): Language | undefined {
  const two = code?.slice(0, 2).toLowerCase()
  return two === 'en' || two === 'fr' ? two : undefined
}

function flat(tree: Node): string {
  const parts: string[] = []
  const stack: Node[] = [tree]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.nodeName === '#text') parts.push((node as DefaultTreeAdapterTypes.TextNode).value)
    if ('childNodes' in node) for (let i = node.childNodes.length - 1; i >= 0; i--) stack.push(node.childNodes[i] as Node)
  }
  return parts.join('').replace(/\s+/g, ' ').trim()
}

function isHidden(node: Element): boolean {
  if (SKIPPED.has(node.tagName)) return true
  if (attribute(node, 'hidden') !== undefined || attribute(node, 'aria-hidden') === 'true') return true
  return attribute(node, 'role') === 'navigation' || HIDING_STYLE.test(attribute(node, 'style') ?? '')
}

/** White space as HTML collapses it: no-break spaces stay. */
const SPACE = /[ \t\n\r\f]+/g

/** Blocks of text; `tight` ones (items, rows) stand on the line after the one before. */
class Writer {
  readonly #blocks: { text: string; tight: boolean }[] = []
  #line: string[] = []
  #prefix = ''
  #tight = false

  add(text: string): void {
    this.#line.push(text)
  }

  /** Ends the open block. */
  end(): void {
    const text = this.#line
      .join('')
      .replace(/[ \t\r\f]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim()
    this.#line = []
    if (text === '') return
    this.#blocks.push({ text: this.#prefix + text, tight: this.#tight })
    this.#prefix = ''
    this.#tight = false
  }

  /** The next block begins so, on the line after the one before when it is not the first of its kind. */
  begin(prefix: string, tight: boolean): void {
    this.end()
    this.#prefix = prefix
    this.#tight = tight
  }

  text(): string {
    return this.#blocks.map(({ text, tight }, i) => (i === 0 ? text : `${tight ? '\n' : '\n\n'}${text}`)).join('')
  }
}

type Step = { enter: Node } | { leave: Element }

function render(root: Node): string {
  const writer = new Writer()
  /** Open lists, with the number of the next item; NaN where they have none. */
  const lists: number[] = []
  let cells = 0
  /** Depth of open cells: a paragraph in one does not end the row. */
  let inCell = 0
  let preformatted = 0
  const stack: Step[] = [{ enter: root }]
  for (let step = stack.pop(); step; step = stack.pop()) {
    if ('leave' in step) {
      const { tagName } = step.leave
      if (tagName === 'ol' || tagName === 'ul') lists.pop()
      if (tagName === 'pre') preformatted--
      if (tagName === 'td' || tagName === 'th') inCell--
      else if (BLOCKS.has(tagName) && inCell === 0) writer.end()
      else if (BLOCKS.has(tagName)) writer.add(' ')
      continue
    }
    const node = step.enter
    if (node.nodeName === '#text') {
      const { value } = node as DefaultTreeAdapterTypes.TextNode
      writer.add(preformatted > 0 ? value : value.replace(SPACE, ' '))
      continue
    }
    if ('tagName' in node) {
      if (isHidden(node)) continue
      const { tagName } = node
      if (tagName === 'br') writer.add('\n')
      else if (tagName === 'td' || tagName === 'th') {
        if (cells++ > 0) writer.add(' | ')
        inCell++
      } else if (inCell > 0) {
        if (BLOCKS.has(tagName)) writer.add(' ')
      } else if (tagName === 'tr') {
        writer.begin('', isFollowing(node))
        cells = 0
      } else if (tagName === 'li') {
        const number = lists.at(-1) ?? Number.NaN
        writer.begin(Number.isNaN(number) ? '  • ' : `  ${number}. `, isFollowing(node) || lists.length > 1)
        if (lists.length > 0) lists[lists.length - 1] = number + 1
      } else if (BLOCKS.has(tagName)) writer.end()
      if (tagName === 'ul') lists.push(Number.NaN)
      if (tagName === 'ol') lists.push(Number(attribute(node, 'start') ?? 1) || 1)
      if (tagName === 'pre') preformatted++
      stack.push({ leave: node })
    }
    if ('childNodes' in node) for (let i = node.childNodes.length - 1; i >= 0; i--) stack.push({ enter: node.childNodes[i] as Node })
  }
  writer.end()
  return writer.text()
}

/** Whether an element of the same name stands before it in its list or table. */
function isFollowing(node: Element): boolean {
  const siblings = node.parentNode?.childNodes ?? []
  if (siblings.find((other) => other.nodeName === node.nodeName) !== node) return true
  // The first row of a body follows the last one of a head.
  return node.tagName === 'tr' && (node.parentNode as Element | null)?.tagName === 'tbody' && hasHeadBefore(node.parentNode as Element)
}

function hasHeadBefore(body: Element): boolean {
  return (body.parentNode?.childNodes ?? []).some((other) => other.nodeName === 'thead')
}
