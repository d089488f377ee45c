/**
 * Numbers, acronyms and names of a question must stand in the evidence: what is said of 2015 does not answer a question about 2025,
 * what is said of Quebec does not answer one about Ontario. Whatever the reader, no answer goes out without this check.
 */
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'

/** Similarity from which a name counts as met. Names of different things lie near 0.2, Denmark and Danemark at 0.7. */
const MET = 0.55

function namesOf({ telling }: AnalysedQuestion): QuestionWord[] {
  return telling.filter(({ exact, word }) => exact || word.capital)
}

/** Whether a name or number of the question stands in none of some words. @param words word ids of the document of the evidence, title included */
export async function lacksName(question: AnalysedQuestion, words: () => Promise<Uint32Array>): Promise<boolean> {
  const names = namesOf(question)
  if (names.length === 0) return false
  const own = await words()
  return names.some((name) => question.matcher.best(name, own).similarity < MET)
}

/** Those that no document holds in any form, as they were written. */
export function unmentionedNames(question: AnalysedQuestion): string[] {
  const nowhere = namesOf(question).filter(
    ({ expansions, longForms }) => longForms.length === 0 && Math.max(0, ...expansions.values()) < MET,
  )
  return nowhere.map(({ word }) => word.surface)
}
