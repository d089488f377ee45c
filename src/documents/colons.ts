/**
 * Colons that this program writes between labels and values, set as the language of the whole document sets them: a table is written
 * before all of its document is known. Pure.
 */
import type { Language } from '../domain.ts'
import type { ReadText } from './format.ts'
import { COLON } from './table.ts'

type Written = Pick<ReadText, 'text' | 'blocks' | 'pages'>

/** @returns the text with every such colon as `language` sets it, and all places in it moved along; undefined where they are so already */
export function withColonsOf(language: Language, { text, blocks = [], pages }: Written): Written | undefined {
  const [from, to] = language === 'en' ? [COLON.fr, COLON.en] : [COLON.en, COLON.fr]
  const colons = blocks
    .flatMap(({ kind, start, label = '' }) => {
      const at = kind === 'pair' ? start + label.length : kind === 'cell' ? start - from.length : -1
      const isOurs = label !== '' && at >= label.length && text.startsWith(from, at) && text.startsWith(label, at - label.length)
      return isOurs ? [at] : []
    })
    .sort((a, b) => a - b)
  if (colons.length === 0) return undefined
  const ends = colons.map((at) => at + from.length)
  const moved = (place: number): number => place + (to.length - from.length) * countUpTo(ends, place)
  const pieces = [...colons, text.length].map((at, i) => text.slice(ends[i - 1] ?? 0, at))
  return {
    text: pieces.join(to),
    blocks: blocks.map((block) => ({ ...block, start: moved(block.start), end: moved(block.end) })),
    ...(pages ? { pages: pages.map(moved) } : {}),
  }
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
