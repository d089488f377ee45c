/** "What is ITQ?": what some letters stand for is read first, be it said in a sentence or in the heading that everything below speaks of. */
import { type Evidence, textOf } from '../domain.ts'
import { holdsType } from '../read/features/kinds.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { findAcronyms } from '../words/acronyms.ts'
import { statesHours } from '../words/times.ts'

/** Whether a run gives the long form of an acronym that the question asks to have defined. */
export function explains(
  { asking, words: asked }: AnalysedQuestion,
  { passage, span, sentence }: Pick<Evidence, 'passage' | 'span' | 'sentence'>,
): boolean {
  if (asking.type !== 'definition') return false
  const acronyms = asked.filter(({ longForms }) => longForms.length > 0)
  return (
    acronyms.length > 0 &&
    findAcronyms(textOf(passage, span), sentence.language).some(({ form }) => acronyms.some(({ word }) => word.form === form))
  )
}

/** Of what is quoted, the run that explains the letters comes first. */
export function explainedFirst(question: AnalysedQuestion, selected: Evidence[]): Evidence[] {
  const [best] = selected
  const explained = selected.find((one) => explains(question, one))
  if (!best || !explained || explains(question, best)) return selected
  return [explained, ...selected.filter((other) => other !== explained)]
}

/**
 * Where a heading alone explains the letters, it is quoted, and below it what says most: nobody who asks what something is asks for its hours,
 * its budget or its telephone number, be they ever so near to its name.
 * @param threshold confidence below which there is no answer, 0 to 1
 */
export function underItsName(
  question: AnalysedQuestion,
  selected: Evidence[],
  evidence: readonly Evidence[],
  threshold: number,
): Evidence[] {
  const [best] = selected
  // "What does the budget of the UFO amount to?" is about its budget.
  if (!best || question.telling.length > 1 || evidence.some((run) => explains(question, run))) return selected
  const { passage } = best
  const heading = passage.around.sentences.find(
    (sentence) => sentence.kind === 'heading' && explains(question, { passage, sentence, span: sentence }),
  )
  if (!heading) return selected
  const said = evidence.find(
    (run) =>
      run.passage.documentId === passage.documentId && (run.confidence ?? 0) >= threshold && !statesDetail(textOf(run.passage, run.span)),
  )
  const { answer: _, ...rest } = best
  return [{ ...rest, sentence: heading, span: { start: heading.start, end: heading.end } }, ...(said ? [said] : selected)]
}

/** Of something that has a name already: when it is open, what it costs or has, where it is reached. */
function statesDetail(text: string): boolean {
  return holdsType(text, 'amount') === 1 || holdsType(text, 'contact') === 1 || statesHours(text)
}
