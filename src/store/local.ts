/**
 * The driver of an index in memory: postings and vectors are arrays, passages are found by position, and what goes out is made of
 * them per question. Vector search is exact or HNSW, by the stores that are handed in.
 */

import { type Passage, type PassageView, pageAt, type SentenceView, type SourceDocument, toSummary } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { dot, type Matrix, row } from '../embed/embedder.ts'
import type { Candidate, Corpus, CorpusInfo, ExpandedWord, ListedDocument, Vocabulary, Within } from './corpus.ts'
import { saturation } from './lexical.ts'
import type { Lexicon } from './lexicon.ts'
import type { Neighbour, VectorStore } from './store.ts'

export interface LocalContent {
  documents: readonly SourceDocument[]
  passages: readonly Passage[]
  /** One row a passage. */
  passageVectors: Matrix
  lexicon: Lexicon
  passageStore: VectorStore
  wordStore: VectorStore
}

/** Cosine against the share of words met, when the two lists of candidates are fused; fitted on the development questions. */
const FUSION_COSINE = 0.5

export function openLocalCorpus(content: LocalContent, about: CorpusInfo): Corpus {
  const { documents, passages, passageVectors, lexicon, passageStore } = content
  const positions = new Map(documents.map(({ id }, position) => [id, position]))
  const toView = viewsOf(content)
  return {
    about,
    vocabulary: openVocabulary(content),
    async candidates(words, vector, limit, within) {
      if (passages.length === 0) return []
      const inside = within && passagesWithin(within, content)
      const all = scoreWords(words, lexicon)
      const lexical = inside ? new Map([...all].filter(([passage]) => inside.has(passage))) : all
      // An index of all vectors may hold none of a few documents among its nearest; those few are compared one by one.
      const nearest = inside ? nearestOf(inside, vector, passageVectors, limit) : await passageStore.nearest(vector, limit)
      const near = new Map(nearest.map(({ id, similarity }) => [id, similarity]))
      const best = [...lexical].sort((a, b) => b[1] - a[1]).slice(0, limit)
      // A passage missing from a list is scored for it all the same.
      const fused = [...new Set([...best.map(([passage]) => passage), ...near.keys()])].map((position): Scored => {
        const exact = dot(vector, row(passageVectors, position))
        const share = lexical.get(position) ?? 0
        return { position, lexical: share, cosine: exact, fused: share + FUSION_COSINE * (near.get(position) ?? exact) }
      })
      fused.sort((a, b) => b.fused - a.fused)
      const chosen = fused.slice(0, limit).sort((a, b) => a.position - b.position)
      return chosen.map(({ position, lexical, cosine }): Candidate => ({ passage: toView(position), lexical, cosine }))
    },
    document: async (id) => documents[positions.get(id) ?? -1],
    async *documents() {
      const counts = new Uint32Array(documents.length)
      for (const { document } of passages) counts[document] = (counts[document] ?? 0) + 1
      for (const [i, document] of documents.entries()) yield { ...toSummary(document), passages: counts[i] ?? 0 } satisfies ListedDocument
    },
    async wordsOf(documentId) {
      const position = positions.get(documentId)
      if (position === undefined) return new Uint32Array()
      const { sentences = [] } = documents[position] ?? {}
      const own = lexicon.runWords(position, 0, sentences.length - 1)
      return Uint32Array.from(new Set([...(lexicon.titleWords[position] ?? []), ...own]))
    },
    close: async () => {},
  }
}

/** Positions of the passages that stand where candidates are looked for. */
function passagesWithin(within: Within, { documents, passages }: LocalContent): Set<number> {
  const inside = new Set<number>()
  for (const [position, { document, start, end }] of passages.entries()) {
    const { id } = elementAt(documents, document)
    const span = within.get(id)
    if (within.has(id) && (!span || (start < span.end && span.start < end))) inside.add(position)
  }
  return inside
}

function nearestOf(inside: ReadonlySet<number>, vector: Float32Array, vectors: Matrix, limit: number): Neighbour[] {
  const all = [...inside].map((id): Neighbour => ({ id, similarity: dot(vector, row(vectors, id)) }))
  return all.sort((a, b) => b.similarity - a.similarity).slice(0, limit)
}

interface Scored {
  position: number
  lexical: number
  cosine: number
  fused: number
}

function openVocabulary({ lexicon, passages, wordStore }: LocalContent): Vocabulary {
  const { words, vectors, idOf, byPrefix, acronyms, postings } = lexicon
  const passagesOf = (id: number): Uint32Array => postings.passages.subarray(postings.offsets[id], postings.offsets[id + 1])
  return {
    ...{ words, vectors, idOf, byPrefix, acronyms, passages: passages.length },
    frequency: (id) => passagesOf(id).length,
    async passagesWith(ids) {
      const found = new Set<number>()
      for (const id of ids) for (const passage of passagesOf(id)) found.add(passage)
      return found.size
    },
    nearest: (vector, k) => wordStore.nearest(vector, k),
  }
}

/**
 * For each passage that meets a word: the share of the question's weight met, each word by its best expansion (the maximum,
 * so that five near-synonyms are not worth five words).
 */
function scoreWords(words: readonly ExpandedWord[], { postings }: Lexicon): Map<number, number> {
  const weight = words.reduce((sum, word) => sum + word.weight, 0) || 1
  const total = new Map<number, number>()
  for (const word of words) {
    const best = new Map<number, number>()
    const meet = (id: number, similarity: number): void => {
      for (let at = postings.offsets[id] ?? 0; at < (postings.offsets[id + 1] ?? 0); at++) {
        const passage = postings.passages[at] ?? 0
        const value = similarity * saturation(postings.counts[at] ?? 0, postings.lengths[passage] ?? 0, postings.averageLength)
        if (value > (best.get(passage) ?? 0)) best.set(passage, value)
      }
    }
    for (const [id, similarity] of word.expansions) meet(id, similarity)
    // A part of an acronym's long form brings the passage in; whether the whole form stands there is seen when rescoring.
    for (const part of word.longForms.flat()) for (const [id, similarity] of part.expansions) meet(id, similarity / 2)
    for (const [passage, value] of best) total.set(passage, (total.get(passage) ?? 0) + (word.weight * value) / weight)
  }
  return total
}

/** Makes the view of a passage by its position. */
function viewsOf({ documents, passages, lexicon }: LocalContent): (position: number) => PassageView {
  const leads = documents.map(({ sentences }) => sentences.findIndex(({ kind }) => kind === 'sentence'))
  return (position) => {
    const passage = elementAt(passages, position)
    const { document: own, first, last, start, end, language } = passage
    const document = elementAt(documents, own)
    const { id, source, title, date, counterpart, text, sentences } = document
    const toSentence = (i: number): SentenceView[] => {
      const sentence = sentences[i]
      return sentence ? [{ ...sentence, words: lexicon.runWords(own, i, i) }] : []
    }
    const window = windowOf(document, first, last)
    const shown = Array.from({ length: window.last - window.first + 1 }, (_, i) => toSentence(window.first + i)).flat()
    const from = shown[0]?.start ?? start
    const page = pageAt(document, start)
    const headings = (lexicon.headings[position] ?? []).flatMap((i) => toSentence(i))
    return {
      ...{ id: `${id}:${start}-${end}`, documentId: id, source, title, language, documentLanguage: document.language, start, end },
      ...(date === undefined ? {} : { date }),
      ...(page === undefined ? {} : { page }),
      ...(counterpart === undefined ? {} : { counterpart }),
      headings: headings.map((heading) => text.slice(heading.start, heading.end).trim()),
      text: text.slice(start, end),
      sentences: shown.slice(first - window.first, last - window.first + 1),
      around: { start: from, text: text.slice(from, shown.at(-1)?.end ?? end), sentences: shown, first: first - window.first },
      lead: toSentence(leads[own] ?? -1)[0],
      words: lexicon.passageWords(position),
      titleWords: lexicon.titleWords[own] ?? new Uint32Array(),
      headingWords: Uint32Array.from(new Set(headings.flatMap(({ words }) => [...words]))),
    }
  }
}

/** Sentences of a window on either side of its passage. */
const MOST_AROUND = 60

/** The whole of the paragraphs and lists that a passage was cut out of, and the sentence after them. */
function windowOf({ sentences }: SourceDocument, first: number, last: number): { first: number; last: number } {
  let [from, to] = [first, last]
  while (from > Math.max(0, first - MOST_AROUND) && sentences[from - 1]?.block === sentences[from]?.block) from--
  for (; to < last + MOST_AROUND; to++) {
    const next = sentences[to + 1]
    if (!next || (next.block !== sentences[to]?.block && next.kind !== 'item')) break
  }
  return { first: from, last: Math.min(to + 1, sentences.length - 1) }
}
