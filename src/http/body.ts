/** What a body may be: JSON, and for the page's forms urlencoded fields. Anything else could be sent by a page of any other site. Read whole, so that nobody takes a place at the gate before the body is there. */
import type { Context, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

const JSON_TYPE = /^application\/(?:[a-z.-]{1,60}\+)?json(?:\s*;|$)/i
const FORM_TYPE = /^application\/x-www-form-urlencoded(?:\s*;|$)/i

export function isForm(c: Context): boolean {
  return FORM_TYPE.test(c.req.header('content-type') ?? '')
}

/** @throws AppError media-type-unsupported, json-invalid */
export const jsonBody: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('content-type') ?? ''
  if (!JSON_TYPE.test(type)) throw new AppError('media-type-unsupported', { found: type.slice(0, 60) })
  try {
    // Bytes that are no UTF-8 would be read as questions that nobody asked.
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await c.req.arrayBuffer()))
  } catch (cause) {
    throw new AppError('json-invalid', {}, { cause })
  }
  await next()
}

/** @throws AppError media-type-unsupported, json-invalid */
export const jsonOrFormBody: MiddlewareHandler = async (c, next) => {
  if (!isForm(c)) return jsonBody(c, next)
  await c.req.arrayBuffer()
  await next()
}
