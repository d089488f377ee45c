/**
 * A document's text cut where its language or the highlight changes. Plain JavaScript, because the server's pages and the browser
 * use the same file.
 */

/** @typedef {import('../../domain.ts').Span} Span */
/** @typedef {import('../../domain.ts').LanguageRun} LanguageRun */

/**
 * @param {number} length of the text
 * @param {string} language of the document
 * @param {readonly LanguageRun[]} runs in another language, in order, without overlap
 * @param {Span | undefined} span to highlight
 * @param {readonly number[]} [more] places to cut at besides
 * @returns {{ start: number, end: number, language: string, marked: boolean }[]} all of the text, in order, nothing empty
 */
export function cutRuns(length, language, runs, span, more = []) {
  const cuts = new Set([0, length, ...more, ...(span ? [span.start, span.end] : []), ...runs.flatMap(({ start, end }) => [start, end])])
  const ordered = [...cuts].filter((at) => at >= 0 && at <= length).sort((a, b) => a - b)
  const pieces = []
  let next = 0
  for (let i = 0; i + 1 < ordered.length; i++) {
    const start = /** @type {number} */ (ordered[i])
    const end = /** @type {number} */ (ordered[i + 1])
    while ((runs[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++
    const run = runs[next]
    const own = run && run.start <= start && end <= run.end ? run.language : language
    pieces.push({ start, end, language: own, marked: span !== undefined && span.start <= start && end <= span.end })
  }
  return pieces
}
