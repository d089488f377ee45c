/**
 * Speed of embedding. Texts a second by this program, by the plain pipeline of @xenova/transformers over the same model, and, with
 * --bert, by a transformer of six layers over the same texts, each at the batch size that suits it best; then 100,000 passages of
 * 120 words. Texts are drawn from the model's vocabulary by Zipf's law, or with --texts from a JSONL file with `text`.
 *
 *     npm run bench:embed -- [--model DIR] [--bert DIR] [--texts FILE.jsonl[.gz]] [--passages 100000]
 *
 * DIR of --bert is made by models/train/random_bert.py: random weights, the same speed as trained ones.
 */
import { basename, dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { env, type FeatureExtractionPipeline, pipeline } from '@xenova/transformers'
import { DEFAULT_MODEL } from '../src/config.ts'
import { dot, row } from '../src/embed/embedder.ts'
import { openModels } from '../src/embed/open.ts'
import { runOf, wordsOfFile, zipfWords } from './texts.ts'

const { values: given } = parseArgs({
  options: {
    model: { type: 'string', default: DEFAULT_MODEL },
    bert: { type: 'string' },
    texts: { type: 'string' },
    passages: { type: 'string', default: '100000' },
  },
})
const SENTENCE = 20
const PASSAGE = 120
const BATCHES = [1, 8, 32, 128]

const words = given.texts ? wordsOfFile(given.texts) : zipfWords(2_000_000, given.model)
const sentences = Array.from({ length: 40_000 }, (_, i) => runOf(words, i, SENTENCE))
const { embedder } = await openModels(given.model)
const plain = await open(given.model, true)

const reference = await embedPlain(plain, sentences.slice(0, 1000), 32, 'none')
const found = await embedder.embedPassages(sentences.slice(0, 1000))
const worst = Math.min(...reference.map((vector, i) => dot(vector, row(found, i))))
console.log(`cosine of this program's vectors with the plain pipeline's, worst of 1,000: ${worst.toFixed(6)}`)

const rate = await perSecond(sentences, (texts) => embedder.embedPassages(texts))
console.log(`sentences of ${SENTENCE} words a second, this program: ${rate.toFixed(0)}`)
const plainRate = await fastest('static model by the plain pipeline', plain, sentences.slice(0, 8000), 'none')
if (given.bert) {
  for (const quantized of [false, true]) {
    const name = `6-layer transformer, ${quantized ? 'int8' : 'fp32'}`
    const other = await fastest(name, await open(given.bert, quantized), sentences.slice(0, 512), 'mean')
    console.log(`  this program: ${(rate / other).toFixed(0)} times; the plain pipeline: ${(plainRate / other).toFixed(0)} times`)
  }
}

const count = Number(given.passages)
const started = performance.now()
// A thousand at a time, as an index is built: what was embedded is stored and let go.
for (let at = 0; at < count; at += 1000) {
  await embedder.embedPassages(Array.from({ length: Math.min(1000, count - at) }, (_, i) => runOf(words, at + i, PASSAGE)))
}
console.log(`${count} passages of ${PASSAGE} words: ${((performance.now() - started) / 1000).toFixed(1)} s`)

function open(folder: string, quantized: boolean): Promise<FeatureExtractionPipeline> {
  env.allowRemoteModels = false
  env.localModelPath = `${dirname(resolve(folder))}/`
  return pipeline('feature-extraction', basename(folder), { quantized }) as Promise<FeatureExtractionPipeline>
}

async function embedPlain(
  model: FeatureExtractionPipeline,
  texts: string[],
  batch: number,
  pooling: 'none' | 'mean',
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let at = 0; at < texts.length; at += batch) {
    const part = texts.slice(at, at + batch)
    const { data } = (await model(part, { pooling, normalize: pooling === 'mean' })) as { data: Float32Array }
    const width = data.length / part.length
    for (let i = 0; i < part.length; i++) vectors.push(data.slice(i * width, (i + 1) * width))
  }
  return vectors
}

async function fastest(name: string, model: FeatureExtractionPipeline, texts: string[], pooling: 'none' | 'mean'): Promise<number> {
  let best = { rate: 0, batch: 0 }
  for (const batch of BATCHES) {
    const rate = await perSecond(texts, (part) => embedPlain(model, part, batch, pooling))
    if (rate > best.rate) best = { rate, batch }
  }
  console.log(`${name}: ${best.rate.toFixed(0)} a second, in batches of ${best.batch}`)
  return best.rate
}

/** The second of two rounds: the first pays for compilation. */
async function perSecond(texts: string[], embed: (texts: string[]) => Promise<unknown>): Promise<number> {
  await embed(texts.slice(0, texts.length / 2))
  const begun = performance.now()
  await embed(texts)
  return (1000 * texts.length) / (performance.now() - begun)
}
