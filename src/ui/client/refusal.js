/** Why a question is not asked. Plain JavaScript; the server judges by the same rules, and a test holds that. */

/**
 * @param {string} question @param {number} most characters
 * @returns {'blank' | 'wordless' | 'tooLong' | undefined} undefined for one that can be asked
 */
export function refusalOf(question, most) {
  if (question.trim() === '') return 'blank'
  if (question.length > most) return 'tooLong'
  return /[\p{L}\p{N}]/u.test(question) ? undefined : 'wordless'
}
