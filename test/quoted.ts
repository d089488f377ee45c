/** Evidence for what is quoted: a sentence of a text, in the passage that it stands in. */
import type { Evidence } from '../src/domain.ts'
import { openHashingModels } from '../src/embed/hashing.ts'
import { find } from '../src/retrieve/find.ts'
import { understand } from '../src/understand/understand.ts'
import { corpusOf } from './corpus.ts'

/** @param start with which the sentence begins */
export async function evidenceFor(text: string, start: string): Promise<Evidence> {
  const models = openHashingModels(256)
  const corpus = await corpusOf({ 'a.txt': text }, models)
  const { question } = await understand({ text }, { words: corpus.vocabulary })
  const { hits } = await find(question, corpus, models, 5)
  for (const { passage } of hits) {
    const sentence = passage.sentences.find((own) => text.slice(own.start, own.end).startsWith(start))
    if (sentence) return { passage, sentence, span: { start: sentence.start, end: sentence.end }, relevance: 1 }
  }
  throw new Error(`no passage holds “${start}”`)
}
