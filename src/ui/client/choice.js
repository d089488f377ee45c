/** What a button shows. Plain JavaScript, because the server's pages and the browser use the same file. */

/** @typedef {import('../../domain.ts').Alternative} Alternative */
/** A question that is offered: what could have been meant has more to show than its words. @typedef {{ question: string } & Partial<Alternative>} Offered */

/**
 * What could have been meant, with what tells it apart; the questions alone in an answer that an earlier version gave.
 * @param {{ choices?: readonly string[] | undefined, alternatives?: readonly Alternative[] | undefined }} answer
 * @returns {readonly Offered[]}
 */
export function alternativesOf({ choices = [], alternatives }) {
  return alternatives ?? choices.map((question) => ({ question }))
}

/**
 * What stands below a name: the role of that person, else the document that names it; and its year.
 * @param {Partial<Alternative>} alternative
 * @returns {{ text: string, year: string } | undefined} undefined where nothing is known
 */
export function contextOf({ role, title, year = '' }) {
  const text = role ?? title ?? ''
  return text === '' && year === '' ? undefined : { text, year }
}
