/** What an index holds, as files and back. Pure but for the bytes that are handed in. */

import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { PASSAGES_FOLDER, type PassageDocument } from './hnsw.ts'
import type { LexiconData } from './lexicon.ts'
import type { Manifest } from './manifest.ts'

/** What a build hands over to be written. */
export interface IndexContent {
  documents: SourceDocument[]
  passages: Passage[]
  /** One row a passage. */
  passageVectors: Matrix
  lexicon: LexiconData
}

/** Names and contents of our own files; long ones in pieces, because all of a corpus may be longer than a string can be. */
export function contentFiles({ documents, passages, passageVectors, lexicon }: IndexContent): Record<string, Iterable<Uint8Array>> {
  const { words, acronyms, sentenceLengths, tokens, vectors } = lexicon
  return {
    'documents.jsonl': records(documents, passages),
    'lexicon.json': [Buffer.from(JSON.stringify({ words, acronyms, sentenceLengths }))],
    'tokens.u32': [bytesOf(tokens)],
    'words.f32': [bytesOf(vectors.data)],
    'passages.f32': [bytesOf(passageVectors.data)],
  }
}

/** Our own files of a generation, all of them checked before. @throws when they do not fit together */
export function readContent(bytes: ReadonlyMap<string, Buffer>, { recipe, counts }: Manifest): IndexContent {
  const file = (name: string): Buffer => bytes.get(name) ?? Buffer.alloc(0)
  const documents: SourceDocument[] = []
  const passages: Passage[] = []
  for (const line of lines(file('documents.jsonl'))) {
    const { passages: own, ...document }: SourceDocument & { passages: Passage[] } = JSON.parse(line)
    documents.push(document)
    for (const passage of own) passages.push(passage)
  }
  const { words, acronyms, sentenceLengths }: Omit<LexiconData, 'tokens' | 'vectors'> = JSON.parse(file('lexicon.json').toString('utf8'))
  const content: IndexContent = {
    documents,
    passages,
    passageVectors: asMatrix(file('passages.f32'), recipe.embedder.dimensions),
    lexicon: {
      ...{ words, acronyms, sentenceLengths },
      tokens: asUint32(file('tokens.u32')),
      vectors: asMatrix(file('words.f32'), recipe.wordTable.dimensions),
    },
  }
  const found = countsOf(content)
  const fits =
    JSON.stringify(found) === JSON.stringify(counts) &&
    content.passageVectors.data.length === passages.length * recipe.embedder.dimensions &&
    content.lexicon.vectors.data.length === words.length * recipe.wordTable.dimensions
  if (!fits) throw new Error('counts')
  return content
}

export function countsOf({ documents, passages, lexicon }: IndexContent): Manifest['counts'] {
  const sentences = documents.reduce((sum, document) => sum + document.sentences.length, 0)
  return { documents: documents.length, passages: passages.length, sentences, words: lexicon.words.length }
}

/** The passages as documents of LangChain. */
export function* langchainPassages({ documents, passages }: IndexContent): Generator<PassageDocument> {
  for (const { document, start, end, language } of passages) {
    const { id, source, title, text } = elementAt(documents, document)
    yield { text: text.slice(start, end), metadata: { documentId: id, source, title, language, start, end } }
  }
}

/** Whether a file of a generation is one of ours, read into memory, rather than one that a library opens by its path. */
export function isOurs(name: string): boolean {
  return !name.startsWith(`${PASSAGES_FOLDER}/`) && !name.endsWith('.hnsw')
}

function* records(documents: readonly SourceDocument[], passages: readonly Passage[]): Generator<Uint8Array> {
  let at = 0
  for (const [i, document] of documents.entries()) {
    const first = at
    while (passages[at]?.document === i) at++
    yield Buffer.from(`${JSON.stringify({ ...document, passages: passages.slice(first, at) })}\n`)
  }
}

function* lines(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    yield bytes.toString('utf8', start, end)
    start = end + 1
  }
}

function bytesOf(array: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Copied where a Buffer is not aligned. Files are little-endian, as is every platform Node runs on but one. */
function asUint32(buffer: Buffer): Uint32Array {
  return new Uint32Array(aligned(buffer))
}

function asMatrix(buffer: Buffer, dimensions: number): Matrix {
  return { data: new Float32Array(aligned(buffer)), dimensions }
}

function aligned(buffer: Buffer): ArrayBuffer {
  const whole = buffer.byteOffset === 0 && buffer.byteLength === buffer.buffer.byteLength
  return (whole ? buffer.buffer : new Uint8Array(buffer).buffer) as ArrayBuffer
}
