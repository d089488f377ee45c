/** A follow-up question made complete by a language model, checked before it is looked up. */

import type { Language } from '../domain.ts'
import { MARKUP } from '../verify/claims.ts'
import { unstatedFacts } from '../verify/facts.ts'
import { fold, words } from '../words/analyse.ts'
import { bounded, type LlmEngine, LlmFault } from './bounded.ts'
import { render } from './prompts.ts'

const REWRITTEN_MAX_LENGTH = 300

/**
 * Rewrites a follow-up as a question that can be understood alone.
 * @returns undefined when the model fails, writes more than one question, or adds a name or a number that was not in the conversation
 */
export async function rewriteByModel(
  question: string,
  language: Language,
  history: readonly { question: string; answer: string }[],
  llm: LlmEngine,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const before = history
    .slice(-3)
    .map((turn) => `- ${turn.question}\n  ${turn.answer}`)
    .join('\n')
  let said = ''
  try {
    for await (const piece of bounded(
      llm,
      [['human', render(llm.prompts['llm-rewrite'][language], { history: before, question })]],
      signal,
    ))
      said += piece
  } catch (thrown) {
    if (thrown instanceof LlmFault) return undefined
    throw thrown
  }
  const text = said
    .trim()
    .replace(/^["“«]|["”»]$/g, '')
    .trim()
  if (text.includes('\n') || text.length > REWRITTEN_MAX_LENGTH || !text.endsWith('?') || MARKUP.test(text)) return undefined
  const known = fold(`${before} ${question}`)
  const foreign =
    unstatedFacts(text, `${before} ${question}`).length > 0 ||
    words(text).some((word) => (word.capital || word.exact) && !known.includes(word.form))
  return foreign ? undefined : text
}
