/** `mcp`: the Model Context Protocol on standard input and output. Only the protocol may write to standard output. */
import { ask } from '../ask.ts'
import { search } from '../search.ts'
import { VERSION } from '../version.ts'
import { type Invocation, untilStopped } from './command.ts'
import { openEngine } from './open.ts'

export async function run(invocation: Invocation): Promise<number> {
  const { language } = invocation
  const { createMcpServer } = await import('../mcp/server.ts')
  const { engine } = await openEngine(invocation, { orEarlier: true })
  const server = createMcpServer(
    {
      ask: (request) => ask(request, engine, language),
      search: (query, options) => search(query, engine, { ...options, preferred: language }),
      document: (id) => engine.corpus.document(id),
      documents: () => engine.corpus.documents(),
    },
    VERSION,
  )
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const inputEnded = new Promise((resolve) => process.stdin.once('end', resolve))
  await server.connect(new StdioServerTransport())
  await Promise.race([inputEnded, untilStopped()])
  await server.close()
  process.stdin.destroy()
  return 0
}
