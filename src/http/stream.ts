/** One answer as server-sent events: aborts on disconnect, sends a heartbeat, always releases the gate slot. */
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { AppEnv } from './env.ts'
import type { Log } from './log.ts'

/** Milliseconds. */
const HEARTBEAT = 10_000

/** A response of a kind that the types of a route cannot express: a stream, a page, plain text. */
export const untyped = (response: Response | Promise<Response>) => response as never

/** @param write sends everything; its signal is aborted when the client disconnects */
export function eventStream(
  c: Context<AppEnv>,
  log: Log,
  write: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<void>,
): Response {
  // A proxy that buffers or transforms would deliver the stream as one late response.
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-cache, no-transform')
  c.set('streams', true)
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    const disconnect = (): void => gone.abort()
    const { signal } = c.req.raw
    // A write to a disconnected client may never resolve: the slot is released without waiting for it.
    gone.signal.addEventListener('abort', c.get('release'))
    stream.onAbort(disconnect)
    signal.addEventListener('abort', disconnect)
    // Proxies close idle connections, and a language model may need long for its first token.
    const heartbeat = setInterval(() => void stream.write(': \n\n').catch(disconnect), HEARTBEAT)
    try {
      await write(stream, gone.signal)
    } catch (thrown) {
      // The response has begun: an error can only end the stream.
      if (!gone.signal.aborted) log.error({ err: thrown, requestId: c.get('requestId') }, 'stream')
    } finally {
      clearInterval(heartbeat)
      // A listener would keep the signal, and with it the request, in memory.
      signal.removeEventListener('abort', disconnect)
      c.get('release')()
    }
  })
}
