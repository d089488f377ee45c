/** PDF in, text out, page by page: full lines joined, paragraphs parted by an empty line, running heads and feet left out. */
import { getDocumentProxy } from 'unpdf'
import { type ReadText, RefusedFormat } from './format.ts'

const PAGES_MAX = 5000
/** A gap of more than this many line heights parts paragraphs. */
const PARAGRAPH_GAP = 1.7
/** Share of the pages on which a line must stand to be a running head or foot, and how many pages that takes. */
const RUNNING_SHARE = 0.6
const RUNNING_PAGES = 3

interface Line {
  text: string
  /** Height of its letters, and of its place above the page's foot, in points. */
  height: number
  y: number
  /** Where it ends, from the left edge of the page. */
  right: number
}

export async function readPdf(bytes: Uint8Array): Promise<ReadText> {
  const pdf = await open(bytes)
  const pages: Line[][] = []
  for (let number = 1; number <= Math.min(pdf.numPages, PAGES_MAX); number++) {
    const page = await pdf.getPage(number)
    pages.push(linesOf((await page.getTextContent()).items as TextItem[]))
    page.cleanup()
  }
  const running = runningLines(pages)
  const texts = pages.map((lines) => paragraphs(lines.filter((line, i) => !running.has(keyOf(line)) || !atEdge(i, lines.length))))
  if (!texts.some((text) => /[\p{L}\p{N}]/u.test(text))) throw new RefusedFormat('no-text', pdf.numPages)
  const starts: number[] = []
  let text = ''
  for (const own of texts) {
    if (text !== '' && own !== '') text += '\n\n'
    starts.push(text.length)
    text += own
  }
  const { info } = (await pdf.getMetadata().catch(() => ({ info: {} }))) as { info: Record<string, unknown> }
  const title = typeof info.Title === 'string' ? info.Title.trim() : ''
  const language = languageOf(info.Language)
  return { text, pages: starts, ...(isTitle(title) ? { title } : {}), ...(language ? { language } : {}) }
}

interface TextItem {
  str?: string
  hasEOL?: boolean
  height?: number
  width?: number
  transform?: number[]
}

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(bytes, { isEvalSupported: false, stopAtErrors: false, verbosity: 0, disableFontFace: true })
  } catch (thrown) {
    if ((thrown as Error).name === 'PasswordException') throw new RefusedFormat('encrypted')
    throw thrown
  }
}

function linesOf(items: readonly TextItem[]): Line[] {
  const lines: Line[] = []
  let open: Line | undefined
  for (const { str = '', hasEOL, height = 0, width = 0, transform } of items) {
    const y = transform?.[5] ?? open?.y ?? 0
    // Another height on the page is another line, marked as one or not.
    if (open && str.trim() !== '' && Math.abs(open.y - y) > Math.max(open.height, height, 4) * 0.6) {
      lines.push(open)
      open = undefined
    }
    open ??= { text: '', height, y, right: 0 }
    open.text += str
    open.height = Math.max(open.height, height)
    open.right = Math.max(open.right, (transform?.[4] ?? 0) + width)
    if (hasEOL) {
      lines.push(open)
      open = undefined
    }
  }
  if (open) lines.push(open)
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() })).filter(({ text }) => text !== '')
}

/** Lines near the edge of many pages, whatever numbers they hold. */
function runningLines(pages: readonly Line[][]): Set<string> {
  const counts = new Map<string, number>()
  for (const lines of pages) {
    const edges = new Set(lines.filter((_, i) => atEdge(i, lines.length)).map(keyOf))
    for (const key of edges) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const enough = Math.max(RUNNING_PAGES, RUNNING_SHARE * pages.length)
  return new Set([...counts].filter(([, count]) => count >= enough).map(([key]) => key))
}

function atEdge(i: number, length: number): boolean {
  return i < 2 || i >= length - 2
}

function keyOf({ text }: Line): string {
  return text.replace(/\d+/g, '#')
}

/** Share of the widest line from which a line is full, so that the next one goes on with it. */
const FULL = 0.85

function paragraphs(lines: readonly Line[]): string {
  const widest = Math.max(0, ...lines.map(({ right }) => right))
  let text = ''
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1]
    if (before) {
      const gap = Math.abs(before.y - line.y)
      const height = Math.max(before.height, line.height, 1)
      const parted = gap > PARAGRAPH_GAP * height || before.height > 1.15 * line.height || line.height > 1.15 * before.height
      // A word parted at the end of a line is one word.
      if (!parted && /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1)
      else text += parted ? '\n\n' : before.right >= FULL * widest ? ' ' : '\n'
    }
    text += line.text
  }
  return text
}

/** Many programs leave the name of a file or of themselves there. */
function isTitle(title: string): boolean {
  return title.length > 3 && !/\.(?:docx?|pdf|indd|xlsx?|pptx?|html?)$|^(?:untitled|sans titre|microsoft word|about:blank)/i.test(title)
}

function languageOf(code: unknown): 'en' | 'fr' | undefined {
  const two = typeof code === 'string' ? code.slice(0, 2).toLowerCase() : ''
  return two === 'en' || two === 'fr' ? two : undefined
}
