/**
 * The API for other programs: `import { ask } from 'sourcier'`.
 *
 *     const models = await openModels()
 *     const { index } = await buildIndex({ documentsFolder: 'documents', indexFolder: 'index', models, store: 'hnsw' })
 *     const answer = await ask(AskRequestSchema.parse({ question: 'What is ITQ?' }), { corpus: index.corpus, ...models })
 */
export { ask, askEvents } from './ask.ts'
export { type BuildOptions, type BuiltIndex, buildIndex } from './build-index.ts'
export type {
  AskEvent,
  AskPassage,
  AskRequest,
  AskResponse,
  Citation,
  DocumentSummary,
  DocumentText,
  FeedbackRequest,
  Health,
  Language,
} from './domain.ts'
export { AskRequestSchema, AskResponseSchema, DocumentSummarySchema, DocumentTextSchema, ErrorBodySchema, HealthSchema } from './domain.ts'
export { openModels } from './embed/open.ts'
export type { Engine } from './engine.ts'
export { AppError, type ErrorCode, isAppError } from './errors.ts'
export { type PassageMetadata, SourcierRetriever, type SourcierRetrieverInput } from './retriever.ts'
export { search } from './search.ts'
export { VERSION } from './version.ts'
