/** Passages for a question, best first, without an answer: understand -> find. */
import { toAskPassage } from './answer/respond.ts'
import type { AskPassage, Language } from './domain.ts'
import { type Engine, restrictedEngine } from './engine.ts'
import { resolvePlace } from './look-within.ts'
import { find } from './retrieve/find.ts'
import { restrictedCorpus } from './store/restricted.ts'
import { understand } from './understand/understand.ts'

export interface SearchOptions {
  /** Passages wanted. */
  limit: number
  /** Language of a question that does not tell ("ITQ?"). */
  preferred?: Language
  /** Ids of the documents to look in; all of them when left out. */
  documents?: readonly string[] | undefined
}

/** @throws AppError documents-unknown */
export async function search(
  text: string,
  engine: Pick<Engine, 'corpus' | 'embedder' | 'wordTable'>,
  { limit, preferred = 'en', documents }: SearchOptions,
): Promise<AskPassage[]> {
  const { corpus, embedder, wordTable } = await restrictedEngine(engine, documents)
  const understood = await understand({ text }, { words: corpus.vocabulary, rank: wordTable.rank, preferred })
  const models = { embedder, wordTable }
  const place = await resolvePlace(understood, limit, { corpus, ...models })
  const inside = place ? await find(place.question, restrictedCorpus(corpus, place.within), models, limit) : undefined
  const { hits } = inside && inside.hits.length > 0 ? inside : await find(understood.question, corpus, models, limit)
  return hits.map(toAskPassage)
}
