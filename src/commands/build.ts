/** `index`: builds the index, or says that it is up to date; with --watch, stays and follows the documents. */
import type { BuiltIndex } from '../build-index.ts'
import { snapshotOf } from '../documents/read.ts'
import type { Language } from '../domain.ts'
import { isAppError } from '../errors.ts'
import { messages } from '../messages/index.ts'
import { keepFresh } from '../refresh.ts'
import { type Command, type Invocation, printError, printThrown, untilStopped } from './command.ts'
import { openEngine, type ProgressStep } from './open.ts'

export const buildCommand: Command = { script: 'npm run index --', flags: ['watch'], summary: ({ index }) => index, run }

async function run(invocation: Invocation): Promise<number> {
  const { config, flags, language } = invocation
  // To the server that started this build, if one did.
  const report = (step: ProgressStep): void => void process.send?.(step)
  const indexed = await snapshotOf(config.documents)
  printBuilt(await openEngine(invocation, report), language)
  if (!flags.watch) return 0
  process.stderr.write(`${messages(language).command.watching(config.documents)}\n`)
  const refresher = await keepFresh({
    documentsFolder: config.documents,
    indexFolder: config.index,
    seconds: config.refresh || 5,
    served: { notices: [] },
    indexed,
    rebuild: async () => {
      const built = await openEngine(invocation, report).catch((thrown: unknown) => {
        if (!isAppError(thrown)) throw thrown
        printError(thrown)
      })
      if (built) printBuilt(built, language)
      return built !== undefined
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

function printBuilt({ index, built, summary }: BuiltIndex, language: Language): void {
  const { command } = messages(language)
  const { documents, passages, manifest } = index
  const ready = command.ready(documents.length, passages.length, manifest.generation)
  process.stdout.write(`${built ? command.built : command.upToDate}: ${ready}\n${command.summary(summary)}\n`)
}
