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
