/** What other programs import: `import { SourcierRetriever } from 'sourcier'`. */
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
export { type PassageMetadata, SourcierRetriever, type SourcierRetrieverInput } from './retriever.ts'
