/**
 * A folder in, documents out (without their sentences, which `passages/` finds). Walks the folder, picks a reader by file
 * type, decodes, and gives each document an id, a title, a language and a date. One bad file never stops the run.
 */
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import type { Block, DocumentWarning, Language, Sentence, SourceDocument, Span } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { AppError, causeText } from '../errors.ts'
import { detectLanguage } from '../passages/language.ts'
import { findStructure } from '../passages/sentences.ts'
import { withColonsOf } from './colons.ts'
import { changedOn, datelineLength, findDate } from './dates.ts'
import { decodeText } from './decode.ts'
import { PARSED_EXTENSIONS, PICTURE_EXTENSIONS, type ReadText, type Reply } from './format.ts'
import { openParser, type Parser } from './parser.ts'

/** Plain text is read here and now; everything else in a process that may be killed. */
const TEXT_EXTENSIONS = ['.txt', '.text']
const RECORD_EXTENSIONS = ['.csv', '.tsv', '.json', '.jsonl', '.ndjson', '.xlsx', '.xlsm', '.xltx', '.xlsb', '.xls', '.ods']
const EXTENSIONS: readonly string[] = [...TEXT_EXTENSIONS, ...PARSED_EXTENSIONS]

/** Larger files are refused before they are read. */
export const DOCUMENT_MAX_BYTES = 50 * 1024 * 1024

export interface FoundFile {
  /** Path on this machine. */
  file: string
  source: string
  sha256: string
}

/** A file that was left out, with its hash where it could be read. */
export interface RefusedFile {
  source: string
  sha256?: string
  error: AppError
}

export interface FoundFolder {
  /** In the order of their paths. */
  files: FoundFile[]
  /** With one entry without a source for all files of kinds that are not read. */
  refused: RefusedFile[]
}

/**
 * Finds and hashes every file below a folder that some reader takes; parses nothing. One bad file never stops the run.
 * @param ocr pictures are read, too
 * @throws AppError documents-missing when there is no such folder
 */
export async function findFiles(folder: string, ocr = false): Promise<FoundFolder> {
  const found: FoundFolder = { files: [], refused: [] }
  const unread = new Map<string, number>()
  const listed = await listFiles(folder, ocr, found.refused, unread)
  const looked: (FoundFile | RefusedFile)[] = new Array(listed.length)
  let next = 0
  const lookAtSome = async (): Promise<void> => {
    for (let i = next++; i < listed.length; i = next++) looked[i] = await lookAt(elementAt(listed, i), folder)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lookAtSome))
  for (const own of looked) {
    if ('error' in own) found.refused.push(own)
    else found.files.push(own)
  }
  if (unread.size > 0) found.refused.push({ source: '', error: unreadError(unread) })
  return found
}

/** Files that are looked at side by side: where there are many, waiting for each of them in turn is most of the time. */
const AT_ONCE = 8

async function lookAt(file: string, folder: string): Promise<FoundFile | RefusedFile> {
  const source = sourceOf(folder, file)
  try {
    return { file, source, sha256: await digestBounded(file, source) }
  } catch (thrown) {
    return { source, error: refusal(source, thrown) }
  }
}

/** Size, times and inode of every file that would be read, by its source: an entry differs when the file may have changed. */
export type Snapshot = ReadonlyMap<string, string>

/** @param ocr pictures are read, too @throws AppError documents-missing */
export async function snapshotOf(folder: string, ocr = false): Promise<Snapshot> {
  const files = new Map<string, string>()
  for (const file of await listFiles(folder, ocr, [])) {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file).catch(() => ({ size: -1, mtimeMs: 0, ctimeMs: 0, ino: 0 }))
    files.set(sourceOf(folder, file), `${size} ${mtimeMs} ${ctimeMs} ${ino}`)
  }
  return files
}

/** The file of a document, unless it has changed since it was read. @throws AppError original-gone */
export async function readOriginal(folder: string, { source, sha256 }: Pick<SourceDocument, 'source' | 'sha256'>): Promise<Buffer> {
  try {
    const file = await realpath(join(folder, source))
    // A folder on the way may have become a link to somewhere else.
    if (sourceOf(await realpath(folder), file) !== source) throw new AppError('original-gone', { source })
    const bytes = await readBounded(file, source)
    if (digest(bytes) === sha256) return bytes
  } catch (cause) {
    throw new AppError('original-gone', { source }, { cause })
  }
  throw new AppError('original-gone', { source })
}

/** Reads one file. @throws AppError with the reason why it is left out */
export async function readDocument({ file, source }: Pick<FoundFile, 'file' | 'source'>, parser: Parser): Promise<SourceDocument> {
  try {
    const bytes = await readBounded(file, source)
    const read = isPlain(file) ? readPlain(bytes, source) : readReply(await parser.parse(file), source)
    if (!/[\p{L}\p{N}]/u.test(read.text)) throw new AppError('document-no-text', { source, pages: 0 })
    // The first question of a list is not what the list is about.
    const named = RECORD_EXTENSIONS.includes(extensionOf(file)) ? { title: basename(file, extname(file)) } : {}
    return describeDocument({ ...read, ...named, source, sha256: digest(bytes) })
  } catch (thrown) {
    throw refusal(source, thrown)
  }
}

/** Whether a file is read as it is, without a parser. */
export function isPlain(file: string): boolean {
  return TEXT_EXTENSIONS.includes(extensionOf(file))
}

function readPlain(bytes: Buffer, source: string): ReadText {
  const text = decodeText(bytes)
  if (text === undefined) throw new AppError('document-not-text', { source })
  return { text }
}

function readReply(reply: Reply, source: string): ReadText {
  if ('read' in reply) return reply.read
  if ('exceeded' in reply) throw new AppError('document-exceeds', { source, limit: reply.exceeded })
  if ('failed' in reply) {
    const { failed: cause, damage } = reply
    throw new AppError('document-damaged', { source, cause, ...(damage ? { damage } : {}) })
  }
  switch (reply.refused) {
    case 'encrypted':
      throw new AppError('document-encrypted', { source })
    case 'no-text':
      throw new AppError('document-no-text', { source, pages: reply.pages })
    case 'records':
      throw new AppError('document-no-records', { source })
    case 'other-kind':
    case 'not-text':
      throw new AppError('document-not-text', { source })
  }
}

/** Endings, with their dot, of the files that some reader takes. @param ocr pictures are read, too */
export function readableKinds(ocr: boolean): readonly string[] {
  return ocr ? [...EXTENSIONS, ...PICTURE_EXTENSIONS] : EXTENSIONS
}

/** Whether systems and programs leave files of this name beside documents, so that they are not read. */
export function isSystemFile(name: string): boolean {
  return SYSTEM_FILE.test(name)
}

function extensionOf(file: string): string {
  return extname(file).toLowerCase()
}

/** Reads every document below a folder. @throws AppError documents-missing, documents-empty when nothing in it can be read */
export async function readFolder(folder: string): Promise<{ documents: SourceDocument[]; refused: AppError[] }> {
  const { files, refused } = await findFiles(folder)
  const documents: SourceDocument[] = []
  const errors = refused.map(({ error }) => error)
  const parser = openParser()
  for (const file of files) {
    await readDocument(file, parser).then(
      (document) => documents.push(document),
      (error) => errors.push(error),
    )
  }
  parser.close()
  if (documents.length === 0 && errors.length === 0) throw new AppError('documents-empty', { folder })
  return { documents, refused: errors }
}

function refusal(source: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('document-unreadable', { source, cause: causeText(thrown) }, { cause: thrown })
}

/** Paths of the files that some reader takes, sorted. Symbolic links are not followed: a folder means what stands in it. */
async function listFiles(folder: string, ocr: boolean, refused: RefusedFile[], unread = new Map<string, number>()): Promise<string[]> {
  const files: string[] = []
  const readable = readableKinds(ocr)
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (isSystemFile(entry.name)) continue
      const path = join(directory, entry.name)
      if (entry.isDirectory()) {
        await visit(path).catch((cause) => {
          const source = sourceOf(folder, path)
          refused.push({ source, error: refusal(source, cause) })
        })
      } else if (readable.includes(extensionOf(entry.name))) {
        if (entry.isFile()) files.push(path)
        else refused.push(notFile(sourceOf(folder, path), entry.isSymbolicLink() ? 'link' : 'other'))
      } else if (entry.isSymbolicLink() && extensionOf(entry.name) === '') refused.push(notFile(sourceOf(folder, path), 'link'))
      else if (entry.isFile()) unread.set(extensionOf(entry.name), (unread.get(extensionOf(entry.name)) ?? 0) + 1)
    }
  }
  await visit(folder).catch((cause) => {
    throw new AppError('documents-missing', { folder }, { cause })
  })
  return files
}

/** What systems and programs leave beside documents: hidden files, locks of Word, previews. */
const SYSTEM_FILE = /^(?:\.|~\$|\._)|^(?:thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r)$|\.(?:tmp|crdownload|part|swp|lnk)$|~$/i

function unreadError(unread: ReadonlyMap<string, number>): AppError {
  const kinds = [...unread].map(([kind, files]) => ({ kind, files })).sort((a, b) => b.files - a.files || (a.kind < b.kind ? -1 : 1))
  return new AppError('documents-unread', { files: kinds.reduce((sum, { files }) => sum + files, 0), kinds })
}

function notFile(source: string, kind: 'link' | 'other'): RefusedFile {
  return { source, error: new AppError('document-not-file', { source, kind }) }
}

function sourceOf(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}

function readBounded(file: string, source: string): Promise<Buffer> {
  return opened(file, source, (handle) => handle.readFile())
}

/** Larger files are hashed piece by piece. */
const HELD_BYTES = 1 << 20

function digestBounded(file: string, source: string): Promise<string> {
  return opened(file, source, async (handle, size) => {
    if (size <= HELD_BYTES) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size + 1), 0, size + 1, 0)
      // Otherwise it is being written.
      if (bytesRead === size) return digest(buffer.subarray(0, size))
    }
    const hash = createHash('sha256')
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: HELD_BYTES, start: 0 })) hash.update(chunk)
    return hash.digest('hex')
  })
}

async function opened<T>(file: string, source: string, read: (handle: FileHandle, size: number) => Promise<T>): Promise<T> {
  // What was a file when it was listed may be a pipe or a link by now: neither is waited for nor followed.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0))
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw new AppError('document-not-file', { source, kind: 'other' })
    const { size } = status
    if (size > DOCUMENT_MAX_BYTES) throw new AppError('document-too-large', { source, bytes: size, limit: DOCUMENT_MAX_BYTES })
    return await read(handle, size)
  } finally {
    await handle.close()
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Everything about a document that its text tells, where its format does not state it. Pure. */
export function describeDocument(given: ReadText & { source: string; sha256: string }): SourceDocument {
  const { source, sha256, translations, recognition } = given
  // A lone surrogate is no character: it could be neither written nor compared.
  const written = { ...given, text: given.text.replace(/\p{Surrogate}/gu, '\ufffd') }
  const first = structured(written, given.language ?? detectLanguage(written.text) ?? 'en')
  const set = withColonsOf(first.language, written)
  const read = { ...written, ...set }
  const { text, pages } = read
  const { sentences, blocks, language } = set ? { ...structured(read, first.language), language: first.language } : first
  const date = given.date ?? dateOf(text, sentences, blocks)
  const warnings = [...warningsOf(text), ...(given.warnings ?? [])]
  markUncertain(sentences, read.blocks ?? [])
  return {
    id: documentId(source),
    source,
    title: given.title?.replace(/\s+/g, ' ').trim() || titleOf(text, sentences, source),
    language,
    ...(date ? { date } : {}),
    text,
    sha256,
    sentences,
    blocks,
    ...(pages ? { pages } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    ...(translations ? { translations } : {}),
    ...(recognition === undefined ? {} : { recognition }),
  }
}

function structured({ text, blocks, guessed }: ReadText, language: Language) {
  const structure = findStructure(text, language, blocks, guessed)
  return { ...structure, language: majorityLanguage(structure.sentences, language) }
}

/** Marks the sentences of blocks whose order could not be told. */
function markUncertain(sentences: readonly Sentence[], blocks: readonly Block[]): void {
  const doubtful = blocks.filter(({ uncertain }) => uncertain)
  let at = 0
  for (const sentence of sentences) {
    while ((doubtful[at]?.end ?? Number.POSITIVE_INFINITY) <= sentence.start) at++
    if ((doubtful[at]?.start ?? Number.POSITIVE_INFINITY) < sentence.end) sentence.uncertain = true
  }
}

/** Share of a text, by characters, from which a reader should know. */
const INVISIBLE_SHARE = 0.002
/** Zero-width and direction marks, invisible operators, and the tags of plane 14; not the soft hyphen, which is common. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g

function warningsOf(text: string): DocumentWarning[] {
  const share = (pattern: RegExp): number => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length)
  return [
    ...(text.includes('\ufffd') ? (['lost-characters'] as const) : []),
    ...(share(INVISIBLE) > INVISIBLE_SHARE ? (['invisible-characters'] as const) : []),
  ]
}

/**
 * Twelve hexadecimal digits: documents are addressed by id alone, so that no path ever comes in from outside. Names that differ in the
 * form of their accents alone (NFC, NFD) are two files.
 */
export function documentId(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 12)
}

const TITLE_MAX_LENGTH = 120

/** A part of the reference under which a text is registered. */
const OF_REFERENCE = /^\(?(?:[\p{Lu}\d./-]{1,16}|ch?\.?|chapters?|chapitres?|no\.?|n[°º])\)?,?$/u

/** "SOR/2012-253", « L.R.C. (1985), ch. N-4 », "CQLR, chapter A-2.1". */
function isReference(line: string): boolean {
  return line.length <= 40 && /\d/.test(line) && /[/,.]/.test(line) && line.split(/\s+/).every((part) => OF_REFERENCE.test(part))
}

/** The first heading, or the first sentence without its dateline, cut at a word; the file name when there is neither. A reference above a heading is no title. */
function titleOf(text: string, sentences: readonly Sentence[], source: string): string {
  const said = sentences.filter((sentence) => sentence.kind !== 'chrome')
  const [line, next] = said
  const isAbove = line && next?.kind === 'heading' && isReference(text.slice(line.start, line.end))
  const first = isAbove ? next : line
  if (!first) return source
  const plain = text.slice(first.start, first.end).replace(/\s+/g, ' ').trim()
  const bare = first.kind === 'heading' ? plain : plain.slice(datelineLength(plain)).replace(/[.;:]$/, '')
  if (bare.length <= TITLE_MAX_LENGTH) return bare || source
  return `${bare.slice(0, TITLE_MAX_LENGTH).replace(/\s+\S*$/, '')}…`
}

/** "By-law 2026-08", « règlement no 2019-04 »: the number of something, not a month. */
const NUMBERED =
  /(?:by-?laws?|r[eè]glements?|r[eé]solutions?|files?|dossiers?|numbers?|num[eé]ros?|n[o°º]s?\.?|no\.|#)\s*(?:n[o°º]s?\.?\s*|no\.\s*|number\s+|num[eé]ro\s+)?(?:[\p{L}]{1,6}-)?\d{4}-\d{1,3}(?!-?\d)/giu

/** Sentences at either end of a document among which its date is looked for. */
const DATED_SENTENCES = 15
/** What of a line a date may stand in. */
const DATED_CHARACTERS = 120

/**
 * The date among the first lines, where press releases put it, or the one that a line at the end says it was changed on ("Date modified:").
 * What a row of a table states is a date of that row.
 */
function dateOf(text: string, sentences: readonly Sentence[], blocks: readonly Block[]): string | undefined {
  const head = { start: 0, end: sentences.slice(0, DATED_SENTENCES).at(-1)?.end ?? 0 }
  for (const line of linesOutsideTables(text, head, blocks)) {
    const date = findDate(line.slice(0, DATED_CHARACTERS).replace(NUMBERED, ''))
    if (date) return date
  }
  const tail = { start: sentences.at(-DATED_SENTENCES)?.start ?? 0, end: text.length }
  return linesOutsideTables(text, tail, blocks).map(changedOn).findLast(Boolean)
}

function linesOutsideTables(text: string, { start, end }: Span, blocks: readonly Block[]): string[] {
  const tables = blocks.filter((block) => block.kind === 'table' && block.start < end && block.end > start)
  let at = start
  return text
    .slice(start, end)
    .split('\n')
    .filter((line) => {
      const from = at
      at += line.length + 1
      return !tables.some((table) => table.start <= from && from < table.end)
    })
}

/** The language of most of the content, by characters. */
function majorityLanguage(sentences: readonly Sentence[], fallback: Language): Language {
  let french = 0
  let all = 0
  for (const { start, end, language, kind } of sentences) {
    if (kind === 'chrome') continue
    all += end - start
    if (language === 'fr') french += end - start
  }
  return all === 0 ? fallback : french * 2 > all ? 'fr' : 'en'
}
