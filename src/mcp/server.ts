/** The Model Context Protocol over the same answers: three tools, each of which returns exact spans, documents, a prompt. Stateless. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import {
  type AskPassage,
  AskPassageSchema,
  type AskRequest,
  AskRequestSchema,
  type AskResponse,
  AskResponseSchema,
  LanguageSchema,
  QUESTION_MAX_LENGTH,
} from '../domain.ts'
import { AppError, isAppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import { addResources, type ResourceBackend } from './resources.ts'

/** Backend of the tools. */
export interface McpBackend extends ResourceBackend {
  ask(request: AskRequest): Promise<AskResponse>
  search(query: string, options: { limit: number; documents?: readonly string[] | undefined }): Promise<AskPassage[]>
}

/** UTF-16 code units that one call of read_document returns at most. */
const READ_MAX_LENGTH = 20_000

/** Without the schema's id, which would become a $ref: the protocol requires an object at the root. */
const AskOutput = z.strictObject(AskResponseSchema.shape)
const documents = AskRequestSchema.shape.documents.describe(inBothLanguages('documents'))
const SearchInput = z.strictObject({
  query: AskRequestSchema.shape.question,
  limit: z.int().min(1).max(20).default(5),
  documents,
})
const ReadInput = z.strictObject({ id: z.string().max(64), start: z.int().nonnegative().default(0), end: z.int().positive().optional() })
const ReadOutput = z.strictObject({
  ...{ documentId: z.string(), source: z.string(), title: z.string(), language: LanguageSchema, characters: z.int() },
  ...{ start: z.int(), end: z.int(), text: z.string() },
})
const AskInput = z.strictObject({
  question: AskRequestSchema.shape.question,
  language: AskRequestSchema.shape.language,
  history: AskRequestSchema.shape.history,
  about: AskRequestSchema.shape.about,
  documents,
})

export function createMcpServer(backend: McpBackend, version: string): McpServer {
  const server = new McpServer({ name: 'sourcier', version }, { instructions: inBothLanguages('instructions') })
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false }
  server.registerTool(
    'ask',
    {
      title: inBothLanguages('askTitle'),
      description: inBothLanguages('ask'),
      inputSchema: AskInput,
      outputSchema: AskOutput,
      annotations,
    },
    (input) => answerTool(async () => answerContent(await backend.ask(AskRequestSchema.parse(input)))),
  )
  server.registerTool(
    'search',
    {
      ...{ title: inBothLanguages('searchTitle'), description: inBothLanguages('search'), inputSchema: SearchInput, annotations },
      outputSchema: z.strictObject({ passages: z.array(AskPassageSchema) }),
    },
    ({ query, limit, documents: own }) =>
      answerTool(async () => {
        const passages = await backend.search(query, { limit, documents: own })
        return { text: passages.map(passageText).join('\n\n'), structured: { passages } }
      }),
  )
  server.registerTool(
    'read_document',
    {
      title: inBothLanguages('readTitle'),
      description: inBothLanguages('read'),
      inputSchema: ReadInput,
      outputSchema: ReadOutput,
      annotations,
    },
    ({ id, start, end }) =>
      answerTool(async () => {
        const document = await backend.document(id)
        if (!document) throw new AppError('document-unknown', { id: id.slice(0, 40) })
        const { text, source, title, language } = document
        const from = Math.min(start, text.length)
        const to = Math.max(from, Math.min(end ?? text.length, from + READ_MAX_LENGTH, text.length))
        const span = text.slice(from, to)
        return {
          text: span,
          structured: { documentId: id, source, title, language, characters: text.length, start: from, end: to, text: span },
        }
      }),
  )
  addResources(server, backend)
  server.registerPrompt(
    'ask_documents',
    {
      title: inBothLanguages('promptTitle'),
      description: inBothLanguages('prompt'),
      argsSchema: {
        question: z.string().max(QUESTION_MAX_LENGTH).describe(inBothLanguages('promptQuestion')),
        language: LanguageSchema.optional().describe(inBothLanguages('promptLanguage')),
      },
    },
    ({ question, language = 'en' }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: messages(language).mcp.promptText(question) } }],
    }),
  )
  // The lists never change while a client is connected; the library announces by itself that it would tell of changes.
  const fixed = { listChanged: false }
  server.server.registerCapabilities({ tools: fixed, prompts: fixed })
  return server
}

type ToolText = Exclude<keyof ReturnType<typeof messages>['mcp'], 'promptText'>

function inBothLanguages(name: ToolText): string {
  return `${messages('en').mcp[name]} / ${messages('fr').mcp[name]}`
}

function answerContent(answer: AskResponse): { text: string; structured: Record<string, unknown> } {
  const sources = answer.citations.map(
    ({ n, title, documentId, start, end, quote }) => `[${n}] ${title} (${documentId} ${start}–${end})\n${quote}`,
  )
  const others = (answer.versions ?? []).map(
    ({ text, citation: { title, documentId, start, end } }) => `${text}\n${title} (${documentId} ${start}–${end})`,
  )
  return { text: [answer.answer, ...sources, ...others].join('\n\n'), structured: { ...answer } }
}

function passageText({ title, documentId, start, end, text }: AskPassage): string {
  return `${title} (${documentId} ${start}–${end})\n${text}`
}

/** Runs a tool; an AppError becomes its result, in both languages, so that the calling model can correct its request. */
async function answerTool(work: () => Promise<{ text: string; structured: Record<string, unknown> }>) {
  try {
    const { text, structured } = await work()
    return { content: [{ type: 'text' as const, text }], structuredContent: structured }
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown
    const text = `${thrown.code}: ${errorText(thrown, 'en')} / ${errorText(thrown, 'fr')}`
    return { content: [{ type: 'text' as const, text }], isError: true }
  }
}
