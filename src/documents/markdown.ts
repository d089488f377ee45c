/**
 * Markdown in, readable text and its blocks out, by way of HTML: what a reader of the rendered page would see. HTML inside of it is read as
 * HTML is, link targets are left out. What common programs add to Markdown (front matter, footnotes, notes, definition lists) is written
 * as HTML before.
 */
import { Marked, marked } from 'marked'
import type { Language } from '../domain.ts'
import { findDate } from './dates.ts'
import type { ReadText } from './format.ts'
import { readHtml } from './html.ts'

export function readMarkdown(given: string): ReadText {
  const { front, body } = splitFrontMatter(given)
  const source = withExtensions(body)
  const closed = closedIn(source)
  const renderer = { html: ({ text, block }: { text: string; block?: boolean }) => spokenOf(text, closed, block === true) }
  const html = new Marked({ renderer }).parse(source, { async: false, gfm: true })
  const stated = statements(front)
  const language = stated.language
  const read = readHtml(language ? `<html lang="${language}"><body>${html}` : html)
  const heading = /<h[1-6][^<>]*>((?:(?!<h[1-6])[\s\S])*?)<\/h[1-6]>/.exec(html)?.[1]
  const title = stated.title ?? read.title ?? (heading ? readHtml(heading).text.replace(/\s+/g, ' ') : undefined)
  return { ...read, ...(title ? { title } : {}), ...(stated.date ? { date: stated.date } : {}) }
}

const TAG = /<(\/?)([a-z][\w-]*)(?:\s[^<>]*)?\/?>/gi
/** Elements that swallow what follows them, as text or as nothing; GitHub writes them out as well (GFM 0.29, "Disallowed Raw HTML"). */
const SWALLOWING = /^(?:template|title|textarea|xmp|iframe|noembed|noframes|plaintext|select)$/
/** Elements that end without a tag of their own, or change only how their words look. */
const LEFT_OPEN =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|d[dt]|t[dhr]|t(?:head|body|foot)|caption|option|r[bpt]|html|head|body|a|abbr|b|big|center|cite|code|em|font|i|kbd|mark|q|s|small|span|strike|strong|su[bp]|tt|u)$/

/**
 * @param closed names of the elements that have an end tag somewhere
 * @returns HTML within Markdown, with the tags that a text speaks of written out: "the <title> element", "move it out of <table>", "enter <name>". They
 * are those that are never closed, and within a line those that would swallow the rest of the document.
 */
function spokenOf(html: string, closed: ReadonlySet<string>, isBlock: boolean): string {
  const within = isBlock ? closedIn(html) : new Set()
  return html.replace(TAG, (tag, slash: string, written: string) => {
    const name = written.toLowerCase()
    if (LEFT_OPEN.test(name) || (slash !== '' && (isBlock || !SWALLOWING.test(name)))) return tag
    return (SWALLOWING.test(name) && !within.has(name)) || !closed.has(name) ? escaped(tag) : tag
  })
}

function closedIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/<\/([a-z][\w-]*)\s*>/gi)].map(([, name = '']) => name.toLowerCase()))
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\n([\s\S]*?)\n\1[ \t]*(?:\n|$)/

function splitFrontMatter(source: string): { front: string; body: string } {
  const found = FRONT_MATTER.exec(source)
  return found ? { front: found[2] ?? '', body: source.slice(found[0].length) } : { front: '', body: source }
}

/** Title, date and language of a front matter, as YAML or TOML write plain values; the rest of it is for programs. */
function statements(front: string): { title?: string; date?: string; language?: Language } {
  const value = (name: string): string | undefined => {
    const found = new RegExp(`^${name}\\s*[:=]\\s*(.+)$`, 'im').exec(front)?.[1]?.trim()
    const bare = found?.replace(/^(["'])(.*)\1$/, '$2').trim()
    return bare && !/^[&*{[>|]/.test(bare) ? bare : undefined
  }
  const title = value('title') ?? value('titre')
  const date = findDate(value('date') ?? '')
  const two = value('lang(?:uage)?')?.slice(0, 2).toLowerCase()
  return { ...(title ? { title } : {}), ...(date ? { date } : {}), ...(two === 'en' || two === 'fr' ? { language: two } : {}) }
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/
/** `!!! note "Title"`, `??? tip`: what is indented below belongs to it. */
const NOTE = /^([ \t]*)(?:!!!|\?\?\?\+?)\s+\w+(?:\s+"([^"]*)")?\s*$/
/** `::: tip Title` ... `:::` */
const CONTAINER = /^ {0,3}:{3,}\s*(?:\{[^}]*\}|[\w-]+)?\s*(.*)$/
const ALERT = /^(\s*(?:>\s*)+)\[!\w+\][+-]?\s*(.*)$/
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)$/
const FOOTNOTE_MARK = /\[\^([^\]\s]{1,40})\](?!:)/g
const DEFINITION = /^ {0,3}:[ \t]+(\S.*)$/
const TEMPLATE = /^\s*(?:\{%.*%\}|\{\{[%<].*[%>]\}\}|\[TOC\]|\[\[_?TOC_?\]\])\s*$/i
/** A link whose target a template writes: it holds spaces and quotes, so that it is no link for Markdown. */
const TEMPLATE_TARGET = /\]\((?:\{%[^%{}\n]{0,200}%\}|\{\{[^{}\n]{0,200}\}\})[^\s()]{0,200}\)/g

function withExtensions(source: string): string {
  const lines: string[] = []
  let fence: string | undefined
  let indented: number | undefined
  for (const given of source.split('\n')) {
    const opened = FENCE.exec(given)?.[1]
    if (fence === undefined && opened) fence = opened
    else if (fence !== undefined && opened?.startsWith(fence[0] ?? '') && opened.length >= fence.length && given.trim() === opened)
      fence = undefined
    if (fence !== undefined || opened) {
      lines.push(given)
      continue
    }
    const line = indented === undefined ? given : dedented(given, indented)
    if (line === undefined) indented = undefined
    indented = writeLine(lines, (line ?? given).replace(TEMPLATE_TARGET, '](#)')) ?? indented
  }
  return lines.join('\n')
}

/** A line of an indented note without its indentation; undefined when it no longer belongs to the note. */
function dedented(line: string, depth: number): string | undefined {
  if (line.trim() === '') return ''
  const lead = line.length - line.trimStart().length
  return lead >= depth + 2 ? line.slice(Math.min(lead, depth + 4)) : undefined
}

/** Writes a line as Markdown knows it. @returns depth of an indented note that it opens */
function writeLine(lines: string[], line: string): number | undefined {
  const note = NOTE.exec(line)
  if (note) {
    lines.push('', ...(note[2] ? [`**${note[2]}**`] : []), '')
    return (note[1] ?? '').length
  }
  const container = CONTAINER.exec(line)
  if (container) lines.push('', ...(container[1] ? [`**${container[1]}**`] : []), '')
  else if (TEMPLATE.test(line)) lines.push('')
  else if (ALERT.test(line)) lines.push(line.replace(ALERT, '$1$2'))
  else if (FOOTNOTE.test(line)) {
    const [, name = '', text = ''] = FOOTNOTE.exec(line) ?? []
    lines.push('', `${mark(name)} ${text}`)
  } else if (DEFINITION.test(line) && isTerm(lines)) define(lines, DEFINITION.exec(line)?.[1] ?? '')
  else lines.push(withMarks(line).replace(/^(#{1,6} .*?)\s*\{#[\w-]+\}\s*$/, '$1'))
  return undefined
}

/** Footnote marks, and what Pandoc raises and lowers: `x^2^`, `H~2~O`. */
function withMarks(line: string): string {
  return line
    .replace(FOOTNOTE_MARK, (_, name: string) => mark(name))
    .replace(/(?<=[\p{L}\p{N})])\^([\p{L}\p{N}+-]{1,6})\^/gu, '<sup>$1</sup>')
    .replace(/(?<=\p{L})~(\d{1,3})~/gu, '<sub>$1</sub>')
}

function mark(name: string): string {
  return `<sup><a>${name.replace(/[<>&"]/g, '')}</a></sup>`
}

const DEFINED = '</dd></dl>'

/** Whether the last line can be the term of a definition list, or is a definition that another one follows. */
function isTerm(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? ''
  return last.endsWith(DEFINED) || (last.trim() !== '' && !/^\s*(?:[-*+#>|]|\d+[.)]|<)/.test(last))
}

function define(lines: string[], definition: string): void {
  const text = marked.parseInline(definition, { async: false })
  const last = lines.pop() ?? ''
  if (last.endsWith(DEFINED)) lines.push(`${last.slice(0, -DEFINED.length)}</dd><dd>${text}${DEFINED}`)
  else lines.push('', `<dl><dt>${marked.parseInline(last.trim(), { async: false })}</dt><dd>${text}${DEFINED}`)
  // An empty line would end the block, and so would the next term: both begin anew.
}
