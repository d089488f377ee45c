/**
 * Writes a generation into the tables, next to those that are there. Everything happens in the transaction of the caller: until it ends,
 * no reader sees any of it, and a writer that is cut off leaves nothing.
 *
 * What the generation before holds is kept: a document that did not change keeps its rows, a word its key, and only the postings that
 * differ are written. Documents are read and written one after the other, so that memory holds of a passage a few numbers only.
 */
import { createHash } from 'node:crypto'
import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { row } from '../embed/embedder.ts'
import type { IndexParts } from './index-parts.ts'
import type { Manifest } from './manifest.ts'
import { type Database, ENTRY, entryOf, hex, insertRows, storable, uint32Bytes } from './postgres-tables.ts'
import { titleWords } from './segment.ts'
import { windowOf } from './views.ts'

/** @param reusable whether the rows that are published now were made in the same way @returns the number of the generation */
export async function writeGeneration(
  database: Database,
  parts: IndexParts,
  manifest: Manifest,
  reusable: boolean,
): Promise<{ number: number; averageLength: number; documents: Uint32Array }> {
  const [last] = await database.query<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM generations')
  const number = (last?.number ?? 0) + 1
  const writing: Writing = { database, number, parts, dimensions: manifest.recipe.embedder.dimensions }
  if (!reusable) for (const table of ['documents', 'passages', 'words', 'postings']) await endAll(writing, table)
  const keys = await writeWords(writing)
  const { documents, firstPassages } = await writeDocuments(writing, keys)
  await writePostings(writing, keys, firstPassages)
  await indexVectors(writing)
  const { averageLength } = parts
  await database.query(
    'INSERT INTO generations (number, name, manifest, acronyms, documents, average_length) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      ...[number, manifest.generation, JSON.stringify(manifest), JSON.stringify(parts.acronyms)],
      ...[uint32Bytes(documents), averageLength],
    ],
  )
  return { number, averageLength, documents }
}

interface Writing {
  database: Database
  number: number
  parts: IndexParts
  /** Of the vectors of passages. */
  dimensions: number
}

async function endAll({ database, number }: Writing, table: string): Promise<void> {
  await database.query(`UPDATE ${table} SET until = $1 WHERE until IS NULL`, [number])
}

// ---- words ----

/** @returns the key of each word, by position */
async function writeWords({ database, number, parts }: Writing): Promise<Uint32Array> {
  const { words, vectors } = parts
  const live = await database.query<{ id: number; form: string; surface: string; exact: boolean }>(
    'SELECT id, form, surface, exact FROM words WHERE until IS NULL',
  )
  const known = new Map(live.map((word) => [word.form, word]))
  const [last] = await database.query<{ id: number }>('SELECT coalesce(max(id), -1) AS id FROM words')
  let next = (last?.id ?? -1) + 1
  const keys = new Uint32Array(words.length)
  const fresh: { position: number; form: string; surface: string; exact: boolean }[] = []
  const ended = new Set(known.keys())
  for (const [position, { form: given, surface: shown, exact }] of words.entries()) {
    const [form, surface] = [storable(given), storable(shown)]
    const same = known.get(form)
    keys[position] = same?.id ?? next++
    if (same && same.surface === surface && same.exact === exact) ended.delete(form)
    else fresh.push({ position, form, surface, exact })
  }
  await database.query('UPDATE words SET until = $1 WHERE until IS NULL AND id = ANY($2::integer[])', [
    number,
    [...ended].map((form) => entryOf(known, form).id),
  ])
  const columns = { id: 'integer', form: 'text', surface: 'text', exact: 'boolean', dimensions: 'integer', embedding: 'vector' }
  const rows = function* () {
    for (const { position, ...word } of fresh) {
      const embedding = row(vectors, position)
      yield { id: elementAt(keys, position), ...word, dimensions: vectors.dimensions, embedding, since: number }
    }
  }
  await insertRows(database, 'words', { ...columns, since: 'integer' }, rows())
  return keys
}

// ---- documents ----

interface Own {
  document: SourceDocument
  position: number
  passages: Passage[]
  digest: string
}

function ownOf(parts: IndexParts, position: number): Own {
  const document = parts.document(position)
  const { first, count } = parts.passagesOf(position)
  const passages = Array.from({ length: count }, (_, i) => parts.passage(first + i))
  return { document, position, passages, digest: documentDigest(document, passages) }
}

/** The same for a document that was read from its file and for one that comes from the tables, whose fields stand in another order. */
function documentDigest({ text, sentences, blocks, ...facts }: SourceDocument, passages: readonly Passage[]): string {
  const content = [
    Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)),
    text,
    sentences.map(({ start, end, kind, language, block, uncertain }) => [start, end, kind, language, block, uncertain]),
    blocks.map(({ kind, start, end, level, label, uncertain }) => [kind, start, end, level, label, uncertain]),
    passages.map(({ start, end, first, last, language }) => [start, end, first, last, language]),
  ]
  return digestOf(JSON.stringify(content))
}

interface WrittenDocuments {
  /** Keys, by position. */
  documents: Uint32Array
  /** Id of the first passage of each, by position; those that follow are consecutive. */
  firstPassages: Uint32Array
}

/** Characters of the documents that are written together. */
const TEXT_AT_ONCE = 1 << 20

async function writeDocuments(writing: Writing, keys: Uint32Array): Promise<WrittenDocuments> {
  const { database, number, parts } = writing
  const live = await database.query<{ key: number; digest: string; first_passage: number }>(
    'SELECT key, digest, first_passage FROM documents WHERE until IS NULL',
  )
  const known = new Map(live.map((document) => [document.digest, document]))
  const [last] = await database.query<{ key: number; passage: number }>(
    'SELECT (SELECT coalesce(max(key), -1) FROM documents) AS key, (SELECT coalesce(max(id), -1) FROM passages) AS passage',
  )
  let [nextKey, nextPassage] = [(last?.key ?? -1) + 1, (last?.passage ?? -1) + 1]
  const documents = new Uint32Array(parts.counts.documents)
  const firstPassages = new Uint32Array(parts.counts.documents)
  const kept = new Set<number>()
  const insert = openInserts(writing, keys)
  for (const position of documents.keys()) {
    const own = ownOf(parts, position)
    const same = known.get(own.digest)
    documents[position] = same?.key ?? nextKey
    firstPassages[position] = same?.first_passage ?? nextPassage
    if (same) kept.add(same.key)
    else {
      await insert.add({ ...own, key: nextKey++, passage: nextPassage })
      nextPassage += own.passages.length
    }
  }
  await insert.end()
  const ended = live.flatMap(({ key }) => (kept.has(key) ? [] : [key]))
  for (const [table, column] of [
    ['documents', 'key'],
    ['passages', 'document'],
  ]) {
    await database.query(`UPDATE ${table} SET until = $1 WHERE until IS NULL AND ${column} = ANY($2::integer[])`, [number, ended])
  }
  return { documents, firstPassages }
}

/** Some documents at a time: the rows of a document before those that refer to it. */
function openInserts(writing: Writing, keys: Uint32Array): { add(own: Fresh): Promise<void>; end(): Promise<void> } {
  const { database, parts } = writing
  const idOf = new Map(parts.words.map(({ form }, position) => [form, position]))
  let waiting: (Fresh & Words)[] = []
  let characters = 0
  const end = async (): Promise<void> => {
    const own = waiting
    waiting = []
    characters = 0
    const documents = map(own, (fresh) => documentRow(writing, fresh, keys))
    await insertRows(database, 'documents', DOCUMENT_COLUMNS, documents)
    const sentences = flatMap(own, (fresh) => sentenceRows(fresh, keys))
    await insertRows(database, 'sentences', SENTENCE_TYPES, sentences)
    const passages = flatMap(own, (fresh) => passageRows(writing, fresh))
    await insertRows(database, 'passages', PASSAGE_COLUMNS, passages)
  }
  return {
    async add(fresh) {
      const { position, document } = fresh
      const last = document.sentences.length - 1
      const sentenceWords = last < 0 ? [] : parts.sentences(position, 0, last).map(({ words }) => words)
      waiting.push({ ...fresh, sentenceWords, titleWords: titleWords(elementAt(parts.facts, position), idOf) })
      characters += document.text.length
      if (characters > TEXT_AT_ONCE) await end()
    },
    end,
  }
}

interface Fresh extends Own {
  key: number
  /** Id of its first passage. */
  passage: number
}

/** Positions of words. */
interface Words {
  sentenceWords: readonly Uint32Array[]
  titleWords: Uint32Array
}

const DOCUMENT_COLUMNS = {
  ...{ key: 'integer', id: 'text', digest: 'text', facts: 'json', blocks: 'json', characters: 'integer', opening: 'text' },
  ...{ sentences: 'integer', lead_sentence: 'integer', first_passage: 'integer', passages: 'integer' },
  ...{ title_words: 'bytea', words: 'bytea', since: 'integer' },
} as const

function documentRow({ number, parts }: Writing, fresh: Fresh & Words, keys: Uint32Array) {
  const { key, digest, document, position, passages, passage, titleWords: title, sentenceWords } = fresh
  const { text, sentences, blocks, ...facts } = document
  const lead = parts.lead(position)
  const words = new Set(title)
  for (const own of sentenceWords) for (const id of own) words.add(id)
  return {
    ...{ key, id: document.id, digest, facts, blocks, characters: text.length, opening: storable(text.slice(0, sentences[0]?.start)) },
    ...{ sentences: sentences.length, lead_sentence: lead === -1 ? null : lead, first_passage: passage, passages: passages.length },
    ...{ title_words: keyBytes(title, keys), words: keyBytes(words, keys), since: number },
  }
}

const SENTENCE_TYPES = {
  ...{ document: 'integer', position: 'integer', start_offset: 'integer', end_offset: 'integer', kind: 'text', language: 'text' },
  ...{ block: 'integer', uncertain: 'boolean', words: 'bytea', piece: 'text' },
} as const

function* sentenceRows({ key, document, sentenceWords }: Fresh & Words, keys: Uint32Array) {
  const { text, sentences } = document
  for (const [position, { start, end, kind, language, block, uncertain = false }] of sentences.entries()) {
    const next = sentences[position + 1]?.start ?? text.length
    if (next < start) throw new RangeError(`sentences of ${document.source} are out of order at ${start}`)
    yield {
      ...{ document: key, position, start_offset: start, end_offset: end, kind, language, block, uncertain },
      ...{ words: keyBytes(elementAt(sentenceWords, position), keys), piece: storable(text.slice(start, next)) },
    }
  }
}

const PASSAGE_COLUMNS = {
  ...{ id: 'integer', document: 'integer', start_offset: 'integer', end_offset: 'integer', language: 'text' },
  ...{ first_sentence: 'integer', last_sentence: 'integer', window_first: 'integer', window_last: 'integer' },
  ...{ headings: 'integer[]', dimensions: 'integer', embedding: 'vector', since: 'integer' },
} as const

function* passageRows({ number, parts, dimensions }: Writing, { key, document, position, passages, passage: id }: Fresh) {
  const { first } = parts.passagesOf(position)
  const data = parts.passageRows(first, passages.length, dimensions)
  for (const [i, passage] of passages.entries()) {
    const window = windowOf(document, passage.first, passage.last)
    yield {
      ...{ id: id + i, document: key, start_offset: passage.start, end_offset: passage.end, language: passage.language },
      ...{ first_sentence: passage.first, last_sentence: passage.last, window_first: window.first, window_last: window.last },
      headings: Array.from(parts.headings(first + i)),
      ...{ dimensions, embedding: row({ data, dimensions }, i), since: number },
    }
  }
}

function keyBytes(words: Iterable<number>, keys: Uint32Array): string {
  return hex(uint32Bytes([...words].map((position) => elementAt(keys, position))))
}

// ---- postings ----

/** What 16 bits hold. */
const MOST = 65_535

async function writePostings({ database, number, parts }: Writing, keys: Uint32Array, firstPassages: Uint32Array): Promise<void> {
  const ids = passageIds(parts, firstPassages)
  const live = await database.query<{ word: number; digest: string }>('SELECT word, digest FROM postings WHERE until IS NULL')
  const known = new Map(live.map(({ word, digest }) => [word, digest]))
  const ended = new Set(known.keys())
  const fresh: number[] = []
  for (const [position, word] of keys.entries()) {
    if (known.get(word) === digestOf(entriesOf(parts, position, ids))) ended.delete(word)
    else fresh.push(position)
  }
  await database.query('UPDATE postings SET until = $1 WHERE until IS NULL AND word = ANY($2::integer[])', [number, [...ended]])
  const rows = map(fresh, (position) => {
    const entries = entriesOf(parts, position, ids)
    return { word: elementAt(keys, position), digest: digestOf(entries), entries: hex(entries), since: number }
  })
  await insertRows(database, 'postings', { word: 'integer', digest: 'text', entries: 'bytea', since: 'integer' }, rows)
}

/** Ids of passages in the database, by position. */
function passageIds({ positions, passagesOf }: IndexParts, firstPassages: Uint32Array): Uint32Array {
  const ids = new Uint32Array(positions)
  for (const [document, id] of firstPassages.entries()) {
    const { first, count } = passagesOf(document)
    for (let i = 0; i < count; i++) ids[first + i] = id + i
  }
  return ids
}

function entriesOf({ postings, lengths }: IndexParts, word: number, ids: Uint32Array): Buffer {
  const { passages, counts } = postings(word)
  const bytes = Buffer.alloc(passages.length * ENTRY)
  for (const [i, passage] of passages.entries()) {
    const offset = i * ENTRY
    bytes.writeUInt32LE(elementAt(ids, passage), offset)
    bytes.writeUInt16LE(elementAt(counts, i), offset + 4)
    bytes.writeUInt16LE(Math.min(elementAt(lengths, passage), MOST), offset + 6)
  }
  return bytes
}

// ---- vectors ----

/** M and ef_construction as pgvector takes them: those of the other driver. */
const HNSW = 'm = 16, ef_construction = 60'

/** An index over halves for each length of vectors that occurs; the vectors themselves stay whole, for scores that are the same everywhere. */
async function indexVectors({ database, parts, dimensions: own }: Writing): Promise<void> {
  for (const [table, dimensions] of [
    ['passages', own],
    ['words', parts.vectors.dimensions],
  ] as const) {
    if (dimensions === 0) continue
    await database.query(
      `CREATE INDEX IF NOT EXISTS ${table}_nearest_${dimensions} ON ${table}
       USING hnsw ((embedding::halfvec(${dimensions})) halfvec_cosine_ops) WITH (${HNSW}) WHERE dimensions = ${dimensions}`,
    )
  }
}

function digestOf(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('base64url').slice(0, 22)
}

function* map<T, R>(items: Iterable<T>, toRow: (item: T) => R): Generator<R> {
  for (const item of items) yield toRow(item)
}

function* flatMap<T, R>(items: Iterable<T>, toRows: (item: T) => Iterable<R>): Generator<R> {
  for (const item of items) yield* toRows(item)
}
