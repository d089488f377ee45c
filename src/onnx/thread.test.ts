/** A thread of models that ends: whoever waits is told, and so is whoever comes afterwards. */
import { expect, test, vi } from 'vitest'
import { openSession } from './runtime.ts'

vi.mock('node:worker_threads', async (original) => {
  const { EventEmitter } = await import('node:events')
  /** Opens what it is told to, and ends at the first run. */
  class Ending extends EventEmitter {
    postMessage({ id, open }: { id: number; open?: string }): void {
      queueMicrotask(() => {
        if (open) this.emit('message', { id, result: { inputs: ['input_ids'], outputs: ['last_hidden_state'] } })
        else this.emit('exit', 1)
      })
    }
    ref(): void {}
    unref(): void {}
  }
  return { ...(await original<object>()), Worker: Ending }
})

test('a run on a thread that has ended is an error, not a wait; a session opened afterwards has a thread of its own', async () => {
  const session = await openSession('test/onnx/tiny-reader', { graph: 'onnx/model_quantized.onnx' })
  const ended = { code: 'model-invalid', params: { cause: expect.stringContaining('the thread of models has ended') } }
  await expect(session.run({})).rejects.toMatchObject(ended)
  await expect(session.run({})).rejects.toMatchObject(ended)
  const other = await openSession('test/onnx/tiny-reader', { graph: 'onnx/model_quantized.onnx' })
  expect(other.inputs).toEqual(['input_ids'])
})
