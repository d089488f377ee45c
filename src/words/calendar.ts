/** Days of a year that a text states as a range: "June 15 to September 15", « du 2 au 6 mars », "May to October". Both languages side by side. Pure. */
import { fold } from './analyse.ts'
import { MONTH_NAMES, MONTHS } from './months.ts'

/** A month, and a day of it where one is said. */
export interface MonthDay {
  month: number
  day: number | undefined
}

const DAY = '(?<!\\d)\\d{1,2}(?:st|nd|rd|th|er|e)?(?![\\d:%$])'
/** "May" in small letters is a verb. */
const NAMES = MONTH_NAMES.split('|').map((name) =>
  name === 'may' ? 'May' : `[${name.charAt(0).toUpperCase()}${name.charAt(0)}]${name.slice(1)}`,
)
const MONTH = `(?<!\\p{L})(?:${NAMES.join('|')})(?!\\p{L})\\.?`
const YEAR = '(?:,?\\s(?:of\\s)?\\d{4})?'
/** A month with a day on either side of it, or without any. */
const date = (name: string): string => {
  const [before, month, behind] = ['before', 'month', 'behind'].map((part) => `${part}${name}`)
  return `(?:(?<${before}>${DAY})\\s(?:of\\s)?)?(?<${month}>${MONTH})(?:\\s(?<${behind}>${DAY}))?`
}
const TO = "\\s?(?:to|through|until|till|au|à|jusqu[’']au|-|–|—)\\s?(?:the\\s|le\\s)?"
const AND = '(?<=(?:between|entre)\\s.{1,40})\\s(?:and|et)\\s(?:the\\s|le\\s)?'
/** From one date to another; from one day to another of one month, which stands before or behind both. */
const RANGES = [
  new RegExp(`${date('First')}${YEAR}(?:${TO}|${AND})${date('Last')}`, 'gu'),
  new RegExp(`(?<beforeFirst>${DAY})(?:${TO}|${AND})(?<beforeLast>${DAY})\\s(?:of\\s)?(?<monthLast>${MONTH})`, 'gu'),
  new RegExp(`(?<monthFirst>${MONTH})\\s(?<behindFirst>${DAY})(?:${TO}|${AND})(?<behindLast>${DAY})(?!\\s?(?:${MONTH}|h|[ap]\\.?m))`, 'gu'),
]
const DATE = new RegExp(date('Own'), 'gu')

const monthOf = (name: string): number => MONTHS[fold(name).replace(/\.$/, '')] ?? Number.NaN
const dayOf = (before: string | undefined, behind: string | undefined): number | undefined => {
  const day = Number.parseInt(before ?? behind ?? '', 10)
  return day >= 1 && day <= 31 ? day : undefined
}

/** Dates of a text without their year, with where they stand. */
export function monthDaysIn(text: string): (MonthDay & { start: number; end: number })[] {
  return [...text.matchAll(DATE)].map(({ 0: written, index, groups = {} }) => ({
    ...{ month: monthOf(groups.monthOwn ?? ''), day: dayOf(groups.beforeOwn, groups.behindOwn) },
    ...{ start: index, end: index + written.length },
  }))
}

/** Whether a range of dates that a text states holds a month, or a day of one; those over the turn of a year too. */
export function isWithinDates({ month, day }: MonthDay, text: string): boolean {
  for (const pattern of RANGES) {
    for (const { groups = {} } of text.matchAll(pattern)) {
      const { beforeFirst, monthFirst, behindFirst, beforeLast, monthLast, behindLast } = groups
      const [from, to] = [monthOf(monthFirst ?? monthLast ?? ''), monthOf(monthLast ?? monthFirst ?? '')]
      const [first, last] = [100 * from + (dayOf(beforeFirst, behindFirst) ?? 1), 100 * to + (dayOf(beforeLast, behindLast) ?? 31)]
      // A month without its day is held where any day of it is.
      const [start, end] = [100 * month + (day ?? 31), 100 * month + (day ?? 1)]
      if (first <= last ? first <= start && end <= last : first <= start || end <= last) return true
    }
  }
  return false
}
