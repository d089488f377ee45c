/**
 * The port to what documents are kept in: an index answers with values. Everything that looks for, reads or shows documents goes through
 * it; a driver is a factory that returns a plain object and passes `corpus.contract.ts`.
 */
import type { DocumentSummary, Language, PassageView, SourceDocument, Span } from '../domain.ts'
import type { Matrix } from '../embed/embedder.ts'
import type { Acronym } from '../words/acronyms.ts'
import type { LexiconWord } from './lexicon.ts'
import type { Neighbour } from './store.ts'

export interface Corpus {
  readonly about: CorpusInfo
  readonly vocabulary: Vocabulary
  /**
   * The passages that meet the words or lie near the vector, by a weighted sum of both; the best `limit`, in no particular but a stable order.
   * @param vector of the whole question, of length 1
   * @param within where passages may stand; anywhere when left out
   */
  candidates(words: readonly ExpandedWord[], vector: Float32Array, limit: number, within?: Within): Promise<Candidate[]>
  document(id: string): Promise<SourceDocument | undefined>
  /** Every document, in the order of their sources. */
  documents(): AsyncIterable<ListedDocument>
  /** Distinct ids of the words of a document, title included; empty for one that is not there. */
  wordsOf(documentId: string): Promise<Uint32Array>
  close(): Promise<void>
}

/** Documents by their ids, each as a whole or in one run of its text: a passage that overlaps the run stands there. */
export type Within = ReadonlyMap<string, Span | undefined>

export interface CorpusInfo {
  /** Changes with the content. */
  generation: string
  /** Id of the embedding model. */
  model: string
  kind: 'hnsw' | 'exact' | 'postgres'
  /** ISO 8601. */
  createdAt: string
  counts: { documents: number; passages: number; sentences: number; words: number }
  /** Questions that the documents answer, tried when the index was made. */
  offers: readonly Offer[]
}

export interface Offer {
  /** Of the document that names what it asks about. */
  documentId: string
  language: Language
  question: string
  /** Of its answer, 0 to 1. */
  confidence: number
}

export interface ListedDocument extends DocumentSummary {
  /** Number of its passages. */
  passages: number
}

/** A passage with what its final score is made of. */
export interface Candidate {
  passage: PassageView
  /** Share of the question's weight that its words meet, each as often as it stands there (BM25), 0 to 1. */
  lexical: number
  /** Cosine of the passage's vector with the question's, -1 to 1. */
  cosine: number
}

/** Cosine against the share of words met, when the two lists of candidates are fused; fitted on the development questions. */
export const FUSION_COSINE = 0.5

/** A word of a question with the words of the documents that it stands for. */
export interface ExpandedWord {
  weight: number
  /** Similarity by word id, 0 to 1. */
  expansions: ReadonlyMap<number, number>
  /** For an acronym: the words of each of its long forms. */
  longForms: readonly (readonly ExpandedWord[])[]
}

/** The distinct words of the documents; an id is a word's position. In memory, whatever the documents are kept in. */
export interface Vocabulary {
  readonly words: readonly LexiconWord[]
  /** One row a word. */
  readonly vectors: Matrix
  readonly idOf: ReadonlyMap<string, number>
  /** Ids of the words that begin with the same letters, for matching by spelling. */
  readonly byPrefix: ReadonlyMap<string, readonly number[]>
  readonly acronyms: readonly Acronym[]
  /** Number of all passages. */
  readonly passages: number
  /** Number of passages that a word stands in, or in whose title. */
  frequency(id: number): number
  /** Number of passages that hold any of some words. */
  passagesWith(ids: readonly number[]): Promise<number>
  /** Words near a vector, best first. */
  nearest(vector: Float32Array, k: number): Promise<Neighbour[]>
}

/** All documents with their texts, in the order of their sources: for evaluations, which look for quotes in them. */
export async function everyDocument(corpus: Pick<Corpus, 'document' | 'documents'>): Promise<SourceDocument[]> {
  const all: SourceDocument[] = []
  for await (const { id } of corpus.documents()) {
    const document = await corpus.document(id)
    if (document) all.push(document)
  }
  return all
}
