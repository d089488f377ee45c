/** Word documents in, text out, by way of HTML, so that headings, lists and tables are written as they are for web pages. */
import mammoth from 'mammoth'
import type { Reading } from './block-writer.ts'
import { asShown, MARK } from './docx-xml.ts'
import type { ReadText } from './format.ts'
import { readHtml } from './html.ts'
import { openZip, partOf } from './zip.ts'

/** Words on both sides of the end of a page, or of a column, are two. */
const BREAKS = ["br[type='page'] => br", "br[type='column'] => br"]

export async function readDocx(bytes: Buffer): Promise<ReadText> {
  const { buffer, hidden } = await shown(bytes)
  const { value } = await mammoth.convertToHtml(
    { buffer },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), styleMap: BREAKS },
  )
  const read = readHtml(value, readMarked)
  // A document is not called by the number of its first heading.
  const title = read.title?.replace(/^(?:\d+\.)*\d+[.)]?\s+(?=\p{L})/u, '')
  return { ...read, ...(title ? { title } : {}), ...(hidden ? { warnings: ['hidden-text'] } : {}) }
}

/** The package with its document written as Word shows it; as it is when its parts are not where they are expected. */
async function shown(bytes: Buffer): Promise<{ buffer: Buffer; hidden: boolean }> {
  const zip = await openZip(bytes)
  const [main] = zip.file(/^word\/document\d*\.xml$/)
  if (!main) return { buffer: bytes, hidden: false }
  const parts = {
    document: await main.async('string'),
    styles: await partOf(zip, 'word/styles.xml'),
    numbering: await partOf(zip, 'word/numbering.xml'),
  }
  const { document, hidden } = asShown(parts)
  zip.file(main.name, document)
  return { buffer: await zip.generateAsync({ type: 'nodebuffer', compression: 'STORE' }), hidden }
}

const ITEM = new RegExp(`^${MARK.depth}(\\d)${MARK.number}([^${MARK.text}]*)${MARK.text}`)

/** Items by what was written before them; lines of tables of contents are furniture. */
function readMarked(text: string): ReturnType<Reading> {
  if (text.startsWith(MARK.contents)) return null
  const found = ITEM.exec(text)
  if (!found) return undefined
  const [whole, depth, number] = found
  const level = Number(depth)
  const own = text.slice(whole.length).trim()
  if (own === '') return null
  return { kind: 'item', text: own, options: { level, prefix: `${'  '.repeat(level)}${number ? `${number} ` : ''}`, tight: true } }
}
