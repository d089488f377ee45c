/**
 * "Ward 3" is not Ward 4: of several things that a number tells apart, a run that speaks of another one is no answer. Whatever the reader, a
 * question that names one goes through this check.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'
import { fold, type Word, words } from '../words/analyse.ts'
import { ordinalValue } from '../words/numbers.ts'

/** Similarity from which two nouns are the same. */
const SAME = 0.55
/** Parts of documents, which refer to one another; the place that a question names is looked into by itself. And what counts or dates. */
const NO_DESIGNATION =
  /^(?:sections?|articles?|chapters?|chapitres?|parts?|parties?|annexe?s?|appendix|appendices|schedules?|paragraph\p{L}*|clauses?|pages?|bylaws?|law|reglements?|loi|january|february|march|april|may|june|july|august|september|october|november|december|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)$/u

interface Designation {
  noun: QuestionWord
  number: string
  isOrdinal: boolean
}

/** What stands before a noun, and not before a verb: "of ward 3", but "does it cost 4 dollars". */
const BEFORE_NOUN = /(?<!\p{L})(?:(?:of|in|for|the|at|on|from|by|du|de|des|la|le|au|à|en|dans|pour|sur) |[ld][’'])$/iu

/** Nouns of a question with a small number right behind them ("of ward 3", « du quartier 3 ») or an ordinal before them ("the third cycle"). */
function designationsOf(question: AnalysedQuestion): Designation[] {
  // "Does the council meet on the first Tuesday?" is decided by the one that the document says.
  if (question.asking.isYesNo) return numberedIn(question)
  const ordinals = orderedIn(question.text).flatMap(({ noun: { start }, number }) =>
    question.telling.flatMap((noun) => (noun.word.start === start && !noun.exact ? [{ noun, number, isOrdinal: true }] : [])),
  )
  return [...numberedIn(question), ...ordinals]
}

function numberedIn({ text, telling }: AnalysedQuestion): Designation[] {
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
    return text.slice(noun.word.start + noun.word.surface.length, next.word.start) === ' '
      ? [{ noun, number: next.word.form, isOrdinal: false }]
      : []
  })
}

/** What is no thing of a row of them: a century that a range spans, a month behind its day. */
const NO_ORDER = /^(?:centur(?:y|ies)|siecles?)$/u
/** What is said of several of a row, or of all behind one: "each additional child", "a second or subsequent offence", "after the second". */
const SEVERAL = new RegExp(
  [
    String.raw`(?<!\p{L})(?:each|every|any|all|chaque|tout(?:e|es)?|tous)(?: (?:the|les|other|autres?|additional|following|subsequent|later))? (?<each>\p{L}{3,})`,
    String.raw`(?<!\p{L})(?:other|additional|following|subsequent|later|further|repeat(?:ed)?|more) (?<more>\p{L}{3,})`,
    String.raw`(?<!\p{L})(?<plus>\p{L}{3,}) (?:suivante?s?|additionnel\p{L}*|supplémentaires?|ultérieure?s?|subséquente?s?)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:(?:or|and|ou|et) (?:additional|subsequent|later|following|more|ultérieure?s?|subséquente?s?|suivante?s?|plus)|récidive)(?!\p{L})`,
    String.raw`(?<!\p{L})(?:after|après|dès|from|à partir d[eu]) (?:the |le |la |du |de la |l[’'])?ORDINAL`,
    String.raw`ORDINAL (?:\p{L}+ )?(?:to|through|au|à(?: la)?) (?:the |le |la )?ORDINAL`,
  ]
    .join('|')
    .replaceAll(
      'ORDINAL',
      String.raw`(?:\d{1,2}(?:st|nd|rd|th|e|er|re|ère|ème)|first|second|third|\p{L}{3,9}(?:th|ième)|premi(?:er|ère)|seconde)(?!\p{L})`,
    ),
  'giu',
)

/** "For all residents" says nothing of all doses. */
function speaksOfSeveral(text: string, isNoun: (word: Word) => boolean): boolean {
  return [...text.matchAll(SEVERAL)].some(({ groups: { each, more, plus } = {} }) => {
    const noun = each ?? more ?? plus
    return noun === undefined || words(noun).some(isNoun)
  })
}

/** « En cas de récidive » is said of any offence behind the first. */
const AGAIN = /(?<!\p{L})(?:récidive|repeat)/iu
const OFFENCE = /^(?:offen[cs]e|infraction|contravention|violation|faute)s?$/

/** Ordinals with the word right behind them, and those with none. */
function orderedIn(text: string): { noun: Word; number: string }[] {
  const all = words(text)
  return all.flatMap((word, i) => {
    const [value, noun] = [ordinalValue(fold(word.surface)), all[i + 1]]
    if (value === undefined || !noun || NO_DESIGNATION.test(noun.form) || NO_ORDER.test(noun.form)) return []
    return text.slice(word.start + word.surface.length, noun.start) === ' ' ? [{ noun, number: String(value) }] : []
  })
}

/** The things of a row that some text names, the noun being the one asked for; any ordinal counts where the noun is left out (« le deuxième le 11 juillet »). */
function ordersOf(text: string, isNoun: (word: Word) => boolean): string[] {
  const named = orderedIn(text).filter(({ noun }) => isNoun(noun))
  if (named.length === 0 || speaksOfSeveral(text, isNoun)) return []
  const all = words(text)
  // The day of a date is none of them: "from May 1st, the second cycle …".
  return all
    .flatMap(({ surface }, i) => (NO_DESIGNATION.test(all[i - 1]?.form ?? '') ? [] : (ordinalValue(fold(surface)) ?? [])))
    .map(String)
}

/**
 * Runs that do not speak of another ward than the one asked for, in their order; those under a heading that names it stay. Where the first run
 * speaks of another one in a row ("the second cycle") no run takes its place that does not name the one asked for.
 */
export function ofSameNumber(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const asked = designationsOf(question)
  const [best] = evidence
  if (asked.length === 0 || !best) return evidence
  const others = evidence.filter((own) => !asked.some((one) => speaksOfAnother(one, own, question)))
  const outOfRow = asked.filter((one) => one.isOrdinal && speaksOfAnother(one, best, question))
  return others.filter(({ passage, span }) => {
    const run = textOf(passage, span)
    return outOfRow.every((one) => {
      const isNoun = isAsked(one, question)
      const isBehind =
        one.number !== '1' &&
        speaksOfSeveral(run, isNoun) &&
        (words(run).some(isNoun) || (AGAIN.test(run) && OFFENCE.test(one.noun.word.form)))
      return isBehind || orderedIn(run).some(({ noun, number }) => number === one.number && isNoun(noun))
    })
  })
}

/** Tells whether a word is the noun asked for. */
function isAsked({ noun }: Designation, { matcher }: AnalysedQuestion): (word: Word) => boolean {
  return ({ form }) => {
    const id = matcher.vocabulary.idOf.get(form)
    return id !== undefined && matcher.best(noun, Uint32Array.of(id)).similarity >= SAME
  }
}

function speaksOfAnother(asked: Designation, { passage, span }: Evidence, question: AnalysedQuestion): boolean {
  const isNoun = isAsked(asked, question)
  const numbersIn = (text: string): string[] => {
    if (asked.isOrdinal) return ordersOf(text, isNoun)
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
