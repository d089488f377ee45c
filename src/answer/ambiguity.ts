/**
 * Questions with several answers of which none was asked for: "who is the minister?" where four ministers speak. Asking back
 * beats picking one.
 */
import { type Evidence, type Hit, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import type { QuestionType } from '../understand/understand.ts'
import { fold } from '../words/analyse.ts'
import { isOrganization, namedPerson } from '../words/names.ts'

/** Kinds of question that have one answer; a list or a reason may well come from several places. */
const SINGLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['person', 'date', 'amount', 'count'])
/** A question with more content than this says which one it means. */
const MOST_WORDS = 3
/** A rival is nearly as relevant as the best; where the reader tells, it meets this share of the question and holds the kind of thing asked for. A number that belongs to something else ("the committee has fifteen") meets less of it than the best. */
const RIVAL = { coverage: 0.7, type: 0.6, share: 0.75, less: 0.15 } as const
/** Enough for the rivals of a question to be the same ones in both languages. */
const MOST_CHOICES = 6
/** Titles offered where nothing is named. */
const MOST_TITLES = 4

/** One thing that a question could mean. */
export interface Rival {
  /** Name of a person, or title of a document. */
  label: string
  /** What tells it from the others: a role, the document, its year. */
  detail: string
}

/**
 * What the question could mean, at least two things, or nothing when it is clear; in the order of the documents, whatever the language of the
 * question. Persons are told apart by their names, everything else by the document that says it.
 */
export function rivalAnswers(question: AnalysedQuestion, evidence: readonly Evidence[]): Rival[] {
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
  return rivalsIn(isPerson ? fits : level, question).slice(0, MOST_CHOICES)
}

/** By their labels, each once, in the order in which the documents name them. */
function rivalsIn(evidence: readonly Evidence[], { asking, text }: AnalysedQuestion): Rival[] {
  const found = new Map<string, Rival>()
  const order = (a: Evidence, b: Evidence): number =>
    a.passage.source === b.passage.source ? a.span.start - b.span.start : a.passage.source < b.passage.source ? -1 : 1
  for (const one of [...evidence].sort(order)) {
    const { passage, span } = one
    const label = asking.type === 'person' ? namedPerson(textOf(passage, span)) : passage.title
    // "Who founded Lumen Labs" asks for somebody else than whom it names.
    if (!label || fold(text).includes(fold(label)) || (asking.type === 'person' && isOrganization(label))) continue
    const known = found.get(fold(label))
    // The same name, with its accents.
    if (!known || (label.length === known.label.length && fold(known.label) === known.label.toLowerCase()))
      found.set(fold(label), { label, detail: known?.detail || detailOf(label, one) })
  }
  return [...found.values()]
}

/** What stands between commas behind a name and is no role: a clause, a verb, another name of a list. */
const NO_ROLE = /^(?:qui|dont|où|who|whose|which|et|and|ou|or|a|has|is|est|was|said|told)\b|\d/i

/** "ministre délégué à … · Press release · 2018" */
function detailOf(label: string, { passage, span }: Evidence): string {
  const text = textOf(passage, span)
  const [, role = ''] = /^,\s+(\p{L}[^,.;:()«»“”"]{2,70})[,.;»]/u.exec(text.slice(text.indexOf(label) + label.length)) ?? []
  const own = label === passage.title || NO_ROLE.test(role) ? '' : role
  return [own, label === passage.title ? '' : passage.title, passage.date?.slice(0, 4) ?? '']
    .filter(Boolean)
    .join(' · ')
    .replace(/\s+/g, ' ')
}

/** Kinds of question that ask what something is or holds. */
const OPEN: ReadonlySet<QuestionType> = new Set<QuestionType>(['definition', 'list', 'other'])
/** Similarity from which a title has a word of the question. */
const TITLED = 0.7

/** "What is the policy?", where several documents are one: their titles. What is named without "the" is a matter, not a document. */
function rivalDocuments({ telling, asking, text, matcher }: AnalysedQuestion, evidence: readonly Evidence[]): Rival[] {
  const [only, ...others] = telling
  if (!only || others.length > 0 || only.exact || only.word.capital || !OPEN.has(asking.type)) return []
  if (!/(?<!\p{L})(?:the|les?|la|l[’'])\s?$/iu.test(text.slice(0, only.word.start))) return []
  const titled = new Map<string, Rival>()
  for (const { passage } of evidence) {
    const { title: label, date } = passage
    if (matcher.best(only, passage.titleWords).similarity >= TITLED) titled.set(label, { label, detail: date?.slice(0, 4) ?? '' })
  }
  return [...titled.values()].sort((a, b) => (a.label < b.label ? -1 : 1)).slice(0, MOST_CHOICES)
}

/** What a question without a subject could be about: the documents that come nearest, else the first ones. */
export async function nearestSubjects(hits: readonly Hit[], documents: () => AsyncIterable<{ title: string }>): Promise<string[]> {
  const titles = new Set(hits.map(({ passage }) => passage.title))
  if (titles.size < MOST_TITLES) {
    for await (const { title } of documents()) {
      titles.add(title)
      if (titles.size >= MOST_TITLES) break
    }
  }
  return [...titles].slice(0, MOST_TITLES)
}
