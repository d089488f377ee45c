/** Numbers in words, folded, both languages in one table; numbers in figures. "one" and « un » are articles more often than numbers and stand in none. */

export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  ...{ half: 0.5, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 },
  ...{ thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30 },
  ...{ forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 },
  ...{ deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10, onze: 11, douze: 12, treize: 13, quatorze: 14 },
  ...{ quinze: 15, seize: 16, vingt: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60 },
}

/** What a number before them is multiplied by. */
export const SCALE_WORDS: Readonly<Record<string, number>> = {
  ...{ hundred: 100, cent: 100, cents: 100, thousand: 1000, mille: 1000, milliers: 1000 },
  ...{ million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9, milliard: 1e9, milliards: 1e9 },
}

/** The words of both languages for a small number in digits: "four" and « quatre » for "4". @param form folded */
export function numeralWords(form: string): string[] {
  return /^\d{1,2}$/.test(form) ? Object.entries(NUMBER_WORDS).flatMap(([word, number]) => (number === Number(form) ? [word] : [])) : []
}

/** Whether a word counts something: "twelve", « douze ». @param form folded */
export function isCount(form: string): boolean {
  return Number.isInteger(NUMBER_WORDS[form])
}

/** "1,200.50", "1 200,50" -> 1200.5; three digits after a comma or a point are thousands. */
export function numberOf(written: string): number {
  const grouped = written.replace(/[ \u00a0\u202f]/g, '').replace(/[.,](?=\d{3}(?:\D|$))/g, '')
  return Number(grouped.replace(',', '.'))
}
