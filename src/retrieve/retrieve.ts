/**
 * An analysed question in, hits out, best first. Two lists of candidates (words, vectors), fused, then the first of them
 * rescored by the exact word-by-word match. Knows nothing of answers.
 */
import type { Hit, WordMatch } from '../domain.ts'
import { dot, row } from '../embed/embedder.ts'
import type { SearchIndex } from '../store/generation.ts'
import { saturation } from './lexical.ts'
import { type AnalysedQuestion, type QuestionWord, SIMILARITY_CUT } from './question.ts'

/** Candidates taken from each list, and rescored. */
const CANDIDATES = 50

/** Weights fitted on the development questions; see eval/README.md. */
export const RANKING = {
  /** Cosine against the share of words met, when the two lists are fused. */
  fusionCosine: 0.5,
  /** Word-by-word match, as a share of the question's weight; its part of the final score. */
  match: 1,
  /** Cosine of the mean vectors. */
  cosine: 0.35,
  /** BM25 with expansions, as a share of the question's weight: how often, not only whether. */
  lexical: 0.3,
  /** What a word met only in the document's title is worth. */
  title: 0.6,
  /** Long passages meet more words by chance: divide by 1 + lengthPenalty * ln(1 + distinct words). */
  lengthPenalty: 0.15,
} as const

/** @param limit hits wanted */
export async function retrieve(question: AnalysedQuestion, index: SearchIndex, limit: number): Promise<Hit[]> {
  if (index.passages.length === 0 || question.words.length === 0) return []
  const lexical = scoreWords(question, index)
  const byVector = await index.passageStore.nearest(question.vector, CANDIDATES)
  const candidates = fuse(lexical, byVector, question, index)
  const hits = candidates.map((passage) => rescore(passage, lexical.get(passage) ?? 0, question, index))
  hits.sort((a, b) => b.score - a.score || a.passage - b.passage)
  return hits.slice(0, limit)
}

/**
 * For each passage that meets a word: the share of the question's weight met, each word by its best expansion (the maximum,
 * so that five near-synonyms are not worth five words).
 */
function scoreWords(question: AnalysedQuestion, { lexicon: { postings } }: SearchIndex): Map<number, number> {
  const total = new Map<number, number>()
  const add = (word: QuestionWord, best: Map<number, number>): void => {
    for (const [passage, value] of best) total.set(passage, (total.get(passage) ?? 0) + (word.weight * value) / (question.weight || 1))
  }
  for (const word of question.words) {
    const best = new Map<number, number>()
    const meet = (id: number, similarity: number): void => {
      for (let at = postings.offsets[id] as number; at < (postings.offsets[id + 1] as number); at++) {
        const passage = postings.passages[at] as number
        const value = similarity * saturation(postings.counts[at] as number, postings.lengths[passage] as number, postings.averageLength)
        if (value > (best.get(passage) ?? 0)) best.set(passage, value)
      }
    }
    for (const [id, similarity] of word.expansions) meet(id, similarity)
    // A part of an acronym's long form brings the passage in; whether the whole form stands there is seen when rescoring.
    for (const part of word.longForms.flat()) for (const [id, similarity] of part.expansions) meet(id, similarity / 2)
    add(word, best)
  }
  return total
}

/** The best candidates of both lists by a weighted sum; a passage missing from a list is scored for it all the same. */
function fuse(
  lexical: ReadonlyMap<number, number>,
  byVector: readonly { id: number; similarity: number }[],
  question: AnalysedQuestion,
  index: SearchIndex,
): number[] {
  const best = [...lexical].sort((a, b) => b[1] - a[1]).slice(0, CANDIDATES)
  const candidates = new Set([...best.map(([passage]) => passage), ...byVector.map(({ id }) => id)])
  const cosines = new Map(byVector.map(({ id, similarity }) => [id, similarity]))
  const score = (passage: number): number =>
    (lexical.get(passage) ?? 0) + RANKING.fusionCosine * (cosines.get(passage) ?? dot(question.vector, row(index.passageVectors, passage)))
  return [...candidates]
    .map((passage) => [passage, score(passage)] as const)
    .sort((a, b) => b[1] - a[1])
    .slice(0, CANDIDATES)
    .map(([passage]) => passage)
}

function rescore(passage: number, lexical: number, question: AnalysedQuestion, index: SearchIndex): Hit {
  const { lexicon } = index
  const { matcher } = question
  const own = lexicon.passageWords(passage)
  const title = lexicon.titleWords[index.passages[passage]?.document ?? 0] as Uint32Array
  const why: WordMatch[] = []
  let met = 0
  for (const word of question.words) {
    const inside = matcher.best(word, own)
    const above = matcher.best(word, title)
    const worth = Math.max(inside.similarity, above.similarity * RANKING.title)
    met += word.weight * worth
    const shown = inside.similarity >= above.similarity * RANKING.title ? inside : above
    if (worth >= SIMILARITY_CUT * RANKING.title && shown.id !== undefined) {
      why.push({ question: word.word.surface, passage: lexicon.words[shown.id]?.surface ?? '', similarity: round(shown.similarity) })
    }
  }
  const coverage = question.weight === 0 ? 0 : met / question.weight
  const cosine = dot(question.vector, row(index.passageVectors, passage))
  const matched = coverage / (1 + RANKING.lengthPenalty * Math.log(1 + own.length))
  const score = RANKING.match * matched + RANKING.cosine * cosine + RANKING.lexical * lexical
  return { passage, score, coverage, why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
