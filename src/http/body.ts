/**
 * What a body may be: JSON, and for the page's forms urlencoded fields; a page of any other site could send anything else. It is read
 * whole before the gate, so that a slow client holds no slot.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

/** Bytes. */
export const BODY_LIMIT = 256 * 1024

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
    // Invalid UTF-8 would be replaced silently and change the question.
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
