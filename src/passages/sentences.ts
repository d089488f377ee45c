/**
 * A document's text in, its sentences out, with exact offsets, kind and language. Knows nothing of files, passages or vectors.
 *
 * Lines are gathered into blocks (paragraph, heading, list item, page furniture); a block of prose is cut by Intl.Segmenter,
 * whose cuts are then mended where French and English writing mislead it (abbreviations, initials, quotations, « ? »).
 */

import type { Block, BlockKind, Language, Sentence, SentenceKind, Span } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { clearLanguage } from '../words/function-words.ts'
import { isChrome, metadataPrefix } from './chrome.ts'
import { detectLanguage } from './language.ts'
import { hangingLines, hasCells, headlessLines, lineAt, RULE, standsByCells, TERMINAL, underlined } from './lines.ts'
import { type TextTable, textTable } from './text-table.ts'

/** A block that sentences stand in, before it is placed among the others. */
interface Leaf extends Block {
  /** What its sentences are; `sentence` is prose, to be cut. */
  sentences: SentenceKind
}

/** A longer row, pair or piece of code is cut like prose, or by its lines. */
const WHOLE_MAX_LENGTH = 800

/**
 * Every sentence of a text in order, and the blocks they stand in; between two sentences stands white space alone.
 * @param given blocks that the document's format tells, in order, each before those that stand in it
 * @param guessed whether its paragraphs were found by how they look, so that a short one may be a heading
 */
export function findStructure(
  text: string,
  documentLanguage: Language,
  given?: readonly Block[],
  guessed = false,
): { sentences: Sentence[]; blocks: Block[] } {
  const sentences: Sentence[] = []
  const blocks: Block[] = []
  for (const block of given ? refined(text, given, !guessed) : findBlocks(text, { start: 0, end: text.length })) {
    if (!('sentences' in block)) {
      blocks.push(block)
      continue
    }
    const { sentences: kind, ...own } = block
    const position = blocks.push(own) - 1
    const language = isTelling(block) ? languageOf(text.slice(own.start, own.end), documentLanguage) : documentLanguage
    const spans = sentencesOf(text, block, language)
    for (const span of spans) {
      if (span.end <= span.start) continue
      const spoken = spans.length === 1 ? language : languageOf(text.slice(span.start, span.end), language)
      sentences.push({ ...span, kind, language: spoken, block: position })
    }
  }
  return { sentences, blocks }
}

/** Rows and labels are names and numbers, of which the identifier makes little. */
function isTelling({ sentences, start, end }: Leaf): boolean {
  return (sentences !== 'row' && sentences !== 'pair') || end - start > TELLING_LENGTH
}

const TELLING_LENGTH = 90

function sentencesOf(text: string, block: Leaf, language: Language): Span[] {
  const { sentences, kind, start, end } = block
  if (kind === 'code' && end - start > WHOLE_MAX_LENGTH) return [...lines(text, block)].map((line) => trim(text, line))
  const whole = kind === 'code' || ((sentences === 'row' || sentences === 'pair') && end - start <= WHOLE_MAX_LENGTH)
  if (whole || sentences === 'heading' || sentences === 'chrome') return [trim(text, block)]
  return splitProse(text, block, language)
}

/** The blocks of a format, their paragraphs looked at line by line: page furniture, labels and lists are written in those, too. */
function refined(text: string, given: readonly Block[], told: boolean): (Block | Leaf)[] {
  return closingCredits(
    text,
    given.flatMap((block): (Block | Leaf)[] => {
      switch (block.kind) {
        case 'paragraph':
          return findBlocks(text, block, told)
        case 'heading':
        case 'item':
        case 'row':
        case 'pair':
          return [{ ...block, sentences: isChrome(text.slice(block.start, block.end).trim()) ? 'chrome' : block.kind }]
        case 'code':
          return [{ ...block, sentences: 'sentence' }]
        default:
          return [block]
      }
    }),
  )
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

const BULLET = /^\s*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z](?:\.\d{1,2})?\)|\((?:[ivx]{1,5}|[A-Z])\))\s+/
const HEADING_MAX_WORDS = 14
/** A line this long that does not end a sentence was broken to fit a page, not by its author. */
const WRAPPED_LINE_LENGTH = 50

/** "Manager: Dominic Salter", « Téléphone : 450 555-0177 »: a label of a few words, a colon, a value that is no sentence of its own. */
const PAIR = /^(\p{Lu}[^:.!?;…»”"]{0,38}[^\s:.!?;,…»”"]|b?cc|c\. ?c\.)\s?:\s+(?=\S)/u
const PAIR_LABEL_WORDS = 5
const PAIR_MAX_LENGTH = 200
/** "Address:" alone on its line, above what it names. */
const LABEL_ALONE = /^(\p{Lu}[^:.!?;…]{0,38}[^\s:.!?;,…])\s?:$/u
const LABELLED_LINES_MAX = 6

/** A value that is sentences of its own is text after a lead-in. */
const SENTENCE_INSIDE = /\p{Ll}{4}[.!?]\s+\p{Lu}/u

function labelOf(line: string): string | undefined {
  if (line.length > PAIR_MAX_LENGTH) return undefined
  const label = PAIR.exec(line)?.[1]
  return label !== undefined &&
    label.split(/\s+/).length <= PAIR_LABEL_WORDS &&
    !SENTENCE_INSIDE.test(line) &&
    !/\b(?:https?|said|says|dit|déclare|ajoute)$/i.test(label)
    ? label
    : undefined
}

interface OpenBlock extends Span {
  kind: 'item' | 'sentence' | 'pair'
  lastLine: string
  label?: string
  /** Of a label alone on its line, how many lines below it were taken. */
  below?: number
}

/** @param told whether a format says that the span is a paragraph, so that a short one is no heading for want of a full stop */
function findBlocks(text: string, span: Span, told = false): (Block | Leaf)[] {
  const blocks: (Block | Leaf)[] = []
  let open: OpenBlock | undefined
  const close = (): void => {
    if (open) blocks.push(leafOf(text, open, told))
    open = undefined
  }
  const all = [...lines(text, span)]
  /** Lines up to here belong to a table. */
  let done = 0
  for (const [i, { start, end }] of all.entries()) {
    if (i < done) continue
    const line = text.slice(start, end).trim()
    if (line === '') {
      close()
      continue
    }
    const hanging = hangingLines(text, all, i)
    if (hanging > 0) {
      close()
      const label = labelOf(line)
      const labelled = label === undefined ? {} : { label }
      blocks.push({ start, end: elementAt(all, i + hanging).end, kind: 'pair', ...labelled, sentences: 'pair' })
      done = i + 1 + hanging
      continue
    }
    const table = /\t| {3}/.test(line) ? textTable(text, all, i) : undefined
    const below = i + (table ? table.rows.length + (table.header ? 1 : 0) : 0)
    if (table && hangingLines(text, all, below - 1) === 0) {
      close()
      blocks.push(...tableBlocks(table))
      done = below
      continue
    }
    const isRule = RULE.test(line)
    if (isRule || isChrome(line)) {
      close()
      blocks.push({ start, end, kind: 'paragraph', sentences: 'chrome' })
      continue
    }
    const level = told || (open && continues(open.lastLine, line)) ? undefined : underlined(line, lineAt(text, all, i + 1))
    if (level !== undefined) {
      close()
      blocks.push({ start, end, kind: 'heading', level, sentences: 'heading' })
      continue
    }
    const bullet = BULLET.test(line) && !isAttribution(line)
    if (hasCells(line) && (bullet || standsByCells(text, all, i))) {
      close()
      // A row without a value leads in those below it.
      const kind = bullet ? 'item' : line.endsWith('|') ? 'sentence' : 'row'
      blocks.push({ start, end, kind: KIND_OF_BLOCK[kind] ?? 'paragraph', sentences: kind })
      continue
    }
    const label = bullet ? undefined : labelOf(line)
    if (open && !bullet && label === undefined && (continues(open.lastLine, line) || belongsBelow(open, line))) {
      open.end = end
      open.lastLine = line
      if (open.below !== undefined) open.below++
      continue
    }
    close()
    const metadata = metadataPrefix(text.slice(start, end))
    if (metadata > 0) blocks.push({ start, end: start + metadata, kind: 'paragraph', sentences: 'chrome' })
    const alone = LABEL_ALONE.exec(line)?.[1]
    open = { start: start + metadata, end, kind: bullet ? 'item' : label === undefined ? 'sentence' : 'pair', lastLine: line }
    if (label !== undefined) open.label = label
    if (alone !== undefined && alone.split(/\s+/).length <= PAIR_LABEL_WORDS && !bullet) Object.assign(open, { label: alone, below: 0 })
  }
  close()
  return closingCredits(text, told ? blocks : withoutHeadless(text, blocks))
}

/** Short lines that head nothing are items; those that end the text are one paragraph. */
function withoutHeadless(text: string, blocks: readonly (Block | Leaf)[]): (Block | Leaf)[] {
  const leaves = blocks.filter((block): block is Leaf => 'sentences' in block)
  const { items, signature } = headlessLines(
    text,
    leaves.map(({ start, end, sentences, level }) => ({ start, end, looksLikeHeading: sentences === 'heading' && level === undefined })),
  )
  const signed = signature === undefined ? undefined : leaves[signature]
  const itemLeaves = new Set<Block>([...items].map((i) => elementAt(leaves, i)))
  return blocks.flatMap((block): (Block | Leaf)[] => {
    if (signed && block.start > signed.start) return []
    if (block === signed) return [{ ...block, end: leaves.at(-1)?.end ?? block.end, kind: 'paragraph', sentences: 'sentence' }]
    return [itemLeaves.has(block) ? { ...block, kind: 'item', sentences: 'item' } : block]
  })
}

function tableBlocks({ header, rows }: TextTable): (Block | Leaf)[] {
  const { start = 0 } = header ?? rows[0]?.span ?? {}
  return [
    { kind: 'table', start, end: rows.at(-1)?.span.end ?? start },
    ...(header ? [{ ...header, kind: 'heading', level: 6, sentences: 'heading' } satisfies Leaf] : []),
    ...rows.flatMap(({ span, cells }): (Block | Leaf)[] => [{ ...span, kind: 'row', sentences: 'row' }, ...cells]),
  ]
}

function leafOf(text: string, open: OpenBlock, told: boolean): Leaf {
  const { start, end } = open
  const own = text.slice(start, end).trim()
  // A label before running text is part of it.
  const running = own.length > PAIR_MAX_LENGTH || SENTENCE_INSIDE.test(own)
  if (open.label !== undefined && !running && (open.kind === 'pair' || (open.below ?? 0) > 0)) {
    return { start, end, kind: 'pair', label: open.label, sentences: 'pair' }
  }
  const isProse = told || /,$/.test(own) || (NUMBERED.test(own) && FIRST_ITEM.test(text.slice(end, end + FIRST_ITEM_LENGTH)))
  const kind = isProse && open.kind === 'sentence' ? 'sentence' : kindOf(own, open.kind === 'pair' ? 'sentence' : open.kind)
  return { start, end, kind: KIND_OF_BLOCK[kind] ?? 'paragraph', sentences: kind }
}

/** "10 No person shall" right above "(a)": the section of a law begins its sentence, and is no heading. */
const NUMBERED = /^\d{1,4}(?:\.\d{1,3}){0,3} \p{L}/u
const FIRST_ITEM = /^\n[^\S\n]*\(?(?:a|i)\)\s/
const FIRST_ITEM_LENGTH = 20

const KIND_OF_BLOCK: Partial<Record<SentenceKind, BlockKind>> = { heading: 'heading', item: 'item', row: 'row' }

/** Short lines directly below a label are its value: an address, a list of names. */
function belongsBelow({ below }: OpenBlock, line: string): boolean {
  return below !== undefined && below < LABELLED_LINES_MAX && line.length < WRAPPED_LINE_LENGTH + 10 && !/[.!?…:]$/.test(line)
}

function* lines(text: string, span: Span): Generator<Span> {
  let { start } = span
  while (start <= span.end) {
    const found = text.indexOf('\n', start)
    const end = found === -1 || found > span.end ? span.end : found
    yield { start, end }
    start = end + 1
  }
}

/** "– Robert Poëti, Minister for …": the dash opens a signature, not a list item. */
function isAttribution(line: string): boolean {
  return /^[–—-]\s+\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+)+,\s/u.test(line)
}

/** "5 (1) No person shall": a section of a law begins, whatever the line before it ends with. */
const SECTION = /^\d{1,4}(?:\.\d{1,3}){0,4} \(\d{1,3}(?:\.\d{1,2})?\) /

function continues(previous: string, line: string): boolean {
  if (TERMINAL.test(previous) || SECTION.test(line)) return false
  return /^\p{Ll}/u.test(line) || previous.length >= WRAPPED_LINE_LENGTH
}

function kindOf(text: string, kind: SentenceKind): SentenceKind {
  if (kind !== 'sentence' || TERMINAL.test(text) || text.includes('\n') || SECTION.test(text)) return kind
  return text.split(/\s+/).length <= HEADING_MAX_WORDS ? 'heading' : kind
}

/** Short lines after a copyright line at the very end belong to it: the names of those who made the page. */
function closingCredits(text: string, blocks: (Block | Leaf)[]): (Block | Leaf)[] {
  const kindAt = (i: number): SentenceKind | undefined => (blocks[i] as Partial<Leaf> | undefined)?.sentences
  for (let i = blocks.length - 1; i > 0 && (kindAt(i) === 'heading' || kindAt(i) === 'chrome'); i--) {
    const block = blocks[i] as Leaf
    if (block.sentences !== 'chrome' || !/copyright|©/i.test(text.slice(block.start, block.end))) continue
    return blocks.map((other, at) => (at > i && kindAt(at) === 'heading' ? { ...other, sentences: 'chrome' } : other))
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

function splitProse(text: string, block: Span, language: Language): Span[] {
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
    const previous = merged.at(-1)
    // A footnote mark behind a full stop belongs to the sentence that it stands after.
    const mark = previous ? (/^⁽[^⁽⁾]{1,40}⁾\s*/u.exec(segment)?.[0].length ?? 0) : 0
    if (previous) previous.end += mark
    const piece = { start: index + mark, end: index + segment.length }
    if (piece.start === piece.end) continue
    if (previous && joins(body, previous, piece)) previous.end = piece.end
    else merged.push(piece)
  }
  return merged.map((span) => trim(text, { start: start + span.start, end: start + span.end }))
}

function joins(body: string, previous: Span, next: Span): boolean {
  const before = body.slice(previous.start, previous.end).replace(/\s*⁽[^⁽⁾]{1,40}⁾\s*$/u, ' ')
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
