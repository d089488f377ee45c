/** What a button shows. Plain JavaScript, because the server's pages and the browser use the same file. */

/**
 * Questions that differ in what stands in brackets at their end ("Who is the minister? (Éric Caire)") are told apart by that alone.
 * @param {string} choice one of `choices`
 * @param {readonly string[]} choices questions that could have been meant
 * @returns {string}
 */
export function choiceLabel(choice, choices) {
  const parts = choices.map((own) => /^(.*\S)\s+\((.+)\)$/.exec(own))
  const [first] = parts
  if (choices.length < 2 || !first || !parts.every((own) => own && own[1] === first[1])) return choice
  return /^.*\S\s+\((.+)\)$/.exec(choice)?.[1] ?? choice
}

/** Characters of a role that are shown. */
const ROLE_LENGTH = 70
/** What stands between commas behind a name and is no role: a clause, a verb, another name of a list. */
const NO_ROLE = /^(?:qui|dont|où|who|whose|which|et|and|ou|or|a|has|is|est|was|said|told)\b|\d/i

/**
 * What tells a choice from the others beside its name: the role that a passage gives behind it ("Éric Caire, ministre délégué à …"),
 * else the document that names it; and its year.
 * @param {string} label as `choiceLabel` gives it
 * @param {readonly { text: string, title: string, language: 'en' | 'fr', date?: string | undefined }[]} passages closest to the question
 * @returns {{ text: string, language: 'en' | 'fr', year: string } | undefined} undefined where no passage names it
 */
export function choiceContext(label, passages) {
  const own = passages.filter(({ title, text }) => title === label || text.includes(label))
  const [first] = own
  if (!first) return undefined
  for (const passage of own) {
    const [, role = ''] =
      /^,\s+(\p{L}[^,.;:()«»“”"]{2,120})[,.;»]/u.exec(passage.text.slice(passage.text.indexOf(label) + label.length)) ?? []
    if (passage.title === label || role === '' || NO_ROLE.test(role)) continue
    return { text: cut(role.replace(/\s+/g, ' ')), language: passage.language, year: passage.date?.slice(0, 4) ?? '' }
  }
  return { text: first.title === label ? '' : cut(first.title), language: first.language, year: first.date?.slice(0, 4) ?? '' }
}

/** At a word. @param {string} text */
function cut(text) {
  return text.length <= ROLE_LENGTH ? text : `${text.slice(0, ROLE_LENGTH).replace(/\s+\S*$/, '')}…`
}
