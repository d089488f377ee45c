/**
 * What somebody typed in, the question that is looked up out. The only entry of this folder: answering, searching, suggesting, the
 * evaluation's fit and the mining of training data all come through here, so that what is fitted is what is served.
 */
import type { Language } from '../domain.ts'
import { withoutAsker } from '../privacy/redact.ts'
import { contentWords, plainText, words } from '../words/analyse.ts'
import { type Asking, interrogativeLanguage, languageOf, readAsking } from './asking.ts'
import { askedSentence, withoutCourtesy } from './courtesy.ts'
import { type InContext, inContext, type Turn } from './follow-up.ts'
import { type Intent, recogniseIntent } from './intents.ts'
import { type Place, readPlace } from './place.ts'
import { type KnownWords, type WordRank, withoutSlips } from './slips.ts'

export { type Asking, isTypeWord, languageOf, type QuestionType } from './asking.ts'
export type { Turn } from './follow-up.ts'
export type { Intent } from './intents.ts'
export type { Place } from './place.ts'
export type { KnownWords, WordRank } from './slips.ts'

/** One question, ready to be looked up. */
export interface Question {
  /** In its context, slips of the keyboard put right. */
  text: string
  language: Language
  /** In its context, as it was written. */
  written: string
  /** What it takes from the turns before, when it leans on them. */
  subject?: string
  /** Leans on something that nothing before it names. */
  dangling: boolean
  asking: Asking
}

export interface Understanding {
  language: Language
  /** What is said to the product itself; nothing is looked up for it. */
  intent: Intent | undefined
  question: Question
  /** The one sentence that asks, where others stand beside it: they dilute the query, so it is looked up alone too. */
  alone: Question | undefined
  /** Where it wants to be looked up, and what is looked up there. */
  within: { place: Place; question: Question } | undefined
  /** The other sentences name something that the documents hold: it may be what is asked about. */
  namedBeside: boolean
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
  /** Writes a question that leans on earlier turns so that it stands alone; undefined when it cannot: the rules then do. */
  rewrite?: ((question: string, language: Language) => Promise<string | undefined>) | undefined
}

/** @param language of the question, where it is known */
export async function understand(
  { text, language: known, history = [] }: { text: string; language?: Language | undefined; history?: readonly Turn[] },
  { words: ofDocuments, rank, preferred = 'en', rewrite }: UnderstandOptions,
): Promise<Understanding> {
  const plain = plainText(text)
  const impersonal = withoutName(plain, ofDocuments)
  const bare = withoutCourtesy(impersonal)
  const recognised = recogniseIntent(impersonal, history.length === 0)
  const language = known ?? recognised?.language ?? interrogativeLanguage(bare) ?? languageOf(plain) ?? preferred
  const turns = history.map((turn) => ({ ...turn, question: coreOf(turn.question, language, ofDocuments) }))
  const resolve = (question: string): InContext => inContext(question, language, turns, (earlier) => languageOf(earlier) ?? language)
  const ready = (resolved: InContext): Question => {
    const { text: written, subject, dangling } = resolved
    const corrected = withoutSlips(written, ofDocuments, rank)
    return {
      ...{ text: corrected, language, written, dangling, asking: readAsking(corrected, language) },
      ...(subject === undefined ? {} : { subject }),
    }
  }
  const { asked, namedBeside } = askedAlone(bare, language, ofDocuments)
  const place = recognised ? undefined : readPlace(bare)
  const resolved = resolve(bare)
  const leans = resolved.subject !== undefined || resolved.dangling
  const rewritten = leans && turns.length > 0 && !recognised ? await rewrite?.(bare, language) : undefined
  return {
    language,
    intent: recognised?.intent,
    question: ready(rewritten === undefined ? resolved : { text: rewritten, subject: resolved.subject ?? rewritten, dangling: false }),
    within: place && { place, question: ready(resolve(place.rest)) },
    alone: asked === undefined ? undefined : { ...ready(resolve(asked)), subject: asked },
    ...{ namedBeside, plain, impersonal, bare },
  }
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
function askedAlone(text: string, language: Language, { idOf }: KnownWords): { asked: string | undefined; namedBeside: boolean } {
  const asked = askedSentence(text, (sentence) => interrogativeLanguage(sentence) !== undefined)
  const beside = asked === undefined ? [] : contentWords(text.replace(asked, ' '), language)
  return {
    asked: asked && withoutCourtesy(asked),
    namedBeside: beside.some(({ capital, exact, form }) => (capital || exact) && idOf.has(form)),
  }
}
