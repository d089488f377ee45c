/**
 * A PostgreSQL database with pgvector as the home of generations: many readers, one writer at a time. Loaded where such a database is
 * asked for, and nowhere else.
 *
 * Locks are advisory and of a session, so that they end with their connection: one for the writer, and one for each generation that a
 * reader has open, whose rows are kept as long.
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { toSql } from 'pgvector/pg'
import { AppError, isAppError } from '../errors.ts'
import { folderDraft } from './draft.ts'
import { realFiles } from './files.ts'
import type { IndexHome, OpenIndex, Published } from './home.ts'
import type { Lock } from './lock.ts'
import { FORMAT_VERSION, foreignField, generationId, type Manifest, ManifestSchema } from './manifest.ts'
import { hashOf, messageOf, openServer, type Server, type Session } from './postgres-client.ts'
import { openEarlier } from './postgres-content.ts'
import { openPostgresCorpus } from './postgres-corpus.ts'
import { writeGeneration } from './postgres-publish.ts'
import { checkVersion, type Database, type GenerationOf, type GenerationRow, migrate, uint32Of } from './postgres-tables.ts'
import type { Publication } from './publish.ts'

export interface PostgresOptions {
  /** Seconds for which a generation is kept after another took its place, whoever reads it: for readers of a replica, whose locks are not seen. */
  retain?: number
  /** Milliseconds for which a reader holds a generation after it has opened another: answers under way go on with it. */
  linger?: number
  /** A folder in which a build gathers what it will publish. */
  scratch?: string
}

export interface PostgresHome extends IndexHome {
  /** Ends every connection. */
  close(): Promise<void>
}

const RETAIN = 600
const LINGER = 15 * 60_000
const WRITER = 0

/**
 * @param address `postgres://user@host:port/database?schema=name`, everything but `schema` as the client reads it
 * @throws AppError database-unfit for a schema of other characters than small letters, digits and underscores
 */
export function postgresHome(
  address: string,
  { retain = RETAIN, linger = LINGER, scratch = tmpdir() }: PostgresOptions = {},
): PostgresHome {
  const server = openServer(address)
  const { reader, name } = server
  const holds = openHolds(server, linger)
  let writer: Session | undefined
  let closed: Promise<void> | undefined

  const currentRow = async (database: Database): Promise<GenerationOf | undefined> => {
    if (!(await checkVersion(database))) return undefined
    const [row] = await database.query<GenerationRow>(
      'SELECT g.number, g.manifest, g.acronyms, g.documents, g.average_length FROM published p JOIN generations g ON g.number = p.generation',
    )
    return row && readRow(row)
  }
  const open = async (generation: GenerationOf): Promise<OpenIndex> => {
    const { number, manifest } = generation
    await holds.hold(number)
    const held: Database = {
      ...reader,
      async query(text, values) {
        try {
          await holds.check(number)
          return await reader.query(text, values)
        } catch (thrown) {
          // Who asks is told to try again; where the database stands is for the operator, as the cause.
          throw isAppError(thrown) ? new AppError('index-not-ready', {}, { cause: thrown }) : thrown
        }
      },
    }
    try {
      return { manifest, corpus: await openPostgresCorpus(held, generation, vectorSql, () => holds.release(number)) }
    } catch (thrown) {
      await holds.release(number)
      throw thrown
    }
  }
  const current = async (): Promise<Published<OpenIndex> | undefined> => {
    const generation = await currentRow(reader)
    if (!generation) return undefined
    return {
      manifest: generation.manifest,
      load: () => openEarlier(reader, generation),
      open: () => open(generation),
    }
  }

  return {
    name,
    async pointer() {
      if (!(await checkVersion(reader))) return undefined
      const [row] = await reader.query<{ name: string; number: number }>(
        'SELECT g.name, g.number FROM published p JOIN generations g ON g.number = p.generation',
      )
      return row && `${row.name} ${row.number}`
    },
    current,
    async lock() {
      const session = await lockWriter(server)
      writer = session
      const lock: Lock = {
        held: async () => writer === session && !session.ended,
        release: async () => {
          if (writer === session) writer = undefined
          await session.end()
        },
      }
      return lock
    },
    async unlocked() {
      while (await writerOf(reader, server.lockClass)) await wait(500)
    },
    draft: async () => folderDraft(await draftFolder(scratch, name), scratch, realFiles),
    async publish(publication) {
      if (!writer) throw unwritable(name, 'LOCK')
      const session = writer
      try {
        await session.query('BEGIN')
        await write(session, publication, await currentRow(session))
        await session.query('COMMIT')
      } catch (thrown) {
        await session.query('ROLLBACK').catch(() => {})
        throw isAppError(thrown) ? thrown : unwritable(name, thrown)
      }
      publication.parts.close()
      await publication.draft.discard()
      // What cannot be deleted now is deleted after the next publication.
      await prune(session, server.lockClass, retain).catch(() => {})
      const published = await current()
      if (!published) throw unwritable(name, 'published')
      return published.open()
    },
    close() {
      closed ??= Promise.all([holds.close(), writer?.end(), server.close()]).then(() => {})
      return closed
    },
  }
}

const vectorSql = (vector: Float32Array): string => toSql(Array.from(vector))

function unwritable(name: string, cause: unknown): AppError {
  const text = typeof cause === 'string' ? cause : messageOf(cause)
  return new AppError('index-unwritable', { folder: name, cause: text }, { cause })
}

/** @throws AppError index-foreign, index-damaged */
function readRow({ number, manifest, acronyms, documents, average_length: averageLength }: GenerationRow): GenerationOf {
  const format = (manifest as { recipe?: { format?: unknown } }).recipe?.format
  if (format !== FORMAT_VERSION) {
    throw new AppError('index-foreign', { field: 'format', expected: String(FORMAT_VERSION), found: String(format) })
  }
  return {
    ...{ number, averageLength, documents: uint32Of(documents) },
    manifest: ManifestSchema.parse(manifest),
    acronyms: acronyms as GenerationOf['acronyms'],
  }
}

// ---- writing ----

/** Everything of a publication, within a transaction: written, opened, tried, and named as the published one. */
async function write(database: Database, publication: Publication, before: GenerationOf | undefined): Promise<void> {
  const { recipe, parts, leftOut, prove, stillMine } = publication
  const unproved: Manifest = {
    ...{ generation: generationId(recipe), createdAt: new Date().toISOString(), recipe, counts: parts.counts },
    ...{ leftOut, offers: [], files: {} },
  }
  const reusable = before !== undefined && foreignField(recipe, before.manifest.recipe) === undefined
  const { number, averageLength, documents } = await writeGeneration(database, parts, unproved, reusable)
  await database.query('ANALYZE documents, sentences, passages, words, postings')
  // Nothing is published that was not opened once.
  const generation = { number, averageLength, documents, manifest: unproved, acronyms: parts.acronyms }
  const corpus = await openPostgresCorpus(database, generation, vectorSql, async () => {})
  const manifest: Manifest = { ...unproved, offers: (await prove?.(corpus)) ?? [] }
  await database.query('UPDATE generations SET manifest = $2 WHERE number = $1', [number, JSON.stringify(manifest)])
  await stillMine?.()
  await database.query('UPDATE generations SET superseded_at = now() WHERE superseded_at IS NULL AND number <> $1', [number])
  await database.query(
    'INSERT INTO published (generation) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET generation = excluded.generation',
    [number],
  )
}

/** A new folder for a build, in place of that of a writer that was cut off: only who has the writer's lock makes one. */
async function draftFolder(scratch: string, database: string): Promise<string> {
  const prefix = `draft-${hashOf(database).toString(16)}-`
  try {
    await mkdir(scratch, { recursive: true })
    for (const name of await readdir(scratch)) {
      if (name.startsWith(prefix)) await rm(join(scratch, name), { recursive: true, force: true }).catch(() => {})
    }
    return await mkdtemp(join(scratch, prefix))
  } catch (thrown) {
    throw unwritable(scratch, thrown)
  }
}

/** Deletes the rows that no generation needs but those that were replaced long ago and that nobody has open. */
async function prune(session: Session, lockClass: number, retain: number): Promise<void> {
  const generations = await session.query<{ number: number; expired: boolean }>(
    `SELECT number, superseded_at IS NOT NULL AND superseded_at <= now() - $1 * interval '1 second' AS expired
     FROM generations ORDER BY number`,
    [retain],
  )
  let oldest = 0
  for (const { number, expired } of generations) {
    oldest = number
    if (!expired) break
    const [row] = await session.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS free', [lockClass, number])
    if (!row?.free) break
    await session.query('SELECT pg_advisory_unlock($1, $2)', [lockClass, number])
  }
  await session.query('BEGIN')
  // Sentences and passages go with their documents.
  for (const table of ['documents', 'words', 'postings']) await session.query(`DELETE FROM ${table} WHERE until <= $1`, [oldest])
  await session.query('DELETE FROM generations WHERE number < $1', [oldest])
  await session.query('COMMIT')
}

/** @throws AppError database-locked, database-unfit, index-unwritable */
async function lockWriter(server: Server): Promise<Session> {
  const session = await server.connect()
  try {
    const [row] = await session.query<{ locked: boolean; standby: boolean }>(
      'SELECT pg_is_in_recovery() AS standby, NOT pg_is_in_recovery() AND pg_try_advisory_lock($1, $2) AS locked',
      [server.lockClass, WRITER],
    )
    if (row?.standby) throw unwritable(server.name, 'standby')
    if (!row?.locked) {
      const holder = await writerOf(session, server.lockClass)
      const { pid = 0, since = '' } = holder ?? {}
      throw new AppError('database-locked', { database: server.name, process: pid, since })
    }
    await session.query(`SELECT set_config('statement_timeout', '0', false)`)
    await migrate(session)
    const [may] = await session.query<{ write: boolean }>(`SELECT has_table_privilege('documents', 'INSERT') AS write`)
    if (!may?.write) throw unwritable(server.name, 'permission denied')
    return session
  } catch (thrown) {
    await session.end()
    throw isAppError(thrown) ? thrown : unwritable(server.name, thrown)
  }
}

/** Who writes now; undefined when nobody does. */
async function writerOf(database: Database, lockClass: number): Promise<{ pid: number; since: string } | undefined> {
  const [holder] = await database.query<{ pid: number; since: Date | null }>(
    `SELECT l.pid, a.backend_start AS since FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1 AND l.objid = $2 AND l.objsubid = 2
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [lockClass, WRITER],
  )
  return holder && { pid: holder.pid, since: holder.since?.toISOString() ?? '?' }
}

// ---- generations that are open ----

interface Holds {
  hold(generation: number): Promise<void>
  /** Has a connection that was lost made again. @throws AppError index-not-ready when the generation was deleted meanwhile */
  check(generation: number): Promise<void>
  release(generation: number): Promise<void>
  close(): Promise<void>
}

function openHolds(server: Server, linger: number): Holds {
  const held = new Map<number, number>()
  const gone = new Set<number>()
  let session: Promise<Session> | undefined
  let ended = false

  const lockIn = async (own: Session, generation: number): Promise<void> => {
    await own.query('SELECT pg_advisory_lock_shared($1, $2)', [server.lockClass, generation])
    const [there] = await own.query('SELECT 1 AS found FROM generations WHERE number = $1', [generation])
    if (!there) gone.add(generation)
  }
  const connect = async (): Promise<Session> => {
    const own = await server.connect(() => {
      session = undefined
    })
    for (const generation of held.keys()) await lockIn(own, generation)
    return own
  }
  const connected = (): Promise<Session> => {
    session ??= connect().catch((thrown: unknown) => {
      session = undefined
      throw thrown
    })
    return session
  }
  const check = async (generation: number): Promise<void> => {
    if (!session) await connected()
    if (gone.has(generation)) throw new AppError('index-not-ready', {})
  }
  const release = async (generation: number): Promise<void> => {
    const count = held.get(generation) ?? 0
    if (count > 1) held.set(generation, count - 1)
    if (count !== 1) return
    held.delete(generation)
    const own = await session?.catch(() => undefined)
    await own?.query('SELECT pg_advisory_unlock_shared($1, $2)', [server.lockClass, generation]).catch(() => {})
  }
  return {
    async hold(generation) {
      const own = await connected()
      const count = held.get(generation) ?? 0
      held.set(generation, count + 1)
      try {
        if (count === 0) await lockIn(own, generation)
        await check(generation)
      } catch (thrown) {
        await release(generation)
        throw thrown
      }
      for (const earlier of held.keys()) {
        if (earlier < generation && !ended) setTimeout(() => void release(earlier), linger).unref()
      }
    },
    check,
    release,
    async close() {
      ended = true
      await (await session?.catch(() => undefined))?.end()
    },
  }
}
