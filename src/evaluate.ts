/**
 * questions -> run -> scores, against the baseline. The third of the three stories of this program. No judge model, no network:
 * relevance is a document and a quote in it, found again at every run.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ask, type Engine } from './ask.ts'
import { AskRequestSchema, type AskResponse, LANGUAGES, type Language, type SourceDocument, type Span } from './domain.ts'
import { AppError } from './errors.ts'
import { coversGold, mean, ndcg, percentile, recallAt, reciprocalRank, successAt } from './scores/metrics.ts'

const QuestionPairSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['dev', 'test']),
  kind: z.string(),
  expects: z.enum(['answer', 'no-answer']),
  question: z.strictObject({ en: z.string(), fr: z.string() }),
  /** For a near miss: the document that it comes close to. */
  about: z.string().optional(),
  /** Any one of these quotes is evidence enough; a question of two documents names one of each. */
  relevant: z.array(z.strictObject({ document: z.string(), quote: z.string().min(3) })),
})
/** The same question in both languages. Relevance is tied to document and quote, so that changing the splitter voids nothing. */
export type QuestionPair = z.infer<typeof QuestionPairSchema>

export interface GoldSpan extends Span {
  /** Position of the document in the index. */
  document: number
}

/** One question of one pair in one language, with what came back. */
export interface Run {
  pair: QuestionPair
  language: Language
  /** Whether some of its evidence is in the question's language. Near misses go by the document that they come close to. */
  sameLanguage: boolean
  response: AskResponse
  /** 1-based rank of the passage of each gold span. */
  ranks: (number | undefined)[]
  /** For each citation, whether it covers a gold span. */
  right: boolean[]
  /** Citations whose quote stands word for word at its offsets. */
  valid: number
}

/** Every figure is a share from 0 to 1, but for counts and milliseconds. */
export interface Scores {
  questions: number
  answerable: number
  unanswerable: number
  success1: number
  success5: number
  recall5: number
  recall20: number
  mrr10: number
  ndcg10: number
  /** Answerable questions with at least one citation that covers a gold span. */
  answerHit: number
  /** Citations that cover a gold span, of those given to answerable questions. */
  citationPrecision: number
  citationValidity: number
  /** Near misses that were abstained from. */
  abstained: number
  /** Answerable questions that were abstained from (NoMIRACL's error rate). */
  wronglyAbstained: number
  correctLanguage: number
  answerWords: number
}
export type Figure = keyof Scores

/** Which runs a row of the report is about. */
export const GROUPS = ['all', 'en', 'fr', 'same', 'cross'] as const
export type Group = (typeof GROUPS)[number]

export interface Evaluation {
  split: 'dev' | 'test' | 'all'
  model: string
  groups: Record<Group, Scores>
  /** Milliseconds of `/ask` without HTTP; not compared with the baseline. */
  latency: { p50: number; p95: number }
  runs: Run[]
}

/** @throws AppError evaluation-invalid */
export async function loadQuestions(file: string): Promise<QuestionPair[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('evaluation-invalid', { file, problem: 'missing' }, { cause })
  })
  const pairs = text
    .split('\n')
    .map((line, i) => ({ line, i }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, i }) => {
      try {
        return QuestionPairSchema.parse(JSON.parse(line))
      } catch (cause) {
        throw new AppError('evaluation-invalid', { file, problem: `line ${i + 1}` }, { cause })
      }
    })
  const twice = pairs.find((pair, i) => pairs.findIndex(({ id }) => id === pair.id) !== i)
  if (twice) throw new AppError('evaluation-invalid', { file, problem: `id ${twice.id} × 2` })
  return pairs
}

/** Where the quotes of a pair stand. @throws AppError evaluation-invalid when one stands nowhere: never a smaller average */
export function resolveQuotes(pair: QuestionPair, documents: readonly SourceDocument[], file: string): GoldSpan[] {
  return pair.relevant.map(({ document, quote }) => {
    const position = documents.findIndex(({ source }) => source === document)
    const start = documents[position]?.text.indexOf(quote) ?? -1
    if (start === -1) throw new AppError('evaluation-invalid', { file, problem: `${pair.id}: ${quote}` })
    return { document: position, start, end: start + quote.length }
  })
}

/** Asks every question of the split in both languages. */
export async function evaluate(
  pairs: readonly QuestionPair[],
  split: Evaluation['split'],
  engine: Engine,
  file: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Evaluation> {
  const chosen = pairs.filter((pair) => split === 'all' || pair.split === split)
  const runs: Run[] = []
  // The first questions of a process pay for compilation; they are asked twice and timed once.
  for (const pair of chosen.slice(0, 5)) await askOne(pair, 'en', engine)
  for (const pair of chosen) {
    const gold = resolveQuotes(pair, engine.index.documents, file)
    for (const language of LANGUAGES) {
      runs.push(judge(pair, language, gold, await askOne(pair, language, engine), engine))
      onProgress(runs.length, chosen.length * LANGUAGES.length)
    }
  }
  return summarise(runs, split, engine.index.manifest.recipe.embedder.id)
}

/** The figures of some runs, in every group. */
export function summarise(runs: Run[], split: Evaluation['split'], model: string): Evaluation {
  const times = runs.map(({ response }) => response.timings.totalMs)
  const groups = Object.fromEntries(
    GROUPS.map((group) => [group, score(runs.filter((run) => inGroup(run, group)))]),
  ) as Evaluation['groups']
  return { split, model, groups, latency: { p50: percentile(times, 50), p95: percentile(times, 95) }, runs }
}

function askOne(pair: QuestionPair, language: Language, engine: Engine): Promise<AskResponse> {
  // The language is left to be found out, as it is for people.
  return ask(AskRequestSchema.parse({ question: pair.question[language], topK: 20 }), engine)
}

function judge(pair: QuestionPair, language: Language, gold: readonly GoldSpan[], response: AskResponse, { index }: Engine): Run {
  const idOf = (span: GoldSpan): string => index.documents[span.document]?.id ?? ''
  const ranks = gold.map((span) => {
    const at = response.passages.findIndex((p) => p.documentId === idOf(span) && p.start < span.end && span.start < p.end)
    return at === -1 ? undefined : at + 1
  })
  const right = response.citations.map((citation) => gold.some((span) => idOf(span) === citation.documentId && coversGold(citation, span)))
  const valid = response.citations.filter(
    ({ documentId, start, end, quote }) => index.documentById.get(documentId)?.text.slice(start, end) === quote,
  )
  const near = pair.about
    ? index.documents.filter(({ source }) => source === pair.about)
    : gold.map((span) => index.documents[span.document])
  const sameLanguage = near.some((document) => document?.language === language)
  return { pair, language, sameLanguage, response, ranks, right, valid: valid.length }
}

function inGroup(run: Run, group: Group): boolean {
  if (group === 'all') return true
  if (group === 'same') return run.sameLanguage
  if (group === 'cross') return !run.sameLanguage
  return run.language === group
}

export function score(runs: readonly Run[]): Scores {
  const answerable = runs.filter(({ pair }) => pair.expects === 'answer')
  const unanswerable = runs.filter(({ pair }) => pair.expects === 'no-answer')
  const answered = answerable.filter(({ response }) => response.answered)
  const citations = runs.flatMap(({ response }) => response.citations)
  const flag = (condition: boolean): number => (condition ? 1 : 0)
  return {
    questions: runs.length,
    answerable: answerable.length,
    unanswerable: unanswerable.length,
    success1: mean(answerable.map(({ ranks }) => successAt(ranks, 1))),
    success5: mean(answerable.map(({ ranks }) => successAt(ranks, 5))),
    recall5: mean(answerable.map(({ ranks }) => recallAt(ranks, 5))),
    recall20: mean(answerable.map(({ ranks }) => recallAt(ranks, 20))),
    mrr10: mean(answerable.map(({ ranks }) => reciprocalRank(ranks))),
    ndcg10: mean(answerable.map(({ ranks }) => ndcg(ranks))),
    answerHit: mean(answerable.map(({ right }) => flag(right.includes(true)))),
    citationPrecision: mean(answered.flatMap(({ right }) => right.map(flag))),
    citationValidity: citations.length === 0 ? 1 : runs.reduce((sum, { valid }) => sum + valid, 0) / citations.length,
    abstained: mean(unanswerable.map(({ response }) => flag(!response.answered))),
    wronglyAbstained: mean(answerable.map(({ response }) => flag(!response.answered))),
    correctLanguage: mean(runs.map(({ response, language }) => flag(response.language === language))),
    answerWords: mean(answered.map(({ response }) => response.answer.split(/\s+/).length)),
  }
}

// ---- baseline ----

/** Figures that the baseline holds, with the direction that is better. */
export const GATED: Readonly<Partial<Record<Figure, 'higher' | 'lower'>>> = {
  success1: 'higher',
  success5: 'higher',
  mrr10: 'higher',
  ndcg10: 'higher',
  answerHit: 'higher',
  citationPrecision: 'higher',
  citationValidity: 'higher',
  abstained: 'higher',
  wronglyAbstained: 'lower',
  correctLanguage: 'higher',
}

export interface Baseline {
  split: string
  model: string
  groups: Record<Group, Partial<Scores>>
}

export interface Regression {
  group: Group
  figure: Figure
  baseline: number
  found: number
}

export function toBaseline({ split, model, groups }: Evaluation): Baseline {
  const figures = Object.keys(GATED) as Figure[]
  const kept = (scores: Scores): Partial<Scores> =>
    Object.fromEntries(figures.map((figure) => [figure, Math.round(scores[figure] * 10_000) / 10_000]))
  return { split, model, groups: Object.fromEntries(GROUPS.map((group) => [group, kept(groups[group])])) as Baseline['groups'] }
}

/** Figures that are worse than the baseline by more than rounding. */
export function regressions(evaluation: Evaluation, baseline: Baseline): Regression[] {
  return GROUPS.flatMap((group) =>
    (Object.entries(GATED) as [Figure, 'higher' | 'lower'][]).flatMap(([figure, better]) => {
      const before = baseline.groups[group][figure]
      const found = evaluation.groups[group][figure]
      if (before === undefined) return []
      const worse = better === 'higher' ? before - found : found - before
      return worse > 0.0001 ? [{ group, figure, baseline: before, found }] : []
    }),
  )
}
