/** "Saturday closed" does not say when an office closes on Friday, where the same document says it. */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { weekdaysIn } from '../words/weekdays.ts'
import { meetsAsMuch } from './rows.ts'

/**
 * Where a question names days of the week and the first run speaks of others alone: runs without those of other days, where one of the same
 * document speaks of the day asked for and is likely enough an answer. All of them otherwise: "Monday to Saturday" answers for Sunday, too.
 * @param threshold confidence below which there is no answer, 0 to 1
 */
export function ofSameDay(question: AnalysedQuestion, evidence: readonly Evidence[], threshold: number): readonly Evidence[] {
  const { text, asking } = question
  const asked = weekdaysIn(text)
  const [best] = evidence
  if (asked.size === 0 || !best) return evidence
  const days = (own: Evidence): ReadonlySet<number> => weekdaysIn(textOf(own.passage, own.span))
  const covers = (own: Evidence): boolean => [...days(own)].some((day) => asked.has(day))
  if (days(best).size === 0 || covers(best)) return evidence
  // "Does route 21 run on Saturday?" is decided by "route 21: weekdays", and not by another route of Saturdays.
  const isOf = (own: Evidence): boolean => !asking.isYesNo || meetsAsMuch(question, own, best)
  const first = evidence.find((own) => own.passage.documentId === best.passage.documentId && covers(own) && isOf(own))
  if (!first || (first.confidence ?? 0) < threshold) return evidence
  return [first, ...evidence.filter((own) => own !== first && (days(own).size === 0 || covers(own)))]
}
