/**
 * The part of a passage in which the words that were looked for stand, and where they stand in it. Plain JavaScript, because the
 * server's pages and the browser use the same file.
 */

/** Characters before the first word found. */
const LEAD = 60

/** As long as the text that it is made of, so that places stay the same. @param {string} text @returns {string} */
export function sameLengthFold(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => unit.normalize('NFD').charAt(0)).toLowerCase()
}

/**
 * @param {string} text
 * @param {readonly string[]} words in any case, with or without accents
 * @returns {{ text: string, hit: boolean }[]} all of the text from shortly before the first word on
 */
export function highlight(text, words) {
  const flat = text.replace(/\s+/g, ' ')
  const folded = sameLengthFold(flat)
  const wanted = new Set(words.map(sameLengthFold))
  const hits = [...folded.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => wanted.has(word))
  const first = hits[0]?.index ?? 0
  const start = first > LEAD * 2 ? flat.indexOf(' ', first - LEAD) + 1 : 0
  const parts = start > 0 ? [{ text: '… ', hit: false }] : []
  let at = start
  for (const { 0: word, index } of hits) {
    if (index > at) parts.push({ text: flat.slice(at, index), hit: false })
    parts.push({ text: flat.slice(index, index + word.length), hit: true })
    at = index + word.length
  }
  if (at < flat.length) parts.push({ text: flat.slice(at), hit: false })
  return parts
}
