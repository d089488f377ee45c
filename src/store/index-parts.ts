/**
 * What an index holds, as parts: which file holds what, and how any piece of it is found again.
 *
 *     documents.jsonl   what is known of each document, in the order of their sources, and where it is kept: segment, number there
 *     words.json        the distinct words by their numbers, those that are dead, acronyms
 *     …                 the parts of the first segment, the base: `segment.ts`
 *     added/…           those of the second, where there is one: documents that came or changed since the base was written
 *     added/frequencies.u32   number of living passages of the base that each of its words stands in
 *
 * A generation that goes on from the one before keeps its base, file by file: a document of it that was changed or removed is dead,
 * which is to say that documents.jsonl does not name it. Words keep the numbers that they have in the base. A passage is known by its
 * position: its number in its segment, behind all passages of the base where it is of the second.
 */
import type { Passage, Sentence, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import type { Acronym } from '../words/acronyms.ts'
import type { EncodedDocument } from './encoded.ts'
import type { WordPostings } from './lexical.ts'
import type { LexiconWord } from './lexicon.ts'
import { type Part, readUint32 } from './parts.ts'
import { partOf, readSegment, SEGMENT_PARTS, type Segment } from './segment.ts'
import type { DocumentFacts } from './views.ts'
import type { DescribedWords } from './word-numbers.ts'

/** Where the second segment has its parts. */
export const ADDED = 'added/'
export const FREQUENCIES = `${ADDED}frequencies.u32`
/** Parts that are of no segment. */
export const OF_INDEX = ['documents.jsonl', 'words.json']
/** Every part of an index of one segment, in the order in which they are opened. */
export const PARTS: readonly string[] = [...OF_INDEX, ...SEGMENT_PARTS]
/** Those that a second segment brings. */
export const ADDED_PARTS: readonly string[] = [...SEGMENT_PARTS.map((name) => ADDED + name), FREQUENCIES]

export interface Counts {
  documents: number
  passages: number
  sentences: number
  words: number
}

/** Where a document is kept: 0 is the base. */
export interface KeptAt {
  segment: number
  number: number
}

export interface IndexParts {
  /** Of what is not dead. */
  counts: Counts
  facts: readonly DocumentFacts[]
  segments: readonly Segment[]
  keptAt(document: number): KeptAt
  /** A dead word keeps its number: its form is empty here. */
  words: readonly LexiconWord[]
  deadWords: ReadonlySet<number>
  /** Of all words, dead ones too. */
  forms: readonly string[]
  acronyms: readonly Acronym[]
  /** One row a word. */
  vectors: Matrix
  /** Number of positions, those of dead passages included. */
  positions: number
  isLive(position: number): boolean
  /** The passages of a document stand together. */
  passagesOf(document: number): { first: number; count: number }
  passage(position: number): Passage
  /** Sentences that are headings above a passage, by position in its document, the outermost first. */
  headings(position: number): Uint32Array
  /** Length of its text. */
  characters(document: number): number
  /** Number of sentences of a document; the first that is no heading, or -1. */
  sentenceCount(document: number): number
  lead(document: number): number
  /** Sentences of a document, both included, each with the ids of its words. */
  sentences(document: number, first: number, last: number): { sentence: Sentence; words: Uint32Array }[]
  text(document: number, start: number, end: number): string
  wholeText(document: number): string
  document(position: number): SourceDocument
  encoded(document: number): EncodedDocument
  /** Word ids of all sentences of a document, then of its title. */
  tokens(document: number): Uint32Array
  /** Rows of the vectors of passages, end to end. */
  passageRows(first: number, count: number, dimensions: number): Float32Array
  /** Number of passages that a word stands in. */
  frequency(word: number): number
  /** The same, of the base alone. */
  baseFrequency(word: number): number
  /** The passages that a word stands in, by their positions, and how often. */
  postings(word: number): WordPostings
  /** Number of words of each passage, title and headings included; of the dead, too. */
  lengths: Uint32Array
  averageLength: number
  /** @param from number of the first segment to close */
  close(from?: number): void
}

/** In place of a document, for a dead passage. */
const NONE = 0xffff_ffff

/**
 * @param dimensions of the vectors of words
 * @param base already opened, where the parts hold but the second segment
 * @throws where the parts do not fit together
 */
export function openIndexParts(parts: ReadonlyMap<string, Part>, dimensions: number, base?: Segment): IndexParts {
  const { facts, kept } = readDocuments(partOf(parts, 'documents.jsonl'))
  const described: DescribedWords = JSON.parse(textOf(partOf(parts, 'words.json')))
  const segments = [base ?? readSegment(subset(parts, ''))]
  if (parts.has(FREQUENCIES)) segments.push(readSegment(subset(parts, ADDED)))
  const { forms, words, deadWords } = livingWords(described)
  const vectors = {
    data: joined(
      segments.map((segment) => segment.wordVectors()),
      floats,
    ),
    dimensions,
  }
  const places = placesOf(segments, facts.length, kept)
  const baseFrequencies = parts.has(FREQUENCIES) ? readUint32(partOf(parts, FREQUENCIES)) : undefined
  const { passages, sentences } = places
  const counts = { documents: facts.length, passages, sentences, words: words.length - deadWords.size }
  if (vectors.data.length !== words.length * dimensions) throw new RangeError('words')
  if (baseFrequencies && baseFrequencies.length !== segments[0]?.wordCount(dimensions)) throw new RangeError('frequencies')
  const lengths = joined(
    segments.map((segment) => segment.lengths()),
    (length) => new Uint32Array(length),
  )
  const baseFrequency = (word: number): number => (baseFrequencies ? (baseFrequencies[word] ?? 0) : (segments[0]?.frequency(word) ?? 0))
  return {
    ...{ counts, facts, segments, words, deadWords, forms, acronyms: described.acronyms, vectors },
    ...{ positions: lengths.length, lengths, averageLength: averageOfLiving(lengths, places) },
    ...documentReaders(segments, facts, kept),
    ...passageReaders(segments, kept, places),
    ...{ keptAt: (document) => elementAt(kept, document), isLive: places.isLive, baseFrequency },
    frequency: (word) => baseFrequency(word) + (segments[1]?.frequency(word) ?? 0),
    postings: joinedPostings(segments, places),
    close: (from = 0) => {
      for (const segment of segments.slice(from)) segment.close()
    },
  }
}

/** The parts of a segment, without its prefix. */
function subset(parts: ReadonlyMap<string, Part>, prefix: string): Map<string, Part> {
  return new Map(SEGMENT_PARTS.map((name) => [name, partOf(parts, prefix + name)]))
}

function livingWords({ words, dead }: DescribedWords): Pick<IndexParts, 'words' | 'deadWords' | 'forms'> {
  const forms = words.map(({ form }) => form)
  for (const id of dead) words[id] = { form: '', surface: '', exact: true }
  return { forms, words, deadWords: new Set(dead) }
}

interface Places {
  /** Position of the first passage of each segment. */
  starts: readonly number[]
  /** By position: its document. */
  documentOf: Uint32Array
  isLive(position: number): boolean
  /** Whether a segment holds any dead passages. */
  hasDead: readonly boolean[]
  /** Of what is not dead. */
  passages: number
  sentences: number
}

function placesOf(segments: readonly Segment[], documents: number, kept: readonly KeptAt[]): Places {
  const starts = [0, segments[0]?.passages ?? 0]
  const documentOf = new Uint32Array(segments.reduce((sum, { passages }) => sum + passages, 0)).fill(NONE)
  const living = segments.map(() => 0)
  let sentences = 0
  for (let document = 0; document < documents; document++) {
    const { segment, number } = elementAt(kept, document)
    const own = elementAt(segments, segment)
    if (number >= own.documents) throw new RangeError(`no document ${number}`)
    const [first, end] = [own.firstPassage(number), own.firstPassage(number + 1)]
    const start = elementAt(starts, segment)
    documentOf.fill(document, start + first, start + end)
    living[segment] = elementAt(living, segment) + end - first
    sentences += own.sentenceCount(number)
  }
  return {
    ...{ starts, documentOf, sentences, passages: living.reduce((sum, own) => sum + own, 0) },
    hasDead: segments.map(({ passages }, i) => living[i] !== passages),
    isLive: (position) => documentOf[position] !== NONE,
  }
}

function joined<T extends Float32Array | Uint32Array>(rows: readonly T[], make: (length: number) => T): T {
  const [first] = rows
  if (rows.length === 1 && first) return first
  const all = make(rows.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const own of rows) {
    all.set(own, at)
    at += own.length
  }
  return all
}

const floats = (length: number): Float32Array => new Float32Array(length)

function averageOfLiving(lengths: Uint32Array, { documentOf, passages }: Places): number {
  let sum = 0
  for (let i = 0; i < lengths.length; i++) if (documentOf[i] !== NONE) sum += lengths[i] ?? 0
  return passages === 0 ? 0 : sum / passages
}

/** Without those that are dead. */
function joinedPostings(segments: readonly Segment[], { starts, documentOf, hasDead }: Places): (word: number) => WordPostings {
  return (word) => {
    const found = segments.map((segment) => segment.postings(word))
    const [only, beside] = found
    if (only && !hasDead[0] && (beside?.counts.length ?? 0) === 0) return only
    const all = found.reduce((sum, { counts }) => sum + counts.length, 0)
    const [passages, counts] = [new Uint32Array(all), new Uint16Array(all)]
    let length = 0
    for (const [i, own] of found.entries()) {
      const start = elementAt(starts, i)
      for (let at = 0; at < own.passages.length; at++) {
        const position = start + (own.passages[at] ?? 0)
        if (hasDead[i] && documentOf[position] === NONE) continue
        passages[length] = position
        counts[length++] = own.counts[at] ?? 0
      }
    }
    return { passages: passages.subarray(0, length), counts: counts.subarray(0, length) }
  }
}

type DocumentReaders = Pick<
  IndexParts,
  'characters' | 'sentenceCount' | 'lead' | 'sentences' | 'text' | 'wholeText' | 'document' | 'encoded' | 'tokens'
>

function documentReaders(segments: readonly Segment[], facts: readonly DocumentFacts[], kept: readonly KeptAt[]): DocumentReaders {
  const of = <T>(document: number, read: (segment: Segment, number: number) => T): T => {
    const { segment, number } = elementAt(kept, document)
    return read(elementAt(segments, segment), number)
  }
  return {
    characters: (document) => of(document, (segment, number) => segment.characters(number)),
    sentenceCount: (document) => of(document, (segment, number) => segment.sentenceCount(number)),
    lead: (document) => of(document, (segment, number) => segment.lead(number)),
    sentences: (document, first, last) => of(document, (segment, number) => segment.sentencesOf(number, first, last)),
    text: (document, start, end) => of(document, (segment, number) => segment.text(number, start, end)),
    wholeText: (document) => of(document, (segment, number) => segment.wholeText(number)),
    document: (position) => of(position, (segment, number) => segment.document(number, elementAt(facts, position))),
    encoded: (document) => of(document, (segment, number) => segment.encoded(number, elementAt(facts, document))),
    tokens: (document) => of(document, (segment, number) => segment.tokens(number)),
  }
}

function passageReaders(
  segments: readonly Segment[],
  kept: readonly KeptAt[],
  { starts, documentOf }: Places,
): Pick<IndexParts, 'passagesOf' | 'passage' | 'headings' | 'passageRows'> {
  const segmentOf = (position: number): number => (position < elementAt(starts, 1) ? 0 : 1)
  return {
    passagesOf(document) {
      const { segment, number } = elementAt(kept, document)
      const own = elementAt(segments, segment)
      const first = own.firstPassage(number)
      return { first: elementAt(starts, segment) + first, count: own.firstPassage(number + 1) - first }
    },
    passage(position) {
      const i = segmentOf(position)
      return elementAt(segments, i).passage(position - elementAt(starts, i), elementAt(documentOf, position))
    },
    headings(position) {
      const { segment, number } = elementAt(kept, elementAt(documentOf, position))
      return elementAt(segments, segment).headings(position - elementAt(starts, segment), number)
    },
    passageRows(first, count, width) {
      const rows: Float32Array[] = []
      for (const [i, segment] of segments.entries()) {
        const start = elementAt(starts, i)
        const [from, to] = [Math.max(first, start), Math.min(first + count, start + segment.passages)]
        if (from < to) rows.push(segment.passageRows(from - start, to - from, width))
      }
      return joined(rows, floats)
    },
  }
}

function readDocuments(part: Part): { facts: DocumentFacts[]; kept: KeptAt[] } {
  const [facts, kept]: [DocumentFacts[], KeptAt[]] = [[], []]
  for (const line of lines(Buffer.from(part.read(0, part.bytes)))) {
    const { at, ...own }: DocumentFacts & { at: [number, number] } = JSON.parse(line)
    facts.push(own)
    kept.push({ segment: at[0], number: at[1] })
  }
  return { facts, kept }
}

function textOf(part: Part): string {
  return Buffer.from(part.read(0, part.bytes)).toString('utf8')
}

function* lines(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    yield bytes.toString('utf8', start, end)
    start = end + 1
  }
}
