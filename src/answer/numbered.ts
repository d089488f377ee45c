/** The sentences that a language model receives and may cite. */
import { type Hit, textOf } from '../domain.ts'
import type { Quote } from './draft.ts'

/** A sentence that a model may cite. */
export interface NumberedSentence extends Quote {
  /** The quote on one line. */
  text: string
}

/** How many passages, best first, and how many sentences of theirs are listed at most. */
export interface NumberedLimits {
  passages: number
  sentences: number
}

/** Sentences of the best passages, in the order of the passages, each once; page furniture is left out. */
export function numberedSentences(hits: readonly Hit[], limits: NumberedLimits): NumberedSentence[] {
  const found = new Map<string, NumberedSentence>()
  for (const { passage } of hits.slice(0, limits.passages)) {
    const { documentId } = passage
    for (const { start, end, kind, language, uncertain } of passage.sentences) {
      if (kind === 'chrome' || uncertain || found.size >= limits.sentences) continue
      const quote = textOf(passage, { start, end })
      found.set(`${documentId}:${start}`, { documentId, start, end, language, quote, text: quote.replace(/\s+/g, ' ').trim() })
    }
  }
  return [...found.values()]
}
