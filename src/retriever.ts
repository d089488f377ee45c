/** An index of Sourcier as a LangChain retriever: passages found across both languages, each with its exact span. */

import { fileURLToPath } from 'node:url'
import { Document } from '@langchain/core/documents'
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers'
import { DEFAULT_MODEL } from './config.ts'
import type { AskPassage, Language } from './domain.ts'
import { openModels } from './embed/open.ts'
import type { Engine } from './engine.ts'
import { AppError, isAppError } from './errors.ts'
import { errorText } from './messages/index.ts'
import { search } from './search.ts'
import { openHome } from './store/open.ts'

export interface SourcierRetrieverInput extends BaseRetrieverInput {
  /** Folder of an index that `sourcier index` has built, or the address of the database that it is in (`postgres://…`). */
  index: string
  /** Folder of the embedding model that the index was built with; the bundled one when left out. */
  model?: string
  /** Passages a question, 1 to 20. */
  k?: number
  /** Language of questions that do not tell ("ITQ?"). */
  language?: Language
  /** Ids of the documents to look in; all of them when left out. */
  documents?: readonly string[]
}

/** Where a passage stands: `text.slice(start, end)` of the document, in UTF-16 code units. */
export type PassageMetadata = Omit<AskPassage, 'text'>

type Opened = Pick<Engine, 'corpus' | 'embedder' | 'wordTable'>

/** Reads an index and never writes one; opened at the first question, then kept. */
export class SourcierRetriever extends BaseRetriever<PassageMetadata> {
  static override lc_name(): string {
    return 'SourcierRetriever'
  }
  lc_namespace = ['sourcier', 'retrievers']
  readonly #input: SourcierRetrieverInput
  #opened: Promise<Opened> | undefined

  constructor(input: SourcierRetrieverInput) {
    super(input)
    this.#input = input
  }

  /** @throws Error in both languages, with the AppError as its cause: index-missing, index-damaged, index-foreign, model-missing, documents-unknown */
  override async _getRelevantDocuments(question: string): Promise<Document<PassageMetadata>[]> {
    this.#opened ??= open(this.#input).catch((thrown: unknown) => {
      // A later question may find what is missing now.
      this.#opened = undefined
      throw isAppError(thrown) ? new Error(`${errorText(thrown, 'en')} / ${errorText(thrown, 'fr')}`, { cause: thrown }) : thrown
    })
    const engine = await this.#opened
    const { k = 5, language = 'en', documents } = this.#input
    const passages = await search(question, engine, { limit: k, preferred: language, documents })
    return passages.map(({ text, ...metadata }) => {
      const { documentId, start, end } = metadata
      return new Document({ pageContent: text, metadata, id: `${documentId}:${start}-${end}` })
    })
  }
}

async function open({ index, model }: SourcierRetrieverInput): Promise<Opened> {
  const home = await openHome(index)
  const current = await home.current()
  if (!current) throw new AppError('index-missing', { folder: home.name })
  const models = await openModels(model ?? fileURLToPath(new URL(`../${DEFAULT_MODEL}`, import.meta.url)))
  const { recipe } = current.manifest
  for (const role of ['embedder', 'wordTable'] as const) {
    const { fingerprint, id } = models[role]
    if (fingerprint !== recipe[role].fingerprint)
      throw new AppError('index-foreign', { field: 'model', expected: id, found: recipe[role].id })
  }
  return { corpus: (await current.open()).corpus, ...models }
}
