/**
 * A segment: documents that were written together, in files that never change again. An index has one or two: see `index-parts.ts`.
 *
 *     texts.bin sentences.u32 blocks.bin passages.u32 headings.u32 passages.f32 tokens.u32 forms.bin acronyms.bin distinct.u32 means.f32
 *                                       document by document: `EncodedDocument`
 *     sizes.u32                         how much of each of them belongs to which document
 *     words.f32                         the vector of each word that the segment brought
 *     postings.u32 counts.u16 offsets.u32 lengths.u32   `Postings`, of passages numbered within the segment
 *
 * In memory are sizes, the passages' places and two numbers a passage; everything else is read when it is asked for.
 */
import type { Passage, Sentence, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { contentWords } from '../words/analyse.ts'
import {
  decodeDocument,
  decodeText,
  type EncodedDocument,
  headingsUpTo,
  PASSAGE,
  passageAt,
  SENTENCE,
  sentenceAt,
  tokensUpTo,
} from './encoded.ts'
import type { WordPostings } from './lexical.ts'
import { buildPostings } from './lexicon.ts'
import { bytesOf, type Part, type PartsWriter, readFloat32, readUint16, readUint32 } from './parts.ts'
import type { DocumentFacts } from './views.ts'

/** How much of each part belongs to a document: in bytes, or in rows. `lead` and `wide` are its own. */
interface Sizes {
  text: number
  sentences: number
  blocks: number
  passages: number
  headings: number
  tokens: number
  forms: number
  acronyms: number
  distinct: number
  lead: number
  wide: boolean
}

/** Numbers of a row of sizes.u32, in this order; behind them the position of the lead plus one, and whether characters have two bytes. */
const SIZED = ['text', 'sentences', 'blocks', 'passages', 'headings', 'tokens', 'forms', 'acronyms', 'distinct'] as const
const SIZES = SIZED.length + 2

/** Sums of `Sizes` up to each document. */
type Place = Record<(typeof SIZED)[number], number>

const START: Place = { text: 0, sentences: 0, blocks: 0, passages: 0, headings: 0, tokens: 0, forms: 0, acronyms: 0, distinct: 0 }

/** Read a piece at a time, and never as a whole: a build that carries them over need not look at them. */
export const PIECEWISE = [
  'texts.bin',
  'sentences.u32',
  'blocks.bin',
  'headings.u32',
  'passages.f32',
  'tokens.u32',
  'postings.u32',
  'counts.u16',
]
/** Every part of a segment, in the order in which they are opened. */
export const SEGMENT_PARTS: readonly string[] = [
  ...PIECEWISE,
  ...['passages.u32', 'forms.bin', 'acronyms.bin', 'distinct.u32', 'means.f32', 'sizes.u32', 'words.f32', 'offsets.u32', 'lengths.u32'],
]

/** Marks a word of `distinct` that the document writes somewhere as a number or an acronym. */
export const EXACT = 0x8000_0000

/** What is known of a document when its words have their numbers. */
export interface NumberedDocument extends EncodedDocument {
  /** Ids of its distinct words, in the order of their first occurrence, with `EXACT`. */
  distinct: Uint32Array
  /** Mean of the vectors of its passages on the scale of the word table, of length 1; zeros where there is none. */
  mean: Float32Array
}

// ---- writing ----

/** Writes a segment, document by document; what was written of one is not held. */
export class SegmentWriter {
  readonly #parts: PartsWriter
  readonly #prefix: string
  readonly #sizes: Sizes[] = []
  readonly #places: Place[] = [START]

  /** @param prefix of the names of its parts */
  constructor(parts: PartsWriter, prefix: string) {
    this.#parts = parts
    this.#prefix = prefix
  }

  get documents(): number {
    return this.#sizes.length
  }

  async add(document: NumberedDocument): Promise<void> {
    const { text, wide, sentences, lead, blocks, passages, headings, vectors, tokens, forms, acronyms, distinct, mean } = document
    const sizes: Sizes = {
      ...{ text: text.byteLength, wide, sentences: sentences.length / SENTENCE, lead, blocks: blocks.byteLength },
      ...{ passages: passages.length / PASSAGE, headings: headings.length, tokens: tokens.length, forms: forms.byteLength },
      ...{ acronyms: acronyms.byteLength, distinct: distinct.length },
    }
    this.#places.push(after(this.#end, sizes))
    this.#sizes.push(sizes)
    const own = {
      ...{ 'texts.bin': text, 'sentences.u32': bytesOf(sentences), 'blocks.bin': blocks, 'passages.u32': bytesOf(passages) },
      ...{ 'headings.u32': bytesOf(headings), 'passages.f32': bytesOf(vectors), 'tokens.u32': bytesOf(tokens), 'forms.bin': forms },
      ...{ 'acronyms.bin': acronyms, 'distinct.u32': bytesOf(distinct), 'means.f32': bytesOf(mean) },
    }
    for (const [name, bytes] of Object.entries(own)) await this.#append(name, bytes)
  }

  /** What was written until now of some parts, by their names. Nothing else of the segment can be read yet. */
  async written(...names: string[]): Promise<Segment> {
    const parts = new Map<string, Part>()
    for (const name of names) parts.set(name, await this.#parts.part(this.#prefix + name))
    return openSegment(parts, { sizes: this.#sizes, places: this.#places })
  }

  /** @param vectors of the words that the segment brings @param words number of all words @param titles words of each document's title */
  async finish(vectors: Float32Array, words: number, titles: readonly Uint32Array[]): Promise<void> {
    for (const sizes of this.#sizes) await this.#append('sizes.u32', bytesOf(sizeRow(sizes)))
    await this.#append('words.f32', bytesOf(vectors))
    const written = await this.written('sentences.u32', 'passages.u32', 'headings.u32', 'tokens.u32')
    const postings = buildPostings(words, this.#end.passages, function* () {
      for (const [number, title] of titles.entries()) yield* written.fields(number, title)
    })
    written.close()
    await this.#append('postings.u32', bytesOf(postings.passages))
    await this.#append('counts.u16', bytesOf(postings.counts))
    await this.#append('offsets.u32', bytesOf(postings.offsets))
    await this.#append('lengths.u32', bytesOf(postings.lengths))
    // A part that no document has anything for is there all the same.
    for (const name of SEGMENT_PARTS) await this.#append(name, new Uint8Array())
  }

  get #end(): Place {
    return this.#places.at(-1) ?? START
  }

  #append(name: string, bytes: Uint8Array): Promise<void> {
    return this.#parts.append(this.#prefix + name, bytes)
  }
}

function after(place: Place, sizes: Sizes): Place {
  const next = { ...place }
  for (const name of SIZED) next[name] += sizes[name]
  return next
}

function sizeRow(sizes: Sizes): Uint32Array {
  return Uint32Array.from([...SIZED.map((name) => sizes[name]), sizes.lead + 1, sizes.wide ? 1 : 0])
}

/** Distinct ids of the words of a title. */
export function titleWords({ title, language }: DocumentFacts, idOf: ReadonlyMap<string, number>): Uint32Array {
  return Uint32Array.from(new Set(contentWords(title, language).flatMap(({ form }) => idOf.get(form) ?? [])))
}

// ---- reading ----

/** Documents and passages are known by their numbers in the segment. */
export interface Segment {
  documents: number
  passages: number
  sentences: number
  /** Number of its first passage; of the one after the last document the number of all passages. */
  firstPassage(document: number): number
  /** @param place the position to give its document */
  passage(number: number, place: number): Passage
  /** Sentences that are headings above a passage, by position in its document, the outermost first. */
  headings(number: number, document: number): Uint32Array
  characters(document: number): number
  sentenceCount(document: number): number
  lead(document: number): number
  sentencesOf(document: number, first: number, last: number): { sentence: Sentence; words: Uint32Array }[]
  text(document: number, start: number, end: number): string
  wholeText(document: number): string
  document(number: number, facts: DocumentFacts): SourceDocument
  encoded(number: number, facts: DocumentFacts): EncodedDocument
  tokens(document: number): Uint32Array
  distinct(document: number): Uint32Array
  mean(document: number): Float32Array
  forms(document: number): Uint8Array
  acronyms(document: number): Uint8Array
  /** The words of each passage: its own, those of the title, those of each heading above. */
  fields(document: number, title: Uint32Array): Iterable<Uint32Array[]>
  passageRows(first: number, count: number, dimensions: number): Float32Array
  /** Vectors of the words that it brought. */
  wordVectors(): Float32Array
  /** Number of them. */
  wordCount(dimensions: number): number
  /** Number of passages that each word stands in, those of dead documents included. */
  frequency(word: number): number
  /** The passages that a word stands in, and how often. */
  postings(word: number): WordPostings
  /** Number of words of each passage, title and headings included. */
  lengths(): Uint32Array
  close(): void
}

interface Tables {
  sizes: readonly Sizes[]
  places: readonly Place[]
}

export function partOf(parts: ReadonlyMap<string, Part>, name: string): Part {
  const own = parts.get(name)
  if (!own) throw new RangeError(`no ${name}`)
  return own
}

/** @param parts every one of `SEGMENT_PARTS` @throws where they do not fit together */
export function readSegment(parts: ReadonlyMap<string, Part>): Segment {
  const part = (name: string): Part => partOf(parts, name)
  const tables = readSizes(part('sizes.u32'))
  const end = elementAt(tables.places, tables.sizes.length)
  const fits =
    part('texts.bin').bytes === end.text &&
    part('sentences.u32').bytes === 4 * SENTENCE * end.sentences &&
    part('passages.u32').bytes === 4 * PASSAGE * end.passages &&
    part('headings.u32').bytes === 4 * end.headings &&
    part('tokens.u32').bytes === 4 * end.tokens &&
    part('distinct.u32').bytes === 4 * end.distinct &&
    part('forms.bin').bytes === end.forms &&
    part('acronyms.bin').bytes === end.acronyms &&
    part('lengths.u32').bytes === 4 * end.passages
  if (!fits) throw new RangeError('sizes')
  return openSegment(parts, tables)
}

function readSizes(part: Part): Tables {
  const rows = readUint32(part)
  if (rows.length % SIZES !== 0) throw new RangeError('sizes.u32')
  const [sizes, places]: [Sizes[], Place[]] = [[], [START]]
  for (let at = 0; at < rows.length; at += SIZES) {
    const own: Sizes = { ...START, lead: elementAt(rows, at + SIZED.length) - 1, wide: rows[at + SIZED.length + 1] === 1 }
    for (const [i, name] of SIZED.entries()) own[name] = elementAt(rows, at + i)
    sizes.push(own)
    places.push(after(places.at(-1) ?? START, own))
  }
  return { sizes, places }
}

/** A value that is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function openSegment(parts: ReadonlyMap<string, Part>, tables: Tables): Segment {
  const { sizes, places } = tables
  const part = (name: string): Part => partOf(parts, name)
  const end = elementAt(places, sizes.length)
  const offsets = once(() => readUint32(part('offsets.u32')))
  /** Of a word that came later there are none. */
  const range = (word: number): [number, number] => {
    const last = offsets().at(-1) ?? 0
    return [offsets()[word] ?? last, offsets()[word + 1] ?? last]
  }
  return {
    ...{ documents: sizes.length, passages: end.passages, sentences: end.sentences },
    ...documentReaders(part, tables),
    ...passageReaders(part, tables),
    wordVectors: () => readFloat32(part('words.f32')),
    wordCount: (dimensions) => part('words.f32').bytes / 4 / dimensions,
    frequency(word) {
      const [from, to] = range(word)
      return to - from
    },
    postings(word) {
      const [from, to] = range(word)
      return { passages: readUint32(part('postings.u32'), from, to - from), counts: readUint16(part('counts.u16'), from, to - from) }
    },
    lengths: once(() => readUint32(part('lengths.u32'))),
    close: () => {
      for (const own of parts.values()) own.close()
    },
  }
}

type Parts = (name: string) => Part
type DocumentReaders = Pick<
  Segment,
  | 'characters'
  | 'sentenceCount'
  | 'lead'
  | 'sentencesOf'
  | 'text'
  | 'wholeText'
  | 'document'
  | 'tokens'
  | 'distinct'
  | 'mean'
  | 'forms'
  | 'acronyms'
>

function documentReaders(part: Parts, { sizes, places }: Tables): DocumentReaders {
  const at = (document: number): Place => elementAt(places, document)
  const sizeOf = (document: number): Sizes => elementAt(sizes, document)
  const sentenceRows = (document: number, first: number, last: number): Uint32Array =>
    readUint32(part('sentences.u32'), SENTENCE * (at(document).sentences + first), SENTENCE * (last - first + 1))
  return {
    characters: (document) => sizeOf(document).text / (sizeOf(document).wide ? 2 : 1),
    sentenceCount: (document) => sizeOf(document).sentences,
    lead: (document) => sizeOf(document).lead,
    sentencesOf(document, first, last) {
      // The row before tells where the words of the first begin.
      const before = Math.max(0, first - 1)
      const own = sentenceRows(document, before, last)
      const from = first === 0 ? 0 : tokensUpTo(own, 0)
      const ids = readUint32(part('tokens.u32'), at(document).tokens + from, tokensUpTo(own, last - before) - from)
      return Array.from({ length: last - first + 1 }, (_, i) => {
        const row = i + first - before
        const start = row === 0 ? 0 : tokensUpTo(own, row - 1)
        return { sentence: sentenceAt(own, row), words: ids.subarray(start - from, tokensUpTo(own, row) - from) }
      })
    },
    text(document, start, end) {
      const { wide } = sizeOf(document)
      const width = wide ? 2 : 1
      return decodeText(part('texts.bin').read(at(document).text + width * start, width * (end - start)), wide)
    },
    wholeText: (document) => decodeText(part('texts.bin').read(at(document).text, sizeOf(document).text), sizeOf(document).wide),
    document: (number, facts) =>
      decodeDocument({
        ...{ facts, wide: sizeOf(number).wide, text: part('texts.bin').read(at(number).text, sizeOf(number).text) },
        sentences: sentenceRows(number, 0, sizeOf(number).sentences - 1),
        blocks: part('blocks.bin').read(at(number).blocks, sizeOf(number).blocks),
      }),
    tokens: (document) => readUint32(part('tokens.u32'), at(document).tokens, sizeOf(document).tokens),
    distinct: (document) => readUint32(part('distinct.u32'), at(document).distinct, sizeOf(document).distinct),
    mean(document) {
      const width = part('means.f32').bytes / 4 / sizes.length
      return readFloat32(part('means.f32'), width * document, width)
    },
    forms: (document) => part('forms.bin').read(at(document).forms, sizeOf(document).forms),
    acronyms: (document) => part('acronyms.bin').read(at(document).acronyms, sizeOf(document).acronyms),
  }
}

function passageReaders(
  part: Parts,
  { sizes, places }: Tables,
): Pick<Segment, 'firstPassage' | 'passage' | 'headings' | 'passageRows' | 'encoded' | 'fields'> {
  const rows = once(() => readUint32(part('passages.u32')))
  const passages = places.at(-1)?.passages ?? 0
  const rowsOf = (document: number): Uint32Array =>
    rows().subarray(PASSAGE * elementAt(places, document).passages, PASSAGE * elementAt(places, document + 1).passages)
  const headingsOf = (document: number): Uint32Array =>
    readUint32(part('headings.u32'), elementAt(places, document).headings, elementAt(sizes, document).headings)
  const tokensOf = (document: number): Uint32Array =>
    readUint32(part('tokens.u32'), elementAt(places, document).tokens, elementAt(sizes, document).tokens)
  const sentencesOf = (document: number): Uint32Array =>
    readUint32(part('sentences.u32'), SENTENCE * elementAt(places, document).sentences, SENTENCE * elementAt(sizes, document).sentences)
  return {
    firstPassage: (document) => elementAt(places, document).passages,
    passage: (number, place) => passageAt(rows(), number, place),
    headings(number, document) {
      const { passages: first, headings } = elementAt(places, document)
      const from = number === first ? 0 : headingsUpTo(rows(), number - 1)
      return readUint32(part('headings.u32'), headings + from, headingsUpTo(rows(), number) - from)
    },
    passageRows: (first, count, width) => readFloat32(part('passages.f32'), first * width, count * width),
    encoded(number, facts) {
      const [place, own] = [elementAt(places, number), elementAt(sizes, number)]
      const width = passages === 0 ? 0 : part('passages.f32').bytes / 4 / passages
      return {
        ...{ facts, wide: own.wide, lead: own.lead, text: part('texts.bin').read(place.text, own.text) },
        ...{ sentences: sentencesOf(number), blocks: part('blocks.bin').read(place.blocks, own.blocks) },
        ...{ passages: rowsOf(number), headings: headingsOf(number), tokens: tokensOf(number) },
        vectors: readFloat32(part('passages.f32'), width * place.passages, width * own.passages),
        forms: part('forms.bin').read(place.forms, own.forms),
        acronyms: part('acronyms.bin').read(place.acronyms, own.acronyms),
      }
    },
    *fields(document, title) {
      const [sentences, runs, above, ids] = [sentencesOf(document), rowsOf(document), headingsOf(document), tokensOf(document)]
      const between = (first: number, last: number): Uint32Array =>
        ids.subarray(tokensUpTo(sentences, first - 1), tokensUpTo(sentences, last))
      for (let i = 0; i < runs.length / PASSAGE; i++) {
        const { first, last } = passageAt(runs, i, document)
        // A heading within the passage is one of its own sentences.
        const before = [...above.subarray(headingsUpTo(runs, i - 1), headingsUpTo(runs, i))].filter((sentence) => sentence < first)
        yield [between(first, last), title, ...before.map((sentence) => between(sentence, sentence))]
      }
    },
  }
}
