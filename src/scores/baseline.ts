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

export function toBaseline({ split, model, groups, runs }: Evaluation): Baseline {
  const kept = (scores: Scores): Partial<Scores> =>
    Object.fromEntries(FIGURES.flatMap((figure) => (Number.isNaN(scores[figure]) ? [] : [[figure, rounded(scores[figure])]])))
  return {
    split,
    model,
    groups: Object.fromEntries(GROUPS.map((group) => [group, kept(groups[group])])) as Baseline['groups'],
    outcomes: Object.fromEntries(runs.map((run) => [nameOf(run), run.outcome])),
  }
}

/** What is better and worse by more than rounding, and which questions flipped. */
export function compare(evaluation: Evaluation, baseline: Baseline): Comparison {
  const changes = GROUPS.flatMap((group) =>
    FIGURES.flatMap((figure) => {
      const before = baseline.groups[group][figure]
      const now = evaluation.groups[group][figure]
      return before === undefined || Math.abs(now - before) <= 0.0001 ? [] : [{ group, figure, before, now }]
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
