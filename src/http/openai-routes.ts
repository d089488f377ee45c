/** The routes of OpenAI's protocol with their handlers: answers in two shapes, streamed or not, vectors, the list of models. */
import { randomUUID } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ask, askEvents } from '../ask.ts'
import type { AskEvent, AskRequest, AskResponse } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ApiRoutes } from './api.ts'
import type { AppEnv, Shared } from './env.ts'
import { acceptedLanguage } from './language.ts'
import {
  chatLimit,
  chatMessages,
  completionChunks,
  MODEL,
  MODEL_NAME,
  markdownPieces,
  type Piece,
  piecesOf,
  type Said,
  toAskRequest,
  toCompletion,
  toMarkdown,
  toTextCompletion,
} from './openai.ts'
import { toEmbeddings } from './openai-embeddings.ts'
import { Markdown } from './openai-markdown.ts'
import { responseEvents, responsesMessages, responsesPlace, toResponse } from './openai-responses.ts'
import { taskOf, taskText } from './openai-tasks.ts'
import { publicAddress } from './prefix.ts'
import { eventStream, untyped } from './stream.ts'

export function addOpenAIRoutes(app: OpenAPIHono<AppEnv>, routes: ApiRoutes, shared: Shared): void {
  app.openapi(routes.models, (c) => c.json({ object: 'list' as const, data: [MODEL] }, 200))
  app.openapi(routes.model, (c) => {
    if (c.req.valid('param').model !== MODEL_NAME) throw new AppError('route-unknown', { path: c.req.path.slice(0, 100) })
    return c.json(MODEL, 200)
  })
  app.openapi(routes.embeddings, async (c) =>
    c.json(await toEmbeddings(c.req.valid('json'), shared.engine().embedder, c.req.raw.signal), 200),
  )
  app.openapi(routes.chatCompletions, async (c) => {
    const chat = c.req.valid('json')
    const said = chatMessages(chat)
    const asked = await conversation(c, said, (last) => (last < 0 ? 'messages' : `messages.${last}.content`), shared)
    const wanted = { base: asked.base, limit: chatLimit(chat), promptPieces: piecesOf(said) }
    if (!chat.stream) {
      if ('text' in asked) return c.json(toTextCompletion(randomUUID(), asked.text, wanted), 200)
      return c.json(toCompletion(await asked.answer(), wanted), 200)
    }
    const withUsage = chat.stream_options?.include_usage === true
    const stream = eventStream(c, shared.log, async (stream, signal) => {
      const markdown = new Markdown(asked.base, wanted.limit)
      const pieces = 'text' in asked ? textPieces(asked.text, markdown) : markdownPieces(asked.events(signal), markdown)
      for await (const data of completionChunks(pieces, markdown, { promptPieces: wanted.promptPieces, withUsage })) {
        if (signal.aborted) return
        await stream.writeSSE({ data })
      }
    })
    return untyped(stream)
  })
  app.openapi(routes.responses, async (c) => {
    const request = c.req.valid('json')
    const said = responsesMessages(request)
    const asked = await conversation(c, said, responsesPlace(request), shared)
    const wanted = { base: asked.base, limit: request.max_output_tokens ?? Number.POSITIVE_INFINITY, promptPieces: piecesOf(said) }
    const context = (markdown: Markdown) => ({ request, promptPieces: wanted.promptPieces, markdown })
    if (!request.stream) {
      if ('text' in asked) {
        const markdown = new Markdown(asked.base)
        markdown.paragraph(asked.text)
        return c.json(toResponse(randomUUID(), context(markdown), undefined), 200)
      }
      const answer = await asked.answer()
      return c.json(toResponse(answer.id, context(toMarkdown(answer, wanted)), answer), 200)
    }
    const stream = eventStream(c, shared.log, async (stream, signal) => {
      const markdown = new Markdown(asked.base, wanted.limit)
      const pieces = 'text' in asked ? textPieces(asked.text, markdown) : markdownPieces(asked.events(signal), markdown)
      for await (const event of responseEvents(pieces, context(markdown))) {
        if (signal.aborted) return
        await stream.writeSSE(event)
      }
    })
    return untyped(stream)
  })
}

type Asked = { base: string } & (
  | { text: string }
  | { answer: () => Promise<AskResponse>; events: (signal: AbortSignal) => AsyncIterable<AskEvent> }
)

/** What a conversation asks for: an answer of the documents, or a text that clients want between two questions. */
async function conversation(c: Context<AppEnv>, said: readonly Said[], place: (last: number) => string, shared: Shared): Promise<Asked> {
  const engine = shared.engine()
  const preferred = acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  const base = publicAddress(c, shared.settings)
  const task = taskOf(said)
  if (task) return { base, text: await taskText(task, engine, preferred) }
  const request: AskRequest = toAskRequest(said, place)
  return {
    base,
    async answer() {
      const answer = await ask(request, engine, preferred, c.req.raw.signal)
      shared.answered(answer, c.get('requestId'))
      return answer
    },
    async *events(signal) {
      for await (const event of askEvents(request, engine, preferred, signal)) {
        if (event.event === 'answer-end') shared.answered(event.data, c.get('requestId'))
        yield event
      }
    },
  }
}

async function* textPieces(text: string, markdown: Markdown): AsyncGenerator<Piece> {
  yield { start: randomUUID() }
  yield { text: markdown.paragraph(text) }
  yield { end: undefined }
}
