/**
 * Backpressure: a bounded number of questions run, a bounded number wait in order, and the rest is rejected at once, because an
 * unbounded queue would make every answer late.
 */
import { AppError } from '../errors.ts'

interface GateLimits {
  running: number
  waiting: number
  /** Milliseconds that the last one in the queue should wait at most: slow questions shorten the queue. */
  patience?: number
}

/** Answering is CPU-bound on one thread; with a language model it is mostly waiting. */
export const GATE_LIMITS: GateLimits = { running: 1, waiting: 32, patience: 2000 }
export const GATE_LIMITS_LLM: GateLimits = { running: 16, waiting: 32 }

/**
 * Rounds of the event loop between two questions, and rounds without a refusal after which the rest is skipped; measured in
 * bench/README.md. A connection is accepted in one round and its request parsed in the next, so that one quiet round proves nothing.
 */
const MOST_ROUNDS = 8
const QUIET_ROUNDS = 3

/** Questions that may wait however long one takes: a person with a few windows is not refused. */
const LEAST_WAITING = 4
/** What the latest question counts in the mean time of one (exponential smoothing; Brown 1956). */
const LATEST = 0.1

export class Gate {
  running = 0
  /** Questions rejected since the start. */
  refused = 0
  readonly #queue: (() => void)[] = []
  readonly #limits: GateLimits
  readonly #now: () => number
  /** Mean milliseconds that a question held its slot. */
  #mean = 0
  #stopping = false

  /** @param now milliseconds of a steady clock */
  constructor(limits: GateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits
    this.#now = now
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Rejects new questions from now on; running and queued ones are finished. */
  stop(): void {
    this.#stopping = true
  }

  /** How many may wait now, by the time that questions have taken. */
  get room(): number {
    const { running, waiting, patience } = this.#limits
    if (patience === undefined || this.#mean === 0) return waiting
    return Math.min(waiting, Math.max(LEAST_WAITING, Math.floor((patience * running) / this.#mean)))
  }

  get full(): boolean {
    return this.running >= this.#limits.running && this.#queue.length >= this.room
  }

  countRefusal(): void {
    this.refused++
  }

  /** @throws AppError overloaded, stopping: what `enter` would throw now */
  check(): void {
    if (this.#stopping) throw new AppError('stopping', {})
    if (!this.full) return
    this.countRefusal()
    throw new AppError('overloaded', {})
  }

  /**
   * Waits for a slot.
   * @returns frees the slot; idempotent
   * @throws AppError overloaded, stopping; the signal's reason when it is aborted while waiting
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    this.check()
    if (this.running < this.#limits.running) {
      this.running++
      // Yield to the event loop so that pending requests are queued before synchronous work begins.
      await new Promise((resolve) => setImmediate(resolve))
    } else await this.#turn(signal)
    const begun = this.#now()
    let released = false
    return () => {
      if (released) return
      released = true
      const took = this.#now() - begun
      this.#mean = this.#mean === 0 ? took : this.#mean + LATEST * (took - this.#mean)
      const next = this.#queue.shift()
      if (next) void this.#acceptPending().then(next)
      else this.running--
    }
  }

  /**
   * Accepts pending connections between two questions, so that refusals stay quick. Node accepts one new connection in each round of
   * its event loop: with a single round, many new connections would wait for seconds.
   */
  async #acceptPending(): Promise<void> {
    for (let round = 0, quiet = 0; round < MOST_ROUNDS && quiet < QUIET_ROUNDS; round++) {
      const { refused } = this
      await new Promise((resolve) => setImmediate(resolve))
      quiet = this.refused === refused ? quiet + 1 : 0
    }
  }

  /** Resolves when a slot has been handed over; the number of running questions stays the same. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', abandon)
        resolve()
      }
      const abandon = (): void => {
        const at = this.#queue.indexOf(go)
        if (at < 0) return
        this.#queue.splice(at, 1)
        reject(signal?.reason)
      }
      if (signal?.aborted) return reject(signal.reason)
      signal?.addEventListener('abort', abandon)
      this.#queue.push(go)
    })
  }
}
