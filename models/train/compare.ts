/**
 * Proves that the exported model is the trained one: vectors of 1,000 sentences through @xenova/transformers against those of the
 * float table, which export.py --sample wrote.
 *
 *     node --import tsx models/train/compare.ts MODEL_FOLDER SAMPLE.jsonl
 */
import { readFileSync } from 'node:fs'
import { dot, row } from '../../src/embed/embedder.ts'
import { openModels } from '../../src/embed/open.ts'

const [folder, sample] = process.argv.slice(2) as [string, string]
const rows = readFileSync(sample, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; vector: number[] })
const { embedder } = await openModels(folder)
const vectors = await embedder.embedPassages(rows.map(({ text }) => text))
const cosines = rows.map(({ vector }, i) => dot(vector, row(vectors, i)))
const worst = Math.min(...cosines)
console.log(
  `${rows.length} sentences: lowest cosine ${worst.toFixed(5)}, mean ${(cosines.reduce((a, b) => a + b, 0) / cosines.length).toFixed(5)}`,
)
process.exitCode = worst >= 0.999 ? 0 : 1
