/** Everything of an index in memory, for what needs it so: fitting and tests. */

import type { Passage, SourceDocument } from '../domain.ts'
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

/** @param dimensions of the vectors of passages */
export function wholeContent(index: IndexParts, dimensions: number): IndexContent {
  const { counts, words, acronyms, vectors } = index
  const positions = Array.from({ length: counts.documents }, (_, i) => i)
  const tokens = positions.map((i) => index.tokens(i))
  const all = new Uint32Array(tokens.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const own of tokens) {
    all.set(own, at)
    at += own.length
  }
  const sentenceLengths = positions.flatMap((i) => {
    const { sentences } = index.encoded(i)
    return Array.from({ length: index.sentenceCount(i) }, (_, s) => tokensUpTo(sentences, s) - tokensUpTo(sentences, s - 1))
  })
  return {
    documents: positions.map((i) => index.document(i)),
    passages: Array.from({ length: counts.passages }, (_, i) => index.passage(i)),
    passageVectors: { data: index.passageRows(0, counts.passages, dimensions), dimensions },
    lexicon: { words: [...words], vectors, acronyms: [...acronyms], tokens: all, sentenceLengths },
  }
}

/** The passages as documents of LangChain. One document of ours is read at a time. */
export function* langchainPassages(index: IndexParts): Generator<PassageDocument> {
  for (const [document, { id, source, title }] of index.facts.entries()) {
    const text = index.wholeText(document)
    for (let position = index.firstPassage(document); position < index.firstPassage(document + 1); position++) {
      const { start, end, language } = index.passage(position)
      yield { text: text.slice(start, end), metadata: { documentId: id, source, title, language, start, end } }
    }
  }
}
