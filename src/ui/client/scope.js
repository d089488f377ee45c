/** Where a question was looked up, when it said so itself. */

const MOST_TITLES = 3

/**
 * "Parking By-law · section 1.2"
 * @param {import('../../domain.ts').AskScope} scope @param {string} sectionLabel with {n} in place of its number
 */
export function scopeText({ documents, section }, sectionLabel) {
  const titles = documents.slice(0, MOST_TITLES).map(({ title }) => title)
  const more = documents.length > MOST_TITLES ? ['…'] : []
  const place = [...titles, ...more].join(', ')
  return section === undefined ? place : `${place} · ${sectionLabel.replace('{n}', () => section)}`
}
