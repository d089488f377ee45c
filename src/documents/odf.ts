/** OpenDocument texts and presentations in, text out, by way of HTML; what was deleted, hidden or struck is left out. */
import type { Block } from '../domain.ts'
import type { ReadText } from './format.ts'
import { readHtml } from './html.ts'
import { Lists, listStylesOf } from './odf-lists.ts'
import { attributeOf, type Tag, tagsOf } from './xml.ts'
import { openZip, partOf } from './zip.ts'

export async function readOpenDocument(bytes: Buffer): Promise<ReadText> {
  const zip = await openZip(bytes)
  const content = await partOf(zip, 'content.xml')
  const meta = await partOf(zip, 'meta.xml')
  const title = /<dc:title>([^<]{3,200})<\/dc:title>/.exec(meta)?.[1]
  const writer = new HtmlWriter(stylesOf(content), new Lists(listStylesOf(content, await partOf(zip, 'styles.xml'))))
  const { before, slides } = writer.write(content)
  const read = slides.length === 0 ? readHtml(before) : joined(slides.map((html) => readHtml(html)))
  return { ...read, ...(title && !read.title ? { title } : {}) }
}

/** Slides as the pages of one text; one without text is a page of nothing. */
function joined(slides: readonly ReadText[]): ReadText {
  let text = ''
  const blocks: Block[] = []
  const pages: number[] = []
  for (const [i, slide] of slides.entries()) {
    if (slide.text !== '' && text !== '') text += '\n\n'
    const at = text.length
    text += slide.text
    pages.push(at)
    if (slide.text === '') continue
    blocks.push({ kind: 'page', start: at, end: text.length, label: String(i + 1) })
    for (const block of slide.blocks ?? []) blocks.push({ ...block, start: block.start + at, end: block.end + at })
  }
  const [title] = slides.flatMap((slide) => slide.title ?? [])
  const hidden = slides.some(({ warnings }) => warnings?.includes('hidden-text'))
  return { text, blocks, pages, ...(title ? { title } : {}), ...(hidden ? { warnings: ['hidden-text'] } : {}) }
}

interface Style {
  left: boolean
  up: boolean
  bold: boolean
}

/** What automatic styles say of their text. */
function stylesOf(xml: string): Map<string, Style> {
  const styles = new Map<string, Style>()
  let open: Style | undefined
  for (const tag of tagsOf(xml)) {
    if (typeof tag === 'string') continue
    if (tag.name === 'style:style' && !tag.closing) {
      open = { left: false, up: false, bold: false }
      styles.set(attributeOf(tag, 'style:name') ?? '', open)
    } else if (tag.name === 'style:text-properties' && open) {
      open.left =
        attributeOf(tag, 'text:display') === 'none' || /^(?!none)/.test(attributeOf(tag, 'style:text-line-through-style') ?? 'none')
      open.up = /^(?:super|[1-9]\d*%)/.test(attributeOf(tag, 'style:text-position') ?? '')
      open.bold = attributeOf(tag, 'fo:font-weight') === 'bold'
    }
  }
  return styles
}

const PLAIN: Readonly<Record<string, string>> = {
  'table:table-row': 'tr',
  'draw:page': 'section',
  'text:a': 'span',
}
const DROPPED = new Set([
  'text:tracked-changes',
  'office:annotation',
  'presentation:notes',
  'text:table-of-content',
  'office:forms',
  'svg:title',
  'svg:desc',
])

/** Cells and rows that stand for several that are alike. */
const REPEATED_MAX = 64
/** Characters that are written again for them. */
const COPIED_MAX = 1_000_000

interface Note {
  mark: string
  body: string
}

class HtmlWriter {
  readonly #styles: ReadonlyMap<string, Style>
  readonly #lists: Lists
  readonly #before: string[] = []
  readonly #slides: string[][] = []
  /** Where output goes: the text, a slide, or a note. */
  #out = this.#before
  readonly #closers: (() => void)[] = []
  /** Notes of the paragraph under way: they stand below it. */
  #notes: Note[] = []
  #paragraphs = 0
  #mark = ''
  #copied = 0

  constructor(styles: ReadonlyMap<string, Style>, lists: Lists) {
    this.#styles = styles
    this.#lists = lists
  }

  /** Of a presentation each slide by itself. */
  write(xml: string): { before: string; slides: string[] } {
    let dropping = 0
    let inBody = false
    for (const tag of tagsOf(xml)) {
      if (typeof tag === 'string') {
        if (inBody && dropping === 0) this.#out.push(escaped(tag))
        continue
      }
      const { name, closing, single } = tag
      if (name === 'office:body') inBody = !closing
      if (!inBody) continue
      if (dropping > 0 || DROPPED.has(name)) {
        if (!single) dropping += closing ? -1 : 1
      } else if (closing) this.#closers.pop()?.()
      else {
        const close = this.#open(tag)
        if (single) close()
        else this.#closers.push(close)
      }
    }
    return { before: this.#before.join(''), slides: this.#slides.map((slide) => slide.join('')) }
  }

  /** @returns what is done when the element ends */
  #open(tag: Tag): () => void {
    const { name } = tag
    if (name === 'text:note-body') return this.#openNote()
    if (name === 'draw:page') {
      this.#out = []
      this.#slides.push(this.#out)
    }
    const [open, close] =
      name === 'text:list' ? this.#lists.open(tag) : name === 'text:list-item' ? this.#lists.item(tag) : elementOf(tag, this.#styles)
    const from = this.#out.length
    this.#out.push(open)
    const isParagraph = name === 'text:p' || name === 'text:h'
    if (isParagraph) this.#paragraphs++
    return () => {
      if (name === 'text:list') this.#lists.close()
      if (name === 'text:note-citation') this.#mark = this.#out.slice(from + 1).join('')
      this.#out.push(close)
      const times = Number(attributeOf(tag, `table:number-${name === 'table:table-row' ? 'rows' : 'columns'}-repeated`)) || 1
      if (times > 1 && REPEATED.test(name)) {
        const own = this.#out.slice(from).join('')
        for (let i = 1; i < Math.min(times, REPEATED_MAX) && this.#copied < COPIED_MAX; i++) {
          this.#copied += own.length
          this.#out.push(own)
        }
      }
      if (isParagraph && --this.#paragraphs === 0) this.#writeNotes()
    }
  }

  #openNote(): () => void {
    const [out, paragraphs] = [this.#out, this.#paragraphs]
    this.#out = []
    this.#paragraphs = 1
    return () => {
      this.#notes.push({ mark: this.#mark, body: this.#out.join('') })
      this.#out = out
      this.#paragraphs = paragraphs
    }
  }

  #writeNotes(): void {
    for (const { mark, body } of this.#notes) this.#out.push(body.replace('<p>', `<p><sup><a>${mark}</a></sup> `))
    this.#notes = []
  }
}

const REPEATED = /^table:(?:table-row|table-cell|covered-table-cell)$/

function elementOf(tag: Tag, styles: ReadonlyMap<string, Style>): [string, string] {
  const { name } = tag
  const plain = PLAIN[name]
  if (plain) return [`<${plain}>`, `</${plain}>`]
  switch (name) {
    case 'text:h': {
      const level = Math.min(6, Math.max(1, Number(attributeOf(tag, 'text:outline-level')) || 1))
      return [`<h${level}>`, `</h${level}>`]
    }
    case 'text:p':
    case 'text:span': {
      const style = styles.get(attributeOf(tag, 'text:style-name') ?? '')
      const element = name === 'text:p' ? 'p' : 'span'
      if (style?.left) return [`<${element}><del>`, `</del></${element}>`]
      if (style?.up) return [`<${element}><sup>`, `</sup></${element}>`]
      return style?.bold ? [`<${element}><b>`, `</b></${element}>`] : [`<${element}>`, `</${element}>`]
    }
    case 'text:note-citation':
      return ['<sup><a>', '</a></sup>']
    case 'text:s':
    case 'text:tab':
      return [' ', '']
    case 'text:line-break':
      return ['<br>', '']
    case 'table:table':
      return ['<table>', '</table>']
    case 'table:table-header-rows':
      return ['<thead>', '</thead>']
    case 'table:covered-table-cell':
      return ['<template>', '</template>']
    case 'table:table-cell': {
      const span = (attribute: string): number => Number(attributeOf(tag, `table:number-${attribute}-spanned`)) || 1
      return [`<td colspan="${span('columns')}" rowspan="${span('rows')}">`, '</td>']
    }
    default:
      return ['', '']
  }
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
