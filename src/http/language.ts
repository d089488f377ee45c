/** The language of the interface for a request: what its URL asks for, else what the browser prefers, else English. */
import { parseAccept } from 'hono/utils/accept'
import type { Language } from '../domain.ts'

interface Asked {
  query(name: string): string | undefined
  header(name: string): string | undefined
}

export function preferredLanguage(request: Asked): Language {
  const asked = request.query('ui')
  if (asked === 'en' || asked === 'fr') return asked
  return acceptedLanguage(request.header('accept-language')) ?? 'en'
}

/** @returns undefined when the header names neither language */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const accepted = parseAccept(header ?? '').sort((a, b) => b.q - a.q)
  return accepted.map(({ type }) => type.slice(0, 2).toLowerCase()).find((code): code is Language => code === 'en' || code === 'fr')
}

/** The page of administration, for a browser that has pressed a button there; undefined for a program, which gets JSON. */
export function adminPath(request: Asked): string | undefined {
  return request.header('accept')?.includes('text/html') ? `/${preferredLanguage(request)}/admin` : undefined
}
