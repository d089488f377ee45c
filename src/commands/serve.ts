/** `serve`: the web chat and the HTTP API; indexes first, and again whenever documents change. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { readTokens } from '../config.ts'
import { snapshotOf } from '../documents/read.ts'
import { LANGUAGES } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { AppState } from '../http/env.ts'
import { messages } from '../messages/index.ts'
import { keepFresh, type Refresher } from '../refresh.ts'
import { type BuildMessage, type BuildOrder, REBUILD_ENV } from './build.ts'
import { type Invocation, printThrown } from './command.ts'
import { documentsOf, openEngine, type ProgressStep, ROOT } from './open.ts'

export async function run(invocation: Invocation): Promise<number> {
  const { config, env, language } = invocation
  const { command } = messages(language)
  const state: AppState = { notices: [] }
  // Listening first: a port in use is known at once, and /health answers 503 until the index is open.
  const { serve } = await import('../http/serve.ts')
  const server = await serve(config, readTokens(env), state)
  let refresher: Refresher
  try {
    const documentsFolder = documentsOf(config)
    const indexed = documentsFolder === undefined ? new Map<string, string>() : await snapshotOf(documentsFolder, config.ocr === 'on')
    const { index, notices, engine, earlier, home } = await openEngine(invocation, {
      orEarlier: true,
      onProgress: (step) => {
        state.progress = toProgress(step)
      },
      onNotice: (notice) => {
        state.notices = [...state.notices, notice]
      },
      onPartial: (engine) => {
        if (!state.engine && engine.partial) {
          process.stderr.write(`${command.partial(engine.partial.documents, engine.partial.of, server.url)}\n`)
        }
        state.engine = engine
      },
    })
    delete state.progress
    state.notices = notices
    state.engine = engine
    refresher = await keepFresh({
      ...{ documentsFolder, home },
      ocr: config.ocr === 'on',
      indexFolder: config.index,
      seconds: config.refresh,
      served: state,
      indexed,
      earlier,
      rebuild: (waiting) => rebuildInChild(invocation, state, waiting),
      onError: printThrown,
    })
    const { look } = refresher
    state.reindex = () => void look(true).catch(printThrown)
    const { counts, generation } = index.corpus.about
    process.stderr.write(`${command.ready(counts.documents, counts.passages, generation)}\n`)
    process.stdout.write(`${command.listening(server.url)}\n`)
  } catch (thrown) {
    await server.close()
    throw thrown
  }
  await server.stopped(() => process.stderr.write(`${command.stopping}\n`))
  refresher.close()
  return 0
}

/** Builds in a child process: answers go on meanwhile, and the memory of a build is given back. @returns why it failed, if it did */
function rebuildInChild({ config, env }: Invocation, state: AppState, waiting: ReadonlySet<string>): Promise<AppError | undefined> {
  const settings = (['documents', 'index', 'model', 'reader', 'store', 'ocr'] as const).flatMap((name) => [`--${name}`, config[name]])
  const builder = fork(join(ROOT, 'bin', 'sourcier.mjs'), ['index', ...settings], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Addresses of databases hold passwords: flags are visible to everyone on a machine.
    env: { ...env, SOURCIER_DATABASE: config.database, ...REBUILD_ENV },
  })
  // Until the first report: a process takes a second to start.
  state.progress = toProgress({ stage: 'documents', done: 0, total: 0 })
  let failed: AppError | undefined
  builder.on('message', (message: BuildMessage) => {
    if ('failed' in message) failed = new AppError(message.failed.code, message.failed.params)
    else state.progress = toProgress(message)
  })
  const order: BuildOrder = { waiting: [...waiting] }
  builder.send(order)
  const stop = (): boolean => builder.kill()
  process.once('exit', stop)
  return new Promise((resolve) => {
    builder.once('close', (code, signal) => {
      process.off('exit', stop)
      delete state.progress
      resolve(code === 0 ? undefined : (failed ?? new AppError('rebuild-ended', { cause: signal ?? String(code) })))
    })
  })
}

/** How far a build is, in both languages. */
function toProgress({ stage, done, total }: ProgressStep): NonNullable<AppState['progress']> {
  const [en, fr] = LANGUAGES.map((language) => messages(language).command.stages[stage])
  return { label: { en: en ?? '', fr: fr ?? '' }, done, total }
}
