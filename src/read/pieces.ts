/** Words -> pieces of a model's tokenizer, looked up once and remembered. */
import type { ModelSession } from '../onnx/runtime.ts'
import { wordsOf } from './rows.ts'

/** Words remembered, twice over (recent ones and those before them). */
const REMEMBERED = 20_000
/** Words of one call of the tokenizer. */
const CALL = 256

/** Pieces of words, each word looked up once. */
export class PieceTable {
  readonly #session: ModelSession
  #recent = new Map<string, readonly number[]>()
  #before = new Map<string, readonly number[]>()

  readonly #most: number

  /** @param most pieces of one word */
  constructor(session: ModelSession, most: number) {
    this.#session = session
    this.#most = most
  }

  /** Looks up every word of some texts that is not known. */
  prepare(texts: readonly string[]): void {
    if (this.#recent.size > REMEMBERED) {
      this.#before = this.#recent
      this.#recent = new Map()
    }
    const unknown = new Set<string>()
    for (const text of texts) {
      for (const { start, end } of wordsOf(text)) {
        const word = text.slice(start, end)
        const known = this.#recent.get(word) ?? this.#before.get(word)
        if (known) this.#recent.set(word, known)
        else unknown.add(word)
      }
    }
    // Words of one length together: a call is padded to its longest.
    const words = [...unknown].sort((a, b) => a.length - b.length)
    for (let at = 0; at < words.length; at += CALL) {
      const some = words.slice(at, at + CALL)
      const { input_ids: ids, attention_mask: mask } = this.#session.tokenize(some, this.#most)
      const width = ids.data.length / some.length
      for (const [i, word] of some.entries()) {
        const own = Array.from(ids.data.subarray(i * width, (i + 1) * width), Number).filter((_, j) => mask.data[i * width + j] === 1n)
        this.#recent.set(word, own.slice(1, -1))
      }
    }
  }

  readonly of = (word: string): readonly number[] => this.#recent.get(word) ?? this.#before.get(word) ?? []
}
