/**
 * A reader with a model, a small cross-encoder: it reads the question together with each passage and scores every sentence, the passage as
 * a whole, and the places where an answer begins and ends. Its logits, the retriever's rank and the learned features make one weighted sum;
 * a logistic model says whether the best run answers. Both are fitted on development questions (eval/fit-reader.ts) and lie beside the
 * model, in `weights.json`.
 */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Evidence, type Hit, LANGUAGES, type PassageView, type Span } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { AppError, causeText } from '../errors.ts'
import { checkFiles, type ModelSession, openSession } from '../onnx/runtime.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import { type Candidate, findCandidates, type ReadQuestion, readQuestion } from './features/candidates.ts'
import { confidence, decisionFeatures, isRuledOut, scoreCandidate } from './features/decide.ts'
import { PieceTable } from './pieces.ts'
import type { Reader, Reading } from './reader.ts'
import { type Marks, type Row, type RowLimits, rowOf, spanIn, tablesOf, wordsOf } from './rows.ts'

const GRAPH = 'onnx/model_quantized.onnx'
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', GRAPH]
/** Passages that are read at a time. */
const BATCH = 4
/** Batches whose logits are remembered, the least recently used dropped first; a few kilobytes each. */
const REMEMBERED = 2_000
/** Above this confidence the passages after a batch are left unread. */
const SURE = 0.7
/** More threads than this wait for each other on batches of this size. */
const MOST_THREADS = 4
/** Logit of a sentence that the model did not read, and the least of any: below it nothing is told apart. */
const UNREAD = -8
/** The least of a span, which has two logits. */
const NOWHERE = 2 * UNREAD

/** What orders the runs: logits of the model for its best sentence, for its passage and for the span pointed at there, score by learned features, 1 / rank of the passage. */
export const RANKING = ['sentence', 'answers', 'pointed', 'features', 'rank'] as const
/** What is known of a passage that the cross-encoder has not read. */
const BEFORE_READING = ['features', 'rank'] as const satisfies readonly (typeof RANKING)[number][]
/** What says whether the best run answers: logits of the model, log odds by learned features, hard rules. */
export const DECISION = ['sentence', 'answers', 'features', 'ruledOut'] as const
export type Ranking = Record<(typeof RANKING)[number], number>
export type Decision = Record<(typeof DECISION)[number], number>

/** config.json of a reader. Sizes in pieces, as it was trained; ids of the marks of its tokenizer. */
const ConfigSchema = z.object({
  reader: z.object({
    id: z.string(),
    ...{ cls: z.int(), pad: z.int(), sep: z.int() },
    ...{ question: z.int().positive(), title: z.int().positive(), text: z.int().positive() },
  }),
})
const numbers = <K extends string>(names: readonly K[]) => z.record(z.enum(names), z.number())
export const ReaderWeightsSchema = z.object({
  /** Relevance is in the points that the rules of choice go by: the features weigh a quarter (eval/fit-reader.ts). */
  ranking: numbers(RANKING),
  decision: z.object({ bias: z.number(), weights: numbers(DECISION) }),
  threshold: numbers(LANGUAGES),
})
export type ReaderWeights = z.infer<typeof ReaderWeightsSchema>

/** A run with everything that its score is made of. */
export interface ScoredRun {
  candidate: Candidate
  ranking: Ranking
  span: Span | undefined
}

export interface ModelReader extends Reader {
  /** Every run, unordered: for fitting. */
  score(question: AnalysedQuestion, hits: readonly Hit[], signal?: AbortSignal): Promise<ScoredRun[]>
  close(): Promise<void>
}

/**
 * @param folder config.json, tokenizer.json, tokenizer_config.json, onnx/model_quantized.onnx and their SHA256SUMS; weights.json
 * @param weights instead of those in the folder, for fitting
 * @param threads of one run; the logits are the same with any number
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openModelReader(
  folder: string,
  weights?: ReaderWeights,
  threads = Math.min(MOST_THREADS, availableParallelism()),
): Promise<ModelReader> {
  await checkFiles(folder, FILES, 'required')
  const { reader: sizes } = await readJson(join(folder, 'config.json'), ConfigSchema)
  const fitted = weights ?? (await readJson(join(folder, 'weights.json'), ReaderWeightsSchema))
  const session = await openSession(folder, { graph: GRAPH, threads })
  const pieces = new PieceTable(session, sizes.text)
  const model: OpenedModel = { session, pieces, marks: sizes, limits: sizes, remembered: new Map() }
  const score = async (question: AnalysedQuestion, hits: readonly Hit[], signal?: AbortSignal): Promise<ScoredRun[]> => {
    signal?.throwIfAborted()
    const asked = readQuestion(question)
    const candidates = findCandidates(asked, hits)
    const read = new Map<string, ReadPassage>()
    const runs = (): ScoredRun[] => candidates.map((candidate) => scoredRun(candidate, hits, read.get(candidate.passage.id)))
    const first = mostPromising(runs(), hits, fitted)
    for (let at = 0; at < first.length; at += BATCH) {
      for (const [id, passage] of await readBatch(question.spelled ?? question.text, first.slice(at, at + BATCH), model, signal))
        read.set(id, passage)
      if (at + BATCH < first.length && answering(asked, ordered(runs(), fitted), fitted) > SURE) break
    }
    return runs()
  }
  return {
    id: `${sizes.id} (${basename(folder)})`,
    threshold: fitted.threshold,
    score,
    async read(question, hits, signal): Promise<Reading> {
      const runs = ordered(await score(question, hits, signal), fitted)
      const asked = readQuestion(question)
      return {
        none: 1 - answering(asked, runs, fitted),
        evidence: runs.map((run): Evidence => {
          const { passage, sentence, span, features } = run.candidate
          const { coverage, type, definition } = features
          const aspects = { coverage, type, definition }
          const relevance = relevanceOf(run, fitted)
          return { passage, sentence, span, relevance, aspects, answer: run.span, confidence: answering(asked, [run], fitted) }
        }),
      }
    },
    close: session.close,
  }
}

async function readJson<S extends z.ZodType>(file: string, schema: S): Promise<z.infer<S>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('model-missing', { file }, { cause })
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('model-invalid', { folder: file, cause: causeText(cause) }, { cause })
  }
}

interface OpenedModel {
  session: ModelSession
  pieces: PieceTable
  marks: Marks
  limits: RowLimits
  remembered: Map<string, ReadonlyMap<string, ReadPassage>>
}

// ---- scores ----

interface ReadPassage {
  /** Logit that the passage answers. */
  relevance: number
  /** By offset of a sentence in its document: its logit, the likeliest span in it, and that span's score against "nowhere". */
  sentences: ReadonlyMap<number, { logit: number; span: Span | undefined; pointed: number }>
}

/**
 * Logits of the passages by id. The same question of the same passages, in the same order, is read once: the scale of int8 activations is
 * that of a whole run, so that only the whole of it gives the same logits again.
 */
async function readBatch(
  question: string,
  passages: readonly PassageView[],
  model: OpenedModel,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ReadPassage>> {
  const contents = passages.map(({ id, start, title, text, sentences }) => [id, start, title, text, sentences])
  // Of a question no more than a digest is kept.
  const key = createHash('sha256')
    .update(JSON.stringify([question, contents]))
    .digest('base64')
  const known = model.remembered.get(key)
  const found = known ?? (await runBatch(question, passages, model, signal))
  if (known) model.remembered.delete(key)
  model.remembered.set(key, found)
  for (const oldest of model.remembered.keys()) {
    if (model.remembered.size <= REMEMBERED) break
    model.remembered.delete(oldest)
  }
  return found
}

async function runBatch(
  question: string,
  passages: readonly PassageView[],
  { session, pieces, marks, limits }: OpenedModel,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ReadPassage>> {
  const texts = passages.map((passage) => ({
    // Names of files stand for titles; questions without an answer came with such names when the model was trained.
    title: passage.title.replaceAll('_', ' '),
    text: passage.text,
    sentences: passage.sentences.map(({ start, end }) => ({ start: start - passage.start, end: end - passage.start })),
  }))
  pieces.prepare([question, ...texts.flatMap(({ title, text }) => [title, text])])
  const asked = wordsOf(question).flatMap(({ start, end }) => pieces.of(question.slice(start, end)))
  const rows = texts.map((text) => rowOf(asked, text, pieces.of, marks, limits))
  const tables = tablesOf(rows, marks)
  const [length = 0, slots] = [tables.ids.dims[1], tables.slots.data.length]
  const found = await session.run(tables, signal)
  const values = (name: string): Float32Array => found[name]?.data ?? new Float32Array()
  const [relevance, sentences, start, end] = [values('relevance'), values('sentences'), values('start'), values('end')]
  return new Map(
    rows.map((row, r) => {
      const passage = elementAt(passages, r)
      const places: [Float32Array, Float32Array] = [
        start.subarray(r * length, (r + 1) * length),
        end.subarray(r * length, (r + 1) * length),
      ]
      return [
        passage.id,
        {
          relevance: Math.max(UNREAD, relevance[r] ?? UNREAD),
          sentences: readSentences(row, passage, sentences.subarray(r * slots), places),
        },
      ]
    }),
  )
}

function readSentences(
  row: Row,
  passage: PassageView,
  logits: Float32Array,
  [start, end]: [Float32Array, Float32Array],
): ReadPassage['sentences'] {
  return new Map(
    passage.sentences.slice(0, row.sentences).map((sentence, i) => {
      const span = spanIn(row, i + 1, start, end)
      const placed = span && { start: passage.start + span.start, end: passage.start + span.end }
      return [
        sentence.start,
        { logit: Math.max(UNREAD, logits[i] ?? UNREAD), span: placed, pointed: Math.max(NOWHERE, span?.score ?? NOWHERE) },
      ]
    }),
  )
}

/** The passages in the order in which they are read: those with the best run by everything else first. */
function mostPromising(runs: readonly ScoredRun[], hits: readonly Hit[], weights: Pick<ReaderWeights, 'ranking'>): PassageView[] {
  const best = new Map<string, number>()
  for (const run of runs) {
    const { id } = run.candidate.passage
    best.set(id, Math.max(best.get(id) ?? Number.NEGATIVE_INFINITY, relevanceOf(run, weights, BEFORE_READING)))
  }
  const worth = ({ id }: PassageView): number => best.get(id) ?? Number.NEGATIVE_INFINITY
  return hits.map(({ passage }) => passage).sort((a, b) => worth(b) - worth(a) || 0)
}

function scoredRun(candidate: Candidate, hits: readonly Hit[], read: ReadPassage | undefined): ScoredRun {
  const { passage, span } = candidate
  const position = hits.findIndex((hit) => hit.passage.id === passage.id)
  const isInside = (start: number): boolean => start >= span.start && start < span.end
  // A run of several sentences (a list with its lead-in) is as good as its best one.
  const own = [...(read?.sentences ?? [])].filter(([start]) => isInside(start))
  const [, best] = own.sort((a, b) => b[1].logit - a[1].logit)[0] ?? []
  return {
    candidate,
    span: best?.span,
    ranking: {
      sentence: best?.logit ?? UNREAD,
      answers: read?.relevance ?? UNREAD,
      pointed: best?.pointed ?? NOWHERE,
      features: scoreCandidate(candidate),
      rank: 1 / (1 + position),
    },
  }
}

function relevanceOf(
  { ranking }: ScoredRun,
  weights: Pick<ReaderWeights, 'ranking'>,
  names: readonly (typeof RANKING)[number][] = RANKING,
): number {
  return names.reduce((sum, name) => sum + weights.ranking[name] * ranking[name], 0)
}

function ordered(runs: ScoredRun[], weights: ReaderWeights): ScoredRun[] {
  const scores = new Map(runs.map((run) => [run, relevanceOf(run, weights)]))
  return runs.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0))
}

/** What the decision is made of. @param runs best first */
export function decisionOf(asked: ReadQuestion, [best]: readonly ScoredRun[]): Decision | undefined {
  if (!best) return undefined
  const probability = confidence(decisionFeatures(asked, best.candidate))
  return {
    sentence: best.ranking.sentence,
    answers: best.ranking.answers,
    features: Math.log(probability / (1 - probability)),
    ruledOut: isRuledOut(asked, best.candidate) ? 1 : 0,
  }
}

/** Probability that the best run answers, 0 to 1. */
function answering(asked: ReadQuestion, runs: readonly ScoredRun[], { decision: { bias, weights } }: ReaderWeights): number {
  const found = decisionOf(asked, runs)
  if (!found) return 0
  return 1 / (1 + Math.exp(-DECISION.reduce((sum, name) => sum + weights[name] * found[name], bias)))
}
