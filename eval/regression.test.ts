/** The evaluation set as a regression test: no figure may fall below eval/baseline.json. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { FRAME_WORDS } from '../src/answer/frames.ts'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { openLocalEmbedder } from '../src/embed/local.ts'
import { evaluate, loadQuestions, type QuestionPair } from '../src/evaluate.ts'
import { type Baseline, compare } from '../src/scores/baseline.ts'
import { type Evaluation, summarise } from '../src/scores/summary.ts'

const QUESTIONS = 'eval/questions.jsonl'
let pairs: QuestionPair[]
let all: Evaluation
const baseline = JSON.parse(readFileSync('eval/baseline.json', 'utf8')) as Baseline

beforeAll(async () => {
  const embedder = await openLocalEmbedder(DEFAULT_MODEL)
  const { index } = await buildIndex({
    documentsFolder: 'seeds',
    indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-eval-')),
    embedder,
    store: 'hnsw',
  })
  pairs = await loadQuestions(QUESTIONS)
  all = summarise(await evaluate(pairs, 'all', { index, embedder }), 'all', embedder.id, FRAME_WORDS)
})

test('the set is what it says: pairs in both languages, both splits, near misses of every kind', () => {
  const answerable = pairs.filter(({ expects }) => expects === 'answer')
  const misses = pairs.filter(({ expects }) => expects === 'no-answer')
  expect(answerable.length).toBeGreaterThanOrEqual(120)
  expect(misses.length).toBeGreaterThanOrEqual(40)
  for (const kind of [
    'definition',
    'acronym',
    'person',
    'date',
    'amount',
    'list',
    'two-documents',
    'keywords',
    'misspelt',
    'unaccented',
    'mixed',
    'follow-up',
  ])
    expect(answerable.map((pair) => pair.kind)).toContain(kind)
  for (const kind of ['missing-attribute', 'other-year', 'other-place', 'false-premise', 'out-of-scope', 'follow-up-missing'])
    expect(misses.map((pair) => pair.kind)).toContain(kind)
  for (const pair of answerable) expect(pair.relevant.length, pair.id).toBeGreaterThan(0)
  for (const pair of pairs) expect(pair.question.en, pair.id).not.toBe(pair.question.fr)
})

test('every citation of every question stands word for word at its offsets', () => {
  expect(all.runs.length).toBe(pairs.length * 2)
  expect(all.groups.all.citationValidity).toBe(1)
})

test('every question that is a sentence is answered in its own language', () => {
  // "premier New Brunswick 2015" could be either: a few keywords need not tell.
  const sentences = all.runs.filter(({ pair }) => pair.kind !== 'keywords')
  expect(sentences.filter(({ response, language }) => response.language !== language).map(({ response }) => response.question)).toEqual([])
})

test('no figure of the test split is below the baseline', () => {
  const testSplit = summarise(
    all.runs.filter(({ pair }) => pair.split === 'test'),
    'test',
    all.model,
    FRAME_WORDS,
  )
  expect(compare(testSplit, baseline).worse).toEqual([])
})
