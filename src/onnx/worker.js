/**
 * Runs ONNX graphs on a thread of their own: a run keeps its thread busy from its beginning to its end. One such thread serves the whole
 * process and ends with it: onnxruntime-node 1.14 corrupts memory when a thread that used it ends before.
 */
import { parentPort } from 'node:worker_threads'
import ort from 'onnxruntime-node'

/** @typedef {{ type: 'int64', data: BigInt64Array, dims: readonly number[] } | { type: 'float32', data: Float32Array, dims: readonly number[] }} Tensor */
/** @typedef {{ id: number, open: string, threads: number } | { id: number, run: number, feeds: Record<string, Tensor> } | { id: number, close: number }} Order */

/** By the id of the order that opened them. @type {Map<number, import('onnxruntime-common').InferenceSession>} */
const sessions = new Map()

/** @param {Tensor} tensor */
function toOrt({ type, data, dims }) {
  return type === 'int64' ? new ort.Tensor('int64', data, dims) : new ort.Tensor('float32', data, dims)
}

/** @param {Order} order */
async function obey(order) {
  if ('open' in order) {
    const session = await ort.InferenceSession.create(order.open, { intraOpNumThreads: order.threads, interOpNumThreads: 1 })
    sessions.set(order.id, session)
    return { inputs: session.inputNames, outputs: session.outputNames }
  }
  if ('close' in order) return sessions.delete(order.close)
  const session = sessions.get(order.run)
  if (!session) throw new Error('the session is closed')
  const found = await session.run(Object.fromEntries(Object.entries(order.feeds).map(([name, tensor]) => [name, toOrt(tensor)])))
  return Object.fromEntries(Object.entries(found).map(([name, { type, data, dims }]) => [name, { type, data, dims }]))
}

parentPort?.on('message', async (/** @type {Order} */ order) => {
  try {
    parentPort?.postMessage({ id: order.id, result: await obey(order) })
  } catch (error) {
    parentPort?.postMessage({ id: order.id, failed: error instanceof Error ? error.message : String(error) })
  }
})
