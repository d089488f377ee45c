/**
 * Questions with several answers of which none was asked for: "who is the minister?" where four ministers speak. Asking back
 * beats picking one.
 */
import type { Hit } from '../domain.ts'
import type { SearchIndex } from '../store/generation.ts'
import type { QuestionType } from '../understand/understand.ts'
import { namedPerson } from '../words/names.ts'
import type { Candidate, ReadQuestion } from './candidates.ts'
import { scoreCandidate } from './decide.ts'

/** Kinds of question that have one answer; a list or a reason may well come from several places. */
const SINGLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['person', 'date', 'amount', 'count'])
/** A question with more content than this says which one it means. */
const MOST_WORDS = 3
/** A rival meets this share of the question, holds the kind of thing asked for, and scores nearly like the best. */
const RIVAL = { coverage: 0.7, type: 0.6, share: 0.75 } as const
const MOST_CHOICES = 4

/**
 * What the question could mean, at least two things, or nothing when it is clear. Persons are told apart by their names,
 * everything else by the document that says it.
 */
export function rivalAnswers(read: ReadQuestion, ranked: readonly Candidate[], index: SearchIndex): string[] {
  const [best] = ranked
  if (!best || !SINGLE.has(read.type) || read.words.length > MOST_WORDS) return []
  // A name or a number says which one.
  if (read.words.some(({ exact, word }) => exact || word.capital)) return []
  const labels = new Set<string>()
  for (const candidate of ranked) {
    const { coverage, type } = candidate.features
    if (coverage < RIVAL.coverage || type < RIVAL.type || scoreCandidate(candidate) < RIVAL.share * scoreCandidate(best)) continue
    const document = index.documents[candidate.document]
    const label = read.type === 'person' ? namedPerson(document?.text.slice(candidate.start, candidate.end) ?? '') : document?.title
    if (label) labels.add(label)
  }
  return labels.size < 2 ? [] : [...labels].slice(0, MOST_CHOICES)
}

/** What a question without a subject could be about: the documents that come nearest, else the first ones. */
export function nearestSubjects(hits: readonly Hit[], { documents, passages }: SearchIndex): string[] {
  const near = hits.map(({ passage }) => documents[passages[passage]?.document ?? -1]?.title)
  const titles = new Set([...near, ...documents.map(({ title }) => title)].filter((title) => title !== undefined))
  return [...titles].slice(0, MOST_CHOICES)
}
