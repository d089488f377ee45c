/** OpenDocument texts and presentations in, text out, by way of HTML; what was deleted, hidden or struck is left out. */
import type { Block } from '../domain.ts'
import type { ReadText } from './format.ts'
import { readHtml } from './html.ts'
import { attributeOf, type Tag, tagsOf } from './xml.ts'
import { openZip, partOf } from './zip.ts'

export async function readOpenDocument(bytes: Buffer): Promise<ReadText> {
  const zip = await openZip(bytes)
  const content = await partOf(zip, 'content.xml')
  const meta = await partOf(zip, 'meta.xml')
  const title = /<dc:title>([^<]{3,200})<\/dc:title>/.exec(meta)?.[1]
  const { before, slides } = toHtml(content, stylesOf(content))
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
  'text:list': 'ul',
  'text:list-item': 'li',
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

/** Of a presentation each slide by itself. */
function toHtml(xml: string, styles: ReadonlyMap<string, Style>): { before: string; slides: string[] } {
  const before: string[] = []
  const slides: string[][] = []
  let out = before
  const closers: string[] = []
  let dropping = 0
  let inBody = false
  for (const tag of tagsOf(xml)) {
    if (typeof tag === 'string') {
      if (inBody && dropping === 0) out.push(escaped(tag))
      continue
    }
    const { name, closing, single } = tag
    if (name === 'office:body') inBody = !closing
    if (!inBody) continue
    if (dropping > 0 || DROPPED.has(name)) {
      if (!single) dropping += closing ? -1 : 1
      continue
    }
    if (closing) {
      out.push(closers.pop() ?? '')
      continue
    }
    if (name === 'draw:page') {
      out = []
      slides.push(out)
    }
    const [open, close] = elementOf(tag, styles)
    out.push(open)
    if (single) out.push(close)
    else closers.push(close)
  }
  return { before: before.join(''), slides: slides.map((slide) => slide.join('')) }
}

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
    case 'text:note-body':
      return [' (', ')']
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
