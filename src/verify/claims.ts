/**
 * A sentence that a model wrote against the passages that it points at: what does not hold is not shown. Needs no model; errs on the
 * side of dropping. The same for both languages and across them.
 */
import type { Language } from '../domain.ts'
import { dot, row, type WordTable } from '../embed/embedder.ts'
import { detectLanguage } from '../passages/language.ts'
import { contentWords, fold, words } from '../words/analyse.ts'
import { spellingSimilarity } from '../words/spelling.ts'
import { factsOf, isFactWord, unstatedFacts } from './facts.ts'

export const CLAIM_FAULTS = ['no-citation', 'markup', 'language', 'fact', 'name', 'negation', 'unsupported', 'off-topic'] as const
export type ClaimFault = (typeof CLAIM_FAULTS)[number]

/** Similarity from which a word of the sentence is met by one of the source; names of different things lie near 0.2. */
const MET = 0.5
const MET_NAME = 0.45
/** Share of the content words that the source must meet. */
const SUPPORT = 0.4
/** Fewer words have no language of their own. */
const TELLING_WORDS = 5

/** Addresses, pictures and markup: never ours to show. */
export const MARKUP = /https?:|www\.|[<>`]|\]\(|!\[|\bjavascript:|\*\*|\[[a-z]/i
const NEGATION: Record<Language, RegExp> = {
  en: /\b(?:not|never|no(?!\.?\s?\d)|none|nobody|nothing|neither|nor|without|cannot|can['’]t|won['’]t|\p{L}+n['’]t|forbidden|prohibited|refus\p{L}*)\b/iu,
  fr: /(?<!\p{L})(?:n['’]|ne\s|pas\s|jamais|aucune?|ni\s|sans\s|nul(?:le)?\s|non(?![\p{L}-])|interdi\p{L}*|refus\p{L}*)/iu,
}

/**
 * @param spans what the sentence cites, as it stands in the documents; at least one
 * @param asked content words of the question, folded: what is cited must meet one of them, so that an order which a document gives to
 *   a model is not taken for an answer because it stands there word for word
 */
export async function checkClaim(
  sentence: string,
  spans: readonly { text: string; language: Language }[],
  language: Language,
  wordTable: WordTable,
  asked: readonly string[] = [],
): Promise<ClaimFault | undefined> {
  if (spans.length === 0) return 'no-citation'
  if (MARKUP.test(sentence)) return 'markup'
  const all = words(sentence)
  if (all.length >= TELLING_WORDS) {
    const found = detectLanguage(sentence)
    if (found && found !== language) return 'language'
  }
  const source = spans.map(({ text }) => text).join('\n')
  if (unstatedFacts(sentence, source).length > 0) return 'fact'
  if (!negationAgrees(sentence, spans, language)) return 'negation'
  const own = contentWords(sentence, language)
  const theirs = [...new Map(spans.flatMap((span) => contentWords(span.text, span.language)).map((word) => [word.form, word])).values()]
  const best = await bestSimilarities(
    own.map(({ form }) => form),
    theirs.map(({ form }) => form),
    wordTable,
  )
  const said = fold(source)
  if (own.some((word, i) => isName(word) && !said.includes(word.form) && (best[i] ?? 0) < MET_NAME)) return 'name'
  const plain = own.flatMap((word, i) => (isFactWord(word.form) ? [] : [best[i] ?? 0]))
  if (asked.length > 0) {
    const told = await bestSimilarities(
      asked,
      theirs.map(({ form }) => form),
      wordTable,
    )
    if (Math.max(...told) < MET) return 'off-topic'
  }
  const met = plain.filter((similarity) => similarity >= MET).length
  // Facts that the source states, all of them together, are worth one word. Small words alone say nothing that could be supported.
  const facts = factsOf(sentence).size > 0 ? 1 : 0
  return met === 0 || (met + facts) / (plain.length + facts) < SUPPORT ? 'unsupported' : undefined
}

function isName({ exact, capital, form }: { exact: boolean; capital: boolean; form: string }): boolean {
  return (capital || exact) && !/\d/.test(form)
}

/** A sentence denies exactly when what it cites denies: some of it where several spans are cited. */
function negationAgrees(sentence: string, spans: readonly { text: string; language: Language }[], language: Language): boolean {
  const denied = spans.map((span) => NEGATION[span.language].test(span.text))
  return NEGATION[language].test(sentence) ? denied.includes(true) : denied.includes(false)
}

/** For each form its best similarity with one of the others: the same, spelt alike, or near by vector. */
async function bestSimilarities(own: readonly string[], theirs: readonly string[], wordTable: WordTable): Promise<number[]> {
  const vectors = await wordTable.vectorsOf([...own, ...theirs])
  return own.map((form, i) =>
    theirs.reduce((best, other, j) => {
      if (best === 1 || form === other) return 1
      const cosine = dot(row(vectors, i), row(vectors, own.length + j))
      return Math.max(best, cosine, spellingSimilarity(form, other))
    }, 0),
  )
}
