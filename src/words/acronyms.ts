/**
 * Acronyms and their long forms, learned from the documents themselves: "Infrastructures technologiques Québec (ITQ)",
 * "the CQEN, the Quebec Center for Digital Excellence". Pure. Initials are compared as a bag, because a long form is often
 * the translation of what the letters stand for: AQT, Quebec Technology Association.
 */
import type { Language } from '../domain.ts'
import { fold, words } from './analyse.ts'
import { isFunctionWord } from './function-words.ts'

export interface Acronym {
  /** Folded: "itq". */
  form: string
  /** Folded content words of the long form, in order. */
  expansion: string[]
}

/** "(ITQ)" after a long form; the long form is looked for in the words before the bracket. */
const IN_BRACKETS = /\((\p{Lu}[\p{Lu}\p{N}]{1,9})\)/gu
/** "CQEN, the Quebec Center for Digital Excellence," : the acronym, a comma, a capitalised run. */
const BEFORE_COMMA =
  /(?<![\p{L}\p{N}])(\p{Lu}{2,10}), (?:the |le |la |les |l['’])?(\p{Lu}[\p{L}'’-]+(?: (?:\p{Lu}[\p{L}'’-]+|of|for|and|the|de|du|des|d['’]\p{L}+|et|en|la|le))*)/gu

/** Share of the letters that some initial of the long form must meet. CQEN meets three of four in English. */
const MINIMUM_OVERLAP = 0.75

export function findAcronyms(text: string, language: Language): Acronym[] {
  const found: Acronym[] = []
  for (const match of text.matchAll(IN_BRACKETS)) {
    const letters = match[1] ?? ''
    const before = words(text.slice(Math.max(0, match.index - 160), match.index)).map(({ surface }) => surface)
    const expansion = longFormBefore(before, letters, language)
    if (expansion) found.push({ form: fold(letters), expansion })
  }
  for (const match of text.matchAll(BEFORE_COMMA)) {
    const expansion = content(
      words(match[2] ?? '').map(({ surface }) => surface),
      language,
    )
    if (expansion.length >= 2 && overlap(expansion, match[1] ?? '') >= MINIMUM_OVERLAP) {
      found.push({ form: fold(match[1] ?? ''), expansion })
    }
  }
  return found
}

/** The shortest run of words before the bracket whose initials are the letters; it must begin with a capital. */
function longFormBefore(before: readonly string[], letters: string, language: Language): string[] | undefined {
  for (let length = 2; length <= Math.min(before.length, letters.length + 4); length++) {
    const run = before.slice(-length)
    if (!/^\p{Lu}/u.test(run[0] ?? '')) continue
    const expansion = content(run, language)
    if (expansion.length === letters.length && overlap(expansion, letters) === 1) return expansion
  }
  return undefined
}

/** Letters from which initials tell one name from others. */
const FEWEST_LETTERS = 3

/** A name in a text. */
export interface SpelledOut {
  /** As it is written there. */
  name: string
  /** Its folded content words. */
  forms: string[]
}

/**
 * Names in a text whose initials are some letters in their order, small words left out: "National Capital Commission" for NCC,
 * « Commission de la capitale nationale » for CCN. For an acronym that no document explains. An English name has each of its words in
 * capitals, a French one the first.
 * @param letters folded
 */
export function spelledOut(text: string, letters: string, language: Language): SpelledOut[] {
  if (letters.length < FEWEST_LETTERS || !/^\p{L}+$/u.test(letters)) return []
  const found: SpelledOut[] = []
  const all = words(text).filter(({ form }) => form.length > 1 && !isFunctionWord(form, language))
  for (const [at, first] of all.entries()) {
    const run = all.slice(at, at + letters.length)
    const last = run.at(-1)
    if (run.length < letters.length || !last || !run.every(({ form }, i) => form[0] === letters[i])) continue
    const capitals = language === 'en' ? run : [first]
    if (!capitals.every(({ surface }) => /^\p{Lu}\p{L}*\p{Ll}/u.test(surface))) continue
    const name = text.slice(first.start, last.start + last.surface.length)
    // Of one sentence, with nothing but spaces and small words between.
    if (/[^\p{L}\p{M}\s'’-]/u.test(name)) continue
    found.push({ name, forms: run.map(({ form }) => form) })
  }
  return found
}

function content(run: readonly string[], language: Language): string[] {
  return run.map(fold).filter((form) => form.length > 1 && !isFunctionWord(form, language))
}

/** Share of the letters found among the initials, each initial used once. */
function overlap(expansion: readonly string[], letters: string): number {
  const initials = expansion.map((form) => form[0])
  let met = 0
  for (const letter of fold(letters)) {
    const at = initials.indexOf(letter)
    if (at === -1) continue
    initials.splice(at, 1)
    met++
  }
  return met / letters.length
}
