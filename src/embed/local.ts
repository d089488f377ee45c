/**
 * The bundled model, run by @xenova/transformers from files on disk. The only importer of that library, and the only place
 * that touches its global `env`: remote models are off, so that no text and no request ever leaves the machine.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { env, type FeatureExtractionPipeline, pipeline } from '@xenova/transformers'
import { AppError, causeText } from '../errors.ts'
import type { Embedder } from './embedder.ts'

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'] as const

/** Texts a call; the static graph gains nothing from more. */
const BATCH = 32

/**
 * Opens the model in a folder laid out as @xenova/transformers expects, with a `SHA256SUMS` file beside it.
 * The graph pools and normalises by itself: its output is [batch, dimensions], unit length or zero.
 * @throws AppError model-missing, model-altered
 */
export async function openLocalEmbedder(folder: string): Promise<Embedder> {
  const path = resolve(folder)
  const fingerprint = await checkFiles(path)
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.useBrowserCache = false
  env.useFSCache = false
  env.localModelPath = `${dirname(path)}/`
  const id = basename(path)
  const config = JSON.parse(await readFile(join(path, 'config.json'), 'utf8')) as { hidden_size: number }
  const run = (await pipeline('feature-extraction', id, { quantized: true }).catch((cause) => {
    throw new AppError('model-altered', { file: causeText(cause) }, { cause })
  })) as FeatureExtractionPipeline
  const embedDocuments = async (texts: string[]): Promise<number[][]> => {
    const vectors: number[][] = []
    for (let at = 0; at < texts.length; at += BATCH) {
      const batch = texts.slice(at, at + BATCH)
      // The types of the library know only its own pooling modes; 'none' hands out the graph's output as it is.
      const output = await run(batch, { pooling: 'none' })
      const data = output.data as Float32Array
      for (let i = 0; i < batch.length; i++) {
        vectors.push(Array.from(data.subarray(i * config.hidden_size, (i + 1) * config.hidden_size)))
      }
    }
    return vectors
  }
  return {
    id,
    fingerprint,
    dimensions: config.hidden_size,
    embedDocuments,
    embedQuery: async (text) => (await embedDocuments([text]))[0] ?? [],
  }
}

/** Every file is there and is the one the sums were made of; returns a digest over all of them. */
async function checkFiles(folder: string): Promise<string> {
  const sumsFile = join(folder, 'SHA256SUMS')
  if (!existsSync(sumsFile)) throw new AppError('model-missing', { file: sumsFile })
  const sums = new Map(
    (await readFile(sumsFile, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  )
  const all = createHash('sha256')
  for (const name of FILES) {
    const file = join(folder, name)
    const bytes = await readFile(file).catch((cause) => {
      throw new AppError('model-missing', { file }, { cause })
    })
    const sum = createHash('sha256').update(bytes).digest('hex')
    if (sum !== sums.get(name)) throw new AppError('model-altered', { file })
    all.update(sum)
  }
  return all.digest('hex')
}
