/**
 * What programs may send and get, route by route: the schemas that validate requests are the ones that /openapi.json is made of.
 * Sentences about them stand in `messages/`, in both languages.
 */
import { createRoute } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import {
  AskRequestSchema,
  AskResponseSchema,
  DocumentSummarySchema,
  DocumentTextSchema,
  ErrorBodySchema,
  FeedbackRequestSchema,
  HealthSchema,
  type Language,
} from '../domain.ts'
import type { ErrorCode } from '../errors.ts'
import type { RouteName } from '../messages/api-en.ts'
import { messages } from '../messages/index.ts'
import { VERSION } from '../version.ts'
import { jsonBody, jsonOrFormBody } from './body.ts'
import {
  ChatRequestSchema,
  ChatResponseSchema,
  EmbeddingsRequestSchema,
  EmbeddingsResponseSchema,
  ModelListSchema,
  ModelSchema,
  OpenAIErrorSchema,
  ResponsesRequestSchema,
  ResponsesResponseSchema,
} from './openai-schemas.ts'
import { STATUS } from './status.ts'

/** Codes that any route may answer with, before its handler has seen the request. */
const ANYWHERE = ['host-not-allowed', 'rate-limited', 'http-malformed', 'headers-too-large', 'request-timeout', 'internal'] as const
const WITH_TOKEN = ['token-required'] as const
const ADMIN = ['token-required', 'admin-off'] as const
const POSTED = ['origin-not-allowed', 'body-too-large', 'media-type-unsupported', 'json-invalid', 'request-invalid'] as const
const ANSWERED = ['index-not-ready', 'overloaded', 'stopping'] as const

/** Summary and description in both languages: a document of OpenAPI has place for one. */
function described(name: RouteName) {
  const { en, fr } = { en: messages('en').api.routes[name], fr: messages('fr').api.routes[name] }
  return { operationId: name, summary: `${en.summary} / ${fr.summary}`, description: `${en.description}\n\n${fr.description}` }
}

const json = <S extends z.ZodType>(schema: S, description: string, examples?: Record<string, { summary: string; value: unknown }>) => ({
  description,
  content: { 'application/json': { schema, ...(examples ? { examples } : {}) } },
})

/** Responses for error codes, by their status. */
function failures(codes: readonly ErrorCode[], schema: z.ZodType = ErrorBodySchema) {
  const statuses = new Map<number, ErrorCode[]>()
  for (const code of [...codes, ...ANYWHERE]) statuses.set(STATUS[code], [...(statuses.get(STATUS[code]) ?? []), code])
  // Who asks for a page is told by a page, except by OpenAI's protocol.
  const page = schema === ErrorBodySchema ? { 'text/html': { schema: z.string() } } : {}
  return Object.fromEntries(
    [...statuses].map(([status, own]) => [status, { description: own.join(', '), content: { 'application/json': { schema }, ...page } }]),
  )
}

const path = (param: string) => ({ params: z.object({ [param]: z.string().max(200) }) })
const body = <S extends z.ZodType>(schema: S, examples: Record<string, { summary: string; value: unknown }>) => ({
  body: { required: true as const, content: { 'application/json': { schema, examples } } },
})

const question: Record<Language, string> = { en: 'What is ITQ?', fr: 'C’est quoi ITQ ?' }
const bilingual = (of: (text: string, language: Language) => unknown) => ({
  english: { summary: 'English', value: of(question.en, 'en') },
  français: { summary: 'Français', value: of(question.fr, 'fr') },
})

const RemovalSchema = z.strictObject({ source: z.string().min(1).max(4000) })

/** One event of a stream: its name where it has one, and its data, which is JSON. */
const EventSchema = z.looseObject({ event: z.string().optional(), data: z.string() }).meta({ id: 'ServerSentEvent' })

interface RouteGuards {
  access: MiddlewareHandler
  admin: MiddlewareHandler
  /** Refuses at once, before a body is read, when there is no place. */
  shed: MiddlewareHandler
  /** Bounds how many questions are answered at a time. */
  gate: MiddlewareHandler
  /** Only from this machine, where the operator allows it. */
  local: MiddlewareHandler
  /** Bounds what is sent with files. */
  upload: readonly MiddlewareHandler[]
}

/** Every route that a program may use. Guards are part of a route, so that none can be forgotten by a change of its path. */
export function apiRoutes(guards: RouteGuards) {
  return { ...answerRoutes(guards), ...documentRoutes(guards), ...operatorRoutes(guards), ...openAIRoutes(guards) }
}
export type ApiRoutes = ReturnType<typeof apiRoutes>

/** With a token, or without one where the operator set none. */
const tokens = [{ bearer: [] }, {}]

function answerRoutes({ access, shed, gate }: RouteGuards) {
  return {
    ask: createRoute({
      ...described('ask'),
      method: 'post',
      path: '/ask',
      security: tokens,
      middleware: [access, shed, jsonOrFormBody, gate],
      request: {
        body: {
          required: false,
          content: {
            'application/json': { schema: AskRequestSchema, examples: bilingual((text) => ({ question: text })) },
            // The form of the page; its fields are judged by the handler, which gives the page back with what is wrong.
            'application/x-www-form-urlencoded': {
              schema: z.object({
                question: z.string().optional(),
                chosen: z.string().optional(),
                history: z.string().optional(),
                ui: z.string().optional(),
                documents: z.union([z.string(), z.array(z.string())]).optional(),
              }),
            },
          },
        },
      },
      responses: {
        200: {
          description: 'application/json, text/event-stream, text/html',
          content: {
            'application/json': { schema: AskResponseSchema },
            'text/event-stream': { schema: EventSchema },
            'text/html': { schema: z.string() },
          },
        },
        ...failures([...POSTED, 'documents-unknown', ...WITH_TOKEN, ...ANSWERED]),
      },
    }),
    feedback: createRoute({
      ...described('feedback'),
      method: 'post',
      path: '/feedback',
      security: tokens,
      middleware: [access, jsonOrFormBody],
      request: {
        body: {
          required: false,
          content: {
            'application/json': {
              schema: FeedbackRequestSchema,
              examples: bilingual((text, language) => ({
                answerId: '4f7c0a52-6f0e-4d0b-9a53-4b6f3c1f2f10',
                question: text,
                language,
                rating: 'up',
              })),
            },
            'application/x-www-form-urlencoded': { schema: z.object({}).catchall(z.union([z.string(), z.array(z.string())])) },
          },
        },
      },
      responses: {
        200: json(z.strictObject({ kept: z.literal(true), known: z.boolean(), redacted: AskResponseSchema.shape.redacted.unwrap() }), 'OK'),
        ...failures([...POSTED, ...WITH_TOKEN, 'index-not-ready', 'feedback-off', 'feedback-unwritable']),
      },
    }),
    mcp: createRoute({
      ...described('mcp'),
      method: 'post',
      path: '/mcp',
      security: tokens,
      middleware: [access, shed, jsonBody, gate],
      request: { body: { content: { 'application/json': { schema: z.unknown() } } } },
      responses: {
        200: { description: 'JSON-RPC 2.0', content: { 'application/json': { schema: z.unknown() } } },
        202: { description: 'JSON-RPC 2.0' },
        ...failures([...POSTED, ...WITH_TOKEN, ...ANSWERED]),
        406: { description: 'Accept: application/json, text/event-stream' },
      },
    }),
  }
}

/** Files in the field `file`, which may stand there several times. */
const filesBody = {
  body: {
    required: true as const,
    content: {
      'multipart/form-data': {
        // What arrived is judged by the handler, file by file.
        schema: z.object({ file: z.unknown().optional().meta({ type: 'string', format: 'binary' }), replace: z.string().optional() }),
      },
    },
  },
}
const AddedSchema = z.strictObject({ added: z.array(z.string()) })
const UPLOADED = [
  ...(['origin-not-allowed', 'media-type-unsupported', 'upload-empty', 'upload-name', 'upload-kind', 'upload-too-large'] as const),
  ...(['upload-exists', 'upload-unwritable', 'upload-off', 'overloaded', 'stopping'] as const),
]

function documentRoutes({ access, local, upload }: RouteGuards) {
  return {
    documents: createRoute({
      ...described('documents'),
      method: 'get',
      path: '/documents',
      security: tokens,
      middleware: [access],
      responses: { 200: json(z.array(DocumentSummarySchema), 'OK'), ...failures([...WITH_TOKEN, 'index-not-ready']) },
    }),
    addDocuments: createRoute({
      ...described('addDocuments'),
      method: 'post',
      path: '/documents',
      security: tokens,
      middleware: [access, local, ...upload] as const,
      request: filesBody,
      responses: { 201: json(AddedSchema, 'Created'), ...failures([...WITH_TOKEN, ...UPLOADED]) },
    }),
    document: createRoute({
      ...described('document'),
      method: 'get',
      path: '/documents/{id}',
      security: tokens,
      middleware: [access],
      request: path('id'),
      responses: { 200: json(DocumentTextSchema, 'OK'), ...failures([...WITH_TOKEN, 'document-unknown', 'index-not-ready']) },
    }),
    source: createRoute({
      ...described('source'),
      method: 'get',
      path: '/source/{id}',
      security: tokens,
      middleware: [access],
      request: {
        ...path('id'),
        query: z.object({ start: z.string().optional(), end: z.string().optional(), ui: z.string().optional() }),
      },
      responses: {
        200: { description: 'OK', content: { 'text/html': { schema: z.string() } } },
        ...failures([...WITH_TOKEN, 'document-unknown', 'index-not-ready']),
      },
    }),
    page: createRoute({
      ...described('page'),
      method: 'get',
      path: '/documents/{id}/pages/{page}',
      security: tokens,
      middleware: [access],
      request: {
        params: z.object({ id: z.string().max(200), page: z.string().max(20) }),
        query: z.object({ start: z.string().optional(), end: z.string().optional() }),
      },
      responses: {
        200: { description: 'OK', content: { 'image/png': { schema: z.string() } } },
        ...failures([...WITH_TOKEN, ...ANSWERED, 'document-unknown', 'original-gone', 'page-unknown', 'page-not-drawn']),
      },
    }),
    original: createRoute({
      ...described('original'),
      method: 'get',
      path: '/original/{id}',
      security: tokens,
      middleware: [access],
      request: path('id'),
      responses: {
        200: { description: 'OK', content: { 'application/octet-stream': { schema: z.string() } } },
        ...failures([...WITH_TOKEN, 'document-unknown', 'original-gone', 'index-not-ready']),
      },
    }),
  }
}

function operatorRoutes({ access, admin, upload }: RouteGuards) {
  return {
    health: createRoute({
      ...described('health'),
      method: 'get',
      path: '/health',
      security: [],
      responses: { ...failures([]), 200: json(HealthSchema, 'OK'), 503: json(HealthSchema, 'starting, stopping') },
    }),
    metrics: createRoute({
      ...described('metrics'),
      method: 'get',
      path: '/metrics',
      security: tokens,
      middleware: [access],
      responses: { 200: { description: 'OK', content: { 'text/plain': { schema: z.string() } } }, ...failures(WITH_TOKEN) },
    }),
    reindex: createRoute({
      ...described('reindex'),
      method: 'post',
      path: '/admin/reindex',
      security: [{ bearer: [] }],
      middleware: [admin],
      responses: {
        202: json(z.strictObject({ started: z.boolean() }), 'Accepted'),
        ...failures([...ADMIN, 'origin-not-allowed', 'body-too-large', 'index-not-ready']),
      },
    }),
    adminAddDocuments: createRoute({
      ...described('adminAddDocuments'),
      method: 'post',
      path: '/admin/documents',
      security: [{ bearer: [] }],
      middleware: [admin, ...upload] as const,
      request: filesBody,
      responses: { 201: json(AddedSchema, 'Created'), ...failures([...ADMIN, ...UPLOADED]) },
    }),
    adminRemoveDocument: createRoute({
      ...described('adminRemoveDocument'),
      method: 'post',
      path: '/admin/documents/remove',
      security: [{ bearer: [] }],
      middleware: [admin, jsonOrFormBody],
      request: {
        body: {
          required: false,
          content: {
            'application/json': { schema: RemovalSchema },
            'application/x-www-form-urlencoded': { schema: z.object({ source: z.string().optional() }) },
          },
        },
      },
      responses: {
        200: json(z.strictObject({ removed: z.string() }), 'OK'),
        ...failures([...ADMIN, ...POSTED, 'document-unknown', 'upload-unwritable', 'upload-off']),
      },
    }),
    feedbackExport: createRoute({
      ...described('feedbackExport'),
      method: 'get',
      path: '/admin/feedback',
      security: [{ bearer: [] }],
      middleware: [admin],
      responses: {
        200: { description: 'JSON Lines', content: { 'application/jsonl': { schema: z.string() } } },
        ...failures([...ADMIN, 'feedback-off']),
      },
    }),
  }
}

function openAIRoutes({ access, shed, gate }: RouteGuards) {
  return {
    models: createRoute({
      ...described('models'),
      method: 'get',
      path: '/v1/models',
      security: tokens,
      middleware: [access],
      responses: { 200: json(ModelListSchema, 'OK'), ...failures(WITH_TOKEN, OpenAIErrorSchema) },
    }),
    model: createRoute({
      ...described('model'),
      method: 'get',
      path: '/v1/models/{model}',
      security: tokens,
      middleware: [access],
      request: path('model'),
      responses: { 200: json(ModelSchema, 'OK'), ...failures([...WITH_TOKEN, 'route-unknown'], OpenAIErrorSchema) },
    }),
    chatCompletions: createRoute({
      ...described('chatCompletions'),
      method: 'post',
      path: '/v1/chat/completions',
      security: tokens,
      middleware: [access, shed, jsonBody, gate],
      request: body(
        ChatRequestSchema,
        bilingual((text) => ({ model: 'sourcier', messages: [{ role: 'user', content: text }] })),
      ),
      responses: {
        200: {
          description: 'application/json, text/event-stream',
          content: { 'application/json': { schema: ChatResponseSchema }, 'text/event-stream': { schema: EventSchema } },
        },
        ...failures([...POSTED, ...WITH_TOKEN, ...ANSWERED], OpenAIErrorSchema),
      },
    }),
    responses: createRoute({
      ...described('responses'),
      method: 'post',
      path: '/v1/responses',
      security: tokens,
      middleware: [access, shed, jsonBody, gate],
      request: body(
        ResponsesRequestSchema,
        bilingual((text) => ({ model: 'sourcier', input: text })),
      ),
      responses: {
        200: {
          description: 'application/json, text/event-stream',
          content: { 'application/json': { schema: ResponsesResponseSchema }, 'text/event-stream': { schema: EventSchema } },
        },
        ...failures([...POSTED, ...WITH_TOKEN, ...ANSWERED], OpenAIErrorSchema),
      },
    }),
    embeddings: createRoute({
      ...described('embeddings'),
      method: 'post',
      path: '/v1/embeddings',
      security: tokens,
      middleware: [access, shed, jsonBody, gate],
      request: body(
        EmbeddingsRequestSchema,
        bilingual((text) => ({ model: 'sourcier', input: text })),
      ),
      responses: { 200: json(EmbeddingsResponseSchema, 'OK'), ...failures([...POSTED, ...WITH_TOKEN, ...ANSWERED], OpenAIErrorSchema) },
    }),
  }
}

/** What /openapi.json says beside the routes. */
export function apiInfo() {
  const { en, fr } = { en: messages('en').api, fr: messages('fr').api }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sourcier',
      version: VERSION,
      description: `${en.intro}\n\n${fr.intro}`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
  }
}

/**
 * Every body is required. The routes themselves say otherwise where there are two types of content, or the one that was not sent would
 * be missed.
 */
export function requireBodies<D extends { paths: Record<string, Record<string, { requestBody?: { required?: boolean } }>> }>(
  document: D,
): D {
  for (const operation of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
    if (operation.requestBody) operation.requestBody.required = true
  }
  return document
}

/** Adds what each field means, in both languages, wherever the field stands. */
export function describeFields<D extends { components?: { schemas?: object } }>(document: D): D {
  const fields: Record<Language, Record<string, string>> = { en: messages('en').api.fields, fr: messages('fr').api.fields }
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    for (const [name, field] of Object.entries((schema as { properties?: Record<string, { description?: string }> }).properties ?? {})) {
      const text = fields.en[name]
      if (text && !('$ref' in field)) field.description = `${text} / ${fields.fr[name]}`
    }
  }
  return document
}
