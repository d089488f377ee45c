/** Days of the week that a text speaks of, those within its ranges too: "Monday to Thursday", « du lundi au mercredi ». Both languages side by side. Pure. */

const DAYS = [
  'mondays?|mon|lundis?|lun',
  'tuesdays?|tues?|mardis?|mar',
  'wednesdays?|wed|mercredis?|mer',
  'thursdays?|thurs?|jeudis?|jeu',
  'fridays?|fri|vendredis?|ven',
  'saturdays?|sat|samedis?|sam',
  'sundays?|sun|dimanches?|dim',
] as const
const ANY = new RegExp(`(?<!\\p{L})(?:${DAYS.map((names, i) => `(?<d${i}>${names})`).join('|')})(?!\\p{L})`, 'giu')
/** Short forms, which are other words too ("sun", « mer »): days where another day stands beside them. */
const SHORT = /^\p{L}{3,5}$/u
const RANGE = /^\.?\s?(?:to|through|thru|until|au|à|-|–|—)\s?$/iu
const ALL =
  /(?<!\p{L})(?:every ?day|daily|seven days a week|7 days a week|tous les jours|chaque jour|sept jours sur sept|7 jours sur 7)(?!\p{L})/iu
const WEEK = /(?<!\p{L})(?:weekdays?|business days?|en semaine|jours? (?:de semaine|ouvrables?))(?!\p{L})/iu
const WEEKEND = /(?<!\p{L})(?:week-?ends?|fins? de semaine)(?!\p{L})/iu

const DAY = new RegExp(`^(?:${DAYS.join('|')})$`)

/** Whether a word names a day of the week. @param form folded */
export function isWeekday(form: string): boolean {
  return DAY.test(form)
}

/** Days from 0 (Monday) to 6. */
export function weekdaysIn(text: string): ReadonlySet<number> {
  const named = [...text.matchAll(ANY)].map(({ 0: name, index, groups = {} }) => ({
    day: DAYS.findIndex((_, i) => groups[`d${i}`] !== undefined),
    start: index,
    end: index + name.length,
    isShort: SHORT.test(name) && !/(?:day|di)s?$/i.test(name),
  }))
  const days = new Set<number>()
  for (const [i, { day, start, end, isShort }] of named.entries()) {
    const [before, after] = [named[i - 1], named[i + 1]]
    const isRange = (from: number, to: number): boolean => RANGE.test(text.slice(from, to))
    const opens = after !== undefined && isRange(end, after.start)
    if (isShort && !opens && !(before && isRange(before.end, start))) continue
    days.add(day)
    if (opens) for (let next = day; next !== after.day; next = (next + 1) % DAYS.length) days.add(next)
  }
  const add = (pattern: RegExp, from: number, to: number): void => {
    if (pattern.test(text)) for (let day = from; day <= to; day++) days.add(day)
  }
  add(ALL, 0, 6)
  add(WEEK, 0, 4)
  add(WEEKEND, 5, 6)
  return days
}
