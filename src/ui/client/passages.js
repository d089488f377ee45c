/** Which passages are worth showing. Plain JavaScript, because the server's pages and the browser use the same file. */

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */
/** @typedef {import('../../domain.ts').AskPassage} AskPassage */
/** @typedef {import('../../domain.ts').Citation} Citation */

/** Passages that an answer does not quote already. @param {AskResponse} answer @returns {AskPassage[]} */
export function uncited({ citations, passages }) {
  return passages.filter((passage) => !citations.some((citation) => holds(passage, citation)))
}

/** The passage that a citation was cut from, where it is among those shown. @param {AskResponse} answer @param {Citation} citation */
export function passageOf({ passages }, citation) {
  return passages.find((passage) => holds(passage, citation))
}

/** @param {AskPassage} passage @param {Citation} citation */
function holds({ documentId, start, end }, citation) {
  return documentId === citation.documentId && start <= citation.start && citation.end <= end
}
