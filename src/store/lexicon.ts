/**
 * The words of the documents: which word stands in which sentence and passage, and each word's vector. Built once from flat
 * arrays; everything a question needs to look up is an array access or a Map lookup.
 */
import type { Passage, SourceDocument } from '../domain.ts'
import { type Acronym, findAcronyms } from '../words/acronyms.ts'
import { contentWords } from '../words/analyse.ts'
import { SHARED_PREFIX } from '../words/spelling.ts'
import type { Matrix } from './store.ts'

/** What is written to disk; the rest of a Lexicon is derived from it. */
export interface LexiconData {
  words: LexiconWord[]
  /** One row a word: the embedder's vector of the word alone. */
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
  /** Word ids of a sentence: a view into `tokens`. */
  sentenceWords(document: number, sentence: number): Uint32Array
  /** Distinct word ids of a passage, its own words alone. */
  passageWords: Uint32Array[]
  /** Distinct word ids of each document's title. */
  titleWords: Uint32Array[]
  postings: Postings
}

/** For each word the passages it stands in and how often; the words of a title count once in each of its passages. */
export interface Postings {
  /** `passages.slice(offsets[w], offsets[w + 1])` are the passages of word w. */
  offsets: Uint32Array
  passages: Uint32Array
  counts: Uint16Array
  /** Number of words of each passage, title included. */
  lengths: Uint32Array
  averageLength: number
}

/** Counts the words of all documents; vectors come later, from the embedder. */
export function collectWords(documents: readonly SourceDocument[]): Omit<LexiconData, 'vectors'> {
  const ids = new Map<string, number>()
  const words: LexiconWord[] = []
  const tokens: number[] = []
  const sentenceLengths: number[] = []
  const acronyms: Acronym[] = []
  for (const { text, sentences } of documents) {
    for (const { start, end, kind, language } of sentences) {
      if (kind === 'chrome') {
        sentenceLengths.push(0)
        continue
      }
      const sentence = text.slice(start, end)
      const found = contentWords(sentence, language)
      for (const { form, surface, exact } of found) {
        let id = ids.get(form)
        if (id === undefined) {
          id = words.push({ form, surface, exact }) - 1
          ids.set(form, id)
        }
        const word = words[id] as LexiconWord
        word.exact ||= exact
        tokens.push(id)
      }
      sentenceLengths.push(found.length)
      acronyms.push(...findAcronyms(sentence, language))
    }
  }
  return { words, tokens: Uint32Array.from(tokens), sentenceLengths, acronyms: distinct(acronyms) }
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
  for (let i = 0; i < sentences; i++) offsets[i + 1] = (offsets[i] as number) + (data.sentenceLengths[i] as number)
  const between = (document: number, first: number, last: number): Uint32Array => {
    const base = firstSentence[document] as number
    return data.tokens.subarray(offsets[base + first], offsets[base + last + 1])
  }
  const titleWords = documents.map(({ title, language }) => {
    const known = contentWords(title, language).flatMap(({ form }) => idOf.get(form) ?? [])
    return Uint32Array.from(new Set(known))
  })
  const runs = passages.map(({ document, first, last }) => between(document, first, last))
  return {
    ...data,
    idOf,
    byPrefix: groupByPrefix(data.words),
    sentenceWords: (document, sentence) => between(document, sentence, sentence),
    passageWords: runs.map((run) => Uint32Array.from(new Set(run))),
    titleWords,
    postings: buildPostings(data.words.length, passages, runs, titleWords),
  }
}

function groupByPrefix(words: readonly LexiconWord[]): Map<string, number[]> {
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
  runs: readonly Uint32Array[],
  titles: readonly Uint32Array[],
): Postings {
  const lengths = new Uint32Array(passages.length)
  const counted = runs.map((run, p) => {
    const title = titles[(passages[p] as Passage).document] as Uint32Array
    lengths[p] = run.length + title.length
    const counts = new Map<number, number>()
    for (const id of run) counts.set(id, (counts.get(id) ?? 0) + 1)
    for (const id of title) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  })
  const offsets = new Uint32Array(words + 1)
  for (const counts of counted) for (const id of counts.keys()) offsets[id + 1] = (offsets[id + 1] as number) + 1
  for (let id = 0; id < words; id++) offsets[id + 1] = (offsets[id + 1] as number) + (offsets[id] as number)
  const next = offsets.slice()
  const all = new Uint32Array(offsets[words] as number)
  const counts = new Uint16Array(all.length)
  counted.forEach((own, p) => {
    for (const [id, count] of own) {
      const at = next[id] as number
      next[id] = at + 1
      all[at] = p
      counts[at] = Math.min(count, 65_535)
    }
  })
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return { offsets, passages: all, counts, lengths, averageLength: passages.length === 0 ? 0 : total / passages.length }
}
