/** The sentences that a language model receives and may cite. */
import type { Hit, Language } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'

const MOST_SENTENCES = 60
const HITS_SHOWN = 8

/** A sentence that a model may cite. */
export interface NumberedSentence {
  documentId: string
  start: number
  end: number
  language: Language
  /** As it stands in the document. */
  quote: string
  /** The same on one line. */
  text: string
}

/** Sentences of the best passages, in the order of the passages, each once; page furniture is left out. */
export function numberedSentences(hits: readonly Hit[], { documents, passages }: SearchIndex): NumberedSentence[] {
  const found = new Map<string, NumberedSentence>()
  for (const { passage } of hits.slice(0, HITS_SHOWN)) {
    const own = passages[passage]
    const document = own && documents[own.document]
    if (!own || !document) continue
    for (let i = own.first; i <= own.last; i++) {
      const { start, end, kind, language } = document.sentences[i] as (typeof document.sentences)[number]
      if (kind === 'chrome' || found.size >= MOST_SENTENCES) continue
      const quote = document.text.slice(start, end)
      const text = quote.replace(/\s+/g, ' ').trim()
      found.set(`${own.document}:${start}`, { documentId: document.id, start, end, language, quote, text })
    }
  }
  return [...found.values()]
}
