/**
 * A PostgreSQL with pgvector for tests: a real server where SOURCIER_TEST_DATABASE names one (`.ci/run` starts one), otherwise PGlite,
 * the same code compiled to WebAssembly, behind a socket. PGlite has one session for all connections: what is about sessions that
 * exclude one another is tested on a real server alone, and skipped by name elsewhere. What is about a streaming replica of that server
 * needs SOURCIER_TEST_REPLICA.
 */
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import pg from 'pg'

export interface TestDatabase {
  /** Whether sessions are sessions. */
  real: boolean
  /** @param schema lower-case letters and digits: tests that run at the same time have one each */
  address(schema: string): string
  /** The same on the replica, where SOURCIER_TEST_REPLICA names one. */
  replica(schema: string): string
  close(): Promise<void>
}

const REAL = process.env.SOURCIER_TEST_DATABASE

const REPLICA = process.env.SOURCIER_TEST_REPLICA

/** Why tests of sessions are skipped; undefined where a real server is there. */
export const NO_SERVER = REAL ? undefined : 'SOURCIER_TEST_DATABASE names no server'
/** Why tests of a replica are skipped; undefined where there is one. */
export const NO_REPLICA = NO_SERVER ?? (REPLICA ? undefined : 'SOURCIER_TEST_REPLICA names no replica')

export async function openTestDatabase(): Promise<TestDatabase> {
  // Every run has schemas of its own: an earlier one may have been cut off.
  const run = `t${process.pid}_${Date.now().toString(36)}`
  const withSchema = (address: string, schema: string): string => {
    const url = new URL(address)
    url.searchParams.set('schema', `${run}_${schema}`)
    return url.href
  }
  const replica = (schema: string): string => withSchema(REPLICA ?? '', schema)
  if (REAL) return { real: true, address: (schema) => withSchema(REAL, schema), replica, close: async () => {} }
  const database = await PGlite.create({ extensions: { vector } })
  const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 50 })
  await server.start()
  const address = `postgres://postgres@${server.getServerConn()}/postgres`
  return {
    real: false,
    address: (schema) => withSchema(address, schema),
    replica,
    async close() {
      await server.stop()
      await database.close()
    },
  }
}

/** Rows of one statement, past the program. */
export async function queryTestDatabase<R>(address: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
  const url = new URL(address)
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  const client = new pg.Client({ connectionString: url.href, application_name: 'test' })
  await client.connect()
  try {
    await client.query(`SELECT set_config('search_path', $1, false)`, [`${schema}, public`])
    return (await client.query(text, [...values])).rows
  } finally {
    await client.end()
  }
}
