/** Whether what would be quoted speaks of some words of the question. Whatever the reader; across the languages as well. */
import type { Evidence } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { contentWords } from '../words/analyse.ts'

/** Distinct ids of the words of what would be quoted. */
export function wordsOf(quotes: readonly Pick<Evidence, 'passage' | 'span'>[]): Uint32Array {
  return Uint32Array.from(
    new Set(
      quotes.flatMap(({ passage, span }) =>
        passage.around.sentences.flatMap(({ start, end, words }) => (span.start <= start && end <= span.end ? [...words] : [])),
      ),
    ),
  )
}

/**
 * The share of a question's weight (inverse passage frequency) that some of its words have in the quotes, 0 to 1, each by its most similar word
 * (cosine) of the sentences quoted, their headings or their titles. 1 where none of the words carries content.
 * @param own the words, as they stand in the question
 */
export function shareOfOwnWords({ telling, matcher, language }: AnalysedQuestion, own: string, quotes: readonly Evidence[]): number {
  const forms = new Set(contentWords(own, language).map(({ form }) => form))
  const asked = telling.filter(({ word }) => forms.has(word.form))
  const above = quotes.flatMap(({ passage }) => [...passage.headingWords, ...passage.titleWords])
  const ids = Uint32Array.from(new Set([...wordsOf(quotes), ...above]))
  const weight = asked.reduce((sum, word) => sum + word.weight, 0)
  const met = asked.reduce((sum, word) => sum + word.weight * matcher.best(word, ids).similarity, 0)
  return weight === 0 ? 1 : met / weight
}
