/**
 * How many connections there may be, which one makes room for a new one, and how each of them ends. A connection either waits for its
 * client (nothing sent, part of a request sent, kept alive between two requests) or for the server (a whole request has come). Only
 * the first kind is ever closed to make room: the one that has waited longest.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isThisMachine, limitKey } from './address.ts'

export interface ConnectionLimits {
  /** Connections at a time; the oldest waiting one makes room for the next. */
  total: number
  /** Of one address at a time (IPv6: of one /64). */
  address: number
  /** Milliseconds that a client is given to close its side after the last byte was sent to it. */
  linger: number
}

/** Descriptors: index files and the model need some of the usual 4096 as well. */
export const CONNECTION_LIMITS: ConnectionLimits = { total: 2000, address: 256, linger: 1000 }

interface Connection {
  socket: Socket
  key: string
  /** Requests without a complete response yet; more than one when they are pipelined. */
  exchanges: { request: IncomingMessage; response: ServerResponse }[]
  /** `bytesRead` of the socket when its last response was complete: more than that is part of a next request. */
  read: number
}

export interface Connections {
  /** Connections that are open. */
  readonly size: number
  /** How many were closed, or never taken, to stay within the limits. */
  readonly evicted: number
  /**
   * Ends those that wait for their client: with a refusal when part of a request has come, silently between two requests. Those with a
   * whole request go on.
   */
  closeWaiting(): void
}

interface Options {
  limits?: ConnectionLimits
  /** Addresses that many clients share: they count for the total alone. */
  isShared?: (address: string) => boolean
  /** Writes a complete refusal. Nothing of a response may have been written before. */
  refuse: (socket: Socket, code: 'overloaded' | 'stopping') => void
}

export function limitConnections(server: Server, { limits = CONNECTION_LIMITS, isShared = isThisMachine, refuse }: Options): Connections {
  /** In the order in which they began to wait. */
  const all = new Map<Socket, Connection>()
  const byAddress = new Map<string, Map<Socket, Connection>>()
  let evicted = 0
  const forget = ({ socket, key }: Connection): void => {
    all.delete(socket)
    const own = byAddress.get(key)
    own?.delete(socket)
    if (own?.size === 0) byAddress.delete(key)
  }
  const remember = (connection: Connection): void => {
    const { socket, key } = connection
    all.set(socket, connection)
    if (key === '') return
    const own = byAddress.get(key) ?? new Map<Socket, Connection>()
    byAddress.set(key, own.set(socket, connection))
  }
  /** @returns whether there is room now */
  const makeRoom = (among: ReadonlyMap<Socket, Connection> | undefined, most: number): boolean => {
    if (!among || among.size < most) return true
    evicted++
    const oldest = first(among.values(), isWaiting)
    if (!oldest) return false
    forget(oldest)
    oldest.socket.destroy()
    return true
  }
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const key = isShared(address) ? '' : limitKey(address)
    if (!makeRoom(byAddress.get(key), limits.address) || !makeRoom(all, limits.total)) {
      refuse(socket, 'overloaded')
      lingerThenDestroy(socket, limits.linger)
      return
    }
    const connection = { socket, key, exchanges: [], read: 0 }
    remember(connection)
    socket.once('close', () => forget(connection))
  })
  server.on('request', (request, response) => {
    const connection = all.get(request.socket)
    if (!connection) return
    const exchange = { request, response }
    connection.exchanges.push(exchange)
    response.once('close', () => {
      connection.exchanges.splice(connection.exchanges.indexOf(exchange), 1)
      if (!all.has(request.socket)) return
      // Moved to the end: it waits from now on.
      forget(connection)
      connection.read = request.socket.bytesRead
      remember(connection)
    })
  })
  return {
    get size() {
      return all.size
    },
    get evicted() {
      return evicted
    },
    closeWaiting() {
      for (const connection of [...all.values()].filter(isWaiting)) {
        const { socket, exchanges, read } = connection
        if (socket.writableEnded) continue
        const begun = socket.bytesRead > read
        if (begun && exchanges.every(({ response }) => !response.headersSent)) refuse(socket, 'stopping')
        else socket.end()
        lingerThenDestroy(socket, limits.linger)
      }
    },
  }
}

/** Whether no complete request is still unanswered. */
function isWaiting({ exchanges }: Connection): boolean {
  return exchanges.every(({ request }) => !request.complete)
}

function first<T>(items: Iterable<T>, is: (item: T) => boolean): T | undefined {
  for (const item of items) if (is(item)) return item
  return undefined
}

/**
 * After the last byte: a client that closes its side ends the connection cleanly. One that does not is destroyed, because a half-closed
 * connection would be kept for as long as it likes; not at once, because bytes that arrive at a closed socket reset the connection, and
 * a reset takes from the client what it has not read.
 */
export function lingerThenDestroy(socket: Socket, milliseconds: number): void {
  const timer = setTimeout(() => socket.destroy(), milliseconds)
  socket.once('close', () => clearTimeout(timer))
  socket.resume()
}
