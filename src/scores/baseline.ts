/** Figures and outcomes kept from a run, and what changed since. Pure. */
import type { Outcome, Run } from './run.ts'
import { type Evaluation, type Figure, GROUPS, type Group, type Scores } from './summary.ts'

/** Figures that the baseline holds, with the direction that is better. */
export const GATED: Readonly<Partial<Record<Figure, 'higher' | 'lower'>>> = {
  success1: 'higher',
  success5: 'higher',
  success20: 'higher',
  mrr10: 'higher',
  ndcg10: 'higher',
  answerHit: 'higher',
  wholeAll: 'higher',
  answerF1: 'higher',
  citationPrecision: 'higher',
  citationValidity: 'higher',
  alceRecall: 'higher',
  hallucination: 'lower',
  error: 'lower',
  askedBack: 'higher',
  helped: 'higher',
  correctLanguage: 'higher',
}

export interface Baseline {
  split: string
  model: string
  /** How the processor computes on which it was made (evaluate.ts); absent where nobody asked. */
  arithmetic?: string
  groups: Record<Group, Partial<Scores>>
  /** By pair and language: "date-01 fr". */
  outcomes: Record<string, Outcome>
}

export interface Change {
  group: Group
  figure: Figure
  before: number
  now: number
}

/** A question whose outcome is another than it was. */
export interface Flip {
  question: string
  before: Outcome
  now: Outcome
}

export interface Comparison {
  better: Change[]
  worse: Change[]
  flips: Flip[]
}

const FIGURES = Object.keys(GATED) as Figure[]

export function toBaseline({ split, model, groups, runs }: Evaluation, arithmetic?: string): Baseline {
  const kept = (scores: Scores): Partial<Scores> =>
    Object.fromEntries(FIGURES.flatMap((figure) => (Number.isNaN(scores[figure]) ? [] : [[figure, rounded(scores[figure])]])))
  return {
    split,
    model,
    ...(arithmetic === undefined ? {} : { arithmetic }),
    groups: Object.fromEntries(GROUPS.map((group) => [group, kept(groups[group])])) as Baseline['groups'],
    outcomes: Object.fromEntries(runs.map((run) => [nameOf(run), run.outcome])),
  }
}

/** Differences that rounding makes. */
const ROUNDING = 0.0001
/**
 * Differences that another processor makes: its sums differ in their last digits, which a model in whole numbers turns into another answer now
 * and then. Of the test questions about the samples seven had another outcome on another processor: hits fell by 0.032, misses answered by 0.022.
 */
const OTHER_PROCESSOR = 0.06
/** … in figures of a few questions, of which one makes more. */
const OF_FEW = 0.25
const FEW: ReadonlySet<Figure> = new Set<Figure>(['wholeAll', 'askedBack', 'helped'])
/** What no model decides is the same everywhere: that a citation stands word for word, that a sentence has one, the language of an answer. */
const EXACT: ReadonlySet<Figure> = new Set<Figure>(['citationValidity', 'alceRecall', 'correctLanguage'])

/**
 * What is better and worse by more than rounding, and which questions flipped.
 * @param arithmetic how this processor computes: where the baseline is of another one, differences up to 0.06 (0.25 in figures of a few questions) are none, but for what no model decides
 */
export function compare(evaluation: Evaluation, baseline: Baseline, arithmetic?: string): Comparison {
  const isOther = arithmetic !== undefined && baseline.arithmetic !== undefined && baseline.arithmetic !== arithmetic
  const least = (figure: Figure): number => (!isOther || EXACT.has(figure) ? ROUNDING : FEW.has(figure) ? OF_FEW : OTHER_PROCESSOR)
  const changes = GROUPS.flatMap((group) =>
    FIGURES.flatMap((figure) => {
      const before = baseline.groups[group][figure]
      const now = evaluation.groups[group][figure]
      return before === undefined || Math.abs(now - before) <= least(figure) ? [] : [{ group, figure, before, now }]
    }),
  )
  const isBetter = ({ figure, before, now }: Change): boolean => (GATED[figure] === 'higher' ? now > before : now < before)
  const flips = evaluation.runs.flatMap((run) => {
    const before = baseline.outcomes[nameOf(run)]
    return before === undefined || before === run.outcome ? [] : [{ question: nameOf(run), before, now: run.outcome }]
  })
  return { better: changes.filter(isBetter), worse: changes.filter((change) => !isBetter(change)), flips }
}

export function nameOf({ pair, language }: Run): string {
  return `${pair.id} ${language}`
}

function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000
}
