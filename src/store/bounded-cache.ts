/** Remembers what was used last, up to a size. */
export class BoundedCache<K, V> {
  readonly #entries = new Map<K, V>()
  readonly #limit: number
  readonly #sizeOf: (value: V) => number
  #size = 0

  /** @param limit sum of the sizes kept, in the units of `sizeOf` */
  constructor(limit: number, sizeOf: (value: V) => number = () => 1) {
    this.#limit = limit
    this.#sizeOf = sizeOf
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(key: K, value: V): void {
    if (this.#entries.has(key)) return
    this.#entries.set(key, value)
    this.#size += this.#sizeOf(value)
    for (const [oldest, other] of this.#entries) {
      if (this.#size <= this.#limit || oldest === key) return
      this.#entries.delete(oldest)
      this.#size -= this.#sizeOf(other)
    }
  }
}
