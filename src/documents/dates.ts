/**
 * Dates as Canadian documents write them, in both languages. Pure.
 */
import { MONTH_NAMES, MONTHS } from '../words/months.ts'

const MONTH = `(${MONTH_NAMES})\\.?`

// Each pattern with the position of year, month and day among its groups.
const PATTERNS: readonly { pattern: RegExp; year: number; month: number; day: number; either?: true }[] = [
  { pattern: /(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)/, year: 1, month: 2, day: 3 },
  { pattern: /(?<![\d/])(\d{4})\/(\d{1,2})\/(\d{1,2})(?![\d/])/, year: 1, month: 2, day: 3 },
  { pattern: /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/, year: 3, month: 1, day: 2, either: true },
  { pattern: /(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)/, year: 3, month: 1, day: 2 },
  { pattern: new RegExp(`(?<![\\d\\p{L}])(\\d{1,2})(?:er|st|nd|rd|th)?\\s+${MONTH}\\s+(\\d{4})`, 'iu'), year: 3, month: 2, day: 1 },
  { pattern: new RegExp(`(?<!\\p{L})${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})`, 'iu'), year: 3, month: 1, day: 2 },
]

/**
 * The first date of a text as `YYYY-MM-DD` (or `YYYY-MM`), or undefined.
 * A numeric date is read month first, the usual order of English pages; day first when only that is possible. Between slashes both orders
 * are usual: "03/04/2024" is no date that is known.
 */
export function findDate(text: string): string | undefined {
  // Every form holds a digit; most lines do not.
  if (!/\d/.test(text)) return undefined
  const found = PATTERNS.flatMap(({ pattern, year, month, day, either }) => {
    const match = pattern.exec(text)
    if (!match) return []
    let m = monthNumber(match[month] ?? '')
    let d = match[day] === undefined ? undefined : Number(match[day])
    if (either && d !== undefined && m <= 12 && d <= 12 && m !== d) return []
    if (m > 12 && d !== undefined && d <= 12) [m, d] = [d, m]
    if (m < 1 || m > 12 || (d !== undefined && (d < 1 || d > 31))) return []
    const iso = [match[year], pad(m), ...(d === undefined ? [] : [pad(d)])].join('-')
    return [{ at: match.index, iso }]
  })
  // The most precise of the dates at the head of the text: "date 2020-09 QUÉBEC, le 1er sept. 2020".
  found.sort((a, b) => b.iso.length - a.iso.length || a.at - b.at)
  return found[0]?.iso
}

/** "Last updated", "Date modified:", « Dernière mise à jour : », « Modifié le »: what such a line begins with. */
const CHANGED =
  /^[^\p{L}\d]{0,4}(?:(?:this |cette |ce )?(?:page|document|content|contenu)[ :,–—-]{1,3}(?:was |a été )?)?(?:(?:last|date) (?:updated?|modified|modification|revised|revision|reviewed?|changed?|amended)|date of (?:the )?(?:last )?(?:update|modification|revision|change)|(?:updated|modified|revised)(?= on |[ \u00a0]?:)|(?:date (?:de |d['’])(?:la )?(?:dernière )?|dernière )(?:mise à jour|modification|révision|actualisation)|(?:mise à jour|modification|révision|actualisation)(?=[ \u00a0\u202f]?:)|(?:mis|mise) à jour(?= (?:le|en) )|(?:modifié|révisé|actualisé)e?(?= (?:le|en) ))(?![\p{L}\d])[ \u00a0\u202f]?[:–—-]?[*_]{0,3}\s{0,3}(?:on |le |en )?/iu

const WEEKDAY = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?,?\\s?'
/** A date, its time perhaps, and nothing else. */
const DATE_ALONE = new RegExp(
  `^${WEEKDAY}(?:\\d{4}-\\d{2}(?:-\\d{2})?|\\d{4}/\\d{1,2}/\\d{1,2}|\\d{1,2}/\\d{1,2}/\\d{4}|(?:\\d{1,2}(?:er|st|nd|rd|th)?\\s+)?(?<month>${MONTH})\\s*(?:\\d{1,2}(?:st|nd|rd|th)?)?,?\\s+(?<year>\\d{4}))(?!\\d)(?:[,\\s]*(?:at|à|T)?\\s?\\d{1,2}\\s?[:h]\\s?\\d{0,2}(?::\\d{2})?(?:\\s?[ap]\\.?m\\.?)?)?[^\\p{L}\\d]*$`,
  'iu',
)

/** The day or the month in which a line says that a document was changed, and says nothing else: `YYYY-MM-DD` or `YYYY-MM`. */
export function changedOn(line: string): string | undefined {
  const found = line.length <= CHANGED_CHARACTERS ? CHANGED.exec(line) : undefined
  if (!found) return undefined
  const said = line.slice(found[0].length)
  const alone = DATE_ALONE.exec(said)
  if (!alone) return undefined
  const { month = '', year } = alone.groups ?? {}
  return findDate(said) ?? (year === undefined ? undefined : `${year}-${pad(monthNumber(month))}`)
}

/** A label and a date; more is a sentence. */
const CHANGED_CHARACTERS = 80

/** True when a text states a day, a month with its year, or a bare year. */
export function statesDate(text: string): boolean {
  // Every form of a date holds a digit; most sentences do not.
  if (!/\d/.test(text)) return false
  return findDate(text) !== undefined || /(?<![\d$.,])(?:1[5-9]|20)\d{2}(?![\d%$])/.test(text) || MONTH_AND_DAY.test(text)
}

/** "QUÉBEC, le 1er sept. 2020 /CNW Telbec/ - " and its like, at the head of a press release. */
const DATELINE = /^[^a-z]{0,3}\p{Lu}[^.!?:·]{0,30}?(?:\.[^.!?:·]{0,40})?(?:\/[^/]{2,30}\/|\(\p{Lu}{2,6}\)|\d{4})\s*[–—-]+\s+/u

/** Length of a press release's dateline at the start of a text, or 0. */
export function datelineLength(text: string): number {
  return DATELINE.exec(text)?.[0].length ?? 0
}

const MONTH_AND_DAY = new RegExp(`(?<![\\d\\p{L}])(?:\\d{1,2}(?:er|st|nd|rd|th)?\\s+${MONTH}|${MONTH}\\s+\\d{1,2})(?![\\p{L}\\d])`, 'iu')

function monthNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : (MONTHS[text.toLowerCase().replace('.', '')] ?? 0)
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
