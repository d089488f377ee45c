/** `ask`: one question, its answer on standard output. */
import { ask } from '../ask.ts'
import { AskRequestSchema, type AskResponse } from '../domain.ts'
import { AppError } from '../errors.ts'
import { messages } from '../messages/index.ts'
import { requestProblems } from '../problems.ts'
import type { Command, Invocation } from './command.ts'
import { openEngine } from './open.ts'

export const askCommand: Command = { script: 'npm run ask --', flags: ['json'], takesRest: true, summary: ({ ask }) => ask, run }

async function run(invocation: Invocation): Promise<number> {
  const { flags, rest, language } = invocation
  const question = rest.join(' ')
  if (question.trim() === '') {
    process.stderr.write(`${messages('en').command.questionNeeded}\n${messages('fr').command.questionNeeded}\n`)
    return 2
  }
  const parsed = AskRequestSchema.safeParse({ question }, { reportInput: true })
  if (!parsed.success) throw new AppError('request-invalid', { problems: requestProblems(parsed.error) })
  const { engine } = await openEngine(invocation, { orEarlier: true })
  const answer = await ask(parsed.data, engine, language)
  process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : toText(answer))
  return 0
}

/** Closest passages shown below an abstention, and characters of each. */
const CLOSEST = 3
const CLOSEST_LENGTH = 200

function toText({ language, answered, answer, citations, passages }: AskResponse): string {
  const { page, command } = messages(language)
  const sources = citations.map(({ n, title, language: own, source, page: number, start, end, quote }) => {
    const place = `${page.writtenIn[own]} · ${source}${number ? `, ${page.pageNumber(number)}` : ''}, ${start}–${end}`
    return `[${n}] ${title}\n    ${place}\n    ${quote.replace(/\n/g, '\n    ')}\n`
  })
  const closest = passages.slice(0, CLOSEST).map(({ title, source, start, end, text }) => {
    return `- ${title} (${source}, ${start}–${end})\n  ${text.replace(/\s+/g, ' ').slice(0, CLOSEST_LENGTH)}…\n`
  })
  if (answered) return `\n${answer}\n\n${sources.join('\n')}\n`
  return `\n${answer}\n${closest.length > 0 ? `\n${command.noSource}\n${closest.join('')}` : ''}\n`
}
