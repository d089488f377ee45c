/** Which passages are worth showing. Plain JavaScript, because the server's pages and the browser use the same file. */

import { withNumbers } from './numbers.js'

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

/** What a page tells apart: an answer, one that may be none, a question asked back, a reply of the product's own, a refusal. @param {AskResponse} answer @returns {'answer' | 'doubt' | 'choices' | 'help' | 'none'} */
export function kindOf({ answered, reason, topic, doubt, parts, choices = [] }) {
  if (reason === 'help' || topic !== undefined) return 'help'
  // Of several questions each says for itself whether its answer is doubtful.
  if (answered) return doubt && !parts ? 'doubt' : 'answer'
  return choices.length > 0 ? 'choices' : 'none'
}

/** The sentences of one question of several. @param {AskResponse} answer @param {import('../../domain.ts').AnswerPart} part */
export function sentencesOf({ sentences }, part) {
  return part.sentences.flatMap((i) => sentences.slice(i, i + 1))
}

/** The subject that a follow-up took from the questions before ("… (ITQ)"), where it took nothing else. @param {AskResponse} answer @returns {string | undefined} */
export function subjectOf({ question, about, understood = '' }) {
  if (about !== undefined) return about
  const [, asked, subject] = /^(.*\S)\s+\((.+)\)$/s.exec(understood) ?? []
  return asked === question.trim() ? subject : undefined
}

/** A question without what it was taken to be about, where that stands in its own brackets: "When did it open? (Museum)". @param {string} question @param {AskResponse} [answer] */
export function withoutSubject(question, answer) {
  const subject = answer && subjectOf(answer)
  const brackets = ` (${subject})`
  return subject !== undefined && question.endsWith(brackets) ? question.slice(0, -brackets.length) : question
}

/**
 * That not all documents were looked in, where the answer itself does not say so.
 * @param {AskResponse} answer @param {string} text with {documents} and {of} @param {string} language of the page @returns {string} empty where all of them were
 */
export function partialLine(answer, text, language) {
  const { partial } = answer.index
  const saysSo = kindOf(answer) === 'none' && !answer.parts
  return partial && !saysSo ? withNumbers(text, partial, language) : ''
}

/** @param {AskPassage} passage @param {Citation} citation */
function holds({ documentId, start, end }, citation) {
  return documentId === citation.documentId && start <= citation.start && citation.end <= end
}
