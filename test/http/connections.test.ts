/** Slow, silent and too many clients: none of them keeps a new one from an answer, and every connection ends. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { type ConnectionLimits, type Connections, limitConnections, lingerThenDestroy } from '../../src/http/connections.ts'
import { raw, seedsEngine, start, statusOf, temporary } from './server.ts'

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
const REFUSAL = 'HTTP/1.1 503 x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
const PARTS = {
  silent: '',
  header: 'GET / HTTP/1.1\r\nHost: localhost\r\nX-a: ',
  body: 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{',
}

const open: Socket[] = []
const servers: Server[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

interface Listening {
  server: Server
  port: number
  connections: Connections
}

/** A server that answers whole requests; those of "/slow" when they are let go. */
async function listening(limits: Partial<ConnectionLimits>, isShared = true): Promise<Listening & { release: () => void }> {
  const held: (() => void)[] = []
  const server = createServer({ headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 50 }, (request, response) => {
    request.resume().once('end', () => {
      const answer = (): void => void response.end('ok')
      if (request.url === '/slow') held.push(answer)
      else answer()
    })
  })
  const all = { total: 1000, address: 1000, linger: 100, ...limits }
  const connections = limitConnections(server, { limits: all, isShared: () => isShared, refuse: (socket) => void socket.end(REFUSAL) })
  server.on('clientError', (_, socket: Socket) => {
    if (!socket.writable) return
    socket.end('HTTP/1.1 408 x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    lingerThenDestroy(socket, all.linger)
  })
  const port = await listen(server)
  return { server, port, connections, release: () => void held.splice(0).map((answer) => answer()) }
}

async function listen(server: Server): Promise<number> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A client that keeps its side open, whatever the server does, and sends a byte from time to time. */
async function trickling(port: number, begun: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  open.push(socket)
  socket.on('error', () => {}).resume()
  await once(socket, 'connect')
  if (begun === '') return socket
  socket.write(begun)
  const timer = setInterval(() => socket.writable && socket.write(' '), 40)
  socket.once('close', () => clearInterval(timer))
  return socket
}

/** The server has closed its side. */
const over = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['end', 'close']) socket.once(event, () => resolve())
  })

const countOf = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))))

describe('after a refusal', () => {
  test.each(Object.entries(PARTS))('a %s client does not keep its connection', async (_, begun) => {
    const { server, port } = await listening({})
    for (let i = 0; i < 20; i++) await trickling(port, begun)
    expect(await countOf(server)).toBe(20)
    await wait(800)
    expect(await countOf(server)).toBe(0)
  })

  test('… and a server that only ends its side keeps it (negative control)', async () => {
    const server = createServer({ headersTimeout: 300, requestTimeout: 300, connectionsCheckingInterval: 50 })
    server.on('clientError', (_, socket: Socket) => void (socket.writable && socket.end('HTTP/1.1 408 x\r\n\r\n')))
    const port = await listen(server)
    for (let i = 0; i < 20; i++) await trickling(port, PARTS.header)
    await wait(800)
    expect(await countOf(server)).toBe(20)
  })
})

describe('too many connections', () => {
  test.each(Object.entries(PARTS))('%s clients make room for a new one, the oldest first', async (_, begun) => {
    const { port, connections } = await listening({ total: 10 })
    const slow: Socket[] = []
    for (let i = 0; i < 10; i++) slow.push(await trickling(port, begun))
    const closed = over(slow[0] as Socket)
    expect(statusOf(await raw(port, GET, 200))).toBe(200)
    await closed
    expect([connections.evicted, slow.slice(1).filter(({ destroyed, readableEnded }) => destroyed || readableEnded)]).toEqual([1, []])
  })

  test('… which a mere maximum does not give (negative control)', async () => {
    const server = createServer((_, response) => void response.end('ok'))
    server.maxConnections = 10
    const port = await listen(server)
    for (let i = 0; i < 10; i++) await trickling(port, PARTS.header)
    expect(statusOf(await raw(port, GET, 200))).toBe(0)
  })

  test('who waits for an answer is never closed; when all do, a newcomer is refused with a reason', async () => {
    const { port, connections, release } = await listening({ total: 5 })
    const asked = Array.from({ length: 5 }, () => raw(port, GET.replace('/ ', '/slow '), 1000))
    while (connections.size < 5) await wait(5)
    await wait(50)
    expect(statusOf(await raw(port, GET, 200))).toBe(503)
    release()
    for (const answer of await Promise.all(asked)) expect(statusOf(answer)).toBe(200)
  })

  test('of one address: it closes its own, and addresses that many share are not counted (negative control)', async () => {
    for (const isShared of [false, true]) {
      const { port, connections } = await listening({ address: 5 }, isShared)
      for (let i = 0; i < 8; i++) await trickling(port, PARTS.header)
      expect([connections.size, connections.evicted]).toEqual(isShared ? [8, 0] : [5, 3])
    }
  })

  test('a connection that was answered waits anew: those that sent nothing go before it', async () => {
    const { port, connections } = await listening({ total: 3 })
    const kept = await trickling(port, '')
    const silent = await trickling(port, '')
    await trickling(port, '')
    kept.write(GET)
    await once(kept, 'data')
    await wait(20)
    expect(statusOf(await raw(port, GET, 200))).toBe(200)
    await wait(20)
    expect([kept.destroyed || kept.readableEnded, silent.readableEnded, connections.evicted]).toEqual([false, true, 1])
  })
})

test('the server itself: a request half sent at its end gets a refusal, an idle connection is closed, nothing is reset', async () => {
  const server = await start(await seedsEngine())
  const half = raw(server.port, 'POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"q')
  const begun = raw(server.port, 'GET /health HTTP/1.1\r\nHost: loc')
  const idle = raw(server.port, 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const errors: unknown[] = []
  const silent = connect(server.port, '127.0.0.1').on('error', (error) => errors.push(error))
  const ended = once(silent.resume(), 'end')
  await wait(200)
  await server.close()
  await ended
  for (const answer of [await half, await begun]) {
    expect(statusOf(answer)).toBe(503)
    expect(answer).toContain('"stopping"')
  }
  expect((await idle).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
  expect(errors).toEqual([])
})

test('SIGTERM under load: who is connected gets a whole answer or a clean close, nobody a reset', { timeout: 60_000 }, async () => {
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
  const body = JSON.stringify({ question: 'what is ITQ?' })
  const ask = `POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  let stopped = false
  let last = performance.now()
  const ends: Record<string, number> = {}
  const count = (end: string): void => {
    ends[end] = (ends[end] ?? 0) + 1
  }
  /** One connection after the other, each kept for as long as the server keeps it. */
  const client = async (n: number): Promise<void> => {
    while (!stopped || performance.now() - last < 200) {
      const socket = connect(port, '127.0.0.1')
      const failed = new Promise<string>((resolve) => socket.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code))))
      const connected = await Promise.race([
        once(socket, 'connect').then(
          () => true,
          () => false,
        ),
        wait(2000, false),
      ])
      if (!connected) return count(await Promise.race([failed, wait(100, 'unconnected')]))
      let received = ''
      socket.on('data', (part) => {
        received += part.toString()
        last = performance.now()
        if (isWhole(received) && socket.writable) {
          received = ''
          setTimeout(() => socket.writable && socket.write(n % 2 === 0 ? ask : GET), 10 + n)
        }
      })
      const ended = new Promise<string>((resolve) =>
        socket.once('end', () => resolve(received === '' || isWhole(received) ? 'clean' : 'cut')),
      )
      socket.write(n % 2 === 0 ? ask : GET)
      count(await Promise.race([ended, failed]))
      socket.destroy()
    }
  }
  const clients = Array.from({ length: 30 }, (_, n) => client(n))
  await wait(1500)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  stopped = true
  await Promise.all(clients)
  console.info(ends)
  expect(code).toBe(0)
  expect(ends.clean).toBeGreaterThanOrEqual(30)
  // Once it listens no longer, a new connection is refused; one that was made is never reset.
  expect(Object.keys(ends).filter((end) => end !== 'clean' && end !== 'ECONNREFUSED')).toEqual([])
})

function isWhole(response: string): boolean {
  const [head = '', body] = response.split(/\r\n\r\n(.*)/s)
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  return body !== undefined && (length === undefined ? body.endsWith('0\r\n\r\n') : Buffer.byteLength(body) >= Number(length))
}
