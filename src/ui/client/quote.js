/**
 * Where the quote stands in a sentence of an answer, so that it alone carries the language of its source. Plain JavaScript,
 * because the server's pages and the browser use the same file.
 */

/**
 * @param {string} sentence frame and quote, white space collapsed
 * @param {string} quote as in the document
 * @returns {{ before: string, quote: string, after: string }} all of the sentence, in three parts
 */
export function splitQuote(sentence, quote) {
  const flat = quote.replace(/\s+/g, ' ').trim()
  const candidates = [flat, flat.replace(/^[«“"]\s*|\s*[»”"]$/g, '')]
  for (const candidate of candidates) {
    const at = candidate === '' ? -1 : sentence.indexOf(candidate)
    if (at >= 0) return { before: sentence.slice(0, at), quote: candidate, after: sentence.slice(at + candidate.length) }
  }
  return { before: sentence, quote: '', after: '' }
}
