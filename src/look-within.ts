/**
 * A question that says where it wants to be looked up ("in section 1.2", "in guide.pdf", "in the 2022 policy"): there first, and only where
 * that place does not answer, anywhere.
 */
import { meaningsOf } from './answer/ambiguity.ts'
import type { Choice } from './answer/choose.ts'
import { sectionQuotes } from './answer/section.ts'
import type { AskScope, Hit, SourceDocument, Span } from './domain.ts'
import type { Engine } from './engine.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import { type Found, find } from './retrieve/find.ts'
import { sectionSpan } from './retrieve/sections.ts'
import type { Corpus, Within } from './store/corpus.ts'
import { findNamed, restrictedCorpus } from './store/restricted.ts'
import type { Asked, Place, Question } from './understand/understand.ts'
import { fold } from './words/analyse.ts'

export interface ResolvedPlace {
  /** Documents, or a section of each. */
  within: Within
  /** The question without the words that name the place; the whole of it where they are all that it holds. */
  question: Question
  scope: AskScope
  /** Hits anywhere in the documents, which say what of several sections is meant. */
  near: Found
}

/** Documents in which a section is looked for, the best hits first. */
const MOST_DOCUMENTS = 20

/** @returns undefined for a question that names no place, or one that the documents do not have */
export async function resolvePlace(
  { within: wanted, question }: Asked,
  limit: number,
  { corpus, embedder, wordTable }: Pick<Engine, 'corpus' | 'embedder' | 'wordTable'>,
): Promise<ResolvedPlace | undefined> {
  if (!wanted) return undefined
  const { place } = wanted
  const named = await namedDocuments(place, corpus)
  if (named?.length === 0 || !(named || place.section)) return undefined
  const inside = named ? restrictedCorpus(corpus, wholeOf(named)) : corpus
  const models = { embedder, wordTable }
  let near = await find(wanted.question, inside, models, limit)
  // "What does section 2 say?": its number is all that there is to look for.
  const isBare = near.question.words.length === 0
  if (isBare) near = await find(question, inside, models, limit)
  const asked = isBare ? question : wanted.question
  const documents = place.section ? await documentsOf(near, named, inside) : []
  const sections = new Map<string, Span>()
  for (const document of documents) {
    const span = place.section && sectionSpan(document, place.section.number, place.section.label)
    if (span) sections.set(document.id, span)
  }
  if (sections.size === 0 && !named) return undefined
  const within: Within = sections.size > 0 ? sections : wholeOf(named ?? [])
  const scope = await scopeOf(within, sections.size > 0 ? place.section?.number : undefined, corpus)
  return { within, question: asked, scope, near }
}

/** @returns undefined where the question names no place, or where that place does not answer it */
export async function lookWithin(asked: Asked, limit: number, engine: Engine, signal?: AbortSignal): Promise<LookedUp | undefined> {
  const resolved = await resolvePlace(asked, limit, engine)
  if (!resolved) return undefined
  const { within, scope, near } = resolved
  const isNamed = asked.within?.place.name !== undefined || asked.within?.place.edition !== undefined
  if (scope.section !== undefined && asked.within?.place.section?.whole)
    return { ...(await wholeSection(resolved, isNamed, engine)), scope }
  const found = await lookUp(resolved.question, limit, { ...engine, corpus: restrictedCorpus(engine.corpus, within) }, signal)
  // What is asked about a section may stand beside it; what is asked of a document does not stand in another one by better luck.
  if (asked.within?.place.isChosen) return { ...found, scope }
  return found.choice.answered || (found.choice.choices && near.hits.length > 0) ? { ...found, scope } : undefined
}

const wholeOf = (ids: readonly string[]): Within => new Map(ids.map((id) => [id, undefined]))

/** Ids of the documents that a place names; empty where they do not exist, undefined where it names none. */
async function namedDocuments({ name, edition }: Place, corpus: Corpus): Promise<string[] | undefined> {
  if (name !== undefined) return (await findNamed(corpus, [name])).ids
  if (!edition) return undefined
  const { year, month, kinds, words } = edition
  const [all, byKind]: [string[], string[]] = [[], []]
  for await (const { id, title, source, date = '' } of corpus.documents()) {
    const own = ` ${singulars(`${title} ${source}`)} `
    const isOfYear = /(?:19|20)\d{2}/.test(own) ? own.includes(year) : date.startsWith(year)
    const isOfOtherMonth = month !== undefined && date.startsWith(`${year}-`) && Number(date.slice(5, 7)) !== month
    if (!isOfYear || isOfOtherMonth || !kinds.some((kind) => own.includes(` ${singulars(kind)} `))) continue
    byKind.push(id)
    if (words.every((word) => own.includes(` ${singulars(word)} `))) all.push(id)
  }
  // The words beside the kind may be in the other language.
  return all.length > 0 ? all : byKind
}

/** Words and numbers of a text without the ends of plurals, a space between them: an act is found as a word of its own, and not in activities. */
function singulars(text: string): string {
  return (fold(text).match(/[a-z]+|\d+/g) ?? []).map((word) => word.replace(/s$/, '')).join(' ')
}

/** Documents that may have the section: those of the hits, best first; in a small folder, or where they are named, the others too. */
async function documentsOf({ hits }: Found, named: readonly string[] | undefined, corpus: Corpus): Promise<SourceDocument[]> {
  const ids = new Set(hits.map(({ passage }) => passage.documentId))
  for (const id of named ?? []) ids.add(id)
  if (corpus.about.counts.documents <= MOST_DOCUMENTS) for await (const { id } of corpus.documents()) ids.add(id)
  const documents = await Promise.all([...ids].slice(0, MOST_DOCUMENTS).map((id) => corpus.document(id)))
  return documents.flatMap((document) => document ?? [])
}

async function scopeOf(within: Within, section: string | undefined, corpus: Corpus): Promise<AskScope> {
  const documents = await Promise.all([...within.keys()].map((id) => corpus.document(id)))
  return {
    documents: documents.flatMap((document) =>
      document ? [{ documentId: document.id, title: document.title, source: document.source }] : [],
    ),
    ...(section === undefined ? {} : { section }),
  }
}

const MOST_CHOICES = 4

/** What stands in a section, word for word. Of several documents that have one, the one that the question comes nearest to; asked back where it says nothing of them. */
async function wholeSection({ within, question, near }: ResolvedPlace, isNamed: boolean, { corpus }: Engine): Promise<LookedUp> {
  const retrieved = performance.now()
  const says = near.question.words.some(({ word }) => !NUMBERED.test(word.form))
  if (within.size > 1 && !says && !isNamed) {
    const documents = await Promise.all([...within.keys()].slice(0, MOST_CHOICES).map((id) => corpus.document(id)))
    const choices = meaningsOf(documents.flatMap((document) => document ?? []))
    return { question, choice: { answered: false, reason: 'ambiguous', quotes: [], choices, confidence: 0 }, hits: near.hits, retrieved }
  }
  const [first] = within
  if (!first) return { question, choice: { answered: false, quotes: [], confidence: 0 }, hits: near.hits, retrieved }
  const inside = restrictedCorpus(corpus, new Map([first]))
  const found = await inside.candidates([], near.question.vector, MOST_PASSAGES)
  const hits = found.map(({ passage, cosine }): Hit => ({ passage, score: cosine, coverage: 0, why: [] }))
  hits.sort((a, b) => a.passage.start - b.passage.start)
  const quotes = sectionQuotes(hits.map(({ passage }) => passage))
  // It was found by its number: nothing is estimated.
  const choice: Choice = { answered: quotes.length > 0, quotes, confidence: quotes.length > 0 ? 1 : 0 }
  return { question, choice, hits, retrieved }
}

/** A section by its number alone. */
const NUMBERED = /^(?:\d.*|sections?|articles?|chapters?|chapitres?|clauses?|parts?|parties?|say|says|state|dit|prevoit|stipule)$/
const MOST_PASSAGES = 12
