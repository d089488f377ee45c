/** An answer that grows: a sentence becomes part of it with its citations, each of them checked, or not at all. */
import type { AnswerSentence, Citation, Language, Span } from '../domain.ts'
import { type FindDocument, verifyCitation } from '../verify/citations.ts'

/** A run of a document to be cited. */
export interface Quote extends Span {
  documentId: string
  /** What the answerer found there: it must be what the stored text holds. */
  quote: string
  language: Language
  /** The words in it that were pointed at. */
  answer?: Span | undefined
}

/** How many sentences and citations a draft has. */
export interface Mark {
  sentences: number
  citations: number
}

export class Draft {
  readonly sentences: AnswerSentence[] = []
  readonly citations: Citation[] = []
  dropped = 0
  readonly #find: FindDocument

  constructor(find: FindDocument) {
    this.#find = find
  }

  /** How far it is, for `rewind`. */
  get mark(): Mark {
    return { sentences: this.sentences.length, citations: this.citations.length }
  }

  /** Takes back what was added since. Sentences that were dropped stay counted. */
  rewind({ sentences, citations }: Mark): void {
    this.sentences.length = sentences
    this.citations.length = citations
  }

  /** @param say the sentence, once its citations hold @returns the sentence, or undefined when no citation holds */
  async add(
    quotes: readonly Quote[],
    say: (citations: [Citation, ...Citation[]]) => string,
  ): Promise<(AnswerSentence & { newCitations: Citation[] }) | undefined> {
    const fresh: Citation[] = []
    const own: Citation[] = []
    for (const quote of quotes) {
      const known = [...this.citations, ...fresh].find(
        ({ documentId, start, end }) => documentId === quote.documentId && start === quote.start && end === quote.end,
      )
      const citation = known ?? (await verifyCitation(quote, this.citations.length + fresh.length + 1, this.#find))
      if (citation && !known) fresh.push(citation)
      if (citation) own.push(citation)
    }
    const [first, ...others] = own
    if (!first) {
      this.dropped++
      return undefined
    }
    this.citations.push(...fresh)
    const sentence = { text: say([first, ...others]), citations: own.map(({ n }) => n) }
    this.sentences.push(sentence)
    return { ...sentence, newCitations: fresh }
  }
}
