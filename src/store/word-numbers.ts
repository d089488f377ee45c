/** The numbers of words, and what all documents together say of each word. */
import { elementAt } from '../elements.ts'
import type { Acronym } from '../words/acronyms.ts'
import { type DocumentForms, decodeAcronyms, decodeForms } from './encoded.ts'
import type { LexiconWord } from './lexicon.ts'
import { EXACT, type Segment } from './segment.ts'

/** Numbers words in the order in which documents bring them. A number that was given is kept. */
export class WordNumbers {
  readonly forms: string[]
  readonly idOf: Map<string, number>

  /** @param known forms that have their numbers already */
  constructor(known: readonly string[] = []) {
    this.forms = [...known]
    this.idOf = new Map(known.map((form, id) => [form, id]))
  }

  /** @param tokens ids of `known` @returns ids of `forms`; the distinct ones in the order of their first occurrence, with `EXACT` */
  take(
    tokens: Uint32Array,
    { exact }: Pick<DocumentForms, 'exact'>,
    known: readonly Pick<LexiconWord, 'form'>[],
  ): { tokens: Uint32Array; distinct: Uint32Array } {
    const isExact = new Set(exact)
    const ids = new Uint32Array(tokens.length)
    const distinct: number[] = []
    const met = new Map<number, number>()
    for (const [i, old] of tokens.entries()) {
      let id = met.get(old)
      if (id === undefined) {
        id = this.#idOf(elementAt(known, old).form)
        met.set(old, id)
        distinct.push(isExact.has(distinct.length) ? id + EXACT : id)
      }
      ids[i] = id
    }
    return { tokens: ids, distinct: Uint32Array.from(distinct) }
  }

  #idOf(form: string): number {
    const known = this.idOf.get(form)
    if (known !== undefined) return known
    // Copied out of the text: a part of a string keeps the whole that it was cut from.
    const own = Buffer.from(form).toString()
    const id = this.forms.push(own) - 1
    this.idOf.set(own, id)
    return id
  }
}

/** Words by their numbers; those of `dead` stand in no document any more. */
export interface DescribedWords {
  words: LexiconWord[]
  dead: number[]
  /** Each once, in the order in which they were first met. */
  acronyms: Acronym[]
}

/** @param documents all of them, in the order of their sources: where each is kept, and its number there */
export function describeWords(
  forms: readonly string[],
  documents: Iterable<{ segment: Pick<Segment, 'distinct' | 'forms' | 'acronyms'>; number: number }>,
): DescribedWords {
  const surfaces: (string | undefined)[] = new Array(forms.length)
  const seen = new Uint8Array(forms.length)
  /** Documents that write a word as a number or an acronym, less those that do not. */
  const exactness = new Int32Array(forms.length)
  const acronyms = new Map<string, Acronym>()
  for (const { segment, number } of documents) {
    const own = segment.distinct(number)
    const fresh: number[] = []
    for (let place = 0; place < own.length; place++) {
      const entry = elementAt(own, place)
      const id = entry % EXACT
      exactness[id] = (exactness[id] ?? 0) + (entry >= EXACT ? 1 : -1)
      if (seen[id] === 1) continue
      seen[id] = 1
      fresh.push(place)
    }
    if (fresh.length > 0) {
      const written = decodeForms(segment.forms(number)).surfaces
      for (const place of fresh) surfaces[elementAt(own, place) % EXACT] = written[place]
    }
    for (const acronym of decodeAcronyms(segment.acronyms(number))) acronyms.set(`${acronym.form} ${acronym.expansion.join(' ')}`, acronym)
  }
  return {
    // "FEES" in one heading is no acronym where others write "fees".
    words: forms.map((form, id) => ({ form, surface: surfaces[id] ?? form, exact: (exactness[id] ?? 0) > 0 })),
    dead: [...forms.keys()].filter((id) => seen[id] === 0),
    acronyms: [...acronyms.values()],
  }
}
