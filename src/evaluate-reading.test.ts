import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { DEFAULT_MODEL } from './config.ts'
import { openModels } from './embed/open.ts'
import { evaluateReading, loadReading } from './evaluate-reading.ts'
import { scoreReading } from './scores/reading.ts'

const passage =
  'The lighthouse of Grindstone was built in 1871 by the harbour board. It burned oil until 1934. The keeper lived in the yellow house beside it.'
const rows = [
  { lang: 'en', question: 'When was the lighthouse of Grindstone built?', passage, answers: ['1871'], start: 42, src: 'elsewhere' },
  { lang: 'fr', question: 'En quelle année le phare de Grindstone a-t-il été construit ?', passage, answers: ['1871'] },
  { lang: 'en', question: 'What is the telephone number of the airport of Vancouver?', passage, answers: [], answerable: false },
]

function written(lines: readonly unknown[], name: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'sourcier-reading-')), name)
  const text = lines.map((line) => JSON.stringify(line)).join('\n')
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text)
  return file
}

test('questions are asked of their own passage: one is answered from it, one is not', async () => {
  const questions = await loadReading(written(rows, 'q.jsonl.gz'))
  const runs = await evaluateReading(questions, await openModels(DEFAULT_MODEL))
  expect(runs[0]?.quote).toContain('built in 1871')
  expect(runs[2]).toMatchObject({ span: undefined, quote: undefined })
  expect(scoreReading(runs)).toMatchObject({ questions: 3, answerable: 2, noAnswer: 1 })
  // The negative control: the same answers judged against another year.
  const wrong = runs.map((run) => ({ ...run, question: { ...run.question, answers: run.question.answers.map(() => '1902') } }))
  expect(scoreReading(wrong)).toMatchObject({ quoted: 0, f1: 0 })
})

test('a file that is missing or damaged is named with its line', async () => {
  await expect(loadReading('nowhere.jsonl')).rejects.toMatchObject({ code: 'evaluation-invalid', params: { problem: 'missing' } })
  const file = written([rows[0], { lang: 'de', question: 'q', passage, answers: [] }], 'q.jsonl')
  await expect(loadReading(file)).rejects.toMatchObject({ params: { file, problem: 'line 2' } })
})
