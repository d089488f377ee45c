/** A document that exists in both languages answers from the one of the question; the other is offered beside it. */
import type { Hit, Language } from '../domain.ts'

/** Hits without those whose document has a hit of its own in the language asked for. */
export function preferOwnLanguage(hits: readonly Hit[], language: Language): Hit[] {
  const found = new Set(hits.map(({ passage }) => passage.documentId))
  return hits.filter(({ passage: { counterpart, documentLanguage } }) => {
    return counterpart === undefined || documentLanguage === language || !found.has(counterpart)
  })
}
