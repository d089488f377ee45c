/**
 * The answerer that asks a language model. The model sees numbered sentences and may only point at their numbers; every sentence it
 * writes is checked against what it points at before anybody sees it. It is an untrusted user: nothing of its own reaches the page
 * unchecked, and whatever goes wrong ends in the extractive answer.
 */
import { randomBytes } from 'node:crypto'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { Hit, Language } from '../domain.ts'
import type { Embedder } from '../embed/embedder.ts'
import type { SearchIndex } from '../store/generation.ts'
import { contentWords, fold, words } from '../words/analyse.ts'
import { checkClaim, MARKUP } from './claims.ts'
import { unstatedFacts } from './facts.ts'
import { type Prompts, render } from './prompt.ts'

/** A model with what its faults are counted by. */
export interface LlmEngine {
  model: BaseChatModel
  name: string
  /** What it receives leaves this machine: personal details are taken out first. */
  remote: boolean
  breaker: Breaker
  limits: LlmLimits
}

/** Milliseconds, and characters of output. */
export interface LlmLimits {
  /** Until the first token, between two, and for all of it. */
  first: number
  idle: number
  total: number
  output: number
}
export const LLM_LIMITS: LlmLimits = { first: 10_000, idle: 15_000, total: 60_000, output: 20_000 }

/** A sentence that the model may point at. */
export interface NumberedSentence {
  document: number
  start: number
  end: number
  language: Language
  text: string
}

/** A sentence that held, with what it cites. */
export interface CheckedSentence {
  text: string
  cited: NumberedSentence[]
}

export type LlmEvent = { kept: CheckedSentence } | { dropped: number } | { none: true }

/** Thrown when the model was not heard to its end: the breaker has counted it. */
export class LlmFault extends Error {}

const MOST_SENTENCES = 60
const HITS_SHOWN = 8

/** @throws LlmFault when the model cannot be reached, falls silent, or says too much */
export async function* answerByModel(
  question: string,
  language: Language,
  hits: readonly Hit[],
  index: SearchIndex,
  { llm, prompts, embedder }: { llm: LlmEngine; prompts: Prompts; embedder: Embedder },
  signal?: AbortSignal,
): AsyncGenerator<LlmEvent> {
  const sentences = numberedSentences(hits, index)
  if (sentences.length === 0) return
  const mark = `---${randomBytes(8).toString('hex')}---`
  const listed = sentences.map(({ text }, i) => `[${i + 1}] ${text}`).join('\n')
  const messages: [string, string][] = [
    ['system', render(prompts['llm-system'][language], { mark })],
    ['human', render(prompts['llm-question'][language], { mark, sentences: listed, question })],
  ]
  const asked = contentWords(question, language).map(({ form }) => form)
  let rest = ''
  let said = false
  for await (const piece of bounded(llm, messages, signal)) {
    rest += piece
    if (!rest.includes(']')) continue
    const { whole, open } = citedSentences(rest)
    rest = open
    for (const { text, numbers } of whole) {
      said = true
      yield await checked(text, numbers, sentences, language, asked, embedder)
    }
  }
  const left = rest.trim()
  if (!said && /^\W*none\W*$/i.test(left)) yield { none: true }
  // What ends without a number cites nothing.
  else if (/[\p{L}\p{N}]/u.test(left)) yield { dropped: 1 }
}

async function checked(
  text: string,
  numbers: readonly number[],
  sentences: readonly NumberedSentence[],
  language: Language,
  asked: readonly string[],
  embedder: Embedder,
): Promise<LlmEvent> {
  // The closed list: a number that was not given loses its citation.
  const cited = [...new Set(numbers)].flatMap((number) => sentences[number - 1] ?? [])
  return (await checkClaim(text, cited, language, embedder, asked)) ? { dropped: 1 } : { kept: { text, cited } }
}

const REWRITTEN_MAX_LENGTH = 300

/**
 * A follow-up as a question that stands alone; undefined when the model fails, says more than a question, or names what nobody named:
 * the rules then do.
 */
export async function rewriteByModel(
  question: string,
  language: Language,
  history: readonly { question: string; answer: string }[],
  { llm, prompts }: { llm: LlmEngine; prompts: Prompts },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const before = history
    .slice(-3)
    .map((turn) => `- ${turn.question}\n  ${turn.answer}`)
    .join('\n')
  let said = ''
  try {
    for await (const piece of bounded(llm, [['human', render(prompts['llm-rewrite'][language], { history: before, question })]], signal))
      said += piece
  } catch (thrown) {
    if (thrown instanceof LlmFault) return undefined
    throw thrown
  }
  const text = said.trim().replace(/^["“«]\s*|\s*["”»]$/g, '')
  if (text.includes('\n') || text.length > REWRITTEN_MAX_LENGTH || !text.endsWith('?') || MARKUP.test(text)) return undefined
  const known = fold(`${before} ${question}`)
  const foreign =
    unstatedFacts(text, `${before} ${question}`).length > 0 ||
    words(text).some((word) => (word.capital || word.exact) && !known.includes(word.form))
  return foreign ? undefined : text
}

/** Sentences of the best passages, in the order of the passages, none of them twice. */
export function numberedSentences(hits: readonly Hit[], { documents, passages }: SearchIndex): NumberedSentence[] {
  const found = new Map<string, NumberedSentence>()
  for (const { passage } of hits.slice(0, HITS_SHOWN)) {
    const own = passages[passage]
    const document = own && documents[own.document]
    if (!own || !document) continue
    for (let i = own.first; i <= own.last; i++) {
      const { start, end, kind, language } = document.sentences[i] as (typeof document.sentences)[number]
      if (kind === 'chrome' || found.size >= MOST_SENTENCES) continue
      const text = document.text.slice(start, end).replace(/\s+/g, ' ').trim()
      found.set(`${own.document}:${start}`, { document: own.document, start, end, language, text })
    }
  }
  return [...found.values()]
}

const MARKER = /\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]/g

/** Sentences that have their numbers, and what is still open: after the last number another one, or a full stop, may follow. */
export function citedSentences(text: string): { whole: { text: string; numbers: number[] }[]; open: string } {
  const whole: { text: string; numbers: number[] }[] = []
  const markers = [...text.matchAll(MARKER)].map(({ 0: marker, index }) => ({
    start: index,
    end: index + marker.length,
    numbers: numbersOf(marker),
  }))
  let start = 0
  for (let i = 0; i < markers.length; i++) {
    const first = markers[i] as (typeof markers)[number]
    const numbers = [...first.numbers]
    let { end } = first
    while (i + 1 < markers.length && text.slice(end, markers[i + 1]?.start).trim() === '') {
      i++
      numbers.push(...(markers[i]?.numbers ?? []))
      end = markers[i]?.end ?? end
    }
    const after = /^[.!?]?\s*/.exec(text.slice(end, end + 20))?.[0].length ?? 0
    if (end + after >= text.length && !text.endsWith('\n')) break
    const said = text.slice(start, first.start)
    if (/[\p{L}\p{N}]/u.test(said)) whole.push({ text: tidy(said), numbers })
    start = end + after
  }
  return { whole, open: text.slice(start) }
}

function numbersOf(markers: string): number[] {
  return (markers.match(/\d+/g) ?? []).map(Number)
}

function tidy(text: string): string {
  const plain = text
    .replace(/\s+/g, ' ')
    .replace(/^[\s•*–—-]+/, '')
    .trim()
  return /[.!?…»”"]$/.test(plain) ? plain : `${plain}.`
}

/** What the model says, piece by piece, within its bounds; a last line end closes what it left open. @throws LlmFault */
async function* bounded(llm: LlmEngine, messages: [string, string][], signal?: AbortSignal): AsyncGenerator<string> {
  const { first, idle, total, output } = llm.limits
  if (signal?.aborted) throw new LlmFault('left')
  const stop = new AbortController()
  const left = (): void => stop.abort()
  signal?.addEventListener('abort', left)
  const deadline = setTimeout(left, total)
  let length = 0
  try {
    const stream = await within(first, llm.model.stream(messages, { signal: stop.signal }), stop)
    const pieces = stream[Symbol.asyncIterator]()
    for (let wait = first; ; wait = idle) {
      const { value, done } = await within(wait, pieces.next(), stop)
      if (done) break
      const text = typeof value.content === 'string' ? value.content : value.text
      length += text.length
      if (length > output) throw new LlmFault('output')
      if (text !== '') yield text
    }
    if (length === 0) throw new LlmFault('empty')
    llm.breaker.succeeded()
    yield '\n'
  } catch (thrown) {
    if (signal?.aborted) throw new LlmFault('left')
    llm.breaker.failed()
    throw thrown instanceof LlmFault ? thrown : new LlmFault('fault', { cause: thrown })
  } finally {
    clearTimeout(deadline)
    signal?.removeEventListener('abort', left)
    // Whoever stops listening stops the model.
    stop.abort()
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>, stop: AbortController): Promise<T> {
  // Whoever waits no longer must not leave a rejection behind.
  promise.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  let left = (): void => {}
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LlmFault('silence')), milliseconds)
    left = () => reject(new LlmFault('stopped'))
    stop.signal.addEventListener('abort', left)
  })
  try {
    return await Promise.race([promise, ended])
  } finally {
    clearTimeout(timer)
    stop.signal.removeEventListener('abort', left)
  }
}

/** After a few faults in a row a model is left alone for a while: answers need not wait for it each time. */
export class Breaker {
  #faults = 0
  #until = 0
  readonly #most: number
  readonly #rest: number

  constructor(most = 3, rest = 30_000) {
    this.#most = most
    this.#rest = rest
  }

  get open(): boolean {
    return performance.now() < this.#until
  }

  succeeded(): void {
    this.#faults = 0
  }

  failed(): void {
    this.#faults++
    if (this.#faults < this.#most) return
    this.#faults = 0
    this.#until = performance.now() + this.#rest
  }
}
