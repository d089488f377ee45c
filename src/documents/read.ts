/**
 * A folder in, documents out (without their sentences, which `passages/` finds). Walks the folder, picks a reader by file
 * type, decodes, and gives each document an id, a title, a language and a date. One bad file never stops the run.
 */
import { createHash } from 'node:crypto'
import { open, readdir, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Language, Sentence, SourceDocument } from '../domain.ts'
import { AppError, causeText } from '../errors.ts'
import { detectLanguage } from '../passages/language.ts'
import { findSentences } from '../passages/sentences.ts'
import { datelineLength, findDate } from './dates.ts'
import { decodeText } from './decode.ts'
import { readMarkdown } from './markdown.ts'

/** What a format's reader makes of decoded text. `text` is what will be stored and cited. */
export interface ReadText {
  text: string
  title?: string
}

/** Readers by file extension. Another format is one more line here. */
const READERS: Record<string, (decoded: string) => ReadText> = {
  '.txt': (text) => ({ text }),
  '.text': (text) => ({ text }),
  '.md': readMarkdown,
  '.markdown': readMarkdown,
}

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
  refused: RefusedFile[]
}

/**
 * Finds and hashes every file below a folder that some reader takes; parses nothing. One bad file never stops the run.
 * @throws AppError documents-missing when there is no such folder
 */
export async function findFiles(folder: string): Promise<FoundFolder> {
  const found: FoundFolder = { files: [], refused: [] }
  for (const file of await listFiles(folder, found.refused)) {
    const source = sourceOf(folder, file)
    try {
      found.files.push({ file, source, sha256: digest(await readBounded(file, source)) })
    } catch (thrown) {
      found.refused.push({ source, error: refusal(source, thrown) })
    }
  }
  return found
}

/** Names, sizes and times of everything that would be read, in one string: it differs when something may have changed. */
export async function snapshotOf(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await listFiles(folder, [])) {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file).catch(() => ({ size: -1, mtimeMs: 0, ctimeMs: 0, ino: 0 }))
    hash.update(`${file}\0${size} ${mtimeMs} ${ctimeMs} ${ino}\0`)
  }
  return hash.digest('hex')
}

/** Reads one file. @throws AppError with the reason why it is left out */
export async function readDocument({ file, source }: Pick<FoundFile, 'file' | 'source'>): Promise<SourceDocument> {
  try {
    const bytes = await readBounded(file, source)
    const decoded = decodeText(bytes)
    const reader = READERS[extname(file).toLowerCase()]
    if (decoded === undefined || !reader) throw new AppError('document-not-text', { source })
    const { text, title } = reader(decoded)
    return describeDocument({ source, text, sha256: digest(bytes), ...(title ? { title } : {}) })
  } catch (thrown) {
    throw refusal(source, thrown)
  }
}

/** Reads every document below a folder. @throws AppError documents-missing, documents-empty when nothing in it can be read */
export async function readFolder(folder: string): Promise<{ documents: SourceDocument[]; refused: AppError[] }> {
  const { files, refused } = await findFiles(folder)
  const documents: SourceDocument[] = []
  const errors = refused.map(({ error }) => error)
  for (const file of files) {
    await readDocument(file).then(
      (document) => documents.push(document),
      (error) => errors.push(error),
    )
  }
  if (documents.length === 0 && errors.length === 0) throw new AppError('documents-empty', { folder })
  return { documents, refused: errors }
}

function refusal(source: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  return new AppError('document-unreadable', { source, cause: causeText(thrown) }, { cause: thrown })
}

/** Paths of the files that some reader takes, sorted. Symbolic links are not followed: a folder means what stands in it. */
async function listFiles(folder: string, refused: RefusedFile[]): Promise<string[]> {
  const files: string[] = []
  const visit = async (directory: string): Promise<void> => {
    const entries = await readdir(directory, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue
      const path = join(directory, entry.name)
      if (entry.isDirectory()) {
        await visit(path).catch((cause) => {
          const source = sourceOf(folder, path)
          refused.push({ source, error: refusal(source, cause) })
        })
      } else if (entry.isFile() && extname(entry.name).toLowerCase() in READERS) files.push(path)
    }
  }
  await visit(folder).catch((cause) => {
    throw new AppError('documents-missing', { folder }, { cause })
  })
  return files
}

function sourceOf(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}

async function readBounded(file: string, source: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    if (size > DOCUMENT_MAX_BYTES) throw new AppError('document-too-large', { source, bytes: size, limit: DOCUMENT_MAX_BYTES })
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Everything about a document that its text tells. Pure. */
export function describeDocument(given: { source: string; text: string; sha256: string; title?: string }): SourceDocument {
  const { source, text, sha256 } = given
  const language = detectLanguage(text) ?? 'en'
  const sentences = findSentences(text, language)
  const date = dateOf(text, sentences)
  return {
    id: documentId(source),
    source,
    title: given.title?.trim() || titleOf(text, sentences, source),
    language: majorityLanguage(sentences, language),
    ...(date ? { date } : {}),
    text,
    sha256,
    sentences,
  }
}

/** Twelve hexadecimal digits: documents are addressed by id alone, so that no path ever comes in from outside. */
export function documentId(source: string): string {
  return createHash('sha256').update(source.normalize('NFC')).digest('hex').slice(0, 12)
}

const TITLE_MAX_LENGTH = 120

/** The first heading, or the first sentence without its dateline, cut at a word; the file name when there is neither. */
function titleOf(text: string, sentences: readonly Sentence[], source: string): string {
  const first = sentences.find((sentence) => sentence.kind !== 'chrome')
  if (!first) return source
  const plain = text.slice(first.start, first.end).replace(/\s+/g, ' ').trim()
  const bare = first.kind === 'heading' ? plain : plain.slice(datelineLength(plain)).replace(/[.;:]$/, '')
  if (bare.length <= TITLE_MAX_LENGTH) return bare || source
  return `${bare.slice(0, TITLE_MAX_LENGTH).replace(/\s+\S*$/, '')}…`
}

/** The date among the first lines; press releases put it there. */
function dateOf(text: string, sentences: readonly Sentence[]): string | undefined {
  const head = sentences.slice(0, 15)
  const end = head.at(-1)?.end ?? 0
  for (const line of text.slice(0, end).split('\n')) {
    const date = findDate(line.slice(0, 120))
    if (date) return date
  }
  return undefined
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
