/** Where a numbered section of a document stands: "1.2 Overnight parking", « Article 7 », "4. …" of a list. Pure. */
import type { Sentence, SourceDocument, Span } from '../domain.ts'
import { fold } from '../words/analyse.ts'

/** The number at the start of a heading, an item or a paragraph, with the word before it. */
const NUMBERED =
  /^\W{0,3}(?:(?<label>sections?|articles?|art\.?|chapters?|chapitres?|clauses?|paragraphe?s?|parts?|parties?|schedules?|annexe?s?|appendix|§)\s{0,3})?(?<number>\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?(?:\s?\([a-z0-9]{1,4}\)){0,2}|[ivxlc]{1,7}|[a-h])(?<end>[.):–—\s-]|$)/

interface Start {
  /** Position of its sentence. */
  at: number
  number: string
  label: string
  kind: Sentence['kind']
  level: number
}

/**
 * @param number folded, as `readPlace` gives it
 * @param label the word before it in the question, folded and in the singular
 * @returns from its number to the next section that is no part of it; headings before items, the same word before another one
 */
export function sectionSpan({ text, sentences, blocks }: SourceDocument, number: string, label: string): Span | undefined {
  const starts = sentences.flatMap((sentence, at) => startOf(sentence, at, text, blocks[sentence.block]?.level ?? 1))
  const found = starts.filter((start) => start.number === number)
  const worth = (start: Start): number => (start.label === label ? 2 : 0) + (start.kind === 'heading' ? 1 : 0)
  const best = Math.max(...found.map(worth))
  const own = found.find((start) => worth(start) === best)
  const first = own && sentences[own.at]
  if (!own || !first) return undefined
  const next = sentences.findIndex((sentence, at) => at > own.at && ends(sentence, at, own, starts, blocks[sentence.block]?.level ?? 1))
  const last = next === -1 ? sentences.at(-1) : sentences[next - 1]
  return { start: first.start, end: last?.end ?? first.end }
}

/** @returns from the last heading before an offset to the next one that is no part of it; the whole text where no heading stands before it */
export function sectionAt({ sentences, blocks, text }: SourceDocument, offset: number): Span {
  const levelOf = (sentence: Sentence): number => blocks[sentence.block]?.level ?? 1
  const headings = sentences.filter(({ kind }) => kind === 'heading')
  const own = headings.findLast(({ start }) => start <= offset)
  const next = headings.find((heading) => heading.start > offset && (!own || levelOf(heading) <= levelOf(own)))
  return { start: own?.start ?? 0, end: next?.start ?? text.length }
}

function startOf({ start, end, kind }: Sentence, at: number, text: string, level: number): Start[] {
  if (kind === 'chrome' || kind === 'row' || kind === 'pair') return []
  const { number, label = '', end: mark = '' } = NUMBERED.exec(fold(text.slice(start, Math.min(end, start + 60))))?.groups ?? {}
  if (number === undefined) return []
  // "7 days of leave" is a sentence about days, "7. …" a section; a letter or a Roman numeral needs its word or its mark.
  const isMarked = label !== '' || /[.):]/.test(mark)
  if (!isMarked && (kind !== 'heading' || !/\d/.test(number))) return []
  return [
    {
      at,
      number: number.replace(/\s/g, ''),
      label: label === '' ? '' : label.replace(/s?\.?$/, '').replace(/^art$/, 'article'),
      kind,
      level,
    },
  ]
}

/** Whether a sentence begins what is no part of a section any more. */
function ends({ kind }: Sentence, at: number, own: Start, starts: readonly Start[], level: number): boolean {
  const start = starts.find((one) => one.at === at)
  if (start && isPart(start.number, own.number)) return false
  if (kind === 'heading') return own.kind !== 'heading' || level <= own.level
  // Items below a heading are its own; those beside an item are other sections.
  return (
    own.kind !== 'heading' &&
    start !== undefined &&
    (start.label === own.label || start.kind === own.kind) &&
    sameShape(start.number, own.number)
  )
}

/** "1.2.1" and "1.2(a)" are parts of "1.2". */
function isPart(number: string, of: string): boolean {
  return number.startsWith(of) && /^[.(]/.test(number.slice(of.length))
}

/** Both figures, or both letters. */
function sameShape(a: string, b: string): boolean {
  return /^\d/.test(a) === /^\d/.test(b)
}
