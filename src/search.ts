/** Passages for a question, best first, without an answer: understand -> find. */
import { toAskPassage } from './answer/respond.ts'
import type { AskPassage, Language } from './domain.ts'
import type { Engine } from './engine.ts'
import { find } from './retrieve/find.ts'
import { understand } from './understand/understand.ts'

/** @param limit passages wanted @param preferred language of a question that does not tell ("ITQ?") */
export async function search(
  text: string,
  { corpus, embedder, wordTable }: Pick<Engine, 'corpus' | 'embedder' | 'wordTable'>,
  limit: number,
  preferred: Language = 'en',
): Promise<AskPassage[]> {
  const { question } = await understand({ text }, { words: corpus.vocabulary, rank: wordTable.rank, preferred })
  const { hits } = await find(question, corpus, { embedder, wordTable }, limit)
  return hits.map(toAskPassage)
}
