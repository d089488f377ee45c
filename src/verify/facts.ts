/**
 * What a sentence states that can be checked without understanding it: numbers, times, months, percentages, amounts of money, in one form
 * for both languages (1,200.50 = 1 200,50; 1er sept. 2020 = September 1, 2020; twelve = douze = 12; 7:30 p.m. = 19 h 30). Pure.
 */

import { fold, withoutMarks } from '../words/analyse.ts'
import { MONTHS } from '../words/months.ts'
import { NUMBER_WORDS, numberOf, SCALE_WORDS } from '../words/numbers.ts'

const MONTH_NAMES: ReadonlyMap<string, number> = new Map(Object.entries(MONTHS).map(([name, n]) => [fold(name), n]))

const TIME_EN = /\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?\s?m\b\.?/giu
const TIME_FR = /\b(\d{1,2})\s?h(?:\s?(\d{2}))?\b/gu
const TIME_24 = /\b(\d{1,2}):(\d{2})\b/gu
const NUMBER = /\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?/gu
const PERCENT = /^\s*(?:%|per ?cent\b|pour cent(?!\p{L})|p\. ?100)/iu
const MONEY_BEFORE = /(?:\$|€|£)\s*$/u
const MONEY_AFTER = /^\s*(?:[kKM]?\$|€|£|(?:million|milliard|billion|thousand)s?\s+(?:de\s+|d['’])?(?:dollar|\$)|dollars?\b|euros?\b)/u

/** Each fact once, as a kind and a value: "n:48200", "%:8", "$:4.5", "m:9", "t:19:30". */
export function factsOf(text: string): Set<string> {
  const facts = new Set<string>()
  let rest = withoutMarks(text)
  const take = (pattern: RegExp, fact: (groups: string[]) => string | undefined): void => {
    rest = rest.replace(pattern, (...given) => {
      const groups: string[] = given.slice(
        0,
        given.findIndex((part) => typeof part === 'number'),
      )
      const found = fact(groups)
      if (found === undefined) return groups[0] ?? ''
      facts.add(found)
      return ' '
    })
  }
  take(TIME_EN, ([, hour, minute = '00', half]) => timeOf((Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0), minute))
  take(TIME_FR, ([, hour, minute = '00']) => timeOf(Number(hour), minute))
  take(TIME_24, ([, hour, minute = '00']) => timeOf(Number(hour), minute))
  for (const { 0: written, index } of rest.matchAll(NUMBER)) {
    const after = rest.slice(index + written.length)
    const scale = SCALE_WORDS[fold(/^[\s-]*(\p{L}+)/u.exec(after)?.[1] ?? '')] ?? 1
    facts.add(`${kindOf(rest.slice(0, index), after)}:${shortest(numberOf(written) * (scale >= 1000 ? scale : 1))}`)
  }
  for (const { 0: word, index } of rest.matchAll(/\p{L}+/gu)) {
    const form = fold(word)
    const after = rest.slice(index + word.length)
    const month = MONTH_NAMES.get(form)
    // "may", « mars » and « sept » are words too: a month stands beside a day or a year.
    if (month && (/\d\p{L}{0,2},?\s*$/u.test(rest.slice(Math.max(0, index - 8), index)) || /^\.?,?\s*\d/u.test(after)))
      facts.add(`m:${month}`)
    else if (NUMBER_WORDS[form] !== undefined) {
      const scale = SCALE_WORDS[fold(/^[\s-]*(\p{L}+)/u.exec(after)?.[1] ?? '')] ?? 1
      facts.add(`${kindOf(rest.slice(0, index), after)}:${shortest((NUMBER_WORDS[form] ?? 0) * (PERCENT.test(after) ? 1 : scale))}`)
    }
  }
  return facts
}

const UNITS = new Set(['dollar', 'dollars', 'euro', 'euros', 'cent', 'percent', 'pour'])

/** Whether a word is part of a fact, which is checked as such. @param form folded */
export function isFactWord(form: string): boolean {
  return /\d/.test(form) || NUMBER_WORDS[form] !== undefined || SCALE_WORDS[form] !== undefined || MONTH_NAMES.has(form) || UNITS.has(form)
}

/** Facts of a sentence that a source does not state. An amount or a share that the source states as a bare number is stated. */
export function unstatedFacts(sentence: string, source: string): string[] {
  const stated = factsOf(source)
  const values = new Set([...stated].map((fact) => fact.slice(fact.indexOf(':') + 1)))
  return [...factsOf(sentence)].filter((fact) => {
    if (stated.has(fact)) return false
    const [kind = '', value = ''] = [fact.slice(0, fact.indexOf(':')), fact.slice(fact.indexOf(':') + 1)]
    // Said without its unit it is still said; said with one, the unit must be the source's.
    return !(kind === 'n' && values.has(value))
  })
}

function kindOf(before: string, after: string): 'n' | '%' | '$' {
  if (PERCENT.test(after)) return '%'
  return MONEY_BEFORE.test(before) || MONEY_AFTER.test(after) ? '$' : 'n'
}

function timeOf(hour: number, minute: string): string | undefined {
  return hour <= 24 && Number(minute) < 60 ? `t:${hour}:${minute}` : undefined
}

function shortest(value: number): string {
  return String(Math.round(value * 1e6) / 1e6)
}
