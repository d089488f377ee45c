/**
 * A document as an index takes it in: everything about it that does not depend on the others. Made here and now, or, where there is
 * much to do, ahead of its turn by processes with models of their own. Not by threads: Node 20 ends the whole process with one whose
 * modules are still being loaded when it is closed.
 */
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Ahead, type AheadWorker, readAhead, workAhead } from './documents/ahead.ts'
import { type ChildLimits, openChild } from './documents/child.ts'
import type { Reply } from './documents/format.ts'
import { openParser, type Parser } from './documents/parser.ts'
import { type FoundFile, isPlain } from './documents/read.ts'
import type { SourceDocument } from './domain.ts'
import type { Models } from './embed/embedder.ts'
import { AppError, type ErrorCode, type ErrorParams } from './errors.ts'
import { splitPassages } from './passages/split.ts'
import type { Kept } from './store/earlier.ts'
import { type EncodedDocument, encodeDocument } from './store/encoded.ts'
import { type DocumentRecord, journalLine } from './store/journal.ts'
import { WordCollector } from './store/lexicon.ts'

/** A document with its passages and their vectors. */
export async function embedDocument(document: SourceDocument, embedder: Models['embedder']): Promise<DocumentRecord> {
  const passages = splitPassages(document, 0)
  const above = embedder.titled ? `${document.title}\n` : ''
  const texts = passages.map(({ start, end }) => above + document.text.slice(start, end))
  const { data } = await embedder.embedPassages(texts)
  return { document, passages, vectors: data }
}

/** Words are numbered within the document. */
export function prepare({ document, passages, vectors }: DocumentRecord): Kept {
  const collector = new WordCollector()
  const words = collector.add(document)
  return { encoded: encodeDocument(document, passages, vectors, words), forms: words.forms, words: collector.words }
}

export interface Prepared {
  kept: Kept
  /** What a journal keeps of it. */
  line: Uint8Array
}

export interface PrepareOptions {
  models: Models
  /** Folder that preparers open the models from; none are started without it. */
  modelFolder: string | undefined
  /** Processes that parse ahead, where no preparers are started. */
  parsers: number | undefined
  ocr: boolean
  preparers: number
}

/** Documents in the order of their files. */
export function prepareAhead(
  files: readonly FoundFile[],
  { models, modelFolder, parsers, ocr, preparers }: PrepareOptions,
): Ahead<Prepared> {
  if (modelFolder !== undefined && preparers > 0) {
    const about = { modelFolder: resolve(modelFolder), fingerprint: models.embedder.fingerprint }
    return workAhead(
      files,
      Array.from({ length: ocr ? 1 : preparers }, () => openPreparer(openParser(undefined, ocr), about)),
    )
  }
  // Recognition holds a GiB: one at a time.
  const ahead = readAhead(files, ocr ? 1 : parsers, () => openParser(undefined, ocr))
  return {
    async read(file) {
      const record = await embedDocument(await ahead.read(file), models.embedder)
      return { kept: prepare(record), line: journalLine(record) }
    },
    close: ahead.close,
  }
}

// ---- processes ----

/** Bytes of files from which preparers are started: each takes a second to open its models. */
const ENOUGH_FOR_PREPARERS = 4 << 20
/** Each holds the models and the words that it met, about 200 MiB. */
const MOST_PREPARERS = 3

/** One core is left to the thread that assembles, and one to that of HNSW. */
export async function preparersFor(files: readonly FoundFile[], { embedder, wordTable }: Models): Promise<number> {
  // A transformer has all cores for itself.
  if (embedder.fingerprint !== wordTable.fingerprint) return 0
  let bytes = 0
  for (const { file } of files) {
    bytes += (await stat(file).catch(() => ({ size: 0 }))).size
    if (bytes >= ENOUGH_FOR_PREPARERS) return Math.max(0, Math.min(MOST_PREPARERS, availableParallelism() - 2))
  }
  return 0
}

export interface PrepareOrder {
  file: FoundFile
  /** What a parser made of it, where it needs one. */
  parsed: Reply | undefined
  modelFolder: string
  /** Of the embedder that the rest of the build has. */
  fingerprint: string
}

/** What a process makes of a file; words by their ids, one a line. */
export type PrepareReply =
  | { encoded: EncodedDocument; forms: Kept['forms']; words: string; line: Uint8Array }
  | { code: ErrorCode; params: ErrorParams[ErrorCode] }
  | { failed: string }

/** Models and the words that were met are about 200 MiB; a document of 50 MiB is several times as much. */
const LIMITS: ChildLimits = { heap: 1024, resident: 2048, time: 900_000, wall: 3_600_000 }

/** Started when the first file comes; it prepares one file at a time. */
function openPreparer(parser: Parser, about: Pick<PrepareOrder, 'modelFolder' | 'fingerprint'>): AheadWorker<Prepared> {
  const child = openChild<PrepareOrder, PrepareReply>(new URL('./prepare-child', import.meta.url), LIMITS, 'advanced')
  return {
    async work(file) {
      const parsed = isPlain(file.file) ? undefined : await parser.parse(file.file)
      const reply = await child.ask({ ...about, file, parsed })
      if ('exceeded' in reply) throw new AppError('document-exceeds', { source: file.source, limit: reply.exceeded })
      if ('failed' in reply) throw new Error(reply.failed)
      if ('code' in reply) throw new AppError(reply.code, reply.params)
      const { encoded, forms, words, line } = reply
      // Of words numbered within a document nothing but the forms is asked.
      return { kept: { encoded, forms, words: words === '' ? [] : words.split('\n').map((form) => ({ form })) }, line }
    },
    close() {
      parser.close()
      child.close()
    },
  }
}
