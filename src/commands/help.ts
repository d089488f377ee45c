/** `--help`: of one command, with examples, its settings in groups, and the other commands. */
import { type Flags, SETTINGS, type SettingName } from '../config.ts'
import type { Language } from '../domain.ts'
import { asTyped, type Messages, messages } from '../messages/index.ts'
import { paint, type Terminal, wrapped } from '../terminal.ts'
import type { Command } from './command.ts'

const GROUPS = ['common', 'model', 'server'] as const

const GROUP_OF: Record<SettingName, (typeof GROUPS)[number]> = {
  documents: 'common',
  index: 'common',
  language: 'common',
  port: 'common',
  llm: 'common',
  ocr: 'model',
  model: 'model',
  reader: 'model',
  store: 'model',
  database: 'model',
  threshold: 'model',
  'llm-url': 'model',
  'llm-first': 'model',
  'llm-timeout': 'model',
  'llm-tokens': 'model',
  'llm-passages': 'model',
  'llm-sentences': 'model',
  host: 'server',
  'allowed-hosts': 'server',
  'cors-origins': 'server',
  'trust-proxy': 'server',
  'base-path': 'server',
  'rate-limit': 'server',
  topics: 'server',
  feedback: 'server',
  log: 'server',
  upload: 'server',
  refresh: 'server',
}

/** Characters before what a flag means. */
const MARGIN = 26

export function helpText(one: Command, all: readonly Command[], language: Language, terminal: Terminal): string {
  const { command, settings } = messages(language)
  const title = (text: string): string => paint(text, 'bold', terminal)
  const line = (name: string, meaning: string, after = ''): string => {
    const text = wrapped(meaning, terminal, ' '.repeat(MARGIN), MARGIN)
    return `  ${paint(name.padEnd(MARGIN - 2), 'cyan', terminal)}${text}${after === '' ? '' : `\n${' '.repeat(MARGIN)}${paint(after, 'dim', terminal)}`}`
  }
  const shown = GROUPS.filter((group) => group !== 'server' || one.serves)
  return [
    wrapped(command.purpose, terminal),
    '',
    title(command.usage(`${asTyped(one.script)}${one.takesRest ? ' "…"' : ''} [--…]`)),
    `  ${wrapped(one.summary(command), terminal, '  ', 2)}`,
    '',
    title(command.examples),
    ...one.examples(command).map((example) => `  ${asTyped(example)}`),
    '',
    ...[...one.flags, 'help' as const, 'version' as const].map((flag) => line(`--${flag}`, FLAGS[flag](command))),
    ...shown.flatMap((group) => [
      '',
      title(command.groups[group]),
      ...SETTINGS.filter(({ name }) => GROUP_OF[name] === group).map((s) =>
        line(`${s.flag} ${s.value}`, settings[s.name], `${s.env}, ${s.default}`),
      ),
    ]),
    ...(one.serves ? [] : ['', asTyped(command.otherSettings)]),
    '',
    title(command.commands),
    ...all.map(({ script, summary }) => line(asTyped(script), summary(command))),
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
  only: ({ onlyFlag }) => onlyFlag,
  help: ({ helpFlag }) => helpFlag,
  version: ({ versionFlag }) => versionFlag,
}
