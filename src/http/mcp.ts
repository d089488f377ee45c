/** /mcp: the Model Context Protocol over HTTP, stateless: one request, one server, no sessions. */
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { Context } from 'hono'
import { ask } from '../ask.ts'
import { createMcpServer, type McpBackend } from '../mcp/server.ts'
import { search } from '../search.ts'
import { VERSION } from '../version.ts'
import type { AppEnv, Shared } from './env.ts'

export async function handleMcp(c: Context<AppEnv>, body: unknown, shared: Shared): Promise<Response> {
  const engine = shared.engine()
  const backend: McpBackend = {
    async ask(request) {
      const answer = await ask(request, engine, 'en', c.req.raw.signal)
      shared.answered(answer, c.get('requestId'))
      return answer
    },
    search: (query, options) => search(query, engine, options),
    document: (id) => engine.corpus.document(id),
    documents: () => engine.corpus.documents(),
  }
  const server = createMcpServer(backend, VERSION)
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  await server.connect(transport)
  try {
    return await transport.handleRequest(c.req.raw, { parsedBody: body })
  } finally {
    await server.close()
  }
}
