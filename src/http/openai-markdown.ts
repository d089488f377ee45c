/** An answer as Markdown: sentences with their citations as links, within a limit that only ends between two of them. */
import type { AnswerPart, AskResponse, Citation, Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import type { UrlCitation } from './openai-schemas.ts'

/**
 * Pieces of a text, which stand for tokens where a protocol counts them: each mark of punctuation, and each word in parts of at most
 * six characters. No model's tokens are meant: none has read the text.
 */
export function countPieces(text: string): number {
  return text.match(/[\p{L}\p{M}\p{N}]{1,6}|[^\s\p{L}\p{M}\p{N}]/gu)?.length ?? 0
}

/** Text of documents is escaped: it must not become markup, least of all an image that the client fetches. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*[\]<>~|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^(\s{0,3})(#{1,6} |[-+] |\d{1,9}[.)] )/gmu, '$1\\$2')
}

/** Text that grows, with the places where its links stand. */
export class Markdown {
  text = ''
  readonly annotations: UrlCitation[] = []
  /** Something did not fit within the limit; nothing is added from there on. */
  cut = false
  readonly #base: string
  readonly #limit: number

  /**
   * @param base address of this server, as the client reached it
   * @param limit pieces (`countPieces`); a sentence that would go beyond it is left out whole, unless it is the first
   */
  constructor(base: string, limit = Number.POSITIVE_INFINITY) {
    this.#base = base
    this.#limit = limit
  }

  /** @returns what was added: all of it or nothing */
  #add(text: string, annotations: readonly UrlCitation[] = []): string {
    this.cut ||= this.text !== '' && countPieces(this.text + text) > this.#limit
    if (this.cut) return ''
    this.text += text
    this.annotations.push(...annotations)
    return text
  }

  /** @returns what was added */
  sentence(text: string, citations: readonly Citation[]): string {
    let added = `${this.text === '' || this.text.endsWith('\n') ? '' : ' '}${escapeMarkdown(text)} `
    const annotations = citations.map(({ n, href, title }): UrlCitation => {
      const url = `${this.#base}${href}#cited`
      const start_index = this.text.length + added.length
      added += `[[${n}]](${url})`
      return { type: 'url_citation', url_citation: { start_index, end_index: this.text.length + added.length, url, title } }
    })
    return this.#add(added, annotations)
  }

  paragraph(text: string): string {
    return this.#add(`${this.text === '' ? '' : '\n\n'}${text}`)
  }

  list(heading: string, items: readonly string[]): string {
    return items.length === 0 ? '' : this.paragraph(`${heading}\n\n${items.map((item) => `- ${item}`).join('\n')}`)
  }

  /** One of several questions, above its answer. */
  question(text: string): string {
    return this.paragraph(`**${escapeMarkdown(text.replace(/\s+/g, ' ').trim())}**\n\n`)
  }

  /** What stands below the sentences of one of several questions: why there are none, and what it could have meant. */
  endPart({ answered, answer, choices = [], doubt }: AnswerPart, language: Language): string {
    if (answered) return this.doubt({ doubt, language })
    return this.#add(escapeMarkdown(answer)) + this.#add(choices.map((choice) => `\n- ${escapeMarkdown(choice)}`).join(''))
  }

  /** Below an answer that may be none. */
  doubt({ doubt, language }: Pick<AskResponse, 'doubt' | 'language'>): string {
    return doubt ? this.paragraph(`*${messages(language).page.perhaps}*`) : ''
  }

  /** What other versions of a document say, each with its source. */
  versions({ versions = [] }: Pick<AskResponse, 'versions'>): string {
    return versions.map(({ text, citation }) => this.paragraph('') + this.sentence(text, [citation])).join('')
  }

  /** What follows the sentences: without an answer, what there is instead. */
  rest({ answered, answer, parts, choices = [], suggestions = [], passages, language, notice, index: { partial } }: AskResponse): string {
    const { page, answer: said } = messages(language)
    if (answered) {
      const unread = partial ? this.paragraph(said.partial(partial.documents, partial.of)) : ''
      return notice ? this.paragraph(page.notices[notice]) + unread : unread
    }
    const links = passages
      .slice(0, 3)
      .map(
        ({ title, documentId, start, end }) =>
          `[${escapeMarkdown(title)}](${this.#base}/source/${documentId}?start=${start}&end=${end}#cited)`,
      )
    return (
      // A list of documents keeps its lines.
      (parts ? '' : this.paragraph(escapeMarkdown(answer).replaceAll('\n', '  \n'))) +
      this.list(page.whichOne, choices.map(escapeMarkdown)) +
      this.list(page.askInstead, suggestions.map(escapeMarkdown)) +
      this.list(page.closest, links)
    )
  }
}
