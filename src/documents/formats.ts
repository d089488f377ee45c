/** Reads formats that others have written for machines; loaded by the process that may be killed, never by the one that answers. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Damage } from '../errors.ts'
import { decodeText } from './decode.ts'
import {
  type ParsedExtension,
  type ParseOrder,
  type PictureExtension,
  type ReadText,
  RefusedFormat,
  type Reply,
  TooLargeUnpacked,
} from './format.ts'

/** Characters of text that one file may give. */
export const TEXT_MAX = 20 * 1024 * 1024

type Read = ReadText | Promise<ReadText>
type Reader = (bytes: Buffer) => Read

function decoded(bytes: Buffer): string {
  const text = decodeText(bytes)
  if (text === undefined) throw new RefusedFormat('not-text')
  return text
}

// Each is loaded with its libraries when the first file of its kind comes: a new process is ready at once.
const markdown: Reader = async (bytes) => (await import('./markdown.ts')).readMarkdown(decoded(bytes))
const html: Reader = async (bytes) => (await import('./html.ts')).readHtml(decoded(bytes))
const jsonl: Reader = async (bytes) => (await import('./records.ts')).readJsonl(decoded(bytes))
const sheets: Reader = async (bytes) => (await import('./sheets.ts')).readSheets(bytes)
const word: Reader = async (bytes) => (await import('./docx.ts')).readDocx(bytes)
const slides: Reader = async (bytes) => (await import('./pptx.ts')).readSlides(bytes)
const openDocument: Reader = async (bytes) => (await import('./odf.ts')).readOpenDocument(bytes)

const READERS: Record<ParsedExtension, Reader> = {
  '.md': markdown,
  '.markdown': markdown,
  '.html': html,
  '.htm': html,
  '.xhtml': html,
  '.csv': async (bytes) => (await import('./records.ts')).readCsv(decoded(bytes)),
  '.tsv': async (bytes) => (await import('./records.ts')).readCsv(decoded(bytes), ['\t']),
  '.json': async (bytes) => (await import('./records.ts')).readJson(decoded(bytes)),
  '.jsonl': jsonl,
  '.ndjson': jsonl,
  '.pdf': async (bytes) => {
    if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new RefusedFormat('other-kind')
    return (await import('./pdf.ts')).readPdf(new Uint8Array(bytes))
  },
  '.docx': word,
  '.docm': word,
  '.dotx': word,
  '.doc': async (bytes) => (await import('./doc.ts')).readDoc(bytes),
  '.xlsx': sheets,
  '.xlsm': sheets,
  '.xltx': sheets,
  '.xlsb': sheets,
  '.xls': sheets,
  '.ods': sheets,
  '.pptx': slides,
  '.pptm': slides,
  '.ppsx': slides,
  '.odt': openDocument,
  '.odp': openDocument,
  '.rtf': async (bytes) => (await import('./rtf.ts')).readRtf(bytes.toString('latin1')),
  '.eml': async (bytes) => (await import('./mail.ts')).readMail(bytes),
}

const picture: Reader = async (bytes) => (await import('./picture-text.ts')).readPicture(bytes)

/** In place of the readers above, where text in pictures is recognised. */
const RECOGNISING: Record<PictureExtension | '.pdf', Reader> = {
  '.png': picture,
  '.jpg': picture,
  '.jpeg': picture,
  '.webp': picture,
  '.bmp': picture,
  '.pdf': async (bytes) => {
    if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new RefusedFormat('other-kind')
    return (await import('./picture-text.ts')).readPdfWithScans(bytes)
  },
}

export async function readFormat({ file, ocr }: ParseOrder): Promise<Reply> {
  let bytes = Buffer.alloc(0)
  try {
    const readers: Partial<Record<string, Reader>> = { ...READERS, ...(ocr ? RECOGNISING : {}) }
    const reader = readers[extname(file).toLowerCase()]
    if (!reader) throw new RefusedFormat('not-text')
    bytes = await readFile(file)
    const read = await reader(bytes)
    return read.text.length > TEXT_MAX ? { exceeded: 'text' } : { read }
  } catch (thrown) {
    if (thrown instanceof RefusedFormat && thrown.refusal !== 'other-kind') return { refused: thrown.refusal, pages: thrown.pages }
    if (thrown instanceof TooLargeUnpacked) return { exceeded: 'unpacked' }
    const cause = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? thrown.name) : String(thrown)
    return { failed: cause, damage: damageOf(bytes, thrown) }
  }
}

/** Characters from the end of a file within which its last mark stands: a comment may follow the directory of a package. */
const PDF_END = 2048
const PACKAGE_END = 22 + 0xffff

function damageOf(bytes: Buffer, thrown: unknown): Damage {
  if (bytes.length === 0) return 'empty'
  if (thrown instanceof RefusedFormat) return 'other-kind'
  const ends = (mark: string, within: number): boolean => bytes.subarray(-within).includes(mark, 0, 'latin1')
  const isPdf = bytes.subarray(0, 1024).includes('%PDF-')
  const isPackage = bytes.subarray(0, 2).toString('latin1') === 'PK'
  const isWhole = isPdf ? ends('%%EOF', PDF_END) : isPackage ? ends('PK\u0005\u0006', PACKAGE_END) : true
  return isWhole ? 'structure' : 'cut-off'
}
