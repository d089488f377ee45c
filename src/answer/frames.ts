/**
 * What is said around a quote, in the question's language; the quote itself stays in the language of its source. The words are in
 * `prompts/`, both languages side by side.
 */
import type { AbstentionReason, Citation, Language } from '../domain.ts'
import type { ExtractiveAnswer } from './extractive.ts'
import { type PromptName, type Prompts, render } from './prompt.ts'

const ABSTENTIONS: Record<AbstentionReason, PromptName> = {
  not_enough_evidence: 'abstain-not-enough-evidence',
  out_of_scope: 'abstain-out-of-scope',
  ambiguous: 'abstain-ambiguous',
}

interface FrameOptions {
  /** The quote before this one is of the same document. */
  again: boolean
  /** The documents differ, so that each must be named. */
  named: boolean
}

export function frameQuote(citation: Citation, language: Language, { again, named }: FrameOptions, prompts: Prompts): string {
  const quote = citation.quote.replace(/\s+/g, ' ')
  const { title } = citation
  const same = citation.language === language
  if (named && !again) {
    return same
      ? render(prompts['quote-same-language-named'][language], { title, quote })
      : render(prompts['quote-other-language-named'][language], { title, quote: withoutOuterQuotes(quote) })
  }
  if (same) return render(prompts['quote-same-language'][language], { quote })
  const name = again ? 'quote-other-language-again' : 'quote-other-language'
  return render(prompts[name][language], { quote: withoutOuterQuotes(quote) })
}

/** A quote that is a quotation already keeps its inside only: “« … »” reads badly. */
function withoutOuterQuotes(quote: string): string {
  const inner = /^[«“"]\s*([^«»“”"]*?)\s*[»”"]$/.exec(quote)?.[1]
  return inner ?? quote
}

/** Why there is no answer, as much as can be said: what could be meant, what no document names, or the reason alone. */
export function abstentionText(
  { reason = 'not_enough_evidence', choices, unmentioned = [] }: Pick<ExtractiveAnswer, 'reason' | 'choices' | 'unmentioned'>,
  language: Language,
  prompts: Prompts,
): string {
  if (choices) return render(prompts['ask-back'][language], { choices: choices.join(language === 'fr' ? '\u202f; ' : '; ') })
  if (unmentioned.length > 0) return render(prompts['abstain-not-mentioned'][language], { names: anyOf(unmentioned, language) })
  return render(prompts[ABSTENTIONS[reason]][language], {})
}

function anyOf(names: readonly string[], language: Language): string {
  const quoted = names.map((name) => (language === 'fr' ? `«\u00a0${name}\u00a0»` : `“${name}”`))
  return new Intl.ListFormat(`${language}-CA`, { type: 'disjunction' }).format(quoted)
}
