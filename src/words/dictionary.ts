/** Words of English and French that stand in a dictionary, inflected forms included ("towed", "chevaux"). */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fold } from './analyse.ts'

const LISTS = ['an-array-of-english-words', 'an-array-of-french-words']
/** Letters that the words of a group have in common. */
const PREFIX = 2

/** As they are listed, `"a","b",`, by their first letters: 8 MB, where two sets of 600,000 words take 110. */
let groups: ReadonlyMap<string, string> | undefined

/**
 * Whether a dictionary of either language has the word. Names and new words ("hackathon") are in none. The lists are read at the first
 * call, which takes half a second; a call after it takes some microseconds.
 * @param form folded, of letters alone
 */
export function inDictionary(form: string): boolean {
  groups ??= readGroups()
  return groups.get(form.slice(0, PREFIX))?.includes(`"${form}"`) ?? false
}

function readGroups(): Map<string, string> {
  const runs = new Map<string, string[]>()
  for (const name of LISTS) {
    // The packages hold `["a","b",...]`, words of one beginning side by side.
    const list = fold(readFileSync(createRequire(import.meta.url).resolve(name), 'utf8')).slice(1, -1)
    for (let start = 0; start < list.length; ) {
      const prefix = list.slice(start + 1, start + 1 + PREFIX)
      let end = start
      while (end < list.length && list.startsWith(prefix, end + 1)) {
        const comma = list.indexOf(',', end)
        end = comma === -1 ? list.length : comma + 1
      }
      const own = runs.get(prefix) ?? []
      own.push(list.slice(start, end))
      runs.set(prefix, own)
      start = end
    }
  }
  // Copied: a slice would keep the whole list in memory, which has two bytes a letter.
  return new Map([...runs].map(([prefix, own]) => [prefix, Buffer.from(own.join(',')).toString()]))
}
