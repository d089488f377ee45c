/**
 * What somebody typed in, the question that is looked up out. The only entry of this folder: answering, searching, suggesting, the
 * evaluation's fit and the mining of training data all come through here, so that what is fitted is what is served.
 */
import type { Language } from '../domain.ts'
import { withoutAsker } from '../privacy/redact.ts'
import { contentWords, plainText, type Word, words } from '../words/analyse.ts'
import { type Asking, interrogativeLanguage, languageOf, readAsking } from './asking.ts'
import { readComparison } from './comparison.ts'
import { withoutCourtesy } from './courtesy.ts'
import { type InContext, inContext, namesNothing, type Turn } from './follow-up.ts'
import { type Intent, recogniseIntent } from './intents.ts'
import { type OutlineWish, readOutline } from './outline.ts'
import { type Place, readPlace } from './place.ts'
import { askedSentence, listedLines, questionsIn, withoutOrders } from './several.ts'
import { type KnownWords, type WordRank, withoutSlips } from './slips.ts'
import { spelledOut, withHyphens } from './texting.ts'
import { type OwnTopic, questionsBeside, recogniseTopic } from './topics.ts'
import { readWanted } from './wanted.ts'

export { type AskedShape, type Asking, isTypeWord, languageOf, type QuestionType, questionType } from './asking.ts'
export type { Turn } from './follow-up.ts'
export type { Intent } from './intents.ts'
export type { Place } from './place.ts'
export { askingText } from './several.ts'
export type { KnownWords, WordRank } from './slips.ts'
export { type BuiltInTopic, type OwnTopic, TopicsFileSchema } from './topics.ts'

/** One question, ready to be looked up. */
export interface Question {
  /** In its context, slips of the keyboard put right. */
  text: string
  language: Language
  /** In its context, as it was written. */
  written: string
  /** What it takes from the turns before, when it leans on them. */
  subject?: string
  /** What it was taken to be about, when that stands in the turns before or was given with it. */
  about?: string
  /** The language that its sources are wanted in. */
  sources?: Language
  /**
   * Its own words, where it is one of several: an answer of little confidence has to speak of them. Of a side of a comparison, every answer,
   * of those that the other side does not have.
   */
  own?: { words: string; isSide: boolean }
  /** Leans on something that nothing before it names. */
  dangling: boolean
  asking: Asking
}

/** What is looked up for one question. */
export interface Asked {
  question: Question
  /** The one sentence that asks, where others stand beside it: they dilute the query, so it is looked up alone too. */
  alone: Question | undefined
  /** Where it wants to be looked up, and what is looked up there. */
  within: { place: Place; question: Question } | undefined
  /** A document that is asked for as a whole, and what is looked up for its name. */
  outline?: { wish: OutlineWish; question: Question } | undefined
  /** The other sentences name something that the documents hold: it may be what is asked about. */
  namedBeside: boolean
}

/** One question of several. */
export interface AskedPart extends Asked {
  /** As it was written. */
  written: string
  /** What it asks is no question to the documents. */
  topic?: string
  /** Without what it takes from the question before it: for where that one was answered. */
  inTopic: Question | undefined
}

export interface Understanding extends Asked {
  language: Language
  /** What is said to the product itself; nothing is looked up for it. */
  intent: Intent | undefined
  /** What is typed instead of a question to the documents: one of ours, or of an operator's file. */
  topic: string | undefined
  /** The questions of a message that holds several, in their order; empty for one. */
  parts: readonly AskedPart[]
  /** The two sides of a comparison, each as a question; empty for a message that compares nothing, or asks several questions. */
  sides: readonly AskedPart[]
  /** Questions of it that are too many to be looked up. */
  beyond: readonly string[]
  /** What was typed, readable: without markup and without what cannot be seen. */
  plain: string
  /** … less what the asker says of himself or herself; how the answer should be put is still there, for a language model. */
  impersonal: string
  /** … less what people say around a question. */
  bare: string
}

export interface UnderstandOptions {
  /** The words of the documents. */
  words: KnownWords
  /** The words of the embedding model; without it no slip is put right. */
  rank?: WordRank | undefined
  /** Language of questions that do not tell ("ITQ?"). */
  preferred?: Language | undefined
  /** What an operator adds to the topics that are not looked up. */
  topics?: readonly OwnTopic[] | undefined
  /** Title of the one document that is asked, in a language of questions: what "it" stands for where nothing was said before. */
  onlyTitle?: ((language: Language) => string) | undefined
  /** Writes a question that leans on earlier turns so that it stands alone; undefined when it cannot: the rules then do. */
  rewrite?: ((question: string, language: Language) => Promise<string | undefined>) | undefined
}

/** What somebody typed, and what was typed before it. */
export interface Typed {
  text: string
  /** Of the question, where it is known. */
  language?: Language | undefined
  history?: readonly Turn[]
  /** What the question is about; '' for nothing that was said before. Left to the history when left out. */
  about?: string | undefined
}

export async function understand(typed: Typed, options: UnderstandOptions): Promise<Understanding> {
  const own = await understandWhole(typed, options)
  if (own.topic === undefined || own.topic === 'distress') return own
  // An opinion that is asked for beside a question does not swallow it.
  const { topic, questions } = questionsBeside(own.plain, options.topics)
  if (questions === '') return own
  const beside = await understandWhole({ ...typed, text: questions }, options)
  const { question, within, alone, namedBeside, bare } = beside
  const asked = {
    written: bare,
    question: { ...question, own: { words: question.text, isSide: false } },
    within,
    alone,
    namedBeside,
    inTopic: undefined,
  }
  const refused: AskedPart = { ...asked, written: topic, topic: own.topic, alone: undefined, within: undefined }
  return {
    ...beside,
    sides: [],
    parts: [refused, ...(beside.parts.length > 0 ? beside.parts : [asked])],
    plain: own.plain,
    impersonal: own.impersonal,
  }
}

async function understandWhole(
  { text, language: known, history = [], about }: Typed,
  { words: ofDocuments, rank, preferred = 'en', topics, onlyTitle, rewrite }: UnderstandOptions,
): Promise<Understanding> {
  const plain = plainText(text)
  const impersonal = withoutOrders(withoutName(plain, ofDocuments))
  const wanted = readWanted(impersonal)
  const bare = withHyphens(withoutCourtesy(spelledOut(wanted?.rest ?? impersonal, (form) => ofDocuments.idOf.has(form))))
  const intent = recogniseIntent(impersonal, history.length === 0)
  const topic = intent ? undefined : recogniseTopic(withoutName(plain, ofDocuments), topics)
  const recognised = intent ?? topic
  // The language that is known is that of the answer; a question that plainly is in the other one is understood in its own.
  const language = interrogativeLanguage(bare) ?? known ?? recognised?.language ?? languageOf(plain) ?? preferred
  const turns =
    about === undefined
      ? history.filter(asksSomething).map((turn) => ({ ...turn, question: coreOf(turn.question, language, ofDocuments) }))
      : []
  const context = {
    language,
    turns,
    ofDocuments,
    rank,
    about: about?.trim() || undefined,
    only: about === '' ? undefined : onlyTitle?.(language),
    sources: wanted?.language,
  }
  const { asked, namedBeside } = askedAlone(bare, language, ofDocuments)
  const place = recognised ? undefined : readPlace(bare)
  // What asks for a summary may have been taken for a courtesy: "could you summarise …".
  const outline = recognised || place?.section ? undefined : (readOutline(bare) ?? readOutline(impersonal))
  const resolved = resolve(bare, context)
  const leans = resolved.subject !== undefined || resolved.dangling
  const rewritten = leans && turns.length > 0 && !recognised ? await rewrite?.(bare, language) : undefined
  return {
    language: known ?? wanted?.language ?? language,
    intent: intent?.intent,
    topic: intent?.intent === 'distress' ? intent.intent : topic?.topic,
    question: ready(
      rewritten === undefined ? resolved : { text: rewritten, subject: resolved.subject ?? rewritten, dangling: false },
      context,
    ),
    within: place && { place, question: ready(resolve(place.rest, context), context) },
    outline: outline && { wish: outline, question: ready({ text: outline.name || bare, dangling: false }, context) },
    alone: asked === undefined ? undefined : { ...ready(resolve(asked, context), context), subject: asked },
    ...(recognised ? { parts: [], sides: [], beyond: [] } : severalOf({ text, bare, asked, place }, context, known === undefined)),
    ...{ namedBeside, plain, impersonal, bare },
  }
}

/** What a question is understood in. */
interface Context {
  language: Language
  turns: readonly Turn[]
  ofDocuments: KnownWords
  rank: WordRank | undefined
  about: string | undefined
  only: string | undefined
  sources: Language | undefined
}

function resolve(question: string, { language, turns, about, only }: Context): InContext {
  if (about !== undefined && turns.length === 0) return { text: `${question} (${about})`, subject: about, dangling: false }
  const resolved = inContext(question, language, turns, (earlier) => languageOf(earlier) ?? language)
  return resolved.dangling && only !== undefined ? { text: `${question} (${only})`, subject: only, dangling: false } : resolved
}

function ready({ text: written, subject, dangling }: InContext, { language, ofDocuments, rank, sources }: Context): Question {
  const corrected = withoutSlips(written, ofDocuments, rank)
  return {
    ...{ text: corrected, language, written, dangling, asking: readAsking(corrected, language) },
    ...(subject === undefined ? {} : { subject, about: subject }),
    ...(sources === undefined ? {} : { sources }),
  }
}

/** Questions of one message that are looked up, each of which costs as much as a message of its own. */
export const MOST_PARTS = 8

/** A comparison is one question, whatever marks divide it ("Which costs more: … or …?"). */
function severalOf(
  { text, bare, asked, place }: { text: string; bare: string; asked: string | undefined; place: Place | undefined },
  context: Context,
  tellsLanguage: boolean,
): Pick<Understanding, 'parts' | 'sides' | 'beyond'> {
  const whole = sidesOf(place?.rest ?? bare, place, context)
  if (whole.length > 0) return { parts: [], sides: whole, beyond: [] }
  const several = partsOf(text, context, tellsLanguage)
  const sides = several.parts.length > 0 || asked === undefined ? [] : sidesOf(asked, undefined, context)
  return { ...several, sides }
}

function sidesOf(text: string, place: Place | undefined, context: Context): AskedPart[] {
  return (readComparison(text) ?? []).map(({ written, question, own }) => {
    const words = withoutSlips(own, context.ofDocuments, context.rank)
    const asked = { ...ready({ text: question, dangling: false }, context), own: { words, isSide: true } }
    return {
      written,
      question: asked,
      within: place && { place, question: asked },
      inTopic: undefined,
      alone: undefined,
      namedBeside: false,
    }
  })
}

/** The questions of a message that holds several. Each may lean on those before it; what the other sentences name is looked up with it. */
function partsOf(message: string, context: Context, tellsLanguage: boolean): { parts: AskedPart[]; beyond: string[] } {
  const { ofDocuments } = context
  const lines = message
    .split(/\r?\n/)
    .flatMap(listedLines)
    .map((line) => readWanted(plainText(line))?.rest ?? line)
    .map((line) => withoutOrders(spelledOut(withoutName(plainText(line), ofDocuments), (form) => ofDocuments.idOf.has(form))))
  const { questions, others } = questionsIn(lines, (sentence) => recogniseIntent(sentence, false) !== undefined)
  const beside = contentWords(others.join(' . '), context.language).filter((word) => isNameIn(word, ofDocuments))
  const names = [...new Set(beside.map(({ surface }) => surface))].join(' ')
  const language = (written: string): Language => (tellsLanguage ? interrogativeLanguage(written) : undefined) ?? context.language
  const turns = [...context.turns]
  const parts: AskedPart[] = []
  for (const sentence of questions) {
    const sides = sidesOf(sentence.whole, undefined, { ...context, language: language(sentence.whole) })
    if (sides.length > 0 && questions.length > 1) {
      parts.push(...sides)
      continue
    }
    const own = sentence.parts.map((written, i) => {
      const before = sentence.parts.slice(0, i).map((question) => ({ question, answer: '' }))
      return partOf(written, names, { ...context, language: language(written), turns: [...turns, ...before] })
    })
    const [first] = own
    // "When and where …": what names nothing is no question of its own.
    const isOne =
      own.some(({ question }) => question.dangling) ||
      (first?.question.subject === undefined && namesNothing(first?.written ?? '', context.language))
    parts.push(
      ...(own.length > 1 && isOne ? [partOf(sentence.whole, names, { ...context, language: language(sentence.whole), turns })] : own),
    )
    turns.push(...sentence.parts.map((question) => ({ question, answer: '' })))
  }
  if (parts.length < 2) return { parts: [], beyond: [] }
  return { parts: parts.slice(0, MOST_PARTS), beyond: parts.slice(MOST_PARTS).map(({ written }) => written) }
}

/** @param names that the other sentences of the message name */
function partOf(written: string, names: string, context: Context): AskedPart {
  const { language, ofDocuments } = context
  // "And who …" goes on with the message, not with what the question before it was about.
  const own = interrogativeLanguage(written) ? written.replace(/^(?:and|also|et|puis)[ ,]+/i, '') : written
  const resolved = resolve(own, context)
  const place = readPlace(own)
  const namedBeside =
    names !== '' && resolved.subject === undefined && !contentWords(own, language).some((word) => isNameIn(word, ofDocuments))
  const words = withoutSlips(own, ofDocuments, context.rank)
  const ownQuestion = (inPlace: InContext): Question => ({ ...ready(inPlace, context), own: { words, isSide: false } })
  return {
    written,
    inTopic: resolved.subject === undefined ? undefined : ownQuestion({ ...resolved, text: own }),
    within: place && { place, question: ownQuestion(resolve(place.rest, context)) },
    question: ownQuestion(namedBeside ? { ...resolved, text: `${resolved.text} (${names})` } : resolved),
    alone: namedBeside ? ownQuestion(resolved) : undefined,
    namedBeside,
  }
}

function isNameIn({ capital, exact, form }: Word, { idOf }: KnownWords): boolean {
  return (capital || exact) && idOf.has(form)
}

/** Whether something was asked in a turn: "thanks" leaves the subject as it was. */
function asksSomething({ question }: Turn): boolean {
  return recogniseIntent(plainText(question), false) === undefined
}

/** An earlier question as it is understood: the one that asks, without what surrounds it. */
function coreOf(text: string, language: Language, ofDocuments: KnownWords): string {
  const bare = withoutCourtesy(withoutName(plainText(text), ofDocuments))
  const { asked, namedBeside } = askedAlone(bare, language, ofDocuments)
  return asked === undefined || namedBeside ? bare : asked
}

/** Without what the asker says of himself or herself, unless the documents hold it. */
function withoutName(text: string, { idOf }: KnownWords): string {
  return withoutAsker(text, (detail) => words(detail).every(({ form }) => idOf.has(form)))
}

/** The one question among other sentences, and whether those name something that the documents hold. */
function askedAlone(text: string, language: Language, ofDocuments: KnownWords): { asked: string | undefined; namedBeside: boolean } {
  const asked = askedSentence(text, (sentence) => interrogativeLanguage(sentence) !== undefined)
  const beside = asked === undefined ? [] : contentWords(text.replace(asked, ' '), language)
  return {
    asked: asked && withoutCourtesy(asked),
    namedBeside: beside.some((word) => isNameIn(word, ofDocuments)),
  }
}
