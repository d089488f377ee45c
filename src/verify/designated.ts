/**
 * "Ward 3" is not Ward 4: of several things that a number tells apart, a run that speaks of another one is no answer. Whatever the reader, a
 * question that names one goes through this check.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'
import { type Word, words } from '../words/analyse.ts'

/** Similarity from which two nouns are the same. */
const SAME = 0.55
/** Parts of documents, which refer to one another; the place that a question names is looked into by itself. And what counts or dates. */
const NO_DESIGNATION =
  /^(?:sections?|articles?|chapters?|chapitres?|parts?|parties?|annexe?s?|appendix|appendices|schedules?|paragraph\p{L}*|clauses?|pages?|bylaws?|law|reglements?|loi|january|february|march|april|may|june|july|august|september|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)$/u

interface Designation {
  noun: QuestionWord
  number: string
}

/** What stands before a noun, and not before a verb: "of ward 3", but "does it cost 4 dollars". */
const BEFORE_NOUN = /(?<!\p{L})(?:(?:of|in|for|the|at|on|from|by|du|de|des|la|le|au|à|en|dans|pour|sur) |[ld][’'])$/iu

/** Nouns of a question with a small number right behind them: "of ward 3", « du quartier 3 ». */
function designationsOf({ text, telling }: AnalysedQuestion): Designation[] {
  return telling.flatMap((noun, i) => {
    const next = telling[i + 1]
    if (
      !next ||
      noun.exact ||
      !BEFORE_NOUN.test(text.slice(0, noun.word.start)) ||
      NO_DESIGNATION.test(noun.word.form) ||
      !/^\d{1,3}$/.test(next.word.form)
    )
      return []
    return text.slice(noun.word.start + noun.word.surface.length, next.word.start) === ' ' ? [{ noun, number: next.word.form }] : []
  })
}

/** Runs that do not speak of another ward than the one asked for, in their order; those under a heading that names it stay. */
export function ofSameNumber(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const asked = designationsOf(question)
  return asked.length === 0 ? evidence : evidence.filter((own) => !asked.some((one) => speaksOfAnother(one, own, question)))
}

function speaksOfAnother(asked: Designation, { passage, span }: Evidence, { matcher }: AnalysedQuestion): boolean {
  const isNoun = ({ form }: Word): boolean => {
    const id = matcher.vocabulary.idOf.get(form)
    return id !== undefined && matcher.best(asked.noun, Uint32Array.of(id)).similarity >= SAME
  }
  const numbersIn = (text: string): string[] => {
    const all = words(text)
    return all.flatMap((word, i) => {
      const before = all[i - 1]
      const isBeside = before && text.slice(before.start + before.surface.length, word.start) === ' '
      return isBeside && /^\d{1,3}$/.test(word.form) && isNoun(before) ? [word.form] : []
    })
  }
  const own = numbersIn(textOf(passage, span))
  if (own.length === 0 || own.includes(asked.number)) return false
  return ![...passage.headings, passage.title].some((heading) => numbersIn(heading).includes(asked.number))
}

/** "R-3", "STI-12", "G20": letters and a number that name one of several things. */
const CODE = /(?<![\p{L}\d–-])(?<letters>\p{Lu}{1,3})(?<hyphen>[-‐‑]?)(?<number>\d{1,3})(?![\p{L}\d–‐‑-]|[.,:]\d| ?\d)/gu

interface Code {
  name: string
  /** Codes of one shape name things of one kind. */
  isHyphened: boolean
}

function codesIn(text: string): Code[] {
  return [...text.matchAll(CODE)].map(({ groups = {} }) => ({
    name: `${groups.letters}${groups.number}`,
    isHyphened: groups.hyphen !== '',
  }))
}

/**
 * Runs that do not speak of other codes than the one asked for ("zone R-3"), in their order; those under a heading, or in a paragraph, that names it stay. Nothing
 * where the first run speaks of others and none speaks of the one asked for.
 */
export function ofSameCode({ text }: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const asked = codesIn(text)
  const [best] = evidence
  if (asked.length === 0 || !best) return evidence
  const names = (within: string): boolean => codesIn(within).some(({ name }) => asked.some((own) => own.name === name))
  // A sentence may refer to what those around it name; a row or an item speaks for itself.
  const isNamed = ({ passage, sentence, span }: Evidence): boolean =>
    [sentence.kind === 'sentence' ? passage.text : textOf(passage, span), ...passage.headings, passage.title].some(names)
  const isOther = (own: Evidence): boolean => {
    const told = codesIn(textOf(own.passage, own.span))
    return told.some(({ isHyphened }) => asked.some((one) => one.isHyphened === isHyphened)) && !isNamed(own)
  }
  if (isOther(best) && !evidence.some(isNamed)) return []
  return evidence.filter((own) => !isOther(own))
}
