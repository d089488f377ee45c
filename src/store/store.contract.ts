/** What every vector store must do, whatever it is made of. Run by `store.test.ts` for each of them. */
import { describe, expect, test } from 'vitest'
import { dot, type Matrix, row } from '../embed/embedder.ts'
import type { VectorStore } from './store.ts'

export interface StoreMaker {
  build(matrix: Matrix): Promise<VectorStore>
}

/** Deterministic vectors of length 1, without a library: a linear congruential generator. */
function sampleVectors(count: number, dimensions: number, seed = 1): number[][] {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32 - 0.5
  }
  return Array.from({ length: count }, () => {
    const vector = Array.from({ length: dimensions }, next)
    const norm = Math.hypot(...vector)
    return vector.map((x) => x / norm)
  })
}

function toMatrix(vectors: readonly (readonly number[])[], dimensions: number): Matrix {
  return { data: Float32Array.from(vectors.flat()), dimensions }
}

export function describeStore(name: string, maker: StoreMaker): void {
  describe(`${name} keeps the contract of a vector store`, () => {
    const matrix = toMatrix(sampleVectors(300, 16), 16)

    test('a vector is nearest to itself, with cosine 1', async () => {
      const store = await maker.build(matrix)
      for (const id of [0, 7, 299]) {
        const [first] = await store.nearest(row(matrix, id), 3)
        expect(first?.id).toBe(id)
        expect(first?.similarity).toBeCloseTo(1, 4)
      }
    })

    test('neighbours come best first and their similarity is the cosine', async () => {
      const store = await maker.build(matrix)
      const query = Float32Array.from(sampleVectors(1, 16, 99).flat())
      const found = await store.nearest(query, 10)
      expect(found).toHaveLength(10)
      found.forEach(({ id, similarity }, i) => {
        expect(similarity).toBeCloseTo(dot(query, row(matrix, id)), 4)
        if (i > 0) expect(similarity).toBeLessThanOrEqual((found[i - 1]?.similarity ?? 1) + 1e-6)
      })
    })

    test('it finds what an exact scan finds (recall@10 at least 0.95)', async () => {
      const store = await maker.build(matrix)
      let met = 0
      for (const vector of sampleVectors(40, 16, 5)) {
        const query = Float32Array.from(vector)
        const scan = Array.from({ length: 300 }, (_, id) => ({ id, similarity: dot(query, row(matrix, id)) }))
        const exact = new Set(
          scan
            .sort((a, b) => b.similarity - a.similarity)
            .slice(0, 10)
            .map(({ id }) => id),
        )
        met += (await store.nearest(query, 10)).filter(({ id }) => exact.has(id)).length
      }
      expect(met / 400).toBeGreaterThanOrEqual(0.95)
    })

    test('asking for more than there is gives all there is, without a complaint', async () => {
      const small = toMatrix(sampleVectors(3, 16), 16)
      expect(await (await maker.build(small)).nearest(row(small, 0), 50)).toHaveLength(3)
      const none = toMatrix([], 16)
      expect(await (await maker.build(none)).nearest(row(small, 0), 5)).toEqual([])
    })
  })
}
