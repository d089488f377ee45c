/**
 * Dates of documents as each language writes them. Plain JavaScript, because the server's pages and the browser use the same file.
 */

/**
 * @param {string} date ISO 8601 day or month
 * @param {string} language of the page
 * @returns {string} "3 June 2019", « 1er octobre 2015 », or the month alone where the document states no day
 */
export function longDate(date, language) {
  const day = date.length > 7
  const parts = dateParts(date, language, { year: 'numeric', month: 'long', ...(day ? { day: 'numeric' } : {}) })
  // French writes the first of a month as an ordinal; Intl does not.
  const number = language === 'fr' && parts.day === '1' ? '1er' : parts.day
  return [number, parts.month, parts.year].filter(Boolean).join(' ')
}

/** @param {string} date @param {string} language @returns {string} "June 2019", "Sept. 2020", « oct. 2015 » */
export function shortDate(date, language) {
  const { month = '', year } = dateParts(date, language, { year: 'numeric', month: language === 'en' ? 'long' : 'short' })
  // English leaves months of up to four letters whole and ends the others with a point, as no Intl does everywhere: the long name is cut.
  return `${language === 'en' ? month.replace(/^(Sept|\w{3})\w{2,}$/, '$1.') : month} ${year}`
}

/** @param {string} date @param {string} language @param {Intl.DateTimeFormatOptions} wanted @returns {Record<string, string>} */
function dateParts(date, language, wanted) {
  // A document states days, not moments: UTC keeps them as they are.
  const moment = new Date(date.length > 7 ? date : `${date}-01`)
  const parts = new Intl.DateTimeFormat(`${language}-CA`, { ...wanted, timeZone: 'UTC' }).formatToParts(moment)
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]))
}
