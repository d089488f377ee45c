/**
 * Hits in, candidate quotes with their features out. A candidate is a sentence, a list item, or a sentence that announces a
 * list together with the list. Every feature is a number between 0 and 1 (about), so that weights can be compared.
 */
import { findDate } from '../documents/dates.ts'
import type { Hit, Language, Sentence, SourceDocument, Span } from '../domain.ts'
import { dot, row } from '../embed/embedder.ts'
import { inverseFrequency } from '../retrieve/lexical.ts'
import type { AnalysedQuestion, BestMatch, QuestionWord, WordMatcher } from '../retrieve/question.ts'
import type { SearchIndex } from '../store/generation.ts'
import type { Asking } from '../understand/understand.ts'
import { defines, holdsType, lacksType } from './kinds.ts'
import { speechOf } from './speaker.ts'

export const FEATURES = [
  'coverage',
  'context',
  'cosine',
  'passage',
  'type',
  'lacksType',
  'definition',
  'heading',
  'length',
  'head',
  'speech',
  'signature',
] as const
export type Feature = (typeof FEATURES)[number]

export interface Candidate extends Span {
  document: number
  documentId: string
  language: Language
  features: Record<Feature, number>
  /** Per word of the question, its best similarity inside the candidate and around it. */
  inside: number[]
  around: number[]
}

export interface ReadQuestion extends Asking {
  /** Words that the evidence should meet. */
  words: QuestionWord[]
  weight: number
  matcher: WordMatcher
}

/** Similarity from which a word of a sentence is taken for its subject. */
const SUBJECT = 0.6

export function readQuestion({ asking, telling, matcher }: AnalysedQuestion): ReadQuestion {
  return { ...asking, words: telling, weight: telling.reduce((sum, { weight }) => sum + weight, 0), matcher }
}

/** Every quotable run of the hits' passages, unscored, with its features. */
export function findCandidates(read: ReadQuestion, hits: readonly Hit[], index: SearchIndex): Candidate[] {
  const { matcher } = read
  const means = new RunMeans(read, index)
  const top = hits[0]?.score || 1
  return hits.flatMap((hit) => {
    const passage = index.passages[hit.passage]
    const document = passage && index.documents[passage.document]
    if (!passage || !document) return []
    const around = read.words.map((word) =>
      Math.max(
        matcher.best(word, index.lexicon.passageWords(hit.passage)).similarity,
        matcher.best(word, index.lexicon.titleWords[passage.document] as Uint32Array).similarity,
      ),
    )
    return quotableRuns(document, passage.first, passage.last).map(({ first, last }): Candidate => {
      const sentence = document.sentences[first] as Sentence
      const { start } = sentence
      const { end } = document.sentences[last] as Sentence
      const text = document.text.slice(start, end)
      const ids = wordsOf(index, passage.document, first, last)
      const matches = read.words.map((word) => matcher.best(word, ids))
      const speech = speechOf(document, first)
      const speaker = Uint32Array.from(speech.namedIn.flatMap((i) => [...index.lexicon.sentenceWords(passage.document, i)]))
      const dated = read.type === 'date' && isDateline(text, document) ? leadWords(index, passage.document) : undefined
      const inside = matches.map(({ similarity }, i) => {
        const word = read.words[i] as QuestionWord
        return Math.max(similarity, bySpeaker(word, speaker, matcher), dated ? DATES * matcher.best(word, dated).similarity : 0)
      })
      const size = text.split(/\s+/).length
      return {
        start,
        end,
        document: passage.document,
        documentId: document.id,
        language: sentence.language,
        inside,
        around,
        features: {
          coverage: share(read, inside),
          context: share(read, around),
          cosine: Math.max(0, means.cosine(passage.document, first, last, ids)),
          passage: hit.score / top,
          type: holdsType(text, read.type),
          lacksType: lacksType(text, read.type),
          definition: read.definesSubject ? defines(text, subjects(matches, index)) : 0,
          heading: sentence.kind === 'heading' ? 1 : 0,
          length: size < 5 ? 1 : Math.min(1, Math.max(0, (size - 35) / 60)),
          head: first === firstContent(document) ? 1 : 0,
          speech: read.asksSpeech && speech.quoted ? 1 : 0,
          signature: speech.signature ? 1 : 0,
        },
      }
    })
  })
}

/** Each sentence and item by itself; a sentence that ends in a colon with the items below it. Headings only where they state a date, questions never. */
function quotableRuns(document: SourceDocument, first: number, last: number): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = []
  for (let i = first; i <= last; i++) {
    const { kind, start, end } = document.sentences[i] as Sentence
    if (kind === 'chrome') continue
    if (ASKS.test(document.text.slice(start, end))) continue
    if (kind === 'heading' && !/\d{4}/.test(document.text.slice(start, end))) continue
    runs.push({ first: i, last: itemsBelow(document, i) })
  }
  return runs
}

/** A question is no answer, however well it meets another one. */
const ASKS = /\?[\s»”"’)]*$/

/** What the words of a document are worth where its date stands. */
const DATES = 0.9
/** A date with a place or a source beside it; more words are a sentence of their own. */
const DATELINE_WORDS = 8

/** The line that dates its document dates what the document announces. */
function isDateline(text: string, { date }: SourceDocument): boolean {
  return date !== undefined && text.split(/\s+/).length <= DATELINE_WORDS && findDate(text) === date
}

/** Words of the title and of the first sentence: what a press release announces. */
function leadWords(index: SearchIndex, document: number): Uint32Array {
  const lead = firstContent(index.documents[document] as SourceDocument)
  return Uint32Array.from([
    ...(index.lexicon.titleWords[document] ?? []),
    ...(lead === -1 ? [] : index.lexicon.sentenceWords(document, lead)),
  ])
}

/** What a name is worth in a sentence that its bearer says. */
const SPOKEN_BY = 0.9

/** A name of the question that names the speaker is met by whatever that person says. */
function bySpeaker(word: QuestionWord, speaker: Uint32Array, matcher: WordMatcher): number {
  if (speaker.length === 0 || !(word.word.capital || word.exact)) return 0
  return SPOKEN_BY * matcher.best(word, speaker).similarity
}

/** The words of a sentence that stand for the question's: what it may be about. */
function subjects(matches: readonly BestMatch[], { lexicon }: SearchIndex): string[] {
  const ids = matches.flatMap(({ similarity, id, more = [] }) => (similarity < SUBJECT || id === undefined ? [] : [id, ...more]))
  return [...new Set(ids)].map((id) => lexicon.words[id]?.form ?? '')
}

/** A list may run on into the next passage: it is followed to its end, for as long as the items stand one below the other. */
function itemsBelow(document: SourceDocument, announcement: number): number {
  const { kind, start, end } = document.sentences[announcement] as Sentence
  if (kind === 'item' || !/:\s*$/.test(document.text.slice(start, end))) return announcement
  let last = announcement
  while (document.sentences[last + 1]?.kind === 'item') last++
  return last
}

function wordsOf(index: SearchIndex, document: number, first: number, last: number): Uint32Array {
  if (first === last) return index.lexicon.sentenceWords(document, first)
  const all: number[] = []
  for (let i = first; i <= last; i++) all.push(...index.lexicon.sentenceWords(document, i))
  return Uint32Array.from(all)
}

function firstContent(document: SourceDocument): number {
  return document.sentences.findIndex(({ kind }) => kind === 'sentence')
}

function share({ words, weight }: ReadQuestion, similarities: readonly number[]): number {
  if (weight === 0) return 0
  return words.reduce((sum, word, i) => sum + word.weight * (similarities[i] as number), 0) / weight
}

function rarity(id: number, { lexicon: { postings }, passages }: SearchIndex): number {
  return inverseFrequency(passages.length, (postings.offsets[id + 1] as number) - (postings.offsets[id] as number))
}

/** Lengths of the weighted mean vectors of runs, by document and sentences: no question changes them. */
const lengths = new WeakMap<SearchIndex, Map<string, number>>()
const LENGTHS_KEPT = 50_000

/** Cosine of the question's words with the words of a run, both as means weighted by rarity; the mean of a run is never made twice. */
class RunMeans {
  readonly #index: SearchIndex
  readonly #question: Float32Array
  /** Of the question's mean with each word of the documents. */
  readonly #products = new Map<number, number>()
  readonly #lengths: Map<string, number>

  constructor({ words }: ReadQuestion, index: SearchIndex) {
    this.#index = index
    const sum = weightedSum(
      words.map(({ vector, weight }) => [vector, weight]),
      index.lexicon.vectors.dimensions,
    )
    const norm = lengthOf(sum) || 1
    this.#question = sum.map((x) => x / norm)
    const known = lengths.get(index)
    this.#lengths = known && known.size < LENGTHS_KEPT ? known : new Map()
    lengths.set(index, this.#lengths)
  }

  cosine(document: number, first: number, last: number, ids: Uint32Array): number {
    const key = `${document}:${first}:${last}`
    let length = this.#lengths.get(key)
    if (length === undefined) {
      const { vectors } = this.#index.lexicon
      length = lengthOf(
        weightedSum(
          Array.from(ids, (id) => [row(vectors, id), rarity(id, this.#index)] as const),
          vectors.dimensions,
        ),
      )
      this.#lengths.set(key, length)
    }
    let sum = 0
    for (const id of ids) sum += this.#product(id)
    return length === 0 ? 0 : sum / length
  }

  #product(id: number): number {
    let product = this.#products.get(id)
    if (product === undefined) {
      product = rarity(id, this.#index) * dot(this.#question, row(this.#index.lexicon.vectors, id))
      this.#products.set(id, product)
    }
    return product
  }
}

function weightedSum(parts: readonly (readonly [Float32Array, number])[], dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions)
  for (const [vector, weight] of parts) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (vector[i] as number)
  return sum
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector))
}
