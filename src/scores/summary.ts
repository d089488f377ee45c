/** Runs in, figures out, for every group of questions. Pure. */
import { LANGUAGES, type Language } from '../domain.ts'
import {
  type CitedSentence,
  citationRecall,
  type Decision,
  type Interval,
  mean,
  ndcg,
  neededCitations,
  pairedBootstrap,
  percentile,
  recallAt,
  reciprocalRank,
  riskArea,
  rocArea,
  successAt,
  supports,
  wordF1,
} from './metrics.ts'
import type { Run } from './run.ts'

/** Every figure is a share from 0 to 1, but for counts and words. Not a number where no question of the group bears on it. */
export interface Scores {
  questions: number
  success1: number
  success5: number
  recall5: number
  recall20: number
  mrr10: number
  ndcg10: number
  /** Answerable questions with at least one citation that covers a gold span. */
  answerHit: number
  /** Of answered answerable questions: the best word F1 of a citation with a gold quote. */
  answerF1: number
  /** Citations that cover a gold span, of those given to answerable questions. */
  citationPrecision: number
  citationValidity: number
  /** ALCE's citation recall and precision, and the share of all sentences that their citations support; all by literal support. */
  alceRecall: number
  alcePrecision: number
  supportedSentences: number
  /** Near misses that were answered (NoMIRACL's hallucination rate). */
  hallucination: number
  /** Answerable questions that were abstained from (NoMIRACL's error rate). */
  error: number
  /** Ambiguous questions that were asked back. */
  askedBack: number
  /** Area under the risk–coverage curve over all questions; lower is better. */
  riskArea: number
  /** Area under the ROC curve of the confidence, answerable against near misses. */
  rocArea: number
  correctLanguage: number
  /** Median over answers. */
  answerWords: number
}
export type Figure = keyof Scores

/** Which runs a column of the report is about. */
export const GROUPS = ['all', 'en', 'fr', 'same', 'cross'] as const
export type Group = (typeof GROUPS)[number]

/** English minus French over pairs, with its 95 % interval. */
export interface Parity {
  answerHit: Interval
  success5: Interval
  hallucination: Interval
  error: Interval
  /** Pairs of which both languages were answered, or neither. */
  sameDecision: number
}

export interface Evaluation {
  split: 'dev' | 'test' | 'all'
  model: string
  groups: Record<Group, Scores>
  parity: Parity
  /** Milliseconds of `/ask` without HTTP; not compared with the baseline. */
  latency: { p50: number; p95: number }
  runs: Run[]
}

/** @param frames the words of our own frames around quotes, which no source can hold */
export function summarise(runs: Run[], split: Evaluation['split'], model: string, frames: ReadonlySet<string> = new Set()): Evaluation {
  const times = runs.map(({ response }) => response.timings.totalMs)
  const groups = Object.fromEntries(
    GROUPS.map((group) => [
      group,
      score(
        runs.filter((run) => inGroup(run, group)),
        frames,
      ),
    ]),
  ) as Evaluation['groups']
  return { split, model, groups, parity: parity(runs), latency: { p50: percentile(times, 50), p95: percentile(times, 95) }, runs }
}

function inGroup(run: Run, group: Group): boolean {
  if (group === 'all') return true
  if (group === 'same') return run.sameLanguage === true
  if (group === 'cross') return run.sameLanguage === false
  return run.language === group
}

const flag = (condition: boolean): number => (condition ? 1 : 0)

export function score(runs: readonly Run[], frames: ReadonlySet<string> = new Set()): Scores {
  const expecting = (what: Run['pair']['expects']): Run[] => runs.filter(({ pair }) => pair.expects === what)
  const [answerable, unanswerable, ambiguous] = [expecting('answer'), expecting('no-answer'), expecting('clarify')]
  const answered = answerable.filter(({ response }) => response.answered)
  const answers = runs.filter(({ response }) => response.answered).map(citedSentences)
  const citations = runs.flatMap(({ response }) => response.citations)
  const confidences = (some: readonly Run[]): number[] => some.map(({ response }) => response.confidence ?? 0)
  return {
    questions: runs.length,
    success1: mean(answerable.map(({ ranks }) => successAt(ranks, 1))),
    success5: mean(answerable.map(({ ranks }) => successAt(ranks, 5))),
    recall5: mean(answerable.map(({ ranks }) => recallAt(ranks, 5))),
    recall20: mean(answerable.map(({ ranks }) => recallAt(ranks, 20))),
    mrr10: mean(answerable.map(({ ranks }) => reciprocalRank(ranks))),
    ndcg10: mean(answerable.map(({ ranks }) => ndcg(ranks))),
    answerHit: mean(answerable.map(({ outcome }) => flag(outcome === 'right'))),
    answerF1: mean(answered.map(spanF1)),
    citationPrecision: mean(answered.flatMap(({ right }) => right.map(flag))),
    citationValidity: citations.length === 0 ? 1 : runs.reduce((sum, { valid }) => sum + valid, 0) / citations.length,
    alceRecall: mean(answers.map((sentences) => citationRecall(sentences, frames))),
    alcePrecision: mean(answers.map((sentences) => neededCitations(sentences, frames))),
    supportedSentences: mean(answers.flat().map(({ text, quotes }) => flag(supports(text, quotes, frames)))),
    hallucination: mean(unanswerable.map(({ response }) => flag(response.answered))),
    error: mean(answerable.map(({ response }) => flag(!response.answered))),
    askedBack: mean(ambiguous.map(({ outcome }) => flag(outcome === 'right'))),
    riskArea: riskArea(decisions(runs)),
    rocArea: rocArea(confidences(answerable), confidences(unanswerable)),
    correctLanguage: mean(runs.map(({ response, language }) => flag(response.language === language))),
    answerWords: percentile(
      answered.map(({ response }) => response.answer.split(/\s+/).length),
      50,
    ),
  }
}

/** Answerable questions and near misses with the confidence of their best evidence, right or wrong as if it had been shown. */
export function decisions(runs: readonly Run[]): Decision[] {
  return runs
    .filter(({ pair }) => pair.expects !== 'clarify')
    .map(({ response, rightAtAnyConfidence }) => ({ confidence: response.confidence ?? 0, good: rightAtAnyConfidence }))
}

/** A source's title may be named beside its quote. */
function citedSentences({ response }: Run): CitedSentence[] {
  const quoteOf = new Map(response.citations.map(({ n, title, quote }) => [n, `${title}\n${quote}`]))
  return response.sentences.map(({ text, citations }) => ({ text, quotes: citations.map((n) => quoteOf.get(n) ?? '') }))
}

function spanF1({ response, gold }: Run): number {
  return Math.max(0, ...response.citations.flatMap((citation) => gold.map(({ quote }) => wordF1(citation.quote, quote))))
}

function parity(runs: readonly Run[]): Parity {
  const pairs = [...new Set(runs.map(({ pair }) => pair))].map((pair) => {
    const of = (language: Language): Run => runs.find((run) => run.pair === pair && run.language === language) as Run
    return LANGUAGES.map(of) as [Run, Run]
  })
  const gap = (expects: Run['pair']['expects'], value: (run: Run) => number): Interval =>
    pairedBootstrap(pairs.filter(([{ pair }]) => pair.expects === expects).map(([en, fr]) => value(en) - value(fr)))
  return {
    answerHit: gap('answer', ({ outcome }) => flag(outcome === 'right')),
    success5: gap('answer', ({ ranks }) => successAt(ranks, 5)),
    hallucination: gap('no-answer', ({ response }) => flag(response.answered)),
    error: gap('answer', ({ response }) => flag(!response.answered)),
    sameDecision: mean(pairs.map(([en, fr]) => flag(en.response.answered === fr.response.answered))),
  }
}
