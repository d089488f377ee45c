/**
 * The answerer that asks a language model. The model receives numbered sentences and may cite only their numbers; every sentence that
 * it writes is checked against the cited ones before it is sent. Its output is untrusted input: on any fault the extractive answer stands.
 */
import { randomBytes } from 'node:crypto'
import type { Language } from '../domain.ts'
import type { WordTable } from '../embed/embedder.ts'
import { checkClaim } from '../verify/claims.ts'
import { contentWords } from '../words/analyse.ts'
import { bounded, type LlmEngine } from './bounded.ts'
import { citedSentences } from './cited.ts'
import { render } from './prompts.ts'

/** A sentence that the model may cite, as it stands in a document. */
interface Citable {
  text: string
  language: Language
}

/** A sentence that passed its check, with the sentences that it cites; a count of dropped ones; or: the model found no answer. */
export type LlmEvent<S extends Citable> = { kept: { text: string; cited: S[] } } | { dropped: number } | { none: true }

/**
 * @param sentences what may be cited; the model receives them numbered from 1, between random marks
 * @throws LlmFault when the model cannot be reached, misses a deadline, or writes too much
 */
export async function* answerByModel<S extends Citable>(
  question: string,
  language: Language,
  sentences: readonly S[],
  { llm, wordTable }: { llm: LlmEngine; wordTable: WordTable },
  signal?: AbortSignal,
): AsyncGenerator<LlmEvent<S>> {
  if (sentences.length === 0) return
  const mark = `---${randomBytes(8).toString('hex')}---`
  const listed = sentences.map(({ text }, i) => `[${i + 1}] ${text}`).join('\n')
  const messages: [string, string][] = [
    ['system', render(llm.prompts['llm-system'][language], { mark })],
    ['human', render(llm.prompts['llm-question'][language], { mark, sentences: listed, question })],
  ]
  const asked = contentWords(question, language).map(({ form }) => form)
  let rest = ''
  let wrote = false
  for await (const piece of bounded(llm, messages, signal)) {
    rest += piece
    if (!rest.includes(']')) continue
    const { whole, open } = citedSentences(rest)
    rest = open
    for (const { text, numbers } of whole) {
      wrote = true
      yield await checkSentence(text, numbers, sentences, language, asked, wordTable)
    }
  }
  const left = rest.trim()
  if (!wrote && /^\W*none\W*$/i.test(left)) yield { none: true }
  // Text without a number cites nothing.
  else if (/[\p{L}\p{N}]/u.test(left)) yield { dropped: 1 }
}

async function checkSentence<S extends Citable>(
  text: string,
  numbers: readonly number[],
  sentences: readonly S[],
  language: Language,
  asked: readonly string[],
  wordTable: WordTable,
): Promise<LlmEvent<S>> {
  // Numbers outside of the list cite nothing.
  const cited = [...new Set(numbers)].flatMap((number) => sentences[number - 1] ?? [])
  return (await checkClaim(text, cited, language, wordTable, asked)) ? { dropped: 1 } : { kept: { text, cited } }
}
