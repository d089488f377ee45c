/** `doctor`: checks the installation and prints, for each fault, what to do. */
import { readTokens } from '../config.ts'
import { examine, type Finding } from '../doctor.ts'
import { errorText, type Messages, messages } from '../messages/index.ts'
import { paint, wrapped } from '../terminal.ts'
import type { Invocation } from './command.ts'
import { documentsOf, homeOf, openLlm, openModels } from './open.ts'

/** @returns 1 when something must be repaired before questions can be answered */
export async function run({ config, env, language, terminal }: Invocation): Promise<number> {
  const { command } = messages(language)
  const worst = { warning: false, failure: false }
  const findings = examine({
    ...{
      nodeVersion: process.version,
      documents: documentsOf(config),
      ocr: config.ocr === 'on',
      index: config.index,
      host: config.host,
      port: config.port,
    },
    feedback: config.feedback === 'none' ? undefined : config.feedback,
    hasToken: readTokens(env).access !== undefined,
    openHome: () => homeOf(config),
    openModels: () => openModels(config),
    openLlm: config.llm === 'none' ? undefined : () => openLlm(config, env),
  })
  for await (const { check, finding } of findings) {
    if (finding.state !== 'ok') worst[finding.state] = true
    const detail =
      finding.state === 'ok'
        ? foundText(finding.found, command)
        : [
            ...finding.errors.map((error) => `${error.code}\n    ${wrapped(errorText(error, language), terminal, '    ', 4)}`),
            ...(finding.more > 0 ? [command.checkedMore(finding.more)] : []),
          ].join('\n  ')
    process.stdout.write(
      `${paint(MARKS[finding.state], COLOURS[finding.state], terminal)} ${command.checked(command.checks[check], command.states[finding.state], detail)}\n`,
    )
  }
  process.stdout.write(`\n${worst.failure ? command.someFailures : worst.warning ? command.someWarnings : command.allWell}\n`)
  return worst.failure ? 1 : 0
}

const COLOURS = { ok: 'green', warning: 'yellow', failure: 'red' } as const
const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const

function foundText(found: Extract<Finding, { state: 'ok' }>['found'], command: Messages['command']): string {
  if (!found) return ''
  if ('documents' in found) return command.checkedDocuments(found.documents, found.untried)
  if ('passages' in found) return command.checkedIndex(found.passages, found.generation)
  if ('mebibytes' in found) return command.spaceLeft(found.mebibytes)
  return 'word' in found ? command[found.word] : found.text
}
