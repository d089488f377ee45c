/**
 * The command line: the only reader of arguments and environment; chooses the command and the exit code
 * (0 done, 1 failed, 2 wrong use or configuration).
 */
import { buildCommand } from './commands/build.ts'
import { type Command, type Environment, printError } from './commands/command.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evalCommand } from './commands/evaluation.ts'
import { feedbackCommand } from './commands/feedback.ts'
import { helpText } from './commands/help.ts'
import { mcpCommand } from './commands/mcp.ts'
import { askCommand } from './commands/question.ts'
import { serveCommand } from './commands/serve.ts'
import { readCommandLine } from './config.ts'
import type { Language } from './domain.ts'
import { AppError, type ErrorCode, isAppError } from './errors.ts'
import { VERSION } from './version.ts'

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['serve', serveCommand],
  ['index', buildCommand],
  ['ask', askCommand],
  ['eval', evalCommand],
  ['mcp', mcpCommand],
  ['feedback', feedbackCommand],
  ['doctor', doctorCommand],
])
const USAGE_ERRORS: ReadonlySet<ErrorCode> = new Set(['config-invalid', 'command-unknown', 'request-invalid'])

/** @returns the exit code */
export async function main(argv: readonly string[], env: Environment): Promise<number> {
  try {
    const [name = 'serve', ...rest] = argv[0]?.startsWith('-') ? ['serve', ...argv] : argv
    const command = COMMANDS.get(name)
    if (!command) throw new AppError('command-unknown', { command: name })
    // Help and version are given even when a setting is wrong.
    const told = rest.includes('--help') ? help(command, env) : rest.includes('--version') ? `${VERSION}\n` : undefined
    if (told !== undefined) {
      process.stdout.write(told)
      return 0
    }
    const line = readCommandLine(rest, env, command.flags, command.takesRest)
    return await command.run({ ...line, env, language: terminalLanguage(line.config.language, env) })
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown
    printError(thrown)
    return USAGE_ERRORS.has(thrown.code) ? 2 : 1
  }
}

function help(command: Command, env: Environment): string {
  return helpText(command, [...COMMANDS.values()], terminalLanguage(env.SOURCIER_LANGUAGE, env))
}

/** The terminal's language: as set, else from the locale. */
function terminalLanguage(setting: string | undefined, env: Environment): Language {
  if (setting === 'en' || setting === 'fr') return setting
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase().startsWith('fr') ? 'fr' : 'en'
}
