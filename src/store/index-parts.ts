/**
 * What an index holds, as parts: which file holds what, how one is written, and how any piece of it is found again.
 *
 *     documents.jsonl   what is known of each document, and how much of every other part is its own
 *     texts.bin sentences.u32 blocks.bin passages.u32 headings.u32 passages.f32 tokens.u32 forms.bin   document by document: `EncodedDocument`
 *     words.json words.f32                         the distinct words, acronyms; the vector of each word
 *     postings.u32 counts.u16 offsets.u32 lengths.u32   `Postings`
 *
 * In memory are the first, the passages' places, the words with their vectors, and two numbers a passage; everything else is read when
 * it is asked for.
 */
import type { Passage, Sentence, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import type { Acronym } from '../words/acronyms.ts'
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
import { buildPostings, type LexiconWord } from './lexicon.ts'
import { bytesOf, type Part, type PartsWriter, readFloat32, readUint16, readUint32 } from './parts.ts'
import type { DocumentFacts } from './views.ts'

/** How much of each part belongs to a document: in bytes, or in rows. */
interface Sizes {
  text: number
  wide: boolean
  sentences: number
  lead: number
  blocks: number
  passages: number
  headings: number
  tokens: number
  forms: number
}

const PER_DOCUMENT = ['texts.bin', 'sentences.u32', 'blocks.bin', 'passages.u32', 'headings.u32', 'passages.f32', 'tokens.u32', 'forms.bin']
const WHOLE = ['documents.jsonl', 'words.json', 'words.f32', 'postings.u32', 'counts.u16', 'offsets.u32', 'lengths.u32']
/** Every part, in the order in which they are opened. */
export const PARTS: readonly string[] = [...PER_DOCUMENT, ...WHOLE]

export interface Counts {
  documents: number
  passages: number
  sentences: number
  words: number
}

export interface WordData {
  words: readonly LexiconWord[]
  acronyms: readonly Acronym[]
  /** One row a word. */
  vectors: Matrix
}

/** Sums of `Sizes` up to each document. */
interface Place {
  text: number
  sentences: number
  blocks: number
  passages: number
  headings: number
  tokens: number
  forms: number
}

const START: Place = { text: 0, sentences: 0, blocks: 0, passages: 0, headings: 0, tokens: 0, forms: 0 }

function after(place: Place, sizes: Sizes): Place {
  return {
    text: place.text + sizes.text,
    sentences: place.sentences + sizes.sentences,
    blocks: place.blocks + sizes.blocks,
    passages: place.passages + sizes.passages,
    headings: place.headings + sizes.headings,
    tokens: place.tokens + sizes.tokens,
    forms: place.forms + sizes.forms,
  }
}

// ---- writing ----

/** Writes an index, document by document; what was written of one is not held. */
export class IndexWriter {
  readonly facts: DocumentFacts[] = []
  readonly #parts: PartsWriter
  readonly #sizes: Sizes[] = []
  readonly #places: Place[] = [START]

  constructor(parts: PartsWriter) {
    this.#parts = parts
  }

  get passages(): number {
    return this.#end.passages
  }

  async add({ facts, text, wide, sentences, lead, blocks, passages, headings, vectors, tokens, forms }: EncodedDocument): Promise<void> {
    const sizes: Sizes = {
      ...{ text: text.byteLength, wide, sentences: sentences.length / SENTENCE, lead, blocks: blocks.byteLength },
      ...{ passages: passages.length / PASSAGE, headings: headings.length, tokens: tokens.length, forms: forms.byteLength },
    }
    this.#places.push(after(this.#end, sizes))
    this.#sizes.push(sizes)
    this.facts.push(facts)
    const numbers = [bytesOf(passages), bytesOf(headings), bytesOf(vectors), bytesOf(tokens)]
    const own = [text, bytesOf(sentences), blocks, ...numbers, forms]
    for (const [i, name] of PER_DOCUMENT.entries()) await this.#parts.append(name, elementAt(own, i))
  }

  /** The text of a document that was added. */
  async textReader(): Promise<(document: number) => string> {
    const texts = await this.#parts.part('texts.bin')
    return (document) => {
      const { text, wide } = elementAt(this.#sizes, document)
      return decodeText(texts.read(elementAt(this.#places, document).text, text), wide)
    }
  }

  /** Length of the text of a document that was added. */
  characters(document: number): number {
    return charactersOf(elementAt(this.#sizes, document))
  }

  /** @param facts of each document, as they are now that all are known @returns the index, readable */
  async finish(facts: readonly DocumentFacts[], { words, acronyms, vectors }: WordData): Promise<IndexParts> {
    for (const [i, own] of facts.entries()) await this.#json('documents.jsonl', { ...own, sizes: elementAt(this.#sizes, i) }, '\n')
    await this.#json('words.json', { words, acronyms })
    await this.#parts.append('words.f32', bytesOf(vectors.data))
    await this.#writePostings(facts, words)
    const parts = new Map<string, Part>()
    for (const name of PARTS) parts.set(name, await this.#parts.part(name))
    return openIndexParts(parts, vectors.dimensions)
  }

  async #writePostings(facts: readonly DocumentFacts[], words: readonly LexiconWord[]): Promise<void> {
    const written = {
      ...{ facts, sizes: this.#sizes, places: this.#places, idOf: new Map(words.map(({ form }, id) => [form, id])) },
      ...{ sentences: await this.#parts.part('sentences.u32'), passages: await this.#parts.part('passages.u32') },
      ...{ headings: await this.#parts.part('headings.u32'), tokens: await this.#parts.part('tokens.u32') },
    }
    const postings = buildPostings(words.length, this.passages, () => fieldsOf(written))
    for (const part of [written.sentences, written.passages, written.headings, written.tokens]) part.close()
    await this.#parts.append('postings.u32', bytesOf(postings.passages))
    await this.#parts.append('counts.u16', bytesOf(postings.counts))
    await this.#parts.append('offsets.u32', bytesOf(postings.offsets))
    await this.#parts.append('lengths.u32', bytesOf(postings.lengths))
  }

  get #end(): Place {
    return this.#places.at(-1) ?? START
  }

  #json(name: string, value: unknown, end = ''): Promise<void> {
    return this.#parts.append(name, Buffer.from(JSON.stringify(value) + end))
  }
}

interface Written {
  facts: readonly DocumentFacts[]
  sizes: readonly Sizes[]
  places: readonly Place[]
  idOf: ReadonlyMap<string, number>
  sentences: Part
  passages: Part
  headings: Part
  tokens: Part
}

/** The words of each passage: its own, those of the title, those of each heading above. One document is read at a time. */
function* fieldsOf({ facts, sizes, places, idOf, ...parts }: Written): Generator<Uint32Array[]> {
  for (const [document, own] of facts.entries()) {
    const [at, size] = [elementAt(places, document), elementAt(sizes, document)]
    const rows = readUint32(parts.sentences, SENTENCE * at.sentences, SENTENCE * size.sentences)
    const runs = readUint32(parts.passages, PASSAGE * at.passages, PASSAGE * size.passages)
    const above = readUint32(parts.headings, at.headings, size.headings)
    const ids = readUint32(parts.tokens, at.tokens, size.tokens)
    const between = (first: number, last: number): Uint32Array => ids.subarray(tokensUpTo(rows, first - 1), tokensUpTo(rows, last))
    const title = titleWords(own, idOf)
    for (let i = 0; i < size.passages; i++) {
      const { first, last } = passageAt(runs, i, document)
      // A heading within the passage is one of its own sentences.
      const before = [...above.subarray(headingsUpTo(runs, i - 1), headingsUpTo(runs, i))].filter((sentence) => sentence < first)
      yield [between(first, last), title, ...before.map((sentence) => between(sentence, sentence))]
    }
  }
}

/** Distinct ids of the words of a title, as far as the documents hold them. */
export function titleWords({ title, language }: DocumentFacts, idOf: ReadonlyMap<string, number>): Uint32Array {
  return Uint32Array.from(new Set(contentWords(title, language).flatMap(({ form }) => idOf.get(form) ?? [])))
}

// ---- reading ----

export interface IndexParts extends WordData {
  counts: Counts
  facts: readonly DocumentFacts[]
  /** Position of the first passage of a document; of the one after the last document the number of all passages. */
  firstPassage(document: number): number
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
  /** Word ids of all sentences of a document. */
  tokens(document: number): Uint32Array
  /** Rows of the vectors of passages, end to end. */
  passageRows(first: number, count: number, dimensions: number): Float32Array
  /** Number of passages that a word stands in. */
  frequency(word: number): number
  /** The passages that a word stands in, and how often. */
  postings(word: number): WordPostings
  /** Number of words of each passage, title and headings included. */
  lengths: Uint32Array
  close(): void
}

/** What is held of an index, and where the rest is read. */
interface Tables {
  part(name: string): Part
  facts: DocumentFacts[]
  sizes: Sizes[]
  places: Place[]
  /** Of all passages. */
  rows: Uint32Array
  documentOf: Uint32Array
  offsets: Uint32Array
}

/** @param dimensions of the vectors of words @throws where the parts do not fit together */
export function openIndexParts(parts: ReadonlyMap<string, Part>, dimensions: number): IndexParts {
  const part = (name: string): Part => {
    const own = parts.get(name)
    if (!own) throw new RangeError(`no ${name}`)
    return own
  }
  const { facts, sizes, places } = readDocuments(part('documents.jsonl'))
  const end = elementAt(places, facts.length)
  const rows = readUint32(part('passages.u32'))
  const { words, acronyms }: Omit<WordData, 'vectors'> = JSON.parse(textOf(part('words.json')))
  const vectors = { data: readFloat32(part('words.f32')), dimensions }
  const [offsets, lengths] = [readUint32(part('offsets.u32')), readUint32(part('lengths.u32'))]
  const counts = { documents: facts.length, passages: end.passages, sentences: end.sentences, words: words.length }
  const fits =
    rows.length === PASSAGE * end.passages &&
    part('sentences.u32').bytes === 4 * SENTENCE * end.sentences &&
    part('texts.bin').bytes === end.text &&
    part('tokens.u32').bytes === 4 * end.tokens &&
    vectors.data.length === words.length * dimensions &&
    offsets.length === words.length + 1 &&
    lengths.length === end.passages &&
    part('postings.u32').bytes === 4 * (offsets.at(-1) ?? 0)
  if (!fits) throw new RangeError('counts')
  const tables = { part, facts, sizes, places, rows, documentOf: owners(places, end.passages), offsets }
  return {
    ...{ counts, facts, words, acronyms, vectors, lengths },
    ...documentReaders(tables),
    ...passageReaders(tables),
    frequency: (word) => (offsets[word + 1] ?? 0) - (offsets[word] ?? 0),
    postings(word) {
      const [from = 0, to = 0] = offsets.subarray(word, word + 2)
      return { passages: readUint32(part('postings.u32'), from, to - from), counts: readUint16(part('counts.u16'), from, to - from) }
    },
    close: () => {
      for (const own of parts.values()) own.close()
    },
  }
}

type DocumentReaders = Pick<
  IndexParts,
  'characters' | 'sentenceCount' | 'lead' | 'sentences' | 'text' | 'wholeText' | 'document' | 'encoded' | 'tokens'
>

function documentReaders({ part, facts, sizes, places, rows }: Tables): DocumentReaders {
  const at = (document: number): Place => elementAt(places, document)
  const sizeOf = (document: number): Sizes => elementAt(sizes, document)
  const sentenceRows = (document: number, first: number, last: number): Uint32Array =>
    readUint32(part('sentences.u32'), SENTENCE * (at(document).sentences + first), SENTENCE * (last - first + 1))
  const read = (document: number) => {
    const [place, own] = [at(document), sizeOf(document)]
    return {
      ...{ facts: elementAt(facts, document), wide: own.wide, text: part('texts.bin').read(place.text, own.text) },
      sentences: sentenceRows(document, 0, own.sentences - 1),
      blocks: part('blocks.bin').read(place.blocks, own.blocks),
    }
  }
  const tokens = (document: number): Uint32Array => readUint32(part('tokens.u32'), at(document).tokens, sizeOf(document).tokens)
  return {
    characters: (document) => charactersOf(sizeOf(document)),
    sentenceCount: (document) => sizeOf(document).sentences,
    lead: (document) => sizeOf(document).lead,
    sentences(document, first, last) {
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
    document: (position) => decodeDocument(read(position)),
    encoded(document) {
      const [place, own] = [at(document), sizeOf(document)]
      const passages = rows.length / PASSAGE
      const width = passages === 0 ? 0 : part('passages.f32').bytes / 4 / passages
      return {
        ...read(document),
        lead: own.lead,
        passages: rows.subarray(PASSAGE * place.passages, PASSAGE * (place.passages + own.passages)),
        headings: readUint32(part('headings.u32'), place.headings, own.headings),
        vectors: readFloat32(part('passages.f32'), width * place.passages, width * own.passages),
        tokens: tokens(document),
        forms: part('forms.bin').read(place.forms, own.forms),
      }
    },
    tokens,
  }
}

function passageReaders({
  part,
  places,
  rows,
  documentOf,
}: Tables): Pick<IndexParts, 'firstPassage' | 'passage' | 'headings' | 'passageRows'> {
  return {
    firstPassage: (document) => elementAt(places, document).passages,
    passage: (position) => passageAt(rows, position, elementAt(documentOf, position)),
    headings(position) {
      const { passages, headings } = elementAt(places, elementAt(documentOf, position))
      const from = position === passages ? 0 : headingsUpTo(rows, position - 1)
      return readUint32(part('headings.u32'), headings + from, headingsUpTo(rows, position) - from)
    },
    passageRows: (first, count, width) => readFloat32(part('passages.f32'), first * width, count * width),
  }
}

function charactersOf({ text, wide }: Sizes): number {
  return wide ? text / 2 : text
}

function readDocuments(part: Part): { facts: DocumentFacts[]; sizes: Sizes[]; places: Place[] } {
  const [facts, all, places]: [DocumentFacts[], Sizes[], Place[]] = [[], [], [START]]
  for (const line of lines(Buffer.from(part.read(0, part.bytes)))) {
    const { sizes, ...own }: DocumentFacts & { sizes: Sizes } = JSON.parse(line)
    places.push(after(places.at(-1) ?? START, sizes))
    facts.push(own)
    all.push(sizes)
  }
  return { facts, sizes: all, places }
}

/** The document of each passage. */
function owners(places: readonly Place[], passages: number): Uint32Array {
  const documentOf = new Uint32Array(passages)
  for (let i = 0; i + 1 < places.length; i++) documentOf.fill(i, places[i]?.passages, places[i + 1]?.passages)
  return documentOf
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
