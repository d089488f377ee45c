/** The headings that each passage stands under: fields of retrieval, and context for whoever reads. */

import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'

/** Sentences of the document that are headings above the passage (or begin it), by position, the outermost first; the title is none of them. */
export function headingPaths(documents: readonly SourceDocument[], passages: readonly Passage[]): number[][] {
  let [document, at, path]: [number, number, { level: number; sentence: number }[]] = [-1, 0, []]
  return passages.map((passage) => {
    if (passage.document !== document) [document, at, path] = [passage.document, 0, []]
    const { sentences, blocks, text, title } = elementAt(documents, document)
    for (; at <= passage.first; at++) {
      const sentence = sentences[at]
      if (sentence?.kind !== 'heading') continue
      const level = blocks[sentence.block]?.level ?? 1
      const isTitle = text.slice(sentence.start, sentence.end).trim() === title
      path = [...path.filter((own) => own.level < level), ...(isTitle ? [] : [{ level, sentence: at }])]
    }
    return path.map(({ sentence }) => sentence)
  })
}
