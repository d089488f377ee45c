/** Parser of what a model writes: sentences that end in the numbers of their sources, as in "It opened in 1998. [3][5]". */

const MARKER = /\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]/g

/** Behind a marker at the end of a piece: a full stop, blanks, or the beginning of another marker. */
const UNFINISHED = /^[.!?]?\s*(?:\[[\d\s,;]*)?$/

/**
 * Splits a model's text into sentences, each with the numbers cited behind it.
 * @returns `whole`: complete sentences; `open`: the rest, because another number or a full stop may still follow the last one
 */
export function citedSentences(text: string): { whole: { text: string; numbers: number[] }[]; open: string } {
  const whole: { text: string; numbers: number[] }[] = []
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
