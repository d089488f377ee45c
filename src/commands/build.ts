/** `index`: builds the index, or says that it is up to date; with --watch, stays and follows the documents. */
import { once } from 'node:events'
import type { BuiltIndex } from '../build-index.ts'
import { snapshotOf } from '../documents/read.ts'
import type { Language } from '../domain.ts'
import { type ErrorCode, type ErrorParams, isAppError } from '../errors.ts'
import { messages } from '../messages/index.ts'
import { keepFresh, type Served } from '../refresh.ts'
import type { OpenIndex } from '../store/home.ts'
import { type Environment, type Invocation, printError, printThrown, untilStopped } from './command.ts'
import { documentsOf, homeOf, openEngine, type ProgressStep } from './open.ts'

export async function run(invocation: Invocation): Promise<number> {
  const { config, flags, language } = invocation
  // To the server that started this build, if one did.
  const onProgress = (step: ProgressStep): void => report(step)
  const documentsFolder = documentsOf(config)
  const indexed = documentsFolder === undefined ? new Map<string, string>() : await snapshotOf(documentsFolder, config.ocr === 'on')
  const waiting = await waitingSources(invocation.env)
  const first = await openEngine(invocation, { onProgress, waiting }).catch(reportFailure)
  printBuilt(first, language)
  if (!flags.watch) return 0
  process.stderr.write(`${messages(language).command.watching(config.documents)}\n`)
  const served: Served = { notices: first.notices }
  const refresher = await keepFresh({
    documentsFolder,
    ocr: config.ocr === 'on',
    home: await homeOf(config),
    indexFolder: config.index,
    seconds: config.refresh || 5,
    served,
    indexed,
    rebuild: async (waiting) => {
      try {
        const built = await openEngine(invocation, { waiting })
        served.notices = built.notices
        printBuilt(built, language)
        return undefined
      } catch (thrown) {
        if (!isAppError(thrown)) throw thrown
        printError(thrown)
        return thrown
      }
    },
    onError: printThrown,
  })
  // The timers of a refresher do not keep the process alive; this one does.
  const alive = setInterval(() => {}, 1 << 30)
  await untilStopped()
  clearInterval(alive)
  refresher.close()
  return 0
}

/** What a build tells the server that started it. */
export type BuildMessage = ProgressStep | { failed: { code: ErrorCode; params: ErrorParams[ErrorCode] } }
/** What the server tells the build, once and first: the sources of files that are still being written. */
export interface BuildOrder {
  waiting: string[]
}
/** Set by a server for the build that it starts; other programs have channels to their children too, and send nothing. */
export const REBUILD_ENV = { SOURCIER_REBUILD: '1' }

function report(message: BuildMessage): void {
  process.send?.(message)
}

function reportFailure(thrown: unknown): never {
  if (isAppError(thrown)) report({ failed: { code: thrown.code, params: thrown.params } })
  throw thrown
}

async function waitingSources({ SOURCIER_REBUILD }: Environment): Promise<ReadonlySet<string>> {
  if (SOURCIER_REBUILD !== REBUILD_ENV.SOURCIER_REBUILD || !process.send) return new Set()
  const [order] = (await once(process, 'message')) as [BuildOrder]
  return new Set(order.waiting)
}

function printBuilt({ index, built, summary }: BuiltIndex<OpenIndex>, language: Language): void {
  const { command } = messages(language)
  const { counts, generation } = index.manifest
  const ready = command.ready(counts.documents, counts.passages, generation)
  process.stdout.write(`${built ? command.built(ready) : command.upToDate(ready)}\n${command.summary(summary)}\n`)
}
