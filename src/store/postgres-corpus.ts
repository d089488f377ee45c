/**
 * The driver of an index in PostgreSQL. In memory are the vocabulary, its vectors, and bounded caches; everything else is asked for with
 * each question: postings of its words, nearest passages, sentences of those that are candidates.
 *
 * BM25 across languages is computed here from the postings of the words that a question expands to, by the same function as the
 * other driver's: PostgreSQL's own text search has another formula, knows no similarity of words, and gives other answers.
 */
import { elementAt } from '../elements.ts'
import { dot, row } from '../embed/embedder.ts'
import { AppError } from '../errors.ts'
import { BoundedCache } from './bounded-cache.ts'
import { type Candidate, type Corpus, type ExpandedWord, FUSION_COSINE, type Vocabulary, type Within } from './corpus.ts'
import { type EachPosting, SparseScores, scoreWords } from './lexical.ts'
import { groupByPrefix, type LexiconWord } from './lexicon.ts'
import { type Database, ENTRY, entryOf, type GenerationOf, isOf, readVector, type Words } from './postgres-tables.ts'
import { openDocuments, openViews } from './postgres-views.ts'
import type { Neighbour } from './store.ts'

/** Bytes of postings that are kept in memory. */
const CACHED_POSTINGS = 64 << 20
/** Words whose neighbours are kept: about 5 KB each. */
const CACHED_NEIGHBOURS = 2000
/** Words in one answer of the database. */
const WORDS_AT_ONCE = 4000
/** Neighbours asked for beyond those wanted, because halves of numbers order near ties otherwise. */
const SPARE = 8

/** @param toSql a vector as the client writes it @param close what the generation was held by */
export async function openPostgresCorpus(
  database: Database,
  generation: GenerationOf,
  toSql: (vector: Float32Array) => string,
  close: () => Promise<void>,
): Promise<Corpus> {
  const { manifest, number } = generation
  const { counts, recipe } = manifest
  const words = await readWords(database, number, recipe.wordTable.dimensions, counts.words)
  if (words.list.length !== counts.words || generation.documents.length !== counts.documents) {
    throw new AppError('index-damaged', { file: database.name, problem: 'unreadable' })
  }
  const postings = openPostings(database, number, words)
  const views = openViews(database, generation, words)
  const scan = `p.dimensions = ${recipe.embedder.dimensions} AND ${isOf(number, 'p')}`
  const halves = `halfvec(${recipe.embedder.dimensions})`
  return {
    about: {
      ...{ generation: manifest.generation, model: recipe.embedder.id, kind: 'postgres', createdAt: manifest.createdAt },
      ...{ counts, offers: manifest.offers },
    },
    vocabulary: openVocabulary(database, generation, words, postings, toSql),
    async candidates(asked, vector, limit, within) {
      if (counts.passages === 0) return []
      const inside = within && (await passagesWithin(database, number, within))
      const scores = new SparseScores(await postings(idsOf(asked)), generation.averageLength)
      scoreWords(asked, scores)
      const lexical = inside ? new Map([...scores.total].filter(([id]) => inside.has(id))) : scores.total
      const best = [...lexical].sort((a, b) => b[1] - a[1]).slice(0, limit)
      // An index of all vectors may hold none of a few documents among its nearest; those few are compared one by one.
      const near = inside
        ? 'SELECT p.id FROM passages p WHERE p.id = ANY($4::integer[]) ORDER BY p.embedding <#> $1::vector LIMIT $2'
        : `SELECT p.id FROM passages p WHERE ${scan} ORDER BY p.embedding::${halves} <=> $1::${halves} LIMIT $2`
      const found = await database.query<{ id: number; cosine: number }>(
        `WITH near AS MATERIALIZED (${near})
         SELECT p.id, -(p.embedding <#> $1::vector) AS cosine FROM passages p WHERE p.id = ANY(ARRAY(SELECT id FROM near) || $3::integer[])`,
        [toSql(vector), limit, best.map(([id]) => id), ...(inside ? [[...inside]] : [])],
      )
      const cosines = new Map(found.map(({ id, cosine }) => [id, cosine]))
      const nearest = found.toSorted((a, b) => b.cosine - a.cosine).map(({ id }) => id)
      const fused = [...new Set([...best.map(([id]) => id), ...nearest])].map((id) => {
        const [share, cosine] = [lexical.get(id) ?? 0, cosines.get(id) ?? 0]
        return { id, lexical: share, cosine, fused: share + FUSION_COSINE * cosine }
      })
      fused.sort((a, b) => b.fused - a.fused)
      const chosen = fused.slice(0, limit)
      const shown = await views.of(chosen.map(({ id }) => id))
      return chosen
        .map(({ id, lexical, cosine }) => ({ ...entryOf(shown, id), lexical, cosine }))
        .sort((a, b) => a.position - b.position || a.passage.start - b.passage.start)
        .map(({ passage, lexical, cosine }): Candidate => ({ passage, lexical, cosine }))
    },
    ...openDocuments(database, generation, words),
    close,
  }
}

/** Ids of the passages that stand where candidates are looked for. */
async function passagesWithin(database: Database, generation: number, within: Within): Promise<Set<number>> {
  const spans = [...within.values()]
  const rows = await database.query<{ id: number }>(
    `SELECT p.id FROM unnest($1::text[], $2::integer[], $3::integer[]) AS wanted(id, low, high)
     JOIN documents d ON d.id = wanted.id AND ${isOf(generation, 'd')} JOIN passages p ON p.document = d.key
     WHERE wanted.low IS NULL OR (p.start_offset < wanted.high AND wanted.low < p.end_offset)`,
    [[...within.keys()], spans.map((span) => span?.start ?? null), spans.map((span) => span?.end ?? null)],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Every word whose postings a question needs. */
function idsOf(words: readonly ExpandedWord[]): number[] {
  return words.flatMap(({ expansions, longForms }) => [...expansions.keys(), ...idsOf(longForms.flat())])
}

// ---- words ----

interface WordRow {
  id: number
  form: string
  surface: string
  exact: boolean
  vector: Buffer
  frequency: number
}

export async function readWords(database: Database, generation: number, dimensions: number, count: number): Promise<Words> {
  const data = new Float32Array(count * dimensions)
  const list: LexiconWord[] = []
  const frequencies = new Uint32Array(count)
  const keys = new Uint32Array(count)
  for (let last = -1; ; ) {
    const rows = await database.query<WordRow>(
      `SELECT w.id, w.form, w.surface, w.exact, vector_send(w.embedding) AS vector, octet_length(p.entries) / ${ENTRY} AS frequency
       FROM words w JOIN postings p ON p.word = w.id AND ${isOf(generation, 'p')}
       WHERE w.id > $1 AND ${isOf(generation, 'w')} ORDER BY w.id LIMIT ${WORDS_AT_ONCE}`,
      [last],
    )
    for (const { id, form, surface, exact, vector, frequency } of rows) {
      const position = list.push({ form, surface, exact }) - 1
      if (position >= count) break
      readVector(vector, data, position * dimensions)
      frequencies[position] = frequency
      keys[position] = id
      last = id
    }
    if (rows.length < WORDS_AT_ONCE || list.length > count) break
  }
  const positions = new Int32Array((keys.at(-1) ?? -1) + 1).fill(-1)
  keys.forEach((key, position) => {
    positions[key] = position
  })
  return { list, vectors: { data, dimensions }, frequencies, keys, positions }
}

function openVocabulary(
  database: Database,
  { number, acronyms, manifest }: GenerationOf,
  words: Words,
  postings: LoadPostings,
  toSql: (vector: Float32Array) => string,
): Vocabulary {
  const { list, vectors, frequencies, positions } = words
  // Different questions ask for the same words.
  const cache = new BoundedCache<string, Neighbour[]>(CACHED_NEIGHBOURS)
  const halves = `halfvec(${vectors.dimensions})`
  const nearest = `SELECT w.id FROM words w WHERE w.dimensions = ${vectors.dimensions} AND ${isOf(number, 'w')}
    ORDER BY w.embedding::${halves} <=> $1::${halves} LIMIT $2`
  return {
    words: list,
    ...{ vectors, acronyms, passages: manifest.counts.passages },
    idOf: new Map(list.map(({ form }, position) => [form, position])),
    byPrefix: groupByPrefix(list),
    frequency: (id) => frequencies[id] ?? 0,
    async passagesWith(ids) {
      const [only] = ids
      if (only === undefined) return 0
      if (ids.length === 1) return frequencies[only] ?? 0
      const each = await postings(ids)
      const found = new Set<number>()
      for (const id of ids) each(id, (passage) => found.add(passage))
      return found.size
    },
    async nearest(vector, k) {
      const key = `${k} ${Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1')}`
      const known = cache.get(key)
      if (known) return known
      const rows = await database.query<{ id: number }>(nearest, [toSql(vector), k + SPARE])
      const near = rows.map(({ id: key }) => {
        const id = elementAt(positions, key)
        return { id, similarity: dot(vector, row(vectors, id)) }
      })
      const best = near.sort((a, b) => b.similarity - a.similarity || a.id - b.id).slice(0, k)
      cache.set(key, best)
      return best
    },
  }
}

// ---- postings ----

/** The postings of some words, in memory. */
type LoadPostings = (ids: readonly number[]) => Promise<EachPosting>

function openPostings(database: Database, generation: number, { keys, positions }: Words): LoadPostings {
  const cache = new BoundedCache<number, Buffer>(CACHED_POSTINGS, ({ byteLength }) => byteLength + 100)
  return async (ids) => {
    const wanted = new Map<number, Buffer>()
    const missing: number[] = []
    for (const id of new Set(ids)) {
      const known = cache.get(id)
      if (known) wanted.set(id, known)
      else missing.push(elementAt(keys, id))
    }
    if (missing.length > 0) {
      const rows = await database.query<{ word: number; entries: Buffer }>(
        `SELECT p.word, p.entries FROM postings p WHERE p.word = ANY($1::integer[]) AND ${isOf(generation, 'p')}`,
        [missing],
      )
      for (const { word, entries } of rows) {
        const id = elementAt(positions, word)
        wanted.set(id, entries)
        cache.set(id, entries)
      }
    }
    return (id, take) => {
      const entries = entryOf(wanted, id)
      for (let at = 0; at < entries.byteLength; at += ENTRY) {
        take(entries.readUInt32LE(at), entries.readUInt16LE(at + 4), entries.readUInt16LE(at + 6))
      }
    }
  }
}
