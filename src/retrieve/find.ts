/** A question in, the passages that speak of it out: the one look-up of the product. */
import type { Hit } from '../domain.ts'
import type { Models } from '../embed/embedder.ts'
import type { Corpus } from '../store/corpus.ts'
import type { Question } from '../understand/understand.ts'
import { type SpelledOut, spelledOut } from '../words/acronyms.ts'
import { preferOwnLanguage } from './counterparts.ts'
import { type AnalysedQuestion, analyseQuestion, type QuestionWord, unexplained, withLongForms } from './question.ts'
import { retrieve } from './retrieve.ts'

export interface Found {
  question: AnalysedQuestion
  /** Best first. */
  hits: Hit[]
}

/** @param limit hits wanted */
export async function find(asked: Question, corpus: Corpus, models: Models, limit: number): Promise<Found> {
  const asAsked = await analyseQuestion(asked, corpus.vocabulary, models)
  // Twice as many, because translations of one another take each other's places.
  const first = await retrieve(asAsked, corpus, 2 * limit)
  const question = await spellOut(asAsked, first, corpus, models)
  const found = question === asAsked ? first : await retrieve(question, corpus, 2 * limit)
  return { question, hits: preferOwnLanguage(found, asked.sources ?? asked.language).slice(0, limit) }
}

/** An acronym that no document explains stands for the name of its initials in what was found by the other words, if there is one. */
async function spellOut(question: AnalysedQuestion, hits: readonly Hit[], corpus: Corpus, models: Models): Promise<AnalysedQuestion> {
  const names = new Map<QuestionWord, SpelledOut[]>()
  for (const word of unexplained(question, corpus.vocabulary)) {
    const found = hits.flatMap(({ passage }) =>
      [passage.title, passage.text].flatMap((text) =>
        spelledOut(text, word.word.form, passage.language).map((name) => ({ ...name, language: passage.language })),
      ),
    )
    // Each name once; those of the language of the question first.
    const distinct = [...new Map(found.map((name) => [name.forms.join(' '), name])).values()]
    distinct.sort((a, b) => Number(b.language === question.language) - Number(a.language === question.language))
    if (distinct.length > 0) names.set(word, distinct)
  }
  return names.size === 0 ? question : withLongForms(question, names, corpus.vocabulary, models)
}
