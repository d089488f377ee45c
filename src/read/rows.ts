/**
 * Question and passage as the reader model takes them: `<s> question </s></s> title </s> text </s>`, each piece of the text with the number of
 * its sentence. Pure but for the tokenizer that is handed in.
 *
 * The tokenizer cuts at white space before anything else, so a text is cut up word by word: each word is looked up once and remembered, and
 * every piece leads back to the characters of its word.
 */
import type { Span } from '../domain.ts'
import type { IntTensor } from '../onnx/runtime.ts'

/** Piece ids of one word, without the marks that stand around a text. */
export type WordPieces = (word: string) => readonly number[]

/** Sizes in pieces, as the model was trained; `text` bounds the cost of a passage. */
export interface RowLimits {
  question: number
  title: number
  text: number
}

/** Ids of the marks of the tokenizer. */
export interface Marks {
  cls: number
  pad: number
  sep: number
}

export interface ReadableText {
  /** Title and headings above the passage; '' for none. */
  title: string
  text: string
  /** Offsets into `text`, in order, not overlapping. */
  sentences: readonly Span[]
}

/** One row of a batch. */
export interface Row {
  ids: number[]
  /** First piece of the text. */
  begin: number
  /** For each piece the number of its sentence, from 1; 0 outside of the sentences. */
  sentence: number[]
  /** For each piece of the text, from `begin` on, the characters of its word. */
  offsets: Span[]
  /** Sentences of the text that are in the row; the others were cut off. */
  sentences: number
}

/** The row of a question and a passage; the text is cut after the last whole sentence that fits, and within the first one if even that does not. */
export function rowOf(question: readonly number[], passage: ReadableText, pieces: WordPieces, { cls, sep }: Marks, limits: RowLimits): Row {
  const title = wordsOf(passage.title).flatMap(({ start, end }) => pieces(passage.title.slice(start, end)))
  const ids = [cls, ...question.slice(0, limits.question), sep, sep]
  if (title.length > 0) ids.push(...title.slice(0, limits.title), sep)
  const begin = ids.length
  const sentence = new Array<number>(begin).fill(0)
  const offsets: Span[] = []
  let count = 0
  for (const own of passage.sentences) {
    const before = ids.length
    for (const word of wordsOf(passage.text, own)) {
      for (const id of pieces(passage.text.slice(word.start, word.end))) {
        ids.push(id)
        offsets.push(word)
      }
    }
    if (ids.length - begin > limits.text) {
      const kept = count === 0 ? begin + limits.text : before
      ids.length = kept
      offsets.length = kept - begin
      if (count > 0) break
    }
    count++
    while (sentence.length < ids.length) sentence.push(count)
    if (ids.length - begin >= limits.text) break
  }
  ids.push(sep)
  sentence.push(0)
  return { ids, begin, sentence, offsets, sentences: count }
}

/** Runs without white space, in a text or a span of it. */
export function wordsOf(text: string, { start, end }: Span = { start: 0, end: text.length }): Span[] {
  return [...text.slice(start, end).matchAll(/\S+/gu)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }))
}

/** Inputs of the graph: tables of rows x length, row after row, padded at the end, and the numbers of the sentences that are wanted. */
export type Tables = Record<'ids' | 'mask' | 'segment' | 'sentence' | 'slots', IntTensor>

/** Rows of one batch, padded to the longest. */
export function tablesOf(rows: readonly Row[], { pad }: Marks): Tables {
  const length = Math.max(...rows.map(({ ids }) => ids.length))
  const slots = Math.max(1, ...rows.map(({ sentences }) => sentences))
  const table = (value: (row: Row, at: number) => number): IntTensor => ({
    type: 'int64',
    data: BigInt64Array.from(rows.flatMap((row) => Array.from({ length }, (_, at) => BigInt(value(row, at))))),
    dims: [rows.length, length],
  })
  return {
    ids: table(({ ids }, at) => ids[at] ?? pad),
    mask: table(({ ids }, at) => (at < ids.length ? 1 : 0)),
    segment: table(({ ids, begin }, at) => (at >= begin && at < ids.length - 1 ? 1 : 0)),
    sentence: table(({ sentence }, at) => sentence[at] ?? 0),
    slots: { type: 'int64', data: BigInt64Array.from({ length: slots }, (_, i) => BigInt(i + 1)), dims: [slots] },
  }
}

/** Longest answer, in pieces. */
const LONGEST_SPAN = 30

/** A span as characters of the text, and its score: the logits of its two ends less those of "nowhere", which is place 0 (Devlin et al. 2019, SQuAD 2.0). */
export interface PointedSpan extends Span {
  score: number
}

/** The most probable span within one sentence of a row; undefined where the sentence has no piece. */
export function spanIn(row: Row, sentence: number, start: ArrayLike<number>, end: ArrayLike<number>): PointedSpan | undefined {
  const first = row.sentence.indexOf(sentence)
  const last = row.sentence.lastIndexOf(sentence)
  if (first === -1) return undefined
  let best: { score: number; from: number; to: number } | undefined
  for (let from = first; from <= last; from++) {
    for (let to = from; to <= Math.min(last, from + LONGEST_SPAN - 1); to++) {
      const score = (start[from] ?? 0) + (end[to] ?? 0)
      if (!best || score > best.score) best = { score, from, to }
    }
  }
  const [a, b] = [row.offsets[(best?.from ?? first) - row.begin], row.offsets[(best?.to ?? last) - row.begin]]
  const nowhere = (start[0] ?? 0) + (end[0] ?? 0)
  return a && b && { start: a.start, end: b.end, score: (best?.score ?? nowhere) - nowhere }
}
