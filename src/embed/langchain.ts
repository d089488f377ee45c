/** An embedder as LangChain knows one: for stores of theirs, such as HNSWLib over the passages of an index. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import { type Embedder, row } from './embedder.ts'

export function toLangChain(embedder: Embedder): EmbeddingsInterface {
  return {
    async embedDocuments(texts) {
      const vectors = await embedder.embedPassages(texts)
      return texts.map((_, i) => Array.from(row(vectors, i)))
    },
    embedQuery: async (text) => Array.from(await embedder.embedQuestion(text)),
  }
}
