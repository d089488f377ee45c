/** A server that speaks OpenAI's protocol as badly as servers do: one behaviour a name. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The sentences of the prompt by their numbers, and the whole of it. */
export interface Asked {
  sentences: Map<number, string>
  prompt: string
  key: string
  /** Most tokens that were asked for. */
  tokens: number | undefined
}

export type Behaviour = (response: ServerResponse, asked: Asked) => void | Promise<void>

export interface FakeServer {
  url: string
  /** Requests so far, and those whose client hung up before the end. */
  count: () => number
  left: () => number
  behave(behaviour: Behaviour): void
  close(): Promise<void>
}

export async function startFakeServer(): Promise<FakeServer> {
  let behaviour: Behaviour = say('NONE')
  let count = 0
  let left = 0
  const server: Server = createServer(async (request, response) => {
    count++
    response.on('close', () => {
      if (!response.writableEnded) left++
    })
    const body = await bodyOf(request)
    const sent = JSON.parse(body) as { messages: { content: string }[]; max_tokens?: number; max_completion_tokens?: number }
    const prompt = sent.messages.map(({ content }) => content).join('\n')
    const sentences = new Map([...prompt.matchAll(/^\[(\d+)\] (.*)$/gm)].map(([, n, text]) => [Number(n), text as string]))
    await behaviour(response, {
      sentences,
      prompt,
      key: request.headers.authorization ?? '',
      tokens: sent.max_tokens ?? sent.max_completion_tokens,
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    count: () => count,
    left: () => left,
    behave: (next) => {
      behaviour = next
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

export const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

export function head(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

export function chunk(text: string, more: Record<string, unknown> = {}): string {
  const choice = { index: 0, delta: { role: 'assistant', content: text, ...more }, finish_reason: null }
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 0, model: 'fake', choices: [choice] })}\n\n`
}

/** A whole answer, in pieces of a few letters. */
export function say(text: string | ((asked: Asked) => string), pause = 0): Behaviour {
  return async (response, asked) => {
    head(response)
    const whole = typeof text === 'string' ? text : text(asked)
    for (const piece of whole.match(/[\s\S]{1,7}/g) ?? []) {
      response.write(chunk(piece))
      if (pause > 0) await wait(pause)
    }
    const end = {
      id: 'x',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'fake',
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
    }
    response.end(`data: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n`)
  }
}
