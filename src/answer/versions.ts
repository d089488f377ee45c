/** What the other versions of a document say where the one that answers says something else: offered beside the answer, never as part of it. */
import { type Evidence, type Language, type OtherVersion, type SourceDocument, textOf } from '../domain.ts'
import { messages } from '../messages/index.ts'
import type { DocumentVersion } from '../retrieve/versions.ts'
import { verifyCitation } from '../verify/citations.ts'
import { words } from '../words/analyse.ts'

/** Versions offered beside one answer. */
const MOST_OFFERED = 2
/** Share of their words that two sentences have in common where they state the same thing (Dice's coefficient). */
const SAME_STATEMENT = 0.6

/**
 * @param quote that answers
 * @param versions other versions of its document, in the order in which they are offered
 * @param first number of the first citation
 * @returns one sentence a version, where it holds a sentence that differs from the quote and states the same thing
 */
export async function otherVersions(
  { passage, span }: Pick<Evidence, 'passage' | 'span'>,
  versions: readonly DocumentVersion[],
  { first, language, find }: { first: number; language: Language; find: (id: string) => Promise<SourceDocument | undefined> },
): Promise<OtherVersion[]> {
  const said = words(textOf(passage, span)).map(({ form }) => form)
  const offered: OtherVersion[] = []
  for (const version of versions) {
    if (offered.length === MOST_OFFERED) break
    const document = await find(version.documentId)
    const place = document && nearestSentence(said, document)
    if (!place || place.same) continue
    const claim = { documentId: version.documentId, ...place.span, quote: place.text, language: place.language }
    const citation = await verifyCitation(claim, first + offered.length, find)
    if (citation) offered.push({ text: versionSentence(version, citation.quote, citation.language, language), citation })
  }
  return offered
}

interface Place {
  span: { start: number; end: number }
  text: string
  language: Language
  /** It says the same, word for word. */
  same: boolean
}

/** The sentence of a document that has most words in common with some words, where it has enough of them. */
function nearestSentence(said: readonly string[], { text, sentences }: SourceDocument): Place | undefined {
  let best: { share: number; place: Place } | undefined
  for (const { start, end, kind, language, uncertain } of sentences) {
    if (kind === 'chrome' || kind === 'heading' || uncertain) continue
    const quote = text.slice(start, end)
    const own = words(quote).map(({ form }) => form)
    const share = dice(said, own)
    if (share >= SAME_STATEMENT && share > (best?.share ?? 0))
      best = { share, place: { span: { start, end }, text: quote, language, same: own.join(' ') === said.join(' ') } }
  }
  return best?.place
}

/** Twice the words in common over all words, 0 to 1 (Dice 1945); a word counts as often as it stands in both. */
function dice(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1)
  let common = 0
  for (const word of b) {
    const count = left.get(word) ?? 0
    if (count > 0) common++
    left.set(word, count - 1)
  }
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length)
}

/** “The 2022 version says: …”, in the language of the question. */
function versionSentence({ year, number, title }: DocumentVersion, quote: string, own: Language, language: Language): string {
  const { versions } = messages(language).answer
  const said = quote.replace(/\s+/g, ' ').trim()
  const name = number > 0 ? versions.numbered(number, year) : year === undefined ? versions.titled(title) : versions.ofYear(year)
  return own === language ? versions.says(name, said) : versions.saysInOther(name, said)
}
