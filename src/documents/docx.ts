/** Word documents in, text out, by way of HTML, so that headings, lists and tables are written as they are for web pages. */
import mammoth from 'mammoth'
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
  const { value } = await mammoth.convertToHtml({ buffer: bytes }, { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) })
  return readHtml(value)
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
