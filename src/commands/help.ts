/** `--help`: of one command, with every setting and the other commands. */
import { type Flags, SETTINGS } from '../config.ts'
import type { Language } from '../domain.ts'
import { type Messages, messages } from '../messages/index.ts'
import type { Command } from './command.ts'

export function helpText(one: Command, all: readonly Command[], language: Language): string {
  const { command, settings } = messages(language)
  return [
    command.purpose,
    '',
    `${command.usage}: ${one.script}${one.takesRest ? ' "…"' : ''} [--…]`,
    `  ${one.summary(command)}`,
    '',
    ...[...one.flags, 'help' as const, 'version' as const].map((flag) => `  ${`--${flag}`.padEnd(20)} ${FLAGS[flag](command)}`),
    '',
    `${command.settings}:`,
    ...SETTINGS.map((s) => `  ${`${s.flag} ${s.value}`.padEnd(20)} ${`${s.env}, ${s.default}`.padEnd(38)} ${settings[s.name]}`),
    '',
    `${command.commands}:`,
    ...all.map(({ script, summary }) => `  ${script.padEnd(20)} ${summary(command)}`),
    '',
  ].join('\n')
}

const FLAGS: Record<keyof Flags | 'help' | 'version', (text: Messages['command']) => string> = {
  json: ({ jsonFlag }) => jsonFlag,
  watch: ({ watchFlag }) => watchFlag,
  collection: ({ collectionFlag }) => collectionFlag,
  split: ({ splitFlag }) => splitFlag,
  'write-baseline': ({ baselineFlag }) => baselineFlag,
  questions: ({ questionsFlag }) => questionsFlag,
  mode: ({ modeFlag }) => modeFlag,
  baseline: ({ baselineFileFlag }) => baselineFileFlag,
  reading: ({ readingFlag }) => readingFlag,
  report: ({ reportFlag }) => reportFlag,
  help: ({ helpFlag }) => helpFlag,
  version: ({ versionFlag }) => versionFlag,
}
