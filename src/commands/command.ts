/** What a command is, and what every command receives. */
import type { CommandLine, Flags } from '../config.ts'
import type { Language } from '../domain.ts'
import { type AppError, isAppError } from '../errors.ts'
import { errorText, type Messages } from '../messages/index.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Invocation extends CommandLine {
  env: Environment
  /** Of the terminal. */
  language: Language
}

export interface Command {
  /** npm script that runs it. */
  script: string
  /** Flags of its own, beside the settings. */
  flags: readonly (keyof Flags)[]
  /** Whether words without a dash are expected: a question. */
  takesRest?: boolean
  summary: (text: Messages['command']) => string
  /** @returns the exit code: 0 done, 1 failed, 2 wrong use */
  run: (invocation: Invocation) => Promise<number>
}

/** Prints an error on standard error in both languages: a log may have another reader than the terminal had. */
export function printError(error: AppError): void {
  process.stderr.write(`${error.code}\n  ${errorText(error, 'en')}\n  ${errorText(error, 'fr')}\n`)
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
