/**
 * The driver of an index in memory: postings and vectors are arrays, passages are found by position, and what goes out is made of
 * them per question. Vector search is exact or HNSW, by the stores that are handed in.
 */

import { type Passage, type PassageView, type SentenceView, type SourceDocument, toSummary } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { dot, type Matrix, row } from '../embed/embedder.ts'

import { type Candidate, type Corpus, type CorpusInfo, FUSION_COSINE, type ListedDocument, type Vocabulary, type Within } from './corpus.ts'
import { type EachPosting, scoreWords } from './lexical.ts'
import type { Lexicon } from './lexicon.ts'
import type { Neighbour, VectorStore } from './store.ts'
import { leadOf, passageView, windowOf } from './views.ts'

export interface LocalContent {
  documents: readonly SourceDocument[]
  passages: readonly Passage[]
  /** One row a passage. */
  passageVectors: Matrix
  lexicon: Lexicon
  passageStore: VectorStore
  wordStore: VectorStore
}

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
      const all = scoreWords(words, postingsOf(lexicon), lexicon.postings.averageLength)
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

function postingsOf({ postings: { offsets, passages, counts, lengths } }: Lexicon): EachPosting {
  return (id, take) => {
    const end = offsets[id + 1] ?? 0
    for (let at = offsets[id] ?? 0; at < end; at++) {
      const passage = passages[at] ?? 0
      take(passage, counts[at] ?? 0, lengths[passage] ?? 0)
    }
  }
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

/** Makes the view of a passage by its position. */
function viewsOf({ documents, passages, lexicon }: LocalContent): (position: number) => PassageView {
  const leads = documents.map(leadOf)
  return (position) => {
    const passage = elementAt(passages, position)
    const { document: own, first, last } = passage
    const document = elementAt(documents, own)
    const { text, sentences } = document
    const toSentence = (i: number): SentenceView[] => {
      const sentence = sentences[i]
      return sentence ? [{ ...sentence, words: lexicon.runWords(own, i, i) }] : []
    }
    const around = windowOf(document, first, last)
    const window = Array.from({ length: around.last - around.first + 1 }, (_, i) => toSentence(around.first + i)).flat()
    const headings = (lexicon.headings[position] ?? []).flatMap((i) => toSentence(i))
    return passageView({
      ...{ document, passage, window },
      own: { first: first - around.first, last: last - around.first },
      windowText: text.slice(window[0]?.start, window.at(-1)?.end),
      headings: headings.map(({ start, end, words }) => ({ text: text.slice(start, end), words })),
      lead: toSentence(leads[own] ?? -1)[0],
      words: lexicon.passageWords(position),
      titleWords: lexicon.titleWords[own] ?? new Uint32Array(),
    })
  }
}
