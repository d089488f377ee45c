/**
 * questions -> run -> scores. The third of the three stories of this program. No judge model, no network: relevance is a document
 * and a quote in it, found again at every run.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ask } from './ask.ts'
import { AskRequestSchema, type AskResponse, LANGUAGES, type Language, type SourceDocument } from './domain.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { coversGold } from './scores/metrics.ts'
import { type Familiarity, type GoldSpan, type Outcome, type QuestionPair, QuestionPairSchema, type Run } from './scores/run.ts'
import { everyDocument } from './store/corpus.ts'

export type { QuestionPair, Run } from './scores/run.ts'

/**
 * How this processor computes, as twelve digits of a digest: the vector of one text to its last bit. Processors that add in another order
 * (AVX2, AVX-512, NEON) have others, and figures that differ by a few questions.
 */
export async function arithmeticOf({ embedder }: Pick<Engine, 'embedder'>): Promise<string> {
  const vector = await embedder.embedQuestion('what is ITQ? c’est quoi ITQ ?')
  return createHash('sha256')
    .update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    .digest('hex')
    .slice(0, 12)
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

/**
 * Where each quote of a pair stands, white space folded: a quote of one line may be broken in the source. It is evidence wherever it
 * stands. Nowhere for a quote that counts as not found, never as a smaller average.
 */
export function resolveQuotes(pair: QuestionPair, documents: readonly Pick<SourceDocument, 'source' | 'text'>[]): GoldSpan[][] {
  return pair.relevant.map(({ document, quote }) => {
    const position = documents.findIndex(({ source }) => source === document)
    const pattern = quote.trim().split(/\s+/).map(escaped).join('\\s+')
    const found = documents[position]?.text.matchAll(new RegExp(pattern, 'gu')) ?? []
    return [...found].map(({ 0: text, index }) => ({ document: position, start: index, end: index + text.length }))
  })
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Asks every question of the split in both languages. */
export async function evaluate(
  pairs: readonly QuestionPair[],
  split: 'dev' | 'test' | 'all',
  engine: Engine,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Run[]> {
  const chosen = pairs.filter((pair) => split === 'all' || pair.split === split)
  const familiarity = familiarityAmong(pairs)
  const runs: Run[] = []
  // The first questions of a process pay for compilation; they are asked twice and timed once.
  for (const pair of chosen.slice(0, 5)) await askOne(pair, 'en', [], engine)
  const documents = await everyDocument(engine.corpus)
  for (const pair of chosen) {
    const gold = resolveQuotes(pair, documents)
    for (const language of LANGUAGES) {
      const run = judge(pair, language, gold, await askOne(pair, language, runs, engine), documents)
      // Where it abstained, the answer that it withheld tells whether it was right to.
      const withheld = run.response.answered
        ? run
        : judge(pair, language, gold, await askOne(pair, language, runs, { ...engine, threshold: 0 }), documents)
      runs.push({
        ...run,
        familiarity: familiarity(pair),
        rightAtAnyConfidence: pair.expects === 'answer' && withheld.outcome === 'right',
        shownAtAnyConfidence: withheld.response.answered,
      })
      onProgress(runs.length, chosen.length * LANGUAGES.length)
    }
  }
  return runs
}

/** How well a pair's documents are known: by the documents that the development pairs are about. */
export function familiarityAmong(pairs: readonly QuestionPair[]): (pair: QuestionPair) => Familiarity | undefined {
  const documentsOf = ({ about, relevant }: QuestionPair): string[] => [
    ...(about ? [about] : []),
    ...relevant.map(({ document }) => document),
  ]
  const seen = new Set(pairs.filter(({ split }) => split === 'dev').flatMap(documentsOf))
  return (pair) => {
    if (pair.split === 'dev') return 'dev'
    const documents = documentsOf(pair)
    if (documents.length === 0) return undefined
    return documents.some((document) => seen.has(document)) ? 'seen' : 'unseen'
  }
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

function judge(
  pair: QuestionPair,
  language: Language,
  gold: readonly GoldSpan[][],
  response: AskResponse,
  documents: readonly SourceDocument[],
): Run {
  const idOf = (span: GoldSpan): string => documents[span.document]?.id ?? ''
  const rankOf = (isIt: (passage: AskResponse['passages'][number]) => boolean): number | undefined => {
    const at = response.passages.findIndex(isIt)
    return at === -1 ? undefined : at + 1
  }
  const covers = (citation: AskResponse['citations'][number], spans: readonly GoldSpan[]): boolean =>
    spans.some((span) => idOf(span) === citation.documentId && coversGold(citation, span))
  const right = response.citations.map((citation) => gold.some((spans) => covers(citation, spans)))
  const isQuoted = (numbers: readonly number[], relevant: readonly number[]): boolean =>
    response.citations.some((citation) => numbers.includes(citation.n) && relevant.some((i) => covers(citation, gold[i] ?? [])))
  const valid = response.citations.filter(
    ({ documentId, start, end, quote }) => documents.find(({ id }) => id === documentId)?.text.slice(start, end) === quote,
  )
  const sources = new Set(pair.about ? [pair.about] : pair.relevant.map(({ document }) => document))
  const near = documents.filter(({ source }) => sources.has(source))
  return {
    pair,
    language,
    sameLanguage: near.length === 0 ? undefined : near.some((document) => document.language === language),
    response,
    familiarity: undefined,
    gold: pair.relevant.map(({ document, quote }) => ({ source: document, quote })),
    lost: gold.filter((spans) => spans.length === 0).length,
    documentRank: rankOf((p) => pair.relevant.some(({ document }) => document === p.source)),
    ranks: gold.map((spans) =>
      rankOf((p) => spans.some((span) => p.documentId === idOf(span) && p.start < span.end && span.start < p.end)),
    ),
    right,
    covered: gold.map((spans) => response.citations.some((citation) => covers(citation, spans))),
    valid: valid.length,
    outcome: strictOutcome({ ...pair, language }, response, outcomeOf(pair.expects, response, right), isQuoted),
    rightAtAnyConfidence: false,
    shownAtAnyConfidence: response.answered,
  }
}

export function outcomeOf(
  expects: QuestionPair['expects'],
  { answered, reason, citations }: Pick<AskResponse, 'answered' | 'reason' | 'citations'>,
  right: readonly boolean[],
): Outcome {
  // A reply to small talk cites nothing; an abstention is none, and such a reply is none to a question.
  if (expects === 'help') return reason === 'help' && !answered && citations.length === 0 ? 'right' : 'wrong'
  if (reason === 'help') return 'wrong'
  if (expects === 'no-answer') return answered ? 'wrong' : 'right'
  if (expects === 'clarify' && reason === 'ambiguous') return 'right'
  if (!answered) return 'refused'
  return expects === 'answer' && right.includes(true) ? 'right' : 'wrong'
}

/**
 * The outcome when what a pair asks beyond its evidence is counted too.
 * @param isQuoted whether one of some citations covers one of some gold quotes
 */
export function strictOutcome(
  { parts, topic, choices, unsaid = [], quoted, language }: QuestionPair & { language: Language },
  response: AskResponse,
  outcome: Outcome,
  isQuoted: (citations: readonly number[], relevant: readonly number[]) => boolean,
): Outcome {
  const { answered, answer, citations, sentences } = response
  if (topic !== undefined) return response.topic === topic && !answered && citations.length === 0 ? 'right' : 'wrong'
  const said = answer.toLowerCase()
  if (unsaid.some((word) => said.includes(word))) return 'wrong'
  if (outcome !== 'right') return outcome
  if (choices?.some((choice) => !response.choices?.some((own) => own.includes(choice)))) return 'wrong'
  if (quoted && citations[0]?.language === language) return 'wrong'
  if (!parts) return outcome
  const given = response.parts ?? []
  const isRight = (wanted: (typeof parts)[number], own: (typeof given)[number] | undefined): boolean => {
    if (own?.answered !== (wanted.expects === 'answer')) return false
    return (
      !own.answered ||
      isQuoted(
        own.sentences.flatMap((i) => sentences[i]?.citations ?? []),
        wanted.relevant,
      )
    )
  }
  return given.length === parts.length && parts.every((wanted, i) => isRight(wanted, given[i])) ? 'right' : 'wrong'
}
