/**
 * Proves that the exported reader is the trained one, and that it is fast enough: rows of export.py through @xenova/transformers
 * against the float model, then a dozen passages of 180 pieces a question, as an answer reads them.
 *
 *     node --import tsx models/reader/check.ts MODEL_FOLDER SAMPLE.jsonl
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { AutoModel, env, Tensor } from '@xenova/transformers'
import { percentile } from '../../src/scores/metrics.ts'

const [folder, sample] = process.argv.slice(2) as [string, string]
env.allowRemoteModels = false
env.localModelPath = dirname(resolve(folder))
const model = await AutoModel.from_pretrained(basename(folder), { quantized: true })

interface Said {
  relevance: Float32Array
  start: Float32Array
  end: Float32Array
}

async function read(ids: number[][], types: number[][]): Promise<Said> {
  const length = ids[0]?.length ?? 0
  const tensor = (rows: number[][]): Tensor => new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, length])
  const out = await model({
    input_ids: tensor(ids),
    attention_mask: tensor(ids.map((row) => row.map(() => 1))),
    token_type_ids: tensor(types),
  })
  return { relevance: out.relevance.data, start: out.start.data, end: out.end.data }
}

const rows = readFileSync(sample, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as { ids: number[]; types: number[]; relevance: number; start: number; end: number })
const argmax = (values: Float32Array): number => values.reduce((best, value, i) => (value > (values[best] as number) ? i : best), 0)
const pairs: [number, number][] = []
let places = 0
for (const row of rows) {
  const said = await read([row.ids], [row.types])
  pairs.push([row.relevance, said.relevance[0] as number])
  if (argmax(said.start) === row.start && argmax(said.end) === row.end) places++
}
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)]
const [mx, my] = [mean(x), mean(y)]
const correlation =
  mean(pairs.map(([a, b]) => (a - mx) * (b - my))) / Math.sqrt(mean(x.map((a) => (a - mx) ** 2)) * mean(y.map((b) => (b - my) ** 2)))
console.log(
  `${rows.length} rows: relevance correlates ${correlation.toFixed(4)} with the float model, ${places} of ${rows.length} spans the same`,
)

const times: number[] = []
for (let i = 0; i < 20; i++) {
  const ids = Array.from({ length: 12 }, () => Array.from({ length: 180 }, (_, k) => 5 + ((i * 7919 + k * 104729) % 31_000)))
  const begun = performance.now()
  await read(
    ids,
    ids.map((row) => row.map((_, k) => (k > 12 ? 1 : 0))),
  )
  times.push(performance.now() - begun)
}
console.log(`12 passages of 180 pieces: median ${percentile(times, 50).toFixed(0)} ms, p95 ${percentile(times, 95).toFixed(0)} ms`)
process.exitCode = correlation >= 0.99 ? 0 : 1
