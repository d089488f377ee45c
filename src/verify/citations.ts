/**
 * The promise of the product: a citation exists only when its quote occurs verbatim at its offsets in the stored text. Serves
 * every answerer and the evaluation; fails closed.
 */
import { type Citation, type Language, pageAt, type SourceDocument, type Span } from '../domain.ts'

/** What an answerer claims: these offsets of this document say this. */
export interface CitationClaim extends Span {
  documentId: string
  quote: string
  language: Language
  /** The words in it that were pointed at; passed over where they do not lie within. */
  answer?: Span | undefined
}

/** A shorter quote proves nothing: "the", « le ». */
const MINIMUM_QUOTE_LENGTH = 3

/** Looks a stored document up by its id. */
export type FindDocument = (id: string) => Promise<SourceDocument | undefined>

/** @returns the citation, or undefined when any part of the claim does not hold */
export async function verifyCitation(claim: CitationClaim, n: number, find: FindDocument): Promise<Citation | undefined> {
  const { documentId, start, end, quote, language, answer } = claim
  const document = await find(documentId)
  if (!document) return undefined
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > document.text.length || end <= start) return undefined
  if (quote.trim().length < MINIMUM_QUOTE_LENGTH || document.text.slice(start, end) !== quote) return undefined
  const { source, title, date } = document
  const page = pageAt(document, start)
  const counterpart = document.counterpart === undefined ? undefined : await find(document.counterpart)
  return {
    ...{ n, documentId, source, title, language, quote, start, end, href: sourceHref(documentId, { start, end }) },
    ...(answer && start <= answer.start && answer.start < answer.end && answer.end <= end ? { answer } : {}),
    ...(date ? { date } : {}),
    ...(page ? { page } : {}),
    ...(counterpart ? { counterpart: offered(counterpart) } : {}),
    verdict: 'exact',
  }
}

function offered({ id, title, language }: SourceDocument): Citation['counterpart'] {
  return { documentId: id, title, language, href: `/source/${id}` }
}

/** Address of a document's page with a span highlighted. */
function sourceHref(documentId: string, { start, end }: Span): string {
  return `/source/${documentId}?start=${start}&end=${end}`
}
