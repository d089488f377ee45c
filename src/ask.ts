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
import { frameQuote } from './answer/frames.ts'
import { helpText, invitesQuestions } from './answer/help.ts'
import { numberedSentences } from './answer/numbered.ts'
import { toResponse } from './answer/respond.ts'
import { otherVersions } from './answer/versions.ts'
import type { AskEvent, AskRequest, AskResponse, Language, OtherVersion, PersonalData } from './domain.ts'
import { type Engine, restrictedEngine } from './engine.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import { lookWithin } from './look-within.ts'
import { READ_HITS } from './read/reader.ts'
import { versionsBeside, versionTable } from './retrieve/versions.ts'
import { offeredQuestions } from './suggest.ts'
import { type Intent, type Understanding, understand } from './understand/understand.ts'

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
    { text, history, ...(request.language === 'auto' ? {} : { language: request.language }) },
    {
      ...{ words: corpus.vocabulary, rank: wordTable.rank, preferred },
      rewrite: (question, language) => rewriteQuestion(question, language, request, engine.llm, removed, signal),
    },
  )
  const { language } = understood
  yield { event: 'answer-start', data: { id, language } }
  if (understood.intent) {
    yield { event: 'answer-end', data: await replyTo(understood.intent, { id, request, understood, started }, engine) }
    return
  }

  const { question, choice, hits, retrieved, scope } = await lookUpBest(understood, request, engine, signal)
  let draft = new Draft(corpus.document)
  let notice: AskResponse['notice']
  const llm = mayWrite(request, choice) ? engine.llm : undefined
  if (llm) {
    const passages = hits.map(({ passage }) => passage.text)
    // Wishes about the form of the answer ("briefly") are for the model alone, so it receives the question with them.
    const whole = question.written === understood.bare ? understood.impersonal : question.written
    const sent = withoutPersonalData(whole, language, llm, passages, removed)
    // What the asker says of himself or herself was left out of the question before; it is reported all the same.
    withoutPersonalData(understood.plain, language, llm, passages, removed)
    notice = yield* writeAnswer(draft, sent, language, numberedSentences(hits, llm.limits), { llm, wordTable }, signal)
  }
  const written = llm !== undefined && notice === undefined && draft.sentences.length > 0
  if (!written) {
    if (draft.sentences.length > 0 && notice) yield { event: 'answer-restart', data: { notice } }
    // Sentences of the model that were dropped stay counted.
    draft = new Draft(corpus.document, draft.dropped)
    yield* quoteEvidence(draft, choice, language)
  }

  const answered = draft.sentences.length > 0
  const near = [...new Set(hits.map(({ passage }) => passage.documentId))]
  const suggestions = answered || choice.choices ? [] : offeredQuestions(engine, language, near, understood.bare)
  const context = question.subject === undefined ? undefined : question.written
  const versions = answered ? await versionsOf(choice, question.text, draft, language, engine) : []
  const times = { started, retrieved, ended: performance.now() }
  const model = written ? llm.name : undefined
  const outcome = { id, request, understood, context, scope, hits, choice, draft, model, notice, removed, suggestions, versions, times }
  const { generation, model: embedding } = corpus.about
  yield { event: 'answer-end', data: toResponse(outcome, { generation, model: embedding }) }
}

/** What is said to the product itself: nothing is looked up, nobody else receives it, nothing is cited. */
async function replyTo(
  intent: Intent,
  { id, request, understood, started }: { id: string; request: AskRequest; understood: Understanding; started: number },
  engine: Engine,
): Promise<AskResponse> {
  const { corpus } = engine
  const help = await helpText(intent, understood.language, { count: corpus.about.counts.documents, documents: () => corpus.documents() })
  const suggestions = invitesQuestions(intent) ? offeredQuestions(engine, understood.language) : []
  const nothing = {
    context: undefined,
    hits: [],
    choice: { answered: false, quotes: [], confidence: 0 },
    draft: new Draft(corpus.document),
  }
  const times = { started, retrieved: started, ended: performance.now() }
  const outcome = { id, request, understood, ...nothing, help, model: undefined, notice: undefined, removed: new Set<PersonalData>() }
  const { generation, model } = corpus.about
  return toResponse({ ...outcome, suggestions, versions: [], times }, { generation, model })
}

/** What other versions of the document that answers say, those left out that the answer quotes itself. */
async function versionsOf(
  { quotes: [best] }: Choice,
  asked: string,
  { citations }: Draft,
  language: Language,
  { corpus }: Engine,
): Promise<OtherVersion[]> {
  if (!best) return []
  const quoted = new Set(citations.map(({ documentId }) => documentId))
  const versions = versionsBeside(best.passage.documentId, asked, await versionTable(corpus))
  const others = versions.filter(({ documentId }) => !quoted.has(documentId))
  return otherVersions(best, others, { first: citations.length + 1, language, find: corpus.document })
}

/** The chosen runs, each sent when its citation has been verified. */
async function* quoteEvidence(draft: Draft, { quotes, differ }: Choice, language: Language): AsyncGenerator<AskEvent> {
  for (const [i, evidence] of quotes.entries()) {
    const { passage, sentence: first, span } = evidence
    const frame = { again: quotes[i - 1]?.passage.documentId === passage.documentId, named: differ === true }
    const quote = { ...span, documentId: passage.documentId, language: first.language, quote: quoteText(evidence) }
    const sentence = await draft.add([quote], ([citation]) => frameQuote(citation, language, frame))
    if (sentence) yield { event: 'sentence', data: sentence }
  }
}

/** What is ambiguous is asked back, and what names something that stands nowhere has no answer: no model is asked. */
function mayWrite({ mode }: AskRequest, { choices, unmentioned = [] }: Choice): boolean {
  return mode !== 'extractive' && !choices && unmentioned.length === 0
}

/** In the place that the question names; else the question as a whole, and the one sentence that asks by itself where that is surer. */
async function lookUpBest(understood: Understanding, request: AskRequest, engine: Engine, signal?: AbortSignal): Promise<LookedUp> {
  const limit = Math.max(READ_HITS, request.topK)
  const inside = await lookWithin(understood, limit, engine, signal)
  if (inside) return inside
  const { question, alone, namedBeside } = understood
  const whole = await lookUp(question, limit, engine, signal)
  if (!alone || (namedBeside && (whole.choice.answered || whole.choice.choices))) return whole
  const second = await lookUp(alone, limit, engine, signal)
  const surer = second.choice.answered && second.choice.confidence > whole.choice.confidence
  return surer || (second.choice.choices && !namedBeside) ? second : whole
}
