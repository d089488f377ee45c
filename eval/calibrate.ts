/**
 * Fits what confidence means, on several sets of documents at once, and checks it by leaving each of them out.
 *
 *     npm run calibrate -- [--set NAME=FILE,FILE ...] [--error 0.1] [--most 400] [--out FILE] [--write]
 *
 * The development halves of both collections are always there. Each further set is made of files of questions with their passages (the
 * format of reading tests; SQuAD, PIAF): passages of one title become one document, and all documents one folder. Questions without an
 * answer in their passage are near misses; where a set has none, every other passage is kept out of the folder, so that its questions are.
 *
 * Confidence is a logistic model already, so what is fitted here (Platt scaling; Platt 1999) is one slope and one bias of its log odds:
 * --write multiplies them into src/read/features/weights.json. Order and decisions stay as they are, since the threshold moves along.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ask } from '../src/ask.ts'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { AskRequestSchema, type AskResponse, LANGUAGES, type Language } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import type { Engine } from '../src/engine.ts'
import { evaluate, loadQuestions } from '../src/evaluate.ts'
import { loadReading } from '../src/evaluate-reading.ts'
import { expectedCalibrationError, reliability } from '../src/scores/calibration.ts'
import { builtInCollections } from '../src/scores/collections.ts'
import { coversGold } from '../src/scores/metrics.ts'
import { isAnswerable, type ReadingQuestion } from '../src/scores/reading.ts'
import { everyDocument } from '../src/store/corpus.ts'
import { fitLogistic, leaveOneSetOut, logit, operatingPoint, probability, type Sample, thresholdAtError } from './calibration.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: given } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: [] },
    error: { type: 'string', default: '0.1' },
    most: { type: 'string', default: '400' },
    out: { type: 'string' },
    write: { type: 'boolean' },
  },
})
const most = Number(given.most)
const error = Number(given.error)
const models = await openModels(join(root, DEFAULT_MODEL))
const work = mkdtempSync(join(tmpdir(), 'sourcier-calibrate-'))

const FEATURES = ['log odds of the confidence, 0 where it was ruled out', 'ruled out by a check']

function featuresOf({ confidence = 0 }: AskResponse): number[] {
  return confidence === 0 ? [0, 1] : [logit(confidence), 0]
}

/** The engine shows its best evidence whatever its confidence. */
async function openFolder(documentsFolder: string, indexFolder: string): Promise<Engine> {
  const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  return { corpus: index.corpus, ...models, threshold: 0 }
}

/** The development questions of a collection, but those that should be asked back or are small talk. */
async function collectionSamples(name: 'seeds' | 'public'): Promise<Sample[]> {
  const { documents, index, questions } = builtInCollections(root, work)[name]
  const runs = await evaluate(await loadQuestions(questions), 'dev', await openFolder(documents, index))
  return runs
    .filter(({ pair }) => pair.expects === 'answer' || pair.expects === 'no-answer')
    .map(({ pair, language, response, right }) => {
      const answerable = pair.expects === 'answer'
      return { set: name, language, features: featuresOf(response), answerable, right: answerable && right[0] === true }
    })
}

interface Placed {
  question: ReadingQuestion
  /** Undefined for a near miss. */
  gold: { source: string; start: number; end: number } | undefined
}

/** Questions of files over one folder of documents, each document the passages of one title. */
async function fileSamples(name: string, files: readonly string[]): Promise<Sample[]> {
  const rows = (await Promise.all(files.map(loadReading))).flat().map((row) => ({ ...row, passage: row.passage.replace(/\s+/g, ' ') }))
  const lacksNearMisses = rows.every(isAnswerable)
  const articles = new Map<string, Set<string>>()
  for (const { title = 'document', passage } of rows) articles.set(title, (articles.get(title) ?? new Set()).add(passage))
  const folder = mkdtempSync(join(work, 'documents-'))
  const placeOf = new Map<string, { source: string; start: number }>()
  for (const [i, [title, passages]] of [...articles].entries()) {
    const source = `${i}.txt`
    let text = `${title.replace(/_/g, ' ')}\n\n`
    for (const [j, passage] of [...passages].entries()) {
      if (lacksNearMisses && j % 2 === 1) continue
      placeOf.set(passage, { source, start: text.length })
      text += `${passage}\n\n`
    }
    writeFileSync(join(folder, source), text)
  }
  const engine = await openFolder(folder, mkdtempSync(join(work, 'index-')))
  const textOf = new Map((await everyDocument(engine.corpus)).map(({ source, text }) => [source, text]))
  const placed = rows.flatMap((question): Placed[] => {
    const place = placeOf.get(question.passage)
    if (!place || !isAnswerable(question)) return [{ question, gold: undefined }]
    const answer = question.answers.find((text) => question.passage.includes(text))
    if (!answer) return []
    const start = place.start + question.passage.indexOf(answer)
    // What the parser changed would move every offset.
    if (textOf.get(place.source)?.slice(start, start + answer.length) !== answer) return []
    return [{ question, gold: { source: place.source, start, end: start + answer.length } }]
  })
  const drawn = [true, false].flatMap((wanted) => evenly(placed.filter(({ gold }) => (gold !== undefined) === wanted)))
  const samples: Sample[] = []
  for (const { question, gold } of drawn) {
    const response = await ask(AskRequestSchema.parse({ question: question.question.slice(0, 2000), language: question.lang }), engine)
    const [best] = response.citations
    const right = gold !== undefined && best !== undefined && best.source === gold.source && coversGold(best, gold)
    samples.push({ set: name, language: question.lang, features: featuresOf(response), answerable: gold !== undefined, right })
  }
  return samples
}

/** At most `most`, from all over the list. */
function evenly<T>(items: readonly T[]): T[] {
  const step = Math.max(1, items.length / most)
  return Array.from({ length: Math.min(most, items.length) }, (_, i) => items[Math.floor(i * step)]).filter((item) => item !== undefined)
}

const RIDGE = 1

function fitTo(samples: readonly Sample[]) {
  const model = fitLogistic(samples, RIDGE)
  const confidence = ({ features }: Sample): number => probability(model, features)
  return { model, confidence, threshold: thresholdAtError(samples, samples.map(confidence), error) }
}

const sets = given.set.map((argument) => {
  const at = argument.indexOf('=')
  return { name: argument.slice(0, at), files: argument.slice(at + 1).split(',') }
})
const samples = [...(await collectionSamples('seeds')), ...(await collectionSamples('public'))]
for (const { name, files } of sets) samples.push(...(await fileSamples(name, files)))
rmSync(work, { recursive: true, force: true })

const { model, confidence } = fitTo(samples)
const confidences = samples.map(confidence)
const thresholds = Object.fromEntries(
  LANGUAGES.map((language: Language) => {
    const own = samples.filter((sample) => sample.language === language)
    return [language, round(thresholdAtError(own, own.map(confidence), error))]
  }),
)
const heldOut = leaveOneSetOut(samples, fitTo).map((row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? round(value) : value])),
)
const decisions = samples.map(({ right }, i) => ({ confidence: confidences[i] ?? 0, good: right }))

console.log('Expected calibration error of each set as it stands:')
console.table(
  Object.fromEntries(
    [...new Set(samples.map(({ set }) => set))].map((name) => {
      const own = samples.filter(({ set }) => set === name)
      const stated = own.map(({ features: [z = 0, ruledOut], right }) => ({
        confidence: ruledOut ? 0 : 1 / (1 + Math.exp(-z)),
        good: right,
      }))
      return [name, round(expectedCalibrationError(stated))]
    }),
  ),
)
console.log('Each set left out of the fit, then measured:')
console.table(heldOut)
console.log(`Reliability of all, expected calibration error ${percent(expectedCalibrationError(decisions))}:`)
for (const { low, high, questions, confidence: said, right } of reliability(decisions)) {
  const bar = Number.isNaN(right) ? '' : '█'.repeat(Math.round(40 * right))
  console.log(
    `  ${low.toFixed(1)}–${high.toFixed(1)} ${String(questions).padStart(5)}  says ${percent(said)}  right ${percent(right)}  ${bar}`,
  )
}
console.log('Thresholds, every set weighing alike:')
console.table([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((threshold) => operatingPoint(samples, confidences, threshold)))

const fitted = {
  provenance: {
    script: 'eval/calibrate.ts',
    model: models.embedder.id,
    error,
    ridge: RIDGE,
    sets: [
      ...(['seeds', 'public'] as const).map((name) => ({ name, files: [describeFile(builtInCollections(root, work)[name].questions)] })),
      ...sets.map(({ name, files }) => ({ name, files: files.map(describeFile) })),
    ].map((set) => ({ ...set, questions: samples.filter((sample) => sample.set === set.name).length })),
  },
  features: FEATURES,
  ...{ bias: round(model.bias), weights: model.weights.map(round), thresholds, heldOut },
}
const text = `${JSON.stringify(fitted, null, 2)}\n`
if (given.out) writeFileSync(given.out, text)
else process.stdout.write(text)
if (given.write) writeWeights()

/** What was ruled out stays at 0, so that its weight is not needed. */
function writeWeights(): void {
  const file = join(root, 'src/read/features/weights.json')
  const { provenance, ranking, decision } = JSON.parse(readFileSync(file, 'utf8')) as StoredWeights
  const slope = model.weights[0] ?? 1
  const moved = (threshold: number): number => round(probability({ bias: model.bias, weights: [slope] }, [logit(threshold)]))
  const calibrated: StoredWeights = {
    provenance: { ...provenance, calibration: { ...fitted.provenance, slope: round(slope), bias: round(model.bias) } },
    ranking,
    decision: {
      bias: round(slope * decision.bias + model.bias),
      weights: mapped(decision.weights, (weight) => round(slope * weight)),
      threshold: mapped(decision.threshold, moved),
    },
  }
  writeFileSync(file, `${JSON.stringify(calibrated, null, 2)}\n`)
}

interface StoredWeights {
  provenance: Record<string, unknown>
  ranking: unknown
  decision: { bias: number; weights: Record<string, number>; threshold: Record<string, number> }
}

function mapped(record: Readonly<Record<string, number>>, change: (value: number) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}

function describeFile(file: string): string {
  return `${basename(file)}, sha256 ${createHash('sha256').update(readFileSync(file)).digest('hex')}`
}

function round(x: number): number {
  return Math.round(x * 10_000) / 10_000
}

function percent(share: number): string {
  return Number.isNaN(share) ? '    –' : `${(100 * share).toFixed(1).padStart(5)} %`
}
