/** A generation out of the tables as a build needs it: each document when its turn comes, some of those that follow along with it. */
import type { Passage } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { IndexContent } from './content.ts'
import type { Earlier } from './earlier.ts'
import type { DocumentRecord } from './journal.ts'
import { readWords } from './postgres-corpus.ts'
import {
  type Database,
  entryOf,
  type GenerationOf,
  isOf,
  readVector,
  SENTENCE_COLUMNS,
  type SentenceRow,
  toPositions,
  type Words,
} from './postgres-tables.ts'
import { toDocument, WHOLE, type WholeRow } from './postgres-views.ts'

/** Documents in one answer of the database, and passages, but for those of its last document: 20 MiB or so. */
const DOCUMENTS_AT_ONCE = 50
const PASSAGES_AT_ONCE = 2000

export async function openEarlier(database: Database, generation: GenerationOf): Promise<Earlier> {
  const { counts, recipe } = generation.manifest
  const words = await readWords(database, generation.number, recipe.wordTable.dimensions, counts.words)
  const listed = await listDocuments(database, generation)
  const placeOf = new Map(listed.map(({ source }, place) => [source, place]))
  const { dimensions } = recipe.embedder
  let ahead = new Map<string, DocumentRecord>()
  return {
    hashes: new Map(listed.map(({ source, sha256 }) => [source, sha256])),
    passages: (source) => listed[placeOf.get(source) ?? -1]?.passages ?? 0,
    async kept(source) {
      const place = placeOf.get(source)
      if (place === undefined) return undefined
      if (!ahead.has(source)) {
        const read = await readDocuments(database, keysFrom(listed, place))
        ahead = new Map(read.map((own) => [own.document.source, toRecord(own, dimensions)]))
      }
      const record = ahead.get(source)
      ahead.delete(source)
      return record
    },
    ...{ words: words.list, vectors: words.vectors, check: async () => {}, close: () => {} },
    content: () => wholeGeneration(database, generation, words, listed),
  }
}

interface Listed {
  key: number
  source: string
  sha256: string
  passages: number
}

/** In the order of the documents. */
async function listDocuments(database: Database, { number, documents }: GenerationOf): Promise<Listed[]> {
  const rows = await database.query<Listed>(
    `SELECT d.key, d.facts->>'source' AS source, d.facts->>'sha256' AS sha256, d.passages FROM documents d WHERE ${isOf(number, 'd')}`,
  )
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return Array.from(documents, (key) => entryOf(byKey, key))
}

/** Of the document at a place, and of as many after it as are read at once. */
function keysFrom(listed: readonly Listed[], place: number): number[] {
  const keys: number[] = []
  for (let at = place, passages = 0; at < listed.length && keys.length < DOCUMENTS_AT_ONCE && passages < PASSAGES_AT_ONCE; at++) {
    const { key, passages: own } = elementAt(listed, at)
    keys.push(key)
    passages += own
  }
  return keys
}

/** Everything in memory, to compare it. */
async function wholeGeneration(
  database: Database,
  { manifest, acronyms }: GenerationOf,
  words: Words,
  listed: readonly Listed[],
): Promise<IndexContent> {
  const { dimensions } = manifest.recipe.embedder
  const content: IndexContent = {
    documents: [],
    passages: [],
    passageVectors: { data: new Float32Array(manifest.counts.passages * dimensions), dimensions },
    lexicon: { words: words.list, vectors: words.vectors, tokens: new Uint32Array(), sentenceLengths: [], acronyms: [...acronyms] },
  }
  const tokens: number[] = []
  while (content.documents.length < listed.length) {
    for (const own of await readDocuments(database, keysFrom(listed, content.documents.length))) {
      const document = content.documents.push(own.document) - 1
      for (const bytes of own.words) {
        const found = toPositions(bytes, words)
        for (const id of found) tokens.push(id)
        content.lexicon.sentenceLengths.push(found.length)
      }
      for (const { embedding, ...passage } of own.passages) {
        readVector(embedding, content.passageVectors.data, content.passages.length * dimensions)
        content.passages.push({ ...passage, document })
      }
    }
  }
  content.lexicon.tokens = Uint32Array.from(tokens)
  return content
}

type PassageRow = Passage & { embedding: Buffer }

interface ReadDocument {
  document: DocumentRecord['document']
  /** Keys of the words of each sentence. */
  words: Buffer[]
  passages: PassageRow[]
}

/** In the order of the keys. */
async function readDocuments(database: Database, keys: readonly number[]): Promise<ReadDocument[]> {
  const documents = await database.query<WholeRow>(`SELECT ${WHOLE} FROM documents d WHERE d.key = ANY($1::integer[])`, [keys])
  const sentences = await database.query<SentenceRow>(
    `SELECT ${SENTENCE_COLUMNS} FROM sentences s WHERE s.document = ANY($1::integer[]) ORDER BY s.document, s.position`,
    [keys],
  )
  const passages = await database.query<PassageRow>(
    `SELECT document, start_offset AS start, end_offset AS "end", language, first_sentence AS first, last_sentence AS last,
       vector_send(embedding) AS embedding FROM passages WHERE document = ANY($1::integer[]) ORDER BY id`,
    [keys],
  )
  const byKey = new Map(documents.map((row) => [row.key, row]))
  const sentencesOf = groupedByDocument(sentences)
  const passagesOf = groupedByDocument(passages)
  return keys.map((key) => {
    const own = sentencesOf.get(key) ?? []
    return { document: toDocument(entryOf(byKey, key), own), words: own.map(({ words }) => words), passages: passagesOf.get(key) ?? [] }
  })
}

function groupedByDocument<T extends { document: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.document)
    if (group) group.push(row)
    else groups.set(row.document, [row])
  }
  return groups
}

function toRecord({ document, passages }: ReadDocument, dimensions: number): DocumentRecord {
  const vectors = new Float32Array(passages.length * dimensions)
  for (const [i, { embedding }] of passages.entries()) readVector(embedding, vectors, i * dimensions)
  return { document, passages: passages.map(({ embedding: _, ...passage }) => passage), vectors }
}
