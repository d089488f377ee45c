/** The app on a socket: listens, bounds what slow clients can hold, and stops gracefully. */
import type { IncomingMessage, Server, ServerOptions } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { serve as listen } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Config, Tokens } from '../config.ts'
import type { Engine } from '../engine.ts'
import { AppError, causeText } from '../errors.ts'
import { openFeedback } from '../feedback.ts'
import { isThisMachine, isTrusted } from './address.ts'
import { createApp, DEFAULT_SETTINGS } from './app.tsx'
import { CONNECTION_LIMITS, type Connections, limitConnections, lingerThenDestroy } from './connections.ts'
import type { AppState } from './env.ts'
import { errorBody } from './errors.tsx'
import { GATE_LIMITS, GATE_LIMITS_LLM, Gate } from './gate.ts'
import { openLog } from './log.ts'
import { prefixOf, withoutPrefix, withPrefix } from './prefix.ts'
import { STATUS } from './status.ts'

interface Env {
  incoming: IncomingMessage
  prefix?: string
}

export interface RunningServer {
  /** With the port that was really taken. */
  url: string
  close(): Promise<void>
  /** Resolves when a signal has stopped the server. */
  stopped(onSignal: () => void): Promise<void>
}

/** Milliseconds. */
export interface Timeouts {
  /** For the headers of a request, for all of it, and between two checks of both. */
  headers: number
  request: number
  check: number
  /** Without a byte moving, after which a client that does not read its response is disconnected. */
  stalled: number
}
const TIMEOUTS: Timeouts = { headers: 10_000, request: 20_000, check: 2_000, stalled: 7_000 }
const KEEP_ALIVE = 5_000
/** Milliseconds in which a stopping server still answers new requests, with `stopping`. */
const DRAIN = 1_000
/** Milliseconds that running answers are given after a signal. */
const GRACE = 7_000
/** Rounds of the event loop without a new connection, after which none is pending. */
const QUIET_ROUNDS = 3

/** @throws AppError port-in-use, address-unavailable */
export async function serve(config: Config, tokens: Tokens, state: AppState, timeouts = TIMEOUTS): Promise<RunningServer> {
  const gate = new Gate(config.llm === 'none' ? GATE_LIMITS : GATE_LIMITS_LLM)
  const app = createApp({
    state,
    gate,
    settings: {
      hosts: config['allowed-hosts'].length > 0 ? config['allowed-hosts'] : [...DEFAULT_SETTINGS.hosts, hostInUrl(config.host)],
      corsOrigins: config['cors-origins'],
      trustProxy: config['trust-proxy'],
      rateLimit: config['rate-limit'],
      tokens,
      logLevel: config.log,
      documentsFolder: config.documents === 'none' ? undefined : config.documents,
      upload: config.upload === 'on',
      ocr: config.ocr === 'on',
    },
    log: openLog(config.log),
    feedback: config.feedback === 'none' ? undefined : openFeedback(config.feedback),
    ofProcess: true,
  })
  const { refusal, fixed } = await prepareResponses(state, config['cors-origins'])
  /** While the server stops listening, answers wait: a refused client would reconnect at once. */
  let held: Promise<void> | undefined
  const respond = (request: Request, env: Env): Response | Promise<Response> => {
    if (held) return held.then(() => app.fetch(request, env))
    const refused = gate.full ? refusal(env.incoming) : undefined
    if (refused) gate.countRefusal()
    return refused ?? app.fetch(request, env)
  }
  const fetch = async (request: Request, env: Env): Promise<Response> => {
    env.prefix = prefixes.get(env.incoming) ?? ''
    const response = await respond(request, env)
    return env.prefix === '' ? response : withPrefix(response, env.prefix)
  }
  // At the root, which is the usual place, nothing is looked at.
  const needsPrefix = config['base-path'] !== '' || config['trust-proxy'].length > 0
  const server = await startListening((needsPrefix ? fetch : respond) as typeof app.fetch, config, timeouts)
  const prefixes = new WeakMap<IncomingMessage, string>()
  if (needsPrefix) {
    server.prependListener('request', (request) => {
      const prefix = prefixOf(request, config['base-path'], config['trust-proxy'])
      prefixes.set(request, prefix)
      request.url = withoutPrefix(request.url ?? '/', prefix)
    })
  }
  const refuse = (socket: Socket, code: Refusal): void => {
    if (socket.writable) socket.end(rawRefusal(code, fixed))
  }
  const proxies = config['trust-proxy']
  const isShared = (address: string): boolean => isThisMachine(address) || isTrusted(address, proxies)
  const connections = limitConnections(server, { isShared, refuse })
  handleFaults(server, { stalled: timeouts.stalled, fixed, refuse })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const close = async (): Promise<void> => {
    held = quietMoment(server)
    await held
    await closeWhenDone(server, connections)
  }
  return {
    url: `http://${hostInUrl(config.host)}:${port}${config['base-path']}`,
    close,
    stopped: (onSignal) =>
      new Promise((resolve) => {
        const stop = (): void => {
          onSignal()
          state.stopping = true
          gate.stop()
          // Requests on their way receive `stopping`, rather than a closed connection.
          setTimeout(() => void close().then(resolve), DRAIN)
        }
        process.once('SIGINT', stop)
        process.once('SIGTERM', stop)
      }),
  }
}

interface FaultHandling {
  /** Milliseconds after which a client that does not read is disconnected. */
  stalled: number
  /** Headers of every response. */
  fixed: Record<string, string>
  refuse: (socket: Socket, code: Refusal) => void
}

/** What Node refuses before there is a request, answered like any other error. */
function handleFaults(server: Server, { stalled, fixed, refuse }: FaultHandling): void {
  // Only a client that does not read is disconnected: a language model may need longer than this for its first token.
  server.setTimeout(stalled, (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy()
  })
  server.on('clientError', (cause: NodeJS.ErrnoException, socket: Socket) => {
    if (cause.code === 'ECONNRESET') return void socket.destroy()
    // A second error on a connection that was refused and lingers.
    if (!socket.writable) return
    refuse(socket, refusalOf(cause))
    lingerThenDestroy(socket, CONNECTION_LIMITS.linger)
  })
  // An Expect header that HTTP/1.1 does not define.
  server.on('checkExpectation', (_, response) => {
    response.writeHead(STATUS['http-malformed'], { ...fixed, Connection: 'close' })
    response.end(JSON.stringify(errorBody(new AppError('http-malformed', {}))))
  })
}

/** Stops listening, waits for running answers, and closes what is left after the grace period. */
function closeWhenDone(server: Server, connections: Connections): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE)
    // A connection begins to wait when its answer has been sent, and would be kept alive.
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

/** @throws AppError port-in-use, address-unavailable */
function startListening(fetch: OpenAPIHono['fetch'], { host, port }: Config, timeouts: Timeouts): Promise<Server> {
  const serverOptions: ServerOptions = {
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    keepAliveTimeout: KEEP_ALIVE,
  }
  return new Promise((resolve, reject) => {
    const server = listen({ fetch, port, hostname: host, serverOptions }, () => resolve(server)) as Server
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const inUse = cause.code === 'EADDRINUSE'
      reject(
        inUse
          ? new AppError('port-in-use', { host, port }, { cause })
          : new AppError('address-unavailable', { host, port, cause: causeText(cause) }, { cause }),
      )
    })
  })
}

/**
 * Responses made beforehand. `refusal`: under overload a refusal must cost next to nothing, so the 503 of each gated route is made once
 * and sent before the body is parsed; forms, which get a page, and CORS requests, which need headers of their own, go through the app.
 * `fixed`: headers of every error, for requests that Node refuses before the app sees them.
 */
async function prepareResponses(state: AppState, corsOrigins: readonly string[]) {
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

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/**
 * Connections that the system has made and Node has not accepted yet are reset when a socket stops listening; Node accepts one in each
 * round of its event loop. Resolves when none came for a few rounds, or after half a second under a load that never pauses.
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

/** A complete response for requests that never reach the app, with the body and the headers of every other error. */
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
