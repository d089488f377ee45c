/** A corpus of which some documents alone are asked: whatever looks for, lists or offers goes through it and sees no others. */
import { type PassageView, type Span, textOf } from '../domain.ts'
import { AppError } from '../errors.ts'
import { fold } from '../words/analyse.ts'
import type { Corpus, Within } from './corpus.ts'

/**
 * The words of all documents stay known, and each of them can be opened by its id: a citation names its counterpart.
 * @param within the documents asked, each as a whole or in one run of its text
 */
export function restrictedCorpus(corpus: Corpus, within: Within): Corpus {
  const { about } = corpus
  return {
    ...corpus,
    about: {
      ...about,
      counts: { ...about.counts, documents: within.size },
      offers: about.offers.filter(({ documentId }) => within.has(documentId)),
    },
    async candidates(words, vector, limit, narrower = within) {
      const both = new Map([...narrower].filter(([id]) => within.has(id)))
      const found = await corpus.candidates(words, vector, limit, both)
      return found.map((candidate) => ({ ...candidate, passage: trimmed(candidate.passage, both.get(candidate.passage.documentId)) }))
    },
    async *documents() {
      for await (const document of corpus.documents()) if (within.has(document.id)) yield document
    },
  }
}

/** What of a passage stands in a run of its document, which it overlaps. */
function trimmed(passage: PassageView, span: Span | undefined): PassageView {
  if (!span) return passage
  const inside = ({ start, end }: Span): boolean => start < span.end && span.start < end
  const sentences = passage.sentences.filter(inside)
  const around = passage.around.sentences.filter(inside)
  const [first, last] = [sentences[0], sentences.at(-1)]
  const from = around[0]?.start ?? passage.start
  if (!first || !last) return passage
  return {
    ...passage,
    ...{
      id: `${passage.documentId}:${first.start}-${last.end}`,
      start: first.start,
      end: last.end,
      text: textOf(passage, { start: first.start, end: last.end }),
    },
    sentences,
    around: {
      start: from,
      text: textOf(passage, { start: from, end: around.at(-1)?.end ?? last.end }),
      sentences: around,
      first: around.indexOf(first),
    },
    words: Uint32Array.from(new Set(sentences.flatMap(({ words }) => [...words]))),
  }
}

/** Names that an error repeats, and characters of each. */
const MOST_NAMED = 10
const NAME_LENGTH = 60

/** @throws AppError documents-unknown where an id is of no document */
export async function withinDocuments(corpus: Corpus, ids: readonly string[]): Promise<Within> {
  const unknown: string[] = []
  for (const id of ids) if (!(await corpus.document(id))) unknown.push(id)
  refuse(unknown)
  return new Map(ids.map((id) => [id, undefined]))
}

export interface NamedDocuments {
  /** In the order of the documents. */
  ids: string[]
  unknown: string[]
}

/**
 * @param names each an id, or the path, folder, file name (with or without its ending) or title of documents, whatever its case and accents
 */
export async function findNamed(corpus: Corpus, names: readonly string[]): Promise<NamedDocuments> {
  const wanted = names.map((name) => fold(name.replace(/^\.\//, '').replace(/\/$/, '')))
  const met = new Set<number>()
  const ids: string[] = []
  for await (const { id, source, title } of corpus.documents()) {
    const own = namesOf(source)
    const found = wanted.flatMap((name, i) =>
      name !== '' && (name === id || name === fold(title) || own.has(name) || fold(source).startsWith(`${name}/`)) ? [i] : [],
    )
    if (found.length > 0) ids.push(id)
    for (const i of found) met.add(i)
  }
  return { ids, unknown: names.filter((_, i) => !met.has(i)) }
}

/** Ids of documents by their names. @throws AppError documents-unknown where a name is of none */
export async function documentsNamed(corpus: Corpus, names: readonly string[]): Promise<string[]> {
  const { ids, unknown } = await findNamed(corpus, names)
  refuse(unknown)
  return ids
}

/** Folded: the path, the name of the file, and that without its ending. */
function namesOf(source: string): ReadonlySet<string> {
  const path = fold(source)
  const name = path.slice(path.lastIndexOf('/') + 1)
  return new Set([path, name, name.replace(/(?<=.)\.[^.]+$/, '')])
}

function refuse(unknown: readonly string[]): void {
  if (unknown.length === 0) return
  throw new AppError('documents-unknown', { names: unknown.slice(0, MOST_NAMED).map((name) => name.slice(0, NAME_LENGTH)) })
}
