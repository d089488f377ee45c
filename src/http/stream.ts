/** One answer as server-sent events: whoever leaves stops the work, silence is filled, and the place at the gate is given back however it ends. */
import type { Context } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import type { AppEnv } from './env.ts'
import type { Log } from './log.ts'

/** Milliseconds. */
const HEARTBEAT = 10_000

/** @param write sends everything; its signal tells that nobody listens any more */
export function eventStream(
  c: Context<AppEnv>,
  log: Log,
  write: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<void>,
): Response {
  // Proxies that buffer or transform would turn a stream into one late lump.
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-cache, no-transform')
  c.set('streams', true)
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    const leave = (): void => gone.abort()
    const { signal } = c.req.raw
    // Whoever has left may never take what is being written: the place is free all the same.
    gone.signal.addEventListener('abort', c.get('leave'))
    stream.onAbort(leave)
    signal.addEventListener('abort', leave)
    // A proxy that hears nothing for long hangs up, and a language model may think for long.
    const heartbeat = setInterval(() => void stream.write(': \n\n').catch(leave), HEARTBEAT)
    try {
      await write(stream, gone.signal)
    } catch (thrown) {
      // The response has begun: a stream that breaks off is all that the client can be told.
      if (!gone.signal.aborted) log.error({ err: thrown, requestId: c.get('requestId') }, 'stream')
    } finally {
      clearInterval(heartbeat)
      // Node keeps a signal, and its request, for as long as somebody listens.
      signal.removeEventListener('abort', leave)
      c.get('leave')()
    }
  })
}
