/**
 * PDF in, text out, page by page in reading order: columns and tables from where things stand, full lines joined, running heads and feet
 * left out, sentences carried over the ends of columns and pages.
 */
import type { DocumentWarning, Language } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { drawingOf, openPdf, type PdfFile, type TextItem } from './pdf-file.ts'
import { type Grid, gridsOf } from './pdf-grids.ts'
import { type Item, type Layout, type Line, layOut, rowsOf } from './pdf-layout.ts'
import { marksIn, type Paragraph, withNotes } from './pdf-notes.ts'
import { layOutRuled } from './pdf-ruled.ts'
import { rulesOf } from './pdf-rules.ts'
import { turned, turnOf } from './pdf-turn.ts'
import { endsInHyphen, Hyphens, withAccents } from './pdf-words.ts'
import { type Cell, headOf, writeTable } from './table.ts'

const PAGES_MAX = 5000
/** A gap of more than this many line heights parts paragraphs. */
const PARAGRAPH_GAP = 1.7
/** Share of the pages on which a line must stand to be a running head or foot, and how many pages that takes. */
const RUNNING_SHARE = 0.3
const RUNNING_PAGES = 2
/** Share of a page's height, at its top and at its foot, in which running heads and feet stand. */
const MARGIN = 0.12

interface Page {
  /** Its lines were looked at. */
  drawn?: boolean
  items: Item[]
  height: number
  grids: Grid[]
}

/** @param recognise makes items of a page that has no text, from 1 */
export async function readPdf(bytes: Uint8Array, recognise?: (page: number) => Promise<Item[]>): Promise<ReadText> {
  const pdf = await openPdf(bytes)
  const pages: Page[] = []
  let drawn = 0
  for (let number = 1; number <= Math.min(pdf.numPages, PAGES_MAX); number++) {
    const page = await pdf.getPage(number)
    const own = await pageOf(page, drawn < DRAWN_MAX)
    if (own.drawn) drawn++
    pages.push(own.items.length === 0 && recognise ? { ...own, items: await recognise(number) } : own)
    page.cleanup()
  }
  const layouts = withoutRunningLines(pages).map(({ items, grids }) => layOutRuled(items, grids))
  const read = compose(layouts)
  if (!/[\p{L}\p{N}]/u.test(read.text)) throw new RefusedFormat('no-text', pdf.numPages)
  const { info } = (await pdf.getMetadata().catch(() => ({ info: {} }))) as { info: Record<string, unknown> }
  const title = typeof info.Title === 'string' ? info.Title.trim() : ''
  // Programs write their own language into files, not that of the text.
  const language = read.language ?? languageOf(info.Language)
  return { ...read, ...(isTitle(title) ? { title } : {}), ...(language ? { language } : {}) }
}

/** Items of each page as a document; for pictures. */
export function composePages(pages: readonly (readonly Item[])[]): ReadText {
  return compose(pages.map((items) => layOut(items)))
}

type PdfPage = Awaited<ReturnType<PdfFile['getPage']>>

/** Bullets of the fonts Symbol and Wingdings, which have no character of their own. */
const SYMBOL_BULLET = /[\uf06e\uf076\uf0a7\uf0b7\uf0d8]/g

/** Rows of several texts from which a page may hold a table. */
const ROWS_LEAST = 2

/** Pages of a file whose lines are looked at, which takes as long as reading their text: a file has a bound on its time. */
const DRAWN_MAX = 300

async function pageOf(page: PdfPage, mayDraw: boolean): Promise<Page> {
  const given = [...((await page.getTextContent()).items as TextItem[]), ...(await filledIn(page))]
  const turn = turnOf(page.view, page.rotate, given)
  const items = given.flatMap(({ str = '', height: size = 0, width = 0, transform = [], fontName = '' }): Item[] => {
    const [a, b, , , x, y] = turned(transform, turn)
    // Text that stands on its side is a stamp or a margin.
    if (str.trim() === '' || Math.abs(b) > Math.abs(a)) return []
    return [{ text: str.replace(SYMBOL_BULLET, '•'), x, y, width, height: size || Math.abs(a), font: fontName }]
  })
  const drawn = mayDraw && rowsOf(items).filter(({ length }) => length > 1).length >= ROWS_LEAST
  return { drawn, items, height: turn.height, grids: drawn ? gridsOf(rulesOf(await drawingOf(page), turn.matrix)) : [] }
}

/** What was typed into the fields of a form. */
async function filledIn(page: PdfPage): Promise<TextItem[]> {
  const fields: unknown[] = await page.getAnnotations({ intent: 'display' }).catch(() => [])
  return fields.flatMap((field): TextItem[] => {
    const { subtype, fieldType, fieldValue, rect, hidden } = field as Record<string, unknown>
    const texts = typeof fieldValue === 'string' ? fieldValue.split(/\r\n?|\n/) : []
    if (subtype !== 'Widget' || !/^(?:Tx|Ch)$/.test(String(fieldType)) || hidden === true || !Array.isArray(rect)) return []
    const [left = 0, bottom = 0, right = 0, top = 0] = rect.map(Number)
    const size = Math.min(FIELD_SIZE, Math.max(1, (top - bottom) / Math.max(1, texts.length)))
    return texts.map((str, i) => {
      const y = texts.length === 1 ? (top + bottom) / 2 - 0.35 * size : top - (i + 1) * size
      return {
        str,
        height: size,
        width: Math.min(right - left, 0.5 * size * str.length),
        transform: [size, 0, 0, size, left, y],
        fontName: '',
      }
    })
  })
}

/** Points of letters in a field whose own size is not looked for. */
const FIELD_SIZE = 10

// ---- running heads and feet ----

/** What browsers print above and below each page: day and hour with the title, address with the number of the page. */
const BROWSER = /^(?:\d{1,4}[-/]\d{1,2}[-/]\d{1,4},? (?:à )?\d{1,2}[:h ]\d{2}\b|(?:https?|fi\s?le):\/\/.{1,300}\s\d{1,4}\s?\/\s?\d{1,4}$)/i
/** "Page 3 of 12", « 3 / 12 », "– 3 –": a page number by itself. */
const FOLIO = /^(?:page\s*)?[-–—]?\s*(?:\d{1,4}|[ivx]{1,6})\s*[-–—]?(?:\s*(?:of|de|sur|\/)\s*\d{1,4})?$/i

function withoutRunningLines(pages: readonly Page[]): Page[] {
  const counts = new Map<string, number>()
  const lines = pages.map(edgeLines)
  for (const own of lines) for (const key of new Set(own.map(({ key }) => key))) counts.set(key, (counts.get(key) ?? 0) + 1)
  const enough = Math.max(RUNNING_PAGES, RUNNING_SHARE * pages.length)
  return pages.map((page, i) => {
    const out = new Set(
      (lines[i] ?? []).flatMap(({ key, items, text, alone }) =>
        (counts.get(key) ?? 0) >= enough || (alone && FOLIO.test(text)) || BROWSER.test(text) ? items : [],
      ),
    )
    const items = page.items.filter((item) => !out.has(item))
    // A page of nothing else is not empty.
    return items.length > 0 ? { ...page, items } : page
  })
}

interface EdgeLine {
  key: string
  text: string
  items: Item[]
  /** Nothing stands directly above or below it. */
  alone: boolean
}

/** Points that a page number keeps from other lines. */
const APART = 14

/** What stands near the top and the foot of a page, line by line, with the place and the words that it has on other pages, too. */
function edgeLines({ items, height }: Page): EdgeLine[] {
  const rows = new Map<number, Item[]>()
  for (const item of items) {
    if (item.y > MARGIN * height && item.y < (1 - MARGIN) * height) continue
    const row = Math.round(item.y / 3)
    rows.set(row, [...(rows.get(row) ?? []), item])
  }
  return [...rows].map(([row, own]) => {
    const text = own
      .toSorted((a, b) => a.x - b.x)
      .map(({ text: piece }) => piece.trim())
      .join(' ')
    const alone = text.length < 20 && !items.some((other) => !own.includes(other) && Math.abs(other.y - (own[0]?.y ?? 0)) < APART)
    return { key: `${row} ${text.replace(/\d+/g, '#')}`, text, items: own, alone }
  })
}

// ---- text ----

/** A paragraph or table under way, and where in it pages begin. */
interface Piece {
  text: string
  heading: number
  pages: { page: number; at: number }[]
  table?: Cell[][]
  /** Rows of the table that head its columns, where they were taken over from the page before. */
  headed?: number
  uncertain?: true | undefined
}

function compose(layouts: readonly Layout[]): ReadText {
  const lines = layouts.flatMap(({ parts }) => parts.flatMap((part) => ('lines' in part ? part.lines : [])))
  const cells = layouts.flatMap(({ parts }) => parts.flatMap((part) => ('table' in part ? part.table.flat() : [])))
  const hyphens = new Hyphens([...lines, ...cells].flatMap(({ text }) => text.split('\n')))
  const { usual, sizes } = sizesOf(lines)
  const pieces: Piece[] = []
  /** Footnotes of the page before: what goes on above them is finished first. */
  let notes: Piece[] = []
  for (const [page, { parts }] of layouts.entries()) {
    const held = notes
    const marks = marksIn(parts)
    notes = []
    let first = true
    for (const [i, part] of parts.entries()) {
      const { uncertain } = part
      if ('table' in part) {
        if (part.table.length > 0 && !isContents(part.table, layouts.length)) {
          const table = part.table.map((row) => row.map((cell) => ({ ...cell, text: joined(cell.text, hyphens) })))
          const head = first ? headBefore(pieces.at(-1), table, page) : []
          const headed = head.length > 0 ? { table: [...head, ...table], headed: head.length } : { table }
          if (first) pieces.push(...held)
          pieces.push({ text: '', heading: 0, pages: [{ page, at: 0 }], ...headed, uncertain })
          first = false
        }
        continue
      }
      const isLast = i === parts.length - 1
      const found = isLast ? withNotes(paragraphs(part.lines, hyphens, sizes), marks, usual) : paragraphs(part.lines, hyphens, sizes)
      const trailing = isLast ? found.length - found.findLastIndex(({ text }) => !text.startsWith('⁽')) - 1 : 0
      const body = trailing === found.length && first ? found : found.slice(0, found.length - trailing)
      for (const [j, piece] of body.entries()) {
        const begun = pieces.length
        addPiece(pieces, { ...piece, uncertain }, page, j === 0, hyphens)
        // Below what the page goes on with, and above what it begins.
        if (first) pieces.splice(begun, 0, ...held)
        first = false
      }
      notes.push(...found.slice(body.length).map((note): Piece => ({ ...note, pages: [{ page, at: 0 }], uncertain })))
    }
    if (first) pieces.push(...held)
  }
  pieces.push(...notes)
  const sample = pieces
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 4000)
  const title = pieces
    .slice(0, TITLE_WITHIN)
    .find(({ heading }) => heading === 1)
    ?.text.replace(/\s+/g, ' ')
  const language = detectLanguage(sample)
  return {
    ...write(pieces, layouts.length, language ?? 'en'),
    ...(language ? { language } : {}),
    ...(title && title.length > 3 ? { title } : {}),
  }
}

/** What heads a table that began on the page before: as many columns, and no names of its own. */
function headBefore(before: Piece | undefined, table: readonly Cell[][], page: number): Cell[][] {
  if (!before?.table || before.pages.at(-1)?.page !== page - 1) return []
  const widthOf = (rows: readonly Cell[][]): number =>
    Math.max(...rows.map((row) => row.reduce((sum, { columns = 1 }) => sum + columns, 0)))
  const head = before.headed ? before.table.slice(0, before.headed) : headOf(before.table)
  const first = table.find((row) => row.some(({ text }) => text !== '')) ?? []
  const isNamed =
    first.every(({ text, strong }) => strong || text === '') ||
    first.map(({ text }) => text).join() === head[0]?.map(({ text }) => text).join()
  return isNamed || widthOf(table) !== widthOf(before.table) ? [] : head
}

/** The lines of a cell as one. */
function joined(text: string, hyphens: Hyphens): string {
  return text
    .split('\n')
    .map(withAccents)
    .reduce((before, line) => (endsInHyphen(before, line) ? hyphens.join(before, line, true) : `${before} ${line}`))
}

/** Pieces among which the largest heading is what a document is called. */
const TITLE_WITHIN = 12

/** A table of contents without dots: names beside the numbers of their pages. */
function isContents(table: readonly Cell[][], pages: number): boolean {
  const numbers = table.map((row) => (row.length === 2 && /^\d{1,4}$/.test(row[1]?.text ?? '') ? Number(row[1]?.text) : Number.NaN))
  return table.length >= CONTENTS_LEAST && numbers.every((n, i) => n <= pages + CONTENTS_SLACK && (i === 0 || n >= (numbers[i - 1] ?? 0)))
}

const CONTENTS_LEAST = 6
/** Pages before the first that is numbered. */
const CONTENTS_SLACK = 20

/** Adds a paragraph; the first of a page or column may go on what the one before began. */
function addPiece(
  pieces: Piece[],
  { text, heading, uncertain }: { text: string; heading: number; uncertain: true | undefined },
  page: number,
  first: boolean,
  hyphens: Hyphens,
): void {
  const before = pieces.at(-1)
  if (
    first &&
    before &&
    !before.table &&
    before.heading === 0 &&
    heading === 0 &&
    before.uncertain === uncertain &&
    goesOn(before.text, text)
  ) {
    const joined = endsInHyphen(before.text, text) ? hyphens.join(before.text, text) : `${before.text} ${text}`
    if (before.pages.at(-1)?.page !== page) before.pages.push({ page, at: joined.length - text.length })
    before.text = joined
  } else pieces.push({ text, heading, pages: [{ page, at: 0 }], uncertain })
}

const SMALL_WORD =
  /\b(?:the|a|an|of|in|to|for|and|or|with|by|from|on|at|le|la|les|l’|un|une|des|du|de|d’|et|ou|à|au|aux|en|par|pour|dans|sur|avec|qui|que)$/i

function goesOn(before: string, after: string): boolean {
  if (endsInHyphen(before, after)) return true
  if (/[.!?…:;][»”"’')\]]*$/u.test(before)) return false
  return /^\p{Ll}/u.test(after) && !/^\p{Ll}\)/u.test(after) ? true : SMALL_WORD.test(before)
}

function write(pieces: readonly Piece[], count: number, language: Language): ReadText {
  const writer = new BlockWriter()
  const starts: (number | undefined)[] = Array.from({ length: count })
  for (const { text, heading, pages, table, headed, uncertain } of pieces) {
    const begun = writer.blocks.length
    const from = writer.length === 0 ? 0 : writer.length + 2
    for (const { page, at } of pages) starts[page] ??= from + at
    if (table) writeTable(writer, table, language, headed)
    else writer.write(heading > 0 ? 'heading' : 'paragraph', text, heading > 0 ? { level: heading } : {})
    if (uncertain) for (const block of writer.blocks.slice(begun)) block.uncertain = true
  }
  let next = writer.length
  const known = starts.map((start) => start)
  for (let page = count - 1; page >= 0; page--) next = known[page] ??= next
  const warnings: DocumentWarning[] = pieces.some(({ uncertain }) => uncertain) ? ['uncertain-order'] : []
  return {
    text: writer.text(),
    blocks: writer.blocks,
    guessed: true,
    pages: known.map((start) => start ?? 0),
    ...(warnings.length > 0 ? { warnings } : {}),
  }
}

/** The size of most of the text, and those that head something, the largest first: larger than that. */
function sizesOf(lines: readonly Line[]): { usual: number; sizes: number[] } {
  const amounts = new Map<number, number>()
  for (const { height, text } of lines) amounts.set(Math.round(height), (amounts.get(Math.round(height)) ?? 0) + text.length)
  const [usual = 0] = [...amounts].sort((a, b) => b[1] - a[1])[0] ?? []
  return { usual, sizes: [...amounts.keys()].filter((size) => size > 1.12 * usual).sort((a, b) => b - a) }
}

/** Share of the widest line from which a line is full, so that the next one goes on with it. */
const FULL = 0.85
const HEADING_MAX_LENGTH = 160
/** Dots that lead to the number of a page: the table of contents repeats what stands on that page. */
const CONTENTS_LINE = /(?<!\.\s?)\.(?:\s?\.){4,}\s*(?:\d{1,4}|[ivx]{1,6})?\s*$/
const ITEM = /^(?:[•●▪◦‣·■□➢✓–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s/

function paragraphs(lines: readonly Line[], hyphens: Hyphens, sizes: readonly number[]): Paragraph[] {
  const leftmost = Math.min(...lines.map(({ left }) => left))
  const found: Paragraph[] = []
  const kept = lines.filter(({ text }) => !CONTENTS_LINE.test(text))
  for (const [i, line] of kept.entries()) {
    const before = kept[i - 1]
    const open = found.at(-1)
    const own = withAccents(line.text)
    const gap = before ? Math.abs(before.y - line.y) : 0
    const height = before ? Math.max(before.height, line.height, 1) : 1
    const parted = !before || gap > PARAGRAPH_GAP * height || before.height > 1.15 * line.height || line.height > 1.15 * before.height
    if (parted || !open) {
      const rank = sizes.indexOf(Math.round(line.height))
      found.push({ text: own, heading: rank === -1 ? 0 : Math.min(6, rank + 1), height: line.height })
    } else if (endsInHyphen(open.text, own)) open.text = hyphens.join(open.text, own)
    else {
      // Full lines, and those whose next word would not have fitted, go on in the next one.
      const word = ((line.right - line.left) / Math.max(1, line.text.length)) * (line.text.split(' ')[0]?.length ?? 0)
      const listed = ITEM.test(own)
      const full = before.right - leftmost >= FULL * (before.edge - leftmost) || before.right + word > before.edge
      open.text += `${(full && !listed) || open.heading > 0 ? ' ' : '\n'}${own}`
    }
  }
  return found.map((own) => ({ ...own, heading: own.text.length > HEADING_MAX_LENGTH ? 0 : own.heading }))
}

/** Many programs leave the name of a file or of themselves there. */
function isTitle(title: string): boolean {
  return title.length > 3 && !/\.(?:docx?|pdf|indd|xlsx?|pptx?|html?)$|^(?:untitled|sans titre|microsoft word|about:blank)/i.test(title)
}

function languageOf(code: unknown): Language | undefined {
  const two = typeof code === 'string' ? code.slice(0, 2).toLowerCase() : ''
  return two === 'en' || two === 'fr' ? two : undefined
}
