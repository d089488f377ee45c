/**
 * "(i) for ten years: 135" under "in Canada" and "(i) for ten years: 235" under "abroad" differ in what they hang on and in their value: which
 * of them is meant is known without a reader. Whatever the reader, an item goes through this check.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { wordsOf } from '../verify/own-words.ts'
import { meetingMore } from '../verify/rows.ts'
import { words } from '../words/analyse.ts'
import { leadInsOf, MARKER } from './lead-in.ts'

/** What an item says but for its marker and its numbers; empty for what is no item. */
function saidBy({ passage, sentence, span }: Evidence): string {
  if (sentence.kind !== 'item') return ''
  const said = words(textOf(passage, span).replace(MARKER, '')).map(({ form }) => form)
  return said.filter((form) => !/\d/.test(form)).join(' ')
}

/** Words of an item and of what it hangs on. */
function wordsOfBranch(item: Evidence): Uint32Array {
  const at = item.passage.around.sentences.findIndex(({ start }) => start === item.span.start)
  const above = at === -1 ? [] : leadInsOf(item, at)
  return Uint32Array.from(new Set([...wordsOf([item]), ...above.flatMap(({ words }) => [...words])]))
}

/** Where the first run is an item, and another item of its document says the same under a lead-in that meets more of the question, that one takes its place. */
export function ofSameBranch(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const [best] = evidence
  const said = best ? saidBy(best) : ''
  if (!best || said === '') return evidence
  const others = evidence.filter(
    (own) => own.passage.documentId === best.passage.documentId && own.sentence.start !== best.sentence.start && saidBy(own) === said,
  )
  const first = meetingMore(question, best, others, wordsOfBranch)
  return first ? [first, ...evidence.filter((own) => own !== first && own !== best)] : evidence
}
