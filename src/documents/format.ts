/** What a reader of a format makes of a file. `text` is what is stored and cited; everything else is what the format itself states. */
import type { Block, DocumentWarning, Language } from '../domain.ts'
import type { Damage } from '../errors.ts'

export interface ReadText {
  text: string
  title?: string
  language?: Language
  /** ISO 8601 day. */
  date?: string
  /** What the text is made of, in order, each before those that stand in it; found by its lines where a format does not tell. */
  blocks?: Block[]
  /** Mean confidence of text that was recognised in pictures, 0 to 1. */
  recognition?: number
  /** Paragraphs are found by how they look, so that a short one may be a heading. */
  guessed?: boolean
  warnings?: DocumentWarning[]
  /** Where each page starts in `text`. */
  pages?: number[]
  /** Addresses that the document names as its own in another language. */
  translations?: string[]
}

/** Formats that are read in a process that may be killed. */
export const PARSED_EXTENSIONS = [
  '.md',
  '.markdown',
  '.html',
  '.htm',
  '.xhtml',
  '.csv',
  '.tsv',
  '.json',
  '.jsonl',
  '.ndjson',
  '.pdf',
  '.docx',
  '.docm',
  '.dotx',
  '.doc',
  '.xlsx',
  '.xlsm',
  '.xltx',
  '.xlsb',
  '.xls',
  '.ods',
  '.pptx',
  '.pptm',
  '.ppsx',
  '.odt',
  '.odp',
  '.rtf',
  '.eml',
] as const
export type ParsedExtension = (typeof PARSED_EXTENSIONS)[number]

/** Pictures, read where text recognition is on. */
export const PICTURE_EXTENSIONS = ['.png', '.jpg', '.jpeg', '.webp', '.bmp'] as const
export type PictureExtension = (typeof PICTURE_EXTENSIONS)[number]

/** What that process is asked. */
export interface ParseOrder {
  file: string
  /** Text in pictures is recognised. */
  ocr: boolean
}

/** What that process says of a file. */
export type Reply =
  | { read: ReadText }
  | { refused: Refusal; pages: number }
  | { exceeded: 'unpacked' | 'text' | 'memory' | 'time' }
  | { failed: string; damage?: Damage }

/** Why a file that was read holds nothing to index. */
export type Refusal = 'not-text' | 'encrypted' | 'no-text' | 'records' | 'other-kind'

/** Thrown by readers; the message is for nobody. */
export class RefusedFormat extends Error {
  readonly refusal: Refusal
  /** Pages of a document that has no text: it was scanned. */
  readonly pages: number

  constructor(refusal: Refusal, pages = 0) {
    super(refusal)
    this.refusal = refusal
    this.pages = pages
  }
}

/** Thrown for a package that says it holds too much. */
export class TooLargeUnpacked extends Error {}
