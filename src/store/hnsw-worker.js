/**
 * Builds HNSW indexes on a thread of its own, while documents are still being read and embedded. Rows come as they are made; an index
 * is written where it is told, and its size told back.
 */
import { parentPort, workerData } from 'node:worker_threads'
import hnswlib from 'hnswlib-node'

/**
 * @typedef {{ add: string, labels: Uint32Array, vectors: Float32Array } | { remove: string, labels: Uint32Array } | { reset: string }
 *   | { write: string, file: string } | { close: true }} Order
 */

/**
 * @type {{ dimensions: Record<string, number>, from: Record<string, string>, M: number, efConstruction: number, seed: number,
 *   givenUp: Int32Array }}
 */
const { dimensions, from, M, efConstruction, seed, givenUp } = workerData
/** Set by the other thread at once, while the order to close still waits behind all others. */
const isGivenUp = () => Atomics.load(givenUp, 0) === 1
const FIRST_CAPACITY = 1024

/** @type {Map<string, import('hnswlib-node').HierarchicalNSW>} */
const indexes = new Map()

/** @param {string} name */
function indexOf(name) {
  const known = indexes.get(name)
  if (known) return known
  const index = new hnswlib.HierarchicalNSW('cosine', dimensions[name] ?? 0)
  const file = from[name]
  if (file === undefined) index.initIndex(FIRST_CAPACITY, M, efConstruction, seed)
  else index.readIndexSync(file)
  indexes.set(name, index)
  return index
}

parentPort?.on('message', (/** @type {Order} */ order) => {
  if ('close' in order) parentPort?.close()
  else if (isGivenUp()) return
  else if ('add' in order) {
    const index = indexOf(order.add)
    const width = index.getNumDimensions()
    const rows = order.labels.length
    const needed = index.getCurrentCount() + rows
    if (needed > index.getMaxElements()) index.resizeIndex(Math.max(needed, 2 * index.getMaxElements()))
    for (let i = 0; i < rows && !isGivenUp(); i++) {
      index.addPoint(Array.from(order.vectors.subarray(i * width, (i + 1) * width)), order.labels[i] ?? 0)
    }
    parentPort?.postMessage({ added: rows })
  } else if ('remove' in order) {
    const index = indexOf(order.remove)
    for (const label of order.labels) index.markDelete(label)
  } else if ('reset' in order) {
    indexes.delete(order.reset)
    delete from[order.reset]
  } else {
    const index = indexOf(order.write)
    index.writeIndexSync(order.file)
    parentPort?.postMessage({ written: order.file, points: index.getCurrentCount() })
  }
})
