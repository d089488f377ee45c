/** Word documents in, text out, by way of HTML, so that headings, lists and tables are written as they are for web pages. */
import JSZip from 'jszip'
import mammoth from 'mammoth'
import type { Reading } from './block-writer.ts'
import { asShown, MARK } from './docx-xml.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { readHtml } from './html.ts'

/** What a package may say it holds, unpacked; what it really holds is bounded by the process that unpacks it. */
const UNPACKED_MAX = 50 * 1024 * 1024
const ENTRIES_MAX = 2000

/** Compound files (the older .doc, and every .docx with a password) begin so. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]

export class TooLargeUnpacked extends Error {}

export async function readDocx(bytes: Buffer): Promise<ReadText> {
  if (COMPOUND.every((byte, i) => bytes[i] === byte)) throw new RefusedFormat('encrypted')
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new RefusedFormat('not-text')
  checkDirectory(bytes)
  const { buffer, hidden } = await shown(bytes)
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) })
  const read = readHtml(value, readMarked)
  // A document is not called by the number of its first heading.
  const title = read.title?.replace(/^(?:\d+\.)*\d+[.)]?\s+(?=\p{L})/u, '')
  return { ...read, ...(title ? { title } : {}), ...(hidden ? { warnings: ['hidden-text'] } : {}) }
}

/** The package with its document written as Word shows it; as it is when its parts are not where they are expected. */
async function shown(bytes: Buffer): Promise<{ buffer: Buffer; hidden: boolean }> {
  const zip = await JSZip.loadAsync(bytes)
  const [main] = zip.file(/^word\/document\d*\.xml$/)
  if (!main) return { buffer: bytes, hidden: false }
  const text = async (name: string): Promise<string> => (await zip.file(name)?.async('string')) ?? ''
  const parts = { document: await main.async('string'), styles: await text('word/styles.xml'), numbering: await text('word/numbering.xml') }
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

/** Adds up what the package's directory declares. @throws TooLargeUnpacked */
function checkDirectory(bytes: Buffer): void {
  let entries = 0
  let unpacked = 0
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 46, 'latin1')) {
    if (at + 46 > bytes.length) break
    entries++
    unpacked += bytes.readUInt32LE(at + 24)
    if (entries > ENTRIES_MAX || unpacked > UNPACKED_MAX) throw new TooLargeUnpacked()
  }
}
