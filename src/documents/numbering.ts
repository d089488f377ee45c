/** Numbers of lists as they are shown: 1, a, B, iv, IX. Pure. */

export const NUMBER_STYLES = ['decimal', 'lower-letter', 'upper-letter', 'lower-roman', 'upper-roman'] as const
export type NumberStyle = (typeof NUMBER_STYLES)[number]

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]
const ROMAN_MAX = 3999

/** @param n what counts; below 1, or beyond what a style can write, it is written in digits */
export function numberText(n: number, style: NumberStyle): string {
  if (style === 'decimal' || !Number.isInteger(n) || n < 1) return String(n)
  if (style === 'lower-letter') return letters(n)
  if (style === 'upper-letter') return letters(n).toUpperCase()
  if (n > ROMAN_MAX) return String(n)
  return style === 'lower-roman' ? roman(n) : roman(n).toUpperCase()
}

/** a to z, then aa, ab, ... */
function letters(n: number): string {
  let text = ''
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26)) text = String.fromCharCode(97 + ((rest - 1) % 26)) + text
  return text
}

function roman(n: number): string {
  let rest = n
  let text = ''
  for (const [value, sign] of ROMAN) {
    for (; rest >= value; rest -= value) text += sign
  }
  return text
}
