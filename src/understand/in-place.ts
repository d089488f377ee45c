/**
 * "and for a child?", "what about karate?", « et un certificat ? » : what goes on from a question with a phrase alone is that question with
 * the phrase in place of its own. Pure functions over text; patterns of both languages side by side.
 */
import type { Language, Span } from '../domain.ts'
import { contentWords, type Word, words } from '../words/analyse.ts'

/** A phrase with its preposition. */
const PHRASE: Record<Language, RegExp> = {
  en: /^\W*(?:(?:and|but|so) )?(?:(?:what|how) about )?(?<phrase>(?<preposition>for|in|on|at|from|with|without|after|before|during) [^?]{1,60}?)[\s?.!]*$/iu,
  fr: /^[^\p{L}]*(?:(?:et|mais|alors) )?(?:qu['’]en est-il )?(?<phrase>(?<preposition>pour|en|dans|avec|sans|après|avant|chez|pendant|durant|à|au|aux) [^?]{1,60}?)[\s?.!]*$/iu,
}
/** A noun with what belongs to it. */
const NOUN: Record<Language, RegExp> = {
  en: /^\W*(?:(?:and|but|so) )?(?:(?:what|how) about )?(?!(?:and|but|so|then|also|what|how)\b)(?<phrase>[^?]{2,60}?)[\s?.!]*$/iu,
  fr: /^[^\p{L}]*(?:et|mais|alors) (?:qu['’]en est-il (?:de la |du |des |de )?)?(?<phrase>[^?]{2,60}?)[\s?.!]*$/iu,
}
/** Small words that begin a phrase of a question. */
const PREPOSITIONS: Record<Language, RegExp> = {
  en: /(?<!\p{L})(?:for|to|in|on|at|from|with|without|after|before|during|by)(?!\p{L})/giu,
  fr: /(?<!\p{L})(?:pour|en|dans|avec|sans|après|avant|chez|pendant|durant|à|au|aux|par|sur)(?![\p{L}-])/giu,
}

/**
 * The question before with such a phrase in place of its own: "How much is skating for an adult?" becomes "… for a child?". Undefined where the
 * place cannot be told.
 * @param earlier the question before, complete in itself
 * @param asks whether the question has an interrogative of its own
 */
export function inPlaceOf(question: string, earlier: string, language: Language, asks: boolean): string | undefined {
  // What stands in brackets is a subject that was put there, and no text of a question.
  if (!/^[^()]*\?\W*$/u.test(earlier)) return undefined
  const asked = earlier.trimEnd().replace(/\s?\?{1,5}$/u, '')
  const phrase = PHRASE[language].exec(question)?.groups
  const completed = phrase ? withPhrase(phrase, asked, language) : asks ? undefined : withNoun(question, asked, language)
  return completed === undefined ? undefined : `${completed}${language === 'fr' ? '\u202f?' : '?'}`
}

/** In place of the last phrase with the same preposition, or behind a question that has none. */
function withPhrase({ phrase = '', preposition = '' }: Record<string, string | undefined>, asked: string, language: Language) {
  const all = [...asked.matchAll(PREPOSITIONS[language])].filter(({ index }) => index > 0)
  const at = all.findLastIndex(([own]) => own.toLowerCase() === preposition.toLowerCase())
  const own = all[at]
  if (!own && all.length > 0) return undefined
  const behind = own ? asked.slice(all[at + 1]?.index ?? asked.length) : ''
  const parts = [own ? asked.slice(0, own.index).trimEnd() : asked, phrase, behind]
  return parts.filter(Boolean).join(' ')
}

/** Words of a phrase that takes the place of a noun, at most. */
const NOUN_WORDS = 7
/** "the fee for …", « le tarif de … » : which of both a noun stands for cannot be told. */
const OF_SOMETHING: Record<Language, RegExp> = {
  en: /\b(?:of|for|in|at|on)\b/iu,
  fr: /(?<!\p{L})(?:de|du|des|en|dans|pour|à|au|aux)(?!\p{L})|(?<!\p{L})d[’']/iu,
}
const DETERMINER = /(?<!\p{L})(?:(?:the|an?|my|your|our|their|le|la|les|une?|des|mon|ma|mes|votre|vos|notre|nos)\s|l[’'])$/iu

/** In place of the noun that has a word of it ("the front setback", "the rear setback"), or of the last one. */
function withNoun(question: string, asked: string, language: Language): string | undefined {
  const phrase = NOUN[language].exec(question)?.groups?.phrase
  if (phrase === undefined || words(phrase).length > NOUN_WORDS) return undefined
  if (phrase.search(PREPOSITIONS[language]) === 0) return undefined
  const own = contentWords(phrase, language).map(({ form }) => form)
  const all = contentWords(asked, language)
  if (own.every((form) => all.some((word) => word.form === form))) return undefined
  const shared = all.findLastIndex(({ form }) => own.includes(form))
  const isFocused = /^\W*(?:what|which|who is|quel(?:le)?s?|qui est)(?!\p{L})/iu.test(asked)
  if (shared === -1 && (all.length === 0 || (isFocused && OF_SOMETHING[language].test(asked)))) return undefined
  const { start, end } = nounAt(all, shared === -1 ? lastNoun(all, asked) : shared, asked, language)
  const determiner = DETERMINER.exec(asked.slice(0, start))?.[0] ?? ''
  return `${asked.slice(0, start - determiner.length)}${phrase}${asked.slice(end)}`
}

const endOf = ({ start, surface }: Word): number => start + surface.length

/** What stands behind a subject and is no part of it: the verb of "does a permit cost", "open" of "is the pool open". */
const BEHIND_SUBJECT =
  /^(?:open|closed?|available|held|offered|due|allowed|permitted|paid|needed|required|located|free|cost|last|start|begin|end|take|ouvert|ouverte|ferme|fermee|permis|permise|offert|offerte)s?$/

/** Position of the last content word that can be a noun. */
function lastNoun(all: readonly Word[], asked: string): number {
  const last = all.at(-1)
  const isBehind = all.length > 1 && last && BEHIND_SUBJECT.test(last.form) && asked.slice(endOf(last)).trim() === ''
  return all.length - (isBehind ? 2 : 1)
}

/** Between two words of one noun. */
const JOINS: Record<Language, RegExp> = { en: /^[ -]$/u, fr: /^(?:[ -]| (?:de la |de l[’']|de |du |des |d[’']))$/u }
/** Behind these a verb may come first: "who teaches karate". */
const SUBJECT = /(?:^|(?<!\p{L})(?:who|what|which|that|I|you|we|they|qui|que|je|on|nous|vous)\s)$/iu

/** From the first to the last word of a noun; in French what belongs to it stands behind it. */
function nounAt(all: readonly Word[], at: number, asked: string, language: Language): Span {
  const joined = (i: number): boolean => {
    const [before, word] = [all[i - 1], all[i]]
    return before !== undefined && word !== undefined && JOINS[language].test(asked.slice(endOf(before), word.start))
  }
  let [first, last] = [at, at]
  while (joined(first)) first--
  if (first < at && SUBJECT.test(asked.slice(0, all[first]?.start))) first++
  while (joined(last + 1) && !BEHIND_SUBJECT.test(all[last + 1]?.form ?? '')) last++
  const noun = all.slice(first, last + 1)
  const [start = 0, end = 0] = [noun[0]?.start, ...noun.slice(-1).map(endOf)]
  const side = /^ (?:avant|arrière)(?!\p{L})/iu.exec(asked.slice(end))?.[0] ?? ''
  return { start, end: end + side.length }
}
