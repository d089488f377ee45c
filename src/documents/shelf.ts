/**
 * Puts files into the folder of documents and takes them out again, for people who reach it through a page alone. A name is a name and
 * never a path; a file is there whole or not at all; what is taken out is kept in a hidden folder, so that it can be put back by hand.
 */
import { randomBytes } from 'node:crypto'
import { link, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { AppError, causeText, codeOf, isAppError } from '../errors.ts'
import { DOCUMENT_MAX_BYTES, isSystemFile } from './read.ts'

export interface IncomingFile {
  name: string
  bytes: Uint8Array
}

/** Hidden, as is everything that begins with a dot: it is never indexed. */
const REMOVED = '.removed'
/** Bytes of UTF-8; most file systems take 255, and a removed file gains its time. */
const NAME_LENGTH = 200
/** Not for a name on one of the systems that people use: separators, what cannot be seen, and what Windows refuses. */
const FORBIDDEN = /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\ufffd]/u
/** Names of devices on Windows, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/**
 * The name under which a file is kept, in NFC.
 * @param kinds endings of the files that are read, with their dot
 * @throws AppError upload-name, upload-kind, upload-too-large
 */
export function checkIncoming({ name, bytes }: IncomingFile, kinds: readonly string[]): string {
  const kept = name.normalize('NFC')
  const shown = kept.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '\ufffd').slice(0, 100)
  const isName = kept !== '' && !FORBIDDEN.test(kept) && !/^[. ]|[. ]$/.test(kept) && !DEVICE.test(kept)
  if (!isName || isSystemFile(kept) || Buffer.byteLength(kept) > NAME_LENGTH) throw new AppError('upload-name', { name: shown })
  if (!kinds.includes(extname(kept).toLowerCase())) throw new AppError('upload-kind', { name: shown, kind: extname(kept) })
  if (bytes.length > DOCUMENT_MAX_BYTES) throw new AppError('upload-too-large', { limit: DOCUMENT_MAX_BYTES })
  if (bytes.length === 0) throw new AppError('upload-empty', {})
  return kept
}

/**
 * Writes a file beside its place, then gives it its name: whoever looks at the folder meanwhile sees all of it or nothing.
 * @param kinds endings of the files that are read, with their dot
 * @param replace whether a file of that name is replaced
 * @returns the name
 * @throws AppError upload-name, upload-kind, upload-too-large, upload-empty, upload-exists, upload-unwritable
 */
export async function addFile(folder: string, file: IncomingFile, kinds: readonly string[], replace = false): Promise<string> {
  const name = checkIncoming(file, kinds)
  const partial = join(folder, `.sourcier-${randomBytes(8).toString('hex')}.tmp`)
  try {
    // Names that differ in the composition of their letters alone are the same to a person.
    const [same] = (await readdir(folder)).filter((entry) => entry.normalize('NFC') === name)
    if (same !== undefined && !replace) throw new AppError('upload-exists', { name })
    const place = join(folder, same ?? name)
    if (same !== undefined && (await lstat(place)).isDirectory()) throw new AppError('upload-exists', { name })
    await writeDurably(partial, file.bytes)
    // A link fails where a file of that name has come meanwhile; a rename would replace it. A symbolic link is replaced, not followed.
    if (replace) await rename(partial, place)
    else await link(partial, place)
    return name
  } catch (thrown) {
    if (isAppError(thrown)) throw thrown
    if (codeOf(thrown) === 'EEXIST') throw new AppError('upload-exists', { name }, { cause: thrown })
    throw new AppError('upload-unwritable', { cause: causeText(thrown) }, { cause: thrown })
  } finally {
    await rm(partial, { force: true })
  }
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o644)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Takes a file out of the folder, into its hidden folder of what was removed.
 * @param source as the index or the list of files not read names it: the path relative to the folder
 * @param now in the name under which it is kept
 * @throws AppError document-unknown, upload-unwritable
 */
export async function removeFile(folder: string, source: string, now: Date): Promise<void> {
  const unknown = (cause?: unknown): AppError => new AppError('document-unknown', { id: source.slice(0, 100) }, { cause })
  const parts = source.split('/')
  if (source === '' || source.includes('\0') || parts.some((part) => part === '' || part === '..' || part.startsWith('.'))) throw unknown()
  const root = await realpath(folder).catch((cause) => Promise.reject(unknown(cause)))
  const file = join(root, ...parts)
  try {
    // No folder on the way may be a link to somewhere else.
    if ((await realpath(dirname(file))) !== dirname(file)) throw unknown()
    const found = await lstat(file)
    if (!found.isFile() && !found.isSymbolicLink()) throw unknown()
  } catch (cause) {
    throw isAppError(cause) ? cause : unknown(cause)
  }
  try {
    await mkdir(join(root, REMOVED), { recursive: true })
    await rename(file, join(root, REMOVED, `${now.toISOString().replace(/[:.]/g, '-')} ${basename(file)}`))
  } catch (cause) {
    throw new AppError('upload-unwritable', { cause: causeText(cause) }, { cause })
  }
}
