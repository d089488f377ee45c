/**
 * questions -> run -> scores. The third of the three stories of this program. No judge model, no network: relevance is a document
 * and a quote in it, found again at every run.
 */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { ask, type Engine } from './ask.ts'
import { AskRequestSchema, type AskResponse, LANGUAGES, type Language, type SourceDocument, type Span } from './domain.ts'
import { AppError } from './errors.ts'
import { coversGold } from './scores/metrics.ts'

const QuestionPairSchema = z.strictObject({
  id: z.string(),
  split: z.enum(['dev', 'test']),
  kind: z.string(),
  /** `clarify`: the question has several answers, or none without more words; it should be asked back. */
  expects: z.enum(['answer', 'no-answer', 'clarify']),
  question: z.strictObject({ en: z.string(), fr: z.string() }),
  /** For a follow-up: the pair asked just before, whose question and answer are the history. */
  after: z.string().optional(),
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

/** `right`: answered with a citation that covers a gold quote, abstained from a near miss, or asked back. `refused`: abstained, and should not have. */
export type Outcome = 'right' | 'wrong' | 'refused'

/** One question of one pair in one language, with what came back. */
export interface Run {
  pair: QuestionPair
  language: Language
  /** Whether some of its evidence is in the question's language; near misses go by the document that they come close to. Undefined without either. */
  sameLanguage: boolean | undefined
  response: AskResponse
  gold: { source: string; quote: string }[]
  /** 1-based rank of the passage of each gold span. */
  ranks: (number | undefined)[]
  /** For each citation, whether it covers a gold span. */
  right: boolean[]
  /** Citations whose quote stands word for word at its offsets. */
  valid: number
  outcome: Outcome
  /** Whether the best evidence, shown whatever its confidence, would have been right. */
  rightAtAnyConfidence: boolean
}

/** @throws AppError evaluation-invalid */
export async function loadQuestions(file: string): Promise<QuestionPair[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('evaluation-invalid', { file, problem: 'missing' }, { cause })
  })
  const pairs: QuestionPair[] = []
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    try {
      pairs.push(QuestionPairSchema.parse(JSON.parse(line)))
    } catch (cause) {
      throw new AppError('evaluation-invalid', { file, problem: `line ${i + 1}` }, { cause })
    }
  }
  for (const [i, { id, after, split }] of pairs.entries()) {
    if (pairs.findIndex((pair) => pair.id === id) !== i) throw new AppError('evaluation-invalid', { file, problem: `id ${id} × 2` })
    // Only what stands above can come before, so no chain turns in a circle; one of another split would leak.
    const before = pairs.slice(0, i).find((pair) => pair.id === after)
    if (after && before?.split !== split) throw new AppError('evaluation-invalid', { file, problem: `${id}: after ${after}` })
  }
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

/** Asks every question of the split in both languages. @param file named in errors */
export async function evaluate(
  pairs: readonly QuestionPair[],
  split: 'dev' | 'test' | 'all',
  engine: Engine,
  file: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Run[]> {
  const chosen = pairs.filter((pair) => split === 'all' || pair.split === split)
  const runs: Run[] = []
  // The first questions of a process pay for compilation; they are asked twice and timed once.
  for (const pair of chosen.slice(0, 5)) await askOne(pair, 'en', [], engine)
  for (const pair of chosen) {
    const gold = resolveQuotes(pair, engine.index.documents, file)
    for (const language of LANGUAGES) {
      const run = judge(pair, language, gold, await askOne(pair, language, runs, engine), engine)
      // Where it abstained, the answer that it withheld tells whether it was right to.
      const withheld = run.response.answered
        ? run
        : judge(pair, language, gold, await askOne(pair, language, runs, { ...engine, threshold: 0 }), engine)
      runs.push({ ...run, rightAtAnyConfidence: pair.expects === 'answer' && withheld.outcome === 'right' })
      onProgress(runs.length, chosen.length * LANGUAGES.length)
    }
  }
  return runs
}

function askOne(pair: QuestionPair, language: Language, runs: readonly Run[], engine: Engine): Promise<AskResponse> {
  const history = turnsBefore(pair, language, runs)
  // The language is left to be found out, as it is for people.
  return ask(AskRequestSchema.parse({ question: pair.question[language], history, topK: 20 }), engine)
}

/** What was asked and answered before a follow-up, as a person would have seen it. */
function turnsBefore({ after }: QuestionPair, language: Language, runs: readonly Run[]): { question: string; answer: string }[] {
  const before = runs.find((run) => run.pair.id === after && run.language === language)
  if (!before) return []
  return [...turnsBefore(before.pair, language, runs), { question: before.pair.question[language], answer: before.response.answer }]
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
  return {
    pair,
    language,
    sameLanguage: near.length === 0 ? undefined : near.some((document) => document?.language === language),
    response,
    gold: pair.relevant.map(({ document, quote }) => ({ source: document, quote })),
    ranks,
    right,
    valid: valid.length,
    outcome: outcomeOf(pair.expects, response, right),
    rightAtAnyConfidence: false,
  }
}

function outcomeOf(expects: QuestionPair['expects'], { answered, reason }: AskResponse, right: readonly boolean[]): Outcome {
  if (expects === 'no-answer') return answered ? 'wrong' : 'right'
  if (expects === 'clarify' && reason === 'ambiguous') return 'right'
  if (!answered) return 'refused'
  return expects === 'answer' && right.includes(true) ? 'right' : 'wrong'
}
