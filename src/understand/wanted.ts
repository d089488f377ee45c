/** "In French, please", « Réponds en anglais », "Quote the French text: …": the language that an answer and its source are wanted in. */
import type { Language } from '../domain.ts'

const NAMES: Record<Language, string> = { en: 'english|anglais|anglaise', fr: 'french|français|francais|française|francaise' }
const ANY = `(${NAMES.en}|${NAMES.fr})`
const PLEASE = "(?:,? (?:please|thanks|thank you|merci|svp|stp|s[’']il (?:vous|te) pla[iî]t))?"
const VERB =
  '(?:(?:please|merci de|veuillez) )?(?:answer|reply|respond|quote|cite|say it|write(?: it)?|répond(?:s|ez|re)|repond(?:s|ez|re)|cite[rz]?|di(?:s|tes)-le|écri(?:s|vez))(?: (?:me|to me|it|only))?'

/** A sentence of its own, or a tail behind a comma. */
const AT_END = new RegExp(
  `(?:^|[.?!,;:–—-]\\s*|\\s)(?:${VERB} (?:in|en) ${ANY}|(?<=[.?!,;:–—-]\\s*)(?:in|en) ${ANY})${PLEASE}[\\s.!]*$`,
  'iu',
)
const AT_START = new RegExp(
  `^(?:(?:please )?(?:quote|cite|give me|show me|cite[rz]?|donne[rz]?-moi|montre[rz]?-moi) (?:the |le |la )?(?:(?:text|texte|version) )?${ANY}(?: (?:text|version))?|(?:in|en) ${ANY})${PLEASE}\\s*[:,]\\s*`,
  'iu',
)

/** @returns the language and the message without the words that ask for it; undefined where none is asked for */
export function readWanted(text: string): { language: Language; rest: string } | undefined {
  for (const pattern of [AT_END, AT_START]) {
    const found = pattern.exec(text)
    const name = found?.slice(1).find((group) => group !== undefined)
    if (!found || name === undefined) continue
    const before = text.slice(0, found.index)
    // The mark that ended the question before it stays.
    const mark = /^\s*([?!])/.exec(found[0])?.[1] ?? ''
    const rest = `${before}${mark}${text.slice(found.index + found[0].length)}`.trim()
    if (!/[\p{L}\p{N}]/u.test(rest)) return undefined
    return { language: new RegExp(`^(?:${NAMES.fr})$`, 'i').test(name) ? 'fr' : 'en', rest }
  }
  return undefined
}
