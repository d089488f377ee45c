/** The real server over the seeds, on a port of its own, in this process; and requests that no client library would send. */
import { mkdtempSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buildIndex } from '../../src/build-index.ts'
import { type Config, DEFAULT_MODEL, readCommandLine, type Tokens } from '../../src/config.ts'
import { openModels } from '../../src/embed/open.ts'
import type { Engine } from '../../src/engine.ts'
import { AppError } from '../../src/errors.ts'
import type { AppState } from '../../src/http/env.ts'
import { type RunningServer, serve, type Timeouts } from '../../src/http/serve.ts'

/** One index for all tests of a run that ask about the samples: the first of them builds it. */
const INDEX = join(tmpdir(), 'sourcier-samples')

export async function seedsEngine(): Promise<Engine> {
  const models = await openModels(DEFAULT_MODEL)
  for (;;) {
    try {
      const { index } = await buildIndex({ documentsFolder: 'seeds', indexFolder: INDEX, models, store: 'exact' })
      return { corpus: index.corpus, ...models }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'index-locked')) throw error
      await wait(200)
    }
  }
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'sourcier-http-'))
}

export interface Started extends RunningServer {
  state: AppState
  port: number
  feedbackFile: string
}

export async function start(engine: Engine, config: Partial<Config> = {}, tokens: Tokens = {}, timeouts?: Timeouts): Promise<Started> {
  const state: AppState = { engine, notices: [] }
  const feedbackFile = join(temporary(), 'feedback.jsonl')
  const own = { ...readCommandLine([], {}).config, port: 0, feedback: feedbackFile, ...config }
  const running = await serve(own, tokens, state, timeouts)
  return { ...running, state, port: Number(new URL(running.url).port), feedbackFile }
}

/** Bytes as they are, and everything that came back until the server hung up, or nothing more for `patience` milliseconds. */
export function raw(port: number, bytes: string | Buffer, patience = 5000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const parts: Buffer[] = []
    const done = (): void => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString('latin1'))
    }
    socket.setTimeout(patience, done)
    socket.on('data', (part) => parts.push(part))
    socket.once('error', done)
    socket.once('close', done)
    socket.write(bytes)
  })
}

export function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0)
}
