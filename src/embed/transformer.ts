/**
 * Any sentence encoder in the layout of @xenova/transformers as an embedder: its last hidden states pooled and brought to length 1.
 * Prefixes and pooling come from an optional `sourcier.json` beside it. It runs on a worker: a batch takes tens of milliseconds or more.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError, causeText } from '../errors.ts'
import { checkFiles, type FloatTensor, type ModelSession, openSession } from '../onnx/runtime.ts'
import { type Embedder, STATIC_WEIGHT } from './embedder.ts'

/** `sourcier.json`: what a model's own files do not say. */
const SettingsSchema = z.strictObject({
  /** Put in front of each text, as the model was trained: "query: ", "passage: ". */
  prefixes: z.strictObject({ question: z.string().default(''), passage: z.string().default('') }).default({ question: '', passage: '' }),
  /** Mean over the pieces of a text, or the first piece. */
  pooling: z.enum(['mean', 'cls']).default('mean'),
  /** The title of its document stands in front of a passage, in a line of its own. */
  titled: z.boolean().default(false),
  /** Of the cosine in ranking; the bundled static model's when left out. */
  weight: z.number().positive().default(STATIC_WEIGHT),
  /** Share of the bundled static table's mean vectors in the cosine; they stand beside those of the model. */
  words: z.number().min(0).lt(1).default(0),
})
type Settings = z.infer<typeof SettingsSchema>

/** The part of `config.json` that is used. */
const ConfigSchema = z.object({
  model_type: z.string().default(''),
  num_hidden_layers: z.int().optional(),
  max_position_embeddings: z.int().positive().default(512),
  pad_token_id: z.int().nullish(),
})

/** Models whose positions begin after the padding's, so that fewer pieces fit than `max_position_embeddings`. */
const OFFSET_POSITIONS = new Set(['camembert', 'mpnet', 'roberta', 'xlm-roberta'])
/** Texts of one run. */
const BATCH = 16

/** A model without layers is a table of vectors: the static kind. @throws AppError model-missing, model-invalid */
export async function isStatic(folder: string): Promise<boolean> {
  return (await readJson(folder, 'config.json', ConfigSchema)).num_hidden_layers === 0
}

/**
 * Opens config.json, tokenizer.json, onnx/model_quantized.onnx (or onnx/model.onnx), checked against `SHA256SUMS` where there is one.
 * @returns the embedder, and the share of the static table's vectors that its settings want beside its own
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openTransformer(folder: string): Promise<{ embedder: Embedder; words: number }> {
  const path = resolve(folder)
  const config = await readJson(path, 'config.json', ConfigSchema)
  const hasSettings = existsSync(join(path, 'sourcier.json'))
  const settings = hasSettings ? await readJson(path, 'sourcier.json', SettingsSchema) : SettingsSchema.parse({})
  const graph = ['onnx/model_quantized.onnx', 'onnx/model.onnx'].find((name) => existsSync(join(path, name))) ?? 'onnx/model_quantized.onnx'
  const names = ['config.json', 'tokenizer.json', 'tokenizer_config.json', graph, ...(hasSettings ? ['sourcier.json'] : [])]
  const fingerprint = await checkFiles(path, names, 'optional')
  const session = await openSession(path, { graph })
  const offset = OFFSET_POSITIONS.has(config.model_type) ? (config.pad_token_id ?? 1) + 1 : 0
  const encoder = { session, pooling: settings.pooling, most: config.max_position_embeddings - offset, folder }
  const [probe] = await encode(encoder, ['a'])
  const dimensions = probe?.length ?? 0
  const embedder: Embedder = {
    ...{ id: basename(path), fingerprint, dimensions, titled: settings.titled, weight: settings.weight },
    async embedPassages(texts, signal) {
      const data = new Float32Array(texts.length * dimensions)
      // Like lengths together: a batch is padded to its longest text.
      const order = [...texts.keys()].sort((a, b) => (texts[a]?.length ?? 0) - (texts[b]?.length ?? 0))
      for (let at = 0; at < order.length; at += BATCH) {
        const batch = order.slice(at, at + BATCH)
        const vectors = await encode(
          encoder,
          batch.map((i) => settings.prefixes.passage + texts[i]),
          signal,
        )
        for (const [j, i] of batch.entries()) data.set(vectors[j] ?? [], i * dimensions)
      }
      return { data, dimensions }
    },
    async embedQuestion(text, signal) {
      const [vector] = await encode(encoder, [settings.prefixes.question + text], signal)
      return vector ?? new Float32Array(dimensions)
    },
  }
  return { embedder, words: settings.words }
}

interface Encoder {
  session: ModelSession
  pooling: Settings['pooling']
  /** Pieces of a text that are read. */
  most: number
  folder: string
}

/** A vector of length 1 for each text. */
async function encode({ session, pooling, most, folder }: Encoder, texts: string[], signal?: AbortSignal): Promise<Float32Array[]> {
  const encoding = session.tokenize(texts, most)
  const { last_hidden_state: hidden } = await session.run({ ...encoding }, signal)
  if (hidden?.dims.length !== 3) {
    throw new AppError('model-invalid', { folder, cause: 'last_hidden_state [batch, pieces, dimensions]' })
  }
  return texts.map((_, i) => pool(hidden, encoding.attention_mask.data, i, pooling))
}

/** The mean of a text's pieces (those whose mask is 1), or its first piece; of length 1. */
function pool({ data, dims }: FloatTensor, mask: BigInt64Array, text: number, pooling: Settings['pooling']): Float32Array {
  const [, pieces = 0, dimensions = 0] = dims
  const vector = new Float32Array(dimensions)
  for (let piece = 0; piece < (pooling === 'cls' ? 1 : pieces); piece++) {
    if (mask[text * pieces + piece] === 0n) continue
    const at = (text * pieces + piece) * dimensions
    for (let i = 0; i < dimensions; i++) vector[i] = (vector[i] ?? 0) + (data[at + i] ?? 0)
  }
  // The division by the number of pieces disappears in the one by the length.
  const length = Math.hypot(...vector) || 1
  return vector.map((x) => x / length)
}

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const file = join(folder, name)
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('model-missing', { file }, { cause })
  })
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    const problem = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll('\n', ' ') : causeText(cause)
    throw new AppError('model-invalid', { folder, cause: `${name}: ${problem}` }, { cause })
  }
}
