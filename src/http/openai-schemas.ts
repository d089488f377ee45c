/** The part of OpenAI's protocol that Sourcier speaks. Unknown fields are ignored: clients send many. */
import { z } from 'zod'
import { AskResponseSchema, BilingualSchema } from '../domain.ts'

const MESSAGE_MAX_LENGTH = 200_000

const ContentSchema = z.union([
  z.string().max(MESSAGE_MAX_LENGTH),
  z.array(z.looseObject({ type: z.string(), text: z.string().max(MESSAGE_MAX_LENGTH).optional() })).max(50),
  z.null(),
])

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
      .max(200),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  })
  .meta({ id: 'ChatRequest' })
export type ChatRequest = z.infer<typeof ChatRequestSchema>

const UrlCitationSchema = z.strictObject({
  type: z.literal('url_citation'),
  url_citation: z.strictObject({ start_index: z.int(), end_index: z.int(), url: z.string(), title: z.string() }),
})
export type UrlCitation = z.infer<typeof UrlCitationSchema>

/** No tokens are counted: nothing is billed. */
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
        finish_reason: z.literal('stop'),
      }),
    ),
    usage: UsageSchema,
    /** The whole answer as POST /ask gives it, citations with their exact spans included. */
    sourcier: AskResponseSchema,
  })
  .meta({ id: 'ChatResponse' })
export type ChatResponse = z.infer<typeof ChatResponseSchema>

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
