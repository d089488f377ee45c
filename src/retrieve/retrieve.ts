/**
 * An analysed question in, hits out, best first: the candidates of a corpus, rescored by the exact word-by-word match. Knows nothing
 * of answers.
 */
import type { Hit, WordMatch } from '../domain.ts'
import type { Candidate, Corpus } from '../store/corpus.ts'
import { type AnalysedQuestion, SIMILARITY_CUT } from './question.ts'

/** Candidates that are rescored. */
const CANDIDATES = 50

/** Weights fitted on the development questions; see eval/README.md. */
const RANKING = {
  /** Word-by-word match, as a share of the question's weight; its part of the final score. */
  match: 1,
  /** BM25 with expansions, as a share of the question's weight: how often, not only whether. */
  lexical: 0.3,
  /** What a word is worth that is met only in the document's title, in a heading above the passage, or in the first sentence of the document. */
  title: 0.6,
  heading: 0.8,
  lead: 0.5,
  /** Long passages meet more words by chance: divide by 1 + lengthPenalty * ln(1 + distinct words). */
  lengthPenalty: 0.15,
} as const

const NONE = new Uint32Array()

/** @param limit hits wanted */
export async function retrieve(question: AnalysedQuestion, corpus: Corpus, limit: number): Promise<Hit[]> {
  if (question.words.length === 0) return []
  const candidates = await corpus.candidates(question.words, question.vector, CANDIDATES)
  const hits = candidates.map((candidate) => rescore(candidate, question))
  // Equal scores keep the order of the corpus.
  return hits.sort((a, b) => b.score - a.score).slice(0, limit)
}

function rescore({ passage, lexical, cosine }: Candidate, question: AnalysedQuestion): Hit {
  const { matcher } = question
  const why: WordMatch[] = []
  let met = 0
  for (const word of question.words) {
    const inside = matcher.best(word, passage.words)
    let [worth, shown] = [inside.similarity, inside]
    for (const [field, share] of [
      [passage.headingWords, RANKING.heading],
      [passage.titleWords, RANKING.title],
      [passage.lead?.words ?? NONE, RANKING.lead],
    ] as const) {
      const above = matcher.best(word, field)
      if (above.similarity * share > worth) [worth, shown] = [above.similarity * share, above]
    }
    met += word.weight * worth
    if (worth >= SIMILARITY_CUT * RANKING.title && shown.id !== undefined) {
      const surface = matcher.vocabulary.words[shown.id]?.surface ?? ''
      why.push({ question: word.word.surface, passage: surface, similarity: round(shown.similarity) })
    }
  }
  const coverage = question.weight === 0 ? 0 : met / question.weight
  const matched = coverage / (1 + RANKING.lengthPenalty * Math.log(1 + passage.words.length))
  const score = RANKING.match * matched + question.vectorWeight * cosine + RANKING.lexical * lexical
  return { passage, score, coverage, why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
