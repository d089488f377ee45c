/** Runs in, figures out, for every group of questions. Pure. */
import { LANGUAGES, type Language } from '../domain.ts'
import { expectedCalibrationError } from './calibration.ts'
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
  refusedAtError,
  riskArea,
  rocArea,
  successAt,
  supports,
  wordF1,
} from './metrics.ts'
import { FAMILIARITIES, type Familiarity, type Run, WHOLE_KINDS, wholeGroups } from './run.ts'

/** Every figure is a share from 0 to 1, but for counts and words. Not a number where no question of the group bears on it. */
export interface Scores {
  questions: number
  /** Answerable questions with a passage of a gold document among the first 1, 3, 5, 20, whatever was decided. */
  document1: number
  document3: number
  document5: number
  document20: number
  /** … with a passage that holds a gold quote among them. */
  success1: number
  success3: number
  success5: number
  success20: number
  recall5: number
  recall20: number
  mrr10: number
  ndcg10: number
  /** Answerable questions with at least one citation that covers a gold span. */
  answerHit: number
  /** Of answerable questions with a gold quote among the first 5 passages and evidence that no check ruled out: evidence that covers one, were it shown at any confidence. */
  choice: number
  /** Answerable questions that went wrong because no gold quote was among the first 5 passages, because other evidence was chosen, because it was abstained. With `answerHit` they sum to 1. */
  lostRetrieval: number
  lostChoice: number
  lostAbstention: number
  /** Of questions whose answer is several quotes: citations cover any of them, or all. */
  wholeAny: number
  wholeAll: number
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
  /** Small talk and questions about the program that were replied to without a citation. */
  helped: number
  /** Near misses below the threshold that refuses at most a tenth of the answerable questions. */
  refusedAtTenth: number
  /** Expected calibration error over answerable questions and near misses; lower is better. */
  calibrationError: number
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

/** Questions of one kind. */
export interface KindScores {
  kind: string
  questions: number
  /** Not a number for kinds without evidence. */
  success5: number
  /** Share of outcomes that are right. */
  right: number
}

/** Figures by how well the documents of the questions are known from development. */
export type FamiliarityScores = Record<Familiarity, Pick<Scores, 'questions' | 'success5' | 'answerHit' | 'error' | 'hallucination'>>

export interface Evaluation {
  /** Name of the collection. */
  collection: string
  split: 'dev' | 'test' | 'all'
  model: string
  groups: Record<Group, Scores>
  kinds: KindScores[]
  familiarity: FamiliarityScores
  /** Pairs with a gold quote that stands nowhere in the text that was read. */
  lostQuotes: string[]
  /** How many answers a language model wrote, of the questions that one was configured for; undefined without a model. */
  byModel?: { written: number; questions: number }
  parity: Parity
  /** Milliseconds of `/ask` without HTTP; not compared with the baseline. */
  latency: { p50: number; p95: number }
  runs: Run[]
}

/** What was run. */
export interface EvaluationSubject {
  collection: string
  split: Evaluation['split']
  /** Id of the embedding model. */
  model: string
  /** Words of our own frames around quotes, which no source can hold. */
  frames?: ReadonlySet<string>
  /** A language model was configured to write the answers. */
  hasModel?: boolean
}

export function summarise(runs: Run[], { collection, split, model, frames = new Set(), hasModel = false }: EvaluationSubject): Evaluation {
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
  const answered = runs.filter(({ response }) => response.answered)
  return {
    ...{ collection, split, model, groups },
    kinds: kindsOf(runs),
    familiarity: byFamiliarity(runs),
    lostQuotes: [...new Set(runs.flatMap(({ pair, lost }) => (lost > 0 ? [pair.id] : [])))],
    ...(hasModel
      ? { byModel: { written: answered.filter(({ response }) => response.mode === 'llm').length, questions: answered.length } }
      : {}),
    parity: parity(runs),
    latency: { p50: percentile(times, 50), p95: percentile(times, 95) },
    runs,
  }
}

function kindsOf(runs: readonly Run[]): KindScores[] {
  return [...new Set(runs.map(({ pair }) => pair.kind))].sort().map((kind) => {
    const own = runs.filter(({ pair }) => pair.kind === kind)
    const withEvidence = own.filter(({ pair }) => pair.expects === 'answer')
    return {
      kind,
      questions: own.length,
      success5: mean(withEvidence.map(({ ranks }) => successAt(ranks, 5))),
      right: mean(own.map(({ outcome }) => flag(outcome === 'right'))),
    }
  })
}

/** Over the runs of one collection or of several. */
export function byFamiliarity(runs: readonly Run[]): FamiliarityScores {
  return Object.fromEntries(
    FAMILIARITIES.map((familiarity) => {
      const { questions, success5, answerHit, error, hallucination } = score(runs.filter((run) => run.familiarity === familiarity))
      return [familiarity, { questions, success5, answerHit, error, hallucination }]
    }),
  ) as FamiliarityScores
}

export type Loss = 'retrieval' | 'choice' | 'abstention'

/** Passages within which the answer must be for it not to count as lost in retrieval. */
const LOSS_DEPTH = 5

/** Where an answerable question that went wrong was lost; undefined for one that is right. */
export function lossOf({ outcome, ranks, rightAtAnyConfidence, shownAtAnyConfidence }: Run): Loss | undefined {
  if (outcome === 'right') return undefined
  if (rightAtAnyConfidence) return 'abstention'
  if (successAt(ranks, LOSS_DEPTH) === 0) return 'retrieval'
  return shownAtAnyConfidence ? 'choice' : 'abstention'
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
  const whole = answerable.filter(({ pair }) => WHOLE_KINDS.has(pair.kind) && wholeGroups(pair).length > 1)
  const lost = (loss: Loss): number => mean(answerable.map((run) => flag(lossOf(run) === loss)))
  const answered = answerable.filter(({ response }) => response.answered)
  const answers = runs.filter(({ response }) => response.answered).map(citedSentences)
  const citations = runs.flatMap(({ response }) => response.citations)
  const confidences = (some: readonly Run[]): number[] => some.map(({ response }) => response.confidence ?? 0)
  return {
    questions: runs.length,
    document1: mean(answerable.map(({ documentRank }) => successAt([documentRank], 1))),
    document3: mean(answerable.map(({ documentRank }) => successAt([documentRank], 3))),
    document5: mean(answerable.map(({ documentRank }) => successAt([documentRank], 5))),
    document20: mean(answerable.map(({ documentRank }) => successAt([documentRank], 20))),
    success1: mean(answerable.map(({ ranks }) => successAt(ranks, 1))),
    success3: mean(answerable.map(({ ranks }) => successAt(ranks, 3))),
    success5: mean(answerable.map(({ ranks }) => successAt(ranks, 5))),
    success20: mean(answerable.map(({ ranks }) => successAt(ranks, 20))),
    recall5: mean(answerable.map(({ ranks }) => recallAt(ranks, 5))),
    recall20: mean(answerable.map(({ ranks }) => recallAt(ranks, 20))),
    mrr10: mean(answerable.map(({ ranks }) => reciprocalRank(ranks))),
    ndcg10: mean(answerable.map(({ ranks }) => ndcg(ranks))),
    answerHit: mean(answerable.map(({ outcome }) => flag(outcome === 'right'))),
    choice: mean(
      answerable
        .filter(({ ranks, shownAtAnyConfidence }) => successAt(ranks, LOSS_DEPTH) === 1 && shownAtAnyConfidence)
        .map(({ rightAtAnyConfidence }) => flag(rightAtAnyConfidence)),
    ),
    lostRetrieval: lost('retrieval'),
    lostChoice: lost('choice'),
    lostAbstention: lost('abstention'),
    wholeAny: mean(whole.map(({ outcome }) => flag(outcome === 'right'))),
    wholeAll: mean(
      whole.map(({ pair, outcome, covered }) =>
        flag(outcome === 'right' && wholeGroups(pair).every((group) => group.some((i) => covered[i] === true))),
      ),
    ),
    answerF1: mean(answered.map(spanF1)),
    citationPrecision: mean(answered.flatMap(({ right }) => right.map(flag))),
    citationValidity: citations.length === 0 ? 1 : runs.reduce((sum, { valid }) => sum + valid, 0) / citations.length,
    alceRecall: mean(answers.map((sentences) => citationRecall(sentences, frames))),
    alcePrecision: mean(answers.map((sentences) => neededCitations(sentences, frames))),
    supportedSentences: mean(answers.flat().map(({ text, quotes }) => flag(supports(text, quotes, frames)))),
    hallucination: mean(unanswerable.map(({ response }) => flag(response.answered))),
    error: mean(answerable.map(({ response }) => flag(!response.answered))),
    askedBack: mean(ambiguous.map(({ outcome }) => flag(outcome === 'right'))),
    helped: mean(expecting('help').map(({ outcome }) => flag(outcome === 'right'))),
    refusedAtTenth: answerable.length === 0 ? Number.NaN : refusedAtError(confidences(answerable), confidences(unanswerable)),
    calibrationError: expectedCalibrationError(decisions(runs)),
    riskArea: riskArea(decisions(runs)),
    rocArea: rocArea(confidences(answerable), confidences(unanswerable)),
    // One that wants the other language gets it.
    correctLanguage: mean(runs.map(({ pair, response, language }) => flag((response.language === language) !== (pair.quoted === 'other')))),
    answerWords: percentile(
      answered.map(({ response }) => response.answer.split(/\s+/).length),
      50,
    ),
  }
}

/** Answerable questions and near misses with the confidence of their best evidence, right or wrong as if it had been shown. */
export function decisions(runs: readonly Run[]): Decision[] {
  return runs
    .filter(({ pair }) => pair.expects === 'answer' || pair.expects === 'no-answer')
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
