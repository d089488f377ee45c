/**
 * Numbers, acronyms and names of a question must stand in the evidence: what is said of 2015 does not answer a question about 2025,
 * what is said of Quebec does not answer one about Ontario. Whatever the reader, no answer goes out without this check.
 */
import type { AnalysedQuestion, QuestionWord } from '../retrieve/question.ts'

/** Similarity from which a name counts as met. Names of different things lie near 0.2, Denmark and Danemark at 0.7. */
const MET = 0.55

function namesOf(question: AnalysedQuestion): QuestionWord[] {
  return question.telling.filter(({ exact, word }) => exact || word.capital || isNamedSmall(word, question))
}

/** Where a name stands: the last word behind "of", "in", « à », without an article; who is asked for, right behind "who is". */
const BEFORE_NAME = /(?:(?<!\p{L})(?:of|in|at|from|near|de|à|en|chez)\s+|(?<!\p{L})d[’'])(?:\p{L}{2,20}\s+)?$/iu
const WHO_IS = /^\W*(?:who (?:is|was)|qui (?:est|était))\s+(?:(?!(?:in|on|at|of|the|an|en|au|aux|de|du|le|la|un|une)\s)\p{L}{2,20}\s+)?$/iu

/** Words that stand where a name could, and name nothing: "all", "in charge", « en vigueur ». Folded. */
const NO_NAME = new RegExp(
  `^(?:${[
    'each|all|both|others?|everyone|total|general|average|detail|chacune?|tous|toutes|autres?|moyenne|particulier|tout',
    'charge|force|effect|place|advance|person|cash|full|writing|stock|use|work|home|night|noon|midnight|least|once|time|office',
    'vigueur|cours|ligne|personne|avance|retard|ecrit|argent|comptant|nuit|midi|minuit|travail|bureau|cause|question|service|usage',
  ].join('|')})$`,
)

/**
 * Whoever begins with a capital writes names with one too. In a question without any a name is known by where it stands; it counts as one where no document has a word like it. What the
 * documents know is met by them, whatever its capitals.
 */
function isNamedSmall({ start, surface, form }: QuestionWord['word'], { text, words }: AnalysedQuestion): boolean {
  if (/\p{Lu}/u.test(text) || /\d/.test(form) || NO_NAME.test(form)) return false
  const known = words.find(({ word }) => word.form === form)
  if (known && Math.max(0, ...known.expansions.values()) >= MET) return false
  const before = text.slice(0, start)
  const isLast = /^[\s?.!]*$/.test(text.slice(start + surface.length))
  return (isLast && BEFORE_NAME.test(before)) || WHO_IS.test(before)
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
