/** A message in, text out: subject, people and day above what it says. Attachments are named, not read. */

import type { Email } from 'postal-mime'
import type { Block } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { readHtml } from './html.ts'
import { writePair } from './table.ts'

const LABELS = {
  en: { from: 'From', to: 'To', date: 'Date', attached: 'Attachments' },
  fr: { from: 'De', to: 'À', date: 'Date', attached: 'Pièces jointes' },
} as const

export async function readMail(bytes: Buffer): Promise<ReadText> {
  if (!/^[\w-]{1,60}:/m.test(bytes.subarray(0, 2000).toString('latin1'))) throw new RefusedFormat('other-kind')
  return readMessage(bytes, 0)
}

/** Messages within messages that are read. */
const DEPTH_MAX = 5
const MESSAGE = 'message/rfc822'

async function readMessage(bytes: Uint8Array, depth: number): Promise<ReadText> {
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 50, maxHeadersSize: 1024 * 1024, forceRfc822Attachments: true })
  const own = readOne(mail)
  const inner = depth < DEPTH_MAX ? mail.attachments.filter(({ mimeType }) => mimeType === MESSAGE) : []
  for (const { content } of inner) {
    const attached = await readMessage(typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content), depth + 1)
    append(own, attached)
  }
  return own
}

/** Puts a message that is attached below the one that it is attached to. */
function append(own: ReadText, { text, blocks = [], warnings }: ReadText): void {
  if (text === '') return
  const start = own.text === '' ? 0 : own.text.length + 2
  own.text = own.text === '' ? text : `${own.text}\n\n${text}`
  own.blocks = [...(own.blocks ?? []), ...blocks.map((block) => ({ ...block, start: block.start + start, end: block.end + start }))]
  if (warnings) own.warnings = warnings
}

function readOne(mail: Email): ReadText {
  const html = !mail.text?.trim() && mail.html ? readHtml(withoutQuotedHtml(mail.html)) : undefined
  const body = html?.text ?? withoutQuotes(mail.text ?? '', mail.subject ?? '')
  const language = detectLanguage(body.slice(0, 4000)) ?? 'en'
  const labels = LABELS[language]
  const writer = new BlockWriter()
  if (mail.subject) writer.write('heading', mail.subject.replace(/\s+/g, ' '), { level: 1 })
  const names = (people: readonly { name?: string | undefined; address?: string | undefined }[] = []): string =>
    people
      .map(({ name, address }) => name || address || '')
      .filter(Boolean)
      .join(', ')
  const date = dayOf(mail)
  for (const [label, value] of [
    [labels.from, names(mail.from ? [mail.from] : [])],
    [labels.to, names(mail.to)],
    [labels.date, date ?? ''],
    [
      labels.attached,
      mail.attachments
        .map(({ filename }) => filename ?? '')
        .filter(Boolean)
        .join(', '),
    ],
  ] as const) {
    if (value !== '') writePair(writer, label, value, language)
  }
  const head = writer.text()
  const start = head === '' ? 0 : head.length + 2
  const text = head === '' ? body : `${head}\n\n${body}`
  const blocks: Block[] = [...writer.blocks]
  if (html?.blocks) blocks.push(...html.blocks.map((block) => ({ ...block, start: block.start + start, end: block.end + start })))
  else if (body !== '') blocks.push(...paragraphsOf(body, start))
  return {
    ...{ text, blocks, guessed: true, language },
    ...(mail.subject ? { title: mail.subject } : {}),
    ...(date ? { date } : {}),
    ...(html?.warnings ? { warnings: html.warnings } : {}),
  }
}

/** The day of the sender, as the header tells it: midnight of another zone may be another day. */
function dayOf({ date, headers }: Email): string | undefined {
  const stated = headers.find(({ key }) => key === 'date')?.value ?? ''
  const zone = /\s([+-])(\d\d)(\d\d)\b/.exec(stated)
  const at = Date.parse(date ?? '')
  if (Number.isNaN(at)) return undefined
  const minutes = zone ? (Number(zone[2]) * 60 + Number(zone[3])) * (zone[1] === '-' ? -1 : 1) : 0
  return new Date(at + minutes * 60_000).toISOString().slice(0, 10)
}

/** What Outlook puts above the message that is answered, or sent on. */
const SEPARATOR = /^-{2,} ?(?:original message|message d[’']origine|message original) ?-{2,}$/i
const FORWARDED = /^\s*(?:fwd?|tr)\s?:/i
const INTRODUCTION_MAX_LENGTH = 300

/** "On 3 March 2026, Ann Roe wrote:", « Le 3 mars 2026, Ann Roe a écrit : ». */
function introduces(line: string): boolean {
  return line.length <= INTRODUCTION_MAX_LENGTH && /^(?:On|Le) /.test(line) && /\d/.test(line) && /(?:wrote|a écrit)\s?:$/.test(line)
}

/** What was said before is in the messages in which it was said; what is sent on is said here. */
function withoutQuotes(text: string, subject: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  let isAbove = false
  for (let i = 0; i < lines.length; i++) {
    const [line = '', next = ''] = [lines[i]?.trim(), lines[i + 1]?.trim()]
    if (line.startsWith('>')) continue
    if (isAbove && SEPARATOR.test(line)) break
    // Programs break such a line before its last words.
    const length = introduces(line) ? 1 : introduces(`${line} ${next}`) ? 2 : 0
    if (length > 0) {
      const below = lines.slice(i + length).find((own) => own.trim() !== '')
      // Without marks, everything below is what was said before.
      if (isAbove && below && !below.trim().startsWith('>')) break
      if (below?.trim().startsWith('>')) {
        i += length - 1
        continue
      }
    }
    kept.push(lines[i] ?? '')
    isAbove ||= line !== '' && !FORWARDED.test(subject)
  }
  return kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Blockquotes that mail programs put around what is answered; one of a forwarded message is its content. */
const QUOTED = /<blockquote\b[^<>]*(?:\btype\s*=\s*["']?cite|\bclass\s*=\s*["']?gmail_quote)[^<>]*>/i

/** Leaves out what such a quotation holds, up to its end or that of the message. */
function withoutQuotedHtml(html: string): string {
  const found = QUOTED.exec(html)
  if (!found || /-{4}\s?(?:forwarded message|message transféré)/i.test(html.slice(0, found.index))) return html
  let depth = 0
  for (const tag of html.slice(found.index).matchAll(/<(\/?)blockquote\b[^<>]*>/gi)) {
    depth += tag[1] ? -1 : 1
    if (depth === 0) return html.slice(0, found.index) + withoutQuotedHtml(html.slice(found.index + tag.index + tag[0].length))
  }
  return html.slice(0, found.index)
}

function paragraphsOf(text: string, offset: number): Block[] {
  return [...text.matchAll(/\S[\s\S]*?(?=\n\s*\n|$(?![\s\S]))/g)].map((match) => ({
    kind: 'paragraph',
    start: offset + match.index,
    end: offset + match.index + match[0].length,
  }))
}
