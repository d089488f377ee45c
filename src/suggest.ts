/**
 * Questions that the documents do answer: examples for an empty page, and what could be asked instead where there was no answer.
 * They are made of what the documents name (acronyms that they explain, people whom they present) and proved when an index is built:
 * asking them really finds an answer, and nobody waits for the proof.
 */
import type { Language, SourceDocument } from './domain.ts'
import { LANGUAGES, textOf } from './domain.ts'
import type { Engine } from './engine.ts'
import { lookUp } from './look-up.ts'
import { messages } from './messages/index.ts'
import { holdsType } from './read/features/kinds.ts'
import { READ_HITS } from './read/reader.ts'
import type { Corpus, Offer } from './store/corpus.ts'
import { understand } from './understand/understand.ts'
import { findAcronyms } from './words/acronyms.ts'
import { fold } from './words/analyse.ts'
import { namedPerson } from './words/names.ts'

const SUBJECTS_A_DOCUMENT = 3
/** Questions tried in each language when an index is built; each costs as much as an answer. */
const MOST_TRIED = 120
/** Documents that an example may come from. */
const MOST_DOCUMENTS = 8

/**
 * Questions to offer, at most `limit`, the first of each document before the second of any.
 * @param documents ids of the documents to ask about, in order of interest; all of them when left out
 * @param except a question that needs no offering
 */
export function offeredQuestions(
  { corpus, threshold = 0 }: Pick<Engine, 'corpus' | 'threshold'>,
  language: Language,
  documents?: readonly string[],
  except = '',
  limit = 3,
): string[] {
  const usable = corpus.about.offers.filter((offer) => offer.language === language && offer.confidence >= threshold)
  const wanted = documents ?? [...new Set(usable.map(({ documentId }) => documentId))]
  const own = wanted
    .slice(0, MOST_DOCUMENTS)
    .map((id) => usable.filter(({ documentId }) => documentId === id).map(({ question }) => question))
  return [...new Set(inTurn(own))].filter((question) => fold(question) !== fold(except)).slice(0, limit)
}

/** Tries what the documents name, in both languages. @returns the questions that are answered, in the order of the documents */
export async function proveQuestions(engine: Engine): Promise<Offer[]> {
  const subjects: Subject[][] = []
  for await (const { id } of engine.corpus.documents()) {
    if (subjects.length === MOST_TRIED) break
    const document = await engine.corpus.document(id)
    if (document) subjects.push(subjectsOf(document, engine.corpus))
  }
  const offers: Offer[] = []
  for (const language of LANGUAGES) {
    const { suggestWhat, suggestWho } = messages(language).answer
    const tried = new Set<string>()
    const quoted = new Set<string>()
    for (const { documentId, kind, name } of inTurn(subjects)) {
      const question = kind === 'what' ? suggestWhat(name) : suggestWho(name)
      if (tried.has(question)) continue
      if (tried.add(question).size > MOST_TRIED) break
      const found = await evidenceOf(question, name, language, engine)
      // No two offers are answered by the same words.
      if (!found || quoted.has(found.place)) continue
      quoted.add(found.place)
      offers.push({ documentId, language, question, confidence: found.confidence })
    }
  }
  return offers
}

interface Subject {
  documentId: string
  kind: 'what' | 'who'
  name: string
}

function subjectsOf(document: SourceDocument, corpus: Corpus): Subject[] {
  const { id: documentId } = document
  const some = (kind: Subject['kind'], names: readonly string[]): Subject[] =>
    names.slice(0, SUBJECTS_A_DOCUMENT).map((name) => ({ documentId, kind, name }))
  return [...some('what', acronymsOf(document, corpus)), ...some('who', peopleOf(document))]
}

/** The first of each before the second of any. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((own) => own.slice(i, i + 1))).flat()
}

function acronymsOf({ text, language }: SourceDocument, { vocabulary: { words, idOf } }: Corpus): string[] {
  const forms = new Set(findAcronyms(text, language).map(({ form }) => form))
  return [...forms].map((form) => words[idOf.get(form) ?? -1]?.surface ?? form.toUpperCase())
}

/** What is named like a person and is none: bodies, places, programs. */
const ORGANIZATION =
  /(?<!\p{L})(?:police|services?|agenc(?:y|e)|ministr(?:y|ère)|department|département|commission|committee|comité|council|conseil|board|bureau|office|centre|center|institute?|university|université|college|collège|school|école|bank|banque|group|groupe|company|labs?|laboratory|association|alliance|foundation|fondation|société|corporation|inc|ltd|government|gouvernement|assembly|assemblée|parliament|parlement|court|cour|act|loi|treasury|trésor|program|programme|project|projet|canada|québec|quebec|province|city|ville|national|royal|federal|fédéral|public|international)(?!\p{L})/iu

/** People presented with what they do. */
function peopleOf({ text, sentences }: SourceDocument): string[] {
  const contents = sentences.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim())
  return [
    ...new Set(contents.filter((content) => holdsType(content, 'person') === 1).flatMap((content) => namedPerson(content) ?? [])),
  ].filter((name) => !ORGANIZATION.test(name))
}

/** Confidence of the answer to a question, 0 to 1, and where its quote stands; undefined when it is not answered by a quote that has the name in it. */
async function evidenceOf(
  text: string,
  name: string,
  language: Language,
  engine: Engine,
): Promise<{ confidence: number; place: string } | undefined> {
  const { question } = await understand({ text, language }, { words: engine.corpus.vocabulary, rank: engine.wordTable.rank })
  const { choice } = await lookUp(question, READ_HITS, engine)
  const [best] = choice.quotes
  if (!choice.answered || !best || !fold(textOf(best.passage, best.span)).includes(fold(name))) return undefined
  return { confidence: choice.confidence, place: `${best.passage.documentId}:${best.span.start}` }
}
