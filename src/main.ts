/**
 * The command line: the only reader of arguments and environment; chooses the command and the exit code
 * (0 done, 1 failed, 2 wrong use or configuration).
 */
import { type Command, type Environment, printError, setErrorOutput } from './commands/command.ts'
import { COMMANDS } from './commands/commands.ts'
import { helpText } from './commands/help.ts'
import { readCommandLine } from './config.ts'
import { LANGUAGES, type Language } from './domain.ts'
import { AppError, causeText, codeOf, type ErrorCode, isAppError } from './errors.ts'
import { nearest, terminalOf } from './terminal.ts'
import { VERSION } from './version.ts'

const USAGE_ERRORS: ReadonlySet<ErrorCode> = new Set(['config-invalid', 'command-unknown', 'request-invalid'])

/** @returns the exit code */
export async function main(argv: readonly string[], env: Environment): Promise<number> {
  setErrorOutput(terminalOf(process.stderr, env), localeLanguage(env.SOURCIER_LANGUAGE, env))
  watchOutputs()
  try {
    const [name = 'serve', ...rest] = argv[0]?.startsWith('-') ? ['serve', ...argv] : argv
    const command = COMMANDS.get(name)
    if (!command) throw new AppError('command-unknown', { command: name, meant: nearest(name, [...COMMANDS.keys()]) })
    // Help and version are given even when a setting is wrong.
    const told = rest.includes('--help') ? help(command, env) : rest.includes('--version') ? `${VERSION}\n` : undefined
    if (told !== undefined) {
      process.stdout.write(told)
      return 0
    }
    const line = readCommandLine(rest, env, command.flags, command.takesRest)
    const language = localeLanguage(line.config.language, env)
    setErrorOutput(terminalOf(process.stderr, env), language)
    return await command.run({ ...line, env, language: language ?? 'en', terminal: terminalOf(process.stdout, env) })
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown
    printError(thrown)
    return USAGE_ERRORS.has(thrown.code) ? 2 : 1
  }
}

/** No output that fails ends a command: a server goes on although the disk of its log is full. What was to be printed is lost. */
function watchOutputs(): void {
  let isTold = false
  process.stdout.on('error', (cause) => {
    // Whoever reads may have seen enough, as `head` has.
    if (isTold || codeOf(cause) === 'EPIPE') return
    isTold = true
    printError(new AppError('output-unwritable', { cause: causeText(cause) }, { cause }))
    // Last: the command's own code is not known yet.
    process.once('exit', () => {
      process.exitCode ||= 1
    })
  })
  // There is nowhere left to tell it.
  process.stderr.on('error', () => {})
}

function help(command: Command, env: Environment): string {
  const language = localeLanguage(env.SOURCIER_LANGUAGE, env) ?? 'en'
  return helpText(command, [...COMMANDS.values()], language, terminalOf(process.stdout, env))
}

/** The terminal's language: as set, else from the locale; undefined where neither tells. */
function localeLanguage(setting: string | undefined, env: Environment): Language | undefined {
  if (setting === 'en' || setting === 'fr') return setting
  const locale = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase()
  return LANGUAGES.find((language) => locale.startsWith(language))
}
