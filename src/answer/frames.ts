/** The sentences around a quote, in the question's language; the quote itself stays in the language of its source. */
import { type AbstentionReason, type AskResponse, type Citation, LANGUAGES, type Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { words } from '../words/analyse.ts'
import type { Meaning } from './ambiguity.ts'

interface FrameOptions {
  /** The quote before this one is of the same document. */
  again: boolean
  /** The documents differ, so that each must be named. */
  named: boolean
}

export function frameQuote(
  { quote, title, language: own }: Pick<Citation, 'quote' | 'title' | 'language'>,
  language: Language,
  { again, named }: FrameOptions,
): string {
  const { answer } = messages(language)
  const text = withBothMarks(onOneLine(quote))
  if (own === language) return named && !again ? answer.quoteNamed(title, text) : text
  const inner = withoutOuterQuotes(text)
  if (named && !again) return answer.quoteOtherNamed(title, inner)
  return again ? answer.quoteOtherAgain(inner) : answer.quoteOther(inner)
}

export function onOneLine(quote: string): string {
  return quote.replace(/\s+/g, ' ')
}

const PAIRS = [
  ['“', '”'],
  ['«', '»'],
] as const

/** A sentence that was cut out of a quotation has one of its marks: the other one is put beside it, outside of what is cited. */
function withBothMarks(text: string): string {
  let whole = text
  for (const [open, close] of PAIRS) {
    let depth = 0
    let unopened = 0
    for (const c of text) {
      if (c === open) depth++
      else if (c === close && depth > 0) depth--
      else if (c === close) unopened++
    }
    const space = open === '«' ? '\u202f' : ''
    if (unopened > 0) whole = `${open}${space}${whole}`
    if (depth > 0) whole = `${whole}${space}${close}`
  }
  return whole
}

/** A quote that is a quotation already loses its own quotation marks: “« … »” reads badly. */
function withoutOuterQuotes(quote: string): string {
  const inner = /^[«“"]([^«»“”"]*)[»”"]$/.exec(quote)?.[1]
  return inner?.trim() ?? quote
}

interface Abstention {
  reason?: AbstentionReason
  /** What the question could mean. */
  choices?: readonly Meaning[]
  /** Names and numbers of the question that no document holds. */
  unmentioned?: readonly string[]
  /** The closest passages are shown below it. */
  hasClosest?: boolean
  /** Where the index is still being made: what was looked in. */
  partial?: AskResponse['index']['partial']
}

/** Why there is no answer, as precisely as is known: the choices, the names that no document holds, or the reason alone. */
export function abstentionText(
  { reason = 'not_enough_evidence', choices, unmentioned = [], hasClosest = false, partial }: Abstention,
  language: Language,
): string {
  const { answer } = messages(language)
  if (choices) return answer.askBack(choices.map(meaningText))
  const why = unmentioned.length > 0 ? answer.notMentioned(unmentioned) : answer.abstentions[reason]
  const closest = hasClosest && (unmentioned.length > 0 || reason === 'not_enough_evidence') ? ` ${answer.closestBelow}` : ''
  return why + closest + (partial ? ` ${answer.partial(partial.documents, partial.of)}` : '')
}

/** "Éric Caire (ministre délégué à … · Press release · 2018)" */
function meaningText({ name, role, title, year }: Meaning): string {
  const details = [role, title, year].filter((detail) => detail !== undefined)
  return details.length > 0 ? `${name} (${details.join(' · ')})` : name
}

/** The folded words of the frames of both languages: what a sentence of an answer may hold beside its quote. */
export const FRAME_WORDS: ReadonlySet<string> = new Set(
  LANGUAGES.flatMap((language) => {
    const { quoteNamed, quoteOther, quoteOtherAgain, quoteOtherNamed } = messages(language).answer
    return [quoteNamed('', ''), quoteOther(''), quoteOtherAgain(''), quoteOtherNamed('', '')].flatMap((frame) => words(frame))
  }).map(({ form }) => form),
)
