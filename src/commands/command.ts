/** What a command is, and what every command receives. */
import type { CommandLine, Flags } from '../config.ts'
import { LANGUAGES, type Language } from '../domain.ts'
import { type AppError, isAppError } from '../errors.ts'
import { errorText, type Messages } from '../messages/index.ts'
import { PIPE, paint, type Terminal, wrapped } from '../terminal.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Invocation extends CommandLine {
  env: Environment
  /** Of the terminal. */
  language: Language
  /** Of standard output. */
  terminal: Terminal
}

export interface Command {
  /** npm script that runs it. */
  script: string
  /** Flags of its own, beside the settings. */
  flags: readonly (keyof Flags)[]
  /** Whether words without a dash are expected: a question. */
  takesRest?: boolean
  /** Whether it opens a port, and takes the settings of a server. */
  serves?: boolean
  summary: (text: Messages['command']) => string
  /** Two ways to call it. */
  examples: (text: Messages['command']) => readonly [string, string]
  /** @returns the exit code: 0 done, 1 failed, 2 wrong use */
  run: (invocation: Invocation) => Promise<number>
}

/** How errors are printed, as `main` has found out once: commands print some that do not end them. */
const output: { terminal: Terminal; language: Language | undefined } = { terminal: PIPE, language: undefined }

/** @param language undefined where neither a setting nor the locale tells */
export function setErrorOutput(terminal: Terminal, language: Language | undefined): void {
  Object.assign(output, { terminal, language })
}

/** On standard error: to a person in one language; to a log, which may have another reader than the terminal, in both. */
export function printError(error: AppError): void {
  const { terminal, language } = output
  if (!terminal.isTerminal) {
    process.stderr.write(`${[error.code, ...LANGUAGES.map((one) => `  ${errorText(error, one)}`)].join('\n')}\n`)
    return
  }
  const texts = (language ? [language] : LANGUAGES).map((one) => wrapped(errorText(error, one), terminal, '  ', 2))
  process.stderr.write(`${paint('✗', 'red', terminal)} ${texts.join('\n  ')} ${paint(`(${error.code})`, 'dim', terminal)}\n`)
}

/** An error of work in the background, which must not end the process. */
export function printThrown(thrown: unknown): void {
  if (isAppError(thrown)) printError(thrown)
  else process.stderr.write(`${String(thrown)}\n`)
}

/** Resolves at Ctrl+C or when the process is asked to end. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
