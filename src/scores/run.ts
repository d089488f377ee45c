/** What an evaluation is about: pairs of questions, and what came back for each. Types and their schema alone, so that figures need no program. */
import { z } from 'zod'
import type { AskResponse, Language, Span } from '../domain.ts'

export const QuestionPairSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['dev', 'test']),
  kind: z.string(),
  /**
   * `clarify`: the question has several answers, or none without more words; it should be asked back. `help`: small talk or a question
   * about the program, to which no document is an answer.
   */
  expects: z.enum(['answer', 'no-answer', 'clarify', 'help']),
  question: z.strictObject({ en: z.string(), fr: z.string() }),
  /** For a follow-up: the pair asked just before, whose question and answer are the history. */
  after: z.string().optional(),
  /** For a near miss: the document that it comes close to. */
  about: z.string().optional(),
  /** Any one of these quotes is evidence enough; a question of two documents names one of each. */
  relevant: z.array(z.strictObject({ document: z.string(), quote: z.string().min(3) })),
  /** Positions in `relevant` of quotes that stand for one another; the whole answer has one of each group. Each quote is a group of its own when left out. */
  groups: z.array(z.array(z.int().nonnegative()).min(1)).optional(),
  /** For a message of several questions: what each expects, in order, and the positions in `relevant` of which any is enough. */
  parts: z.array(z.strictObject({ expects: z.enum(['answer', 'no-answer']), relevant: z.array(z.int().nonnegative()) })).optional(),
  /** What it is instead of a question to the documents (`topic` of the answer): a reply that is not about it is wrong. */
  topic: z.string().optional(),
  /** For one to be asked back: what must stand in the choices, each in one of them, whatever the language. */
  choices: z.array(z.string()).optional(),
  /** What no answer may say, in small letters. */
  unsaid: z.array(z.string()).optional(),
  /** The first citation must be of a source in the other language than the question, because the question asks for it. */
  quoted: z.literal('other').optional(),
})
/** The same question in both languages. Relevance is tied to document and quote, so that changing the splitter voids nothing. */
export type QuestionPair = z.infer<typeof QuestionPairSchema>

/** Kinds of question whose whole answer is all of their quotes; one of them is half an answer. */
export const WHOLE_KINDS: ReadonlySet<string> = new Set([
  'list',
  'two-questions',
  'two-sentences',
  'comparison',
  'two-documents',
  'outline',
])

/**
 * How well a question's documents are known from development: `dev`, a development question itself; `seen`, a test question about a
 * document that development questions are about too; `unseen`, one about documents that no development question is about.
 */
export const FAMILIARITIES = ['dev', 'seen', 'unseen'] as const
export type Familiarity = (typeof FAMILIARITIES)[number]

export interface GoldSpan extends Span {
  /** Position of the document in the index. */
  document: number
}

/** Positions of the quotes of which one each makes the whole answer. */
export function wholeGroups({ groups, parts, relevant }: QuestionPair): readonly (readonly number[])[] {
  return groups ?? parts?.flatMap((part) => (part.expects === 'answer' ? [part.relevant] : [])) ?? relevant.map((_, i) => [i])
}

/**
 * `right`: answered with a citation that covers a gold quote, abstained from a near miss, asked back, or replied to small talk without
 * a citation; and what the pair asks beyond that (parts, topic, choices, unsaid, quoted) holds. `refused`: abstained, and should not have.
 */
export type Outcome = 'right' | 'wrong' | 'refused'

/** One question of one pair in one language, with what came back. */
export interface Run {
  pair: QuestionPair
  language: Language
  /** Whether some of its evidence is in the question's language; near misses go by the document that they come close to. Undefined without either. */
  sameLanguage: boolean | undefined
  response: AskResponse
  /** Undefined for a question that is about no document. */
  familiarity: Familiarity | undefined
  gold: { source: string; quote: string }[]
  /** Gold quotes that stand nowhere in the text that was read from their document: nothing can find them. */
  lost: number
  /** 1-based rank of the first passage of a gold document, whatever was decided. */
  documentRank: number | undefined
  /** 1-based rank of the passage of each gold quote, whatever was decided; undefined when not among the passages or the quote stands nowhere. */
  ranks: (number | undefined)[]
  /** For each citation, whether it covers a gold span. */
  right: boolean[]
  /** For each gold quote, whether a citation covers it. */
  covered: boolean[]
  /** Citations whose quote stands word for word at its offsets. */
  valid: number
  outcome: Outcome
  /** Whether the best evidence, shown whatever its confidence, would have been right. */
  rightAtAnyConfidence: boolean
  /** Whether anything is shown when no confidence is too low: false where a check of names or numbers ruled the evidence out. */
  shownAtAnyConfidence: boolean
}
