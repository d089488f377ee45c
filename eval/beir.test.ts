import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeDocument } from '../src/documents/read.ts'
import { openHashingModels } from '../src/embed/hashing.ts'
import type { QuestionPair } from '../src/evaluate.ts'
import { featureReader } from '../src/read/features/reader.ts'
import type { Reader } from '../src/read/reader.ts'
import { readBeir, writeBeir } from './beir.ts'
import { figures, rankByBm25, rankByRetriever } from './collection.ts'

const documents = [
  describeDocument({ source: 'a.txt', text: 'The lighthouse was built in 1871.', sha256: '' }),
  describeDocument({ source: 'b.txt', text: 'The harbour master is Anna Field.', sha256: '' }),
]
const pair = (id: string, rest: Partial<QuestionPair>): QuestionPair => ({
  id,
  split: 'test',
  kind: 'fact',
  expects: 'answer',
  question: { en: 'When was the lighthouse built?', fr: 'Quand le phare a-t-il été construit ?' },
  relevant: [{ document: 'a.txt', quote: 'built in 1871' }],
  ...rest,
})

test('what is written is read again: passages, both languages of a question, judgements; no follow-up, no near miss', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-beir-'))
  const pairs = [pair('a', {}), pair('b', { expects: 'no-answer', relevant: [] }), pair('c', { after: 'a' })]
  await writeBeir(folder, documents, pairs, 'test')
  expect(readFileSync(join(folder, 'qrels/test.tsv'), 'utf8')).toBe('query-id\tcorpus-id\tscore\na-en\tp0\t1\na-fr\tp0\t1\n')
  const collection = await readBeir(folder, 'test')
  expect(collection.documents.map(({ id, text }) => [id, text])).toEqual([
    ['p0', 'The lighthouse was built in 1871.'],
    ['p1', 'The harbour master is Anna Field.'],
  ])
  expect(collection.queries.map(({ id }) => id)).toEqual(['a-en', 'a-fr'])
  expect([...collection.relevant]).toEqual([
    ['a-en', new Set(['p0'])],
    ['a-fr', new Set(['p0'])],
  ])
  // The English question shares words with its passage, the French one none.
  expect(rankByBm25(collection)).toEqual([[1], [undefined]])
  expect(figures(rankByBm25(collection))).toMatchObject({ success1: 0.5, mrr10: 0.5 })
  const models = openHashingModels()
  expect((await rankByRetriever(collection, models))[0]).toEqual([1])
  // What is read comes in the order of the reader: one that finds more in what was found last.
  const backwards: Reader = {
    ...featureReader,
    read: async (question, hits) =>
      featureReader.read(question, hits).then((reading) => ({ ...reading, evidence: reading.evidence.toReversed() })),
  }
  expect((await rankByRetriever(collection, models, backwards))[0]).not.toEqual([1])
})

test('a bad line is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-beir-'))
  await writeBeir(folder, documents, [pair('a', {})], 'test')
  writeFileSync(join(folder, 'queries.jsonl'), '{"_id":"q","text":"x"}\n{"_id":"q"}\n')
  await expect(readBeir(folder, 'test')).rejects.toThrow('queries.jsonl, line 2')
  await expect(readBeir(folder, 'dev')).rejects.toThrow('dev.tsv')
})
