/** The question collections that come with the program. */
import { join } from 'node:path'

/** One collection: documents and questions about them. */
export interface Collection {
  name: string
  /** Folder of documents, index folder and files, absolute or relative to the working folder. */
  documents: string
  index: string
  questions: string
  /** Undefined for somebody's own questions without a baseline. */
  baseline?: string
}

export const COLLECTION_NAMES = ['seeds', 'public', 'typed'] as const
export type CollectionName = (typeof COLLECTION_NAMES)[number]

/** Those whose development questions weights and readers are fitted on. */
export const FITTED_COLLECTIONS = ['seeds', 'public'] as const satisfies readonly CollectionName[]

/**
 * `seeds`: the five sample documents, on whose questions rules and weights were made. `public`: public documents of many formats,
 * for which no rule was written. `typed`: messages as people type them, over short documents that were written for them.
 * @param root the program's folder
 * @param index folder that their indexes stand in, each in a folder of its own: an index of somebody's documents is never replaced
 */
export function builtInCollections(root: string, index: string): Record<CollectionName, Collection & { baseline: string }> {
  const evaluations = join(root, 'eval')
  const collected = (name: 'public' | 'typed'): Collection & { baseline: string } => {
    const folder = join(evaluations, 'collections', name)
    return {
      name,
      documents: join(folder, 'documents'),
      index: join(index, `eval-${name}`),
      questions: join(folder, 'questions.jsonl'),
      baseline: join(folder, 'baseline.json'),
    }
  }
  return {
    seeds: {
      name: 'seeds',
      documents: join(root, 'seeds'),
      index: join(index, 'eval-seeds'),
      questions: join(evaluations, 'questions.jsonl'),
      baseline: join(evaluations, 'baseline.json'),
    },
    public: collected('public'),
    typed: collected('typed'),
  }
}
