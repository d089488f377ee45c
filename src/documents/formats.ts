/** Reads formats that others have written for machines; loaded by the process that may be killed, never by the one that answers. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { decodeText } from './decode.ts'
import { readDoc } from './doc.ts'
import { readDocx } from './docx.ts'
import { type ParsedExtension, type ReadText, RefusedFormat, type Reply } from './format.ts'
import { readHtml } from './html.ts'
import { readMail } from './mail.ts'
import { readMarkdown } from './markdown.ts'
import { readOpenDocument } from './odf.ts'
import { readPdf } from './pdf.ts'
import { readSlides } from './pptx.ts'
import { readCsv, readJson, readJsonl } from './records.ts'
import { readRtf } from './rtf.ts'
import { readSheets } from './sheets.ts'
import { TooLargeUnpacked } from './zip.ts'

/** Characters of text that one file may give. */
export const TEXT_MAX = 20 * 1024 * 1024

const decoded = (read: (text: string) => ReadText) => (bytes: Buffer) => {
  const text = decodeText(bytes)
  if (text === undefined) throw new RefusedFormat('not-text')
  return read(text)
}

const READERS: Record<ParsedExtension, (bytes: Buffer) => ReadText | Promise<ReadText>> = {
  '.md': decoded(readMarkdown),
  '.markdown': decoded(readMarkdown),
  '.html': decoded(readHtml),
  '.htm': decoded(readHtml),
  '.xhtml': decoded(readHtml),
  '.csv': decoded(readCsv),
  '.tsv': decoded((text) => readCsv(text, ['\t'])),
  '.json': decoded(readJson),
  '.jsonl': decoded(readJsonl),
  '.ndjson': decoded(readJsonl),
  '.pdf': (bytes) => {
    if (!bytes.subarray(0, 1024).includes('%PDF-')) throw new RefusedFormat('not-text')
    return readPdf(new Uint8Array(bytes))
  },
  '.docx': readDocx,
  '.doc': readDoc,
  '.xlsx': readSheets,
  '.xls': readSheets,
  '.ods': readSheets,
  '.pptx': readSlides,
  '.odt': readOpenDocument,
  '.odp': readOpenDocument,
  '.rtf': (bytes) => readRtf(bytes.toString('latin1')),
  '.eml': readMail,
}

export async function readFormat(file: string): Promise<Reply> {
  try {
    const reader = READERS[extname(file).toLowerCase() as ParsedExtension]
    if (!reader) throw new RefusedFormat('not-text')
    const read = await reader(await readFile(file))
    return read.text.length > TEXT_MAX ? { exceeded: 'text' } : { read }
  } catch (thrown) {
    if (thrown instanceof RefusedFormat) return { refused: thrown.refusal, pages: thrown.pages }
    if (thrown instanceof TooLargeUnpacked) return { exceeded: 'unpacked' }
    return { failed: thrown instanceof Error ? (thrown.message.split('\n')[0] ?? thrown.name) : String(thrown) }
  }
}
