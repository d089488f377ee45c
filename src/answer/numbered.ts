/** The sentences that a language model receives and may cite. */
import type { Hit, Language } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'

const MOST_SENTENCES = 60
const HITS_SHOWN = 8

/** A sentence that a model may cite. */
export interface NumberedSentence {
  document: number
  start: number
  end: number
  language: Language
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
      const text = document.text.slice(start, end).replace(/\s+/g, ' ').trim()
      found.set(`${own.document}:${start}`, { document: own.document, start, end, language, text })
    }
  }
  return [...found.values()]
}
