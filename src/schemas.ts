/**
 * What goes over HTTP, as schemas of zod with their types: `import { AskResponseSchema } from 'sourcier/schemas'`. Opens no model and
 * needs nothing but zod, so that a client stays small.
 */
export {
  type AnswerSentence,
  AnswerSentenceSchema,
  type AskEvent,
  type AskPassage,
  AskPassageSchema,
  type AskRequest,
  AskRequestSchema,
  type AskResponse,
  AskResponseSchema,
  type Citation,
  CitationSchema,
  type DocumentSummary,
  DocumentSummarySchema,
  type DocumentText,
  DocumentTextSchema,
  ErrorBodySchema,
  type FeedbackRequest,
  FeedbackRequestSchema,
  type Health,
  HealthSchema,
  type Language,
} from './domain.ts'
