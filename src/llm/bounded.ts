/** A chat model behind deadlines, an output limit and a circuit breaker: the only place that calls a model. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { Prompts } from './prompts.ts'

/** A chat model with its prompts, its deadlines and the circuit breaker that counts its faults. */
export interface LlmEngine {
  model: BaseChatModel
  name: string
  /** It runs on another machine: personal details are removed before anything is sent. */
  remote: boolean
  breaker: Breaker
  limits: LlmLimits
  prompts: Prompts
}

/** Deadlines in milliseconds; the output limit in characters; passages, best first, and sentences of theirs that the model receives at most. */
export interface LlmLimits {
  /** Until the first token, between two tokens, and for the whole answer. */
  first: number
  idle: number
  total: number
  output: number
  passages: number
  sentences: number
}
export const LLM_LIMITS: LlmLimits = { first: 10_000, idle: 15_000, total: 60_000, output: 20_000, passages: 8, sentences: 60 }

/** The stream of a model failed or ended early; the circuit breaker has counted it, unless the caller aborted. */
export class LlmFault extends Error {}

/**
 * Streams the model's text within its deadlines and output limit, followed by one line end that closes an unfinished sentence.
 * @throws LlmFault on an error, a missed deadline, too much output, none at all, or an aborted signal
 */
export async function* bounded(llm: LlmEngine, messages: [string, string][], signal?: AbortSignal): AsyncGenerator<string> {
  const { first, idle, total, output } = llm.limits
  if (signal?.aborted) throw new LlmFault('aborted')
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  signal?.addEventListener('abort', abort)
  const deadline = setTimeout(abort, total)
  let length = 0
  try {
    const stream = await within(first, llm.model.stream(messages, { signal: stop.signal }), stop)
    const pieces = stream[Symbol.asyncIterator]()
    for (let wait = first; ; wait = idle) {
      const { value, done } = await within(wait, pieces.next(), stop)
      if (done) break
      const text = typeof value.content === 'string' ? value.content : value.text
      length += text.length
      if (length > output) throw new LlmFault('output')
      if (text !== '') yield text
    }
    if (length === 0) throw new LlmFault('empty')
    llm.breaker.succeeded()
    yield '\n'
  } catch (thrown) {
    if (signal?.aborted) throw new LlmFault('aborted')
    llm.breaker.failed()
    throw thrown instanceof LlmFault ? thrown : new LlmFault('fault', { cause: thrown })
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', abort)
    // Also reached when the consumer ends early: the model must stop generating.
    stop.abort()
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>, stop: AbortController): Promise<T> {
  // Avoid an unhandled rejection after the timeout wins.
  promise.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  let onAbort = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LlmFault('timeout')), milliseconds)
    onAbort = () => reject(new LlmFault('stopped'))
    stop.signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    clearTimeout(timer)
    stop.signal.removeEventListener('abort', onAbort)
  }
}

/** Circuit breaker: after `most` consecutive faults it stays open for `rest` milliseconds, and the model is not asked. */
export class Breaker {
  #faults = 0
  #until = 0
  readonly #most: number
  readonly #rest: number

  constructor(most = 3, rest = 30_000) {
    this.#most = most
    this.#rest = rest
  }

  get open(): boolean {
    return performance.now() < this.#until
  }

  succeeded(): void {
    this.#faults = 0
  }

  failed(): void {
    this.#faults++
    if (this.#faults < this.#most) return
    this.#faults = 0
    this.#until = performance.now() + this.#rest
  }
}
