/**
 * A document's sentences in, passages out: runs of whole sentences, never across page furniture, ended at a paragraph as soon
 * as they are long enough. Knows nothing of vectors or files.
 */

import type { Language, Passage, Sentence, SentenceKind, SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'

/** Words from which what is said in a language counts. */
const SPOKEN_WORDS = 6

/** Words a passage is full at, and from which it ends with its paragraph. Part of the index's identity. */
export const SPLITTER = { maxWords: 110, minWords: 40 } as const

/** @param position the document's position in the index */
export function splitPassages(document: SourceDocument, position: number): Passage[] {
  const { text, sentences } = document
  const passages: Passage[] = []
  // A run of headings answers nothing by itself: it waits for the content below it, unless the document has nothing else.
  const needsContent = sentences.some(isContent)
  let run: { first: number; words: number; content: boolean; language: Language; spoken: number } | undefined
  const close = (last: number): void => {
    if (run && (run.content || !needsContent)) passages.push(toPassage(sentences, position, run.first, last, document.language))
    run = undefined
  }
  sentences.forEach((sentence, i) => {
    if (sentence.kind === 'chrome') {
      close(i - 1)
      return
    }
    const own = text.slice(sentence.start, sentence.end)
    const size = sentence.kind === 'heading' ? 0 : countWords(own)
    if (run?.content) {
      const previous = elementAt(sentences, i - 1)
      // A signature stays with what was said, a list with the sentence that announces it.
      const follows = sentence.block === previous.block || isListed(sentence.kind) || isSignature(own)
      // Each language of a bilingual document has passages of its own; a short foreign line does not part them.
      const turned = isContent(sentence) && sentence.language !== run.language && sentence.block !== previous.block
      const parted = turned && size >= SPOKEN_WORDS && run.spoken >= SPOKEN_WORDS
      const full = run.words + size > SPLITTER.maxWords && !isSignature(own)
      const enough = !follows && (run.words >= SPLITTER.minWords || sentence.kind === 'heading')
      if (full || enough || parted) close(i - 1)
    }
    run ??= { first: i, words: 0, content: false, language: sentence.language, spoken: 0 }
    // A heading in the language of what stands above it is no reason to part.
    if (!run.content && isContent(sentence)) run.language = sentence.language
    if (isContent(sentence) && sentence.language === run.language) run.spoken += size
    run.words += size
    run.content ||= isContent(sentence)
  })
  close(sentences.length - 1)
  return passages
}

/** Items, rows and pairs stand with what announces them. */
function isListed(kind: SentenceKind): boolean {
  return kind === 'item' || kind === 'row' || kind === 'pair'
}

function isContent(sentence: Sentence): boolean {
  return sentence.kind !== 'heading' && sentence.kind !== 'chrome'
}

/** "– Robert Poëti, Minister for …", "Seong Ju Park, directrice adjointe": a name, a comma, a role. */
function isSignature(text: string): boolean {
  return (
    /^(?:[–—-]\s+)?\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+){1,4},\s(?:\p{L}+\s?){1,3}/u.test(text) &&
    !/[!?»”]$|\s(?:a|est|was|is|has|said|says)\s/.test(text)
  )
}

function toPassage(sentences: readonly Sentence[], document: number, first: number, last: number, fallback: Language): Passage {
  const run = sentences.slice(first, last + 1)
  let french = 0
  let all = 0
  for (const { start, end, language } of run) {
    all += end - start
    if (language === 'fr') french += end - start
  }
  const language: Language = french * 2 === all ? fallback : french * 2 > all ? 'fr' : 'en'
  return { document, first, last, start: run[0]?.start ?? 0, end: run.at(-1)?.end ?? 0, language }
}

function countWords(text: string): number {
  return text.trim().split(/\s+/).length
}
