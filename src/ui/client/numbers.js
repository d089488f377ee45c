/** Numbers within a text. Plain JavaScript, because the server's pages and the browser use the same file. */

/**
 * @param {string} text with {name} for each number @param {Record<string, number>} numbers @param {string} language they are written in
 * @returns {string}
 */
export function withNumbers(text, numbers, language) {
  const format = new Intl.NumberFormat(`${language}-CA`)
  return Object.entries(numbers).reduce((filled, [name, n]) => filled.replace(`{${name}}`, format.format(n)), text)
}
