import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkFiles, type IntTensor, openFeatureExtraction, openSession } from './runtime.ts'

const TINY = 'test/onnx/tiny-encoder'
const GRAPH = 'onnx/model_quantized.onnx'
const NAMES = ['config.json', 'tokenizer.json', GRAPH]

test('a session runs int64 tensors on a worker and gives floats with their shape', async () => {
  const session = await openSession(TINY, { graph: GRAPH })
  expect([session.inputs, session.outputs]).toEqual([['input_ids', 'attention_mask', 'token_type_ids'], ['last_hidden_state']])
  const tensor = (...data: bigint[]): IntTensor => ({ type: 'int64', data: BigInt64Array.from(data), dims: [1, data.length] })
  const feeds = { input_ids: tensor(2n, 77n, 3n), attention_mask: tensor(1n, 1n, 1n), token_type_ids: tensor(0n, 0n, 0n) }
  const { last_hidden_state: hidden } = await session.run(feeds)
  expect([hidden?.type, hidden?.dims, hidden?.data.length]).toEqual(['float32', [1, 3, 12], 36])
  expect((await session.run(feeds)).last_hidden_state).toEqual(hidden)
  await session.close()
})

test('pairs of texts are read as one, the second marked by its type; longer ones are cut', async () => {
  const session = await openSession(TINY, { graph: GRAPH })
  const { input_ids: ids, token_type_ids: types, attention_mask: mask } = session.tokenize(['port', 'the port'], 32, ['ferry', 'ferry'])
  expect([...ids.dims]).toEqual([2, 6])
  expect([...types.data.subarray(6)].map(Number)).toEqual([0, 0, 0, 0, 1, 1])
  expect([...mask.data.subarray(0, 6)].map(Number)).toEqual([1, 1, 1, 1, 1, 0])
  expect(session.tokenize(['the port '.repeat(100)], 32).input_ids.dims).toEqual([1, 32])
  await session.close()
})

test('the calling thread stays free while a batch is run', async () => {
  const session = await openSession(TINY, { graph: GRAPH })
  const feeds = {
    ...session.tokenize(
      Array.from({ length: 4000 }, () => 'the ferry and the port of the harbour '.repeat(5)),
      32,
    ),
  }
  let turns = 0
  let over = false
  const count = (): void => {
    turns++
    if (!over) setImmediate(count)
  }
  setImmediate(count)
  const started = performance.now()
  await session.run(feeds)
  over = true
  const took = performance.now() - started
  expect(turns, `turns of the event loop in ${took.toFixed(0)} ms`).toBeGreaterThan(20)
  await session.close()
})

test('an aborted run rejects at once with the reason, one that waits is never made, and the next one works', async () => {
  const session = await openSession(TINY, { graph: GRAPH })
  const feeds = { ...session.tokenize(['the ferry'], 32) }
  const controller = new AbortController()
  const first = session.run(feeds)
  const second = session.run(feeds, controller.signal)
  controller.abort(new Error('no longer wanted'))
  await expect(second).rejects.toThrow('no longer wanted')
  expect((await first).last_hidden_state).toBeDefined()
  expect((await session.run(feeds)).last_hidden_state).toBeDefined()
  await session.close()
})

test('a run that the graph refuses is an error of its own, and the session goes on (negative control)', async () => {
  const session = await openSession(TINY, { graph: GRAPH })
  const { input_ids: ids } = session.tokenize(['ferry'], 32)
  await expect(session.run({ input_ids: ids })).rejects.toMatchObject({ code: 'model-invalid', params: { folder: TINY } })
  const beyond: IntTensor = { ...ids, data: ids.data.map(() => 100_000n) }
  await expect(session.run({ input_ids: beyond, attention_mask: ids, token_type_ids: ids })).rejects.toMatchObject({
    code: 'model-invalid',
  })
  expect(await session.run({ ...session.tokenize(['ferry'], 32) })).toBeDefined()
  await session.close()
  await expect(session.run({ ...session.tokenize(['ferry'], 32) })).rejects.toMatchObject({ code: 'model-invalid' })
})

test('what is missing or altered is named; sums may be required', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'sourcier-onnx-'))
  cpSync(TINY, copy, { recursive: true })
  expect(await checkFiles(copy, NAMES, 'required')).toBe(await checkFiles(TINY, NAMES, 'optional'))
  await expect(checkFiles(copy, [...NAMES, 'vocab.txt'], 'optional')).rejects.toMatchObject({ code: 'model-missing' })
  writeFileSync(join(copy, 'config.json'), '{}')
  await expect(checkFiles(copy, NAMES, 'optional')).rejects.toMatchObject({
    code: 'model-altered',
    params: { file: join(copy, 'config.json') },
  })
  const bare = mkdtempSync(join(tmpdir(), 'sourcier-onnx-'))
  cpSync(join(TINY, 'config.json'), join(bare, 'config.json'))
  expect(await checkFiles(bare, ['config.json'], 'optional')).toMatch(/^[0-9a-f]{64}$/)
  await expect(checkFiles(bare, ['config.json'], 'required')).rejects.toMatchObject({ code: 'model-missing' })
  await expect(openSession(bare, { graph: GRAPH })).rejects.toMatchObject({ code: 'model-missing' })
})

test('folders that are opened together come each from its own, though the library has one global path', async () => {
  const parents = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'sourcier-onnx-')))
  const [whole = '', broken = ''] = parents.map((parent) => join(parent, 'model'))
  for (const folder of [whole, broken]) cpSync(TINY, folder, { recursive: true })
  writeFileSync(join(broken, 'tokenizer.json'), '{"model":{"type":"none"}}')
  const opened = await Promise.allSettled([openFeatureExtraction(whole), openFeatureExtraction(broken), openFeatureExtraction(whole)])
  expect(opened.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
