/** One document as a whole ("summarise the document on X", « plan du guide »): its headings in their order, each cited; without any, how it begins. */
import { meaningsOf } from './answer/ambiguity.ts'
import type { Choice } from './answer/choose.ts'
import { sectionQuotes } from './answer/section.ts'
import type { Evidence, Hit, PassageView, SourceDocument } from './domain.ts'
import type { Engine } from './engine.ts'
import type { LookedUp } from './look-up.ts'
import { type Found, find } from './retrieve/find.ts'
import { newestVersions, versionTable } from './retrieve/versions.ts'
import type { Corpus } from './store/corpus.ts'
import { findNamed, restrictedCorpus } from './store/restricted.ts'
import type { Asked } from './understand/understand.ts'

/** Headings of an outline; of more, those of the highest levels that fit are shown. */
const MOST_HEADINGS = 20
/** Fewer say nothing of a document. */
const LEAST_HEADINGS = 2
/** Passages of a document in which its headings are looked for. */
const MOST_PASSAGES = 400
const MOST_CHOICES = 4
/** Share of a name (by inverse passage frequency) that the title of a document has to meet, and where the name says that it is one. */
const MET_BY_TITLE = 0.5
/** Share that a passage has to meet of what a document is said to be about. */
const MET_BY_PASSAGE = 0.5
/** Titles that meet a name as well as the best one does. */
const AS_GOOD = 0.05

/** @returns undefined where no document is asked for as a whole, or none is meant by its name */
export async function lookOver({ outline, question }: Asked, engine: Engine): Promise<LookedUp | undefined> {
  if (!outline) return undefined
  const { corpus } = engine
  const { name, isDocument, isTitle } = outline.wish
  const named = name === '' ? await firstDocuments(corpus) : (await findNamed(corpus, [name])).ids
  const found = await find(outline.question, corpus, engine, MOST_HITS)
  const retrieved = performance.now()
  const meant = named.length > 0 || isTitle ? named : byTitle(found, isDocument)
  const ids = newestVersions(meant, name, await versionTable(corpus))
  const all = (await Promise.all(ids.map((id) => corpus.document(id)))).flatMap((own) => own ?? [])
  // Of two that are translations of one another, the one in the language of the question.
  const isOther = ({ language, counterpart }: SourceDocument): boolean => language !== question.language && ids.includes(counterpart ?? '')
  const documents = all.filter((own) => !isOther(own)).slice(0, MOST_CHOICES)
  const [document, ...others] = documents
  if (!document) return undefined
  const { hits } = found
  if (others.length > 0) {
    const choice: Choice = { answered: false, reason: 'ambiguous', quotes: [], choices: meaningsOf(documents), confidence: 0 }
    return { question, choice, hits, retrieved }
  }
  const own = await passagesOf(document, found, corpus)
  const headings = headingsOf(
    document,
    own.map(({ passage }) => passage),
  )
  const quotes = headings.length < LEAST_HEADINGS ? sectionQuotes(own.map(({ passage }) => passage)) : headings
  // It was found by its name: nothing is estimated.
  const choice: Choice = {
    answered: quotes.length > 0,
    quotes,
    confidence: quotes.length > 0 ? 1 : 0,
    ...(quotes === headings ? { isOutline: true } : {}),
  }
  const { id: documentId, title, source } = document
  return { question, choice, hits: own, retrieved, scope: { documents: [{ documentId, title, source }] } }
}

const MOST_HITS = 24

/** More than are offered: some may be versions of one another. */
async function firstDocuments({ documents }: Corpus): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of documents()) if (ids.push(id) === 2 * MOST_CHOICES) break
  return ids
}

/** Ids of the documents whose titles meet a name best; where it says that it is a document, else the one that speaks most of it. */
function byTitle({ question, hits }: Found, isDocument: boolean): string[] {
  const weight = question.telling.reduce((sum, word) => sum + word.weight, 0)
  const shares = new Map<string, number>()
  for (const { passage } of hits) {
    const met = question.telling.reduce((sum, word) => sum + word.weight * question.matcher.best(word, passage.titleWords).similarity, 0)
    shares.set(passage.documentId, weight === 0 ? 0 : met / weight)
  }
  const best = Math.max(0, ...shares.values())
  if (best >= MET_BY_TITLE) return [...shares].filter(([, share]) => share >= best - AS_GOOD).map(([id]) => id)
  const [first] = hits
  return isDocument && first && first.coverage >= MET_BY_PASSAGE ? [first.passage.documentId] : []
}

/** All passages of a document, in their order. */
async function passagesOf({ id }: SourceDocument, { question }: Found, corpus: Corpus): Promise<Hit[]> {
  const inside = restrictedCorpus(corpus, new Map([[id, undefined]]))
  const found = await inside.candidates([], question.vector, MOST_PASSAGES)
  return found
    .map(({ passage, cosine }): Hit => ({ passage, score: cosine, coverage: 0, why: [] }))
    .sort((a, b) => a.passage.start - b.passage.start)
}

/** Headings below the title, down to the lowest level of which all fit. */
function headingsOf({ sentences, blocks, title, text }: SourceDocument, passages: readonly PassageView[]): Evidence[] {
  const found = sentences.flatMap(({ start, end, kind, block, uncertain }) => {
    const words = text.slice(start, end).replace(/\s+/g, ' ').trim()
    if (kind !== 'heading' || uncertain || words === title.replace(/\s+/g, ' ').trim()) return []
    for (const passage of passages) {
      const sentence = passage.around.sentences.find((own) => own.start === start && own.end === end)
      if (sentence)
        return [
          { level: blocks[block]?.level ?? 1, evidence: { passage, sentence, span: { start, end }, relevance: 1 } satisfies Evidence },
        ]
    }
    return []
  })
  const levels = [...new Set(found.map(({ level }) => level))].sort((a, b) => b - a)
  const lowest = levels.find((most) => found.filter(({ level }) => level <= most).length <= MOST_HEADINGS) ?? levels.at(-1) ?? 1
  return found
    .filter(({ level }) => level <= lowest)
    .slice(0, MOST_HEADINGS)
    .map(({ evidence }) => evidence)
}
