/**
 * Exact search in memory: the reference that HNSW is tested against, and the fallback where the native module is missing.
 */
import { elementAt } from '../elements.ts'
import { dot, type Matrix, rows } from '../embed/embedder.ts'
import type { Neighbour, VectorStore } from './store.ts'

/** @param matrix vectors of length 1 (or zero vectors, which are near nothing) @param isLive which rows may be found; all when left out */
export function openExactStore(matrix: Matrix, isLive: (id: number) => boolean = () => true): VectorStore {
  const all = rows(matrix)
  const size = Array.from({ length: all }, (_, id) => id).filter(isLive).length
  return {
    kind: 'exact',
    size,
    async nearest(vector, k, within) {
      const best: Neighbour[] = []
      for (let id = 0; id < all; id++) {
        if (within?.has(id) === false || !isLive(id)) continue
        const similarity = dot(vector, matrix.data, 0, id * matrix.dimensions, matrix.dimensions)
        if (best.length < k || similarity > (best.at(-1)?.similarity ?? -1)) insert(best, { id, similarity }, k)
      }
      return best
    },
  }
}

function insert(best: Neighbour[], item: Neighbour, k: number): void {
  let at = best.length
  while (at > 0 && elementAt(best, at - 1).similarity < item.similarity) at--
  best.splice(at, 0, item)
  if (best.length > k) best.pop()
}
