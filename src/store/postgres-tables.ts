/**
 * The tables of an index in PostgreSQL, as numbered migrations, and what every reader and writer of them shares. Knows no client: a
 * `Database` answers queries.
 *
 * Rows are never changed: a row is of every generation from `since` on and before `until`. A generation is published by one row that
 * names it, and rows that no generation needs any more are deleted later.
 */
import { elementAt } from '../elements.ts'
import { AppError } from '../errors.ts'
import type { Acronym } from '../words/acronyms.ts'
import type { LexiconWord } from './lexicon.ts'
import type { Manifest } from './manifest.ts'

export interface Database {
  /** As messages name it. */
  readonly name: string
  /** That our tables are in. */
  readonly schema: string
  /** Rows of one statement; `$1`, `$2` … stand for the values. @throws AppError database-unreachable, or the client's own error */
  query<R>(text: string, values?: readonly unknown[]): Promise<R[]>
}

/** Each is one transaction; what was released is never edited, only followed by another. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE generations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    manifest json NOT NULL,
    acronyms json NOT NULL,
    -- Keys of its documents in their order, unsigned integers of 32 bits, little-endian.
    documents bytea NOT NULL,
    -- Words of a passage, titles and headings included.
    average_length double precision NOT NULL,
    superseded_at timestamptz
  );
  CREATE TABLE published (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    generation integer NOT NULL REFERENCES generations
  );
  CREATE TABLE documents (
    key integer PRIMARY KEY,
    id text NOT NULL,
    -- Of everything that its rows are made of.
    digest text NOT NULL,
    -- The document without text, sentences and blocks.
    facts json NOT NULL,
    blocks json NOT NULL,
    characters integer NOT NULL,
    -- The text before its first sentence; the rest stands with the sentences.
    opening text NOT NULL,
    sentences integer NOT NULL,
    lead_sentence integer,
    first_passage integer NOT NULL,
    passages integer NOT NULL,
    -- Ids of distinct words, as in postings: of its title, and of all of it.
    title_words bytea NOT NULL,
    words bytea NOT NULL,
    since integer NOT NULL,
    until integer
  );
  CREATE INDEX documents_id ON documents (id);
  CREATE TABLE sentences (
    document integer NOT NULL REFERENCES documents ON DELETE CASCADE,
    position integer NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    block integer NOT NULL,
    uncertain boolean NOT NULL,
    words bytea NOT NULL,
    -- From its start to the start of the next one.
    piece text NOT NULL,
    PRIMARY KEY (document, position)
  );
  CREATE TABLE passages (
    id integer PRIMARY KEY,
    document integer NOT NULL REFERENCES documents ON DELETE CASCADE,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    language text NOT NULL,
    first_sentence integer NOT NULL,
    last_sentence integer NOT NULL,
    window_first integer NOT NULL,
    window_last integer NOT NULL,
    headings integer[] NOT NULL,
    dimensions integer NOT NULL,
    embedding vector NOT NULL,
    since integer NOT NULL,
    until integer
  );
  CREATE INDEX passages_document ON passages (document);
  CREATE TABLE words (
    id integer NOT NULL,
    form text NOT NULL,
    surface text NOT NULL,
    exact boolean NOT NULL,
    dimensions integer NOT NULL,
    embedding vector NOT NULL,
    since integer NOT NULL,
    until integer,
    PRIMARY KEY (id, since)
  );
  CREATE TABLE postings (
    word integer NOT NULL,
    digest text NOT NULL,
    -- Eight bytes a passage: its id (32 bits), how often the word stands in it (16), its number of words (16); little-endian.
    entries bytea NOT NULL,
    since integer NOT NULL,
    until integer,
    PRIMARY KEY (word, since)
  );
  -- Numbers do not compress.
  ALTER TABLE postings ALTER COLUMN entries SET STORAGE EXTERNAL;
  `,
]

/** Bytes of one entry of postings. */
export const ENTRY = 8

/** Whether a row is of a generation: an SQL condition. @param table its alias */
export function isOf(generation: number, table: string): string {
  return `(${table}.since <= ${generation} AND (${table}.until IS NULL OR ${table}.until > ${generation}))`
}

export interface GenerationRow {
  number: number
  name: string
  manifest: unknown
  acronyms: unknown
  documents: Buffer
  average_length: number
}

export interface SentenceRow {
  document: number
  position: number
  start_offset: number
  end_offset: number
  kind: string
  language: string
  block: number
  uncertain: boolean
  words: Buffer
  piece: string
}
export const SENTENCE_COLUMNS =
  's.document, s.position, s.start_offset, s.end_offset, s.kind, s.language, s.block, s.uncertain, s.words, s.piece'

/** How many migrations a schema has seen; undefined where there is no schema of ours. */
export async function schemaVersion(database: Database): Promise<number | undefined> {
  const [there] = await database.query<{ found: string | null }>('SELECT to_regclass($1)::text AS found', [`${database.schema}.migrations`])
  if (!there?.found) return undefined
  const [row] = await database.query<{ version: number }>('SELECT coalesce(max(number), 0) AS version FROM migrations')
  return row?.version ?? 0
}

/** The least of pgvector, major and minor: vectors of halves, and scans that go on. The least of PostgreSQL, as it numbers itself. */
const PGVECTOR = [0, 8] as const
const SERVER = 140_000

/** Brings the tables to this version of the program. By the one writer. @throws AppError database-unfit, index-foreign for newer tables */
export async function migrate(database: Database, migrations: readonly string[] = MIGRATIONS): Promise<void> {
  const { name, schema } = database
  const [server] = await database.query<{ version: number }>(`SELECT current_setting('server_version_num')::integer AS version`)
  if ((server?.version ?? 0) < SERVER) throw new AppError('database-unfit', { database: name, problem: `PostgreSQL ${server?.version}` })
  await requireVectors(database)
  const found = (await schemaVersion(database)) ?? 0
  if (found > migrations.length) {
    throw new AppError('index-foreign', { field: 'tables', expected: String(migrations.length), found: String(found) })
  }
  for (const [i, statements] of migrations.entries()) {
    if (i < found) continue
    await database.query('BEGIN')
    try {
      if (i === 0) {
        const [there] = await database.query('SELECT 1 AS found FROM pg_namespace WHERE nspname = $1', [schema])
        if (!there) await database.query(`CREATE SCHEMA ${schema}`)
        await database.query(
          `CREATE TABLE ${schema}.migrations (number integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
        )
      }
      await database.query(statements)
      await database.query('INSERT INTO migrations (number) VALUES ($1)', [i + 1])
      await database.query('COMMIT')
    } catch (thrown) {
      await database.query('ROLLBACK')
      throw thrown
    }
  }
}

async function requireVectors(database: Database): Promise<void> {
  const installed = async (): Promise<string | undefined> => {
    const [row] = await database.query<{ version: string }>(`SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'`)
    return row?.version
  }
  const version = (await installed()) ?? (await database.query('CREATE EXTENSION vector SCHEMA public').then(installed, () => undefined))
  const [major = 0, minor = 0] = version?.split('.').map(Number) ?? []
  const enough = major > PGVECTOR[0] || (major === PGVECTOR[0] && minor >= PGVECTOR[1])
  if (!enough) throw new AppError('database-unfit', { database: database.name, problem: version ? `pgvector ${version}` : 'pgvector –' })
}

/** @throws AppError index-foreign for a schema of another version of this program */
export async function checkVersion(database: Database): Promise<boolean> {
  const version = await schemaVersion(database)
  if (version === undefined) return false
  if (version === MIGRATIONS.length) return true
  throw new AppError('index-foreign', { field: 'tables', expected: String(MIGRATIONS.length), found: String(version) })
}

/** A generation as its row has it. */
export interface GenerationOf {
  number: number
  manifest: Manifest
  acronyms: readonly Acronym[]
  /** Keys of documents, in their order. */
  documents: Uint32Array
  averageLength: number
}

/** Words of a generation in memory. An id outside of this file is a position here; rows have keys, which have gaps. */
export interface Words {
  list: LexiconWord[]
  vectors: { data: Float32Array; dimensions: number }
  frequencies: Uint32Array
  keys: Uint32Array
  /** Positions by key; a key that is no word of this generation has none. */
  positions: Int32Array
}

// ---- numbers as bytes ----

export function uint32Bytes(numbers: Iterable<number>): Buffer {
  return Buffer.from(Uint32Array.from(numbers).buffer)
}

/** Copied: bytes of a client need not be aligned. */
export function uint32Of(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer)
}

/** Keys of words as positions. */
export function toPositions(bytes: Uint8Array, { positions }: Words): Uint32Array {
  return uint32Of(bytes).map((key) => elementAt(positions, key))
}

/** Writes a vector that `vector_send` has made: two numbers of 16 bits, then big-endian floats. */
export function readVector(bytes: Buffer, into: Float32Array, at: number): void {
  const swapped = Buffer.from(Uint8Array.from(bytes.subarray(4)).buffer).swap32()
  into.set(new Float32Array(swapped.buffer, swapped.byteOffset, swapped.byteLength / 4), at)
}

/** As JSON carries bytes into a `bytea`. */
export function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}

/** @throws RangeError where there is none: the tables do not fit together */
export function entryOf<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key)
  if (value === undefined) throw new RangeError(`nothing at ${key}`)
  return value
}

// ---- rows in ----

/** Characters of JSON and bytes of vectors in one statement. */
const BATCH = 4 << 20
const EMBEDDING = 'embedding'

/**
 * @param columns their types by name, as `json_to_recordset` takes them; `embedding`, where there is one, is a Float32Array in each row
 * and travels as bytes, which are a fifth of its decimals
 */
export async function insertRows<C extends string>(
  database: Database,
  table: string,
  columns: Readonly<Record<C, string>>,
  rows: Iterable<Readonly<Record<NoInfer<C>, unknown>> & { readonly embedding?: Float32Array }>,
): Promise<void> {
  const plain = Object.entries(columns).filter(([name]) => name !== EMBEDDING)
  const names = [...plain.map(([name]) => name), ...(EMBEDDING in columns ? [EMBEDDING] : [])].join(', ')
  const values = [
    `json_to_recordset($1::json) AS (${plain.map(([name, type]) => `${name} ${type}`).join(', ')})`,
    ...(EMBEDDING in columns ? ['unnest($2::vector[])'] : []),
  ]
  const sql = `INSERT INTO ${table} (${names}) SELECT ${names} FROM ROWS FROM (${values.join(', ')}) AS given(${names})`
  const type = EMBEDDING in columns ? await vectorType(database) : 0
  let batch: string[] = []
  let vectors: Float32Array[] = []
  let length = 0
  const flush = async (): Promise<void> => {
    const given = [`[${batch.join(',')}]`, ...(EMBEDDING in columns ? [vectorArray(vectors, type)] : [])]
    if (batch.length > 0) await database.query(sql, given)
    batch = []
    vectors = []
    length = 0
  }
  for (const { embedding, ...row } of rows) {
    const json = JSON.stringify(row)
    batch.push(json)
    if (embedding) vectors.push(embedding)
    length += json.length + (embedding?.byteLength ?? 0)
    if (length > BATCH) await flush()
  }
  await flush()
}

/** Every database numbers the types of its extensions itself. */
async function vectorType(database: Database): Promise<number> {
  const [row] = await database.query<{ type: number }>(`SELECT 'vector'::regtype::oid::integer AS type`)
  return row?.type ?? 0
}

/**
 * An array of vectors in PostgreSQL's binary format (array_recv: dimensions, nulls, type, length, lower bound; vector_recv: the number
 * of components, 16 unused bits, components), every number of it big-endian.
 */
function vectorArray(vectors: readonly Float32Array[], type: number): Buffer {
  const head = Buffer.alloc(20)
  for (const [i, number] of [1, 0, type, vectors.length, 1].entries()) head.writeInt32BE(number, 4 * i)
  const parts = vectors.flatMap((vector) => {
    const own = Buffer.alloc(8)
    own.writeInt32BE(4 + vector.byteLength, 0)
    own.writeInt16BE(vector.length, 4)
    return [own, Buffer.from(Uint8Array.from(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)).buffer).swap32()]
  })
  return Buffer.concat([head, ...parts])
}

/** PostgreSQL keeps every character but NUL; a lone half of a pair becomes the replacement character too, and offsets stay. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD')
}
