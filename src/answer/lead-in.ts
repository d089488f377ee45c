/**
 * An item of a list that is no sentence by itself ("(b) ride a bicycle", under "No person shall"; "glass bottles", under the heading
 * "Forbidden") may say the opposite of what it says with its lead-in. It is quoted with what it hangs on: as one run where that stays
 * short, and else with a quote of the lead-in before it.
 */
import { type Evidence, type PassageView, type SentenceView, textOf } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { CLOSED } from '../read/features/candidates.ts'

/** Words of a run from the lead-in to the item beyond which the items in between are left out. */
const MOST_WORDS = 60
/** Levels of a list that are gone up. */
const MOST_LEVELS = 3

const WHOLE = /[.!?…][»”"’')\]\s]*$/u
/** What marks an item, behind the number of a section where there is one. */
export const MARKER =
  /^(?:\d+(?:\.\d+)*\s+)?(?:(?<bullet>[•●▪◦‣·*–—-])|(?<number>\(\d{1,3}(?:\.\d+)?\))|(?<figure>\d{1,3}[.)])|\(?(?<letters>[a-z]{1,5}(?:\.\d+)?)\)|\(?(?<capitals>[A-Z]{1,3})\))\s*/u
const ROMAN = /^[ivx]+$/

/** The evidence, or what leads in to it and the evidence. */
export function withLeadIn(evidence: Evidence): Evidence[] {
  const { passage, span, sentence } = evidence
  const { sentences } = passage.around
  const at = sentences.findIndex(({ start }) => start === span.start)
  if (at === -1 || isWhole(textOf(passage, span))) return [evidence]
  if (sentence.kind === 'sentence') return [withHeading(evidence, sentences[at - 1])]
  if (sentence.kind !== 'item') return [evidence]
  const { chain, parted } = hungOn(evidence, at)
  /** Of runs, the first one that of the item. */
  const runs: Evidence[] = [evidence]
  for (let i = chain.length - 1; i >= 0; i--) {
    const above = elementAt(chain, i)
    const below = elementAt(runs, runs.length - 1)
    const run = { start: above.start, end: below.span.end }
    if (!parted[i] && textOf(passage, run).split(/\s+/).length <= MOST_WORDS)
      runs[runs.length - 1] = { ...below, sentence: above, span: run }
    else {
      const { answer: _, ...rest } = evidence
      runs.push({ ...rest, sentence: above, span: { start: above.start, end: above.end } })
    }
  }
  return runs.reverse()
}

/** Words of a value that stands alone below its heading, at most. */
const VALUE_WORDS = 5

/** "Free" below the heading "Price" is quoted with it. */
function withHeading(evidence: Evidence, above: SentenceView | undefined): Evidence {
  const { passage, span } = evidence
  if (above?.kind !== 'heading' || textOf(passage, span).split(/\s+/).length > VALUE_WORDS) return evidence
  return { ...evidence, sentence: above, span: { start: above.start, end: span.end } }
}

/** Behind its marker, begins with a capital and ends as a sentence does, or gives a value its label ("Child: 2 dollars"). */
function isWhole(item: string): boolean {
  const bare = item.replace(MARKER, '')
  return (WHOLE.test(bare) && /^[«“"]?\s?\p{Lu}/u.test(bare)) || /^\p{Lu}[^:]{1,40}:\s+\S/u.test(bare)
}

interface Level {
  key: string
  /** Of a marker that is a letter. */
  letters?: string | undefined
  sentence: SentenceView
  /** An item right below it has been left, together with what hung on that one. */
  parted?: boolean
}

/** What an item hangs on, the outermost first; none where it is not known, or says something by itself. @param at of the item in its window */
export function leadInsOf(item: Pick<Evidence, 'passage'>, at: number): SentenceView[] {
  return hungOn(item, at).chain
}

/** parted: whether another branch of the list, which hangs on what this does not, stands behind each of the chain and before the next. */
function hungOn({ passage }: Pick<Evidence, 'passage'>, at: number): { chain: SentenceView[]; parted: boolean[] } {
  /** From the outermost to the last one. */
  let levels: Level[] = []
  for (const sentence of passage.around.sentences.slice(0, at + 1)) {
    // Further sentences of an item are no items of their own.
    if (sentence.kind === 'chrome' || (sentence.kind === 'item' && sentence.block === levels.at(-1)?.sentence.block)) continue
    if (sentence.kind === 'heading') levels = [{ key: 'heading', sentence }]
    else {
      const level = levelOf(textOf(passage, sentence), sentence, indentOf(passage, sentence), levels)
      const known = sentence.kind === 'item' ? levels.findIndex(({ key }) => key === level.key) : 0
      const outer = known === -1 ? levels : levels.slice(0, known)
      // What is left behind hung on an item beside this one.
      const parent = outer.at(-1)
      if (parent && levels.length > outer.length + 1) parent.parted = true
      levels = [...outer, level]
    }
  }
  const above = levels.slice(0, -1)
  const leadsIn = ({ sentence }: Level): boolean => sentence.kind === 'heading' || !CLOSED.test(textOf(passage, sentence))
  let first = above.length
  while (first > 0 && above.length - first < MOST_LEVELS && leadsIn(elementAt(above, first - 1))) first--
  const chain = above.slice(first)
  return { chain: chain.map(({ sentence }) => sentence), parted: chain.map(({ parted = false }) => parted) }
}

/** Items of one level have the kind of their marker in common, and bullets how far they are indented. */
function levelOf(text: string, sentence: SentenceView, indent: number, levels: readonly Level[]): Level {
  const { bullet, number, figure, letters, capitals } = MARKER.exec(text)?.groups ?? {}
  if (bullet) return { key: `bullet ${indent}`, sentence }
  if (number) return { key: 'number', sentence }
  if (figure) return { key: `figure ${indent}`, sentence }
  if (capitals) return { key: 'capital', sentence }
  if (letters === undefined) return { key: sentence.kind === 'item' ? `plain ${indent}` : 'none', sentence }
  // "(i)" goes on from "(h)"; anywhere else it is a number.
  const before = levels.findLast(({ key }) => key === 'letter')?.letters
  const goesOn = before?.length === 1 && letters.length === 1 && before.charCodeAt(0) + 1 === letters.charCodeAt(0)
  return ROMAN.test(letters) && !goesOn ? { key: 'roman', sentence } : { key: 'letter', letters, sentence }
}

/** White space in front of a sentence on its line. */
function indentOf(passage: PassageView, { start }: SentenceView): number {
  const before = textOf(passage, { start: passage.around.start, end: start })
  const line = before.slice(before.lastIndexOf('\n') + 1)
  return line.length - line.trimStart().length
}
