/**
 * Behind a path: a proxy serves this program below a prefix (`/sourcier`) of a site that it shares with others. Routes know nothing of
 * it. Requests lose the prefix before them; what goes out gains it, in the places that hold addresses of this server and nowhere else.
 */
import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { isTrusted } from './address.ts'
import type { AppEnv, AppSettings } from './env.ts'

/** One or more segments, without a slash at the end. */
export const PREFIX = /^(?:\/[\w.~-]{1,100}){1,8}$/

/**
 * The prefix of a request: what a declared proxy says in X-Forwarded-Prefix, else the one that is set.
 * @param set '' for none
 */
export function prefixOf({ headers, socket }: IncomingMessage, set: string, trustProxy: readonly string[]): string {
  const told = String(headers['x-forwarded-prefix'] ?? '').replace(/\/$/, '')
  return PREFIX.test(told) && isTrusted(socket.remoteAddress ?? '', trustProxy) ? told : set
}

/** Some proxies take the prefix off, others leave it: both are understood. */
export function withoutPrefix(url: string, prefix: string): string {
  if (prefix === '' || !url.startsWith(prefix)) return url
  const rest = url.slice(prefix.length)
  if (rest.startsWith('/')) return rest
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url
}

/** The address that a client reached this server by; a trusted proxy tells whether it was https. */
export function publicAddress(c: Context<AppEnv>, { trustProxy }: Pick<AppSettings, 'trustProxy'>): string {
  const { protocol, host } = new URL(c.req.url)
  const secure = trustProxy.length > 0 && c.req.header('x-forwarded-proto') === 'https'
  return `${secure ? 'https:' : protocol}//${host}${c.env?.prefix ?? ''}`
}

/**
 * Where addresses stand, by type of content. Text cannot look like one: in HTML and in JSON its quotation marks are escaped. Each
 * pattern ends right before the address.
 */
const PLACES: readonly [RegExp, RegExp][] = [
  [/^text\/html/, /(?<=\s(?:href|src|action|formaction)="|\scontent="\d{1,4};\s?url=)(?=\/(?!\/))/g],
  [/^(?:application\/(?:[a-z.-]+\+)?json|text\/event-stream)/, /(?<="href":")(?=\/(?!\/))/g],
]
/** Of the document of the interface, whose paths begin with a slash themselves. */
const SERVERS = /(?<="servers":\[\{"url":")\/(?="\})/g

/** @param prefix not '' */
export function withPrefix(response: Response, prefix: string): Response {
  const headers = new Headers(response.headers)
  const location = headers.get('location')
  if (location?.startsWith('/')) headers.set('location', prefix + location)
  const [, places] = PLACES.find(([type]) => type.test(headers.get('content-type') ?? '')) ?? []
  const { status, body } = response
  if (!places || !body) return new Response(body, { status, headers })
  headers.delete('content-length')
  return new Response(body.pipeThrough(rewriting((text) => text.replace(places, prefix).replace(SERVERS, prefix))), { status, headers })
}

/** Text passes through in whole lines, so that no address is cut in two; the last one when there is no more. */
function rewriting(rewrite: (text: string) => string): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let rest = ''
  return new TransformStream({
    transform(bytes, controller) {
      rest += decoder.decode(bytes, { stream: true })
      const end = rest.lastIndexOf('\n') + 1
      if (end === 0) return
      controller.enqueue(encoder.encode(rewrite(rest.slice(0, end))))
      rest = rest.slice(end)
    },
    flush(controller) {
      rest += decoder.decode()
      if (rest !== '') controller.enqueue(encoder.encode(rewrite(rest)))
    },
  })
}
