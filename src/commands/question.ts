/** `ask`: one question, its answer on standard output. */
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { pathToFileURL } from 'node:url'
import { onOneLine } from '../answer/frames.ts'
import { sentencesOf, uncited } from '../answer/respond.ts'
import { ask } from '../ask.ts'
import { AskRequestSchema, type AskResponse } from '../domain.ts'
import { AppError } from '../errors.ts'
import { asTyped, messages } from '../messages/index.ts'
import { requestProblems } from '../problems.ts'
import { documentsNamed } from '../store/restricted.ts'
import { linked, paint, shortened, visible, wrapped } from '../terminal.ts'
import type { Invocation } from './command.ts'
import { documentsOf, openEngine } from './open.ts'

export async function run(invocation: Invocation): Promise<number> {
  const { flags, rest, language } = invocation
  const question = rest.join(' ').trim() || (await promptedQuestion(invocation))
  if (question === '') {
    process.stderr.write(asTyped(`${messages('en').command.questionNeeded}\n${messages('fr').command.questionNeeded}\n`))
    return 2
  }
  const parsed = AskRequestSchema.safeParse({ question }, { reportInput: true })
  if (!parsed.success) throw new AppError('request-invalid', { problems: requestProblems(parsed.error) })
  const { engine } = await openEngine(invocation, { orEarlier: true })
  const documents = flags.only ? { documents: await documentsNamed(engine.corpus, flags.only) } : {}
  const answer = await ask({ ...parsed.data, ...documents }, engine, language)
  process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : toText(answer, invocation))
  return 0
}

/** Asks a person at a terminal for the question; '' in a pipe. */
async function promptedQuestion({ language, terminal, flags }: Invocation): Promise<string> {
  if (!terminal.isTerminal || !process.stdin.isTTY || flags.json) return ''
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await prompt.question(messages(language).command.yourQuestion)).trim()
  } finally {
    prompt.close()
  }
}

/** Closest passages shown below an abstention, and characters of each. */
const CLOSEST = 3
const CLOSEST_LENGTH = 200
/** Closest passages shown below an answer that may be none. */
const CLOSEST_BESIDE = 2

function toText(response: AskResponse, { terminal, config }: Pick<Invocation, 'terminal' | 'config'>): string {
  const { language, answered, answer, sentences, citations, passages, parts, doubt, mode, scope, versions = [] } = response
  const { page, command } = messages(language)
  const folder = documentsOf(config)
  const named = (source: string): string =>
    folder === undefined ? visible(onOneLine(source)) : linked(onOneLine(source), pathToFileURL(resolve(folder, source)).href, terminal)
  const sources = [...citations, ...versions.map(({ citation }) => citation)].map(
    ({ n, title, language: own, source, page: number, start, end, quote }) => {
      const place = `${page.writtenIn[own]} · ${named(source)}${number ? `, ${page.pageNumber(number)}` : ''}, ${start}–${end}`
      // A sentence that quotes says it all; one that a model wrote is shown with what it rests on.
      const evidence = mode === 'llm' ? `    ${wrapped(quote.replace(/\s+/g, ' '), terminal, '    ', 4)}\n` : ''
      return `${paint(`[${n}]`, 'cyan', terminal)} ${wrapped(onOneLine(title), terminal, '    ', 4)}\n    ${paint(place, 'dim', terminal)}\n${evidence}`
    },
  )
  const closest = (doubt ? uncited(response) : passages)
    .slice(0, doubt ? CLOSEST_BESIDE : CLOSEST)
    .map(({ title, source, start, end, text }) => {
      const short = shortened(text.replace(/\s+/g, ' ').trim(), CLOSEST_LENGTH)
      return `- ${wrapped(onOneLine(`${title} (${source}, ${start}–${end})`), terminal, '  ', 2)}\n  ${paint(wrapped(short, terminal, '  ', 2), 'dim', terminal)}\n`
    })
  const near = closest.length > 0 ? `\n${command.noSource}\n${closest.join('')}` : ''
  const lines = (text: string): string[] => text.split('\n').map((line) => wrapped(line, terminal))
  if (!answered && !parts) return `\n${lines(answer).join('\n')}\n${near}\n`
  const said = (some: AskResponse['sentences']): string[] =>
    some.map(({ text, citations: numbers }) => {
      const markers = numbers.map((n) => `[${n}]`).join('')
      return wrapped(`${text} ${markers}`, terminal).replace(markers, () => paint(markers, 'cyan', terminal))
    })
  const perhaps = (unsure: true | undefined): string[] => (unsure ? [paint(page.perhaps, 'dim', terminal)] : [])
  const placed = (looked: AskResponse['scope']): string[] => {
    if (!looked) return []
    const section = looked.section === undefined ? [] : [page.sectionNumber.replace('{n}', looked.section)]
    const place = `${page.lookedIn} ${[looked.documents.map(({ title }) => onOneLine(title)).join(', '), ...section].join(' · ')}`
    return [paint(wrapped(place, terminal), 'dim', terminal)]
  }
  const body = parts
    ? parts.map((part) =>
        [
          paint(wrapped(part.question, terminal), 'bold', terminal),
          ...placed(part.scope),
          ...perhaps(part.doubt),
          ...(part.answered ? said(sentencesOf(response, part)) : lines(part.answer)),
        ].join('\n'),
      )
    : [placed(scope), [...perhaps(doubt), ...said(sentences)]].flatMap((own) => (own.length > 0 ? [own.join('\n')] : []))
  const others = versions.map(({ text, citation: { n } }) => paint(wrapped(`${text} [${n}]`, terminal), 'dim', terminal))
  const beside = others.length > 0 ? [others.join('\n')] : []
  const below = !answered || (doubt && !parts) ? near : ''
  return `\n${[...body, ...beside].join('\n\n')}\n${sources.length > 0 ? `\n${sources.join('\n')}` : ''}${below}\n`
}
