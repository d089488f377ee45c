/** The app on a socket: listens, limits what a slow client can hold, and stops without losing an answer under way. */
import type { IncomingMessage, Server, ServerOptions } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { serve as listen } from '@hono/node-server'
import type { Config, Tokens } from '../config.ts'
import type { Engine } from '../engine.ts'
import { AppError, causeText } from '../errors.ts'
import { openFeedback } from '../feedback.ts'
import { isThisMachine, isTrusted } from './address.ts'
import { createApp, DEFAULT_SETTINGS } from './app.tsx'
import { CONNECTION_LIMITS, limitConnections, lingerThenDestroy } from './connections.ts'
import type { AppState } from './env.ts'
import { errorBody } from './errors.tsx'
import { GATE_LIMITS, GATE_LIMITS_LLM, Gate } from './gate.ts'
import { openLog } from './log.ts'
import { STATUS } from './status.ts'

export interface RunningServer {
  /** With the port that was really taken. */
  url: string
  close(): Promise<void>
  /** Resolves when a signal has stopped the server. */
  stopped(onSignal: () => void): Promise<void>
}

/** Milliseconds in which headers and a whole request must have come, and between two looks whether they have. */
const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
}
/** Milliseconds between two looks at who takes nothing of its response; cut off when no byte has moved from one to the next. */
const STALLED = 7_000
/** Milliseconds in which a stopping server still says so. */
const DRAIN = 1_000
/** Answers under way when a signal comes are given this long. */
const GRACE = 7_000
/** Rounds of the event loop without a new connection, after which none is believed to wait. */
const QUIET_ROUNDS = 3

/** @throws AppError port-in-use, address-unavailable */
export async function serve(config: Config, tokens: Tokens, state: AppState): Promise<RunningServer> {
  const gate = new Gate(config.llm === 'none' ? GATE_LIMITS : GATE_LIMITS_LLM)
  const app = createApp({
    state,
    gate,
    settings: {
      hosts: config['allowed-hosts'].length > 0 ? config['allowed-hosts'] : [...DEFAULT_SETTINGS.hosts, bracketed(config.host)],
      corsOrigins: config['cors-origins'],
      trustProxy: config['trust-proxy'],
      rateLimit: config['rate-limit'],
      tokens,
      logLevel: config.log,
    },
    log: openLog(config.log),
    feedback: config.feedback === 'none' ? undefined : openFeedback(config.feedback),
    ofProcess: true,
  })
  const { refusal, fixed } = await madeOnce(state, config['cors-origins'])
  /** While the server stops to listen, answers wait: a client that was refused would connect again at once. */
  let held: Promise<void> | undefined
  const fetch = (request: Request, env: { incoming: IncomingMessage }): Response | Promise<Response> => {
    if (held) return held.then(() => app.fetch(request, env))
    const refused = gate.full ? refusal(env.incoming) : undefined
    if (refused) gate.countRefusal()
    return refused ?? app.fetch(request, env)
  }
  const server = await new Promise<Server>((resolve, reject) => {
    const started = listen({ fetch: fetch as typeof app.fetch, port: config.port, hostname: config.host, serverOptions: LIMITS }, () =>
      resolve(started),
    ) as Server
    started.once('error', (cause: NodeJS.ErrnoException) => {
      const { host, port } = config
      const code =
        cause.code === 'EADDRINUSE'
          ? new AppError('port-in-use', { host, port }, { cause })
          : new AppError('address-unavailable', { host, port, cause: causeText(cause) }, { cause })
      reject(code)
    })
  })
  const refuse = (socket: Socket, code: Refusal): void => {
    if (socket.writable) socket.end(rawRefusal(code, fixed))
  }
  const proxies = config['trust-proxy']
  const isShared = (address: string): boolean => isThisMachine(address) || isTrusted(address, proxies)
  const connections = limitConnections(server, { isShared, refuse })
  // A model may think for long; what is cut is who does not take what was written.
  server.setTimeout(STALLED, (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy()
  })
  server.on('clientError', (cause: NodeJS.ErrnoException, socket: Socket) => {
    if (cause.code === 'ECONNRESET') return void socket.destroy()
    // A second error on a connection that was refused already: it is lingering.
    if (!socket.writable) return
    refuse(socket, refusalOf(cause))
    lingerThenDestroy(socket, CONNECTION_LIMITS.linger)
  })
  // An Expect header that asks for what no server of HTTP/1.1 gives.
  server.on('checkExpectation', (_, response) => {
    response.writeHead(STATUS['http-malformed'], { ...fixed, Connection: 'close' })
    response.end(JSON.stringify(errorBody(new AppError('http-malformed', {}))))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const close = async (): Promise<void> => {
    held = quietMoment(server)
    await held
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => server.closeAllConnections(), GRACE)
      // A connection begins to wait when its answer has been sent, and would be kept for a next request.
      const idle = setInterval(() => connections.closeWaiting(), 100)
      // Of node:http it would destroy idle connections at once, those with an unread request too, which resets them.
      NetServer.prototype.close.call(server, () => {
        clearTimeout(force)
        clearInterval(idle)
        resolve()
      })
      connections.closeWaiting()
    })
  }
  return {
    url: `http://${bracketed(config.host)}:${port}`,
    close,
    stopped: (onSignal) =>
      new Promise((resolve) => {
        const stop = (): void => {
          onSignal()
          state.stopping = true
          gate.stop()
          // Requests that are on their way are still told that it is over, rather than cut off.
          setTimeout(() => void close().then(resolve), DRAIN)
        }
        process.once('SIGINT', stop)
        process.once('SIGTERM', stop)
      }),
  }
}

/**
 * What the app would say where it is not asked. `refusal`: when everybody waits, saying no must cost next to nothing, so that the
 * response for each route that passes the gate is made once, and sent before the body of the request is looked at; forms, which get a page,
 * and sites that are named in a response's headers are the app's. `fixed`: the headers of every error, for those that Node refuses
 * before the app sees them.
 */
async function madeOnce(state: AppState, corsOrigins: readonly string[]) {
  const gate = new Gate({ running: 0, waiting: 0 })
  const full = createApp({ state: { ...state, engine: {} as Engine }, gate })
  const made = new Map<string, { body: string; init: ResponseInit }>()
  for (const path of GATED) {
    const response = await full.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    made.set(path, { body: await response.text(), init: { status: response.status, headers: headersOf(response) } })
  }
  return {
    fixed: headersOf(await full.request('/nowhere')),
    refusal({ method, url = '', headers }: IncomingMessage): Response | undefined {
      if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return undefined
      if (corsOrigins.includes(headers.origin ?? '')) return undefined
      const refusal = made.get(url)
      return refusal && new Response(refusal.body, refusal.init)
    },
  }
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'))
}

const GATED = ['/ask', '/v1/chat/completions', '/mcp']

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/**
 * Connections that the system has made and Node has not taken yet are reset when a socket stops to listen; Node takes one in each round
 * of its loop. Resolves when none came for a few rounds, or after half a second under a load that never pauses.
 */
async function quietMoment(server: Server): Promise<void> {
  let taken = 0
  const count = (): void => {
    taken++
  }
  server.on('connection', count)
  const until = performance.now() + 500
  for (let quiet = 0, before = 0; quiet < QUIET_ROUNDS && performance.now() < until; before = taken) {
    await new Promise((resolve) => setImmediate(resolve))
    quiet = taken === before ? quiet + 1 : 0
  }
  server.off('connection', count)
}

type Refusal = 'headers-too-large' | 'request-timeout' | 'http-malformed' | 'overloaded' | 'stopping'

function refusalOf({ code }: NodeJS.ErrnoException): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'http-malformed'
}

/** A whole response for what never reaches the app, with the body and the headers of every other error. */
function rawRefusal(code: Refusal, fixed: Record<string, string>): string {
  const body = JSON.stringify(errorBody(new AppError(code, {})))
  const head = [
    `HTTP/1.1 ${STATUS[code]} ${code}`,
    ...Object.entries(fixed).map(([name, value]) => `${name}: ${value}`),
    ...(STATUS[code] === 503 ? ['retry-after: 1'] : []),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
