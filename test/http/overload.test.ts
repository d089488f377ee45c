/** More than can be answered: requests beyond the queue are refused at once, those of clients that disconnect are given up, and a stopping server finishes what it began. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceDocument } from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import { createApp } from '../../src/http/app.tsx'
import { Gate } from '../../src/http/gate.ts'
import { openLog } from '../../src/http/log.ts'
import { everyDocument } from '../../src/store/corpus.ts'
import { raw, type Started, seedsEngine, start, statusOf, temporary } from './server.ts'

let engine: Engine
beforeAll(async () => {
  engine = await seedsEngine()
})

/** An engine whose questions wait until they are let go. */
function slow(): { engine: Engine; started: () => number; release: () => void } {
  let release = (): void => {}
  let started = 0
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const embedQuestion = async (text: string): Promise<Float32Array> => {
    started++
    await released
    return engine.embedder.embedQuestion(text)
  }
  return { engine: { ...engine, embedder: { ...engine.embedder, embedQuestion } }, started: () => started, release }
}

const question = (signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ question: 'what is ITQ?' }),
  ...(signal ? { signal } : {}),
})

describe('the gate', () => {
  test('runs a bounded number, queues a bounded number in order, and rejects the rest at once', async () => {
    const gate = new Gate({ running: 1, waiting: 2 })
    const leave = await gate.enter()
    const order: number[] = []
    const waiting = [1, 2].map(async (n) => {
      const next = await gate.enter()
      order.push(n)
      return next
    })
    await expect(gate.enter()).rejects.toThrow('overloaded')
    expect([gate.running, gate.waiting]).toEqual([1, 2])
    leave()
    leave()
    ;(await waiting[0])?.()
    ;(await waiting[1])?.()
    await wait(1)
    expect([order, gate.running, gate.waiting]).toEqual([[1, 2], 0, 0])
  })

  test('removes an aborted question from the queue', async () => {
    const gate = new Gate({ running: 1, waiting: 1 })
    const leave = await gate.enter()
    const gone = new AbortController()
    const waiting = gate.enter(gone.signal)
    gone.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    expect(gate.waiting).toBe(0)
    leave()
    expect(gate.running).toBe(0)
  })

  test('the slower the questions, the fewer wait, but always a few; and it recovers', async () => {
    let now = 0
    const gate = new Gate({ running: 2, waiting: 32, patience: 2000 }, () => now)
    const ask = async (milliseconds: number): Promise<number> => {
      const leave = await gate.enter()
      now += milliseconds
      leave()
      return gate.room
    }
    const rooms: number[] = [gate.room]
    // Two at a time take 200 milliseconds each: the twentieth in the queue waits for two seconds.
    rooms.push(await ask(200))
    for (let i = 0; i < 100; i++) rooms[2] = await ask(5000)
    for (let i = 0; i < 100; i++) rooms[3] = await ask(5)
    expect(rooms).toEqual([32, 20, 4, 32])
    const full = Array.from({ length: 2 + 32 }, () => gate.enter())
    await expect(gate.enter()).rejects.toThrow('overloaded')
    expect([full.length, gate.waiting]).toEqual([34, 32])
  })

  test('… and where nothing is said of patience the queue is as long for slow questions (negative control)', async () => {
    let now = 0
    const gate = new Gate({ running: 1, waiting: 32 }, () => now)
    const leave = await gate.enter()
    now += 60_000
    leave()
    expect(gate.room).toBe(32)
  })

  test('accepts pending connections between two questions', async () => {
    let accepted = 0
    const server = createServer((socket) => {
      accepted++
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const gate = new Gate({ running: 1, waiting: 10 })
    const leave = await gate.enter()
    const seen: number[] = []
    const questions = Array.from({ length: 10 }, async () => {
      const next = await gate.enter()
      seen.push(accepted)
      // The thread is busy, as with an answer.
      for (const until = performance.now() + 5; performance.now() < until; );
      next()
    })
    const sockets = Array.from({ length: 20 }, () => connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {}))
    leave()
    await Promise.all(questions)
    expect(seen.at(-1)).toBe(sockets.length)
    server.close()
  })

  test('… and without bounds nothing is refused (negative control)', async () => {
    const gate = new Gate({ running: 1, waiting: Number.POSITIVE_INFINITY })
    await gate.enter()
    for (let i = 0; i < 500; i++) void gate.enter()
    expect(gate.waiting).toBe(500)
  })
})

test('beyond the queue: 503 with Retry-After in both languages, while /health answers; everybody in it is answered', async () => {
  const held = slow()
  const app = createApp({ state: { engine: held.engine, notices: [] }, gate: new Gate({ running: 2, waiting: 3 }) })
  const accepted = Array.from({ length: 5 }, () => Promise.resolve(app.request('/ask', question())))
  await wait(20)
  for (let i = 0; i < 20; i++) {
    const refused = await app.request('/ask', question())
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    const { error } = (await refused.json()) as { error: { code: string; message: Record<string, string> } }
    expect([error.code, error.message.en, error.message.fr]).toEqual([
      'overloaded',
      expect.stringMatching(/very busy/),
      expect.stringMatching(/très sollicité/),
    ])
  }
  const health = (await (await app.request('/health')).json()) as { questions: unknown }
  expect(health.questions).toEqual({ running: 2, waiting: 3 })
  held.release()
  expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(((await (await app.request('/health')).json()) as { questions: unknown }).questions).toEqual({ running: 0, waiting: 0 })
})

test('a full server refuses a program, a page without script and another site, each in its own form', async () => {
  const held = slow()
  const server = await start(held.engine, { 'cors-origins': ['https://portal.example'] })
  const full = Array.from({ length: 33 }, () => fetch(`${server.url}/ask`, question()))
  const waiting = async (): Promise<number> =>
    ((await (await fetch(`${server.url}/health`)).json()) as { questions: { waiting: number } }).questions.waiting
  while ((await waiting()) < 32) await wait(10)
  const post = async (headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(`${server.url}/ask`, { method: 'POST', headers, body })
  const program = await post({ 'content-type': 'application/json' }, '{"question":"what is ITQ?"}')
  const page = await post({ 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }, 'question=what+is+ITQ')
  const site = await post({ 'content-type': 'application/json', origin: 'https://portal.example' }, '{"question":"what is ITQ?"}')
  const types = [program, page, site].map(({ status, headers }) => [status, headers.get('retry-after'), headers.get('content-type')])
  expect(types).toEqual([
    [503, '1', 'application/json'],
    [503, '1', 'text/html; charset=UTF-8'],
    [503, '1', 'application/json'],
  ])
  const allowed = [program, site].map(({ headers }) => headers.get('access-control-allow-origin'))
  expect(allowed).toEqual([null, 'https://portal.example'])
  held.release()
  for (const response of await Promise.all(full)) expect(response.status).toBe(200)
  await server.close()
})

test('a client that disconnects while queued holds no slot, and no fault is logged', async () => {
  const held = slow()
  const faults: string[] = []
  const gate = new Gate({ running: 1, waiting: 1 })
  const app = createApp({
    state: { engine: held.engine, notices: [] },
    gate,
    log: openLog('errors', { write: (line) => void faults.push(line) }),
  })
  const first = Promise.resolve(app.request('/ask', question()))
  await wait(10)
  const gone = new AbortController()
  const second = Promise.resolve(app.request('/ask', question(gone.signal)))
  await wait(10)
  expect(gate.waiting).toBe(1)
  gone.abort()
  await second.catch(() => {})
  expect(gate.waiting).toBe(0)
  held.release()
  expect((await first).status).toBe(200)
  expect(faults).toEqual([])
})

test('streams release their slot: finished, disconnected, never read', async () => {
  const gate = new Gate({ running: 2, waiting: 0 })
  const app = createApp({ state: { engine, notices: [] }, gate })
  for (let i = 0; i < 30; i++) {
    const gone = new AbortController()
    const response = await app.request('/ask', {
      ...question(gone.signal),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    })
    expect(response.status).toBe(200)
    if (i % 3 === 0) await response.text()
    if (i % 3 === 1) gone.abort()
    if (i % 3 === 2) await response.body?.cancel()
    for (let patience = 0; gate.running > 0 && patience < 200; patience++) await wait(5)
    expect(gate.running, String(i)).toBe(0)
  }
})

/** Bytes in use after everything that can go has gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let i = 0; i < 3; i++) collect()
  return process.memoryUsage().heapUsed
}

test('streams leak no memory, finished or abandoned (negative control: kept arrays are seen)', { timeout: 120_000 }, async () => {
  const server = await start(engine)
  const kept: unknown[] = []
  const stream = async (path: string, body: unknown, abandon: boolean): Promise<void> => {
    const gone = new AbortController()
    const response = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
      signal: gone.signal,
    })
    if (abandon) gone.abort()
    else await response.text()
  }
  const many = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      await stream('/ask', { question: 'what is ITQ?' }, i % 4 === 0)
      await stream('/v1/chat/completions', { messages: [{ role: 'user', content: 'ITQ ?' }], stream: true }, i % 4 === 1)
    }
  }
  await many(60)
  const before = heapInUse()
  await many(120)
  // A request kept for each would be 29 KB: 7 MB.
  expect(heapInUse() - before).toBeLessThan(3_000_000)
  for (let i = 0; i < 300; i++) kept.push(Array.from({ length: 1900 }, Math.random))
  expect(heapInUse() - before).toBeGreaterThan(3_000_000)
  expect(kept).toHaveLength(300)
  await server.close()
})

describe('slow clients', () => {
  let server: Started
  beforeAll(async () => {
    server = await start(engine, {}, {}, { headers: 1000, request: 2000, check: 200, stalled: 7000 })
  })
  afterAll(() => server.close())

  test('100 half-open requests do not block an answer, and end with 408', { timeout: 40_000 }, async () => {
    const open = Array.from({ length: 100 }, (_, i) => {
      const socket = connect(server.port, '127.0.0.1')
      let received = ''
      socket.on('data', (part) => {
        received += part.toString()
      })
      socket.on('error', () => {})
      socket.write(
        i % 2 === 0
          ? 'GET /health HTTP/1.1\r\nHost: loc'
          : 'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"q',
      )
      return { socket, received: () => received, closed: new Promise<void>((resolve) => socket.once('close', () => resolve())) }
    })
    await wait(100)
    const answered = await fetch(`${server.url}/ask`, question())
    expect(answered.status).toBe(200)
    const headers = open.filter((_, i) => i % 2 === 0)
    await Promise.all(headers.map(({ closed }) => closed))
    for (const { received } of headers) {
      expect(statusOf(received())).toBe(408)
      expect(received()).toContain('request-timeout')
    }
    for (const { socket } of open) socket.destroy()
  })
})

test('a client that does not read a large response is disconnected; one that reads slowly gets all of it (negative control)', {
  timeout: 60_000,
}, async () => {
  const [document] = (await everyDocument(engine.corpus)) as [SourceDocument]
  const large = { ...document, text: 'a'.repeat(20_000_000) }
  const timeouts = { headers: 10_000, request: 20_000, check: 2000, stalled: 2000 }
  const server = await start({ ...engine, corpus: { ...engine.corpus, document: async () => large } }, {}, {}, timeouts)
  const ask = `GET /documents/${large.id} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
  const stalled = connect(server.port, '127.0.0.1')
  stalled.on('error', () => {})
  stalled.pause()
  const begun = performance.now()
  const cut = new Promise<number>((resolve) => stalled.once('close', () => resolve(performance.now() - begun)))
  stalled.write(ask)
  const slow = connect(server.port, '127.0.0.1')
  let taken = 0
  const whole = new Promise<number>((resolve) => slow.once('close', () => resolve(taken)))
  slow.on('data', (part) => {
    taken += part.length
    slow.pause()
    setTimeout(() => slow.resume(), 10)
  })
  slow.write(ask)
  // A paused socket does not see that it was closed until it reads on.
  await wait(2.5 * timeouts.stalled)
  stalled.resume()
  expect(await cut).toBeLessThan(30_000)
  expect(stalled.bytesRead).toBeLessThan(large.text.length)
  expect(await whole).toBeGreaterThan(large.text.length)
  await server.close()
})

test('SIGTERM: answers under way are finished, new ones are refused, and it exits with 0 well within 10 seconds', {
  timeout: 60_000,
}, async () => {
  const child = spawn('node', [
    'bin/sourcier.mjs',
    'serve',
    '--port',
    '0',
    '--index',
    temporary(),
    '--feedback',
    'none',
    '--reader',
    'features',
  ])
  const url = await new Promise<string>((resolve) =>
    child.stdout.on('data', (part) => resolve(/http:\/\/\S+/.exec(String(part))?.[0] ?? '')),
  )
  const port = Number(new URL(url).port)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  // A request half sent is new work: it is refused, in both languages.
  const body = JSON.stringify({ question: 'what is ITQ?' })
  const socket = connect(port, '127.0.0.1')
  let received = ''
  socket.on('data', (part) => {
    received += part.toString()
  })
  socket.write(
    `POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 10)}`,
  )
  await (await fetch(`${url}/ask`, question())).text()
  const underWay = Array.from({ length: 20 }, async () => {
    const response = await fetch(`${url}/ask`, question())
    return { status: response.status, whole: JSON.parse(await response.text()) as object }
  })
  await Promise.race(underWay)
  const begun = performance.now()
  child.kill('SIGTERM')
  const statuses = (await Promise.all(underWay)).map(({ status }) => status)
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([])
  expect(statuses).toContain(200)
  socket.write(body.slice(10))
  expect(await ended).toBe(0)
  expect(performance.now() - begun).toBeLessThan(4000)
  expect(statusOf(received)).toBe(503)
  expect(received).toContain('"stopping"')
  expect(await raw(port, 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('')
})
