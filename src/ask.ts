/**
 * understand -> find -> read -> choose | write -> verify -> respond. The second of the three stories of this program.
 *
 * Whatever an answerer claims, a sentence is sent when its citation was found word for word in the stored text, and dropped and
 * counted otherwise (`answer/draft.ts`).
 */
import { randomUUID } from 'node:crypto'
import { rewriteQuestion, withoutPersonalData, writeAnswer } from './answer/by-model.ts'
import { type Choice, quoteText } from './answer/choose.ts'
import { Draft } from './answer/draft.ts'
import { frameQuote, onOneLine } from './answer/frames.ts'
import { helpText, invitesQuestions, topicText } from './answer/help.ts'
import { numberedSentences } from './answer/numbered.ts'
import { type Answered, toPart, toResponse } from './answer/respond.ts'
import { otherVersions } from './answer/versions.ts'
import type { AskEvent, AskRequest, AskResponse, Language, OtherVersion, PersonalData } from './domain.ts'
import { type Engine, restrictedEngine } from './engine.ts'
import { lookFor } from './look-for.ts'
import type { LookedUp } from './look-up.ts'
import { READ_HITS } from './read/reader.ts'
import { find } from './retrieve/find.ts'
import { versionsBeside, versionTable } from './retrieve/versions.ts'
import { offeredQuestions } from './suggest.ts'
import { type Asked, type AskedPart, type Understanding, understand } from './understand/understand.ts'

/** The whole answer at once. */
export async function ask(request: AskRequest, engine: Engine, preferred: Language = 'en', signal?: AbortSignal): Promise<AskResponse> {
  for await (const { event, data } of askEvents(request, engine, preferred, signal)) if (event === 'answer-end') return data
  throw new Error('an answer always ends')
}

/**
 * The answer as it comes; the last event carries the whole of it.
 * @param preferred language to answer in when the question does not tell ("ITQ?")
 * @param signal aborted when the client disconnects: a language model is stopped
 * @throws AppError documents-unknown, before the first event
 */
export async function* askEvents(
  request: AskRequest,
  all: Engine,
  preferred: Language = 'en',
  signal?: AbortSignal,
): AsyncGenerator<AskEvent> {
  const engine = await restrictedEngine(all, request.documents)
  const { corpus, wordTable } = engine
  const started = performance.now()
  const id = randomUUID()
  const removed = new Set<PersonalData>()
  const { question: text, history } = request
  const understood = await understand(
    { text, history, about: request.about, ...(request.language === 'auto' ? {} : { language: request.language }) },
    {
      ...{ words: corpus.vocabulary, rank: wordTable.rank, preferred, topics: engine.topics, onlyTitle: await titleOfOne(corpus) },
      rewrite: (question, language) => rewriteQuestion(question, language, request, engine.llm, removed, signal),
    },
  )
  const { language } = understood
  yield { event: 'answer-start', data: { id, language } }
  if (understood.intent || understood.topic) {
    yield { event: 'answer-end', data: await reply({ id, request, understood, started }, engine) }
    return
  }
  const draft = new Draft(corpus.document)
  const asking = { request, understood, draft, removed, engine, signal }
  const answers: Answered[] = []
  const parts: readonly LookedPart[] = understood.sides.length > 0 ? await comparedSides(understood, asking) : understood.parts
  if (parts.length === 0) {
    // Wishes about the form of the answer ("briefly") are for the model alone, so it receives the question with them.
    const { question, bare, impersonal } = understood
    answers.push(yield* answerQuestion(understood, question.written === bare ? impersonal : question.written, asking))
  }
  for (const [i, part] of parts.entries()) {
    yield { event: 'part-start', data: { n: i + 1, question: part.written } }
    const answered = yield* answerPart(part, asking, answers.at(-1))
    answers.push(answered)
    yield { event: 'part-end', data: { n: i + 1, part: toPart(answered, draft, language) } }
  }
  // Several questions have the passages that come near the message as a whole.
  const together = parts.length === 0 ? [] : (await find(understood.question, corpus, engine, request.topK)).hits
  const near = [...new Set(answers.flatMap(({ hits }) => hits.map(({ passage }) => passage.documentId)))]
  const suggestions =
    draft.sentences.length > 0 || answers.some(({ choice }) => choice.choices)
      ? []
      : offeredQuestions(engine, language, near, understood.bare)
  const versions = await versionsOf(answers, draft, language, engine)
  const times = { started, ended: performance.now() }
  const outcome = { id, request, understood, answers, together, draft, model: engine.llm?.name, removed, suggestions, versions, times }
  yield { event: 'answer-end', data: toResponse(outcome, indexOf(engine)) }
}

interface Asking {
  request: AskRequest
  understood: Understanding
  draft: Draft
  removed: Set<PersonalData>
  engine: Engine
  signal: AbortSignal | undefined
}

/** Runs quoted for one question of several. */
const QUOTES_A_PART = 2

/** A question of several, and what was found for it where that is known already. */
interface LookedPart extends AskedPart {
  found?: LookedUp
}

/** Both sides of a comparison, looked up; none where one and the same quote speaks of both, or where nothing speaks of either and the question as a whole is answered. */
async function comparedSides({ sides, ...whole }: Understanding, { request, engine, signal }: Asking): Promise<LookedPart[]> {
  const limit = Math.max(READ_HITS, request.topK)
  const parts: (AskedPart & { found: LookedUp })[] = []
  for (const side of sides) parts.push({ ...side, found: await lookFor(side, limit, engine, { signal }) })
  const [left, right] = parts.map(({ found }) => found.choice.quotes[0])
  if (left && right && left.passage.documentId === right.passage.documentId && left.span.start === right.span.start) return []
  const isSilent = !left && !right && !parts.some(({ found }) => found.choice.choices)
  return isSilent && (await lookFor(whole, limit, engine, { signal })).choice.answered ? [] : parts
}

/** One question of several. What a model writes is sent when all of it stands: a restart would take back the answers before it. */
async function* answerPart(part: LookedPart, asking: Asking, before: Answered | undefined): AsyncGenerator<AskEvent, Answered> {
  const { written, question, topic } = part
  const reply = topicText(topic, asking.understood.language, asking.engine.topics)
  if (reply !== undefined) {
    const at = asking.draft.mark.sentences
    const choice: Choice = { answered: false, reason: 'out_of_scope', quotes: [], confidence: 0 }
    return {
      written,
      question,
      choice,
      hits: [],
      scope: undefined,
      sentences: { from: at, to: at },
      notice: undefined,
      partial: undefined,
      byModel: false,
      retrieveMs: 0,
      reply,
    }
  }
  const events = answerQuestion(part, question.own?.isSide ? question.written : written, asking, { whole: true, before })
  for (;;) {
    const { done, value } = await events.next()
    if (done) return { ...value, written }
    yield value
  }
}

/**
 * Looks one question up and adds its sentences to the draft.
 * @param sent what a model receives as the question
 * @param whole a model's sentences are sent at its end, and never taken back
 * @param before what became of the question before it in the same message
 */
async function* answerQuestion(
  asked: Asked & Partial<Pick<LookedPart, 'inTopic' | 'found'>>,
  sent: string,
  { request, understood, draft, removed, engine, signal }: Asking,
  { whole = false, before }: { whole?: boolean; before?: Answered | undefined } = {},
): AsyncGenerator<AskEvent, Answered> {
  const { language, plain } = understood
  const began = performance.now()
  const {
    question,
    choice: found,
    hits,
    retrieved,
    scope,
  } = await lookFor(asked, Math.max(READ_HITS, request.topK), engine, {
    before: before?.choice.quotes[0],
    signal,
  })
  const choice = whole ? { ...found, quotes: found.quotes.slice(0, QUOTES_A_PART) } : found
  const mark = draft.mark
  let notice: AskResponse['notice'] = request.mode === 'llm' && !engine.llm ? 'llm-none' : undefined
  const llm = mayWrite(request, choice) ? engine.llm : undefined
  if (llm) {
    const passages = hits.map(({ passage }) => passage.text)
    const clean = withoutPersonalData(sent, language, llm, passages, removed)
    // What the asker says of himself or herself was left out of the question before; it is reported all the same.
    withoutPersonalData(plain, language, llm, passages, removed)
    const events = writeAnswer(draft, clean, language, numberedSentences(hits, llm.limits), { llm, wordTable: engine.wordTable }, signal)
    notice = yield* whole ? atOnce(events) : events
  }
  const written = llm !== undefined && notice === undefined && draft.sentences.length > mark.sentences
  if (!written) {
    if (!whole && draft.sentences.length > mark.sentences && notice) yield { event: 'answer-restart', data: { notice } }
    draft.rewind(mark)
    yield* quoteEvidence(draft, choice, language)
  }
  const sentences = { from: mark.sentences, to: draft.sentences.length }
  const { partial } = engine
  return { question, choice, hits, scope, sentences, notice, partial, byModel: written, retrieveMs: retrieved - began }
}

/** The same events, at the end alone, and none when what they say does not stand. */
async function* atOnce(events: AsyncGenerator<AskEvent, AskResponse['notice']>): AsyncGenerator<AskEvent, AskResponse['notice']> {
  const held: AskEvent[] = []
  for (;;) {
    const { done, value } = await events.next()
    if (!done) held.push(value)
    else {
      if (value === undefined) yield* held
      return value
    }
  }
}

/** What is said to the product itself: nothing is looked up, nobody else receives it, nothing is cited. */
async function reply(
  { id, request, understood, started }: { id: string; request: AskRequest; understood: Understanding; started: number },
  engine: Engine,
): Promise<AskResponse> {
  const { corpus } = engine
  const { intent, topic, language } = understood
  const listing = { count: corpus.about.counts.documents, documents: () => corpus.documents() }
  const help = topicText(topic, language, engine.topics) ?? (intent ? await helpText(intent, language, listing) : '')
  const suggestions = intent && invitesQuestions(intent) ? offeredQuestions(engine, understood.language) : []
  const nothing = { answers: [], together: [], draft: new Draft(corpus.document), model: undefined, removed: new Set<PersonalData>() }
  const times = { started, ended: performance.now() }
  return toResponse({ ...nothing, id, request, understood, help, suggestions, versions: [], times }, indexOf(engine))
}

/** The title of the document where one alone is asked, or one in both languages. */
async function titleOfOne(corpus: Engine['corpus']): Promise<((language: Language) => string) | undefined> {
  const { documents: count } = corpus.about.counts
  if (count === 0 || count > 2) return undefined
  const all: { id: string; title: string; language: Language; counterpart?: string | undefined }[] = []
  for await (const document of corpus.documents()) all.push(document)
  const [first, other] = all
  if (!first || (other && other.counterpart !== first.id)) return undefined
  return (language) => (all.find((own) => own.language === language) ?? first).title
}

/** What an answer comes from. */
function indexOf({ corpus: { about }, partial }: Engine): AskResponse['index'] {
  return { generation: about.generation, model: about.model, ...(partial ? { partial } : {}) }
}

/** What other versions of the document that answers say, those left out that the answer quotes itself. */
async function versionsOf(
  [only, ...others]: readonly Answered[],
  { citations }: Draft,
  language: Language,
  { corpus }: Engine,
): Promise<OtherVersion[]> {
  const best = only?.choice.quotes[0]
  if (!only || !best || others.length > 0 || citations.length === 0) return []
  const quoted = new Set(citations.map(({ documentId }) => documentId))
  const versions = versionsBeside(best.passage.documentId, only.question.text, await versionTable(corpus))
  const unquoted = versions.filter(({ documentId }) => !quoted.has(documentId))
  return otherVersions(best, unquoted, { first: citations.length + 1, language, find: corpus.document })
}

/** The chosen runs, each sent when its citation has been verified. */
async function* quoteEvidence(draft: Draft, { quotes, differ, isOutline }: Choice, language: Language): AsyncGenerator<AskEvent> {
  for (const [i, evidence] of quotes.entries()) {
    const { passage, sentence: first, span } = evidence
    const frame = { again: quotes[i - 1]?.passage.documentId === passage.documentId, named: differ === true }
    const quote = { ...span, documentId: passage.documentId, language: first.language, quote: quoteText(evidence), answer: evidence.answer }
    const sentence = await draft.add([quote], ([citation]) =>
      isOutline ? onOneLine(citation.quote) : frameQuote(citation, language, frame),
    )
    if (sentence) yield { event: 'sentence', data: sentence }
  }
}

/** What is ambiguous is asked back, and what names something that stands nowhere, or that nobody holds, has no answer: no model is asked. */
function mayWrite({ mode }: AskRequest, { choices, isOutline, ruledOut, unmentioned = [] }: Choice): boolean {
  return mode !== 'extractive' && !choices && !isOutline && !ruledOut && unmentioned.length === 0
}
