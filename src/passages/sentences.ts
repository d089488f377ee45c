/**
 * A document's text in, its sentences out, with exact offsets, kind and language. Knows nothing of files, passages or vectors.
 *
 * Lines are gathered into blocks (paragraph, heading, list item, page furniture); a block of prose is cut by Intl.Segmenter,
 * whose cuts are then mended where French and English writing mislead it (abbreviations, initials, quotations, « ? »).
 */

import type { Language, Sentence, SentenceKind, Span } from '../domain.ts'
import { clearLanguage } from '../words/function-words.ts'
import { isChrome, metadataPrefix } from './chrome.ts'
import { detectLanguage } from './language.ts'

interface Block extends Span {
  kind: SentenceKind
}

/** Every sentence of a text in order; between two of them stands white space alone. */
export function findSentences(text: string, documentLanguage: Language): Sentence[] {
  const sentences: Sentence[] = []
  findBlocks(text).forEach((block, position) => {
    const language = languageOf(text.slice(block.start, block.end), documentLanguage)
    const spans = block.kind === 'sentence' || block.kind === 'item' ? splitProse(text, block, language) : [trim(text, block)]
    for (const span of spans) {
      if (span.end <= span.start) continue
      const own = spans.length === 1 ? language : languageOf(text.slice(span.start, span.end), language)
      sentences.push({ ...span, kind: block.kind, language: own, block: position })
    }
  })
  return sentences
}

/** An English sentence that names a French strategy leads by 0.02 for French; a French sentence of a mixed paragraph by 0.17. */
const LEAD_OVER_SURROUNDINGS = 0.04

/** Short runs are left to their surroundings: "Ed McGinley" has no language of its own. */
function languageOf(text: string, surroundings: Language): Language {
  // What the small words leave no doubt about need not be asked of the identifier, which would be most of the time of reading.
  if (clearLanguage(text) === surroundings) return surroundings
  return text.split(/\s+/).length < 4 ? surroundings : (detectLanguage(text, LEAD_OVER_SURROUNDINGS) ?? surroundings)
}

// ---- blocks ----

const BULLET = /^\s*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s+/
const TERMINAL = /[.!?…;:][»”"’')\]\s]*$/
const HEADING_MAX_WORDS = 14
/** A line this long that does not end a sentence was broken to fit a page, not by its author. */
const WRAPPED_LINE_LENGTH = 50

function findBlocks(text: string): Block[] {
  const blocks: Block[] = []
  let open: (Block & { lastLine: string }) | undefined
  const close = (): void => {
    if (open) blocks.push({ start: open.start, end: open.end, kind: kindOf(text.slice(open.start, open.end).trim(), open.kind) })
    open = undefined
  }
  for (const { start, end } of lines(text)) {
    const line = text.slice(start, end).trim()
    if (line === '') {
      close()
      continue
    }
    if (isChrome(line)) {
      close()
      blocks.push({ start, end, kind: 'chrome' })
      continue
    }
    const bullet = BULLET.test(line) && !isAttribution(line)
    if (open && !bullet && continues(open.lastLine, line)) {
      open.end = end
      open.lastLine = line
      continue
    }
    close()
    const metadata = metadataPrefix(text.slice(start, end))
    if (metadata > 0) blocks.push({ start, end: start + metadata, kind: 'chrome' })
    open = { start: start + metadata, end, kind: bullet ? 'item' : 'sentence', lastLine: line }
  }
  close()
  return closingCredits(text, blocks)
}

function* lines(text: string): Generator<Span> {
  let start = 0
  while (start <= text.length) {
    const found = text.indexOf('\n', start)
    const end = found === -1 ? text.length : found
    yield { start, end }
    start = end + 1
  }
}

/** "– Robert Poëti, Minister for …": the dash opens a signature, not a list item. */
function isAttribution(line: string): boolean {
  return /^[–—-]\s+\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+)+,\s/u.test(line)
}

function continues(previous: string, line: string): boolean {
  if (TERMINAL.test(previous)) return false
  return /^\p{Ll}/u.test(line) || previous.length >= WRAPPED_LINE_LENGTH
}

function kindOf(text: string, kind: SentenceKind): SentenceKind {
  if (kind !== 'sentence' || TERMINAL.test(text) || text.includes('\n')) return kind
  return text.split(/\s+/).length <= HEADING_MAX_WORDS ? 'heading' : kind
}

/** Short lines after a copyright line at the very end belong to it: the names of those who made the page. */
function closingCredits(text: string, blocks: Block[]): Block[] {
  for (let i = blocks.length - 1; i > 0 && blocks[i]?.kind !== 'sentence'; i--) {
    const block = blocks[i] as Block
    if (block.kind !== 'chrome' || !/copyright|©/i.test(text.slice(block.start, block.end))) continue
    return blocks.map((other, at) => (at > i && other.kind === 'heading' ? { ...other, kind: 'chrome' } : other))
  }
  return blocks
}

// ---- sentences of a block ----

const SEGMENTERS: Record<Language, Intl.Segmenter> = {
  en: new Intl.Segmenter('en-CA', { granularity: 'sentence' }),
  fr: new Intl.Segmenter('fr-CA', { granularity: 'sentence' }),
}

/** Titles and references that always lead on to what they name. */
const LEADING_ABBREVIATION =
  /(?:^|[\s(«“"'’/-])(?:M|MM|Mme|Mmes|Mlle|Me|Dr|Dre|Drs|Mr|Mrs|Ms|Prof|Pr|Hon|St|Ste|Sgt|Lt|Col|Gen|Gov|Sen|Rep|art|al|ch|chap|par|no|nos|n°|No|Nos|vol|fig|tabl|cf|p|pp|sec|s|ss|N\. ?B|P\. ?-?S|p\. ?ex|c\.-à-d|i\.e|e\.g|vs|v|c|ex|approx|env|tél|tel|ext|boul|av|app|rég)\.\s*$/i
/** Abbreviations that may also end a sentence: they lead on only to a digit or a small letter. */
const FINAL_ABBREVIATION =
  /(?:^|[\s(])(?:janv|févr|avr|juill?|sept|oct|nov|déc|jan|feb|mar|apr|jun|jul|aug|sep|dec|etc|inc|ltd|ltée|corp|cie|jr|sr|min|max|hr|tel|a\.m|p\.m)\.\s*$/i
const INITIAL = /(?:^|[\s(.])\p{Lu}\.\s*$/u
/** A quotation up to this length is one sentence, whatever stands in it; a longer one is cut at its own sentence ends. */
const QUOTATION_MAX_LENGTH = 280

/** Prose is cut in windows of this length: a longer run without a sentence end is a table or noise, and costs its square in time. */
const WINDOW = 3000

function splitProse(text: string, block: Block, language: Language): Span[] {
  const spans: Span[] = []
  for (let start = block.start; start < block.end; ) {
    const end = windowEnd(text, start, block.end)
    spans.push(...splitWindow(text, { start, end }, language))
    start = end
  }
  return spans
}

/** After the last sentence end of the window, else its last space, else where it is full. */
function windowEnd(text: string, start: number, end: number): number {
  if (end - start <= WINDOW) return end
  const window = text.slice(start, start + WINDOW)
  const sentence = Math.max(...['. ', '! ', '? ', '; '].map((mark) => window.lastIndexOf(mark)))
  const cut = sentence > 0 ? sentence + 1 : window.lastIndexOf(' ')
  return start + (cut > 0 ? cut : WINDOW)
}

function splitWindow(text: string, { start, end }: Span, language: Language): Span[] {
  // A line that goes on in the next was broken to fit a page: its end is no more than a space.
  const body = text.slice(start, end).replaceAll('\n', ' ')
  const merged: Span[] = []
  for (const { index, segment } of SEGMENTERS[language].segment(body)) {
    const piece = { start: index, end: index + segment.length }
    const previous = merged.at(-1)
    if (previous && joins(body, previous, piece)) previous.end = piece.end
    else merged.push(piece)
  }
  return merged.map((span) => trim(text, { start: start + span.start, end: start + span.end }))
}

function joins(body: string, previous: Span, next: Span): boolean {
  const before = body.slice(previous.start, previous.end)
  const after = body.slice(next.start, next.end)
  if (/^[\p{Ll}»”)\],;:–—]/u.test(after) || /^["'’]\s*[,.;)\]]/.test(after)) return true
  if (!/[.!?…]/.test(before.trimEnd().slice(-3))) return true
  if (LEADING_ABBREVIATION.test(before)) return true
  if (/^\d/.test(after) && FINAL_ABBREVIATION.test(before)) return true
  if (INITIAL.test(before) && /^\p{Lu}/u.test(after) && !/\d\.\s*$/.test(before)) return true
  // A bullet or a number of its own ("1. ", "– ") belongs to what follows.
  if (/^\s*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)])\s*$/.test(before)) return true
  return insideQuotation(body, previous, next)
}

function insideQuotation(body: string, previous: Span, next: Span): boolean {
  for (const [open, close] of [
    ['«', '»'],
    ['“', '”'],
  ] as const) {
    const opened = body.lastIndexOf(open, next.start - 1)
    if (opened === -1 || opened < previous.start || body.slice(opened, next.start).includes(close)) continue
    const closed = body.indexOf(close, next.start)
    if (closed !== -1 && closed - opened <= QUOTATION_MAX_LENGTH) return true
  }
  return false
}

function trim(text: string, { start, end }: Span): Span {
  const raw = text.slice(start, end)
  const lead = raw.length - raw.trimStart().length
  return { start: start + lead, end: Math.max(start + lead, end - (raw.length - raw.trimEnd().length)) }
}
