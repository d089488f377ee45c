/**
 * Parser of what a model writes: sentences that end in the numbers of their sources, as in "It opened in 1998. [3][5]", or begin with them,
 * as in "[3][5] It opened in 1998."
 */

const MARKER = /\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]/g

/** Behind a marker at the end of a piece: a full stop, blanks, or the beginning of another marker. */
const UNFINISHED = /^[.!?]?\s*(?:\[[\d\s,;]*)?$/

/** Markers at the beginning of a text, behind blanks and list marks. */
const LEADING = new RegExp(`^[\\s•*–—-]*(?:${MARKER.source}[\\s:]*)+`)

/** Behind a marker: the first letter of another sentence, in the same line. */
const GOES_ON = /^[^\p{L}\p{N}.!?\n]*[\p{L}\p{N}]/u

interface Cited {
  text: string
  numbers: number[]
}

/** A sentence that begins with its markers and the offset where it ends; `open` while that cannot be known; undefined for a text that does not begin so. */
function prefixedSentence(text: string): (Cited & { end: number }) | 'open' | undefined {
  const lead = LEADING.exec(text)?.[0]
  if (lead === undefined) return undefined
  const numbers = numbersOf(lead)
  const body = text.slice(lead.length)
  const next = new RegExp(MARKER.source).exec(body)?.index ?? body.length
  const line = /[\p{L}\p{N}][^\n]*\n/u.exec(body.slice(0, next))
  // The end of its line ends a sentence.
  if (line) return { text: tidy(body.slice(0, line.index + line[0].length)), numbers, end: lead.length + line.index + line[0].length }
  if (next === body.length) return 'open'
  const said = body.slice(0, next)
  // A marker before the end of a sentence is behind it: "[1] It opened in 1998 [3]."
  if (!/[\p{L}\p{N}]/u.test(said) || !/[.!?…»”"]\s*$/.test(said)) return undefined
  const group = new RegExp(`^(?:${MARKER.source}\\s*)+`).exec(body.slice(next))?.[0] ?? ''
  const after = body.slice(next + group.length)
  if (GOES_ON.test(after)) return { text: tidy(said), numbers, end: lead.length + next }
  if (!/[.!?\n]/.test(group + after)) return 'open'
  // Markers on both sides.
  return { text: tidy(said), numbers: [...numbers, ...numbersOf(group)], end: lead.length + next + group.length }
}

/**
 * Splits a model's text into sentences, each with the numbers cited behind it, or before it where the text begins with a number.
 * @returns `whole`: complete sentences; `open`: the rest, because another number or a full stop may still follow the last one
 */
export function citedSentences(text: string): { whole: Cited[]; open: string } {
  const whole: Cited[] = []
  let rest = text
  for (;;) {
    const prefixed = prefixedSentence(rest)
    if (prefixed === 'open') return { whole, open: rest }
    if (!prefixed) break
    whole.push({ text: prefixed.text, numbers: prefixed.numbers })
    rest = rest.slice(prefixed.end)
  }
  const behind = suffixedSentences(rest)
  return { whole: [...whole, ...behind.whole], open: behind.open }
}

function suffixedSentences(text: string): { whole: Cited[]; open: string } {
  const whole: Cited[] = []
  const markers = [...text.matchAll(MARKER)].map(({ 0: marker, index }) => ({
    start: index,
    end: index + marker.length,
    numbers: numbersOf(marker),
  }))
  let start = 0
  for (let i = 0; i < markers.length; i++) {
    const first = markers[i] as (typeof markers)[number]
    const numbers = [...first.numbers]
    let { end } = first
    while (i + 1 < markers.length && text.slice(end, markers[i + 1]?.start).trim() === '') {
      i++
      numbers.push(...(markers[i]?.numbers ?? []))
      end = markers[i]?.end ?? end
    }
    if (UNFINISHED.test(text.slice(end, end + 30)) && !text.endsWith('\n')) break
    const after = /^[.!?]?\s*/.exec(text.slice(end, end + 20))?.[0].length ?? 0
    const said = text.slice(start, first.start)
    if (/[\p{L}\p{N}]/u.test(said)) whole.push({ text: tidy(said), numbers })
    start = end + after
  }
  return { whole, open: text.slice(start) }
}

function numbersOf(markers: string): number[] {
  return (markers.match(/\d+/g) ?? []).map(Number)
}

function tidy(text: string): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/^[\s•*–—-]+/, '')
    .trim()
  return /[.!?…»”"]$/.test(plain) ? plain : `${plain}.`
}
