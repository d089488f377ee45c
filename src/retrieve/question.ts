/**
 * A question in, its words ready for matching out: each content word with its weight, and the words of the documents that it
 * can stand for, in either language, with their similarity. The bridge between the two languages is here.
 */
import { LANGUAGES } from '../domain.ts'
import { elementAt } from '../elements.ts'
import { dot, type Models, row, type WordTable } from '../embed/embedder.ts'
import type { Vocabulary } from '../store/corpus.ts'
import { inverseFrequency } from '../store/lexical.ts'
import { isTypeWord, type Question } from '../understand/understand.ts'
import type { SpelledOut } from '../words/acronyms.ts'
import { contentWords, fold, type Word } from '../words/analyse.ts'
import { inDictionary } from '../words/dictionary.ts'
import { isFunctionWord } from '../words/function-words.ts'
import { inflected, synonymsIn } from '../words/glossary.ts'
import { monthWords } from '../words/months.ts'
import { centuryWords, compoundNumerals, isCount, numeralWords, ordinalWords, otherScale, romanWords } from '../words/numbers.ts'
import { isFormOf, MISSPELT_SIMILARITY, mayBeMisspelt, SHARED_PREFIX, spellingSimilarity } from '../words/spelling.ts'
import { decadeWords, fiscalYearWords } from '../words/years.ts'

/** Cosine below which two words say nothing about each other. */
export const SIMILARITY_CUT = 0.4
/** Cosine from which a word of the documents counts as the same word when its rarity is weighed. */
const SAME_WORD = 0.55
/** Neighbours looked up for a word. */
const NEIGHBOURS = 64
/** What an acronym is worth where its long form stands, and the other way round. */
const ACRONYM_SIMILARITY = 0.9
/** What a term of the glossary, or a compound written in another way, is worth. */
const TERM_SIMILARITY = 0.9

export interface QuestionWord {
  word: Word
  /** Inverse passage frequency, counting every near form of the word; the share of the question that hangs on it. */
  weight: number
  vector: Float32Array
  /** A number, an acronym: stands for itself (and an acronym for its long form) alone. */
  exact: boolean
  /** Words of the documents at or above the cut, found by vector, by spelling or by acronym. */
  expansions: Map<number, number>
  /** For an acronym: the words of each of its long forms, themselves ready for matching. */
  longForms: QuestionWord[][]
}

export interface AnalysedQuestion extends Question {
  words: QuestionWord[]
  /** Those that the evidence should meet: less the words that only name the kind of thing asked for ("in what year"). */
  telling: QuestionWord[]
  /** Vector of the whole question, and the weight of its cosine with a passage in ranking. */
  vector: Float32Array
  vectorWeight: number
  /** Sum of the weights. */
  weight: number
  /** The text with an acronym that no document explains put as the name that it stands for, for whoever reads it; absent where there is none. */
  spelled?: string
  /** Remembers every cosine between a word of the question and a word of the documents, from the first ranking to the last check. */
  matcher: WordMatcher
}

export async function analyseQuestion(asked: Question, vocabulary: Vocabulary, { embedder, wordTable }: Models): Promise<AnalysedQuestion> {
  const { text, language, asking } = asked
  const kept = contentWords(text, language).filter((word) => !isForeignSmall(word, asked, vocabulary))
  const distinct = mostTelling([...new Map(kept.map((word) => [word.form, word])).values()], vocabulary)
  const terms = otherWords(distinct, asked, vocabulary, wordTable)
  const longForms = distinct.map(({ form }, i) => [
    ...vocabulary.acronyms.flatMap((acronym) => (acronym.form === form ? [acronym.expansion] : [])),
    ...(terms[i]?.phrases ?? []),
  ])
  const extra = longForms.flat(2)
  const vector = await embedder.embedQuestion(text)
  const vectors = await wordTable.vectorsOf([...distinct.map(({ form }) => form), ...extra])

  const words = await Promise.all(distinct.map((word, i) => acronymOrWord(word, row(vectors, i), vocabulary, wordTable, terms[i]?.ids)))
  for (const word of words) if (isUnknown(word.word.form, wordTable)) correctSpelling(word, vocabulary)
  let next = distinct.length
  for (const [i, forms] of longForms.entries()) {
    for (const expansion of forms) {
      // « vingt-trois » is not twenty-two, however near.
      const plain = expansion.map((form): Word => ({ form, surface: form, exact: isCount(form), capital: false, start: 0 }))
      const ready = await Promise.all(plain.map((word) => questionWord(word, row(vectors, next++), vocabulary)))
      elementAt(words, i).longForms.push(ready)
    }
  }
  linkAcronyms(words, vocabulary)
  const weight = words.reduce((sum, word) => sum + word.weight, 0)
  const telling = words.filter(({ word }) => !isTypeWord(word.form, asking))
  return {
    ...asked,
    ...{
      words,
      telling: telling.length > 0 ? telling : words,
      vector,
      vectorWeight: embedder.weight,
      weight,
      matcher: new WordMatcher(vocabulary),
    },
  }
}

/** "Le" of Le Mans, "Est" of Grand Est and the "au" of Anse-au-Cèdre are small words of the other language, which no index keeps. */
function isForeignSmall(
  { form, surface, start, capital, exact }: Word,
  { text, language }: Question,
  { idOf, words }: Vocabulary,
): boolean {
  if (exact || !LANGUAGES.some((other) => other !== language && isFunctionWord(form, other))) return false
  const [before, behind] = [text.slice(0, start), text.slice(start + surface.length)]
  const isJoined = /[-‐‑]$/.test(before) || /^[-‐‑]/.test(behind)
  // "Elle" or "Will" alone is a name.
  const isBeside =
    capital &&
    (/(?<!(?:^|[.?!:] ?|Mrs?\.? |Ms\.? |Mme |M\. |\p{L}['’]s ))(?<!\p{L})\p{Lu}[\p{L}’'-]+ $/u.test(before) || /^ \p{Lu}/u.test(behind))
  const id = idOf.get(form)
  return (isBeside || isJoined) && (id === undefined || words[id]?.exact === true)
}

function isUnknown(form: string, wordTable: WordTable): boolean {
  return wordTable.rank(form) === undefined
}

/** Other ways to say the words of a question: single words of the documents by their ids, phrases by their forms. */
interface OtherWords {
  ids: Set<number>
  phrases: (readonly string[])[]
}

/** By the glossary, by numbers in words, and by how a compound is written: "eco-centre" and "ecocentre". */
function otherWords(distinct: readonly Word[], { text, language }: Question, { idOf }: Vocabulary, wordTable: WordTable): OtherWords[] {
  const found = distinct.map((): OtherWords => ({ ids: new Set(), phrases: [] }))
  const known = (form: string): number[] => inflected(form).flatMap((own) => idOf.get(own) ?? [])
  for (const { at, length, others } of synonymsIn(
    distinct.map(({ form }) => form),
    language,
  )) {
    for (const own of found.slice(at, at + length)) {
      for (const other of others) {
        const [first = '', ...more] = other
        if (more.length > 0) own.phrases.push(other)
        else for (const id of known(first)) own.ids.add(id)
      }
    }
  }
  for (const [i, { form, surface, start, exact }] of distinct.entries()) {
    for (const id of otherNumber(surface, form, idOf)) found[i]?.ids.add(id)
    const [before, behind] = [text.slice(0, start), text.slice(start + surface.length)]
    const inOtherWords = [
      ...numeralWords(form),
      ...(CENTURY.test(behind) ? centuryWords(fold(surface)) : ordinalWords(fold(surface))),
      ...romanWords(form, /\p{L}\s$/u.test(before)),
      ...decadeWords(surface, before, behind),
      ...fiscalYearWords(form, before),
      // « DEC » is a diploma.
      ...(/^\p{Lu}{2,4}$/u.test(surface) ? [] : monthWords(form)),
      ...otherScale(form, behind),
    ]
    for (const id of inOtherWords.flatMap((other) => idOf.get(other) ?? [])) found[i]?.ids.add(id)
    found[i]?.phrases.push(...compoundNumerals(form).filter((parts) => parts.every((part) => idOf.has(part))))
    const next = distinct[i + 1]
    if (exact || next?.exact) continue
    // In two parts here, in one in the documents.
    const isHyphened = next && next.start === start + surface.length + 1 && /[-‐‑]/.test(text[next.start - 1] ?? '')
    const joined = isHyphened ? known(form + next.form) : []
    for (const id of joined) for (const own of found.slice(i, i + 2)) own.ids.add(id)
    if (!idOf.has(form) && isUnknown(form, wordTable)) found[i]?.phrases.push(...partsOf(form, idOf))
  }
  return found
}

/** What a number before it counts: "the 20th century", « au XXe siècle ». */
const CENTURY = /^\s(?:century|centuries|si[èe]cles?)(?!\p{L})/iu

const ACRONYM = /^\p{Lu}{2,10}(?<plural>s?)$/u

/** "DVDs" are « DVD », and the other way round: an acronym in the other number, where the documents write it only so. */
function otherNumber(surface: string, form: string, idOf: Vocabulary['idOf']): number[] {
  const acronym = ACRONYM.exec(surface)
  if (!acronym || idOf.has(form)) return []
  const other = idOf.get(acronym.groups?.plural === 's' ? form.slice(0, -1) : `${form}s`)
  return other === undefined ? [] : [other]
}

/** Letters of a part of a compound, at least. */
const SHORTEST_PART = 3

/** A word that nobody knows as two words of the documents: "ecocentre" as "eco" and "centre". */
function partsOf(form: string, idOf: Vocabulary['idOf']): string[][] {
  const cuts = Array.from(
    { length: Math.max(0, Math.min(form.length, LONGEST_COMPOUND) - 2 * SHORTEST_PART + 1) },
    (_, i) => i + SHORTEST_PART,
  )
  return cuts.flatMap((cut) => {
    const parts = [form.slice(0, cut), form.slice(cut)]
    return parts.every((part) => part.length >= SHORTEST_PART && idOf.has(part)) ? [parts] : []
  })
}
const LONGEST_COMPOUND = 30

/** Content words that are looked up; each costs time, and no question needs more. */
const MOST_WORDS = 64

/** Of very many words those that the documents hold, the rarest first; in the order of the question. */
function mostTelling(words: Word[], { idOf, frequency }: Vocabulary): Word[] {
  if (words.length <= MOST_WORDS) return words
  const passages = ({ form }: Word): number => {
    const id = idOf.get(form)
    return id === undefined ? Number.POSITIVE_INFINITY : frequency(id)
  }
  const kept = new Set([...words].sort((a, b) => passages(a) - passages(b)).slice(0, MOST_WORDS))
  return words.filter((word) => kept.has(word))
}

/** "CEO" where no document writes it is a word like any other, if the model knows it. */
function isPlain(word: Word, vocabulary: Vocabulary, wordTable: WordTable): boolean {
  return word.exact && !/\d/.test(word.form) && !vocabulary.idOf.has(word.form) && wordTable.rank(word.form) !== undefined
}

/** An acronym that means itself alone: one that the model does not know, or one that is near no word of the documents ("DND", of a harbour). */
async function acronymOrWord(
  word: Word,
  vector: Float32Array,
  vocabulary: Vocabulary,
  wordTable: WordTable,
  synonyms?: ReadonlySet<number>,
) {
  if (!isPlain(word, vocabulary, wordTable)) return questionWord(word, vector, vocabulary, synonyms)
  const plain = await questionWord({ ...word, exact: false }, vector, vocabulary, synonyms)
  const meansItself = plain.expansions.size === 0 && word.form.length >= FEWEST_LETTERS
  return { ...plain, word, exact: meansItself }
}
/** Words of two letters that the model knows ("HR", "IT") are said in other words more often than not. */
const FEWEST_LETTERS = 3

/** @param synonyms ids of words of the documents that say the same */
async function questionWord(
  word: Word,
  vector: Float32Array,
  vocabulary: Vocabulary,
  synonyms: ReadonlySet<number> = new Set(),
): Promise<QuestionWord> {
  const id = vocabulary.idOf.get(word.form)
  const exact = word.exact || (id !== undefined && vocabulary.words[id]?.exact === true)
  const expansions = new Map<number, number>()
  if (!exact) {
    for (const neighbour of await vocabulary.nearest(vector, NEIGHBOURS)) {
      if (neighbour.similarity >= SIMILARITY_CUT && !vocabulary.words[neighbour.id]?.exact)
        expansions.set(neighbour.id, neighbour.similarity)
    }
    for (const other of vocabulary.byPrefix.get(word.form.slice(0, SHARED_PREFIX)) ?? []) {
      const similarity = spellingSimilarity(word.form, vocabulary.words[other]?.form ?? '')
      if (similarity > (expansions.get(other) ?? 0)) expansions.set(other, similarity)
    }
  }
  for (const other of synonyms) expansions.set(other, TERM_SIMILARITY)
  if (id !== undefined) expansions.set(id, 1)
  const same = [...expansions].flatMap(([other, similarity]) => (similarity >= SAME_WORD ? [other] : []))
  const weight = inverseFrequency(vocabulary.passages, await vocabulary.passagesWith(same))
  return { word, weight, vector, exact, expansions, longForms: [] }
}

/** A word that neither the documents nor the model know stands for the words of the documents that it may be a slip for; one of a dictionary for other forms of it. */
function correctSpelling({ word, exact, expansions }: QuestionWord, vocabulary: Vocabulary): void {
  if (exact || vocabulary.idOf.has(word.form)) return
  // Looked up for the first word that would be meant: in dictionaries it takes longer than what is done for all others.
  let isRight: boolean | undefined
  for (const [id, other] of vocabulary.words.entries()) {
    if (other.exact || !mayBeMisspelt(word.form, other.form)) continue
    if (!isFormOf(word.form, other.form)) {
      isRight ??= inDictionary(word.form)
      if (isRight) continue
    }
    expansions.set(id, Math.max(MISSPELT_SIMILARITY, expansions.get(id) ?? 0))
  }
}

/** Acronyms of a question that no document holds or explains. */
export function unexplained({ words }: Pick<AnalysedQuestion, 'words'>, { idOf, acronyms }: Vocabulary): QuestionWord[] {
  const isExplained = (form: string): boolean => idOf.has(form) || acronyms.some((acronym) => acronym.form === form)
  return words.filter(({ word, exact }) => (exact || word.exact) && !/\d/.test(word.form) && !isExplained(word.form))
}

/** The same question, in which such an acronym also stands for names of the documents. @param names by acronym, one at least, the best first */
export async function withLongForms(
  question: AnalysedQuestion,
  names: ReadonlyMap<QuestionWord, readonly SpelledOut[]>,
  vocabulary: Vocabulary,
  { wordTable }: Models,
): Promise<AnalysedQuestion> {
  const explained = new Map<QuestionWord, QuestionWord>()
  let spelled = question.text
  for (const [word, found] of names) {
    const longForms = await Promise.all(found.map(({ forms }) => readyPhrase(forms, vocabulary, wordTable)))
    explained.set(word, { ...word, exact: true, longForms: [...longForms, ...word.longForms] })
    const { surface } = word.word
    spelled = spelled.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${surface}(?![\\p{L}\\p{N}])`, 'gu'), () => elementAt(found, 0).name)
  }
  const renewed = (words: readonly QuestionWord[]): QuestionWord[] => words.map((word) => explained.get(word) ?? word)
  return { ...question, spelled, words: renewed(question.words), telling: renewed(question.telling), matcher: new WordMatcher(vocabulary) }
}

/** The words of a long form, ready for matching. */
async function readyPhrase(phrase: readonly string[], vocabulary: Vocabulary, wordTable: WordTable): Promise<QuestionWord[]> {
  const vectors = await wordTable.vectorsOf([...phrase])
  return Promise.all(
    phrase.map((form, i) => {
      const word: Word = { form, surface: form, exact: false, capital: false, start: 0 }
      return questionWord(word, row(vectors, i), vocabulary)
    }),
  )
}

/** A question that spells a long form out also means its acronym: "Quebec Technology Association" finds "AQT". */
function linkAcronyms(words: readonly QuestionWord[], { acronyms, idOf }: Vocabulary): void {
  for (const { form, expansion } of acronyms) {
    const id = idOf.get(form)
    if (id === undefined) continue
    const meeting = expansion.map((part) => {
      const partId = idOf.get(part)
      return words.find((word) => word.word.form === part || (partId !== undefined && (word.expansions.get(partId) ?? 0) >= SAME_WORD))
    })
    if (meeting.some((word) => word === undefined)) continue
    for (const word of meeting) word?.expansions.set(id, ACRONYM_SIMILARITY)
  }
}

/** The best match of a question's word among some words of the documents. */
export interface BestMatch {
  /** 0 when nothing reaches the cut. */
  similarity: number
  id: number | undefined
  /** The other words of a long form that an acronym was met by. */
  more?: number[]
}

/**
 * Matches question words with words of the documents; remembers every cosine, because the same words come back in passage
 * after passage. One matcher serves one question.
 */
export class WordMatcher {
  readonly vocabulary: Vocabulary
  /** Per word of the question, its similarity with each word of the documents; 0 where it was not asked for yet, -1 where it is below the cut. */
  readonly #known = new Map<QuestionWord, Float64Array>()

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary
  }

  /** Vector of a word of the documents: a view. */
  vectorOf(id: number): Float32Array {
    return row(this.vocabulary.vectors, id)
  }

  /** Inverse passage frequency of a word of the documents. */
  rarity(id: number): number {
    return inverseFrequency(this.vocabulary.passages, this.vocabulary.frequency(id))
  }

  best(word: QuestionWord, ids: Uint32Array): BestMatch {
    let known = this.#known.get(word)
    if (!known) {
      known = new Float64Array(this.vocabulary.words.length)
      for (const [id, similarity] of word.expansions) known[id] = similarity
      this.#known.set(word, known)
    }
    let similarity = 0
    let id: number | undefined
    for (const other of ids) {
      let found = known[other] ?? 0
      if (found === 0) {
        found = this.#cosine(word, other)
        known[other] = found
      }
      if (found > similarity) {
        similarity = found
        id = other
        if (found === 1) return { similarity, id }
      }
    }
    for (const longForm of word.longForms) {
      const parts = longForm.map((part) => this.best(part, ids))
      const weakest = Math.min(...parts.map((part) => part.similarity))
      const mean = parts.reduce((sum, part) => sum + part.similarity, 0) / parts.length
      if (weakest >= SAME_WORD && mean * ACRONYM_SIMILARITY > similarity) {
        const met = parts.flatMap((part) => part.id ?? [])
        return { similarity: mean * ACRONYM_SIMILARITY, id: met[0], more: met.slice(1) }
      }
    }
    return { similarity, id }
  }

  /** Cosine at or above the cut, else -1; words that stand for themselves alone are near no other. */
  #cosine(word: QuestionWord, other: number): number {
    if (word.exact || this.vocabulary.words[other]?.exact) return -1
    const cosine = dot(word.vector, this.vectorOf(other))
    return cosine >= SIMILARITY_CUT ? cosine : -1
  }
}
