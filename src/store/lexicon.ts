/**
 * The words of the documents: which word stands in which sentence and passage, and each word's vector. Built once from flat
 * arrays; everything a question needs to look up is an array access or a Map lookup.
 */

import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { type Acronym, findAcronyms } from '../words/acronyms.ts'
import { contentWords, type Word } from '../words/analyse.ts'
import { SHARED_PREFIX } from '../words/spelling.ts'
import { headingPaths } from './headings.ts'

/** What is written to disk; the rest of a Lexicon is derived from it. */
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

export interface Lexicon extends LexiconData {
  idOf: ReadonlyMap<string, number>
  /** Ids of the words that begin with the same letters, for matching by spelling. */
  byPrefix: ReadonlyMap<string, number[]>
  /** Word ids of a run of sentences of a document, both included: a view into `tokens`. */
  runWords(document: number, first: number, last: number): Uint32Array
  /** Distinct word ids of a passage, its own words alone: a view. */
  passageWords(passage: number): Uint32Array
  /** Distinct word ids of each document's title. */
  titleWords: Uint32Array[]
  /** Sentences that are headings above each passage, by position in its document, the outermost first. */
  headings: number[][]
  postings: Postings
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

/** Takes the words of documents in, one document after the other; vectors come from the embedder. */
export class WordCollector {
  readonly #ids = new Map<string, number>()
  readonly #words: LexiconWord[] = []
  #tokens = new Uint32Array(4096)
  #length = 0
  readonly #sentenceLengths: number[] = []
  readonly #acronyms: Acronym[] = []

  /** @returns the forms that no document before had */
  add({ text, sentences }: SourceDocument): string[] {
    const known = this.#words.length
    for (const { start, end, kind, language } of sentences) {
      if (kind === 'chrome') {
        this.#sentenceLengths.push(0)
        continue
      }
      const sentence = text.slice(start, end)
      const found = contentWords(sentence, language)
      for (const word of found) this.#addToken(word)
      this.#sentenceLengths.push(found.length)
      this.#acronyms.push(...findAcronyms(sentence, language))
    }
    return this.#words.slice(known).map(({ form }) => form)
  }

  collected(): Omit<LexiconData, 'vectors'> {
    const tokens = this.#tokens.subarray(0, this.#length)
    return { words: this.#words, tokens, sentenceLengths: this.#sentenceLengths, acronyms: distinct(this.#acronyms) }
  }

  #addToken({ form, surface, exact }: Word): void {
    let id = this.#ids.get(form)
    if (id === undefined) {
      // Copied out of the sentence: a part of a string keeps the whole text it was cut from.
      id = this.#words.push({ form, surface: Buffer.from(surface).toString(), exact }) - 1
      this.#ids.set(form, id)
    }
    const word = elementAt(this.#words, id)
    word.exact ||= exact
    if (this.#length === this.#tokens.length) {
      const larger = new Uint32Array(2 * this.#length)
      larger.set(this.#tokens)
      this.#tokens = larger
    }
    this.#tokens[this.#length++] = id
  }
}

function distinct(acronyms: readonly Acronym[]): Acronym[] {
  return [...new Map(acronyms.map((acronym) => [`${acronym.form} ${acronym.expansion.join(' ')}`, acronym])).values()]
}

export function buildLexicon(data: LexiconData, documents: readonly SourceDocument[], passages: readonly Passage[]): Lexicon {
  const idOf = new Map(data.words.map(({ form }, id) => [form, id]))
  const firstSentence: number[] = []
  let sentences = 0
  for (const document of documents) {
    firstSentence.push(sentences)
    sentences += document.sentences.length
  }
  const offsets = new Uint32Array(sentences + 1)
  for (let i = 0; i < sentences; i++) offsets[i + 1] = (offsets[i] ?? 0) + (data.sentenceLengths[i] ?? 0)
  const between = (document: number, first: number, last: number): Uint32Array => {
    const base = firstSentence[document] ?? 0
    return data.tokens.subarray(offsets[base + first], offsets[base + last + 1])
  }
  const titleWords = documents.map(({ title, language }) => {
    const known = contentWords(title, language).flatMap(({ form }) => idOf.get(form) ?? [])
    return Uint32Array.from(new Set(known))
  })
  const runOf = ({ document, first, last }: Passage): Uint32Array => between(document, first, last)
  const headings = headingPaths(documents, passages)
  // A heading within the passage is one of its own sentences.
  const above = (position: number): Uint32Array[] => {
    const { document, first } = elementAt(passages, position)
    return (headings[position] ?? []).flatMap((sentence) => (sentence < first ? [between(document, sentence, sentence)] : []))
  }
  const distinct = distinctWords(passages, runOf, data.words.length)
  return {
    ...data,
    idOf,
    byPrefix: groupByPrefix(data.words),
    runWords: between,
    passageWords: (passage) => distinct.ids.subarray(distinct.offsets[passage], distinct.offsets[passage + 1]),
    ...{ titleWords, headings },
    postings: buildPostings(data.words.length, passages, (passage, position) => [
      runOf(passage),
      elementAt(titleWords, passage.document),
      ...above(position),
    ]),
  }
}

/** The distinct words of every passage, laid end to end; `offsets[p]` to `offsets[p + 1]` are those of passage p. */
function distinctWords(
  passages: readonly Passage[],
  runOf: (passage: Passage) => Uint32Array,
  words: number,
): { ids: Uint32Array; offsets: Uint32Array } {
  const offsets = new Uint32Array(passages.length + 1)
  // The passage that a word was seen in last, one more than its position: no set is made for a passage.
  const seenIn = new Uint32Array(words)
  const each = (take: (id: number, passage: number) => void): void => {
    seenIn.fill(0)
    for (let p = 0; p < passages.length; p++) {
      for (const id of runOf(elementAt(passages, p))) {
        if (seenIn[id] === p + 1) continue
        seenIn[id] = p + 1
        take(id, p)
      }
    }
  }
  each((_, p) => {
    offsets[p + 1] = (offsets[p + 1] ?? 0) + 1
  })
  for (let p = 0; p < passages.length; p++) offsets[p + 1] = (offsets[p + 1] ?? 0) + (offsets[p] ?? 0)
  const ids = new Uint32Array(offsets[passages.length] ?? 0)
  let at = 0
  each((id) => {
    ids[at++] = id
  })
  return { ids, offsets }
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

function buildPostings(
  words: number,
  passages: readonly Passage[],
  fieldsOf: (passage: Passage, position: number) => readonly Uint32Array[],
): Postings {
  const lengths = new Uint32Array(passages.length)
  const offsets = new Uint32Array(words + 1)
  // One array of counts for all passages, emptied by the words that were met: a map for each would be most of the memory of an index.
  const count = new Uint32Array(words)
  const each = (take: (id: number, passage: number, count: number) => void): void => {
    for (const [p, passage] of passages.entries()) {
      const fields = fieldsOf(passage, p)
      lengths[p] = fields.reduce((sum, { length }) => sum + length, 0)
      const met: number[] = []
      for (const field of fields) {
        for (const id of field) {
          if (count[id] === 0) met.push(id)
          count[id] = (count[id] ?? 0) + 1
        }
      }
      for (const id of met) {
        take(id, p, count[id] ?? 0)
        count[id] = 0
      }
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
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { offsets, passages: all, counts, lengths, averageLength: passages.length === 0 ? 0 : total / passages.length }
}
