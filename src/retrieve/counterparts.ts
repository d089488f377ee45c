/** A document that exists in both languages answers from the one of the question; the other is offered beside it. */
import type { Hit, Language } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'

/** Hits without those whose document has a hit of its own in the language asked for. */
export function preferOwnLanguage(hits: readonly Hit[], language: Language, { documents, passages }: SearchIndex): Hit[] {
  const documentOf = ({ passage }: Hit) => documents[passages[passage]?.document ?? -1]
  const found = new Set(hits.map((hit) => documentOf(hit)?.id))
  return hits.filter((hit) => {
    const document = documentOf(hit)
    return document?.counterpart === undefined || document.language === language || !found.has(document.counterpart)
  })
}
