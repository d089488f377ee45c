/**
 * Questions with several answers of which none was asked for: "who is the minister?" where four ministers speak. Asking back
 * beats picking one.
 */
import { type Evidence, type Hit, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'
import type { QuestionType } from '../understand/understand.ts'
import { fold } from '../words/analyse.ts'
import { namedPerson } from '../words/names.ts'

/** Kinds of question that have one answer; a list or a reason may well come from several places. */
const SINGLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['person', 'date', 'amount', 'count'])
/** A question with more content than this says which one it means. */
const MOST_WORDS = 3
/** A rival is nearly as relevant as the best; where the reader tells, it meets this share of the question and holds the kind of thing asked for. A number that belongs to something else ("the committee has fifteen") meets less of it than the best. */
const RIVAL = { coverage: 0.7, type: 0.6, share: 0.75, less: 0.15 } as const
const MOST_CHOICES = 4

/**
 * What the question could mean, at least two things, or nothing when it is clear. Persons are told apart by their names,
 * everything else by the document that says it.
 */
export function rivalAnswers(question: AnalysedQuestion, evidence: readonly Evidence[]): string[] {
  const { telling, asking, text } = question
  const [best] = evidence
  const documents = rivalDocuments(question, evidence)
  if (documents.length > 1) return documents
  if (!best || !SINGLE.has(asking.type) || telling.length > MOST_WORDS) return []
  // A name or a number says which one.
  if (telling.some(({ exact, word }) => exact || word.capital)) return []
  const labels = new Set<string>()
  for (const { passage, span, relevance, aspects } of evidence) {
    if (relevance < RIVAL.share * best.relevance) continue
    if (aspects && (aspects.coverage < RIVAL.coverage || aspects.type < RIVAL.type)) continue
    if (aspects && asking.type !== 'person' && telling.length > 1 && aspects.coverage < (best.aspects?.coverage ?? 0) - RIVAL.less) continue
    const label = asking.type === 'person' ? namedPerson(textOf(passage, span)) : passage.title
    // "Who founded Lumen Labs" asks for somebody else than whom it names.
    if (label && !fold(text).includes(fold(label))) labels.add(label)
  }
  return labels.size < 2 ? [] : [...labels].slice(0, MOST_CHOICES)
}

/** Kinds of question that ask what something is or holds. */
const OPEN: ReadonlySet<QuestionType> = new Set<QuestionType>(['definition', 'list', 'other'])
/** Similarity from which a title has a word of the question. */
const TITLED = 0.7

/** "What is the policy?", where several documents are one: their titles. What is named without "the" is a matter, not a document. */
function rivalDocuments({ telling, asking, text, matcher }: AnalysedQuestion, evidence: readonly Evidence[]): string[] {
  const [only, ...others] = telling
  if (!only || others.length > 0 || only.exact || only.word.capital || !OPEN.has(asking.type)) return []
  if (!/(?<!\p{L})(?:the|les?|la|l[’'])\s?$/iu.test(text.slice(0, only.word.start))) return []
  const titles = new Set<string>()
  for (const { passage } of evidence) if (matcher.best(only, passage.titleWords).similarity >= TITLED) titles.add(passage.title)
  return [...titles].slice(0, MOST_CHOICES)
}

/** What a question without a subject could be about: the documents that come nearest, else the first ones. */
export async function nearestSubjects(hits: readonly Hit[], documents: () => AsyncIterable<{ title: string }>): Promise<string[]> {
  const titles = new Set(hits.map(({ passage }) => passage.title))
  if (titles.size < MOST_CHOICES) {
    for await (const { title } of documents()) {
      titles.add(title)
      if (titles.size >= MOST_CHOICES) break
    }
  }
  return [...titles].slice(0, MOST_CHOICES)
}
