/**
 * Quantities ("18 years", "$30,000") and the ranges that hold or exclude them ("16 to 24", « moins de 10 000 $ », "65 and over"), in both
 * languages side by side. Pure.
 */
import type { Span } from '../domain.ts'
import { fold } from './analyse.ts'
import { NUMBER_WORDS, numberOf } from './numbers.ts'

export type Unit =
  | 'money'
  | 'year'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'person'
  | 'kilometre'
  | 'metre'
  | 'centimetre'
  | 'kilogram'
  | 'gram'
  | 'litre'
  | 'share'

/** A number with what it counts; the span holds both. */
export interface Quantity extends Span {
  value: number
  unit: Unit
}

/** Numbers from `least` to `most`, both included; infinite where one end is open. Without a unit where none is seen. */
export interface Range {
  least: number
  most: number
  unit: Unit | undefined
}

/** Behind a number, or in the label of a column of numbers. */
const UNITS: readonly (readonly [Unit, string, label?: string])[] = [
  ['money', '\\$|€|dollars?|euros?', '\\$|€|amount|value|price|income|montant|valeur|prix|revenu|dollars?'],
  ['year', 'years?|yrs?|ans?|années?', 'years?|ages?|âges?|ans|années?|ancienneté|seniority'],
  ['month', 'months?|mois'],
  ['week', 'weeks?|semaines?'],
  ['day', 'days?|jours?|journées?'],
  ['hour', 'hours?|hrs?|heures?'],
  ['minute', 'minutes?|min'],
  [
    'person',
    'people|persons?|personnes?|employees?|employés?|members?|membres?|participants?|guests?|invités?|residents?|résidents?|habitants?',
  ],
  ['kilometre', 'km|kilomet(?:re|er)s?|kilomètres?'],
  ['metre', 'm|met(?:re|er)s?|mètres?'],
  ['centimetre', 'cm|centimet(?:re|er)s?|centimètres?'],
  ['kilogram', 'kg|kilos?|kilograms?|kilogrammes?'],
  ['gram', 'g|grams?|grammes?'],
  ['litre', "l(?!['’])|lit(?:re|er)s?"],
  ['share', '%|per ?cent|pour cent'],
]
const UNIT_BEHIND = UNITS.map(([unit, names]): readonly [Unit, RegExp] => [
  unit,
  new RegExp(`^[\\s-]?(?:(?!to |and |or |et |ou |à |of |de )\\p{Ll}{3,14} ){0,2}?(?:${names})(?![\\p{L}²³])(?:[- ]old)?`, 'iu'),
])
const UNIT_LABEL = UNITS.map(([unit, names, label = names]): readonly [Unit, RegExp] => [
  unit,
  new RegExp(`(?<!\\p{L})(?:${label})(?!\\p{L})`, 'iu'),
])

/** In figures, no part of a code, a date, a time or another number; or in words. */
const NUMBER =
  /(?<![\p{L}\d/:.,]|\p{L}[-–]|\d[-–]\d{1,4}[-–])(?:\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+|\d+)(?:[.,]\d{1,2}(?!\d))?(?![\d/:]|[-–](?:\d+[-–]|\p{Lu})|\s?h(?!\p{L})|\s?[ap]\.?\s?m(?!\p{L})|\p{L})|(?<![\p{L}-])\p{L}{2,9}(?![\p{L}’'])/gu

/** A number of a text, its unit and its currency within the span. */
interface Counted extends Span {
  value: number
  unit: Unit | undefined
}

function countedIn(text: string): Counted[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: written, index }): Counted[] => {
    const value = /\d/.test(written[0] ?? '') ? numberOf(written) : NUMBER_WORDS[fold(written)]
    if (value === undefined) return []
    const [before, behind] = [text.slice(Math.max(0, index - 4), index), text.slice(index + written.length)]
    const currency = /(?:US|CA?)?[$€]\s?$/.exec(before)
    if (currency) return [{ start: index - currency[0].length, end: index + written.length, value, unit: 'money' }]
    for (const [unit, pattern] of UNIT_BEHIND) {
      const found = pattern.exec(behind)
      if (found) return [{ start: index, end: index + written.length + found[0].length, value, unit }]
    }
    return [{ start: index, end: index + written.length, value, unit: undefined }]
  })
}

/** The quantities that a text states, in its order. */
export function quantitiesIn(text: string): Quantity[] {
  return countedIn(text).flatMap(({ unit, ...counted }) => (unit === undefined ? [] : [{ ...counted, unit }]))
}

const UP_TO =
  /(?:up to|at most|(?:no|not) more than|not exceeding|maximum of|jusqu[’']à|au plus|maximum de|(?:excédant|dépassant) pas)\s$/iu
const UP_TO_BEHIND = /^\s?(?:(?:or|and) (?:less|fewer|under|younger)|(?:et|ou) moins|au plus)(?!\p{L})/iu
const LESS = /(?:less than|fewer than|under|below|moins de|inférieure?s? à)\s$/iu
const MORE = /(?:more than|over|above|exceeding|exceeds|plus de|supérieure?s? à|excédant|dépassant)\s$/iu
const AT_LEAST = /(?:at least|minimum of|starting at|au moins|à partir de|minimum de)\s$/iu
const AT_LEAST_BEHIND = /^(?:\s?\+|\s(?:(?:or|and) (?:more|over|older|up|above)|(?:et|ou) (?:plus|davantage|au-delà))(?!\p{L}))/iu
const TO = /^\s?(?:to|through|à|-|–|—)\s?(?:[$€]\s?)?$/iu
const AND = /^\s(?:and|et)\s(?:[$€]\s?)?$/iu
const BETWEEN = /(?:between|entre)\s$/iu
/** The label of a cell, up to where a number stands. */
const LABEL = /(?:^|·)\s?([^·:]{1,80}?)\s?:\s[^·]*$/u
/** The least step between two numbers that a text tells apart. */
const STEP = 0.001

/** The ranges that a text states, in its order. */
export function rangesIn(text: string): Range[] {
  const counted = countedIn(text)
  const found: Range[] = []
  const add = (unit: Unit | undefined, at: number, least: number, most: number): void => {
    const label = LABEL.exec(text.slice(0, at))?.[1] ?? ''
    found.push({ least, most, unit: unit ?? UNIT_LABEL.find(([, pattern]) => pattern.test(label))?.[0] })
  }
  for (const [i, { value, unit, start, end }] of counted.entries()) {
    const [before, behind] = [text.slice(Math.max(0, start - 24), start), text.slice(end, end + 24)]
    const [last, next] = [counted[i - 1], counted[i + 1]]
    const joins = (a: Counted, b: Counted, lead: string): boolean => {
      const between = text.slice(a.end, b.start)
      return a.value < b.value && (TO.test(between) || (AND.test(between) && BETWEEN.test(lead)))
    }
    const lead = next ? text.slice(end, next.start) : ''
    if (next && joins({ value, unit, start, end }, next, before)) add(unit ?? next.unit, start, value, next.value)
    // "More than 20 g and up to 50 g" is one range.
    else if (next && MORE.test(before) && value < next.value && lead.length < LONGEST_LEAD && (UP_TO.test(lead) || LESS.test(lead)))
      add(unit ?? next.unit, start, value + STEP, next.value)
    else if (last && (UP_TO.test(before) || LESS.test(before)) && last.value < value && isBehindMore(text, last, start)) continue
    else if (last && joins(last, { value, unit, start, end }, text.slice(Math.max(0, last.start - 24), last.start))) continue
    else if (UP_TO.test(before) || UP_TO_BEHIND.test(behind)) add(unit, start, 0, value)
    else if (LESS.test(before)) add(unit, start, 0, value - STEP)
    else if (MORE.test(before)) add(unit, start, value + STEP, Number.POSITIVE_INFINITY)
    else if (AT_LEAST.test(before) || AT_LEAST_BEHIND.test(behind)) add(unit, start, value, Number.POSITIVE_INFINITY)
  }
  return found
}

/** Characters between the two ends of one range. */
const LONGEST_LEAD = 24

function isBehindMore(text: string, last: Counted, start: number): boolean {
  return start - last.end < LONGEST_LEAD && MORE.test(text.slice(Math.max(0, last.start - 24), last.start))
}

/** Whether a range holds a quantity of its unit; a range that shows no unit holds none. */
export function holds({ least, most, unit }: Range, quantity: Quantity): boolean {
  return unit === quantity.unit && least <= quantity.value && quantity.value <= most
}
