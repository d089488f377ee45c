/**
 * question -> hits -> answer, citations checked. The second of the three stories of this program.
 *
 * Whatever an answerer claims, only this file lets it out: a sentence is sent when its citation was found word for word in the
 * stored text, and dropped and counted otherwise.
 */
import { randomUUID } from 'node:crypto'
import { pageAt, verifyCitation } from './answer/citations.ts'
import { answerExtractively, type ExtractiveAnswer, READ_HITS } from './answer/extractive.ts'
import { type Understood, understand } from './answer/follow-up.ts'
import { abstentionText, frameQuote } from './answer/frames.ts'
import { numberedSentences } from './answer/numbered.ts'
import { interrogativeLanguage } from './answer/question-type.ts'
import type {
  AnswerSentence,
  AskEvent,
  AskPassage,
  AskRequest,
  AskResponse,
  Citation,
  Hit,
  Language,
  PersonalData,
  Span,
} from './domain.ts'
import type { Embedder } from './embed/embedder.ts'
import { type LlmEngine, LlmFault } from './llm/bounded.ts'
import { rewriteByModel } from './llm/rewrite.ts'
import { answerByModel } from './llm/write.ts'
import { detectLanguage } from './passages/language.ts'
import { redact, withoutAsker } from './privacy/redact.ts'
import { preferOwnLanguage } from './retrieve/counterparts.ts'
import { analyseQuestion } from './retrieve/question.ts'
import { retrieve } from './retrieve/retrieve.ts'
import type { SearchIndex } from './store/generation.ts'
import { answerableQuestions } from './suggest.ts'
import { contentWords, plainText, words } from './words/analyse.ts'
import { askedSentence, withoutCourtesy } from './words/courtesy.ts'

/** Everything that a question needs; opened once, shared by all. */
export interface Engine {
  index: SearchIndex
  embedder: Embedder
  /** Confidence below which there is no answer, 0 to 1; as fitted when left out. */
  threshold?: number | undefined
  /** A language model that writes answers, where one is configured. */
  llm?: LlmEngine | undefined
}

/** The whole answer at once. */
export async function ask(request: AskRequest, engine: Engine, preferred: Language = 'en', signal?: AbortSignal): Promise<AskResponse> {
  for await (const { event, data } of askEvents(request, engine, preferred, signal)) if (event === 'answer-end') return data
  throw new Error('an answer always ends')
}

/**
 * The answer as it comes; the last event carries the whole of it.
 * @param preferred language to answer in when the question does not tell ("ITQ?")
 * @param signal whoever asked has left: a language model is stopped
 */
export async function* askEvents(
  request: AskRequest,
  engine: Engine,
  preferred: Language = 'en',
  signal?: AbortSignal,
): AsyncGenerator<AskEvent> {
  const { index } = engine
  const started = performance.now()
  const id = randomUUID()
  const text = request.question.trim()
  const plain = plainText(text)
  const subject = withoutName(plain, index)
  const bare = withoutCourtesy(subject)
  const language = request.language === 'auto' ? (interrogativeLanguage(bare) ?? languageOf(plain) ?? preferred) : request.language
  yield { event: 'answer-start', data: { id, language } }

  const removed = new Set<PersonalData>()
  let understood = await inContext(bare, language, request, engine, removed, signal)
  let { found, hits, retrieved } = await lookUp(understood, language, request, engine)
  const { asked, named } = askedAlone(bare, language, index)
  if (asked !== undefined && !(named && (found.answered || found.choices))) {
    // What is said around a question may hide it.
    const alone = await inContext(asked, language, request, { ...engine, llm: undefined }, removed)
    const second = await lookUp(alone, language, request, engine)
    if ((second.found.choices && !named) || (second.found.answered && second.found.confidence > found.confidence)) {
      understood = { ...alone, subject: asked }
      ;({ found, hits, retrieved } = second)
    }
  }

  let draft = new Draft(index)
  let notice: AskResponse['notice']
  // What is ambiguous is asked back, and what names something that stands nowhere has no answer: no model is asked.
  const model = request.mode === 'extractive' || found.choices || found.unmentioned?.length ? undefined : engine.llm
  if (model) {
    // How the answer should be put is for a model to know.
    const whole = understood.text === bare ? subject : understood.text
    const sent = model.remote ? withoutPersonalData(whole, language, hits, index, removed) : whole
    // What the asker said of himself or herself was left out of the question before; it is told all the same.
    if (model.remote) withoutPersonalData(plain, language, hits, index, removed)
    notice = yield* modelSentences(draft, sent, language, hits, model, engine, signal)
  }
  const byModel = model !== undefined && notice === undefined && draft.sentences.length > 0
  if (!byModel) {
    if (draft.sentences.length > 0 && notice) yield { event: 'answer-restart', data: { notice } }
    // Keep the LLM's dropped count.
    draft = new Draft(index, draft.dropped)
    for (const [i, quote] of found.quotes.entries()) {
      const again = found.quotes[i - 1]?.document === quote.document
      const sentence = draft.add([quote], ([citation]) => frameQuote(citation, language, { again, named: found.differ === true }))
      if (sentence) yield { event: 'sentence', data: sentence }
    }
  }

  const { sentences, citations } = draft
  const answered = sentences.length > 0
  const near = hits.map(({ passage }) => index.passages[passage]?.document ?? 0)
  const suggestions = answered || found.choices ? [] : await answerableQuestions(engine, language, [...new Set(near)], bare)
  const ended = performance.now()
  const response: AskResponse = {
    id,
    question: text,
    language,
    answered,
    ...(answered ? {} : { reason: found.reason ?? 'not_enough_evidence' }),
    ...(found.choices ? { choices: found.choices.map((choice) => `${bare} (${choice})`) } : {}),
    ...(suggestions.length > 0 ? { suggestions } : {}),
    ...(understood.subject === undefined ? {} : { understood: understood.text }),
    confidence: round(found.confidence),
    answer: answered
      ? sentences.map((sentence) => `${sentence.text} ${sentence.citations.map((n) => `[${n}]`).join('')}`).join(' ')
      : abstentionText(found, language),
    sentences,
    citations,
    passages: hits.slice(0, request.topK).map((hit) => toPassage(hit, index)),
    mode: byModel ? 'llm' : 'extractive',
    ...(byModel ? { model: model.name } : {}),
    ...(notice ? { notice } : {}),
    ...(removed.size > 0 ? { redacted: [...removed] } : {}),
    verified: { kept: sentences.length, dropped: draft.dropped },
    timings: { totalMs: round(ended - started), retrieveMs: round(retrieved - started), answerMs: round(ended - retrieved) },
    index: { generation: index.manifest.generation, model: index.manifest.recipe.embedder.id },
  }
  yield { event: 'answer-end', data: response }
}

interface LookedUp {
  found: ExtractiveAnswer
  hits: Hit[]
  /** When the hits were there, as performance.now() tells. */
  retrieved: number
}

async function lookUp(
  { text, dangling }: Understood,
  language: Language,
  { topK }: AskRequest,
  { index, embedder, threshold }: Engine,
): Promise<LookedUp> {
  const question = await analyseQuestion(text, language, index, embedder)
  const wanted = Math.max(READ_HITS, topK)
  // Twice as many, because translations of one another take each other's places.
  const hits = preferOwnLanguage(await retrieve(question, index, 2 * wanted), language, index).slice(0, wanted)
  const retrieved = performance.now()
  return { found: answerExtractively(question, hits, index, { threshold, dangling }), hits, retrieved }
}

/** Without what the asker says of himself or herself. */
function withoutName(text: string, { lexicon }: SearchIndex): string {
  return withoutAsker(text, (detail) => words(detail).every(({ form }) => lexicon.idOf.has(form)))
}

/** The one question among other sentences, and whether those name something that the documents hold: it may be what is asked about. */
function askedAlone(text: string, language: Language, { lexicon }: SearchIndex): { asked: string | undefined; named: boolean } {
  const asked = askedSentence(text, (sentence) => interrogativeLanguage(sentence) !== undefined)
  const beside = asked === undefined ? [] : contentWords(text.replace(asked, ' '), language)
  return {
    asked: asked && withoutCourtesy(asked),
    named: beside.some(({ capital, exact, form }) => (capital || exact) && lexicon.idOf.has(form)),
  }
}

/** The question as it is looked up. A follow-up takes its subject from the turns before: by a model where there is one, else by rules. */
async function inContext(
  text: string,
  language: Language,
  { history, mode }: AskRequest,
  { llm, index }: Engine,
  removed: Set<PersonalData>,
  signal?: AbortSignal,
): Promise<Understood> {
  const before = history.map((turn) => {
    const bare = withoutCourtesy(withoutName(plainText(turn.question), index))
    const { asked, named } = askedAlone(bare, language, index)
    return { ...turn, question: asked === undefined || named ? bare : asked }
  })
  const understood = understand(text, language, before, (earlier) => languageOf(earlier) ?? language)
  const leans = understood.subject !== undefined || understood.dangling
  if (!leans || !llm || history.length === 0 || mode === 'extractive' || llm.breaker.open) return understood
  const clean = (said: string, isSpared?: (name: string) => boolean): string =>
    llm.remote ? redacted(said, language, removed, isSpared) : said
  // Names in earlier answers come from the documents.
  const turns = history.map((turn) => ({ question: clean(turn.question), answer: clean(turn.answer, () => true) }))
  const asked = clean(text)
  const rewritten = await rewriteByModel(asked, language, turns, llm, signal)
  // What stands for a name cannot be looked up: the rules keep the words that were asked.
  return rewritten === undefined || asked !== text
    ? understood
    : { text: rewritten, subject: understood.subject ?? rewritten, dangling: false }
}

function redacted(text: string, language: Language, removed: Set<PersonalData>, isSpared?: (name: string) => boolean): string {
  const { text: left, kinds } = redact(text, language, isSpared)
  for (const kind of kinds) removed.add(kind)
  return left
}

/** What stands in the passages that the model receives anyway is no secret of who asks. */
function withoutPersonalData(
  text: string,
  language: Language,
  hits: readonly Hit[],
  { documents, passages }: SearchIndex,
  removed: Set<PersonalData>,
): string {
  const shown = hits.map(({ passage }) => {
    const { document = 0, start, end } = passages[passage] ?? {}
    return documents[document]?.text.slice(start, end) ?? ''
  })
  return redacted(text, language, removed, (detail) => shown.some((passage) => passage.includes(detail)))
}

/** Sentences of a language model, each sent when it has been checked. @returns why its answer does not stand, or undefined */
async function* modelSentences(
  draft: Draft,
  question: string,
  language: Language,
  hits: readonly Hit[],
  llm: LlmEngine,
  { index, embedder }: Engine,
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent, AskResponse['notice']> {
  if (llm.breaker.open) return 'llm-unavailable'
  let none = false
  try {
    for await (const event of answerByModel(question, language, numberedSentences(hits, index), { llm, embedder }, signal)) {
      if ('kept' in event) {
        const sentence = draft.add(event.kept.cited, () => event.kept.text)
        if (sentence) yield { event: 'sentence', data: sentence }
      } else if ('dropped' in event) draft.dropped += event.dropped
      else none = true
    }
  } catch (thrown) {
    if (thrown instanceof LlmFault) return 'llm-unavailable'
    throw thrown
  }
  return !none && (draft.dropped > draft.sentences.length || draft.sentences.length === 0) ? 'llm-rejected' : undefined
}

/** An answer that grows: a sentence becomes part of it with its citations, each of them checked, or not at all. */
class Draft {
  readonly sentences: AnswerSentence[] = []
  readonly citations: Citation[] = []
  dropped: number
  readonly #index: SearchIndex

  constructor(index: SearchIndex, dropped = 0) {
    this.#index = index
    this.dropped = dropped
  }

  /** @param say the sentence, once its citations stand */
  add(
    quotes: readonly (Span & { document: number; language: Language })[],
    say: (citations: [Citation, ...Citation[]]) => string,
  ): (AnswerSentence & { newCitations: Citation[] }) | undefined {
    const fresh: Citation[] = []
    const own = quotes.flatMap((quote) => {
      const known = [...this.citations, ...fresh].find(
        ({ documentId, start, end }) =>
          documentId === this.#index.documents[quote.document]?.id && start === quote.start && end === quote.end,
      )
      const citation = known ?? cite(quote, this.citations.length + fresh.length + 1, this.#index)
      if (citation && !known) fresh.push(citation)
      return citation ?? []
    })
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

/** By its first words, else by all of them. */
export function languageOf(question: string): Language | undefined {
  return interrogativeLanguage(question) ?? detectLanguage(question)
}

function cite(
  { document, start, end, language }: Span & { document: number; language: Language },
  n: number,
  index: SearchIndex,
): Citation | undefined {
  const source = index.documents[document]
  if (!source) return undefined
  const quote = source.text.slice(start, end)
  return verifyCitation({ documentId: source.id, start, end, quote, language }, n, index.documentById)
}

/** Passages for a search, best first, without an answer. */
export async function search(
  text: string,
  { index, embedder }: Pick<Engine, 'index' | 'embedder'>,
  limit: number,
  preferred: Language = 'en',
): Promise<AskPassage[]> {
  const plain = plainText(text)
  const bare = withoutCourtesy(plain)
  const language = interrogativeLanguage(bare) ?? languageOf(plain) ?? preferred
  const question = await analyseQuestion(bare, language, index, embedder)
  return (await retrieve(question, index, limit)).map((hit) => toPassage(hit, index))
}

function toPassage({ passage, score, why }: Hit, index: SearchIndex): AskPassage {
  const { document, start, end, language } = index.passages[passage] as SearchIndex['passages'][number]
  const origin = index.documents[document] as SearchIndex['documents'][number]
  const { id, source, title, text } = origin
  const page = pageAt(origin, start)
  const place = { documentId: id, source, title, language, start, end, ...(page ? { page } : {}) }
  return { ...place, text: text.slice(start, end), score: round(score), why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
