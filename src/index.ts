/**
 * The API for other programs: `import { ask } from 'sourcier'`.
 *
 *     const engine = await openEngine({ documents: 'documents', index: 'index' })
 *     const { answer, citations } = await ask(AskRequestSchema.parse({ question: 'What is ITQ?' }), engine)
 */
export { ask, askEvents } from './ask.ts'
export type { BuildOptions, BuildStage, BuildSummary, BuiltIndex } from './build-index.ts'
export type { Embedder, Models, WordTable } from './embed/embedder.ts'
export { openModels } from './embed/open.ts'
export type { Engine } from './engine.ts'
export { AppError, type ErrorCode, isAppError } from './errors.ts'
export { buildIndex, type EngineOptions, openEngine } from './open-engine.ts'
export { openReader } from './read/open.ts'
export type { Reader } from './read/reader.ts'
export { type PassageMetadata, SourcierRetriever, type SourcierRetrieverInput } from './retriever.ts'
export * from './schemas.ts'
export { search } from './search.ts'
export { VERSION } from './version.ts'
