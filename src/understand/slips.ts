/** Slips of the keyboard in a question, put right by the words that the documents and the embedding model know. */
import { words as wordsOf } from '../words/analyse.ts'
import { inDictionary } from '../words/dictionary.ts'
import { isTerm } from '../words/glossary.ts'
import { SHARED_PREFIX, spellingSimilarity } from '../words/spelling.ts'

/** What must be known of the words of the documents. */
export interface KnownWords {
  idOf: ReadonlyMap<string, number>
  words: readonly { form: string; exact: boolean }[]
  byPrefix: ReadonlyMap<string, readonly number[]>
}

/** Place of a folded word among those that the model knows, common ones first; undefined for one that it does not know. */
export type WordRank = (form: string) => number | undefined

/** Letters of a word that may be a slip: short ones are other words, long ones no words. */
const SLIP_LENGTHS = { least: 5, most: 25 }
/** Words that are put right; a text with more of them is not misspelt but strange. */
const MOST_SLIPS = 16

/**
 * A word that neither the documents nor the model know is put as a word that a single slip turns into it: one of the documents; else,
 * where it is no name, one that the model knows. The longest first, because models also know stems as words, then the most common.
 * A word of a dictionary is no slip; other forms of it in the documents are met without (retrieve/question.ts).
 */
export function withoutSlips(text: string, known: KnownWords, rank: WordRank | undefined): string {
  if (rank === undefined) return text
  const strange = wordsOf(text).filter(({ form, exact }) => {
    if (exact || form.length < SLIP_LENGTHS.least || form.length > SLIP_LENGTHS.most) return false
    return rank(form) === undefined && !known.idOf.has(form) && !isTerm(form)
  })
  if (strange.length > MOST_SLIPS) return text
  let right = text
  for (const { form, surface, start, capital } of strange.reverse()) {
    // A word that the documents spell alike needs no other.
    const alike = known.byPrefix.get(form.slice(0, SHARED_PREFIX)) ?? []
    if (alike.some((id) => spellingSimilarity(form, known.words[id]?.form ?? '') > 0)) continue
    let best = { other: '', worth: 0 }
    for (const other of unslipped(form)) {
      const place = rank(other)
      const id = known.idOf.get(other)
      const ours = id !== undefined && !known.words[id]?.exact
      if (!ours && (capital || place === undefined)) continue
      const worth = (ours ? 1000 : 0) + other.length + 1 / (2 + (place ?? Number.POSITIVE_INFINITY))
      if (worth > best.worth) best = { other, worth }
    }
    // The model knows common words as a whole; of others ("towed", « chevaux », « traversée ») it has pieces. Asked last: dictionaries take long to open.
    if (best.worth === 0 || inDictionary(form)) continue
    const put = /^\p{Lu}/u.test(surface) ? best.other.charAt(0).toUpperCase() + best.other.slice(1) : best.other
    right = right.slice(0, start) + put + right.slice(start + surface.length)
  }
  return right
}

const ALPHABET = [...'abcdefghijklmnopqrstuvwxyz']

/** Every word that one slip turns into `form`, the first letter kept: two letters swapped, one too many, one changed, one left out. */
function* unslipped(form: string): Generator<string> {
  for (let i = 1; i < form.length - 1; i++) yield form.slice(0, i) + form[i + 1] + form[i] + form.slice(i + 2)
  for (let i = 1; i < form.length; i++) yield form.slice(0, i) + form.slice(i + 1)
  for (let i = 1; i < form.length; i++) for (const letter of ALPHABET) yield form.slice(0, i) + letter + form.slice(i + 1)
  for (let i = 1; i <= form.length; i++) for (const letter of ALPHABET) yield form.slice(0, i) + letter + form.slice(i)
}
