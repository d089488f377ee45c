/**
 * How alike two words are spelt: what vectors miss and readers see at once. It meets inflections ("operating", "operation") and
 * the thousands of cognates of English and French ("responsible", "responsable").
 */

/** Letters that two words must share from their start before their spelling says anything. */
export const SHARED_PREFIX = 5
const MINIMUM_SHARE = 0.6
/** Spelling alone never makes two words the same. */
const MAXIMUM = 0.9

/** @returns shared prefix over the longer length, at most 0.9; 0 below the minimum */
export function spellingSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
  if (shared < SHARED_PREFIX || shared < longest * MINIMUM_SHARE) return 0
  return Math.min(MAXIMUM, shared / longest)
}
