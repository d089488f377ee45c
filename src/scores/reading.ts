/** Reading tests: the right passage is given, is its answer found, or seen to be missing? Pure. */
import { z } from 'zod'
import { LANGUAGES, type Language } from '../domain.ts'
import { mean, refusedAtError, rocArea } from './metrics.ts'

/** One line of a file of questions, each with the passage that answers it or seems to; more fields may be there. */
export const ReadingQuestionSchema = z.object({
  question: z.string().min(1),
  lang: z.enum(LANGUAGES),
  passage: z.string().min(1),
  title: z.string().optional(),
  /** Any one is right; empty where the passage does not answer. */
  answers: z.array(z.string()),
  /** Left out: answerable when there are answers. */
  answerable: z.boolean().optional(),
})
export type ReadingQuestion = z.infer<typeof ReadingQuestionSchema>

export const isAnswerable = ({ answers, answerable }: ReadingQuestion): boolean => answerable ?? answers.length > 0

/** What was found for one question. */
export interface ReadingRun {
  question: ReadingQuestion
  /** The shortest run that a reader points at; undefined for no answer. */
  span: string | undefined
  /** The sentences that would be quoted. */
  quote: string | undefined
  /** Estimated probability that the passage answers, 0 to 1, whether it was answered from or not. */
  confidence: number
}

/** Shares from 0 to 1; not a number where no question of the file bears on it. */
export interface ReadingScores {
  questions: number
  answerable: number
  /** Of answerable questions: the span is an answer word for word, normalised; best word F1 with an answer; the quote holds an answer. */
  exact: number
  f1: number
  quoted: number
  /** Of unanswerable questions: no answer was given (SQuAD 2.0's F1 and exact match of questions without answers are the same number). */
  noAnswer: number
  /**
   * Of unanswerable questions: refused by the threshold of this file that refuses a tenth of the answerable ones. The product's own is set
   * for folders, where a passage that fits and does not answer is rare.
   */
  noAnswerAtTenth: number
  /** Area under the ROC curve: answerable against unanswerable questions. */
  area: number
  /** Over all questions: F1 of the answerable ones, 1 for a right "no answer", 0 for a wrong one (SQuAD 2.0). */
  overall: number
}

/** Articles that do not count: SQuAD's (Rajpurkar et al. 2016), and FQuAD's for French (d'Hoffschmidt et al. 2020). */
const ARTICLES: Record<Language, RegExp> = {
  en: /(?<![\p{L}\p{N}])(?:an?|the)(?![\p{L}\p{N}])/gu,
  fr: /(?<![\p{L}\p{N}])(?:l['’]|(?:les?|la|du|des|aux?|une?)(?![\p{L}\p{N}]))/gu,
}

/** Lower case, without articles and punctuation, white space folded. */
export function normaliseAnswer(text: string, language: Language): string {
  return text
    .toLowerCase()
    .replace(ARTICLES[language], ' ')
    .replace(/\p{P}|[$+<=>^`|~]/gu, ' ')
    .trim()
    .replace(/\s+/g, ' ')
}

/** Harmonic mean of the precision and recall of normalised words; 1 when both have none. */
export function answerF1(found: string, gold: string, language: Language): number {
  const split = (text: string): string[] => normaliseAnswer(text, language).split(' ').filter(Boolean)
  const [own, wanted] = [split(found), split(gold)]
  if (own.length === 0 || wanted.length === 0) return own.length === wanted.length ? 1 : 0
  const left = [...wanted]
  const shared = own.filter((word) => {
    const at = left.indexOf(word)
    if (at !== -1) left.splice(at, 1)
    return at !== -1
  }).length
  return (2 * shared) / (own.length + wanted.length)
}

export function scoreReading(runs: readonly ReadingRun[]): ReadingScores {
  const [answerable, others] = [true, false].map((wanted) => runs.filter(({ question }) => isAnswerable(question) === wanted))
  const best = ({ question, span }: ReadingRun, measure: (found: string, gold: string) => number): number =>
    span === undefined ? 0 : Math.max(0, ...question.answers.map((gold) => measure(span, gold)))
  const f1 = (run: ReadingRun): number => best(run, (found, gold) => answerF1(found, gold, run.question.lang))
  const isExact = (run: ReadingRun): number =>
    best(run, (found, gold) => (normaliseAnswer(found, run.question.lang) === normaliseAnswer(gold, run.question.lang) ? 1 : 0))
  const isQuoted = ({ question: { answers, lang }, quote }: ReadingRun): number =>
    quote !== undefined && answers.some((gold) => ` ${normaliseAnswer(quote, lang)} `.includes(` ${normaliseAnswer(gold, lang)} `)) ? 1 : 0
  const confidences = (own: readonly ReadingRun[] = []): number[] => own.map(({ confidence }) => confidence)
  const isRefused = ({ span }: ReadingRun): number => (span === undefined ? 1 : 0)
  return {
    questions: runs.length,
    answerable: answerable?.length ?? 0,
    exact: mean((answerable ?? []).map(isExact)),
    f1: mean((answerable ?? []).map(f1)),
    quoted: mean((answerable ?? []).map(isQuoted)),
    noAnswer: mean((others ?? []).map(isRefused)),
    noAnswerAtTenth: answerable?.length === 0 ? Number.NaN : refusedAtError(confidences(answerable), confidences(others)),
    area: rocArea(confidences(answerable), confidences(others)),
    overall: mean(runs.map((run) => (isAnswerable(run.question) ? f1(run) : isRefused(run)))),
  }
}
