/**
 * question -> hits -> answer, citations checked. The second of the three stories of this program.
 *
 * Whatever an answerer claims, only this file lets it out: a sentence is sent when its citation was found word for word in the
 * stored text, and dropped and counted otherwise.
 */
import { randomUUID } from 'node:crypto'
import type { Candidate } from './answer/candidates.ts'
import { pageAt, verifyCitation } from './answer/citations.ts'
import { answerExtractively, READ_HITS } from './answer/extractive.ts'
import { understand } from './answer/follow-up.ts'
import { abstentionText, frameQuote } from './answer/frames.ts'
import type { Prompts } from './answer/prompt.ts'
import { interrogativeLanguage } from './answer/question-type.ts'
import type { AnswerSentence, AskEvent, AskPassage, AskRequest, AskResponse, Citation, Hit, Language } from './domain.ts'
import type { Embedder } from './embed/embedder.ts'
import { detectLanguage } from './passages/language.ts'
import { preferOwnLanguage } from './retrieve/counterparts.ts'
import { analyseQuestion } from './retrieve/question.ts'
import { retrieve } from './retrieve/retrieve.ts'
import type { SearchIndex } from './store/generation.ts'
import { answerableQuestions } from './suggest.ts'

/** Everything that a question needs; opened once, shared by all. */
export interface Engine {
  index: SearchIndex
  embedder: Embedder
  prompts: Prompts
  /** Confidence below which there is no answer, 0 to 1; as fitted when left out. */
  threshold?: number | undefined
}

/** The whole answer at once. */
export async function ask(request: AskRequest, engine: Engine, preferred: Language = 'en'): Promise<AskResponse> {
  for await (const { event, data } of askEvents(request, engine, preferred)) if (event === 'answer-end') return data
  throw new Error('an answer always ends')
}

/**
 * The answer as it comes; the last event carries the whole of it.
 * @param preferred language to answer in when the question does not tell ("ITQ?")
 */
export async function* askEvents(request: AskRequest, engine: Engine, preferred: Language = 'en'): AsyncGenerator<AskEvent> {
  const { index, embedder, prompts } = engine
  const started = performance.now()
  const id = randomUUID()
  const text = request.question.trim()
  const language = request.language === 'auto' ? (languageOf(text) ?? preferred) : request.language
  yield { event: 'answer-start', data: { id, language } }

  const understood = understand(text, language, request.history, (earlier) => languageOf(earlier) ?? language)
  const question = await analyseQuestion(understood.text, language, index, embedder)
  const wanted = Math.max(READ_HITS, request.topK)
  // Twice as many, because translations of one another take each other's places.
  const hits = preferOwnLanguage(await retrieve(question, index, 2 * wanted), language, index).slice(0, wanted)
  const retrieved = performance.now()
  const found = answerExtractively(question, hits, index, { threshold: engine.threshold, dangling: understood.dangling })

  const sentences: AnswerSentence[] = []
  const citations: Citation[] = []
  let dropped = 0
  for (const [i, quote] of found.quotes.entries()) {
    const citation = cite(quote, citations.length + 1, index)
    if (!citation) {
      dropped++
      continue
    }
    const again = found.quotes[i - 1]?.document === quote.document
    const sentence = { text: frameQuote(citation, language, { again, named: found.differ === true }, prompts), citations: [citation.n] }
    citations.push(citation)
    sentences.push(sentence)
    yield { event: 'sentence', data: { ...sentence, newCitations: [citation] } }
  }

  const answered = sentences.length > 0
  const near = hits.map(({ passage }) => index.passages[passage]?.document ?? 0)
  const suggestions = answered || found.choices ? [] : await answerableQuestions(engine, language, [...new Set(near)], text)
  const reason = found.reason ?? 'not_enough_evidence'
  const ended = performance.now()
  const response: AskResponse = {
    id,
    question: text,
    language,
    answered,
    ...(answered ? {} : { reason }),
    ...(found.choices ? { choices: found.choices.map((choice) => `${text} (${choice})`) } : {}),
    ...(suggestions.length > 0 ? { suggestions } : {}),
    ...(understood.subject === undefined ? {} : { understood: understood.text }),
    confidence: round(found.confidence),
    answer: answered
      ? sentences.map((sentence) => `${sentence.text} ${sentence.citations.map((n) => `[${n}]`).join('')}`).join(' ')
      : abstentionText(found, language, prompts),
    sentences,
    citations,
    passages: hits.slice(0, request.topK).map((hit) => toPassage(hit, index)),
    mode: 'extractive',
    verified: { kept: sentences.length, dropped },
    timings: { totalMs: round(ended - started), retrieveMs: round(retrieved - started), answerMs: round(ended - retrieved) },
    index: { generation: index.manifest.generation, model: index.manifest.recipe.embedder.id },
  }
  yield { event: 'answer-end', data: response }
}

/** By its first words, else by all of them. */
export function languageOf(question: string): Language | undefined {
  return interrogativeLanguage(question) ?? detectLanguage(question)
}

function cite({ document, start, end, language }: Candidate, n: number, index: SearchIndex): Citation | undefined {
  const source = index.documents[document]
  if (!source) return undefined
  const quote = source.text.slice(start, end)
  return verifyCitation({ documentId: source.id, start, end, quote, language }, n, index.documentById)
}

/** Passages for a search, best first, without an answer. */
export async function search(text: string, { index, embedder }: Engine, limit: number, preferred: Language = 'en'): Promise<AskPassage[]> {
  const question = await analyseQuestion(text, languageOf(text) ?? preferred, index, embedder)
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
