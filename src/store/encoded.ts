/**
 * A document as the parts of an index hold it: numbers and bytes that mean the same wherever they stand, so that a build takes an unchanged
 * document over without looking at what it says.
 */
import type { Block, Language, Passage, Sentence, SentenceKind, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Acronym } from '../words/acronyms.ts'
import { headingPaths } from './headings.ts'
import { type DocumentFacts, leadOf } from './views.ts'

export interface EncodedDocument {
  facts: DocumentFacts
  /** Offset by offset one byte (Windows-1252), or two (UTF-16, little-endian) where a character needs them. */
  text: Uint8Array
  wide: boolean
  /** `SENTENCE` numbers each. */
  sentences: Uint32Array
  /** The first sentence that is no heading, by position; -1 where there is none. */
  lead: number
  /** JSON. */
  blocks: Uint8Array
  /** `PASSAGE` numbers each. */
  passages: Uint32Array
  /** Positions of the sentences that are headings above each passage. */
  headings: Uint32Array
  /** One row a passage. */
  vectors: Float32Array
  /** Word ids of all sentences, then of the title. */
  tokens: Uint32Array
  /** JSON: `DocumentForms` but for the acronyms. */
  forms: Uint8Array
  /** JSON; nothing where there are none. */
  acronyms: Uint8Array
}

/** Words of a document, to find out again what all documents together say of a word. */
export interface DocumentForms {
  /** Of the distinct words, in the order of their first occurrence: which are somewhere written as a number or an acronym. */
  exact: number[]
  /** By the same numbers: how it is first written, where that is not the form itself. */
  surfaces: Record<number, string>
  acronyms: Acronym[]
}

/** The words of a document, sentence by sentence; those of its title behind them. */
export interface DocumentWords {
  tokens: Uint32Array
  /** Number of tokens of each sentence. */
  lengths: readonly number[]
  forms: DocumentForms
}

/** A sentence: start, end, block, what it is, and the number of tokens of the document up to its end. */
export const SENTENCE = 5
/** A passage: first and last sentence, start, end, language, and the number of headings of the document's passages up to it. */
export const PASSAGE = 6

const KINDS: Readonly<Record<SentenceKind, number>> = { sentence: 0, item: 1, heading: 2, row: 3, pair: 4, chrome: 5 }
const KIND_OF = new Map(Object.entries(KINDS).map(([kind, number]) => [number, kind as SentenceKind]))
const KIND_BITS = 0b111
const FRENCH = 0b1000
const UNCERTAIN = 0b1_0000

/** What Windows-1252 puts where Latin-1 has control characters: French needs œ, and most texts need dashes and quotes. */
const HIGH_BYTES: Readonly<Record<string, number>> = {
  ...{ '€': 0x80, '‚': 0x82, ƒ: 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, ˆ: 0x88, '‰': 0x89, Š: 0x8a, '‹': 0x8b, Œ: 0x8c },
  ...{ Ž: 0x8e, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97, '˜': 0x98, '™': 0x99, š: 0x9a, '›': 0x9b },
  ...{ œ: 0x9c, ž: 0x9e, Ÿ: 0x9f },
}
const CHARACTER_OF = new Map(Object.entries(HIGH_BYTES).map(([character, byte]) => [String.fromCharCode(byte), character]))
const SPECIAL = /[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/g
const NOT_NARROW = /[\u0080-\u009f]|(?![€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])[\u0100-\uffff]/
const HIGH = /[\u0080-\u009f]/g
const toByte = (character: string): string => String.fromCharCode(HIGH_BYTES[character] ?? 0)
const fromByte = (byte: string): string => CHARACTER_OF.get(byte) ?? byte

export function encodeDocument(
  document: SourceDocument,
  passages: readonly Passage[],
  vectors: Float32Array,
  { tokens, lengths, forms }: DocumentWords,
): EncodedDocument {
  const { text, sentences, blocks, ...facts } = document
  const wide = NOT_NARROW.test(text)
  const sentenceRows = new Uint32Array(SENTENCE * sentences.length)
  let seen = 0
  for (const [i, { start, end, block, kind, language, uncertain }] of sentences.entries()) {
    seen += lengths[i] ?? 0
    sentenceRows.set([start, end, block, KINDS[kind] | (language === 'fr' ? FRENCH : 0) | (uncertain ? UNCERTAIN : 0), seen], SENTENCE * i)
  }
  const own = passages.map((passage) => ({ ...passage, document: 0 }))
  const paths = headingPaths([document], own)
  const passageRows = new Uint32Array(PASSAGE * own.length)
  let headings = 0
  for (const [i, { first, last, start, end, language }] of own.entries()) {
    headings += elementAt(paths, i).length
    passageRows.set([first, last, start, end, language === 'fr' ? 1 : 0, headings], PASSAGE * i)
  }
  return {
    ...{ facts, wide, tokens, vectors },
    text: wide ? Buffer.from(text, 'utf16le') : Buffer.from(text.replace(SPECIAL, toByte), 'latin1'),
    sentences: sentenceRows,
    lead: leadOf(document),
    blocks: Buffer.from(JSON.stringify(blocks)),
    passages: passageRows,
    headings: Uint32Array.from(paths.flat()),
    forms: Buffer.from(JSON.stringify({ exact: forms.exact, surfaces: forms.surfaces })),
    acronyms: Buffer.from(forms.acronyms.length === 0 ? '' : JSON.stringify(forms.acronyms)),
  }
}

/** The values again. */
export function decodeDocument({
  facts,
  text,
  wide,
  sentences,
  blocks,
}: Pick<EncodedDocument, 'facts' | 'text' | 'wide' | 'sentences' | 'blocks'>): SourceDocument {
  const { length } = sentences
  return {
    ...facts,
    text: decodeText(text, wide),
    sentences: Array.from({ length: length / SENTENCE }, (_, i) => sentenceAt(sentences, i)),
    blocks: decodeBlocks(blocks),
  }
}

/** Of a whole text, or of a part of it. */
export function decodeText(bytes: Uint8Array, wide: boolean): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return wide ? buffer.toString('utf16le') : buffer.toString('latin1').replace(HIGH, fromByte)
}

export function decodeBlocks(bytes: Uint8Array): Block[] {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

export function decodeForms(bytes: Uint8Array): Omit<DocumentForms, 'acronyms'> {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

export function decodeAcronyms(bytes: Uint8Array): Acronym[] {
  return bytes.byteLength === 0 ? [] : JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
}

/** @param rows `SENTENCE` numbers each */
export function sentenceAt(rows: Uint32Array, i: number): Sentence {
  const at = SENTENCE * i
  const flags = rows[at + 3] ?? 0
  const kind = KIND_OF.get(flags & KIND_BITS)
  if (kind === undefined) throw new RangeError(`no kind of sentence is ${flags & KIND_BITS}`)
  return {
    ...{ start: rows[at] ?? 0, end: rows[at + 1] ?? 0, kind, language: languageOf(flags & FRENCH), block: rows[at + 2] ?? 0 },
    ...(flags & UNCERTAIN ? { uncertain: true as const } : {}),
  }
}

/** Tokens of the document up to the end of a sentence; none before the first. */
export function tokensUpTo(rows: Uint32Array, i: number): number {
  return i < 0 ? 0 : elementAt(rows, SENTENCE * i + 4)
}

/** @param rows `PASSAGE` numbers each @param document the position to give it */
export function passageAt(rows: Uint32Array, i: number, document: number): Passage {
  const at = PASSAGE * i
  const [first = 0, last = 0, start = 0, end = 0, french = 0] = rows.subarray(at, at + PASSAGE)
  return { document, first, last, start, end, language: languageOf(french) }
}

/** Headings of the document's passages up to and with a passage; none before the first. */
export function headingsUpTo(rows: Uint32Array, i: number): number {
  return i < 0 ? 0 : elementAt(rows, PASSAGE * i + 5)
}

function languageOf(french: number): Language {
  return french === 0 ? 'en' : 'fr'
}
