/**
 * What passes between a question and a language model: personal details are taken out before anything leaves this machine, and what
 * the model writes becomes part of the answer sentence by sentence, each one checked.
 */
import type { AskEvent, AskRequest, AskResponse, Language, PersonalData } from '../domain.ts'
import type { WordTable } from '../embed/embedder.ts'
import { type LlmEngine, LlmFault } from '../llm/bounded.ts'
import { rewriteByModel } from '../llm/rewrite.ts'
import { answerByModel } from '../llm/write.ts'
import { redact } from '../privacy/redact.ts'
import type { Draft, Quote } from './draft.ts'

/** A text as a model on another machine receives it. */
function redacted(text: string, language: Language, removed: Set<PersonalData>, isSpared?: (detail: string) => boolean): string {
  const { text: left, kinds } = redact(text, language, isSpared)
  for (const kind of kinds) removed.add(kind)
  return left
}

/**
 * A text without the personal details of who asks. Those that stand in the passages, which the model receives anyway, stay.
 * @param removed kinds of details that were taken out; added to
 */
export function withoutPersonalData(
  text: string,
  language: Language,
  { remote }: LlmEngine,
  passages: readonly string[],
  removed: Set<PersonalData>,
): string {
  return remote ? redacted(text, language, removed, (detail) => passages.some((passage) => passage.includes(detail))) : text
}

/** A question that leans on earlier turns, as the model puts it; undefined when it fails or names somebody: the rules then do. */
export async function rewriteQuestion(
  question: string,
  language: Language,
  { history, mode }: AskRequest,
  llm: LlmEngine | undefined,
  removed: Set<PersonalData>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!llm || mode === 'extractive' || llm.breaker.open) return undefined
  const clean = (said: string, isSpared?: () => boolean): string => (llm.remote ? redacted(said, language, removed, isSpared) : said)
  // Names in earlier answers come from the documents.
  const turns = history.map((turn) => ({ question: clean(turn.question), answer: clean(turn.answer, () => true) }))
  const asked = clean(question)
  const rewritten = await rewriteByModel(asked, language, turns, llm, signal)
  // What stands for a name cannot be looked up.
  return asked === question ? rewritten : undefined
}

/** Sentences of a language model, each sent when it has been checked. @returns why its answer does not stand, or undefined */
export async function* writeAnswer(
  draft: Draft,
  question: string,
  language: Language,
  sentences: readonly (Quote & { text: string })[],
  { llm, wordTable }: { llm: LlmEngine; wordTable: WordTable },
  signal: AbortSignal | undefined,
): AsyncGenerator<AskEvent, AskResponse['notice']> {
  if (llm.breaker.open) return 'llm-unavailable'
  // Of a question in several parts, each is judged by its own sentences.
  const before = { kept: draft.sentences.length, dropped: draft.dropped }
  let none = false
  try {
    for await (const event of answerByModel(question, language, sentences, { llm, wordTable }, signal)) {
      if ('kept' in event) {
        const sentence = await draft.add(event.kept.cited, () => event.kept.text)
        if (sentence) yield { event: 'sentence', data: sentence }
      } else if ('dropped' in event) draft.dropped += event.dropped
      else none = true
    }
  } catch (thrown) {
    if (thrown instanceof LlmFault) return 'llm-unavailable'
    throw thrown
  }
  const [kept, dropped] = [draft.sentences.length - before.kept, draft.dropped - before.dropped]
  return !none && (dropped > kept || kept === 0) ? 'llm-rejected' : undefined
}
