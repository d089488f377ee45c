/**
 * Questions that the documents do answer: examples for an empty page, and what could be asked instead where there was no answer.
 * They are made of what the documents name (acronyms that they explain, people whom they present) and state (when, who, how many, how much,
 * how, where), and proved when an index is built: asking them really finds that very sentence, and nobody waits for the proof.
 */
import type { Evidence, Language, SourceDocument } from './domain.ts'
import { LANGUAGES, textOf } from './domain.ts'
import type { Engine } from './engine.ts'
import { lookUp } from './look-up.ts'
import { messages } from './messages/index.ts'
import { questionOfHeading, questionsOf, SENTENCE_QUESTIONS } from './questions-of.ts'
import { holdsType } from './read/features/kinds.ts'
import { READ_HITS } from './read/reader.ts'
import type { Corpus, Offer } from './store/corpus.ts'
import { understand } from './understand/understand.ts'
import { findAcronyms } from './words/acronyms.ts'
import { fold } from './words/analyse.ts'
import { holdsOffice, isOrganization, namedPerson } from './words/names.ts'

const SUBJECTS_A_DOCUMENT = 3
/** Questions tried in each language when an index is built; each costs as much as an answer. */
const MOST_TRIED = 48
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
  return varied([...new Set(inTurn(own))].filter((question) => fold(question) !== fold(except))).slice(0, limit)
}

/** One question of each kind, told by its first word, before the second of any. */
function varied(questions: readonly string[]): string[] {
  const seen = new Map<string, number>()
  const turn = questions.map((question) => {
    const [first = ''] = question.split(' ')
    const round = seen.get(first) ?? 0
    seen.set(first, round + 1)
    return { question, round }
  })
  return turn.sort((a, b) => a.round - b.round).map(({ question }) => question)
}

/** What was tried when the index before was made, and need not be tried again. */
export interface Proved {
  /** Ids of the documents whose questions were tried. */
  documents: ReadonlySet<string>
  /** Those that are answered, of any document. */
  offers: readonly Offer[]
}

/**
 * Tries what the documents name and state, in both languages.
 * @param before of documents that are as they were; of the others as many are tried as if all were tried
 * @returns the questions that are answered, in the order of the documents
 */
export async function proveQuestions(engine: Engine, before?: Proved): Promise<Offer[]> {
  const ids: string[] = []
  for await (const { id } of engine.corpus.documents()) if (ids.push(id) === MOST_TRIED) break
  const share = Math.ceil(MOST_TRIED / Math.max(1, ids.length))
  const subjects: Subject[][] = []
  for (const id of ids) {
    if (before?.documents.has(id)) subjects.push(provedSubjects(id, before.offers))
    else {
      const document = await engine.corpus.document(id)
      const own = document ? subjectsOf(document, engine.corpus) : []
      subjects.push(before ? own.slice(0, share) : own)
    }
  }
  const offers: Offer[] = []
  for (const language of LANGUAGES) {
    const tried = new Set<string>()
    const quoted: Evidence[] = []
    for (const { documentId, question: ask, isAnswer, proved } of inTurn(subjects)) {
      const question = ask(language)
      if (question === undefined || tried.has(question)) continue
      if (tried.add(question).size > MOST_TRIED) break
      if (proved) {
        offers.push(proved)
        continue
      }
      const found = await evidenceOf(question, language, engine)
      // No two offers are answered by the same words.
      if (!found || !isAnswer(found.best) || quoted.some((other) => overlap(found.best, other))) continue
      quoted.push(found.best)
      offers.push({ documentId, language, question, confidence: found.confidence })
    }
  }
  return offers
}

function provedSubjects(documentId: string, offers: readonly Offer[]): Subject[] {
  return offers
    .filter((offer) => offer.documentId === documentId)
    .map((offer) => ({
      documentId,
      question: (language) => (language === offer.language ? offer.question : undefined),
      isAnswer: () => true,
      proved: offer,
    }))
}

function overlap(a: Evidence, b: Evidence): boolean {
  return a.passage.documentId === b.passage.documentId && a.span.start < b.span.end && b.span.start < a.span.end
}

interface Subject {
  documentId: string
  /** In a language; undefined where it cannot be put in that one. */
  question: (language: Language) => string | undefined
  /** Whether a quote answers it. */
  isAnswer: (best: Evidence) => boolean
  /** Where it was tried before: what came of it. */
  proved?: Offer
}

/** Of each kind of question the first few, one of each kind before the second of any. */
function subjectsOf(document: SourceDocument, corpus: Corpus): Subject[] {
  const kinds = [
    named(document, acronymsOf(document, corpus), (name, language) => messages(language).answer.suggestWhat(name)),
    named(document, peopleOf(document), (name, language) => messages(language).answer.suggestWho(name)),
    ...statedIn(document),
    headedBy(document),
  ]
  return inTurn(kinds.map((own) => own.slice(0, SUBJECTS_A_DOCUMENT)))
}

function named(
  { id: documentId }: SourceDocument,
  names: readonly string[],
  question: (name: string, language: Language) => string,
): Subject[] {
  return names.map((name) => ({
    documentId,
    question: (language) => question(name, language),
    isAnswer: ({ passage, span }) => fold(textOf(passage, span)).includes(fold(name)),
  }))
}

/** By what sentences state, a list for each kind: when, who, how many, how much, how, where. */
function statedIn({ id: documentId, text, sentences }: SourceDocument): Subject[][] {
  const found = sentences.flatMap(({ start, end, kind, language: own, uncertain }) => {
    if (kind !== 'sentence' || uncertain) return []
    return questionsOf(oneLine(text.slice(start, end)), own).map(({ kind: of, question }) => ({
      of,
      subject: {
        documentId,
        question: (language: Language) => (language === own ? question : undefined),
        isAnswer: ({ passage, span }: Evidence) => passage.documentId === documentId && span.start <= start && end <= span.end,
      },
    }))
  })
  return SENTENCE_QUESTIONS.map((kind) => found.flatMap(({ of, subject }) => (of === kind ? [subject] : [])))
}

/** By headings that ask something. */
function headedBy({ id: documentId, text, sentences }: SourceDocument): Subject[] {
  return sentences.flatMap(({ start, end, kind, language: own }) => {
    const heading = oneLine(text.slice(start, end))
    const question = kind === 'heading' ? questionOfHeading(heading, own) : undefined
    if (question === undefined) return []
    return [
      {
        documentId,
        question: (language) => (language === own ? question : undefined),
        // What stands below it, and not the heading itself.
        isAnswer: ({ passage, sentence }) =>
          passage.documentId === documentId && sentence.kind !== 'heading' && passage.headings.some((one) => oneLine(one) === heading),
      } satisfies Subject,
    ]
  })
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The first of each before the second of any. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, i) => lists.flatMap((own) => own.slice(i, i + 1))).flat()
}

function acronymsOf({ text, language }: SourceDocument, { vocabulary: { words, idOf } }: Corpus): string[] {
  const forms = new Set(findAcronyms(text, language).map(({ form }) => form))
  const names = [...forms].map((form) => words[idOf.get(form) ?? -1]?.surface ?? form.toUpperCase())
  return names.filter((name) => /\p{Lu}/u.test(name))
}

/** People presented with what they do. */
function peopleOf({ text, sentences }: SourceDocument): string[] {
  const contents = sentences.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ').trim())
  return [
    ...new Set(contents.filter((content) => holdsType(content, 'person') === 1).flatMap((content) => namedPerson(content) ?? [])),
  ].filter((name) => !isOrganization(name) && !holdsOffice(name) && !/[’']s(?!\p{L})/u.test(name) && !isCommon(name, text))
}

/** "The Contractor", "Privacy Officer": a word of it stands in small letters elsewhere in the document, so it names a role. */
function isCommon(name: string, text: string): boolean {
  return name
    .split(/[\s-]+/)
    .some((word) =>
      new RegExp(`(?<![\\p{L}\\p{N}])${word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '.')}(?![\\p{L}\\p{N}])`, 'u').test(text),
    )
}

/** What answers a question, and its confidence, 0 to 1; undefined where nothing does. */
async function evidenceOf(text: string, language: Language, engine: Engine): Promise<{ confidence: number; best: Evidence } | undefined> {
  const { question } = await understand({ text, language }, { words: engine.corpus.vocabulary, rank: engine.wordTable.rank })
  const { choice } = await lookUp(question, READ_HITS, engine)
  const [best] = choice.quotes
  return choice.answered && best ? { confidence: choice.confidence, best } : undefined
}
