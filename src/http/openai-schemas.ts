/** The part of OpenAI's protocol that Sourcier speaks. Unknown fields are ignored: clients send many. */
import { z } from 'zod'
import { AskResponseSchema, BilingualSchema } from '../domain.ts'

/** Bounded by the size of the body; of a long conversation the last turns are taken. */
const MESSAGE_MAX_LENGTH = 1_000_000
const MOST_MESSAGES = 10_000

const ContentSchema = z.union([
  z.string().max(MESSAGE_MAX_LENGTH),
  z.array(z.looseObject({ type: z.string(), text: z.string().max(MESSAGE_MAX_LENGTH).optional() })).max(50),
  z.null(),
])

/** What would change the answer and cannot be done is refused: a client must not believe that it was. */
const OnlyText = {
  tool_choice: z.enum(['none', 'auto']).nullish(),
  modalities: z.array(z.literal('text')).nullish(),
}

export const ChatRequestSchema = z
  .looseObject({
    model: z.string().max(200).optional(),
    messages: z
      .array(
        z.looseObject({
          role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
          content: ContentSchema.optional(),
        }),
      )
      .min(1)
      .max(MOST_MESSAGES),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
    max_tokens: z.int().positive().nullish(),
    max_completion_tokens: z.int().positive().nullish(),
    ...OnlyText,
    n: z.literal(1).nullish(),
    response_format: z.looseObject({ type: z.literal('text') }).nullish(),
    function_call: z.enum(['none', 'auto']).nullish(),
  })
  .meta({ id: 'ChatRequest' })
export type ChatRequest = z.infer<typeof ChatRequestSchema>

const UrlCitationSchema = z.strictObject({
  type: z.literal('url_citation'),
  url_citation: z.strictObject({ start_index: z.int(), end_index: z.int(), url: z.string(), title: z.string() }),
})
export type UrlCitation = z.infer<typeof UrlCitationSchema>

/** Counted in pieces of Sourcier's own (`countPieces`): no model has read the text, and nothing is billed. */
const UsageSchema = z.strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })

export const ChatResponseSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.strictObject({
        index: z.literal(0),
        message: z.strictObject({
          role: z.literal('assistant'),
          content: z.string(),
          refusal: z.null(),
          annotations: z.array(UrlCitationSchema),
        }),
        logprobs: z.null(),
        finish_reason: z.enum(['stop', 'length']),
      }),
    ),
    usage: UsageSchema,
    /** The whole answer as POST /ask gives it, citations with their exact spans included; absent for what is no answer of the documents. */
    sourcier: AskResponseSchema.optional(),
  })
  .meta({ id: 'ChatResponse' })
export type ChatResponse = z.infer<typeof ChatResponseSchema>

// ---- responses ----

const ItemContentSchema = z.union([
  z.string().max(MESSAGE_MAX_LENGTH),
  z.array(z.looseObject({ type: z.string(), text: z.string().max(MESSAGE_MAX_LENGTH).optional() })).max(50),
])

export const ResponsesRequestSchema = z
  .looseObject({
    model: z.string().max(200).optional(),
    input: z.union([
      z.string().max(MESSAGE_MAX_LENGTH),
      z
        .array(z.looseObject({ type: z.string().optional(), role: z.string().optional(), content: ItemContentSchema.optional() }))
        .min(1)
        .max(MOST_MESSAGES),
    ]),
    instructions: z.string().max(MESSAGE_MAX_LENGTH).nullish(),
    stream: z.boolean().nullish(),
    max_output_tokens: z.int().positive().nullish(),
    ...OnlyText,
    text: z.looseObject({ format: z.looseObject({ type: z.literal('text') }).optional() }).nullish(),
    /** Nothing is kept on the server: a conversation is sent whole. */
    previous_response_id: z.null().optional(),
    conversation: z.null().optional(),
    background: z.literal(false).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
  })
  .meta({ id: 'ResponsesRequest' })
export type ResponsesRequest = z.infer<typeof ResponsesRequestSchema>

const ResponseAnnotationSchema = z.strictObject({
  type: z.literal('url_citation'),
  ...{ start_index: z.int(), end_index: z.int(), url: z.string(), title: z.string() },
})
const OutputTextSchema = z.strictObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(ResponseAnnotationSchema),
  logprobs: z.array(z.unknown()).max(0),
})
export type OutputText = z.infer<typeof OutputTextSchema>
const StatusSchema = z.enum(['in_progress', 'completed', 'incomplete'])

export const ResponsesResponseSchema = z
  .strictObject({
    id: z.string(),
    object: z.literal('response'),
    created_at: z.int(),
    status: StatusSchema,
    error: z.null(),
    incomplete_details: z.strictObject({ reason: z.literal('max_output_tokens') }).nullable(),
    instructions: z.string().nullable(),
    max_output_tokens: z.int().nullable(),
    model: z.string(),
    output: z.array(
      z.strictObject({
        type: z.literal('message'),
        id: z.string(),
        status: StatusSchema,
        role: z.literal('assistant'),
        content: z.array(OutputTextSchema),
      }),
    ),
    parallel_tool_calls: z.boolean(),
    previous_response_id: z.null(),
    reasoning: z.strictObject({ effort: z.null(), summary: z.null() }),
    store: z.literal(false),
    temperature: z.null(),
    text: z.strictObject({ format: z.strictObject({ type: z.literal('text') }) }),
    tool_choice: z.enum(['none', 'auto']),
    tools: z.array(z.unknown()).max(0),
    top_p: z.null(),
    truncation: z.literal('auto'),
    usage: z
      .strictObject({
        input_tokens: z.int(),
        input_tokens_details: z.strictObject({ cached_tokens: z.int() }),
        output_tokens: z.int(),
        output_tokens_details: z.strictObject({ reasoning_tokens: z.int() }),
        total_tokens: z.int(),
      })
      .nullable(),
    user: z.null(),
    metadata: z.record(z.string(), z.string()),
    /** The whole answer as POST /ask gives it; absent while it is being made, and for what is no answer of the documents. */
    sourcier: AskResponseSchema.optional(),
  })
  .meta({ id: 'ResponsesResponse' })
export type ResponsesResponse = z.infer<typeof ResponsesResponseSchema>

// ---- embeddings ----

const INPUT_MAX_LENGTH = 20_000
const MOST_INPUTS = 256
const InputSchema = z.string().min(1).max(INPUT_MAX_LENGTH)

export const EmbeddingsRequestSchema = z
  .looseObject({
    model: z.string().max(200).optional(),
    /** Texts; tokens of another vocabulary mean nothing here. */
    input: z.union([InputSchema, z.array(InputSchema).min(1).max(MOST_INPUTS)]),
    encoding_format: z.enum(['float', 'base64']).nullish(),
    /** The model's own alone. */
    dimensions: z.int().positive().nullish(),
    /** Of models that embed questions otherwise than passages. */
    input_type: z.enum(['passage', 'question']).nullish(),
  })
  .meta({ id: 'EmbeddingsRequest' })
export type EmbeddingsRequest = z.infer<typeof EmbeddingsRequestSchema>

export const EmbeddingsResponseSchema = z
  .strictObject({
    object: z.literal('list'),
    model: z.string(),
    data: z.array(
      z.strictObject({
        object: z.literal('embedding'),
        index: z.int(),
        /** Of length 1; with base64, 32-bit floats in little-endian order. */
        embedding: z.union([z.array(z.number()), z.string()]),
      }),
    ),
    usage: z.strictObject({ prompt_tokens: z.int(), total_tokens: z.int() }),
  })
  .meta({ id: 'EmbeddingsResponse' })
export type EmbeddingsResponse = z.infer<typeof EmbeddingsResponseSchema>

export const ModelSchema = z
  .strictObject({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .meta({ id: 'Model' })
export const ModelListSchema = z.strictObject({ object: z.literal('list'), data: z.array(ModelSchema) })

/** Clients show `message`, so it holds both languages; `messages` keeps them apart. */
export const OpenAIErrorSchema = z
  .strictObject({
    error: z.strictObject({
      message: z.string(),
      type: z.enum(['invalid_request_error', 'authentication_error', 'rate_limit_error', 'server_error']),
      code: z.string(),
      param: z.string().nullable(),
      messages: BilingualSchema,
    }),
  })
  .meta({ id: 'OpenAIError' })
export type OpenAIErrorBody = z.infer<typeof OpenAIErrorSchema>
