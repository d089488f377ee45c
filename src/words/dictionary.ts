/** Words of English and French that stand in a dictionary, inflected forms included ("towed", "chevaux"). */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fold } from './analyse.ts'

const LISTS = ['an-array-of-english-words', 'an-array-of-french-words']

/** The lists as their packages hold them, `"a","b",...`, folded: 8 MB, where two sets of 600,000 words take 110. */
let lists: readonly string[] | undefined

/**
 * Whether a dictionary of either language has the word. Names and new words ("hackathon") are in none. The lists are read at the first
 * call (a quarter of a second); a call takes some milliseconds.
 * @param form folded, of letters alone
 */
export function inDictionary(form: string): boolean {
  lists ??= LISTS.map((name) => fold(readFileSync(createRequire(import.meta.url).resolve(name), 'utf8')))
  return lists.some((list) => list.includes(`"${form}"`))
}
