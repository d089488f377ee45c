/**
 * Documents that an unfinished build has embedded, so that after an interruption none is embedded again. Each line carries its own
 * hash: a torn line is ignored.
 */
import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Passage, SourceDocument } from '../domain.ts'
import { AppError, causeText } from '../errors.ts'

/** A document, ready for an index: its passages (their `document` is not theirs to know) and a vector for each. */
export interface DocumentRecord {
  document: SourceDocument
  passages: Passage[]
  /** Rows laid end to end. */
  vectors: Float32Array
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

  /** Finished documents by source. */
  async read(): Promise<Map<string, DocumentRecord>> {
    const records = new Map<string, DocumentRecord>()
    const bytes = await readFile(this.#file).catch(() => Buffer.alloc(0))
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(0x0a, start)
      if (end === -1) break
      const record = parse(bytes.toString('utf8', start, end))
      if (record) records.set(record.document.source, record)
      start = end + 1
    }
    return records
  }

  /** @throws AppError index-unwritable */
  async append({ document, passages, vectors }: DocumentRecord): Promise<void> {
    const bytes = Buffer.from(vectors.buffer, vectors.byteOffset, vectors.byteLength)
    const json = JSON.stringify({ document, passages, vectors: bytes.toString('base64') })
    await this.#append(`${digest(json)} ${json}\n`)
  }

  /** @throws AppError index-unwritable */
  async #append(text: string): Promise<void> {
    await appendFile(this.#file, text).catch((cause) => {
      throw new AppError('index-unwritable', { folder: this.#folder, cause: causeText(cause) }, { cause })
    })
  }

  /** Ends what was cut off in the middle of a line, so that the next line stands alone. @throws AppError index-unwritable */
  async mend(): Promise<void> {
    await mkdir(this.#folder, { recursive: true }).catch((cause) => {
      throw new AppError('index-unwritable', { folder: this.#folder, cause: causeText(cause) }, { cause })
    })
    const bytes = await readFile(this.#file).catch(async ({ code }: NodeJS.ErrnoException) => {
      // A folder with the journal's name.
      if (code === 'EISDIR') await rm(this.#file, { recursive: true, force: true }).catch(() => {})
    })
    if (bytes && bytes.length > 0 && bytes.at(-1) !== 0x0a) await this.#append('\n')
  }
}

/** A published index needs no journal: journals serve unfinished builds. */
export async function removeJournals(indexFolder: string): Promise<void> {
  const names = await readdir(indexFolder).catch(() => [])
  for (const name of names.filter((name) => name.startsWith(PREFIX))) await rm(join(indexFolder, name), { recursive: true, force: true })
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
