/**
 * Where the quote stands in a sentence of an answer, so that it alone carries the language of its source, and what introduces it.
 * Plain JavaScript, because the server's pages and the browser use the same file.
 */

/**
 * @typedef {object} Parts all of the sentence, in order
 * @property {string} frame what introduces a quote ("A French document says:"), shown on a line of its own; empty where there is none
 * @property {string} before
 * @property {string} quote
 * @property {string} after
 */

/** Label, colon and value of a cell, as rows of tables are stored. */
const CELL = /^([^:·]{1,80}?\s?:\s)(\S.*)$/

/**
 * The cells of a quote that is a row of a table ("Season: Winter · Fare: $3.25"), each with the header of its column.
 * @param {string} quote
 * @returns {{ label: string, value: string }[]} empty for anything else; label with its colon
 */
export function cellsOf(quote) {
  const parts = quote.split(' · ').map((part) => CELL.exec(part))
  if (parts.length < 2) return []
  return parts.every((part) => part !== null) ? parts.map((part) => ({ label: part?.[1] ?? '', value: part?.[2] ?? '' })) : []
}

/**
 * @param {string} sentence frame and quote, white space collapsed
 * @param {string} quote as in the document
 * @returns {Parts}
 */
export function splitQuote(sentence, quote) {
  const flat = quote.replace(/\s+/g, ' ').trim()
  const candidates = [flat, flat.replace(/^[«“"]|[»”"]$/g, '').trim()]
  for (const candidate of candidates) {
    const at = candidate === '' ? -1 : sentence.indexOf(candidate)
    if (at < 0) continue
    const before = sentence.slice(0, at)
    const after = sentence.slice(at + candidate.length)
    const [frame = ''] = /^.*:\s*(?=[«“"\s]*$)/.exec(before) ?? []
    return { frame, before: before.slice(frame.length), quote: candidate, after }
  }
  return { frame: '', before: sentence, quote: '', after: '' }
}
