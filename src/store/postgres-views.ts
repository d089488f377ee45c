/** Passages with their sentences, and documents, out of the tables of PostgreSQL. */
import {
  type LanguageRun,
  type Passage,
  type PassageView,
  type SentenceKind,
  type SentenceView,
  type SourceDocument,
  toSummary,
} from '../domain.ts'
import { elementAt } from '../elements.ts'
import { BoundedCache } from './bounded-cache.ts'
import type { Corpus, ListedDocument } from './corpus.ts'
import {
  type Database,
  entryOf,
  type GenerationOf,
  isOf,
  SENTENCE_COLUMNS,
  type SentenceRow,
  toPositions,
  type Words,
} from './postgres-tables.ts'
import { type DocumentFacts, passageView } from './views.ts'

/** Views of passages and documents without their text that are kept in memory, and bytes of words of documents. */
const CACHED_VIEWS = 10_000
const CACHED_DOCUMENTS = 10_000
const CACHED_WORDS = 32 << 20

// ---- passages ----

interface Placed {
  passage: PassageView
  /** Of its document among the documents. */
  position: number
}

interface PassageRow {
  id: number
  document: number
  start_offset: number
  end_offset: number
  language: Passage['language']
  first_sentence: number
  last_sentence: number
  window_first: number
  window_last: number
  headings: number[]
}

interface DocumentRow {
  key: number
  facts: DocumentFacts
  lead_sentence: number | null
  title_words: Buffer
}

interface Views {
  of(ids: readonly number[]): Promise<ReadonlyMap<number, Placed>>
}

export function openViews(database: Database, generation: GenerationOf, words: Words): Views {
  const cache = new BoundedCache<number, Placed>(CACHED_VIEWS)
  const documents = new BoundedCache<number, DocumentRow>(CACHED_DOCUMENTS)
  const order = new Map([...generation.documents].map((key, position) => [key, position]))

  const documentsOf = async (keys: readonly number[]): Promise<Map<number, DocumentRow>> => {
    const found = new Map<number, DocumentRow>()
    for (const key of new Set(keys)) {
      const known = documents.get(key)
      if (known) found.set(key, known)
    }
    const missing = keys.filter((key) => !found.has(key))
    if (missing.length > 0) {
      const rows = await database.query<DocumentRow>(
        'SELECT key, facts, lead_sentence, title_words FROM documents WHERE key = ANY($1::integer[])',
        [missing],
      )
      for (const row of rows) {
        documents.set(row.key, row)
        found.set(row.key, row)
      }
    }
    return found
  }

  return {
    async of(ids) {
      const found = new Map<number, Placed>()
      for (const id of ids) {
        const known = cache.get(id)
        if (known) found.set(id, known)
      }
      const missing = ids.filter((id) => !found.has(id))
      if (missing.length === 0) return found
      const rows = await database.query<PassageRow>(
        `SELECT id, document, start_offset, end_offset, language, first_sentence, last_sentence, window_first, window_last, headings
         FROM passages WHERE id = ANY($1::integer[])`,
        [missing],
      )
      const own = await documentsOf(rows.map(({ document }) => document))
      const sentences = await readSentences(
        database,
        rows.flatMap((row) => rangesOf(row, entryOf(own, row.document))),
      )
      for (const row of rows) {
        const passage = toView(row, entryOf(own, row.document), sentences, words)
        const placed = { passage, position: entryOf(order, row.document) }
        cache.set(row.id, placed)
        found.set(row.id, placed)
      }
      return found
    },
  }
}

interface Range {
  document: number
  /** Positions of sentences, both included. */
  first: number
  last: number
}

/** Sentences that the view of a passage is made of. */
function rangesOf(
  { document, window_first: first, window_last: last, headings }: PassageRow,
  { lead_sentence: lead }: DocumentRow,
): Range[] {
  const alone = [...headings, ...(lead === null ? [] : [lead])]
  return [{ document, first, last }, ...alone.map((position) => ({ document, first: position, last: position }))]
}

const placeOf = (document: number, position: number): string => `${document}:${position}`

/** By `placeOf`. Ranges of one document that touch are one. */
async function readSentences(database: Database, ranges: readonly Range[]): Promise<Map<string, SentenceRow>> {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.document - b.document || a.first - b.first)) {
    const before = merged.at(-1)
    if (before?.document === range.document && range.first <= before.last + 1) before.last = Math.max(before.last, range.last)
    else merged.push({ ...range })
  }
  const rows = await database.query<SentenceRow>(
    `SELECT ${SENTENCE_COLUMNS} FROM unnest($1::integer[], $2::integer[], $3::integer[]) AS wanted(document, low, high)
     JOIN sentences s ON s.document = wanted.document AND s.position BETWEEN wanted.low AND wanted.high`,
    [merged.map(({ document }) => document), merged.map(({ first }) => first), merged.map(({ last }) => last)],
  )
  return new Map(rows.map((row) => [placeOf(row.document, row.position), row]))
}

export function toSentence(row: Omit<SentenceRow, 'words'>): SourceDocument['sentences'][number] {
  const { start_offset: start, end_offset: end, kind, language, block, uncertain } = row
  return {
    ...{ start, end, block },
    kind: kind as SentenceKind,
    language: language as LanguageRun['language'],
    ...(uncertain ? { uncertain } : {}),
  }
}

function toView(row: PassageRow, document: DocumentRow, sentences: ReadonlyMap<string, SentenceRow>, words: Words): PassageView {
  const rowAt = (position: number): SentenceRow => entryOf(sentences, placeOf(row.document, position))
  const sentenceOf = (found: SentenceRow): SentenceView => ({ ...toSentence(found), words: toPositions(found.words, words) })
  const rows = Array.from({ length: row.window_last - row.window_first + 1 }, (_, i) => rowAt(row.window_first + i))
  const window = rows.map(sentenceOf)
  const own = { first: row.first_sentence - row.window_first, last: row.last_sentence - row.window_first }
  const from = elementAt(window, 0).start
  const { lead_sentence: lead } = document
  return passageView({
    document: document.facts,
    passage: { start: row.start_offset, end: row.end_offset, language: row.language },
    ...{ window, own },
    windowText: joined(rows).slice(0, elementAt(window, window.length - 1).end - from),
    headings: row.headings.map((position) => {
      const heading = rowAt(position)
      return { text: heading.piece.slice(0, heading.end_offset - heading.start_offset), words: toPositions(heading.words, words) }
    }),
    lead: lead === null ? undefined : sentenceOf(rowAt(lead)),
    words: Uint32Array.from(new Set(window.slice(own.first, own.last + 1).flatMap((sentence) => [...sentence.words]))),
    titleWords: toPositions(document.title_words, words),
  })
}

export function joined(rows: readonly Pick<SentenceRow, 'piece'>[]): string {
  return rows.map(({ piece }) => piece).join('')
}

// ---- documents ----

type DocumentsOf = Pick<Corpus, 'document' | 'documents' | 'wordsOf'>

/** Documents listed in one answer of the database. */
const LISTED_AT_ONCE = 500

export function openDocuments(database: Database, { number, documents: keys }: GenerationOf, words: Words): DocumentsOf {
  const wordsOf = new BoundedCache<string, Uint32Array>(CACHED_WORDS, ({ byteLength }) => byteLength + 100)
  return {
    async document(id) {
      const [row] = await database.query<WholeRow>(`SELECT ${WHOLE} FROM documents d WHERE d.id = $1 AND ${isOf(number, 'd')}`, [id])
      if (!row) return undefined
      const sentences = await database.query<SentenceRow>(
        `SELECT ${SENTENCE_COLUMNS} FROM sentences s WHERE s.document = $1 ORDER BY s.position`,
        [row.key],
      )
      return toDocument(row, sentences)
    },
    async *documents() {
      for (let at = 0; at < keys.length; at += LISTED_AT_ONCE) {
        const some = [...keys.subarray(at, at + LISTED_AT_ONCE)]
        const rows = await database.query<{ facts: DocumentFacts; characters: number; passages: number }>(
          `SELECT d.facts, d.characters, d.passages FROM unnest($1::integer[]) WITH ORDINALITY AS wanted(key, place)
           JOIN documents d ON d.key = wanted.key ORDER BY wanted.place`,
          [some],
        )
        for (const { facts, characters, passages } of rows) {
          const summary = toSummary({ ...facts, text: '', sentences: [], blocks: [] })
          yield { ...summary, characters, passages } satisfies ListedDocument
        }
      }
    },
    async wordsOf(id) {
      const known = wordsOf.get(id)
      if (known) return known
      const [row] = await database.query<{ words: Buffer }>(`SELECT d.words FROM documents d WHERE d.id = $1 AND ${isOf(number, 'd')}`, [
        id,
      ])
      if (!row) return new Uint32Array()
      const found = toPositions(row.words, words)
      wordsOf.set(id, found)
      return found
    },
  }
}

export interface WholeRow {
  key: number
  facts: DocumentFacts
  blocks: SourceDocument['blocks']
  opening: string
}
export const WHOLE = 'd.key, d.facts, d.blocks, d.opening'

/** @param sentences all of it, in their order */
export function toDocument({ facts, blocks, opening }: WholeRow, sentences: readonly SentenceRow[]): SourceDocument {
  return { ...facts, text: `${opening}${joined(sentences)}`, sentences: sentences.map(toSentence), blocks }
}
