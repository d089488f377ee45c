/** Connections to a PostgreSQL server: a pool for readers, sessions for locks and for writing. The only file that knows the client. */
import pg from 'pg'
import { AppError, causeText, isAppError } from '../errors.ts'
import type { Database } from './postgres-tables.ts'

/** Milliseconds of a statement of a reader, and until a connection stands. */
const STATEMENT = 30_000
const CONNECT = 5_000
/** Connections of a reader. */
const MOST_CONNECTIONS = 10

/** A connection of one's own, whose statements run one after the other. */
export interface Session extends Database {
  readonly ended: boolean
  end(): Promise<void>
}

export interface Server {
  readonly name: string
  /** First number of our advisory locks: another one for each schema. */
  readonly lockClass: number
  /** Over a pool. */
  readonly reader: Database
  /** @param onEnd called when the connection is lost or ended @throws AppError database-unreachable */
  connect(onEnd?: () => void): Promise<Session>
  close(): Promise<void>
}

const SCHEMA = /^[a-z_][a-z0-9_]{0,50}$/

export function openServer(address: string): Server {
  const url = new URL(address)
  const schema = url.searchParams.get('schema') ?? 'sourcier'
  url.searchParams.delete('schema')
  const place = `${url.searchParams.get('host') ?? (url.hostname || 'localhost')}${url.port ? `:${url.port}` : ''}${url.pathname}`
  const name = `${place} (${schema})`
  // It becomes a part of statements.
  if (!SCHEMA.test(schema)) throw new AppError('database-unfit', { database: place, problem: `schema ${JSON.stringify(schema)}` })
  const config = { connectionString: url.href, application_name: 'sourcier', connectionTimeoutMillis: CONNECT, keepAlive: true }
  const prepare = async (client: pg.ClientBase): Promise<void> => {
    await client.query(PREPARE, [schema, String(STATEMENT)])
  }
  const pool = new pg.Pool({ ...config, max: MOST_CONNECTIONS, allowExitOnIdle: true, onConnect: prepare })
  // A connection that is lost while nobody uses it is made again when it is needed.
  pool.on('error', () => {})
  const once = async <R>(text: string, values: readonly unknown[]): Promise<R[]> => {
    try {
      return (await pool.query(text, [...values])).rows
    } catch (thrown) {
      throw unreachable(thrown, name) ?? thrown
    }
  }
  return {
    name,
    lockClass: hashOf(schema),
    reader: {
      ...{ name, schema },
      // A server that was started anew has ended the connections of the pool: the second time there is another one.
      query: (text, values = []) =>
        once<never>(text, values).catch((thrown) => (isAppError(thrown) ? once(text, values) : Promise.reject(thrown))),
    },
    async connect(onEnd = () => {}) {
      const client = new pg.Client(config)
      let ended = false
      const end = (): void => {
        if (!ended) onEnd()
        ended = true
      }
      client.on('error', end)
      client.on('end', end)
      try {
        await client.connect()
        await prepare(client)
      } catch (thrown) {
        await client.end().catch(() => {})
        throw unreachable(thrown, name) ?? thrown
      }
      return openSession(client, { name, schema, hasEnded: () => ended })
    },
    close: () => pool.end(),
  }
}

function openSession(client: pg.Client, { name, schema, hasEnded }: { name: string; schema: string; hasEnded: () => boolean }): Session {
  const { ref, unref } = referencesOf(client)
  let last: Promise<unknown> = Promise.resolve()
  unref()
  return {
    ...{ name, schema },
    get ended() {
      return hasEnded()
    },
    query(text, values = []) {
      const run = last.then(async () => {
        ref()
        try {
          return (await client.query(text, [...values])).rows
        } catch (thrown) {
          throw unreachable(thrown, name) ?? thrown
        } finally {
          unref()
        }
      })
      last = run.catch(() => {})
      return run
    },
    async end() {
      ref()
      await client.end().catch(() => {})
    },
  }
}

/** An open connection alone must not keep a process alive that has nothing left to do. The client's types leave these two out. */
function referencesOf(client: object): { ref: () => void; unref: () => void } {
  const call = (name: 'ref' | 'unref') => () => {
    const method: unknown = Reflect.get(client, name)
    if (typeof method === 'function') method.call(client)
  }
  return { ref: call('ref'), unref: call('unref') }
}

/** ef_search as the other driver has it; a scan goes on until enough rows of the generation were met. */
const PREPARE = `
  SELECT set_config('search_path', quote_ident($1) || ', ' || coalesce(
      (SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'vector'), 'public'), false),
    set_config('hnsw.ef_search', '160', false), set_config('hnsw.iterative_scan', 'strict_order', false),
    set_config('jit', 'off', false), set_config('statement_timeout', $2, false)`

/** Positive, 31 bits (FNV-1a). */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (const code of Buffer.from(`sourcier:${name}`)) hash = Math.imul(hash ^ code, 0x01000193) >>> 0
  return hash >>> 1
}

/** SQLSTATEs that speak of the connection, not of the statement: 08 connection, 28 authorization, 3D database, 53300 too many, 57P server stops. */
const OF_CONNECTION = /^(?:08|28|3D|53300|57P)/

function unreachable(thrown: unknown, database: string): AppError | undefined {
  if (isAppError(thrown)) return thrown
  if (thrown instanceof pg.DatabaseError && !OF_CONNECTION.test(thrown.code ?? '')) return undefined
  return new AppError('database-unreachable', { database, cause: messageOf(thrown) }, { cause: thrown })
}

/** Of an error of the server its sentence, because its code says nothing to most people. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof pg.DatabaseError ? thrown.message : causeText(thrown)
}
