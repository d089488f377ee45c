/**
 * The driver of an index in a folder, or in memory: postings, vectors, texts and sentences are read from its parts when a question
 * needs them, passages are found by position. Vector search is exact or HNSW, by the stores that are handed in.
 */

import { type PassageView, type SentenceView, toSummary } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { dot } from '../embed/embedder.ts'
import { BoundedCache } from './bounded-cache.ts'
import { type Candidate, type Corpus, type CorpusInfo, FUSION_COSINE, type ListedDocument, type Vocabulary, type Within } from './corpus.ts'
import type { IndexParts } from './index-parts.ts'
import { DenseScores, scoreWords, type WordPostings } from './lexical.ts'
import { groupByPrefix } from './lexicon.ts'
import { titleWords } from './segment.ts'
import type { Neighbour, VectorStore } from './store.ts'
import { MOST_AROUND, passageView, windowOf } from './views.ts'

export interface LocalContent {
  parts: IndexParts
  passageStore: VectorStore
  wordStore: VectorStore
}

/** Up to so many passages are compared one by one where others must not be found: some 25 MB are read for them. */
const COMPARED = 20_000
/** Postings kept in memory, six bytes each: so many at least, or so many a passage where there are more: those of some questions. */
const CACHED_POSTINGS = 4_000_000
const CACHED_A_PASSAGE = 12
/** Headings and first sentences kept: about 500 bytes each. */
const CACHED_SENTENCES = 4000

export function openLocalCorpus({ parts, passageStore, wordStore }: LocalContent, about: CorpusInfo): Corpus {
  const { counts, facts, words } = parts
  const positions = new Map(facts.map(({ id }, position) => [id, position]))
  const idOf = new Map(words.map(({ form }, id) => [form, id]))
  // Of the dead.
  idOf.delete('')
  const titles = titlesOf(parts, idOf)
  const toView = viewsOf(parts, titles)
  const postings = cachedPostings(parts)
  const scores = new DenseScores(postings, parts.lengths, parts.averageLength)
  const vocabulary: Vocabulary = {
    ...{ words, idOf, acronyms: parts.acronyms, vectors: parts.vectors, byPrefix: groupByPrefix(words) },
    ...{ passages: counts.passages, frequency: parts.frequency },
    passagesWith: counterOf(parts, postings),
    nearest: (vector, k) => wordStore.nearest(vector, k),
  }
  const cosineOf = (vector: Float32Array, position: number): number => dot(vector, parts.passageRows(position, 1, vector.length))
  // An index of all vectors may hold none of a few passages among its nearest; those few are compared one by one.
  const nearestOf = async (inside: ReadonlySet<number>, vector: Float32Array, limit: number): Promise<Neighbour[]> => {
    if (inside.size > COMPARED) return passageStore.nearest(vector, limit, inside)
    return cosinesOf(inside, vector, parts)
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit)
  }
  return {
    about,
    vocabulary,
    async candidates(asked, vector, limit, within) {
      if (counts.passages === 0) return []
      const inside = within && passagesWithin(within, parts, positions)
      const nearest = inside ? await nearestOf(inside, vector, limit) : await passageStore.nearest(vector, limit)
      const near = new Map(nearest.map(({ id, similarity }) => [id, similarity]))
      // From here on nothing else runs between: the scores are those of this question.
      scores.start()
      scoreWords(asked, scores)
      // A passage missing from a list is scored for it all the same.
      const fused = [...new Set([...scores.best(limit, inside), ...near.keys()])].map((position): Scored => {
        const exact = cosineOf(vector, position)
        const share = scores.of(position)
        return { position, lexical: share, cosine: exact, fused: share + FUSION_COSINE * (near.get(position) ?? exact) }
      })
      fused.sort((a, b) => b.fused - a.fused)
      const chosen = fused.slice(0, limit).sort((a, b) => a.position - b.position)
      return chosen.map(({ position, lexical, cosine }): Candidate => ({ passage: toView(position), lexical, cosine }))
    },
    async document(id) {
      const position = positions.get(id)
      return position === undefined ? undefined : parts.document(position)
    },
    async *documents() {
      for (const [i, own] of facts.entries()) {
        const passages = parts.passagesOf(i).count
        const summary = toSummary({ ...own, text: '', sentences: [], blocks: [] })
        yield { ...summary, characters: parts.characters(i), passages } satisfies ListedDocument
      }
    },
    async wordsOf(documentId) {
      const position = positions.get(documentId)
      return position === undefined ? new Uint32Array() : Uint32Array.from(new Set([...titles(position), ...parts.tokens(position)]))
    },
    close: async () => parts.close(),
  }
}

interface Scored {
  position: number
  lexical: number
  cosine: number
  fused: number
}

/** Positions of the passages that stand where candidates are looked for. */
function passagesWithin(within: Within, parts: IndexParts, positions: ReadonlyMap<string, number>): Set<number> {
  const inside = new Set<number>()
  const wanted = [...within].flatMap(([id, span]) => {
    const document = positions.get(id)
    return document === undefined ? [] : [{ document, span }]
  })
  for (const { document, span } of wanted.sort((a, b) => parts.passagesOf(a.document).first - parts.passagesOf(b.document).first)) {
    const { first, count } = parts.passagesOf(document)
    for (let position = first; position < first + count; position++) {
      const { start, end } = parts.passage(position)
      if (!span || (start < span.end && span.start < end)) inside.add(position)
    }
  }
  return inside
}

/** Rows of vectors read at once. */
const ROWS = 512

/** @param ids positions, ascending: rows that stand together are read together */
function cosinesOf(ids: Iterable<number>, vector: Float32Array, parts: IndexParts): Neighbour[] {
  const found: Neighbour[] = []
  let run: { first: number; count: number } = { first: 0, count: 0 }
  const compare = ({ first, count }: typeof run): void => {
    const rows = parts.passageRows(first, count, vector.length)
    for (let i = 0; i < count; i++) found.push({ id: first + i, similarity: dot(vector, rows, 0, i * vector.length, vector.length) })
  }
  for (const id of ids) {
    if (id === run.first + run.count && run.count < ROWS) run.count++
    else {
      compare(run)
      run = { first: id, count: 1 }
    }
  }
  compare(run)
  return found
}

/** Postings as they are read, those used last in memory. */
function cachedPostings({ postings, positions }: IndexParts): (id: number) => WordPostings {
  const limit = Math.max(CACHED_POSTINGS, CACHED_A_PASSAGE * positions)
  const cached = new BoundedCache<number, WordPostings>(limit, ({ counts }) => counts.length + 100)
  return (id) => {
    const known = cached.get(id)
    if (known) return known
    const read = postings(id)
    cached.set(id, read)
    return read
  }
}

function counterOf({ positions, frequency }: IndexParts, postings: (id: number) => WordPostings): Vocabulary['passagesWith'] {
  /** The call that met a passage last. */
  const met = new Uint32Array(positions)
  let call = 0
  return async (ids) => {
    const [only] = ids
    if (only === undefined) return 0
    if (ids.length === 1) return frequency(only)
    call++
    let count = 0
    for (const id of ids) {
      const { passages } = postings(id)
      // A loop over places is several times as fast as one over an iterator, and these are long.
      for (let at = 0; at < passages.length; at++) {
        const passage = passages[at] ?? 0
        if (met[passage] !== call) count++
        met[passage] = call
      }
    }
    return count
  }
}

/** Words of the title of a document, found once. */
function titlesOf({ facts }: IndexParts, idOf: ReadonlyMap<string, number>): (document: number) => Uint32Array {
  const known: Uint32Array[] = []
  return (document) => {
    const title = known[document] ?? titleWords(elementAt(facts, document), idOf)
    known[document] = title
    return title
  }
}

interface Line {
  sentence: SentenceView
  text: string
}

/** Makes the view of a passage by its position. */
function viewsOf(parts: IndexParts, titles: (document: number) => Uint32Array): (position: number) => PassageView {
  const views = (document: number, first: number, last: number): SentenceView[] =>
    parts.sentences(document, first, last).map(({ sentence, words }) => ({ ...sentence, words }))
  const cached = new BoundedCache<string, Line>(CACHED_SENTENCES)
  /** Sentences that many passages share: headings, and the first of a document. */
  const lineOf = (document: number, position: number): Line | undefined => {
    if (position < 0) return undefined
    const key = `${document} ${position}`
    const known = cached.get(key)
    if (known) return known
    const [sentence] = views(document, position, position)
    if (!sentence) return undefined
    const line = { sentence, text: parts.text(document, sentence.start, sentence.end) }
    cached.set(key, line)
    return line
  }
  return (position) => {
    const passage = parts.passage(position)
    const { document, first, last } = passage
    // The window is found among the sentences that it can hold.
    const from = Math.max(0, first - MOST_AROUND)
    const near = views(document, from, Math.min(parts.sentenceCount(document) - 1, last + MOST_AROUND + 1))
    const around = windowOf({ sentences: near }, first - from, last - from)
    const window = near.slice(around.first, around.last + 1)
    const own = { first: first - from - around.first, last: last - from - around.first }
    return passageView({
      ...{ document: elementAt(parts.facts, document), passage, window, own },
      windowText: parts.text(document, window[0]?.start ?? 0, window.at(-1)?.end ?? 0),
      headings: [...parts.headings(position)].flatMap((i) => {
        const line = lineOf(document, i)
        return line ? [{ text: line.text, words: line.sentence.words }] : []
      }),
      lead: lineOf(document, parts.lead(document))?.sentence,
      words: Uint32Array.from(new Set(window.slice(own.first, own.last + 1).flatMap(({ words }) => [...words]))),
      titleWords: titles(document),
    })
  }
}
