/** Pages of documents as pictures: of which documents there are any, and where. Pure; the server imports it too. */

/** @param {{ source: string, pages?: number | readonly number[] | undefined }} document */
export function isDrawn({ source, pages }) {
  return pages !== undefined && /\.pdf$/i.test(source)
}

/**
 * @param {string} id of a document @param {number} page from 1
 * @param {{ start: number, end: number } | undefined} span to be marked
 */
export function pageAddress(id, page, span) {
  return `/documents/${id}/pages/${page}${span && span.end > span.start ? `?start=${span.start}&end=${span.end}` : ''}`
}
