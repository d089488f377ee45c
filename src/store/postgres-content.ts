/** A generation out of the tables as a build needs it: whole, in memory. */
import type { Passage } from '../domain.ts'
import { elementAt } from '../elements.ts'
import type { IndexContent } from './content.ts'
import { readWords } from './postgres-corpus.ts'
import {
  type Database,
  entryOf,
  type GenerationOf,
  readVector,
  SENTENCE_COLUMNS,
  type SentenceRow,
  toPositions,
} from './postgres-tables.ts'
import { toDocument, WHOLE, type WholeRow } from './postgres-views.ts'

/** Documents in one answer of the database. */
const AT_ONCE = 50

export async function readGeneration(database: Database, generation: GenerationOf): Promise<IndexContent> {
  const { counts, recipe } = generation.manifest
  const { dimensions } = recipe.embedder
  const words = await readWords(database, generation.number, recipe.wordTable.dimensions, counts.words)
  const content: IndexContent = {
    documents: [],
    passages: [],
    passageVectors: { data: new Float32Array(counts.passages * dimensions), dimensions },
    lexicon: {
      words: words.list,
      vectors: words.vectors,
      tokens: new Uint32Array(),
      sentenceLengths: [],
      acronyms: [...generation.acronyms],
    },
  }
  const tokens: Uint32Array[] = []
  for (let at = 0; at < generation.documents.length; at += AT_ONCE) {
    const keys = [...generation.documents.subarray(at, at + AT_ONCE)]
    const { documents, sentences, passages } = await readDocuments(database, keys)
    for (const [i, key] of keys.entries()) {
      const own = sentences.get(key) ?? []
      content.documents.push(toDocument(entryOf(documents, key), own))
      for (const { words: bytes } of own) {
        const found = toPositions(bytes, words)
        tokens.push(found)
        content.lexicon.sentenceLengths.push(found.length)
      }
      for (const { embedding, ...passage } of passages.get(key) ?? []) {
        readVector(embedding, content.passageVectors.data, content.passages.length * dimensions)
        content.passages.push({ ...passage, document: at + i })
      }
    }
  }
  content.lexicon.tokens = concatenated(tokens)
  return content
}

type PassageRow = Passage & { embedding: Buffer }

async function readDocuments(database: Database, keys: readonly number[]) {
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
  return {
    documents: new Map(documents.map((row) => [row.key, row])),
    sentences: groupedBy(sentences, ({ document }) => document),
    passages: groupedBy(passages, ({ document }) => document),
  }
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}

function concatenated(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (let i = 0; i < parts.length; i++) {
    const part = elementAt(parts, i)
    all.set(part, at)
    at += part.length
  }
  return all
}
