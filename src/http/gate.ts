/**
 * How many questions are answered at a time, and how many wait. Who comes when the queue is full is told so at once: a late answer
 * helps nobody, and a queue without end makes every answer late.
 */
import { AppError } from '../errors.ts'

interface GateLimits {
  running: number
  waiting: number
}

/** Answering is work of one thread; a language model is mostly waited for. */
export const GATE_LIMITS: GateLimits = { running: 1, waiting: 32 }
export const GATE_LIMITS_LLM: GateLimits = { running: 16, waiting: 32 }

/** Measured in bench/README.md. A connection is taken in one round and its request read in the next: a single quiet round tells nothing. */
const MOST_ROUNDS = 8
const QUIET_ROUNDS = 3

export class Gate {
  running = 0
  /** How many were turned away since the start. */
  refused = 0
  readonly #queue: (() => void)[] = []
  readonly #limits: GateLimits
  #stopping = false

  constructor(limits: GateLimits) {
    this.#limits = limits
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** From now on nobody enters; who is in, or waits, is still answered. */
  stop(): void {
    this.#stopping = true
  }

  get full(): boolean {
    return this.running >= this.#limits.running && this.#queue.length >= this.#limits.waiting
  }

  turnAway(): void {
    this.refused++
  }

  /** @throws AppError overloaded, stopping; what `enter` would throw now */
  check(): void {
    if (this.#stopping) throw new AppError('stopping', {})
    if (!this.full) return
    this.turnAway()
    throw new AppError('overloaded', {})
  }

  /**
   * @returns what must be called when the question has been answered
   * @throws AppError overloaded, stopping; the signal's reason when whoever asked has left while waiting
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    this.check()
    if (this.running < this.#limits.running) {
      this.running++
      // Whatever has come in beside it is heard first: a question takes the thread for itself, and the queue must fill before that.
      await new Promise((resolve) => setImmediate(resolve))
    } else await this.#turn(signal)
    let left = false
    return () => {
      if (left) return
      left = true
      const next = this.#queue.shift()
      if (next) void this.#hearAll().then(next)
      else this.running--
    }
  }

  /**
   * Between two questions, whatever came in meanwhile is heard: refusals must be quick. Node takes one new connection in each round
   * of its loop, so that in a single round a crowd of newcomers would wait for seconds before anybody looked at them.
   */
  async #hearAll(): Promise<void> {
    for (let round = 0, quiet = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
      const { refused } = this
      await new Promise((resolve) => setImmediate(resolve))
      quiet = this.refused === refused ? quiet + 1 : 0
    }
  }

  /** Resolves when a place has been handed over; the number of running questions stays the same. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        const at = this.#queue.indexOf(go)
        if (at < 0) return
        this.#queue.splice(at, 1)
        reject(signal?.reason)
      }
      if (signal?.aborted) return reject(signal.reason)
      signal?.addEventListener('abort', leave)
      this.#queue.push(go)
    })
  }
}
