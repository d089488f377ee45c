/** What is quoted of a section or of a document that is asked for as a whole. */
import type { Evidence, PassageView, SentenceView } from '../domain.ts'

/** Words quoted of a section, and quotes of it. */
const MOST_WORDS = 110
const MOST_QUOTES = 3

/**
 * The text of a section from its start, up to a bounded number of words; below its headings.
 * @param passages in the order of the document
 */
export function sectionQuotes(passages: readonly PassageView[]): Evidence[] {
  const quotes: Evidence[] = []
  let words = 0
  let end = 0
  for (const passage of passages) {
    let run: { first: SentenceView; last: SentenceView } | undefined
    for (const sentence of passage.around.sentences) {
      if (sentence.start < end || sentence.kind === 'chrome' || sentence.uncertain) continue
      if (sentence.kind === 'heading') {
        if (run) break
        continue
      }
      const size = passage.around.text.slice(sentence.start - passage.around.start, sentence.end - passage.around.start).split(/\s+/).length
      if (words > 0 && words + size > MOST_WORDS) break
      words += size
      run = { first: run?.first ?? sentence, last: sentence }
    }
    if (!run) continue
    end = run.last.end
    quotes.push({ passage, sentence: run.first, span: { start: run.first.start, end }, relevance: 1 })
    if (quotes.length === MOST_QUOTES || words >= MOST_WORDS) break
  }
  return quotes
}
