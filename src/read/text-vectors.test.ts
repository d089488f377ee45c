import { expect, test } from 'vitest'
import { openSession } from '../onnx/runtime.ts'
import { PieceTable } from './pieces.ts'
import { TextVectors } from './text-vectors.ts'

/** Random weights (models/reader/tiny.py). */
const TINY = 'test/onnx/tiny-reader'
const MARKS = { cls: 2, pad: 0, sep: 3 }
const TEXTS = ['The harbour was opened in 1925.', 'Bread is sold beside the church every Saturday.', 'The harbour was opened in 1925.']

async function opened() {
  const session = await openSession(TINY, { graph: 'onnx/model_quantized.onnx' })
  let runs = 0
  const counted = {
    ...session,
    tokenize: session.tokenize.bind(session),
    run: (...given: Parameters<typeof session.run>) => {
      runs++
      return session.run(...given)
    },
  }
  const vectors = new TextVectors(counted, new PieceTable(session, 200), MARKS, { query: 'query:', passage: 'passage:' })
  return { vectors, runs: () => runs, close: session.close }
}

test('cosines lie between -1 and 1, and each text is encoded once', async () => {
  const { vectors, runs, close } = await opened()
  const first = await vectors.similarities('When was the harbour opened?', TEXTS)
  expect([...first.keys()]).toEqual(TEXTS.slice(0, 2))
  for (const cosine of first.values()) expect(Math.abs(cosine)).toBeLessThanOrEqual(1.0001)
  expect(runs()).toBe(3)
  const again = await vectors.similarities('When was the harbour opened?', TEXTS)
  // The question alone was new.
  expect(runs()).toBe(4)
  for (const [text, cosine] of first) expect(again.get(text)).toBe(cosine)
  await close()
})

test('a text has the same vector whatever is encoded before it', async () => {
  const { vectors, close } = await opened()
  const alone = await vectors.similarities('harbour', ['Bread is sold.'])
  const { vectors: others, close: closeOthers } = await opened()
  const together = await others.similarities('harbour', [...TEXTS, 'Bread is sold.'])
  expect(together.get('Bread is sold.')).toBe(alone.get('Bread is sold.'))
  await close()
  await closeOthers()
})

test('an aborted question ends with its reason', async () => {
  const { vectors, close } = await opened()
  await expect(vectors.similarities('harbour', TEXTS, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
  await close()
})
