/**
 * Rows of one table differ in their values alone, so that the row which meets what a question names is known without a reader: that of the
 * book, not that of the DVD; that of 16 to 24 years, not that of 8 to 15. Whatever the reader, a row goes through this check.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { words } from '../words/analyse.ts'
import { holdsOffice, namedPerson } from '../words/names.ts'
import { holds, quantitiesIn, rangesIn } from '../words/ranges.ts'
import { isWeekday } from '../words/weekdays.ts'
import { wordsOf } from './own-words.ts'

/** How much less of a word counts as the same, and how much more as plainly more. */
const LEVEL = 0.05
const PLAINLY = 0.3

/** The cells of a row by their labels; empty where the row has none. */
function cellsOf({ passage, sentence, span }: Evidence): ReadonlyMap<string, string> {
  if (sentence.kind !== 'row') return new Map()
  const cells = textOf(passage, span).split(' · ')
  return new Map(
    cells.flatMap((cell): [string, string][] => {
      const { label, value } = /^(?<label>[^:]{1,80}?)\s?:\s(?<value>.+)$/su.exec(cell)?.groups ?? {}
      return label === undefined || value === undefined ? [] : [[label, value]]
    }),
  )
}

/** Rows of the same table, the row itself left out: in the same document with the same labels, but for cells that are empty. */
function otherRows(row: Evidence, evidence: readonly Evidence[]): Evidence[] {
  const labels = cellsOf(row)
  if (labels.size === 0) return []
  return evidence.filter((other) => {
    if (other === row || other.passage.documentId !== row.passage.documentId) return false
    const own = cellsOf(other)
    const [few, many] = own.size < labels.size ? [own, labels] : [labels, own]
    return few.size > 0 && [...few.keys()].every((label) => many.has(label))
  })
}

/**
 * Where the first run is a row of a table and another row meets plainly more of what the question names, and nothing less, that row takes its
 * place; where who somebody is was asked for and the cell for it is empty, no row of that table remains.
 */
export function ofSameRow(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const [best] = evidence
  if (!best) return evidence
  const others = otherRows(best, evidence)
  if (others.length === 0) return evidence
  if (question.asking.type === 'person' && lacksPerson(best, others, question))
    return evidence.filter((own) => own !== best && !others.includes(own))
  const first = meetingMore(question, best, others, (row) => wordsOf([row]))
  return first ? [first, ...evidence.filter((own) => own !== first && own !== best)] : evidence
}

/** Who has an age: "children" and "youth" are told apart by their ages. Folded. */
const AGED =
  /^(?:child(?:ren)?|kids?|youths?|teen(?:ager)?s?|adults?|seniors?|persons?|people|sons?|daughters?|boys?|girls?|enfants?|jeunes?|ados?|adolescente?s?|adultes?|aine[es]*|personnes?|fils|filles?|garcons?)$/

/** Whether a run meets what a question names as well as another one does: in rows, which differ in little, every word but those for an age; else names and numbers. */
export function meetsAsMuch({ telling, matcher }: AnalysedQuestion, run: Evidence, other: Evidence): boolean {
  const [own, theirs] = [wordsOf([run]), wordsOf([other])]
  const compared = telling.filter(
    ({ exact, word }) => (run.sentence.kind === 'row' ? !AGED.test(word.form) : exact || word.capital) && !isWeekday(word.form),
  )
  return compared.every((word) => matcher.best(word, own).similarity >= matcher.best(word, theirs).similarity - LEVEL)
}

/**
 * Of several runs that differ in little else, the one that meets plainly more of what the question names than `best`, and nothing less.
 * @param idsOf words by which a run meets the question
 */
export function meetingMore(
  { telling, matcher }: AnalysedQuestion,
  best: Evidence,
  others: readonly Evidence[],
  idsOf: (run: Evidence) => Uint32Array,
): Evidence | undefined {
  const met = (run: Evidence): number[] => {
    const ids = idsOf(run)
    return telling.map((word) => matcher.best(word, ids).similarity)
  }
  const least = met(best)
  const sum = (run: Evidence): number => met(run).reduce((all, similarity, i) => all + similarity * (telling[i]?.weight ?? 0), 0)
  const better = others.filter((other) => {
    const more = met(other).map((similarity, i) => similarity - (least[i] ?? 0))
    return more.every((difference) => difference >= -LEVEL) && more.some((difference) => difference >= PLAINLY)
  })
  return better.sort((a, b) => sum(b) - sum(a))[0]
}

/** Labels of columns of persons, where none comes near the question. */
const OF_PERSONS =
  /(?<!\p{L})(?:names?|noms?|instructors?|teachers?|leaders?|coach(?:es)?|contacts?|moni(?:teur|trice)s?|anima(?:teur|trice)s?|enseignante?s?|titulaires?|entraîneu(?:r|se)s?)(?!\p{L})/iu

/** Whether a row has no cell in the column of persons that comes nearest to the question, which other rows of its table have. */
function lacksPerson(row: Evidence, others: readonly Evidence[], { telling, matcher }: AnalysedQuestion): boolean {
  const labels = new Set(others.flatMap((other) => [...cellsOf(other)].flatMap(([label, value]) => (namedPerson(value) ? [label] : []))))
  const nearness = (label: string): number => {
    const ids = Uint32Array.from(words(label).flatMap(({ form }) => matcher.vocabulary.idOf.get(form) ?? []))
    return Math.max(0, ...telling.map((word) => matcher.best(word, ids).similarity))
  }
  const near = [...labels].map((label) => ({ label, near: nearness(label) })).sort((a, b) => b.near - a.near)
  const asked = near[0] && near[0].near > 0 ? near[0].label : [...labels].find((label) => OF_PERSONS.test(label) || holdsOffice(label))
  return asked !== undefined && !cellsOf(row).has(asked)
}

/** Kinds of runs that stand side by side, each for a case of its own. */
const CASES: ReadonlySet<string> = new Set(['row', 'item', 'pair'])

/**
 * A question for a quantity ("after 18 years", « un contrat de 30 000 $ ») is not answered by a row, an item or a label whose range excludes
 * it: another of the same document that holds it takes its place, where there is one.
 */
export function ofSameRange(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const { text, asking } = question
  const asked = quantitiesIn(text)
  const [best] = evidence
  if (asked.length === 0 || !best || !CASES.has(best.sentence.kind)) return evidence
  const judged = (own: Evidence): boolean | undefined => {
    if (own.passage.documentId !== best.passage.documentId || !CASES.has(own.sentence.kind)) return undefined
    const ranges = rangesIn(textOf(own.passage, own.span))
    const told = asked.filter(({ unit }) => ranges.some((range) => range.unit === unit))
    return told.length === 0 ? undefined : told.every((quantity) => ranges.some((range) => holds(range, quantity)))
  }
  const verdicts = new Map(evidence.map((own) => [own, judged(own)]))
  if (verdicts.get(best) !== false) return evidence
  // Karate from 8 to 12 is not replaced by swimming from 6 to 9.
  const first = evidence.find((own) => verdicts.get(own) && meetsAsMuch(question, own, best))
  // "Can somebody of 70 register?" is decided by "18 to 64".
  if (!first && asking.isYesNo) return evidence
  return [...(first ? [first] : []), ...evidence.filter((own) => own !== first && verdicts.get(own) !== false)]
}
