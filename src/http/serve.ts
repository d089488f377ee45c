/** The app on a socket: listens, limits what a slow client can hold, and stops without losing an answer under way. */
import type { Server } from 'node:http'
import { serve as listen } from '@hono/node-server'
import type { Config } from '../config.ts'
import { AppError, causeText } from '../errors.ts'
import { type AppState, createApp } from './app.tsx'

export interface RunningServer {
  /** With the port that was really taken. */
  url: string
  close(): Promise<void>
  /** Resolves when a signal has stopped the server. */
  stopped(onSignal: () => void): Promise<void>
}

const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 30_000
/** Answers under way when a signal comes are given this long. */
const GRACE = 8_000

/** @throws AppError port-in-use, address-unavailable */
export async function serve(config: Config, state: AppState): Promise<RunningServer> {
  const app = createApp({
    state,
    onInternalError: (thrown, id) => process.stderr.write(`internal ${id}: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`),
  })
  const server = await new Promise<Server>((resolve, reject) => {
    const started = listen({ fetch: app.fetch, port: config.port, hostname: config.host }, () => resolve(started)) as Server
    started.once('error', (cause: NodeJS.ErrnoException) => {
      const { host, port } = config
      const code =
        cause.code === 'EADDRINUSE'
          ? new AppError('port-in-use', { host, port }, { cause })
          : new AppError('address-unavailable', { host, port, cause: causeText(cause) }, { cause })
      reject(code)
    })
  })
  server.headersTimeout = HEADERS_TIMEOUT
  server.requestTimeout = REQUEST_TIMEOUT
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  const shown = config.host.includes(':') ? `[${config.host}]` : config.host
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      const force = setTimeout(() => server.closeAllConnections(), GRACE)
      server.close(() => {
        clearTimeout(force)
        resolve()
      })
      server.closeIdleConnections()
    })
  return {
    url: `http://${shown}:${port}`,
    close,
    stopped: (onSignal) =>
      new Promise((resolve) => {
        const stop = (): void => {
          onSignal()
          void close().then(resolve)
        }
        process.once('SIGINT', stop)
        process.once('SIGTERM', stop)
      }),
  }
}
