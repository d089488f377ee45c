/**
 * Fits the weights of sentence choice and of abstention on the development questions and writes src/read/features/weights.json.
 * Test questions are never read: `loadQuestions('dev')` drops them before anything else sees them.
 *
 *     npm run fit -- [--write] [--verbose] [--extra FILE.jsonl.gz ...]
 *
 * Sentence choice: softmax over the candidates of a question, the probability of the gold ones raised by gradient ascent, weights
 * held near a prior by lambda * |w - prior|^2. Abstention: logistic regression with ridge. Both are checked by leaving pairs out.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { indexContent } from '../src/assembly.ts'
import { ConfigSchema } from '../src/config.ts'
import { describeDocument, readFolder } from '../src/documents/read.ts'
import { LANGUAGES, type Language, type SourceDocument, type Span } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { loadQuestions, type QuestionPair, resolveQuotes } from '../src/evaluate.ts'
import { type Candidate, FEATURES, type Feature, findCandidates, readQuestion } from '../src/read/features/candidates.ts'
import { DECISION_FEATURES, type DecisionFeature, decisionFeatures, isRuledOut } from '../src/read/features/decide.ts'
import { READ_HITS } from '../src/read/reader.ts'
import { find } from '../src/retrieve/find.ts'
import { coversGold, rocArea } from '../src/scores/metrics.ts'
import type { GoldSpan } from '../src/scores/run.ts'
import { openInMemory, type SearchIndex } from '../src/store/generation.ts'
import { type Turn, understand } from '../src/understand/understand.ts'
import { lacksName } from '../src/verify/named.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const PRIOR: Record<Feature, number> = {
  coverage: 1,
  context: 0.5,
  cosine: 0.6,
  passage: 0.3,
  type: 0.4,
  lacksType: 0,
  definition: 0.4,
  heading: -0.4,
  length: -0.2,
  head: 0.05,
  speech: 0.3,
  signature: 0,
}
const LAMBDA = 0.1
const RIDGE = 0.02
/** What a development question weighs beside one over other texts, so that either kind has about half of the say. */
const OWN_WEIGHT = 10
/** Questions drawn from each extra file. */
const EXTRA_QUESTIONS = 300

/** Largest share of answerable development questions, held out, that may be refused. */
const MAX_REFUSED = 0.1

interface Sample {
  /** Samples of one group are never split between fitting and checking. */
  group: string
  language: Language
  answerable: boolean
  /** From the development questions, rather than from a file of questions over other texts. */
  own: boolean
  text: string
  candidates: Candidate[]
  gold: boolean[]
  decide: (best: Candidate) => { features: Record<DecisionFeature, number>; blocked: boolean }
}

const options = parseArgs({
  options: {
    write: { type: 'boolean' },
    verbose: { type: 'boolean' },
    extra: { type: 'string', multiple: true },
    model: { type: 'string' },
  },
}).values
const models = await openModels(options.model ?? join(root, ConfigSchema.parse({}).model))
const samples = [...(await ownSamples()), ...(await Promise.all((options.extra ?? []).map(extraSamples))).flat()]

/** The development questions over the seeds. */
async function ownSamples(): Promise<Sample[]> {
  const { documents } = await readFolder(join(root, 'seeds'))
  const index = await openInMemory(await indexContent(documents, models), models)
  const pairs = (await loadQuestions(join(root, 'eval/questions.jsonl'))).filter(
    ({ split, expects }) => split === 'dev' && expects !== 'clarify',
  )
  const found: Sample[] = []
  for (const pair of pairs) {
    const gold = resolveQuotes(pair, documents)
      .flat()
      .map((span) => toGold(span, documents))
    for (const language of LANGUAGES) {
      const sample = await toSample({ text: pair.question[language], history: turnsBefore(pair, pairs, language) }, index, gold)
      found.push({ ...sample, group: pair.id, answerable: pair.expects === 'answer', own: true })
    }
  }
  return found
}

interface Gold extends Span {
  documentId: string
}

function toGold({ document, start, end }: GoldSpan, documents: readonly SourceDocument[]): Gold {
  return { documentId: documents[document]?.id ?? '', start, end }
}

/** What was asked before a follow-up. What was answered is not known here; only a person named in an answer is lost by that. */
function turnsBefore(pair: QuestionPair, pairs: readonly QuestionPair[], language: Language): Turn[] {
  const turns: Turn[] = []
  for (let id = pair.after; id; ) {
    const before = pairs.find((other) => other.id === id)
    if (before) turns.unshift({ question: before.question[language], answer: '' })
    id = before?.after
  }
  return turns
}

/**
 * Questions over other texts, one JSON object a line of a gzip file: `question`, `lang`, `passage`, `title`, `answers`. Each
 * question is used twice: over all passages, and as a near miss over all but its own.
 */
async function extraSamples(file: string): Promise<Sample[]> {
  const rows = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ExtraRow)
  const texts = [...new Map(rows.map((row) => [row.passage, row])).values()]
  const documents = texts.map((row, i) =>
    describeDocument({ source: `${i}.txt`, text: row.passage, sha256: '', ...(row.title ? { title: row.title } : {}) }),
  )
  const index = await openInMemory(await indexContent(documents, models), models)
  const position = new Map(texts.map((row, i) => [row.passage, i]))
  const every = Math.ceil(rows.length / EXTRA_QUESTIONS)
  const found: Sample[] = []
  for (const row of rows.filter((_, i) => i % every === 0)) {
    const documentId = documents[position.get(row.passage) ?? -1]?.id ?? ''
    const answer = row.answers.find((text) => row.passage.includes(text))
    if (!answer) continue
    const start = row.passage.indexOf(answer)
    const gold = [{ documentId, start, end: start + answer.length }]
    const common = { group: `${file} ${row.title || row.passage.slice(0, 40)}`, own: false }
    found.push({ ...(await toSample({ text: row.question, language: row.lang }, index, gold)), ...common, answerable: true })
    found.push({ ...(await toSample({ text: row.question, language: row.lang }, index, [], documentId)), ...common, answerable: false })
  }
  return found
}

interface ExtraRow {
  question: string
  lang: Language
  passage: string
  title?: string
  answers: string[]
}

/** @param without document that is kept out of the hits */
async function toSample(
  asked: { text: string; language?: Language; history?: Turn[] },
  index: SearchIndex,
  gold: readonly Gold[],
  without?: string,
) {
  const understood = await understand(asked, { words: index.corpus.vocabulary, rank: models.wordTable.rank })
  const { question, hits } = await find(understood.question, index.corpus, models, READ_HITS * 2)
  const read = readQuestion(question)
  const kept = hits.filter(({ passage }) => passage.documentId !== without).slice(0, READ_HITS)
  const candidates = findCandidates(read, kept)
  const lacking = new Map<string, boolean>()
  for (const { passage } of candidates) {
    const { documentId } = passage
    if (!lacking.has(documentId)) lacking.set(documentId, await lacksName(question, () => index.corpus.wordsOf(documentId)))
  }
  return {
    language: question.language,
    text: question.text,
    candidates,
    gold: candidates.map((c) => gold.some((g) => g.documentId === c.passage.documentId && coversGold(c.span, g))),
    decide: (best: Candidate) => ({
      features: decisionFeatures(read, best),
      blocked: isRuledOut(read, best) || lacking.get(best.passage.documentId) === true,
    }),
  }
}

const answerable = samples.filter((sample) => sample.answerable)

// ---- sentence choice ----

type Ranking = Record<Feature, number>
const SHARPNESS = 4

function fitRanking(train: readonly Sample[]): Ranking {
  const weights = { ...PRIOR }
  const total = sum(train.map(({ own }) => (own ? OWN_WEIGHT : 1)))
  for (let step = 0; step < 300; step++) {
    const gradient = Object.fromEntries(FEATURES.map((f) => [f, 0])) as Ranking
    for (const { candidates, gold, own } of train) {
      const weight = own ? OWN_WEIGHT : 1
      if (!gold.includes(true)) continue
      const odds = candidates.map((c) => Math.exp(SHARPNESS * (score(c, weights) - 4)))
      const all = sum(odds)
      const right = sum(odds.filter((_, i) => gold[i]))
      candidates.forEach(({ features }, i) => {
        const pull = (gold[i] ? (odds[i] as number) / right : 0) - (odds[i] as number) / all
        for (const f of FEATURES) gradient[f] += weight * SHARPNESS * pull * features[f]
      })
    }
    for (const f of FEATURES) weights[f] += 0.3 * (gradient[f] / total - LAMBDA * (weights[f] - PRIOR[f]))
  }
  return weights
}

function score({ features }: Candidate, weights: Ranking): number {
  return sum(FEATURES.map((f) => weights[f] * features[f]))
}

function order(sample: Sample, weights: Ranking): number[] {
  return sample.candidates
    .map((_, i) => i)
    .sort((a, b) => score(sample.candidates[b] as Candidate, weights) - score(sample.candidates[a] as Candidate, weights))
}

// ---- abstention ----

interface Decision {
  bias: number
  weights: Record<DecisionFeature, number>
}
interface Labelled {
  sample: Sample
  features: Record<DecisionFeature, number>
  blocked: boolean
  /** The best candidate answers the question. */
  right: boolean
}

function label(part: readonly Sample[], ranking: Ranking): Labelled[] {
  return part.flatMap((sample) => {
    const [first] = order(sample, ranking)
    const best = first === undefined ? undefined : sample.candidates[first]
    if (!best) return []
    return [{ sample, ...sample.decide(best), right: sample.answerable }]
  })
}

function fitDecision(train: readonly Labelled[]): Decision {
  const usable = train.filter(({ blocked }) => !blocked)
  const size = (right: boolean): number =>
    sum(usable.filter((item) => item.right === right).map(({ sample }) => (sample.own ? OWN_WEIGHT : 1)))
  const sizes = { true: size(true), false: size(false) }
  const decision: Decision = { bias: 0, weights: Object.fromEntries(DECISION_FEATURES.map((f) => [f, 0])) as Decision['weights'] }
  for (let step = 0; step < 3000; step++) {
    let bias = 0
    const gradient = Object.fromEntries(DECISION_FEATURES.map((f) => [f, 0])) as Decision['weights']
    for (const { features, right, sample } of usable) {
      // Both classes weigh the same, whatever their number.
      const weight = (0.5 * (sample.own ? OWN_WEIGHT : 1)) / sizes[`${right}`]
      const error = weight * ((right ? 1 : 0) - probability(features, decision))
      bias += error
      for (const f of DECISION_FEATURES) gradient[f] += error * features[f]
    }
    decision.bias += 0.5 * bias
    for (const f of DECISION_FEATURES) decision.weights[f] += 0.5 * (gradient[f] - RIDGE * 0.1 * decision.weights[f])
  }
  return decision
}

function probability(features: Record<DecisionFeature, number>, { bias, weights }: Decision): number {
  return 1 / (1 + Math.exp(-bias - sum(DECISION_FEATURES.map((f) => weights[f] * features[f]))))
}

/** The highest threshold that refuses no more than MAX_REFUSED of the answerable questions: as few near misses answered as that allows. */
function chooseThreshold(part: readonly (Labelled & { p: number })[]): number {
  const items = part.filter(({ right }) => right)
  let chosen = 0.05
  for (let at = 0.05; at < 0.95; at += 0.01) {
    if (items.filter(({ p, blocked }) => blocked || p < at).length <= MAX_REFUSED * items.length) chosen = at
  }
  return round(chosen)
}

// ---- run ----

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0)
}

function round(x: number): number {
  return Math.round(x * 100) / 100
}

function rounded<K extends string>(values: Record<K, number>): Record<K, number> {
  return Object.fromEntries(Object.entries<number>(values).map(([k, v]) => [k, round(v)])) as Record<K, number>
}

const FOLDS = 7
const groups = [...new Set(samples.map(({ group }) => group))]
const fold = ({ group }: Sample): number => groups.indexOf(group) % FOLDS
const heldOut: (Labelled & { p: number })[] = []
const chosen: { sample: Sample; rank: number }[] = []
for (let k = 0; k < FOLDS; k++) {
  const inside = samples.filter((sample) => fold(sample) !== k)
  const outside = samples.filter((sample) => fold(sample) === k)
  const ranking = fitRanking(inside.filter((sample) => sample.answerable))
  for (const sample of outside.filter((item) => item.answerable))
    chosen.push({ sample, rank: order(sample, ranking).findIndex((i) => sample.gold[i]) })
  const decision = fitDecision(label(inside, ranking))
  for (const item of label(outside, ranking)) heldOut.push({ ...item, p: probability(item.features, decision) })
}
const ranking = rounded(fitRanking(answerable))
const decision = fitDecision(label(samples, ranking))
// One threshold for both languages: a choice among sixteen near misses each is noise, and the languages must be treated alike.
const common = chooseThreshold(heldOut.filter(({ sample }) => sample.own))
const threshold = Object.fromEntries(LANGUAGES.map((language) => [language, common])) as Record<Language, number>

for (const own of [true, false]) {
  const part = chosen.filter(({ sample }) => sample.own === own)
  if (part.length === 0) continue
  const within = (n: number): string => percent(part.filter(({ rank }) => rank >= 0 && rank < n).length, part.length)
  console.log(
    `sentence choice, held out, ${own ? 'development questions' : 'extra files'} (${part.length}): first ${within(1)}, among three ${within(3)}`,
  )
  for (const language of LANGUAGES) {
    const items = heldOut.filter(({ sample }) => sample.own === own && sample.language === language)
    const refused = ({ p, blocked }: { p: number; blocked: boolean }): boolean => blocked || p < threshold[language]
    const [right, wrong] = [items.filter((item) => item.right), items.filter((item) => !item.right)]
    console.log(
      `  ${language}, threshold ${threshold[language]}: near misses refused ${percent(wrong.filter(refused).length, wrong.length)}` +
        ` (ruled out ${percent(wrong.filter(({ blocked }) => blocked).length, wrong.length)}), answerable refused ${percent(right.filter(refused).length, right.length)}` +
        ` (ruled out ${percent(right.filter(({ blocked }) => blocked).length, right.length)}), AUC ${rocArea(right.map(sureness), wrong.map(sureness)).toFixed(3)}`,
    )
  }
}
const fitted = {
  provenance: {
    script: 'eval/fit.ts',
    questions: `eval/questions.jsonl, ${samples.filter(({ own }) => own).length} development questions`,
    extra: (options.extra ?? []).map(
      (file) => `${basename(file)}, sha256 ${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
    ),
    model: models.embedder.id,
    lambda: LAMBDA,
    ridge: RIDGE,
  },
  ranking,
  decision: { bias: round(decision.bias), weights: rounded(decision.weights), threshold },
}
console.log(JSON.stringify(fitted, null, 2))
if (options.verbose) {
  for (const { sample, p, blocked, right, features } of heldOut) {
    if (!sample.own || (!blocked && p >= threshold[sample.language]) === right) continue
    console.log(
      right ? 'REFUSED ' : 'ANSWERED',
      sample.language,
      sample.group,
      p.toFixed(2),
      blocked,
      sample.text,
      JSON.stringify(rounded(features)),
    )
  }
}
if (options.write) writeFileSync(join(root, 'src/read/features/weights.json'), `${JSON.stringify(fitted, null, 2)}\n`)

/** What the threshold has to work with: a question ruled out has no chance. */
function sureness({ p, blocked }: { p: number; blocked: boolean }): number {
  return blocked ? 0 : p
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
