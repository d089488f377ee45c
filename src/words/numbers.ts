/** Numbers in words, folded, both languages in one table; numbers in figures. "one" and « un » are articles more often than numbers and stand in none. */

const ENGLISH_NUMBERS = {
  ...{ half: 0.5, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 },
  ...{ thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30 },
  ...{ forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 },
}
const FRENCH_NUMBERS = {
  ...{ deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9, dix: 10, onze: 11, douze: 12, treize: 13 },
  ...{ quatorze: 14, quinze: 15, seize: 16, vingt: 20, vingts: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60 },
}

export const NUMBER_WORDS: Readonly<Record<string, number>> = { ...ENGLISH_NUMBERS, ...FRENCH_NUMBERS }

/** What a number before them is multiplied by. */
export const SCALE_WORDS: Readonly<Record<string, number>> = {
  ...{ hundred: 100, cent: 100, cents: 100, thousand: 1000, mille: 1000, milliers: 1000 },
  ...{ million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9, milliard: 1e9, milliards: 1e9 },
}

/** Ordinals in words, folded. "second" is a unit of time as well, and met as little as it is asked for. */
const ORDINAL_WORDS: Readonly<Record<string, number>> = {
  ...{ first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10 },
  ...{ eleventh: 11, twelfth: 12, thirteenth: 13, fourteenth: 14, fifteenth: 15, sixteenth: 16, seventeenth: 17, eighteenth: 18 },
  ...{ nineteenth: 19, twentieth: 20 },
  ...{ premier: 1, premiere: 1, deuxieme: 2, seconde: 2, troisieme: 3, quatrieme: 4, cinquieme: 5, sixieme: 6, septieme: 7, huitieme: 8 },
  ...{ neuvieme: 9, dixieme: 10, onzieme: 11, douzieme: 12, treizieme: 13, quatorzieme: 14, quinzieme: 15, seizieme: 16, vingtieme: 20 },
}

/** The words of both languages for a small number in digits: "four" and « quatre » for "4". @param form folded */
export function numeralWords(form: string): string[] {
  return /^\d{1,2}$/.test(form) ? Object.entries(NUMBER_WORDS).flatMap(([word, number]) => (number === Number(form) ? [word] : [])) : []
}

/** The word of a number, or none. */
function wordIn(numbers: Readonly<Record<string, number>>, value: number): string[] {
  return Object.keys(numbers)
    .filter((word) => numbers[word] === value)
    .slice(0, 1)
}

/** « soixante, douze » for 72, « quatre, vingt, dix » for 90: the parts of a number that French puts together. */
function frenchParts(value: number): string[] {
  const own = wordIn(FRENCH_NUMBERS, value)
  if (own.length > 0 || value < 17) return own
  if (value < 20) return ['dix', ...frenchParts(value - 10)]
  const step = value < 60 ? 10 : 20
  const [tens, ones] = [step * Math.floor(value / step), value % step]
  return [...(tens === 80 ? ['quatre', ones === 0 ? 'vingts' : 'vingt'] : wordIn(FRENCH_NUMBERS, tens)), ...frenchParts(ones)]
}

/**
 * A number of several words, part by part: "twenty", "four" and « vingt », « quatre » for "24". What ends in one ("twenty-one", « vingt et un »)
 * is left out: it has no part for it. « Deux » is a small word that no index keeps, so that « vingt-deux » is not met. @param form folded
 */
export function compoundNumerals(form: string): string[][] {
  const value = Number(form)
  if (!/^[1-9]\d$/.test(form) || value % 10 === 1) return []
  const english = value > 20 ? [wordIn(ENGLISH_NUMBERS, value - (value % 10)), wordIn(ENGLISH_NUMBERS, value % 10)].flat() : []
  return [english, frenchParts(value)].filter((parts) => parts.length > 1)
}

/** "5th", « 5e », « 5ème », « 1re ». */
const ORDINAL = /^(?<number>\d{1,2})(?:st|nd|rd|th|e|er|ere|re|eme)$/
/** Roman, as centuries, sovereigns and parts are numbered: « XIXe », "XIX". */
const ROMAN = /^(?=[ivx])(?<tens>x{0,3})(?<ones>ix|iv|v?i{0,3})(?<ending>e|er|eme)?$/
const ROMAN_ONES: Readonly<Record<string, number>> = { '': 0, i: 1, ii: 2, iii: 3, iv: 4, v: 5, vi: 6, vii: 7, viii: 8, ix: 9 }
/** Letters of a Roman numeral that is no other word: "I", "v." and "x" are. */
const ROMAN_LETTERS = 2

/** 1 to 39; undefined for what is no Roman numeral. @param form folded, an ordinal perhaps */
function romanNumber(form: string): number | undefined {
  const { tens, ones } = ROMAN.exec(form)?.groups ?? {}
  return tens === undefined || ones === undefined ? undefined : 10 * tens.length + (ROMAN_ONES[ones] ?? 0)
}

/** @param value 1 to 39 */
function romanOf(value: number): string {
  const ones = Object.keys(ROMAN_ONES).find((letters) => ROMAN_ONES[letters] === value % 10)
  return 'x'.repeat(Math.floor(value / 10)) + ones
}

/** The words of both languages for an ordinal in digits: "fifth" and « cinquième » for "5th". @param written folded, with its ending */
export function ordinalWords(written: string): string[] {
  const value = Number(ORDINAL.exec(written)?.groups?.number)
  return Object.entries(ORDINAL_WORDS).flatMap(([word, number]) => (number === value ? [word] : []))
}

/** 3 for "third", "3rd", « troisième », « 3e »; undefined for what is no ordinal. @param form folded, with its ending */
export function ordinalValue(form: string): number | undefined {
  const digits = ORDINAL.exec(form)?.groups?.number
  return digits === undefined ? ORDINAL_WORDS[form] : Number(digits)
}

/** "VIII" for the 8 of "Louis 8", "part 8"; "8" for "VIII"; "IV" and "XL" are acronyms too. @param form folded. @param behindWord whether it stands behind a word */
export function romanWords(form: string, behindWord: boolean): string[] {
  const value = /^[1-3]?\d$/.test(form) ? Number(form) : 0
  if (value > 0) return behindWord && romanOf(value).length >= ROMAN_LETTERS ? [romanOf(value)] : []
  return /^(?:ii|[ivx]{3,})$/.test(form) ? [romanNumber(form)].flatMap((number) => (number ? [String(number)] : [])) : []
}

/**
 * Every way to number a century, and its years: "20", « XXe », "twentieth", 1900 to 1999 for "20th century"; empty for what numbers none.
 * @param written folded, what stands before "century" or « siècle »
 */
export function centuryWords(written: string): string[] {
  const value = Number((ORDINAL.exec(written)?.groups?.number ?? /^\d{1,2}$/.exec(written)?.[0]) || romanNumber(written))
  if (!(value > 0 && value < 40)) return []
  const [named, roman] = [ordinalWords(`${value}e`), romanOf(value)]
  const years = Array.from({ length: 100 }, (_, year) => String(100 * (value - 1) + year))
  return [
    ...named,
    String(value),
    ...(roman.length < ROMAN_LETTERS ? [] : [roman]),
    `${roman}e`,
    ...(value === 1 ? ['ier'] : []),
    ...(value > 10 ? years : []),
  ]
}

/** "1.25" for "1250000", which is written « 1,25 million » too, and the other way round. @param form folded. @param behind what follows it */
export function otherScale(form: string, behind: string): string[] {
  if (!/^\d+(?:\.\d+)?$/.test(form)) return []
  const scale = SCALE_WORDS[/^\s(\p{L}+)/u.exec(behind)?.[1]?.toLowerCase() ?? ''] ?? 1
  if (scale >= MILLION) return [String(Number(form) * scale)]
  const units = [MILLION, 1000 * MILLION].filter((unit) => Number(form) >= unit).map((unit) => String(Number(form) / unit))
  // Three of anything is no 3,000,000.
  return units.filter((written) => written.includes('.') && written.length <= SHORT_DECIMAL)
}
const MILLION = 1e6
/** "1.234567 million" is written by nobody. */
const SHORT_DECIMAL = 6

/** Whether a word counts something: "twelve", « douze ». @param form folded */
export function isCount(form: string): boolean {
  return Number.isInteger(NUMBER_WORDS[form])
}

/** "1,200.50", "1 200,50" -> 1200.5; three digits after a comma or a point are thousands. */
export function numberOf(written: string): number {
  const grouped = written.replace(/[ \u00a0\u202f]/g, '').replace(/[.,](?=\d{3}(?:\D|$))/g, '')
  return Number(grouped.replace(',', '.'))
}
