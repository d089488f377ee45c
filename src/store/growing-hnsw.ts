/**
 * The HNSW index of one generation, grown out of the one before: what is new is added, what is gone is marked as removed, and nothing
 * else is touched. When a tenth of the points are dead, it is built anew.
 *
 * A point that was removed goes on leading searches through the graph. Its place is not used again, although hnswlib can: points whose
 * neighbours are replaced under them become hard to reach.
 */
import type { HnswBuilder, HnswName, WrittenHnsw } from './hnsw.ts'

/** Share of dead points from which an index is built anew. */
const MOST_DEAD = 0.1

/** Whether an index would hold too many dead points. @param points all of them */
export function isWorn(points: number, live: number): boolean {
  return points - live > MOST_DEAD * points
}

export class GrowingHnsw {
  readonly #name: HnswName
  readonly #builder: HnswBuilder
  readonly #earlier: Uint32Array
  #next: number
  #labels = new Uint32Array(1024)
  #length = 0

  /** @param earlier the index that the builder goes on from; it begins anew when left out */
  constructor(name: HnswName, builder: HnswBuilder, earlier?: Pick<WrittenHnsw, 'labels' | 'points'>) {
    this.#name = name
    this.#builder = builder
    this.#earlier = earlier?.labels ?? new Uint32Array()
    this.#next = earlier?.points ?? 0
  }

  /** Whether there is an index before to keep rows of. */
  get growsOn(): boolean {
    return this.#earlier.length > 0
  }

  /** The next rows are new. @param count of them */
  async add(vectors: Float32Array, count: number): Promise<void> {
    if (count === 0) return
    const labels = Uint32Array.from({ length: count }, () => this.#next++)
    this.#push(labels)
    await this.#builder.add(this.#name, labels, vectors)
  }

  /** The next row is one of the index before, where it stood at that position. */
  keep(position: number): void {
    this.#push(this.#earlier.subarray(position, position + 1))
  }

  /** The next row is new, or one of the index before where that has this position. */
  async take(vector: Float32Array, position: number | undefined): Promise<void> {
    if (position !== undefined && position >= 0 && position < this.#earlier.length) this.keep(position)
    else await this.add(vector, 1)
  }

  /**
   * Marks what is gone.
   * @param rows of vectors, in their order: called to build anew
   * @returns the label of each row
   */
  async finish(rows: (first: number, count: number) => Float32Array): Promise<Uint32Array> {
    if (isWorn(this.#next, this.#length)) await this.#buildAnew(rows)
    else {
      const kept = new Uint8Array(this.#next)
      for (const label of this.#labels.subarray(0, this.#length)) kept[label] = 1
      const gone = this.#earlier.filter((label) => kept[label] === 0)
      if (gone.length > 0) this.#builder.remove(this.#name, gone)
    }
    return this.#labels.slice(0, this.#length)
  }

  async #buildAnew(rows: (first: number, count: number) => Float32Array): Promise<void> {
    this.#builder.reset(this.#name)
    const count = this.#length
    this.#length = 0
    this.#next = 0
    for (let at = 0; at < count; at += 256) {
      const some = Math.min(256, count - at)
      await this.add(rows(at, some), some)
    }
  }

  #push(labels: Uint32Array): void {
    if (this.#length + labels.length > this.#labels.length) {
      const larger = new Uint32Array(2 * (this.#length + labels.length))
      larger.set(this.#labels.subarray(0, this.#length))
      this.#labels = larger
    }
    this.#labels.set(labels, this.#length)
    this.#length += labels.length
  }
}
