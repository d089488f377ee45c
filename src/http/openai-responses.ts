/** OpenAI's Responses protocol over the same answers, which newer clients speak by default. Nothing is kept: a conversation is sent whole. */

import { MODEL_NAME, type Piece, type Said, seconds } from './openai.ts'
import { countPieces, type Markdown } from './openai-markdown.ts'
import type { OutputText, ResponsesRequest, ResponsesResponse } from './openai-schemas.ts'

export function responsesMessages({ input, instructions }: ResponsesRequest): Said[] {
  const before = instructions ? [{ role: 'system', text: instructions }] : []
  if (typeof input === 'string') return [...before, { role: 'user', text: input }]
  // Calls of tools, their results and reasoning are items too, and nobody's words.
  const spoken = input.filter(({ type = 'message', role }) => type === 'message' && role !== undefined)
  return [...before, ...spoken.map(({ role = '', content = '' }) => ({ role, text: textOf(content) }))]
}

function textOf(content: string | { text?: string | undefined }[]): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n')
}

/** The name of the question's field in an error. */
export function responsesPlace({ input, instructions }: ResponsesRequest): (last: number) => string {
  return (last) => (typeof input === 'string' || last < 0 ? 'input' : `input.${last - (instructions ? 1 : 0)}.content`)
}

export interface ResponsesContext {
  request: ResponsesRequest
  promptPieces: number
  markdown: Markdown
}

type Answer = ResponsesResponse['sourcier']

/** @param id of the answer */
export function toResponse(id: string, { request, promptPieces, markdown }: ResponsesContext, answer: Answer): ResponsesResponse {
  const status = markdown.cut ? 'incomplete' : 'completed'
  const output = countPieces(markdown.text)
  return {
    ...shell(id, request),
    status,
    incomplete_details: markdown.cut ? { reason: 'max_output_tokens' } : null,
    output: [{ type: 'message', id: `msg_${id}`, status, role: 'assistant', content: [outputText(markdown)] }],
    usage: {
      input_tokens: promptPieces,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: promptPieces + output,
    },
    ...(answer ? { sourcier: answer } : {}),
  }
}

/** The response as it is at its beginning. */
function shell(id: string, { instructions, max_output_tokens, tool_choice, metadata }: ResponsesRequest): ResponsesResponse {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: seconds(),
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: instructions ?? null,
    max_output_tokens: max_output_tokens ?? null,
    model: MODEL_NAME,
    output: [],
    parallel_tool_calls: false,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: null,
    text: { format: { type: 'text' } },
    tool_choice: tool_choice ?? 'auto',
    tools: [],
    top_p: null,
    truncation: 'auto',
    usage: null,
    user: null,
    metadata: metadata ?? {},
  }
}

function outputText({ text, annotations }: Markdown): OutputText {
  const own = annotations.map(({ type, url_citation }) => ({ type, ...url_citation }))
  return { type: 'output_text', text, annotations: own, logprobs: [] }
}

/** Events of a stream in their order, numbered; the last one carries the whole response. */
export async function* responseEvents(
  pieces: AsyncIterable<Piece>,
  context: ResponsesContext,
): AsyncGenerator<{ event: string; data: string }> {
  const { markdown, request } = context
  let sequence_number = 0
  const event = (type: string, data: object): { event: string; data: string } => ({
    event: type,
    data: JSON.stringify({ type, sequence_number: sequence_number++, ...data }),
  })
  let id = ''
  const place = (): object => ({ item_id: `msg_${id}`, output_index: 0, content_index: 0 })
  let annotated = 0
  for await (const piece of pieces) {
    if ('start' in piece) {
      id = piece.start
      const response = shell(id, request)
      yield event('response.created', { response })
      yield event('response.in_progress', { response })
      const item = { type: 'message', id: `msg_${id}`, status: 'in_progress', role: 'assistant', content: [] }
      yield event('response.output_item.added', { output_index: 0, item })
      const part = { type: 'output_text', text: '', annotations: [], logprobs: [] }
      yield event('response.content_part.added', { ...place(), part })
    } else if ('text' in piece) {
      yield event('response.output_text.delta', { ...place(), delta: piece.text, logprobs: [] })
      const { annotations } = outputText(markdown)
      for (; annotated < annotations.length; annotated++) {
        const annotation = annotations[annotated]
        yield event('response.output_text.annotation.added', { ...place(), annotation_index: annotated, annotation })
      }
    } else {
      const response = toResponse(id, context, piece.end)
      const part = outputText(markdown)
      yield event('response.output_text.done', { ...place(), text: part.text, logprobs: [] })
      yield event('response.content_part.done', { ...place(), part })
      yield event('response.output_item.done', { output_index: 0, item: response.output[0] })
      yield event(markdown.cut ? 'response.incomplete' : 'response.completed', { response })
    }
  }
}
