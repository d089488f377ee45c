/**
 * Hits in, candidate quotes with their features out. A candidate is a sentence, a list item, or a sentence that announces a
 * list together with the list. Every feature is a number between 0 and 1 (about), so that weights can be compared.
 */

import { findDate } from '../../documents/dates.ts'
import { type Hit, type Language, type PassageView, type SentenceView, type Span, textOf } from '../../domain.ts'
import { elementAt } from '../../elements.ts'
import { dot } from '../../embed/embedder.ts'
import type { AnalysedQuestion, BestMatch, QuestionWord, WordMatcher } from '../../retrieve/question.ts'
import { type Asking, type QuestionType, questionType } from '../../understand/understand.ts'
import { holds, type Quantity, quantitiesIn, rangesIn } from '../../words/ranges.ts'
import { defines, holdsType, lacksType, showsShape } from './kinds.ts'
import { speechOf } from './speaker.ts'

export const FEATURES = [
  'coverage',
  'context',
  'cosine',
  'passage',
  'type',
  'lacksType',
  'definition',
  'heading',
  'length',
  'head',
  'speech',
  'signature',
] as const
export type Feature = (typeof FEATURES)[number]

export interface Candidate {
  passage: PassageView
  /** The sentence that it begins with. */
  sentence: SentenceView
  span: Span
  features: Record<Feature, number>
  /** Per word of the question, its best similarity inside the candidate and around it. */
  inside: number[]
  around: number[]
}

export interface ReadQuestion extends Asking {
  /** Words that the evidence should meet. */
  words: QuestionWord[]
  weight: number
  matcher: WordMatcher
  /** Quantities that it states ("after 18 years"), by the position of their number in `words`. */
  quantities: ReadonlyMap<number, Quantity>
}

/** Similarity from which a word of a sentence is taken for its subject. */
const SUBJECT = 0.6

export function readQuestion({ asking, telling, matcher, text }: AnalysedQuestion): ReadQuestion {
  const stated = quantitiesIn(text)
  const quantities = new Map(
    telling.flatMap(({ word }, i): [number, Quantity][] => {
      const own = /^\d/.test(word.form) ? stated.find(({ start, end }) => start <= word.start && word.start < end) : undefined
      return own ? [[i, own]] : []
    }),
  )
  return { ...asking, words: telling, weight: telling.reduce((sum, { weight }) => sum + weight, 0), matcher, quantities }
}

/** Every quotable run of the hits' passages, unscored, with its features. */
export function findCandidates(read: ReadQuestion, hits: readonly Hit[]): Candidate[] {
  const means = new RunMeans(read)
  const top = hits[0]?.score || 1
  const found = hits.flatMap((hit) => {
    const { passage } = hit
    const around = read.words.map((word) => {
      const own = read.matcher.best(word, passage.words).similarity
      return Math.max(own, read.matcher.best(word, passage.titleWords).similarity)
    })
    return quotableRuns(passage).map((run) => toCandidate(run, around, hit.score / top, passage, read, means))
  })
  return byShape(found, read)
}

/** Who gets something, how long something lasts: a run that shows it holds the kind of thing asked for, and where there is one no other does. */
function byShape(candidates: Candidate[], { shape }: ReadQuestion): Candidate[] {
  if (shape === undefined) return candidates
  const shows = candidates.map(({ passage, span }) => showsShape(textOf(passage, span), shape))
  if (!shows.includes(true)) return candidates
  return candidates.map((candidate, i) => {
    // A clock time is worth what it is to any question for a time.
    if (shows[i] && shape === 'hours') return candidate
    const features = { ...candidate.features, ...(shows[i] ? { type: 1, lacksType: 0 } : { type: 0, lacksType: 1 }) }
    return { ...candidate, features }
  })
}

/** @param rank score of the passage against that of the first */
function toCandidate(run: Run, around: number[], rank: number, passage: PassageView, read: ReadQuestion, means: RunMeans): Candidate {
  const { matcher } = read
  const sentence = elementAt(passage.around.sentences, run.first)
  const span = { start: sentence.start, end: elementAt(passage.around.sentences, run.last).end }
  const text = textOf(passage, span)
  const ids = wordsOf(passage, run)
  const matches = read.words.map((word) => matcher.best(word, ids))
  const speech = speechOf(passage, run.first)
  const speaker = Uint32Array.from(speech.namedIn.flatMap((i) => [...(passage.around.sentences[i]?.words ?? [])]))
  const asked = sameQuestionAbove(passage, run.first, read)
  const ranges = read.quantities.size > 0 ? rangesIn(text) : []
  const dated = read.type === 'date' && isDateline(text, passage) ? leadWords(passage) : undefined
  const inside = matches.map(({ similarity }, i) => {
    const word = elementAt(read.words, i)
    const above = asked ? ASKED_ABOVE * matcher.best(word, asked).similarity : 0
    const quantity = read.quantities.get(i)
    const within = quantity && ranges.some((range) => holds(range, quantity)) ? WITHIN : 0
    return Math.max(similarity, above, within, bySpeaker(word, speaker, matcher), dated ? DATES * matcher.best(word, dated).similarity : 0)
  })
  const size = text.split(/\s+/).length
  return {
    ...{ passage, sentence, span, inside, around },
    features: {
      coverage: share(read, inside),
      context: share(read, around),
      cosine: Math.max(0, means.cosine(ids)),
      passage: rank,
      type: holdsType(text, read.type),
      lacksType: lacksType(text, read.type),
      definition: read.definesSubject ? defines(text, subjects(matches, read)) : 0,
      heading: sentence.kind === 'heading' ? 1 : 0,
      length: size < 5 ? 1 : Math.min(1, Math.max(0, (size - 35) / 60)),
      head: sentence.start === passage.lead?.start ? 1 : 0,
      speech: read.asksSpeech && speech.quoted ? 1 : 0,
      signature: speech.signature ? 1 : 0,
    },
  }
}

/** Sentences of a passage with what surrounds it, by position, both included. */
interface Run {
  first: number
  last: number
}

/** Each sentence and item by itself; a sentence that its end leaves open ("you need:", "peace officer means") with the items below it. Headings only where they state a date, questions never. */
function quotableRuns(passage: PassageView): Run[] {
  const { first } = passage.around
  return passage.sentences.flatMap((sentence, i) => {
    const text = textOf(passage, sentence)
    if (sentence.kind === 'chrome' || sentence.uncertain || ASKS.test(text)) return []
    if (sentence.kind === 'heading' && !/\d{4}/.test(text)) return []
    return [{ first: first + i, last: itemsBelow(passage, first + i) }]
  })
}

/** A question is no answer, however well it meets another one. */
const ASKS = /\?[\s»”"’)]*$/

/** What the words of a question that stands as a heading are worth in the paragraph or list below it, which answers it. */
const ASKED_ABOVE = 0.9

/** Share of the question that such a heading meets, at least: it is the same question. */
const SAME_QUESTION = 0.8

/** Words of the heading directly above the block of a sentence, where it asks what is asked ("How do I claim expenses?"). */
function sameQuestionAbove({ around }: PassageView, at: number, read: ReadQuestion): Uint32Array | undefined {
  const { sentences, start, text } = around
  const { block } = elementAt(sentences, at)
  let above = at - 1
  while (sentences[above]?.block === block) above--
  const heading = sentences[above]
  const question = heading?.kind === 'heading' ? text.slice(heading.start - start, heading.end - start) : ''
  if (!heading || !ASKS.test(question) || asksAnother(question, heading.language, read)) return undefined
  const met = read.words.map((word) => read.matcher.best(word, heading.words).similarity)
  return share(read, met) >= SAME_QUESTION ? heading.words : undefined
}

/** Kinds of thing that "how do I change it" does not ask for. */
const OTHER_KINDS: ReadonlySet<QuestionType> = new Set<QuestionType>(['person', 'date', 'amount', 'age', 'contact', 'count', 'place'])

/** "How often must I change my password?" is not "How do I change my password?", whatever words both have. */
function asksAnother(heading: string, language: Language, { type }: ReadQuestion): boolean {
  return type === 'other' && OTHER_KINDS.has(questionType(heading, language))
}

/** What a quantity is worth where a range holds it: "after 18 years" in "16 to 24 years". */
const WITHIN = 0.9

/** What the words of a document are worth where its date stands. */
const DATES = 0.9
/** A date with a place or a source beside it; more words are a sentence of their own. */
const DATELINE_WORDS = 8

/** The line that dates its document dates what the document announces. */
function isDateline(text: string, { date }: PassageView): boolean {
  return date !== undefined && text.split(/\s+/).length <= DATELINE_WORDS && findDate(text) === date
}

/** Words of the title and of the first sentence: what a press release announces. */
function leadWords({ titleWords, lead }: PassageView): Uint32Array {
  return Uint32Array.from([...titleWords, ...(lead?.words ?? [])])
}

/** What a name is worth in a sentence that its bearer says. */
const SPOKEN_BY = 0.9

/** A name of the question that names the speaker is met by whatever that person says. */
function bySpeaker(word: QuestionWord, speaker: Uint32Array, matcher: WordMatcher): number {
  if (speaker.length === 0 || !(word.word.capital || word.exact)) return 0
  return SPOKEN_BY * matcher.best(word, speaker).similarity
}

/** The words of a sentence that stand for the question's: what it may be about. */
function subjects(matches: readonly BestMatch[], { matcher }: ReadQuestion): string[] {
  const ids = matches.flatMap(({ similarity, id, more = [] }) => (similarity < SUBJECT || id === undefined ? [] : [id, ...more]))
  // A number is no subject: « 2021, à 0 h 01 » says nothing of 2021.
  return [...new Set(ids)].map((id) => matcher.vocabulary.words[id]?.form ?? '').filter((form) => !/^\d/.test(form))
}

/** A list may run on into the next passage: it is followed to its end, for as long as the items stand one below the other. */
function itemsBelow(passage: PassageView, announcement: number): number {
  const { sentences } = passage.around
  const sentence = elementAt(sentences, announcement)
  if (sentence.kind !== 'sentence' || CLOSED.test(textOf(passage, sentence))) return announcement
  const textAt = (i: number): string => {
    const own = sentences[i]
    return own?.kind === 'item' ? textOf(passage, own) : ''
  }
  // "(2)" behind "(a), (b)" is the next paragraph of the law, and no item of this one.
  const numbered = SUBSECTION.test(textAt(announcement + 1))
  let last = announcement
  while (sentences[last + 1]?.kind === 'item' && (numbered || !SUBSECTION.test(textAt(last + 1)))) last++
  if (/:\s*$/.test(textOf(passage, sentence))) return last
  const run = { start: sentence.start, end: elementAt(sentences, last).end }
  return textOf(passage, run).split(/\s+/).length <= OPEN_RUN_WORDS ? last : announcement
}

/** Words of a list with the sentence that leaves it open without a colon, at most: an item of a longer one is quoted with its lead-in. */
const OPEN_RUN_WORDS = 60

const SUBSECTION = /^\(\d/

/** Ends what it says: "peace officer means" and "you need:" do not. */
export const CLOSED = /[.!?;…][»”"’')\]\s]*$/u

function wordsOf({ around: { sentences } }: PassageView, { first, last }: Run): Uint32Array {
  if (first === last) return elementAt(sentences, first).words
  return Uint32Array.from(sentences.slice(first, last + 1).flatMap(({ words }) => [...words]))
}

function share({ words, weight }: ReadQuestion, similarities: readonly number[]): number {
  if (weight === 0) return 0
  return words.reduce((sum, word, i) => sum + word.weight * (similarities[i] ?? 0), 0) / weight
}

/** Cosine of the question's words with the words of a run, both as means weighted by rarity. */
class RunMeans {
  readonly #matcher: WordMatcher
  readonly #question: Float32Array
  /** By word of the documents: its rarity, and its rarity times its product with the question's mean. */
  readonly #known = new Map<number, { rarity: number; product: number }>()
  readonly #sum: Float32Array

  constructor({ words, matcher }: ReadQuestion) {
    this.#matcher = matcher
    const { dimensions } = matcher.vocabulary.vectors
    this.#sum = new Float32Array(dimensions)
    const question = new Float32Array(dimensions)
    for (const { vector, weight } of words) add(question, weight, vector, 0)
    const norm = lengthOf(question) || 1
    this.#question = question.map((x) => x / norm)
  }

  cosine(ids: Uint32Array): number {
    const { data, dimensions } = this.#matcher.vocabulary.vectors
    const sum = this.#sum.fill(0)
    let products = 0
    for (const id of ids) {
      const { rarity, product } = this.#of(id)
      add(sum, rarity, data, id * dimensions)
      products += product
    }
    const length = lengthOf(sum)
    return length === 0 ? 0 : products / length
  }

  #of(id: number): { rarity: number; product: number } {
    let known = this.#known.get(id)
    if (known === undefined) {
      const rarity = this.#matcher.rarity(id)
      known = { rarity, product: rarity * dot(this.#question, this.#matcher.vectorOf(id)) }
      this.#known.set(id, known)
    }
    return known
  }
}

/** Adds `weight` times the row that begins at `start`. */
function add(sum: Float32Array, weight: number, data: Float32Array, start: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (data[start + i] ?? 0)
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector))
}
