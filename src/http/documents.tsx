/** Documents as programs and people read them; always by id, never by a path. */
import { isUtf8 } from 'node:buffer'
import { basename, extname } from 'node:path'
import type { Context } from 'hono'
import { readOriginal } from '../documents/read.ts'
import {
  DOCUMENTS_MAX,
  type DocumentSummary,
  type DocumentText,
  type Language,
  type LanguageRun,
  type SourceDocument,
  type TextBlock,
  toSummary,
} from '../domain.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import type { Collection, Scope } from '../ui/chat.tsx'
import { isDrawn } from '../ui/client/pages.js'
import { SourcePage } from '../ui/source.tsx'
import type { AppEnv, Shared } from './env.ts'
import { preferredLanguage } from './language.ts'

export function toDocumentText(document: SourceDocument): DocumentText {
  return { ...toSummary(document), text: document.text, runs: foreignRuns(document), blocks: blocksOf(document) }
}

/** @throws AppError document-unknown */
export async function findDocument(id: string, shared: Shared): Promise<SourceDocument> {
  const document = await shared.engine().corpus.document(id)
  if (!document) throw new AppError('document-unknown', { id: id.slice(0, 40) })
  return document
}

/** Every document of the index, with the number of its passages. */
export async function listDocuments({ corpus }: Engine): Promise<(DocumentSummary & { passages: number })[]> {
  const listed: Awaited<ReturnType<typeof listDocuments>> = []
  for await (const document of corpus.documents()) listed.push(document)
  return listed
}

/** What the page says of the documents before anything is asked. */
export async function collectionOf(engine: Engine, notices: readonly AppError[]): Promise<Collection> {
  return { documents: await listDocuments(engine), notRead: filesNotRead(notices) }
}

function filesNotRead(notices: readonly AppError[]): number {
  const [unread] = notices.filter((error): error is AppError<'documents-unread'> => error.code === 'documents-unread')
  return notices.filter(({ code }) => code.startsWith('document-')).length + (unread?.params.files ?? 0)
}

/** @throws AppError document-unknown */
export async function sourcePage(c: Context<AppEnv>, id: string, shared: Shared): Promise<Response> {
  const document = await findDocument(id, shared)
  const [start, end] = [c.req.query('start'), c.req.query('end')]
  const span = parseSpan(start, end, document.text.length)
  const counterpart = await shared.engine().corpus.document(document.counterpart ?? '')
  const language = preferredLanguage(c.req)
  return c.html(
    <SourcePage
      language={language}
      document={document}
      runs={foreignRuns(document)}
      span={span}
      misplaced={span === undefined && (start !== undefined || end !== undefined)}
      counterpart={counterpart}
      blocks={blocksOf(document)}
    />,
  )
}

/** Shown by the browser itself; everything else is downloaded. Markup is shown as the text that it is. */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['.pdf', 'application/pdf'],
  ...['.txt', '.md', '.markdown', '.csv', '.tsv', '.json', '.jsonl', '.ndjson', '.html', '.htm', '.xhtml'].map(
    (kind) => [kind, 'text/plain'] as const,
  ),
])

async function originalBytes(document: SourceDocument, { settings: { documentsFolder } }: Shared): Promise<Buffer> {
  if (documentsFolder === undefined) throw new AppError('original-gone', { source: document.source })
  return readOriginal(documentsFolder, document)
}

/** The file of a document. @throws AppError document-unknown, original-gone */
export async function originalFile(c: Context<AppEnv>, id: string, shared: Shared): Promise<Response> {
  const document = await findDocument(id, shared)
  const bytes = await originalBytes(document, shared)
  const type = SHOWN.get(extname(document.source).toLowerCase())
  const name = encodeURIComponent(basename(document.source)).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': type === 'text/plain' && isUtf8(bytes) ? 'text/plain; charset=utf-8' : (type ?? 'application/octet-stream'),
    'Content-Disposition': `${type ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'Cache-Control': 'private, no-cache',
  })
}

/** Names that an error repeats. */
const NAMED = 10

/** The ids of a page's address: several in one value are a document and its translation. */
export function chosenIds(values: readonly string[] | undefined): string[] {
  return [...new Set((values ?? []).flatMap((value) => value.split(' ')).filter((id) => id !== ''))].slice(0, DOCUMENTS_MAX)
}

/**
 * What a page asks where it does not ask all documents.
 * @param chosen ids, or folders with what is in them; '.' is the documents folder without its folders
 * @returns undefined when nothing is chosen
 * @throws AppError documents-unknown
 */
export async function scopeOf(
  { ids = [], folders = [] }: { ids?: readonly string[]; folders?: readonly string[] },
  { corpus }: Engine,
): Promise<Scope | undefined> {
  if (ids.length === 0 && folders.length === 0) return undefined
  const wanted = new Set(ids)
  const documents: { id: string; title: string; language: Language }[] = []
  for await (const { id, title, language, source } of corpus.documents()) {
    const inFolder = folders.some((folder) => (folder === '.' ? !source.includes('/') : source.startsWith(`${folder}/`)))
    if (wanted.delete(id) || inFolder) documents.push({ id, title, language })
  }
  const unknown = documents.length === 0 ? [...folders, ...wanted] : [...wanted]
  if (unknown.length > 0) throw new AppError('documents-unknown', { names: unknown.slice(0, NAMED).map((name) => name.slice(0, 60)) })
  return { documents: documents.slice(0, DOCUMENTS_MAX), folders }
}

/** A page of a PDF, with the span of the query marked. @throws AppError document-unknown, original-gone, page-unknown, page-not-drawn, overloaded */
export async function pagePicture(c: Context<AppEnv>, id: string, number: string, shared: Shared): Promise<Response> {
  const document = await findDocument(id, shared)
  const { source, text } = document
  const pages = isDrawn(document) ? (document.pages ?? []) : []
  const page = /^\d{1,5}$/.test(number) ? Number(number) : 0
  const from = pages[page - 1]
  if (from === undefined) throw new AppError('page-unknown', { page: number, pages: pages.length })
  const bytes = await originalBytes(document, shared)
  const to = pages[page] ?? text.length
  const span = parseSpan(c.req.query('start'), c.req.query('end'), text.length)
  // A sentence may go on over the end of its page.
  const [start, end] = [Math.max(from, span?.start ?? from), Math.min(to, span?.end ?? from)]
  const order = { bytes, page, quote: text.slice(start, end), at: (start - from) / Math.max(1, to - from) }
  const picture = await shared.draw(order, c.req.raw.signal)
  if (!picture) throw new AppError('page-not-drawn', { source, page })
  return c.body(new Uint8Array(picture.png), 200, {
    'Content-Type': 'image/png',
    'Cache-Control': 'private, max-age=600',
    ...(picture.markedAt === undefined ? {} : { 'X-Marked-At': picture.markedAt.toFixed(3) }),
  })
}

/** The blocks of a document with its pages among them, and which are page furniture. */
export function blocksOf({ blocks, sentences, pages, text }: SourceDocument): TextBlock[] {
  const chrome = new Map<number, boolean>()
  for (const { block, kind } of sentences) chrome.set(block, kind === 'chrome' && (chrome.get(block) ?? true))
  const own = blocks.map(({ uncertain: _, ...block }, i): TextBlock => (chrome.get(i) ? { ...block, chrome: true } : block))
  if (!pages || own.some(({ kind }) => kind === 'page')) return own
  const starts = pages.map((start, i): TextBlock => ({ kind: 'page', start, end: pages[i + 1] ?? text.length, label: String(i + 1) }))
  // The sort is stable: a page stands before what begins with it.
  return [...starts, ...own].sort((a, b) => a.start - b.start)
}

/** Where a document is not in its own language, sentences that touch in one run. */
function foreignRuns({ language, sentences }: SourceDocument): LanguageRun[] {
  const runs: LanguageRun[] = []
  let inRun = false
  for (const sentence of sentences) {
    const last = runs.at(-1)
    if (sentence.language === language) inRun = false
    else if (inRun && last) last.end = sentence.end
    else {
      runs.push({ start: sentence.start, end: sentence.end, language: sentence.language })
      inRun = true
    }
  }
  return runs
}

/** A span that does not fit the document highlights nothing; the page is still worth showing, and says so. */
function parseSpan(start: string | undefined, end: string | undefined, length: number) {
  const [from, to] = [Number(start), Number(end)]
  const fits = /^\d{1,15}$/.test(start ?? '') && /^\d{1,15}$/.test(end ?? '') && from < to && to <= length
  return fits ? { start: from, end: to } : undefined
}
