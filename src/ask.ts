/**
 * question -> hits -> answer, citations checked. The second of the three stories of this program.
 *
 * Whatever an answerer claims, only this file lets it out: a sentence is sent when its citation was found word for word in the
 * stored text, and dropped and counted otherwise.
 */
import { randomUUID } from 'node:crypto'
import type { Candidate } from './answer/candidates.ts'
import { verifyCitation } from './answer/citations.ts'
import { answerExtractively, READ_HITS } from './answer/extractive.ts'
import { type PromptName, type Prompts, render } from './answer/prompt.ts'
import type { AbstentionReason, AnswerSentence, AskEvent, AskPassage, AskRequest, AskResponse, Citation, Hit, Language } from './domain.ts'
import type { Embedder } from './embed/embedder.ts'
import { detectLanguage } from './passages/language.ts'
import { analyseQuestion } from './retrieve/question.ts'
import { retrieve } from './retrieve/retrieve.ts'
import type { SearchIndex } from './store/generation.ts'

/** Everything that a question needs; opened once, shared by all. */
export interface Engine {
  index: SearchIndex
  embedder: Embedder
  prompts: Prompts
}

const ABSTENTION_PROMPTS: Record<AbstentionReason, PromptName> = {
  not_enough_evidence: 'abstain-not-enough-evidence',
  out_of_scope: 'abstain-out-of-scope',
  ambiguous: 'abstain-ambiguous',
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
  const language = request.language === 'auto' ? (detectLanguage(text) ?? preferred) : request.language
  yield { event: 'answer-start', data: { id, language } }

  const question = await analyseQuestion(text, language, index, embedder)
  const hits = await retrieve(question, index, Math.max(READ_HITS, request.topK))
  const retrieved = performance.now()
  const found = answerExtractively(question, hits, index)

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
    const sentence = { text: frame(citation, language, again, prompts), citations: [citation.n] }
    citations.push(citation)
    sentences.push(sentence)
    yield { event: 'sentence', data: { ...sentence, newCitations: [citation] } }
  }

  const answered = sentences.length > 0
  const reason = found.reason ?? 'not_enough_evidence'
  const ended = performance.now()
  const response: AskResponse = {
    id,
    question: text,
    language,
    answered,
    ...(answered ? {} : { reason }),
    answer: answered
      ? sentences.map((sentence) => `${sentence.text} ${sentence.citations.map((n) => `[${n}]`).join('')}`).join(' ')
      : render(prompts[ABSTENTION_PROMPTS[reason]][language], {}),
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

function cite({ document, start, end, language }: Candidate, n: number, index: SearchIndex): Citation | undefined {
  const source = index.documents[document]
  if (!source) return undefined
  const quote = source.text.slice(start, end)
  return verifyCitation({ documentId: source.id, start, end, quote, language }, n, index.documentById)
}

/** The quote in a sentence of the question's language; the quote itself stays in the language of its source. */
function frame(citation: Citation, language: Language, again: boolean, prompts: Prompts): string {
  const quote = citation.quote.replace(/\s+/g, ' ')
  if (citation.language === language) return render(prompts['quote-same-language'][language], { quote })
  const name = again ? 'quote-other-language-again' : 'quote-other-language'
  return render(prompts[name][language], { quote: withoutOuterQuotes(quote) })
}

/** A quote that is a quotation already keeps its inside only: “« … »” reads badly. */
function withoutOuterQuotes(quote: string): string {
  const inner = /^[«“"]\s*([^«»“”"]*?)\s*[»”"]$/.exec(quote)?.[1]
  return inner ?? quote
}

function toPassage({ passage, score, why }: Hit, index: SearchIndex): AskPassage {
  const { document, start, end, language } = index.passages[passage] as SearchIndex['passages'][number]
  const { id, source, title, text } = index.documents[document] as SearchIndex['documents'][number]
  return { documentId: id, source, title, language, start, end, text: text.slice(start, end), score: round(score), why }
}

function round(x: number): number {
  return Math.round(x * 1000) / 1000
}
