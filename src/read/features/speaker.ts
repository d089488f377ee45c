/**
 * Who says what: the name beside a quotation belongs to every sentence of it. « … », a affirmé Éric Caire; a paragraph followed by
 * "– Pierre Arcand, Minister …". Pure functions over a passage and what surrounds it.
 */

import { type PassageView, type Sentence, type Span, textOf } from '../../domain.ts'
import { elementAt } from '../../elements.ts'

const QUOTATION = /«[^»]*(?:»|$)|“[^”]*(?:”|$)/gu
/** A line of its own that signs what stands above it. */
const SIGNATURE = /^[–—-]\s*\p{Lu}/u

export interface Speech {
  /** The sentence stands in a quotation, or above a signature. */
  quoted: boolean
  /** The sentence only names a speaker. */
  signature: boolean
  /** Where the speaker is named; sentences of the passage and what surrounds it, by position. */
  namedIn: number[]
}

const NONE: Speech = { quoted: false, signature: false, namedIn: [] }

/** @param position of the sentence in the passage with what surrounds it */
export function speechOf(passage: Pick<PassageView, 'around'>, position: number): Speech {
  const { sentences } = passage.around
  const sentence = elementAt(sentences, position)
  const first = firstOfBlock(sentences, position)
  const last = lastOfBlock(sentences, position)
  const content = (span: Span): string => textOf(passage, span)
  if (first === last && SIGNATURE.test(content(sentence))) return { ...NONE, signature: true }
  const below = sentences[last + 1]
  if (below && below.block === sentence.block + 1 && SIGNATURE.test(content(below))) {
    return { quoted: true, signature: false, namedIn: [last + 1] }
  }
  const block = { start: elementAt(sentences, first).start, end: elementAt(sentences, last).end }
  const quotations = [...content(block).matchAll(QUOTATION)].map((match) => ({
    start: block.start + match.index,
    end: block.start + match.index + match[0].length,
  }))
  const within = ({ start, end }: Span): number =>
    quotations.reduce((length, q) => length + Math.max(0, Math.min(end, q.end) - Math.max(start, q.start)), 0)
  if (within(sentence) * 2 < sentence.end - sentence.start) return NONE
  // The words outside of the quotations name the speaker, in this sentence or in another of the paragraph.
  const namedIn: number[] = []
  for (let i = first; i <= last; i++) {
    const other = elementAt(sentences, i)
    if (other.end - other.start - within(other) >= SHORTEST_NAMING) namedIn.push(i)
  }
  return { quoted: true, signature: false, namedIn }
}

/** Characters outside of a quotation that can name a speaker: “, said X”. */
const SHORTEST_NAMING = 8

function firstOfBlock(sentences: readonly Sentence[], position: number): number {
  let first = position
  while (sentences[first - 1]?.block === sentences[position]?.block) first--
  return first
}

function lastOfBlock(sentences: readonly Sentence[], position: number): number {
  let last = position
  while (sentences[last + 1]?.block === sentences[position]?.block) last++
  return last
}
