/**
 * The bundled model, from files on disk, on the calling thread: a text takes microseconds.
 *
 * The model is a bag of word pieces, so the sum over a text is the sum over its words. Each word goes through the tokenizer and
 * the graph once and is remembered: tokenizing was nearly all of the time, and a folder of documents repeats its words.
 */

import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { elementAt } from '../elements.ts'
import { checkFiles, openFeatureExtraction } from '../onnx/runtime.ts'
import { type Matrix, type Models, STATIC_WEIGHT } from './embedder.ts'

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'] as const

/** Pieces of a text that are seen; the words after them are not. */
export const MAX_PIECES = 510
/** Words a call of the graph, and texts whose words are looked up together. */
const BATCH = 256
/** Words remembered, twice over (recent ones and those before them): about 1.5 KiB each. */
const REMEMBERED = 32_768
/** A longer run of letters (data, an address) hardly comes back. */
const LONGEST_REMEMBERED = 40
/** Where the tokenizer cuts whatever its vocabulary: white space, and before and after each mark of punctuation. */
const WORD = /[^\s\p{P}$+<=>^`|~]+|[\p{P}$+<=>^`|~]/gu

/** What a word adds to the sum of its text. */
interface WordSum {
  sum: Float32Array
  pieces: number
}

/**
 * Opens the model in a folder laid out as @xenova/transformers expects, with a `SHA256SUMS` file beside it: an embedder and a word table
 * in one space. The graph must have an output `sum`, [batch, dimensions]: the sum of the vectors of a text's pieces.
 * Vectors have length 1, or 0 for a text without a known piece; of a text of more than `MAX_PIECES` pieces, the words up to there count.
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openStaticModels(folder: string): Promise<Models> {
  const path = resolve(folder)
  const fingerprint = await checkFiles(path, FILES, 'required')
  const id = basename(path)
  const { hidden_size: dimensions }: { hidden_size: number } = JSON.parse(await readFile(join(path, 'config.json'), 'utf8'))
  const { tokenizer, model } = await openFeatureExtraction(path)

  // The library types its tokenizers as a bare callable.
  const vocabulary = (tokenizer as unknown as { model: { tokens_to_ids: Map<string, number> } }).model.tokens_to_ids

  const sumsOf = async (words: string[]): Promise<WordSum[]> => {
    const inputs = tokenizer(words, { padding: true, truncation: true })
    const { sum }: { sum: { data: Float32Array } } = await model(inputs)
    const mask: BigInt64Array = inputs.attention_mask.data
    const width = mask.length / words.length
    return words.map((_, i) => ({
      sum: sum.data.slice(i * dimensions, (i + 1) * dimensions),
      // Without the two marks that stand around every text.
      pieces: mask.subarray(i * width, (i + 1) * width).reduce((n, m) => n + Number(m), 0) - 2,
    }))
  }
  const memory = new WordMemory(sumsOf)
  const vectorsOf = async (texts: readonly string[], signal?: AbortSignal): Promise<Matrix> => {
    const data = new Float32Array(texts.length * dimensions)
    for (let at = 0; at < texts.length; at += BATCH) {
      signal?.throwIfAborted()
      const batch = texts.slice(at, at + BATCH).map((text) => text.toLowerCase().match(WORD) ?? [])
      const sums = await memory.sums(batch)
      for (const [i, words] of batch.entries()) embed(words, sums, data.subarray((at + i) * dimensions, (at + i + 1) * dimensions))
    }
    return { data, dimensions }
  }
  const about = { id, fingerprint, dimensions }
  return {
    embedder: {
      ...about,
      titled: false,
      weight: STATIC_WEIGHT,
      embedPassages: vectorsOf,
      embedQuestion: async (text, signal) => (await vectorsOf([text], signal)).data,
    },
    wordTable: { ...about, vectorsOf: (forms) => vectorsOf(forms), rank: (form) => vocabulary.get(form) },
  }
}

/** The vector of a text, from the sums of its words, into `vector`. */
function embed(words: readonly string[], known: ReadonlyMap<string, WordSum>, vector: Float32Array): void {
  const dimensions = vector.length
  const sums: Float32Array[] = []
  let seen = 0
  for (const word of words) {
    const own = known.get(word)
    if (!own) continue
    seen += own.pieces
    if (seen > MAX_PIECES) break
    sums.push(own.sum)
  }
  // Four words a turn: the loop is bound by its reads and writes of the total.
  if (sums.length % 4 !== 0) {
    const nothing = new Float32Array(dimensions)
    while (sums.length % 4 !== 0) sums.push(nothing)
  }
  const total = new Float64Array(dimensions)
  for (let at = 0; at < sums.length; at += 4) {
    const a = elementAt(sums, at)
    const b = elementAt(sums, at + 1)
    const c = elementAt(sums, at + 2)
    const d = elementAt(sums, at + 3)
    for (let i = 0; i < dimensions; i++) {
      total[i] = (total[i] ?? 0) + (a[i] ?? 0) + (b[i] ?? 0) + (c[i] ?? 0) + (d[i] ?? 0)
    }
  }
  let squares = 0
  for (const x of total) squares += x * x
  const length = Math.sqrt(squares) || 1
  for (let i = 0; i < dimensions; i++) vector[i] = (total[i] ?? 0) / length
}

/** Sums of words, the recent ones kept: two maps, of which the older is dropped when the newer is full. */
class WordMemory {
  readonly #sumsOf: (words: string[]) => Promise<WordSum[]>
  #recent = new Map<string, WordSum>()
  #before = new Map<string, WordSum>()

  constructor(sumsOf: (words: string[]) => Promise<WordSum[]>) {
    this.#sumsOf = sumsOf
  }

  /** The sum of every word of some texts. */
  async sums(texts: readonly (readonly string[])[]): Promise<ReadonlyMap<string, WordSum>> {
    const found = new Map<string, WordSum>()
    const unknown = new Set<string>()
    for (const text of texts) {
      for (const word of text) {
        if (found.has(word)) continue
        const known = this.#recent.get(word) ?? this.#before.get(word)
        if (!known) {
          unknown.add(word)
          continue
        }
        found.set(word, known)
        this.#keep(word, known)
      }
    }
    // Like lengths together: a batch is padded to its longest word.
    const words = [...unknown].sort((a, b) => a.length - b.length)
    for (let at = 0; at < words.length; at += BATCH) {
      const batch = words.slice(at, at + BATCH)
      const sums = await this.#sumsOf(batch)
      for (const [i, word] of batch.entries()) {
        found.set(word, elementAt(sums, i))
        this.#keep(word, elementAt(sums, i))
      }
    }
    return found
  }

  #keep(word: string, sum: WordSum): void {
    if (word.length > LONGEST_REMEMBERED) return
    this.#recent.set(word, sum)
    if (this.#recent.size < REMEMBERED) return
    this.#before = this.#recent
    this.#recent = new Map()
  }
}
