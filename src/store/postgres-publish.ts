/**
 * Writes a generation into the tables, next to those that are there. Everything happens in the transaction of the caller: until it ends,
 * no reader sees any of it, and a writer that is cut off leaves nothing.
 *
 * What the generation before holds is kept: a document that did not change keeps its rows, a word its key, and only the postings that
 * differ are written.
 */
import { createHash } from 'node:crypto'
import type { Passage, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { row } from '../embed/embedder.ts'
import type { IndexContent } from './content.ts'
import { buildLexicon, type Lexicon } from './lexicon.ts'
import type { Manifest } from './manifest.ts'
import { type Database, ENTRY, entryOf, hex, insertRows, storable, uint32Bytes } from './postgres-tables.ts'
import { leadOf, windowOf } from './views.ts'

/** @param reusable whether the rows that are published now were made in the same way @returns the number of the generation */
export async function writeGeneration(
  database: Database,
  content: IndexContent,
  manifest: Manifest,
  reusable: boolean,
): Promise<{ number: number; averageLength: number; documents: Uint32Array }> {
  const [last] = await database.query<{ number: number }>('SELECT coalesce(max(number), 0) AS number FROM generations')
  const number = (last?.number ?? 0) + 1
  const lexicon = buildLexicon(content.lexicon, content.documents, content.passages)
  const writing: Writing = { database, number, content, lexicon }
  if (!reusable) for (const table of ['documents', 'passages', 'words', 'postings']) await endAll(writing, table)
  const keys = await writeWords(writing)
  const { documents, firstPassages } = await writeDocuments(writing, keys)
  await writePostings(writing, keys, firstPassages)
  await indexVectors(writing)
  const { averageLength } = lexicon.postings
  await database.query(
    'INSERT INTO generations (number, name, manifest, acronyms, documents, average_length) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      ...[number, manifest.generation, JSON.stringify(manifest), JSON.stringify(content.lexicon.acronyms)],
      ...[uint32Bytes(documents), averageLength],
    ],
  )
  return { number, averageLength, documents }
}

interface Writing {
  database: Database
  number: number
  content: IndexContent
  lexicon: Lexicon
}

async function endAll({ database, number }: Writing, table: string): Promise<void> {
  await database.query(`UPDATE ${table} SET until = $1 WHERE until IS NULL`, [number])
}

// ---- words ----

/** @returns the key of each word, by position */
async function writeWords({ database, number, content }: Writing): Promise<Uint32Array> {
  const { words, vectors } = content.lexicon
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
      const embedding = Array.from(row(vectors, position))
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
  /** Position of its first passage and of its first sentence among all. */
  firstPassage: number
  digest: string
}

function ownOf({ documents, passages }: IndexContent): Own[] {
  let at = 0
  return documents.map((document, position) => {
    const firstPassage = at
    while (passages[at]?.document === position) at++
    const own = passages.slice(firstPassage, at)
    return { document, position, passages: own, firstPassage, digest: documentDigest(document, own) }
  })
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

async function writeDocuments(writing: Writing, keys: Uint32Array): Promise<WrittenDocuments> {
  const { database, number, content } = writing
  const live = await database.query<{ key: number; digest: string; first_passage: number }>(
    'SELECT key, digest, first_passage FROM documents WHERE until IS NULL',
  )
  const known = new Map(live.map((document) => [document.digest, document]))
  const [last] = await database.query<{ key: number; passage: number }>(
    'SELECT (SELECT coalesce(max(key), -1) FROM documents) AS key, (SELECT coalesce(max(id), -1) FROM passages) AS passage',
  )
  let [nextKey, nextPassage] = [(last?.key ?? -1) + 1, (last?.passage ?? -1) + 1]
  const documents = new Uint32Array(content.documents.length)
  const firstPassages = new Uint32Array(content.documents.length)
  const fresh: Fresh[] = []
  const kept = new Set<number>()
  for (const own of ownOf(content)) {
    const same = known.get(own.digest)
    documents[own.position] = same?.key ?? nextKey
    firstPassages[own.position] = same?.first_passage ?? nextPassage
    if (same) kept.add(same.key)
    else {
      fresh.push({ ...own, key: nextKey++, passage: nextPassage })
      nextPassage += own.passages.length
    }
  }
  const ended = live.flatMap(({ key }) => (kept.has(key) ? [] : [key]))
  for (const [table, column] of [
    ['documents', 'key'],
    ['passages', 'document'],
  ]) {
    await database.query(`UPDATE ${table} SET until = $1 WHERE until IS NULL AND ${column} = ANY($2::integer[])`, [number, ended])
  }
  await insertRows(
    database,
    'documents',
    DOCUMENT_COLUMNS,
    map(fresh, (own) => documentRow(writing, own, keys)),
  )
  await insertRows(
    database,
    'sentences',
    SENTENCE_TYPES,
    flatMap(fresh, (own) => sentenceRows(writing, own, keys)),
  )
  await insertRows(
    database,
    'passages',
    PASSAGE_COLUMNS,
    flatMap(fresh, (own) => passageRows(writing, own)),
  )
  return { documents, firstPassages }
}

interface Fresh extends Own {
  key: number
  /** Id of its first passage. */
  passage: number
}

const DOCUMENT_COLUMNS = {
  ...{ key: 'integer', id: 'text', digest: 'text', facts: 'json', blocks: 'json', characters: 'integer', opening: 'text' },
  ...{ sentences: 'integer', lead_sentence: 'integer', first_passage: 'integer', passages: 'integer' },
  ...{ title_words: 'bytea', words: 'bytea', since: 'integer' },
} as const

function documentRow({ number, lexicon }: Writing, { key, digest, document, position, passages, passage }: Fresh, keys: Uint32Array) {
  const { text, sentences, blocks, ...facts } = document
  const lead = leadOf(document)
  const title = elementAt(lexicon.titleWords, position)
  const words = new Set([...title, ...lexicon.runWords(position, 0, sentences.length - 1)])
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

function* sentenceRows({ lexicon }: Writing, { key, document, position: own }: Fresh, keys: Uint32Array) {
  const { text, sentences } = document
  for (const [position, { start, end, kind, language, block, uncertain = false }] of sentences.entries()) {
    const next = sentences[position + 1]?.start ?? text.length
    if (next < start) throw new RangeError(`sentences of ${document.source} are out of order at ${start}`)
    yield {
      ...{ document: key, position, start_offset: start, end_offset: end, kind, language, block, uncertain },
      ...{ words: keyBytes(lexicon.runWords(own, position, position), keys), piece: storable(text.slice(start, next)) },
    }
  }
}

const PASSAGE_COLUMNS = {
  ...{ id: 'integer', document: 'integer', start_offset: 'integer', end_offset: 'integer', language: 'text' },
  ...{ first_sentence: 'integer', last_sentence: 'integer', window_first: 'integer', window_last: 'integer' },
  ...{ headings: 'integer[]', dimensions: 'integer', embedding: 'vector', since: 'integer' },
} as const

function* passageRows({ number, content, lexicon }: Writing, { key, document, passages, firstPassage, passage: id }: Fresh) {
  const { passageVectors } = content
  for (const [i, { start, end, language, first, last }] of passages.entries()) {
    const window = windowOf(document, first, last)
    yield {
      ...{ id: id + i, document: key, start_offset: start, end_offset: end, language },
      ...{ first_sentence: first, last_sentence: last, window_first: window.first, window_last: window.last },
      headings: lexicon.headings[firstPassage + i] ?? [],
      ...{ dimensions: passageVectors.dimensions, embedding: Array.from(row(passageVectors, firstPassage + i)), since: number },
    }
  }
}

function keyBytes(words: Iterable<number>, keys: Uint32Array): string {
  return hex(uint32Bytes([...words].map((position) => elementAt(keys, position))))
}

// ---- postings ----

/** What 16 bits hold. */
const MOST = 65_535

async function writePostings(
  { database, number, content, lexicon }: Writing,
  keys: Uint32Array,
  firstPassages: Uint32Array,
): Promise<void> {
  const ids = passageIds(content, firstPassages)
  const live = await database.query<{ word: number; digest: string }>('SELECT word, digest FROM postings WHERE until IS NULL')
  const known = new Map(live.map(({ word, digest }) => [word, digest]))
  const ended = new Set(known.keys())
  const fresh: number[] = []
  for (const [position, word] of keys.entries()) {
    if (known.get(word) === digestOf(entriesOf(lexicon, position, ids))) ended.delete(word)
    else fresh.push(position)
  }
  await database.query('UPDATE postings SET until = $1 WHERE until IS NULL AND word = ANY($2::integer[])', [number, [...ended]])
  const rows = map(fresh, (position) => {
    const entries = entriesOf(lexicon, position, ids)
    return { word: elementAt(keys, position), digest: digestOf(entries), entries: hex(entries), since: number }
  })
  await insertRows(database, 'postings', { word: 'integer', digest: 'text', entries: 'bytea', since: 'integer' }, rows)
}

/** Ids of passages in the database, by position. */
function passageIds({ passages }: IndexContent, firstPassages: Uint32Array): Uint32Array {
  let [document, first] = [-1, 0]
  return Uint32Array.from(passages, (passage, position) => {
    if (passage.document !== document) [document, first] = [passage.document, position]
    return elementAt(firstPassages, document) + position - first
  })
}

function entriesOf({ postings: { offsets, passages, counts, lengths } }: Lexicon, word: number, ids: Uint32Array): Buffer {
  const [from, to] = [elementAt(offsets, word), elementAt(offsets, word + 1)]
  const bytes = Buffer.alloc((to - from) * ENTRY)
  for (let at = from; at < to; at++) {
    const passage = elementAt(passages, at)
    const offset = (at - from) * ENTRY
    bytes.writeUInt32LE(elementAt(ids, passage), offset)
    bytes.writeUInt16LE(elementAt(counts, at), offset + 4)
    bytes.writeUInt16LE(Math.min(elementAt(lengths, passage), MOST), offset + 6)
  }
  return bytes
}

// ---- vectors ----

/** M and ef_construction as pgvector takes them: those of the other driver. */
const HNSW = 'm = 16, ef_construction = 60'

/** An index over halves for each length of vectors that occurs; the vectors themselves stay whole, for scores that are the same everywhere. */
async function indexVectors({ database, content }: Writing): Promise<void> {
  for (const [table, { dimensions }] of [
    ['passages', content.passageVectors],
    ['words', content.lexicon.vectors],
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
