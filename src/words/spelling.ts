/**
 * How alike two words are spelt: what vectors miss and readers see at once. It meets inflections ("operating", "operation") and
 * the thousands of cognates of English and French ("responsible", "responsable").
 */

/** Letters that two words must share from their start before their spelling says anything. */
export const SHARED_PREFIX = 5
const MINIMUM_SHARE = 0.6
/** Spelling alone never makes two words the same. */
const MAXIMUM = 0.9

/** What a word is worth where it looks like a slip of the keyboard for another. */
export const MISSPELT_SIMILARITY = 0.85

/** Slips allowed in a word of this length: none in short ones, where every slip makes another word. */
function slipsAllowed(length: number): number {
  if (length < 5) return 0
  return length < 8 ? 1 : 2
}

/** Whether `a` could be `b` misspelt: the same first letter, and at most one or two slips by length. @param a, b folded */
export function mayBeMisspelt(a: string, b: string): boolean {
  const allowed = slipsAllowed(Math.min(a.length, b.length))
  return allowed > 0 && a[0] === b[0] && Math.abs(a.length - b.length) <= allowed && editDistance(a, b) <= allowed
}

/**
 * Whether two words are likely forms of one: alike but for their last two letters (« traversée », « traverser »). English participles
 * are not told from those who do it that way ("parked", "Parker"). @param a, b folded
 */
export function isFormOf(a: string, b: string): boolean {
  const shared = sharedPrefix(a, b)
  return shared >= SHARED_PREFIX && shared >= Math.max(a.length, b.length) - 2 && !a.endsWith('ed') && !b.endsWith('ed')
}

function sharedPrefix(a: string, b: string): number {
  let shared = 0
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++
  return shared
}

/** Letters inserted, left out, changed, or swapped with their neighbour (optimal string alignment; Damerau 1964). */
export function editDistance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}

/** @returns shared prefix over the longer length, at most 0.9; 0 below the minimum */
export function spellingSimilarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length)
  const shared = sharedPrefix(a, b)
  if (shared < SHARED_PREFIX || shared < longest * MINIMUM_SHARE) return 0
  return Math.min(MAXIMUM, shared / longest)
}
