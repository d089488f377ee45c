/** Whether what would be quoted speaks of some words of the question. Whatever the reader; across the languages as well. */
import type { Evidence } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { contentWords } from '../words/analyse.ts'

/**
 * The share of a question's weight (inverse passage frequency) that some of its words have in the quotes, 0 to 1, each by its most similar word
 * (cosine) of the sentences quoted, their headings or their titles. 1 where none of the words carries content.
 * @param own the words, as they stand in the question
 */
export function shareOfOwnWords({ telling, matcher, language }: AnalysedQuestion, own: string, quotes: readonly Evidence[]): number {
  const forms = new Set(contentWords(own, language).map(({ form }) => form))
  const asked = telling.filter(({ word }) => forms.has(word.form))
  const ids = Uint32Array.from(
    new Set(
      quotes.flatMap(({ passage, span }) => [
        ...passage.around.sentences.filter(({ start, end }) => span.start <= start && end <= span.end).flatMap(({ words }) => [...words]),
        ...passage.headingWords,
        ...passage.titleWords,
      ]),
    ),
  )
  const weight = asked.reduce((sum, word) => sum + word.weight, 0)
  const met = asked.reduce((sum, word) => sum + word.weight * matcher.best(word, ids).similarity, 0)
  return weight === 0 ? 1 : met / weight
}
