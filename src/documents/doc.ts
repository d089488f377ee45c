/** Word 97 to 2003 in, text out: paragraphs, and what stands in footnotes; headings by how they look. */
import { BlockWriter } from './block-writer.ts'
import { readDocx } from './docx.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { readRtf } from './rtf.ts'
import { isCompound } from './zip.ts'

export async function readDoc(bytes: Buffer): Promise<ReadText> {
  // Files of this name are often of another kind.
  if (bytes.subarray(0, 5).toString('latin1') === '{\\rtf') return readRtf(bytes.toString('latin1'))
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readDocx(bytes)
  if (!isCompound(bytes)) throw new RefusedFormat('other-kind')
  const { default: WordExtractor } = await import('word-extractor')
  const document = await new WordExtractor().extract(bytes)
  const writer = new BlockWriter()
  const notes = document.getFootnotes()
  for (const part of `${document.getBody()}\n${notes}`.split(/\n+/)) {
    const text = part.replace(/[^\S\n]+/g, ' ').trim()
    if (text !== '') writer.write('paragraph', text)
  }
  return { text: writer.text(), blocks: writer.blocks, guessed: true }
}
