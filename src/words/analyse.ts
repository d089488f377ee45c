/**
 * Text in, words out, the same way for documents and questions: case and accents folded, elisions split (l'ITQ, d'ITQ,
 * qu'est-ce), thousands joined (14,000 = 14 000), acronyms kept apart from the small words they are spelt like (IT, US).
 */
import type { Language } from '../domain.ts'
import { isFunctionWord } from './function-words.ts'

export interface Word {
  /** Folded form; the identity of the word. */
  form: string
  /** As written, for people. */
  surface: string
  /** `exact` words (numbers, acronyms) mean only themselves; a neighbour in vector space is another number, another body. */
  exact: boolean
  /** Begins with a capital inside a sentence: likely a name. */
  capital: boolean
  /** UTF-16 offset of the surface in the text. */
  start: number
}

// A number with its separators, or a run of letters and digits. A no-break or narrow space may group thousands. A raised figure or a
// fraction ends a number (45², 3½) and goes on with letters (m²).
const TOKEN = /\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)+|\d[\p{L}\p{Nd}\p{M}]*|[\p{L}\p{Nd}][\p{L}\p{N}\p{M}]*/gu
const APOSTROPHE = /['’ʼ]/
const ELIDED = new Set(['l', 'd', 'j', 'm', 't', 's', 'n', 'c', 'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu'])
const LONGEST_ELIDED = 7
const PLAIN = /^[a-z]+$/
/** What stands before the first word of a next sentence; after "M." or "St." goes on the same one. */
const SENTENCE_END = /(?:[?!…]|[\p{Ll}\p{N})]{3}\.)["”»)]*\s+$/u

/** All words of a text, function words included. */
export function words(text: string): Word[] {
  // In a line all in capitals, capitals tell nothing.
  const shouted = !/\p{Ll}/u.test(text)
  const found: Word[] = []
  for (const match of text.matchAll(TOKEN)) {
    const surface = match[0]
    const start = match.index
    const before = text[start - 1] ?? ''
    // English possessive: "TBS's".
    if (/^s$/i.test(surface) && APOSTROPHE.test(before) && /\p{L}/u.test(text[start - 2] ?? '')) continue
    if (surface.length <= LONGEST_ELIDED && ELIDED.has(surface.toLowerCase()) && APOSTROPHE.test(text[start + surface.length] ?? ''))
      continue
    // Most words are written small and hold no digit: nothing else needs to be asked of them.
    if (PLAIN.test(surface)) {
      found.push({ form: surface, surface, exact: false, capital: false, start })
      continue
    }
    const number = /^\d/.test(surface)
    const acronym = !shouted && /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(surface)
    found.push({
      form: number ? foldNumber(surface) : fold(surface),
      surface,
      exact: /\d/.test(surface) || acronym,
      capital: !shouted && /^\p{Lu}/u.test(surface) && found.length > 0 && !SENTENCE_END.test(text.slice(Math.max(0, start - 8), start)),
      start,
    })
  }
  return found
}

/** The words that carry content. An acronym is content even when a small word is spelt like it. */
export function contentWords(text: string, language: Language): Word[] {
  return words(text).filter(({ form, exact }) => (exact ? form.length > 0 : form.length > 1 && !isFunctionWord(form, language)))
}

/**
 * A question as it is looked up: compatibility forms (full-width letters) made ordinary, markup and what cannot be seen (zero-width,
 * turned direction, tags, marks piled on letters) left out. What a person sees stays.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
}

/** Without what is raised behind a number or a word, which may stand between a number and its unit: "45 ⁽²⁾ dollars", "45² dollars". */
export function withoutMarks(text: string): string {
  return /[⁽²³¹⁰⁴-⁹]/.test(text) ? text.replace(/\s?⁽[^⁽⁾]{1,40}⁾|(?<=\d)[²³¹⁰⁴-⁹]+/g, '') : text
}

/** Lower case, without accents, ligatures opened: "Œuvre" -> "oeuvre". */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe').replace(/æ/g, 'ae')
}

/** "14,000", "14 000" -> "14000"; "17,5", "17.5" -> "17.5"; "1er" -> "1". */
function foldNumber(surface: string): string {
  const grouped = surface.replace(/[ ,\u00a0\u202f](?=\d{3}(?!\d))/g, '')
  const decimal = grouped.replace(/,(\d+)$/, '.$1')
  const ordinal = /^(\d+)(?:er|ere|re|e|eme|st|nd|rd|th)$/.exec(fold(decimal))
  return ordinal?.[1] ?? fold(decimal)
}
