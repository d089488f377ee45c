/**
 * Vectors of texts by the model of a reader, each text encoded once: what a sentence says does not depend on the question, so every later
 * question about it costs a scalar product. Texts stand by themselves with a prefix that says which side they are (multilingual E5; Wang et
 * al. 2024). Each is run by itself: the scale of int8 activations is that of a whole run, so that beside others a text would get another
 * vector, and an answer would depend on what was asked before.
 */
import type { ModelSession } from '../onnx/runtime.ts'
import type { PieceTable } from './pieces.ts'
import { type Marks, type Row, tablesOf, wordsOf } from './rows.ts'

/** Pieces of one text; the rest says nothing to its vector. */
const MOST_PIECES = 96
/** Texts remembered; about 1.5 KB each with 384 dimensions. */
const REMEMBERED = 20_000

export interface Prefixes {
  query: string
  passage: string
}

export class TextVectors {
  readonly #session: ModelSession
  readonly #pieces: PieceTable
  readonly #marks: Marks
  readonly #prefixes: Prefixes
  readonly #known = new Map<string, Float32Array>()

  constructor(session: ModelSession, pieces: PieceTable, marks: Marks, prefixes: Prefixes) {
    this.#session = session
    this.#pieces = pieces
    this.#marks = marks
    this.#prefixes = prefixes
  }

  /**
   * @returns the cosine of a question with each text, -1 to 1, by text
   * @throws the signal's reason when it is aborted
   */
  async similarities(question: string, texts: readonly string[], signal?: AbortSignal): Promise<Map<string, number>> {
    const asked = `${this.#prefixes.query} ${question}`
    const wanted = [...new Set(texts)]
    const given = new Map(wanted.map((text) => [text, `${this.#prefixes.passage} ${text}`]))
    await this.#encode([asked, ...given.values()], signal)
    const own = this.#known.get(asked)
    const found = new Map(
      wanted.map((text) => {
        const vector = this.#known.get(given.get(text) ?? '')
        return [text, own && vector ? dot(own, vector) : 0]
      }),
    )
    this.#forget(asked)
    return found
  }

  async #encode(texts: readonly string[], signal?: AbortSignal): Promise<void> {
    const unknown = texts.filter((text) => !this.#known.has(text))
    if (unknown.length === 0) return
    this.#pieces.prepare(unknown)
    for (const text of unknown) {
      const { vector } = await this.#session.run(tablesOf([this.#rowOf(text)], this.#marks), signal)
      this.#known.set(text, vector?.data ?? new Float32Array())
    }
  }

  /** A row without a question: the whole of it is the text. */
  #rowOf(text: string): Row {
    const pieces = wordsOf(text).flatMap(({ start, end }) => this.#pieces.of(text.slice(start, end)))
    const ids = [this.#marks.cls, ...pieces.slice(0, MOST_PIECES), this.#marks.sep]
    return { ids, begin: 1, sentence: new Array<number>(ids.length).fill(0), offsets: [], sentences: 0 }
  }

  /** The question, and the oldest texts beyond what may be kept. */
  #forget(asked: string): void {
    this.#known.delete(asked)
    for (const text of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break
      this.#known.delete(text)
    }
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0)
}
