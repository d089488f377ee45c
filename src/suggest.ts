/**
 * Questions that the documents do answer: examples for an empty page, and what could be asked instead where there was no answer.
 * They are made of what the documents name (acronyms that they explain, people whom they present), and offered only when asking
 * them really finds an answer.
 */
import type { Language, SourceDocument } from './domain.ts'
import type { Engine } from './engine.ts'
import { lookUp } from './look-up.ts'
import { messages } from './messages/index.ts'
import { holdsType } from './read/features/kinds.ts'
import { READ_HITS } from './read/reader.ts'
import { understand } from './understand/understand.ts'
import { findAcronyms } from './words/acronyms.ts'
import { fold } from './words/analyse.ts'
import { namedPerson } from './words/names.ts'

/** Questions tried for one call; each costs as much as an answer, once. */
const TRIED = 8
const SUBJECTS_A_DOCUMENT = 3

const tried = new WeakMap<Engine, Map<string, Promise<boolean>>>()

/**
 * @param documents ids of the documents to ask about, in order of interest
 * @param except a question that needs no offering
 */
export async function answerableQuestions(
  engine: Engine,
  language: Language,
  documents: readonly string[],
  except = '',
  limit = 3,
): Promise<string[]> {
  const near = (await Promise.all(documents.slice(0, TRIED).map((id) => engine.index.corpus.document(id)))).flatMap((own) => own ?? [])
  const { suggestWhat, suggestWho } = messages(language).answer
  const candidates = [
    ...inTurn(near.map((document) => subjectsOf(document, engine).acronyms)).map(suggestWhat),
    ...inTurn(near.map((document) => subjectsOf(document, engine).people)).map(suggestWho),
  ]
  const found: string[] = []
  for (const question of [...new Set(candidates)].filter((question) => fold(question) !== fold(except)).slice(0, TRIED)) {
    if (found.length === limit) break
    if (await isAnswered(question, language, engine)) found.push(question)
  }
  return found
}

/** What a document names does not change. */
const named = new WeakMap<SourceDocument, { acronyms: string[]; people: string[] }>()

function subjectsOf(document: SourceDocument, engine: Engine): { acronyms: string[]; people: string[] } {
  const known = named.get(document) ?? { acronyms: acronymsOf(document, engine), people: peopleOf(document) }
  named.set(document, known)
  return known
}

/** The first of each document before the second of any. */
function inTurn(subjects: readonly (readonly string[])[]): string[] {
  return Array.from({ length: SUBJECTS_A_DOCUMENT }, (_, i) => subjects.flatMap((own) => own.slice(i, i + 1))).flat()
}

function acronymsOf({ text, language }: SourceDocument, { index: { lexicon } }: Engine): string[] {
  const forms = new Set(findAcronyms(text, language).map(({ form }) => form))
  return [...forms].map((form) => lexicon.words[lexicon.idOf.get(form) ?? -1]?.surface ?? form.toUpperCase())
}

/** People presented with what they do. */
function peopleOf({ text, sentences }: SourceDocument): string[] {
  const contents = sentences.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim())
  return [...new Set(contents.filter((content) => holdsType(content, 'person') === 1).flatMap((content) => namedPerson(content) ?? []))]
}

function isAnswered(question: string, language: Language, engine: Engine): Promise<boolean> {
  const known = tried.get(engine) ?? new Map<string, Promise<boolean>>()
  tried.set(engine, known)
  const answered = known.get(question) ?? tryQuestion(question, language, engine)
  known.set(question, answered)
  return answered
}

async function tryQuestion(text: string, language: Language, engine: Engine): Promise<boolean> {
  const { index, wordTable } = engine
  const { question } = await understand({ text, language }, { words: index.corpus.vocabulary, rank: wordTable.rank })
  return (await lookUp(question, READ_HITS, engine)).choice.answered
}
