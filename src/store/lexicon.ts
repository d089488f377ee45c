/** The words of the documents: which word stands in which sentence and passage. */

import type { SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { type Acronym, findAcronyms } from '../words/acronyms.ts'
import { contentWords, type Word } from '../words/analyse.ts'
import { SHARED_PREFIX } from '../words/spelling.ts'
import type { DocumentForms, DocumentWords } from './encoded.ts'

/** The words of all documents in memory. */
export interface LexiconData {
  words: LexiconWord[]
  /** One row a word, by the word table. */
  vectors: Matrix
  /** Word ids of every sentence of every document, end to end. Page furniture has none. */
  tokens: Uint32Array
  /** Number of tokens of each sentence, in the order of documents and sentences. */
  sentenceLengths: number[]
  acronyms: Acronym[]
}

export interface LexiconWord {
  /** Folded form. */
  form: string
  /** As first written, for `why`. */
  surface: string
  /** Numbers and acronyms: matched by themselves alone, never by a neighbour. */
  exact: boolean
}

/** For each word the passages it stands in and how often; the words of a title and of the headings above count once in each of their passages. */
export interface Postings {
  /** `passages.slice(offsets[w], offsets[w + 1])` are the passages of word w. */
  offsets: Uint32Array
  passages: Uint32Array
  counts: Uint16Array
  /** Number of words of each passage, title and headings included. */
  lengths: Uint32Array
  averageLength: number
}

/** Numbers words in the order in which documents, one after the other, bring them. */
export class WordCollector {
  readonly words: LexiconWord[] = []
  readonly #ids = new Map<string, number>()
  readonly #acronyms = new Map<string, Acronym>()

  /** Finds the words of a document, those of its title behind all others. Those from `words.length` before the call on are new. */
  add({ text, title, language, sentences }: Pick<SourceDocument, 'text' | 'title' | 'language' | 'sentences'>): DocumentWords {
    const tokens: number[] = []
    const lengths: number[] = []
    const forms: DocumentForms = { exact: [], surfaces: {}, acronyms: [] }
    const places = new Map<number, number>()
    /** Of each word of the document: how often it is written as a number or an acronym, less how often otherwise. */
    const exactness: number[] = []
    const take = (word: Word): number => {
      const id = this.#idOf(word)
      tokens.push(id)
      const place = places.get(id) ?? places.size
      if (place === places.size) {
        places.set(id, place)
        if (word.surface !== word.form) forms.surfaces[place] = word.surface
      }
      return place
    }
    for (const { start, end, kind, language } of sentences) {
      if (kind === 'chrome') {
        lengths.push(0)
        continue
      }
      const sentence = text.slice(start, end)
      const found = contentWords(sentence, language)
      for (const word of found) {
        const place = take(word)
        exactness[place] = (exactness[place] ?? 0) + (word.exact ? 1 : -1)
      }
      lengths.push(found.length)
      forms.acronyms.push(...findAcronyms(sentence, language))
    }
    for (const word of contentWords(title, language)) {
      const place = take(word)
      // What the text itself writes decides.
      exactness[place] ??= word.exact ? 1 : -1
    }
    forms.exact = exactness.flatMap((more, place) => (more > 0 ? [place] : []))
    for (const [id, place] of places) elementAt(this.words, id).exact = (exactness[place] ?? 0) > 0
    this.#takeAcronyms(forms)
    return { tokens: Uint32Array.from(tokens), lengths, forms }
  }

  /** Each once, in the order in which they were first met. */
  acronyms(): Acronym[] {
    return [...this.#acronyms.values()]
  }

  #takeAcronyms({ acronyms }: DocumentForms): void {
    for (const acronym of acronyms) this.#acronyms.set(`${acronym.form} ${acronym.expansion.join(' ')}`, acronym)
  }

  #idOf({ form, surface }: Pick<Word, 'form' | 'surface'>): number {
    const known = this.#ids.get(form)
    if (known !== undefined) return known
    // Copied out of the sentence: a part of a string keeps the whole text it was cut from.
    const own = Buffer.from(form).toString()
    const id = this.words.push({ form: own, surface: Buffer.from(surface).toString(), exact: false }) - 1
    this.#ids.set(own, id)
    return id
  }
}

export function groupByPrefix(words: readonly LexiconWord[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  words.forEach(({ form, exact }, id) => {
    if (exact || form.length < SHARED_PREFIX) return
    const prefix = form.slice(0, SHARED_PREFIX)
    const group = groups.get(prefix)
    if (group) group.push(id)
    else groups.set(prefix, [id])
  })
  return groups
}

/** @param fields the word ids of each passage, field by field; gone through twice, so that none of them need be held */
export function buildPostings(words: number, passages: number, fields: () => Iterable<readonly Uint32Array[]>): Postings {
  const lengths = new Uint32Array(passages)
  const offsets = new Uint32Array(words + 1)
  // One array of counts for all passages, emptied by the words that were met: a map for each would be most of the memory of an index.
  const count = new Uint32Array(words)
  const each = (take: (id: number, passage: number, count: number) => void): void => {
    let p = 0
    for (const own of fields()) {
      lengths[p] = own.reduce((sum, { length }) => sum + length, 0)
      const met: number[] = []
      for (const field of own) {
        for (const id of field) {
          if (count[id] === 0) met.push(id)
          count[id] = (count[id] ?? 0) + 1
        }
      }
      for (const id of met) {
        take(id, p, count[id] ?? 0)
        count[id] = 0
      }
      p++
    }
  }
  each((id) => {
    offsets[id + 1] = (offsets[id + 1] ?? 0) + 1
  })
  for (let id = 0; id < words; id++) offsets[id + 1] = (offsets[id + 1] ?? 0) + (offsets[id] ?? 0)
  const next = offsets.slice()
  const all = new Uint32Array(offsets[words] ?? 0)
  const counts = new Uint16Array(all.length)
  each((id, p, n) => {
    const at = next[id] ?? 0
    next[id] = at + 1
    all[at] = p
    counts[at] = Math.min(n, 65_535)
  })
  return { offsets, passages: all, counts, lengths, averageLength: averageOf(lengths) }
}

export function averageOf(lengths: Uint32Array): number {
  return lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length
}
