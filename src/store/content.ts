/** Everything of an index in memory, for what needs it so: fitting and tests. */

import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { tokensUpTo } from './encoded.ts'
import type { PassageDocument } from './hnsw.ts'
import type { IndexParts } from './index-parts.ts'
import type { LexiconData } from './lexicon.ts'

export interface IndexContent {
  documents: SourceDocument[]
  passages: Passage[]
  /** One row a passage. */
  passageVectors: Matrix
  lexicon: LexiconData
}

/** Words are numbered in the order in which the documents bring them, whatever their numbers are. @param dimensions of the vectors of passages */
export function wholeContent(index: IndexParts, dimensions: number): IndexContent {
  const { counts, words, acronyms, vectors } = index
  const positions = Array.from({ length: counts.documents }, (_, i) => i)
  const passages = positions.flatMap((document) => {
    const { first, count } = index.passagesOf(document)
    return Array.from({ length: count }, (_, i) => index.passage(first + i))
  })
  const data = new Float32Array(passages.length * dimensions)
  const numbers = new Map<number, number>()
  const numbered = positions.map((i) => index.tokens(i))
  const sentenceLengths: number[] = []
  const tokens: number[] = []
  let row = 0
  for (const [document, own] of numbered.entries()) {
    const { sentences } = index.encoded(document)
    const sentenceCount = index.sentenceCount(document)
    for (let s = 0; s < sentenceCount; s++) sentenceLengths.push(tokensUpTo(sentences, s) - tokensUpTo(sentences, s - 1))
    for (const [i, id] of own.entries()) {
      const number = numbers.get(id) ?? numbers.size
      numbers.set(id, number)
      // Words of the title stand in no sentence.
      if (i < tokensUpTo(sentences, sentenceCount - 1)) tokens.push(number)
    }
    const { first, count } = index.passagesOf(document)
    data.set(index.passageRows(first, count, dimensions), row)
    row += count * dimensions
  }
  const ids = [...numbers.keys()]
  const wordRows = new Float32Array(ids.length * vectors.dimensions)
  for (const [i, id] of ids.entries())
    wordRows.set(vectors.data.subarray(id * vectors.dimensions, (id + 1) * vectors.dimensions), i * vectors.dimensions)
  return {
    documents: positions.map((i) => index.document(i)),
    passages,
    passageVectors: { data, dimensions },
    lexicon: {
      words: ids.map((id) => elementAt(words, id)),
      vectors: { data: wordRows, dimensions: vectors.dimensions },
      ...{ acronyms: [...acronyms], tokens: Uint32Array.from(tokens), sentenceLengths },
    },
  }
}

/** The passages of a segment as documents of LangChain, in their order. One document of ours is read at a time. */
export function* langchainPassages(index: IndexParts, segment: number): Generator<PassageDocument> {
  const own = index.facts.map((_, document) => ({ document, ...index.keptAt(document) })).filter((one) => one.segment === segment)
  for (const { document } of own.sort((a, b) => a.number - b.number)) {
    const { id, source, title } = elementAt(index.facts, document)
    const text = index.wholeText(document)
    const { first, count } = index.passagesOf(document)
    for (let position = first; position < first + count; position++) {
      const { start, end, language } = index.passage(position)
      yield { text: text.slice(start, end), metadata: { documentId: id, source, title, language, start, end, position } }
    }
  }
}
