/** Names of months, in both languages. */

/** Folded and unfolded names and abbreviations of both languages, to 1–12. */
export const MONTHS: Record<string, number> = {}
const NAMES = [
  ['january', 'jan', 'janvier', 'janv'],
  ['february', 'feb', 'février', 'fevrier', 'févr', 'fevr'],
  ['march', 'mar', 'mars'],
  ['april', 'apr', 'avril', 'avr'],
  ['may', 'mai'],
  ['june', 'jun', 'juin'],
  ['july', 'jul', 'juillet', 'juil'],
  ['august', 'aug', 'août', 'aout'],
  ['september', 'sept', 'sep', 'septembre'],
  ['october', 'oct', 'octobre'],
  ['november', 'nov', 'novembre'],
  ['december', 'dec', 'décembre', 'decembre', 'déc'],
]
NAMES.forEach((names, i) => {
  for (const name of names) MONTHS[name] = i + 1
})

/** Every way to write the month that a word names, in both languages; empty for another word. @param form folded */
export function monthWords(form: string): string[] {
  const month = MONTHS[form]
  return month === undefined ? [] : Object.keys(MONTHS).filter((name) => MONTHS[name] === month)
}

/** A pattern of any of them, the longest first. */
export const MONTH_NAMES = Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')
