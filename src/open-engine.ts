/** What answers questions about a folder of documents, in the process of another program: models and index, opened together. */
import { type BuildOptions, type BuiltIndex, buildIndex as build } from './build-index.ts'
import { BUNDLED, openModels } from './embed/open.ts'
import type { Engine } from './engine.ts'
import { openReader } from './read/open.ts'

export interface EngineOptions extends Pick<BuildOptions, 'onProgress' | 'onNotice' | 'orEarlier'> {
  /** Folder of documents. */
  documents: string
  /** Folder that the index is kept in; made where there is none. */
  index: string
  /** Folder of an embedding model; the bundled one when left out. */
  model?: string
  /** `features`, or the folder of a reader's model; the bundled one when left out. */
  reader?: string
  /** Vector search: HNSW when left out, and an exact scan where its native module is missing. */
  store?: BuildOptions['store']
  /** Confidence below which there is no answer, 0 to 1; as fitted when left out. */
  threshold?: number
}

/**
 * Opens the index of a folder, and builds it first where the documents have changed. `engine.corpus.close()` gives it back.
 * @throws AppError documents-missing, documents-empty, index-locked, index-unwritable, model-missing, model-altered, model-invalid
 */
export async function openEngine({
  documents,
  index,
  model,
  reader: readerName,
  store = 'hnsw',
  threshold,
  ...options
}: EngineOptions): Promise<Engine> {
  const models = await openModels(model)
  const reader = await openReader(readerName)
  const built = await build({
    documentsFolder: documents,
    indexFolder: index,
    models,
    modelFolder: model ?? BUNDLED,
    reader,
    store,
    ...options,
  })
  return { corpus: built.index.corpus, ...models, reader, threshold }
}

/**
 * The index of a folder, made where the documents have changed; the questions that are offered are tried with the bundled reader unless
 * another one is given, as by `openEngine`.
 * @throws AppError as `openEngine`
 */
export async function buildIndex(options: BuildOptions): Promise<BuiltIndex> {
  return build({ ...options, reader: options.reader ?? (await openReader()) })
}
