/**
 * Documents that an unfinished build has embedded, so that after an interruption none is embedded again. Each line carries its own
 * hash: a torn line is ignored.
 */
import { createHash } from 'node:crypto'
import { appendFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Passage, SourceDocument } from '../domain.ts'
import { AppError, causeText } from '../errors.ts'
import { filePart, memoryPart, type Part } from './parts.ts'

/** A document, ready for an index: its passages (their `document` is not theirs to know) and a vector for each. */
export interface DocumentRecord {
  document: SourceDocument
  passages: Passage[]
  /** Rows laid end to end. */
  vectors: Float32Array
}

/** A file as it was found. */
interface FileVersion {
  source: string
  sha256: string
}

export interface Finished {
  has(file: FileVersion): boolean
  get(file: FileVersion): DocumentRecord | undefined
}

const PREFIX = 'journal-'

export class Journal {
  readonly #file: string
  readonly #folder: string

  /** @param key digest of everything beside the documents that the records depend on */
  constructor(indexFolder: string, key: string) {
    this.#folder = indexFolder
    this.#file = join(indexFolder, `${PREFIX}${key}.jsonl`)
  }

  /** Finished documents. Each is read when it is asked for: all of them may be most of an index. */
  async read(): Promise<Finished> {
    const places = new Map<string, { sha256: string; start: number; end: number }>()
    const part = await this.#open()
    for (const { start, end } of linesOf(part)) {
      const record = parse(textOf(part, start, end))
      if (record) places.set(record.document.source, { sha256: record.document.sha256, start, end })
    }
    const placeOf = ({ source, sha256 }: FileVersion) => {
      const place = places.get(source)
      return place?.sha256 === sha256 ? place : undefined
    }
    return {
      has: (file) => placeOf(file) !== undefined,
      get(file) {
        const place = placeOf(file)
        return place && parse(textOf(part, place.start, place.end))
      },
    }
  }

  /** The journal as it is now; what is appended later does not change it. */
  async #open(): Promise<Part> {
    const found = await stat(this.#file).catch(() => undefined)
    return found?.isFile() ? filePart(this.#file, found.size) : memoryPart(new Uint8Array())
  }

  /** @param line of a document @throws AppError index-unwritable */
  async append(line: Uint8Array): Promise<void> {
    await this.#append(line)
  }

  /** @throws AppError index-unwritable */
  async #append(text: string | Uint8Array): Promise<void> {
    await appendFile(this.#file, text).catch((cause) => {
      throw new AppError('index-unwritable', { folder: this.#folder, cause: causeText(cause) }, { cause })
    })
  }

  /** Ends what was cut off in the middle of a line, so that the next line stands alone. @throws AppError index-unwritable */
  async mend(): Promise<void> {
    await mkdir(this.#folder, { recursive: true }).catch((cause) => {
      throw new AppError('index-unwritable', { folder: this.#folder, cause: causeText(cause) }, { cause })
    })
    const found = await stat(this.#file).catch(() => undefined)
    // A folder with the journal's name.
    if (found?.isDirectory()) await rm(this.#file, { recursive: true, force: true }).catch(() => {})
    else if (found && found.size > 0 && !(await endsInNewline(this.#file, found.size))) await this.#append('\n')
  }
}

async function endsInNewline(file: string, size: number): Promise<boolean> {
  const handle = await open(file)
  try {
    const last = Buffer.alloc(1)
    await handle.read(last, 0, 1, size - 1)
    return last[0] === 0x0a
  } finally {
    await handle.close()
  }
}

/** A published index needs no journal: journals serve unfinished builds. */
export async function removeJournals(indexFolder: string): Promise<void> {
  const names = await readdir(indexFolder).catch(() => [])
  for (const name of names.filter((name) => name.startsWith(PREFIX))) await rm(join(indexFolder, name), { recursive: true, force: true })
}

/** Bytes that are looked through at once. */
const WINDOW = 1 << 20

/** Where each whole line begins, and where it ends without its end. */
function* linesOf(part: Part): Generator<{ start: number; end: number }> {
  let start = 0
  for (let at = 0; at < part.bytes; at += WINDOW) {
    const bytes = part.read(at, Math.min(WINDOW, part.bytes - at))
    for (let found = bytes.indexOf(0x0a); found !== -1; found = bytes.indexOf(0x0a, found + 1)) {
      yield { start, end: at + found }
      start = at + found + 1
    }
  }
}

function textOf(part: Part, start: number, end: number): string {
  return Buffer.from(part.read(start, end - start)).toString('utf8')
}

/** What is kept of a finished document. */
export function journalLine({ document, passages, vectors }: DocumentRecord): Uint8Array {
  const bytes = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)
  const json = JSON.stringify({ document, passages, vectors: bytes.toString('base64') })
  return Buffer.from(`${digest(json)} ${json}\n`)
}

function parse(line: string): DocumentRecord | undefined {
  const json = line.slice(line.indexOf(' ') + 1)
  if (line.slice(0, line.indexOf(' ')) !== digest(json)) return undefined
  const { document, passages, vectors }: Omit<DocumentRecord, 'vectors'> & { vectors: string } = JSON.parse(json)
  const bytes = new Uint8Array(Buffer.from(vectors, 'base64'))
  return { document, passages, vectors: new Float32Array(bytes.buffer) }
}

function digest(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 16)
}
