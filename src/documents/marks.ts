/**
 * Raised and lowered characters as plain text: footnote marks set off from the number or word they follow, powers as `10^6`, fractions
 * as `3 1/2`, ordinals and abbreviations in one piece. Without it `45<sup>2</sup> dollars` reads as 452 dollars. Pure.
 */

/** What follows a number or a short abbreviation in one piece: 1er, 2nd, n°, Mme, Dre. */
const ORDINAL = /^(?:er|ers|re|res|ère|ères|e|es|ème|èmes|eme|nd|nde|nds|d|de|st|rd|th)$/i
const ABBREVIATED: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|[^\p{L}])n$/iu, /^(?:o|os|ᵒ|°)$/i],
  [/(?:^|[^\p{L}])M$/u, /^(?:me|mes|lle|lles|e|es|r|gr|rs)$/i],
  [/(?:^|[^\p{L}])(?:D|P|M|S|V|Mg|Pr|C|Vv|J|N|[IVXLC]{1,6})$/u, /^(?:r|re|te|e|es|er|ère|re|ve|ie|rs|rt|d)$/i],
]
const TRADE: Readonly<Record<string, string>> = { TM: '™', MC: '(MC)', MD: '(MD)', R: '®', SM: '℠' }
const UNIT = /(?:^|[\s\d\u00a0\u202f(/·×.])(?:[mkcdnµμ]?m|ft|in|yd|mi|pi|po|vg|s|ha)$/u
const EXPONENT_DIGITS: Readonly<Record<string, string>> = { '2': '²', '3': '³' }
/** "10", "3 × 10", "2,5·10": what stands before a power of ten. */
const TEN = /(?:^|[^\d.,]|[×x*·.]\s?)10$/u
/** A small letter by itself is a variable of a formula: x², n³. */
const FORMULA = /[=+−×*/(]\s*[a-zA-Z]{1,2}$/u
const VARIABLE = /(?:^|[^\p{L}\p{N}'’])[b-xz]$/u

/**
 * A raised run as text.
 * @param before what stands before it on its line; @param mark its own text; @param linked whether it leads to a note
 */
export function raised(before: string, mark: string, linked: boolean): string {
  const own = mark.trim().replace(/^\[(.+)\]$|^\((.+)\)$/, '$1$2')
  if (own === '') return mark === '' ? '' : ' '
  if (TRADE[own]) return TRADE[own]
  if (!linked) {
    if (/\d$/.test(before) && ORDINAL.test(own)) return own
    if (ABBREVIATED.some(([stem, end]) => stem.test(before) && end.test(own))) return own
    if (/^[°ºªo]$/.test(own) && /[\d\s]$/.test(before)) return own === 'o' ? '°' : own
    if (/^[−–-]?\d+$/.test(own)) {
      const power = own.replace(/^[−–]/, '-')
      if (UNIT.test(before) && EXPONENT_DIGITS[power]) return EXPONENT_DIGITS[power]
      if (TEN.test(before) || VARIABLE.test(before) || FORMULA.test(before) || UNIT.test(before) || power.startsWith('-'))
        return `^${power}`
      if (/(?:^|\D)2$/.test(before) && power.length === 2) return `^${power}`
    }
    if (/^[−–+-]?[b-xz](?:\s?[+−-]\s?\d+)?$/.test(own) && (/\)$/.test(before) || VARIABLE.test(before))) return `^${own}`
    // A run of words was raised for its looks.
    if (/\s/.test(own) || own.length > 6 || /^\p{L}{4}/u.test(own)) return `${gap(before)}${own}`
  }
  return setOff(before, own)
}

/** A footnote mark: parentheses that no citation and no number of the text is taken for. */
export function setOff(before: string, mark: string): string {
  return `${gap(before)}⁽${mark.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '')}⁾`
}

/** The upper part of a fraction whose stroke follows: set off from the whole number before it. */
export function numerator(before: string, mark: string): string {
  return `${/\d$/.test(before) ? ' ' : ''}${mark.trim()}`
}

/** A lowered run: CO2 in one piece, but never one number with the digits before it. */
export function lowered(before: string, mark: string): string {
  return /\d$/.test(before) && /^\s*\d/.test(mark) ? `_${mark.trim()}` : mark
}

function gap(before: string): string {
  return before === '' || /[\s([«“]$/u.test(before) ? '' : ' '
}
