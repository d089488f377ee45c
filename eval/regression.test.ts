/** The evaluation set as a regression test: no figure may fall below eval/baseline.json. */
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { loadPrompts } from '../src/answer/prompt.ts'
import { buildIndex } from '../src/build-index.ts'
import { openLocalEmbedder } from '../src/embed/local.ts'
import { type Baseline, type Evaluation, evaluate, loadQuestions, type QuestionPair, regressions, summarise } from '../src/evaluate.ts'

const QUESTIONS = 'eval/questions.jsonl'
let pairs: QuestionPair[]
let all: Evaluation
const baseline = JSON.parse(readFileSync('eval/baseline.json', 'utf8')) as Baseline

beforeAll(async () => {
  const embedder = await openLocalEmbedder('models/sourcier-v1')
  const { index } = await buildIndex({
    documentsFolder: 'seeds',
    indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-eval-')),
    embedder,
    store: 'hnsw',
  })
  pairs = await loadQuestions(QUESTIONS)
  all = await evaluate(pairs, 'all', { index, embedder, prompts: await loadPrompts('prompts') }, QUESTIONS)
})

test('the set is what it says: pairs in both languages, both splits, near misses of every kind', () => {
  const answerable = pairs.filter(({ expects }) => expects === 'answer')
  const misses = pairs.filter(({ expects }) => expects === 'no-answer')
  expect(answerable.length).toBeGreaterThanOrEqual(60)
  expect(misses.length).toBeGreaterThanOrEqual(20)
  for (const kind of ['definition', 'acronym', 'person', 'date', 'amount', 'list', 'two-documents'])
    expect(answerable.map((pair) => pair.kind)).toContain(kind)
  for (const kind of ['missing-attribute', 'other-year', 'other-place', 'false-premise'])
    expect(misses.map((pair) => pair.kind)).toContain(kind)
  for (const pair of answerable) expect(pair.relevant.length, pair.id).toBeGreaterThan(0)
  for (const pair of pairs) expect(pair.question.en, pair.id).not.toBe(pair.question.fr)
})

test('every citation of every question stands word for word at its offsets', () => {
  expect(all.runs.length).toBe(pairs.length * 2)
  expect(all.groups.all.citationValidity).toBe(1)
})

test('every question is answered in its own language', () => {
  expect(all.groups.all.correctLanguage).toBe(1)
})

test('no figure of the test split is below the baseline', () => {
  const testSplit = summarise(
    all.runs.filter(({ pair }) => pair.split === 'test'),
    'test',
    all.model,
  )
  expect(regressions(testSplit, baseline)).toEqual([])
})
