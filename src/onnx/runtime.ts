/**
 * The one owner of @xenova/transformers and of its global `env`, and of onnxruntime-node: remote models are off, so that no text and no
 * request ever leaves the machine; files are checked against `SHA256SUMS`; folders are opened one after the other, because the library
 * finds files by one global path. Small graphs run on the main thread (`openFeatureExtraction`), large ones on a worker (`openSession`).
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  AutoTokenizer,
  env,
  type FeatureExtractionPipeline,
  type PreTrainedTokenizer,
  pipeline,
  type TextGenerationPipeline,
} from '@xenova/transformers'
import { AppError, causeText, isAppError } from '../errors.ts'

export type { TextGenerationPipeline }

// ---- files ----

/**
 * Every named file is there and, where the folder has `SHA256SUMS`, is the one that the sums were made of.
 * @param sums whether the folder must have `SHA256SUMS`
 * @returns a digest over all of them, 64 hexadecimal digits
 * @throws AppError model-missing, model-altered
 */
export async function checkFiles(folder: string, names: readonly string[], sums: 'required' | 'optional'): Promise<string> {
  const sumsFile = join(folder, 'SHA256SUMS')
  if (sums === 'required' && !existsSync(sumsFile)) throw new AppError('model-missing', { file: sumsFile })
  const expected = existsSync(sumsFile) ? parseSums(await readFile(sumsFile, 'utf8')) : undefined
  const all = createHash('sha256')
  for (const name of names) {
    const file = join(folder, name)
    const bytes = await readFile(file).catch((cause) => {
      throw new AppError('model-missing', { file }, { cause })
    })
    const sum = createHash('sha256').update(bytes).digest('hex')
    if (expected && sum !== expected.get(name)) throw new AppError('model-altered', { file })
    all.update(sum)
  }
  return all.digest('hex')
}

/** As sha256sum writes them: 64 digits, two characters, the name. */
function parseSums(text: string): Map<string, string> {
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  )
}

// ---- the library ----

/** The end of the latest opening. */
let lastOpening: Promise<unknown> = Promise.resolve()

/** Opens by the library, alone: what is opened between setting its global path and its last read would come from the wrong folder. */
function openAlone<T>(folder: string, open: (id: string) => Promise<T>): Promise<T> {
  const path = resolve(folder)
  const opened = lastOpening.then(() => {
    env.allowRemoteModels = false
    env.allowLocalModels = true
    env.useBrowserCache = false
    env.useFSCache = false
    env.localModelPath = `${dirname(path)}/`
    return open(basename(path)).catch((cause: unknown) => {
      throw isAppError(cause) ? cause : new AppError('model-invalid', { folder, cause: causeText(cause) }, { cause })
    })
  })
  lastOpening = opened.catch(() => {})
  return opened
}

/** Runs on the calling thread, which waits: for graphs of microseconds. @throws AppError model-invalid */
export function openFeatureExtraction(folder: string): Promise<FeatureExtractionPipeline> {
  return openAlone(folder, async (id) => (await pipeline('feature-extraction', id, { quantized: true })) as FeatureExtractionPipeline)
}

/** @throws AppError model-invalid */
export function openTextGeneration(folder: string): Promise<TextGenerationPipeline> {
  const quantized = existsSync(join(folder, 'onnx', 'decoder_model_merged_quantized.onnx'))
  return openAlone(folder, async (id) => (await pipeline('text-generation', id, { quantized })) as TextGenerationPipeline)
}

// ---- sessions on a worker ----

export type IntTensor = { type: 'int64'; data: BigInt64Array; dims: readonly number[] }
export type FloatTensor = { type: 'float32'; data: Float32Array; dims: readonly number[] }
export type Feeds = Readonly<Record<string, IntTensor | FloatTensor>>

export interface Encoding {
  /** [texts, pieces], padded to the longest. */
  input_ids: IntTensor
  /** 1 for a piece, 0 for padding. */
  attention_mask: IntTensor
  /** 0 for the first text, 1 for its pair. */
  token_type_ids: IntTensor
}

export interface ModelSession {
  /** Names of the graph's inputs and outputs. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** @param pairs a second text for each, as a cross-encoder reads them @param most pieces of a text, marks included; the rest is cut off */
  tokenize(texts: readonly string[], most: number, pairs?: readonly string[]): Encoding
  /**
   * One run at a time, in the order of the calls; the calling thread stays free. Only inputs that the graph has are handed to it.
   * @throws the signal's reason (at once; a run that has begun ends unheeded), AppError model-invalid
   */
  run(feeds: Feeds, signal?: AbortSignal): Promise<Record<string, FloatTensor>>
  /** Frees the graph, after the run that has begun. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** The graph, relative to the folder. */
  graph: string
  /** Threads of one run (onnxruntime's intraOpNumThreads); 1 when left out, so that the main thread keeps a core. */
  threads?: number
}

/**
 * Opens tokenizer.json and a graph, the graph on the thread of models. That thread keeps the process alive during a run only.
 * @throws AppError model-missing, model-invalid
 */
export async function openSession(folder: string, { graph, threads = 1 }: SessionOptions): Promise<ModelSession> {
  const file = join(folder, graph)
  if (!existsSync(file)) throw new AppError('model-missing', { file })
  const tokenizer = await openAlone(folder, (id) => AutoTokenizer.from_pretrained(id))
  const invalid = (cause: unknown): never => {
    throw new AppError('model-invalid', { folder, cause: causeText(cause) }, { cause })
  }
  graphThread ??= startGraphThread()
  const thread = graphThread
  const { id: session, result } = thread.send({ open: resolve(file), threads })
  const { inputs, outputs } = (await result.catch(invalid)) as Pick<ModelSession, 'inputs' | 'outputs'>
  const run = async (feeds: Feeds): Promise<Record<string, FloatTensor>> => {
    const known = Object.fromEntries(Object.entries(feeds).filter(([name]) => inputs.includes(name)))
    return (await thread.send({ run: session, feeds: known }).result.catch(invalid)) as Record<string, FloatTensor>
  }
  return {
    inputs,
    outputs,
    tokenize: (texts, most, pairs) => encode(tokenizer, texts, most, pairs),
    run: serially(run),
    close: async () => void (await thread.send({ close: session }).result),
  }
}

function encode(tokenizer: PreTrainedTokenizer, texts: readonly string[], most: number, pairs?: readonly string[]): Encoding {
  // Not its option max_length, which pads every batch to that length. What stands in for a missing padding mark is masked.
  tokenizer.model_max_length = most
  tokenizer.pad_token_id ??= 0
  const options = { padding: true, truncation: true, ...(pairs ? { text_pair: [...pairs] } : {}) }
  // The library types its tokenizers as a bare callable.
  const found = tokenizer([...texts], options) as Partial<Record<keyof Encoding, { data: BigInt64Array; dims: number[] }>>
  const { input_ids: ids, attention_mask: mask, token_type_ids: types } = found
  if (!ids || !mask) throw new Error('the tokenizer gives no input_ids or attention_mask')
  const tensor = (data: BigInt64Array): IntTensor => ({ type: 'int64', data, dims: ids.dims })
  return {
    input_ids: tensor(ids.data),
    attention_mask: tensor(mask.data),
    token_type_ids: tensor(types?.data ?? new BigInt64Array(ids.data.length)),
  }
}

/** One call after the other; a call whose signal is aborted while it waits is never made. */
function serially<A, T>(call: (argument: A) => Promise<T>): (argument: A, signal?: AbortSignal) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (argument, signal) => {
    const turn = last.then(() => {
      signal?.throwIfAborted()
      return call(argument)
    })
    last = turn.catch(() => {})
    return signal ? unlessAborted(turn, signal) : turn
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** An order to the thread that runs graphs, without its number. */
type Order = { open: string; threads: number } | { run: number; feeds: Feeds } | { close: number }

interface GraphThread {
  /** @returns the number of the order, and its result */
  send(order: Order): { id: number; result: Promise<unknown> }
}

/** Started by the first session; one for the process, because it must not end before the process does. */
let graphThread: GraphThread | undefined

function startGraphThread(): GraphThread {
  // Options of the process are not for it: with `--input-type`, as `node -e` of a module has it, a file would not run.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] })
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>()
  let next = 0
  let failure: { error: unknown } | undefined
  const fail = (error: unknown): void => {
    graphThread = undefined
    failure ??= { error }
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread of models has ended')))
  worker.on('message', ({ id, result, failed }: { id: number; result?: unknown; failed?: string }) => {
    const waiter = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (failed === undefined) waiter?.resolve(result)
    else waiter?.reject(new Error(failed))
  })
  worker.unref()
  return {
    send(order) {
      const id = next++
      // Nobody would answer on a thread that has ended.
      if (failure) return { id, result: Promise.reject(failure.error) }
      const result = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
      worker.ref()
      worker.postMessage({ id, ...order })
      return { id, result }
    },
  }
}
