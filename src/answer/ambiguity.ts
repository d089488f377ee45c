/**
 * Questions with several answers of which none was asked for: "who is the minister?" where four ministers speak. Asking back
 * beats picking one.
 */
import { type Alternative, type Evidence, type Hit, type Language, type PassageView, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import type { QuestionType } from '../understand/understand.ts'
import { fold, words } from '../words/analyse.ts'
import { inDictionary } from '../words/dictionary.ts'
import { isOrganization, namedPerson } from '../words/names.ts'

/** Kinds of question that have one answer; a list or a reason may well come from several places. */
const SINGLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['person', 'date', 'amount', 'count'])
/** A question with more content than this says which one it means. */
const MOST_WORDS = 3
/** A rival is nearly as relevant as the best; where the reader tells, it meets this share of the question and holds the kind of thing asked for. A number that belongs to something else ("the committee has fifteen") meets less of it than the best. */
const RIVAL = { coverage: 0.7, type: 0.6, share: 0.75, less: 0.15 } as const
/** Enough for the choices of a question to be the same ones in both languages. */
const MOST_CHOICES = 6

/** One thing that a question could mean, before it is put as a question of its own. */
export type Meaning = Omit<Alternative, 'question'>

/**
 * What the question could mean, at least two things, or nothing when it is clear; in the order of the documents, whatever the language of the
 * question. Persons are told apart by their names, everything else by the document that says it.
 */
export function rivalAnswers(question: AnalysedQuestion, evidence: readonly Evidence[]): Meaning[] {
  const { telling, asking } = question
  const [best] = evidence
  const documents = rivalDocuments(question, evidence)
  if (documents.length > 1) return documents
  if (!best || !SINGLE.has(asking.type) || telling.length > MOST_WORDS) return []
  // A name or a number says which one.
  if (telling.some(({ exact, word }) => exact || word.capital)) return []
  const fits = evidence.filter(({ aspects }) => !aspects || (aspects.coverage >= RIVAL.coverage && aspects.type >= RIVAL.type))
  const level = fits.filter(({ relevance, aspects }) => {
    if (relevance < RIVAL.share * best.relevance) return false
    const lacks = (aspects?.coverage ?? 0) < (best.aspects?.coverage ?? 0) - RIVAL.less
    return !(aspects && lacks && asking.type !== 'person' && telling.length > 1)
  })
  if (rivalsIn(level, question).length < 2) return []
  // Where several people fit, those who fit less well in one of the languages are offered in both.
  const isPerson = asking.type === 'person' && best.aspects !== undefined
  const rivals = rivalsIn(isPerson ? fits : level, question)
  // In a line all in capitals, or all in small letters, a name is known by those of the documents; a word of a dictionary is none ("Port Contact").
  const isName = (form: string): boolean => telling.some(({ word }) => word.form === form) && !inDictionary(form)
  const named = asking.type === 'person' ? rivals.filter(({ name }) => words(name).some(({ form }) => isName(form))) : []
  return named.length === 1 ? [] : rivals.slice(0, MOST_CHOICES)
}

/** By their names, each once, in the order in which the documents name them. */
function rivalsIn(evidence: readonly Evidence[], { asking, text }: AnalysedQuestion): Meaning[] {
  const found = new Map<string, Meaning>()
  const order = (a: Evidence, b: Evidence): number =>
    a.passage.source === b.passage.source ? a.span.start - b.span.start : a.passage.source < b.passage.source ? -1 : 1
  for (const one of [...evidence].sort(order)) {
    const { passage, span } = one
    const name = asking.type === 'person' ? namedPerson(textOf(passage, span)) : passage.title
    // "Who founded Lumen Labs" asks for somebody else than whom it names.
    if (!name || fold(text).includes(fold(name)) || (asking.type === 'person' && isOrganization(name))) continue
    const [known, own] = [found.get(fold(name)), meaningOf(name, passage)]
    // The same name, with its accents; and the first document that says who that is.
    const isKept = known && !(name.length === known.name.length && fold(known.name) === known.name.toLowerCase())
    const told = known && (known.role !== undefined || own.role === undefined) ? known : own
    found.set(fold(name), { ...told, name: isKept ? known.name : name })
  }
  return [...found.values()]
}

/** What stands between commas behind a name and is no role: a clause, a verb, another name of a list. */
const NO_ROLE = /^(?:qui|dont|où|who|whose|which|et|and|ou|or|a|has|is|est|was|said|told)\b|\d/i

/** Characters of a role that are shown. */
const ROLE_LENGTH = 70

function meaningOf(name: string, { text, title, date, language, documentLanguage }: PassageView): Meaning {
  const role = name === title ? '' : roleOf(name, text)
  if (role !== '') return { name, role, title, ...yearOf(title, date), language }
  return { name, ...(name === title ? {} : { title }), ...yearOf(title, date), language: documentLanguage }
}

/** "ministre délégué à …" of "Éric Caire, ministre délégué à …, a annoncé"; cut at a word where it is long. */
function roleOf(name: string, text: string): string {
  for (const behind of text.split(name).slice(1)) {
    const [, role = ''] = /^,\s+(\p{L}[^,.;:()«»“”"]{2,120})[,.;»]/u.exec(behind) ?? []
    if (role === '' || NO_ROLE.test(role)) continue
    const own = role.replace(/\s+/g, ' ')
    return own.length <= ROLE_LENGTH ? own : `${own.slice(0, ROLE_LENGTH).replace(/\s+\S*$/, '')}…`
  }
  return ''
}

/** The year of a document; none where its title has another one: what a text says first may be when it ends. */
function yearOf(title: string, date: string | undefined): { year?: string } {
  const year = date?.slice(0, 4)
  const own: readonly string[] = title.match(/(?<!\d)(?:19|20)\d{2}(?!\d)/g) ?? []
  return year === undefined || (own.length > 0 && !own.includes(year)) ? {} : { year }
}

/** Kinds of question that ask what something is or holds. */
const OPEN: ReadonlySet<QuestionType> = new Set<QuestionType>(['definition', 'list', 'other'])
/** Similarity from which a title has a word of the question. */
const TITLED = 0.7

/** "What is the policy?", where several documents are one: their titles. What is named without "the" is a matter, not a document. */
function rivalDocuments({ telling, asking, text, matcher }: AnalysedQuestion, evidence: readonly Evidence[]): Meaning[] {
  const [only, ...others] = telling
  if (!only || others.length > 0 || only.exact || only.word.capital || !OPEN.has(asking.type)) return []
  if (!/(?<!\p{L})(?:the|les?|la|l[’'])\s?$/iu.test(text.slice(0, only.word.start))) return []
  const titled = new Map<string, Meaning>()
  for (const { passage } of evidence) {
    const { title } = passage
    if (matcher.best(only, passage.titleWords).similarity >= TITLED) titled.set(title, meaningOf(title, passage))
  }
  return [...titled.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, MOST_CHOICES)
}

/** A document that could be meant, by its title. */
export interface Titled {
  id: string
  source: string
  title: string
  date?: string | undefined
  language: Language
}

/** Documents by their titles, in their order, whatever the language of the question: each title once. */
export function meaningsOf(documents: readonly Omit<Titled, 'id'>[]): Meaning[] {
  const ordered = [...documents].sort((a, b) => (a.source < b.source ? -1 : 1))
  return ordered
    .filter(({ title }, i) => ordered.findIndex((other) => other.title === title) === i)
    .map(({ title: name, date, language }) => ({ name, ...yearOf(name, date), language }))
}

/** Documents that are looked through for what a question without a subject could be about. */
const MOST_DOCUMENTS = 200
/** Similarity from which a document speaks of a word, in either language. */
const SPOKEN = 0.55

/**
 * What a question without a subject could be about: documents that speak of what it asks ("When did it open?"), whatever its language, those
 * that come nearest first where they are many. Where none speaks of it, the documents that come nearest, else the first ones.
 */
export async function nearestSubjects(
  { telling, matcher }: AnalysedQuestion,
  hits: readonly Hit[],
  { documents, wordsOf }: { documents: () => AsyncIterable<Titled>; wordsOf: (id: string) => Promise<Uint32Array> },
): Promise<Meaning[]> {
  const near = new Map<string, Titled>()
  for (const { passage } of hits) near.set(passage.documentId, { ...passage, id: passage.documentId, language: passage.documentLanguage })
  for await (const document of documents()) {
    if (near.size >= MOST_DOCUMENTS) break
    if (!near.has(document.id)) near.set(document.id, document)
  }
  const all = [...near.values()]
  const speaks = async ({ id }: Titled): Promise<boolean> => {
    const own = await wordsOf(id)
    return telling.every((word) => matcher.best(word, own).similarity >= SPOKEN)
  }
  const speaking = telling.length === 0 ? all.map(() => false) : await Promise.all(all.map(speaks))
  const spoken = all.filter((_, i) => speaking[i])
  const titles = new Map<string, Titled>()
  for (const document of spoken.length > 0 ? spoken : all)
    if (titles.size < MOST_CHOICES && !titles.has(document.title)) titles.set(document.title, document)
  return meaningsOf([...titles.values()])
}
