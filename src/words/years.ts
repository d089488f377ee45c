/** Decades ("the 1950s", « les années 50 ») and ranges of years ("2018–2021", « de 1968 à 1970 »), in both languages side by side. Pure. */

/** Centuries that two figures of a decade can stand for: "the 20s" may be 1920 or 2020, "the 50s" are 1950. */
const centuriesOf = (decade: string): string[] => (Number(decade) < 3 ? ['19', '20'] : ['19'])

/**
 * The words that name a decade or a year of it, where a number names one: 1950 to 1959, "1950s", "50s" for "the 1950s", "the '50s" and
 * « les années 50 »; empty for any other number.
 * @param surface the number as it is written, with the letters that follow it
 * @param before, behind the text around it
 */
export function decadeWords(surface: string, before: string, behind: string): string[] {
  const isNamed =
    /s$/.test(surface) || /^['’]s(?!\p{L})/u.test(behind) || /(?<!\p{L})ann[ée]es\s+(?:\d{2,4}\s+(?:et|à|ou)\s+)?$/iu.test(before)
  const found = isNamed && /^(?<century>1[5-9]|20)?(?<decade>\d)0s?$/.exec(surface)?.groups
  if (!found) return []
  const { century, decade = '' } = found
  // "The 1900s" are the century more often than its first years.
  if (century !== undefined && decade === '0' && /s$/.test(surface)) return yearsFrom(`${century}00`, 100)
  return (century === undefined ? centuriesOf(decade) : [century]).flatMap((first) => [
    ...yearsFrom(`${first}${decade}0`, 10),
    ...[`${first}${decade}0s`, `${decade}0s`],
  ])
}

const yearsFrom = (first: string, count: number): string[] => Array.from({ length: count }, (_, year) => String(Number(first) + year))

/** The other way to write the second year of a fiscal or school year: "2026" for the 26 of "2025–26", "26" for the 2026 of "2025-2026". @param form folded */
export function fiscalYearWords(form: string, before: string): string[] {
  const first = /(?<!\d)(\d{4})\s?[-–—/]\s?$/.exec(before)?.[1]
  if (first === undefined || !/^(?:\d{2}|\d{4})$/.test(form)) return []
  const next = String(Number(first) + 1)
  if (form === next) return [next.slice(2)]
  return form === next.slice(2) ? [next] : []
}

const YEAR = '(?<!\\d)(?:1[5-9]|20)\\d{2}(?!\\d)'
/** Two years with what joins them; the second in two figures perhaps ("2018-21"; "2018-11" is a month). A date in figures ("2018-02-21"), a by-law ("no. 2004-18"), hours and sums are no ranges. */
const RANGE = new RegExp(
  `(?<between>(?:between|entre)\\s)?(?<!\\d[-–/]|\\$|(?:by-?law|règlement|act|no\\.?|n[o°]|number|numéro)\\s)(?<first>${YEAR})(?<joint>\\s?[-–—/]\\s?|\\s(?:to|through|until|till|à|au|and|et|jusqu[’']en)\\s)(?<last>${YEAR}|(?<=[-–/])(?:1[3-9]|[2-9]\\d)(?![-–/\\d]))(?!\\s(?:h|hours|heures)(?!\\p{L}))`,
  'giu',
)

/** Whether a range of years that a text states holds a year: 1969 in "from 1968 to 1970". "1968 and 1970" is none, "between 1968 and 1970" is. */
export function isWithinYears(year: number, text: string): boolean {
  for (const { groups } of text.matchAll(RANGE)) {
    const { between, first = '', joint = '', last = '' } = groups ?? {}
    if (!between && /^(?:and|et)$/iu.test(joint.trim())) continue
    const end = last.length === 2 ? Number(first.slice(0, 2) + last) : Number(last)
    if (Number(first) <= year && year <= end) return true
  }
  return false
}
