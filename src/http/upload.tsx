/**
 * Documents put in and taken out through pages: behind the token of administration, and, where the operator allows it, by whoever opens
 * the page on this machine. The index follows by itself.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { readableKinds } from '../documents/read.ts'
import { addFile, checkIncoming, type IncomingFile, removeFile } from '../documents/shelf.ts'
import { AppError } from '../errors.ts'
import { isThisMachine } from './address.ts'
import type { AppEnv, Shared } from './env.ts'
import type { Gate } from './gate.ts'
import { adminPath, preferredLanguage } from './language.ts'

/** Bytes of one request; a file may have 50 MiB. */
const UPLOAD_LIMIT = 64 * 1024 * 1024
const FILES_MOST = 100

/** One request at a time is held in memory; few wait. */
export const UPLOADING = { running: 1, waiting: 4 }

/** Where a body may be larger than elsewhere. Compared whole: any other spelling has the smaller limit. */
export const UPLOAD_PATHS: ReadonlySet<string> = new Set(['/documents', '/admin/documents'])

/** After the guards of a route: nothing is read of whoever may not send it. @throws AppError media-type-unsupported, upload-too-large, overloaded */
export function uploadGuards(gate: Gate): MiddlewareHandler<AppEnv>[] {
  const tooLarge = (): Promise<never> => Promise.reject(new AppError('upload-too-large', { limit: UPLOAD_LIMIT }))
  return [
    async (c, next) => {
      const type = c.req.header('content-type') ?? ''
      if (!/^multipart\/form-data\s*;/i.test(type))
        throw new AppError('media-type-unsupported', { found: type.slice(0, 60), wanted: 'multipart/form-data' })
      const leave = await gate.enter(c.req.raw.signal)
      try {
        await next()
      } finally {
        leave()
      }
    },
    bodyLimit({ maxSize: UPLOAD_LIMIT, onError: tooLarge }),
  ]
}

/**
 * Only for a page opened on this machine, under one of its own names, where the operator allows it: a proxy, even one that was not
 * declared, names its client or the site.
 * @throws AppError upload-off
 */
export function localGuard(shared: Shared): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (!mayUpload(c, shared)) throw new AppError('upload-off', {})
    await next()
  }
}

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

export function mayUpload(c: Context<AppEnv>, { settings }: Shared): boolean {
  const { upload, trustProxy, documentsFolder } = settings
  if (!upload || documentsFolder === undefined || trustProxy.length > 0) return false
  const proxied = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'].some((name) => c.req.header(name) !== undefined)
  const host = `http://${c.req.header('host') ?? ''}`
  const isLocal = URL.canParse(host) && LOCAL_NAMES.has(new URL(host).hostname)
  return !proxied && isLocal && isThisMachine(c.env?.incoming?.socket.remoteAddress ?? '')
}

/** @throws AppError upload-empty, upload-name, upload-kind, upload-too-large, upload-exists, upload-unwritable, upload-off */
export async function receiveFiles(c: Context<AppEnv>, shared: Shared): Promise<Response> {
  const folder = folderOf(shared)
  const form = await formOf(c)
  const sent = form.getAll('file').filter((value): value is File => value instanceof File && (value.name !== '' || value.size > 0))
  if (sent.length === 0 || sent.length > FILES_MOST) throw new AppError('upload-empty', {})
  const files: IncomingFile[] = []
  for (const file of sent) files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
  // All of them are judged before the first is written.
  const kinds = kindsOf(shared)
  for (const file of files) checkIncoming(file, kinds)
  const isAdmin = c.req.path.startsWith('/admin/')
  const replace = isAdmin && form.get('replace') !== null
  const added: string[] = []
  try {
    for (const file of files) added.push(await addFile(folder, file, kinds, replace))
  } finally {
    if (added.length > 0) shared.state.reindex?.()
  }
  const language = preferredLanguage(c.req)
  const page = isAdmin ? adminPath(c.req) : isPage(c) ? `/${language}/documents` : undefined
  return page ? c.redirect(`${page}?done=added`, 303) : c.json({ added }, 201)
}

/** @throws AppError upload-empty for a body that is no form */
async function formOf(c: Context): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch (cause) {
    throw new AppError('upload-empty', {}, { cause })
  }
}

/** @throws AppError document-unknown, upload-unwritable, upload-off */
export async function removeSource(c: Context<AppEnv>, source: string, shared: Shared): Promise<Response> {
  await removeFile(folderOf(shared), source, new Date())
  shared.state.reindex?.()
  const page = adminPath(c.req)
  return page ? c.redirect(`${page}?done=removed`, 303) : c.json({ removed: source }, 200)
}

/** Endings of the files that may be added. */
export function kindsOf({ settings: { ocr = false } }: Shared): readonly string[] {
  return readableKinds(ocr)
}

function isPage(c: Context): boolean {
  return c.req.header('accept')?.includes('text/html') === true
}

function folderOf({ settings: { documentsFolder } }: Shared): string {
  if (documentsFolder === undefined) throw new AppError('upload-off', {})
  return documentsFolder
}
