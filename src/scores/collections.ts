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

export const COLLECTION_NAMES = ['seeds', 'public'] as const
export type CollectionName = (typeof COLLECTION_NAMES)[number]

/**
 * `seeds`: the five sample documents, on whose questions rules and weights were made. `public`: public documents of many formats,
 * for which no rule was written.
 * @param root the program's folder
 * @param index folder that their indexes stand in, each in a folder of its own: an index of somebody's documents is never replaced
 */
export function builtInCollections(root: string, index: string): Record<CollectionName, Collection & { baseline: string }> {
  const evaluations = join(root, 'eval')
  const folder = join(evaluations, 'collections', 'public')
  return {
    seeds: {
      name: 'seeds',
      documents: join(root, 'seeds'),
      index: join(index, 'eval-seeds'),
      questions: join(evaluations, 'questions.jsonl'),
      baseline: join(evaluations, 'baseline.json'),
    },
    public: {
      name: 'public',
      documents: join(folder, 'documents'),
      index: join(index, 'eval-public'),
      questions: join(folder, 'questions.jsonl'),
      baseline: join(folder, 'baseline.json'),
    },
  }
}
