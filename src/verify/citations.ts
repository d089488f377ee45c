/**
 * The promise of the product: a citation exists only when its quote occurs verbatim at its offsets in the stored text. Serves
 * every answerer and the evaluation; fails closed.
 */
import type { Citation, Language, SourceDocument, Span } from '../domain.ts'

/** What an answerer claims: these offsets of this document say this. */
export interface CitationClaim extends Span {
  documentId: string
  quote: string
  language: Language
}

/** A shorter quote proves nothing: "the", « le ». */
const MINIMUM_QUOTE_LENGTH = 3

/** @returns the citation, or undefined when any part of the claim does not hold */
export function verifyCitation(claim: CitationClaim, n: number, documents: ReadonlyMap<string, SourceDocument>): Citation | undefined {
  const { documentId, start, end, quote, language } = claim
  const document = documents.get(documentId)
  if (!document) return undefined
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > document.text.length || end <= start) return undefined
  if (quote.trim().length < MINIMUM_QUOTE_LENGTH || document.text.slice(start, end) !== quote) return undefined
  const { source, title } = document
  const page = pageAt(document, start)
  const counterpart = document.counterpart === undefined ? undefined : documents.get(document.counterpart)
  return {
    ...{ n, documentId, source, title, language, quote, start, end, href: sourceHref(documentId, { start, end }) },
    ...(page ? { page } : {}),
    ...(counterpart ? { counterpart: offered(counterpart) } : {}),
    verdict: 'exact',
  }
}

/** The page that an offset stands on, from 1; undefined for formats without pages. */
export function pageAt({ pages }: SourceDocument, offset: number): number | undefined {
  const page = pages?.findLastIndex((start) => start <= offset)
  return page === undefined ? undefined : page + 1
}

function offered({ id, title, language }: SourceDocument): Citation['counterpart'] {
  return { documentId: id, title, language, href: `/source/${id}` }
}

/** Address of a document's page with a span highlighted. */
function sourceHref(documentId: string, { start, end }: Span): string {
  return `/source/${documentId}?start=${start}&end=${end}`
}
