/** What a driver hands out of a passage, made of its parts wherever they were kept. */
import { type PassageView, pageAt, type SentenceView, type SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'

/** A document without what is kept sentence by sentence. */
export type DocumentFacts = Omit<SourceDocument, 'text' | 'sentences' | 'blocks'>

export interface ViewParts {
  document: DocumentFacts
  passage: Pick<PassageView, 'start' | 'end' | 'language'>
  /** The sentences of the window, and which of them are the passage's own: `own.first` to `own.last`, both included. */
  window: readonly SentenceView[]
  own: { first: number; last: number }
  /** From the start of the first sentence of the window to the end of the last. */
  windowText: string
  /** The headings above, the outermost first. */
  headings: readonly { text: string; words: Uint32Array }[]
  lead: SentenceView | undefined
  words: Uint32Array
  titleWords: Uint32Array
}

export function passageView({ document, passage, window, own, windowText, headings, lead, words, titleWords }: ViewParts): PassageView {
  const { id, source, title, date, counterpart } = document
  const { start, end, language } = passage
  const from = elementAt(window, 0).start
  const page = pageAt(document, start)
  return {
    ...{ id: `${id}:${start}-${end}`, documentId: id, source, title, language, documentLanguage: document.language, start, end },
    ...(date === undefined ? {} : { date }),
    ...(page === undefined ? {} : { page }),
    ...(counterpart === undefined ? {} : { counterpart }),
    headings: headings.map(({ text }) => text.trim()),
    text: windowText.slice(start - from, end - from),
    sentences: window.slice(own.first, own.last + 1),
    around: { start: from, text: windowText, sentences: window, first: own.first },
    ...{ lead, words, titleWords },
    headingWords: Uint32Array.from(new Set(headings.flatMap((heading) => [...heading.words]))),
  }
}

/** Sentences of a window on either side of its passage, but for the one after it. */
export const MOST_AROUND = 60

/** The whole of the paragraphs and lists that a passage was cut out of, with what leads in to a list, and the sentence after them; positions in its document. */
export function windowOf({ sentences }: Pick<SourceDocument, 'sentences'>, first: number, last: number): { first: number; last: number } {
  let [from, to] = [first, last]
  for (; from > Math.max(0, first - MOST_AROUND); from--) {
    const [before, own] = [sentences[from - 1], sentences[from]]
    if (before?.block !== own?.block && own?.kind !== 'item') break
  }
  for (; to < last + MOST_AROUND; to++) {
    const next = sentences[to + 1]
    if (!next || (next.block !== sentences[to]?.block && next.kind !== 'item')) break
  }
  return { first: from, last: Math.min(to + 1, sentences.length - 1) }
}

/** The first sentence that is no heading, by position; -1 where there is none. */
export function leadOf({ sentences }: Pick<SourceDocument, 'sentences'>): number {
  return sentences.findIndex(({ kind }) => kind === 'sentence')
}
