/**
 * understand -> find -> choose | write -> verify -> respond. The second of the three stories of this program.
 *
 * Whatever an answerer claims, a sentence is sent when its citation was found word for word in the stored text, and dropped and
 * counted otherwise (`answer/draft.ts`).
 */
import { randomUUID } from 'node:crypto'
import { rewriteQuestion, withoutPersonalData, writeAnswer } from './answer/by-model.ts'
import { Draft } from './answer/draft.ts'
import { answerExtractively, type ExtractiveAnswer, quoteText, READ_HITS } from './answer/extractive.ts'
import { frameQuote } from './answer/frames.ts'
import { numberedSentences } from './answer/numbered.ts'
import { passageText, toResponse } from './answer/respond.ts'
import type { AskEvent, AskRequest, AskResponse, Hit, Language, PersonalData } from './domain.ts'
import type { Engine } from './engine.ts'
import { find } from './retrieve/find.ts'
import { answerableQuestions } from './suggest.ts'
import { type Question, type Understanding, understand } from './understand/understand.ts'

/** The whole answer at once. */
export async function ask(request: AskRequest, engine: Engine, preferred: Language = 'en', signal?: AbortSignal): Promise<AskResponse> {
  for await (const { event, data } of askEvents(request, engine, preferred, signal)) if (event === 'answer-end') return data
  throw new Error('an answer always ends')
}

/**
 * The answer as it comes; the last event carries the whole of it.
 * @param preferred language to answer in when the question does not tell ("ITQ?")
 * @param signal aborted when the client disconnects: a language model is stopped
 */
export async function* askEvents(
  request: AskRequest,
  engine: Engine,
  preferred: Language = 'en',
  signal?: AbortSignal,
): AsyncGenerator<AskEvent> {
  const { index, wordTable } = engine
  const started = performance.now()
  const id = randomUUID()
  const removed = new Set<PersonalData>()
  const { question: text, history } = request
  const understood = await understand(
    { text, history, ...(request.language === 'auto' ? {} : { language: request.language }) },
    {
      ...{ words: index.lexicon, rank: wordTable.rank, preferred },
      rewrite: (question, language) => rewriteQuestion(question, language, request, engine.llm, removed, signal),
    },
  )
  const { language } = understood
  yield { event: 'answer-start', data: { id, language } }

  const { question, found, hits, retrieved } = await lookUpBest(understood, request, engine)
  let draft = new Draft(index.documentById)
  let notice: AskResponse['notice']
  const llm = mayWrite(request, found) ? engine.llm : undefined
  if (llm) {
    const passages = hits.map((hit) => passageText(hit, index))
    // The wishes about the form of the answer ("briefly") are for the model alone, so it receives them with the question.
    const sent = withoutPersonalData(
      question.written === understood.bare ? understood.impersonal : question.written,
      language,
      llm,
      passages,
      removed,
    )
    // What the asker says of himself or herself was left out of the question before; it is reported all the same.
    withoutPersonalData(understood.plain, language, llm, passages, removed)
    notice = yield* writeAnswer(draft, sent, language, numberedSentences(hits, index), { ...engine, llm }, signal)
  }
  const written = llm !== undefined && notice === undefined && draft.sentences.length > 0
  if (!written) {
    if (draft.sentences.length > 0 && notice) yield { event: 'answer-restart', data: { notice } }
    // Sentences of the model that were dropped stay counted.
    draft = new Draft(index.documentById, draft.dropped)
    for (const [i, quote] of found.quotes.entries()) {
      const frame = { again: found.quotes[i - 1]?.documentId === quote.documentId, named: found.differ === true }
      const sentence = draft.add([{ ...quote, quote: quoteText(quote, index) }], ([citation]) => frameQuote(citation, language, frame))
      if (sentence) yield { event: 'sentence', data: sentence }
    }
  }

  const near = hits.map(({ passage }) => index.passages[passage]?.document ?? 0)
  const answered = draft.sentences.length > 0
  const suggestions = answered || found.choices ? [] : await answerableQuestions(engine, language, [...new Set(near)], understood.bare)
  const context = question.subject === undefined ? undefined : question.written
  const times = { started, retrieved, ended: performance.now() }
  const model = written ? llm.name : undefined
  const outcome = { id, request, understood, context, hits, found, draft, model, notice, removed, suggestions, times }
  yield { event: 'answer-end', data: toResponse(outcome, index) }
}

/** What is ambiguous is asked back, and what names something that stands nowhere has no answer: no model is asked. */
function mayWrite({ mode }: AskRequest, { choices, unmentioned = [] }: ExtractiveAnswer): boolean {
  return mode !== 'extractive' && !choices && unmentioned.length === 0
}

interface LookedUp {
  question: Question
  found: ExtractiveAnswer
  hits: Hit[]
  /** When the hits were there, as performance.now() tells. */
  retrieved: number
}

/** The question as a whole, and the one sentence that asks by itself where that is surer. */
async function lookUpBest({ question, alone, namedBeside }: Understanding, request: AskRequest, engine: Engine): Promise<LookedUp> {
  const whole = await lookUp(question, request, engine)
  if (!alone || (namedBeside && (whole.found.answered || whole.found.choices))) return whole
  const second = await lookUp(alone, request, engine)
  const surer = second.found.answered && second.found.confidence > whole.found.confidence
  return surer || (second.found.choices && !namedBeside) ? second : whole
}

async function lookUp(question: Question, { topK }: AskRequest, { index, threshold, ...models }: Engine): Promise<LookedUp> {
  const { question: analysed, hits } = await find(question, index, models, Math.max(READ_HITS, topK))
  const retrieved = performance.now()
  return { question, found: answerExtractively(analysed, hits, index, { threshold }), hits, retrieved }
}
