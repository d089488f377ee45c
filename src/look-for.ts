/** Where one question is looked up: in the document that it wants as a whole, in the place that it names, in the section of the question that it leans on, alone, in a language, anywhere. */
import type { Evidence } from './domain.ts'
import { type Engine, restrictedEngine } from './engine.ts'
import { lookOver } from './look-over.ts'
import { type LookedUp, lookUp } from './look-up.ts'
import { lookWithin } from './look-within.ts'
import { SURE } from './read/reader.ts'
import { sectionAt } from './retrieve/sections.ts'
import { restrictedCorpus } from './store/restricted.ts'
import type { Asked, Question } from './understand/understand.ts'

/** Characters of a section in which the words of a question alone are looked up. */
const SHORT_SECTION = 3000

export interface LookForOptions {
  /** What answered the question before it in the same message. */
  before?: Evidence | undefined
  signal?: AbortSignal | undefined
}

/**
 * What leans on the question before it ("Who approves them?") is looked up in the section that answered that one, then in its document; and
 * answered from elsewhere only where the reader is sure of it.
 * @param limit hits wanted; the first of them are read
 */
export async function lookFor(
  asked: Asked & { inTopic?: Question | undefined },
  limit: number,
  engine: Engine,
  { before, signal }: LookForOptions = {},
): Promise<LookedUp> {
  const over = await lookOver(asked, engine)
  if (over) return over
  const { inTopic } = asked
  if (!inTopic || !before) return lookUpBest(asked, limit, engine, signal)
  const { documentId, counterpart } = before.passage
  const document = await engine.corpus.document(documentId)
  const section = document && sectionAt(document, before.span.start)
  if (section && section.end - section.start <= SHORT_SECTION) {
    const corpus = restrictedCorpus(engine.corpus, new Map([[documentId, section]]))
    const near = await lookUp(inTopic, limit, { ...engine, corpus }, signal)
    if (isSure(near)) return near
  }
  const documents = counterpart === undefined ? [documentId] : [documentId, counterpart]
  const inside = await lookUpBest(asked, limit, await restrictedEngine(engine, documents), signal)
  if (isSure(inside)) return inside
  const anywhere = await lookUpBest(asked, limit, engine, signal)
  return isSure(anywhere) ? anywhere : inside
}

function isSure({ choice }: LookedUp): boolean {
  return choice.answered && choice.confidence >= SURE
}

/** In the place that the question names; else the question as a whole, and the one sentence that asks by itself where that is surer. */
async function lookUpBest(asked: Asked, limit: number, engine: Engine, signal?: AbortSignal): Promise<LookedUp> {
  const inside = await lookWithin(asked, limit, engine, signal)
  if (inside) return inside
  const { question, alone, namedBeside } = asked
  // "It" stands for what the sentences before it name: an answer has to speak of that.
  const leans = alone?.dangling && { words: question.written.replace(alone.subject ?? alone.written, ' '), isSide: false }
  const whole = await lookUpIn(leans ? { ...question, own: leans } : question, limit, engine, signal)
  if (!alone || (leans && whole.choice.answered) || (namedBeside && (whole.choice.answered || whole.choice.choices))) return whole
  const second = await lookUpIn(alone, limit, engine, signal)
  const surer = second.choice.answered && second.choice.confidence > whole.choice.confidence
  return surer || (second.choice.choices && !namedBeside) ? second : whole
}

/** Where sources are wanted in one language: there, if the document that answers anyway has a counterpart which answers too. */
async function lookUpIn(question: Question, limit: number, engine: Engine, signal?: AbortSignal): Promise<LookedUp> {
  const { sources, ...anywhere } = question
  const usual = await lookUp(anywhere, limit, engine, signal)
  const [best] = usual.choice.quotes
  if (sources === undefined || !best?.passage.counterpart || best.passage.documentLanguage === sources) return usual
  const wanted = await lookUp(anywhere, limit, await restrictedEngine(engine, [best.passage.counterpart]), signal)
  return wanted.choice.answered ? wanted : usual
}
