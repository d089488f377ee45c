/**
 * The commands. The only reader of arguments and environment; wires everything and decides exit codes
 * (0 done, 1 failed, 2 wrong use or configuration).
 */
import { fork } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FRAME_WORDS } from './answer/frames.ts'
import { ask, type Engine, search } from './ask.ts'
import { type BuildStage, type BuiltIndex, buildIndex } from './build-index.ts'
import { type CommandLine, type Config, type Flags, readCommandLine, readTokens, SETTINGS } from './config.ts'
import { examine, type Finding } from './doctor.ts'
import { snapshotOf } from './documents/read.ts'
import { AskRequestSchema, type AskResponse, type Language, VERSION } from './domain.ts'
import { openLocalEmbedder } from './embed/local.ts'
import { AppError, type ErrorCode, isAppError } from './errors.ts'
import { evaluate, loadQuestions } from './evaluate.ts'
import { openFeedback, toCandidates } from './feedback.ts'
import type { AppState } from './http/env.ts'
import { requestProblems } from './http/problems.ts'
import { Breaker, LLM_LIMITS, type LlmEngine } from './llm/bounded.ts'
import { isRemote, openModel, PROVIDERS } from './llm/open.ts'
import { loadPrompts } from './llm/prompts.ts'
import { errorText, messages } from './messages/index.ts'
import { openProgress } from './progress.ts'
import { keepFresh, type Refresher } from './refresh.ts'
import { type Baseline, compare, toBaseline } from './scores/baseline.ts'
import { junit } from './scores/junit.ts'
import { reportPage } from './scores/page.tsx'
import { comparison, report } from './scores/report.ts'
import { summarise } from './scores/summary.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const QUESTIONS = join(ROOT, 'eval', 'questions.jsonl')
const BASELINE = join(ROOT, 'eval', 'baseline.json')
const REPORT = join(ROOT, 'eval', 'report')

type CommandName = 'serve' | 'index' | 'ask' | 'eval' | 'mcp' | 'feedback' | 'doctor'
const COMMANDS: Record<
  CommandName,
  { own: readonly (keyof Flags)[]; takesRest: boolean; run: (line: CommandLine, language: Language) => Promise<number> }
> = {
  serve: { own: [], takesRest: false, run: runServe },
  index: { own: ['watch'], takesRest: false, run: runIndex },
  ask: { own: ['json'], takesRest: true, run: runAsk },
  eval: { own: ['json', 'split', 'write-baseline', 'mode', 'questions', 'baseline', 'report'], takesRest: false, run: runEvaluate },
  mcp: { own: [], takesRest: false, run: runMcp },
  feedback: { own: [], takesRest: false, run: runFeedback },
  doctor: { own: [], takesRest: false, run: runDoctor },
}
const USAGE_ERRORS: ReadonlySet<ErrorCode> = new Set(['config-invalid', 'command-unknown', 'request-invalid'])

/** @returns the exit code */
export async function main(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<number> {
  let language = terminalLanguage(env.SOURCIER_LANGUAGE, env)
  try {
    const [name = 'serve', ...rest] = argv[0]?.startsWith('-') ? ['serve', ...argv] : argv
    if (!Object.hasOwn(COMMANDS, name)) throw new AppError('command-unknown', { command: name })
    const command = COMMANDS[name as CommandName]
    // Help is given even when a setting is wrong.
    if (rest.includes('--help')) {
      process.stdout.write(help(name as CommandName, language))
      return 0
    }
    const line = readCommandLine(rest, env, command.own, command.takesRest)
    language = terminalLanguage(line.config.language, env)
    return await command.run(line, language)
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown
    sayError(thrown)
    return USAGE_ERRORS.has(thrown.code) ? 2 : 1
  }
}

async function runServe({ config }: CommandLine, language: Language): Promise<number> {
  const { command } = messages(language)
  const state: AppState = { notices: [] }
  // Listening first: a port in use is known at once, and /health answers 503 until the index is open.
  const { serve } = await import('./http/serve.ts')
  const server = await serve(config, readTokens(process.env), state)
  let refresher: Refresher
  try {
    const indexed = await snapshotOf(config.documents)
    const { index, notices, engine } = await openEngine(config, language, (step) => {
      state.progress = shownProgress(step)
    })
    delete state.progress
    state.notices = notices
    state.engine = engine
    refresher = await keepFresh({
      documentsFolder: config.documents,
      indexFolder: config.index,
      seconds: config.refresh,
      served: state,
      indexed,
      rebuild: () => rebuildBeside(config, state),
      onError: (thrown) => (isAppError(thrown) ? sayError(thrown) : process.stderr.write(`${String(thrown)}\n`)),
    })
    const indexNow = refresher
    state.reindex = () => void indexNow.look(true).catch((thrown: unknown) => process.stderr.write(`${String(thrown)}\n`))
    process.stderr.write(`${command.ready(index.documents.length, index.passages.length, index.manifest.generation)}\n`)
    process.stdout.write(`${command.listening(server.url)}\n`)
  } catch (thrown) {
    await server.close()
    throw thrown
  }
  await server.stopped(() => process.stderr.write(`${command.stopping}\n`))
  refresher.close()
  return 0
}

/** Indexes in a process of its own: answers go on meanwhile, and the memory of a build is given back. */
function rebuildBeside(config: Config, state: AppState): Promise<boolean> {
  const settings = (['documents', 'index', 'model', 'store'] as const).flatMap((name) => [`--${name}`, config[name]])
  const builder = fork(join(ROOT, 'bin', 'sourcier.mjs'), ['index', ...settings], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  builder.on('message', (step) => {
    state.progress = shownProgress(step as ProgressStep)
  })
  const stop = (): boolean => builder.kill()
  process.once('exit', stop)
  return new Promise((resolve) => {
    builder.once('close', (code) => {
      process.off('exit', stop)
      delete state.progress
      resolve(code === 0)
    })
  })
}

async function runIndex({ config, flags }: CommandLine, language: Language): Promise<number> {
  const { command } = messages(language)
  const say = ({ index, built, summary }: BuiltIndex): void => {
    const { documents, passages, manifest } = index
    process.stdout.write(
      `${built ? command.built : command.upToDate}: ${command.ready(documents.length, passages.length, manifest.generation)}\n${command.summary(summary)}\n`,
    )
  }
  const tell = (step: ProgressStep): void => void process.send?.(step)
  const indexed = await snapshotOf(config.documents)
  say(await openEngine(config, language, tell))
  if (!flags.watch) return 0
  process.stderr.write(`${command.watching(config.documents)}\n`)
  const refresher = await keepFresh({
    documentsFolder: config.documents,
    indexFolder: config.index,
    seconds: config.refresh || 5,
    served: { notices: [] },
    indexed,
    rebuild: async () => {
      const built = await openEngine(config, language, tell).catch((thrown: unknown) => {
        if (!isAppError(thrown)) throw thrown
        sayError(thrown)
      })
      if (built) say(built)
      return built !== undefined
    },
    onError: (thrown) => (isAppError(thrown) ? sayError(thrown) : process.stderr.write(`${String(thrown)}\n`)),
  })
  // Timers of a refresher keep no process: this one is kept on purpose.
  const kept = setInterval(() => {}, 1 << 30)
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  clearInterval(kept)
  refresher.close()
  return 0
}

async function runAsk({ config, flags, rest }: CommandLine, language: Language): Promise<number> {
  const question = rest.join(' ')
  if (question.trim() === '') {
    process.stderr.write(`${messages('en').command.questionNeeded}\n${messages('fr').command.questionNeeded}\n`)
    return 2
  }
  const parsed = AskRequestSchema.safeParse({ question }, { reportInput: true })
  if (!parsed.success) throw new AppError('request-invalid', { problems: requestProblems(parsed.error) })
  const { engine } = await openEngine(config, language)
  const answer = await ask(parsed.data, engine, language)
  process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : printed(answer))
  return 0
}

async function runEvaluate({ config, flags }: CommandLine, language: Language): Promise<number> {
  const questions = flags.questions ?? QUESTIONS
  const baselineFile = flags.baseline ?? (flags.questions === undefined ? BASELINE : undefined)
  const pairs = await loadQuestions(questions)
  if (flags.mode === 'llm' && config.llm === 'none') throw new AppError('llm-invalid', { found: 'none', providers: PROVIDERS.join(', ') })
  const { engine: opened } = await openEngine(config, language)
  const engine = flags.mode === 'extractive' ? { ...opened, llm: undefined } : opened
  const progress = openProgress(messages(language).command.pace)
  const runs = await evaluate(pairs, flags.split, engine, (done, total) => progress.update('eval', done, total))
  progress.end()
  const evaluation = summarise(runs, flags.split, engine.index.manifest.recipe.embedder.id, FRAME_WORDS)
  if (flags['write-baseline'] && baselineFile) await writeFile(baselineFile, `${JSON.stringify(toBaseline(evaluation), null, 2)}\n`)
  const baseline = baselineFile ? await readBaseline(baselineFile, flags.split) : undefined
  const found = baseline && compare(evaluation, baseline)
  const markdown = `${report(evaluation, language)}\n\n${comparison(found, language)}\n`
  const json = `${JSON.stringify(evaluation, null, 2)}\n`
  const folder = flags.report ?? REPORT
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.md'), markdown)
  await writeFile(join(folder, 'report.json'), json)
  await writeFile(join(folder, 'junit.xml'), junit(runs))
  await writeFile(join(folder, 'report.html'), reportPage(evaluation, found, language))
  const { runs: _, ...figures } = evaluation
  process.stdout.write(flags.json ? `${JSON.stringify(figures, null, 2)}\n` : markdown)
  process.stderr.write(`${messages(language).command.reportWritten(folder)}\n`)
  return found && found.worse.length > 0 ? 1 : 0
}

/** Standard output belongs to the protocol: everything else is said on standard error. */
async function runMcp({ config }: CommandLine, language: Language): Promise<number> {
  const { createMcpServer, knownDocument } = await import('./mcp/server.ts')
  const { engine } = await openEngine(config, language)
  const server = createMcpServer(
    {
      ask: (request) => ask(request, engine, language),
      search: (query, limit) => search(query, engine, limit, language),
      document: (id) => knownDocument(engine.index.documentById, id),
    },
    VERSION,
  )
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const transport = new StdioServerTransport()
  const ended = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve)
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.connect(transport)
  await ended
  await server.close()
  process.stdin.destroy()
  return 0
}

async function runFeedback({ config }: CommandLine): Promise<number> {
  if (config.feedback === 'none') throw new AppError('feedback-off', {})
  for (const candidate of toCandidates(await openFeedback(config.feedback).read())) process.stdout.write(`${JSON.stringify(candidate)}\n`)
  return 0
}

async function runDoctor({ config }: CommandLine, language: Language): Promise<number> {
  const { command } = messages(language)
  const worst = { warning: false, failure: false }
  const findings = examine({
    ...{ nodeVersion: process.version, documents: config.documents, index: config.index, host: config.host, port: config.port },
    feedback: config.feedback === 'none' ? undefined : config.feedback,
    hasToken: readTokens(process.env).access !== undefined,
    openEmbedder: () => openLocalEmbedder(fromRoot(config.model, 'models/')),
    openLlm: config.llm === 'none' ? undefined : () => openLlm(config),
  })
  for await (const { check, finding } of findings) {
    if (finding.state !== 'ok') worst[finding.state] = true
    const detail =
      finding.state === 'ok' ? foundText(finding.found, command) : `${finding.error.code}\n    ${errorText(finding.error, language)}`
    process.stdout.write(`${MARKS[finding.state]} ${command.checked(command.checks[check], command.states[finding.state], detail)}\n`)
  }
  process.stdout.write(`\n${worst.failure ? command.someFailures : worst.warning ? command.someWarnings : command.allWell}\n`)
  return worst.failure ? 1 : 0
}

const MARKS = { ok: '✓', warning: '!', failure: '✗' } as const

function foundText(found: Extract<Finding, { state: 'ok' }>['found'], command: ReturnType<typeof messages>['command']): string {
  if (!found) return ''
  if ('documents' in found) return command.checkedDocuments(found.documents)
  if ('passages' in found) return command.checkedIndex(found.passages, found.generation)
  if ('mebibytes' in found) return command.spaceLeft(found.mebibytes)
  return 'word' in found ? command[found.word] : found.text
}

async function readBaseline(file: string, split: string): Promise<Baseline | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const baseline = text === undefined ? undefined : (JSON.parse(text) as Baseline)
  return baseline?.split === split ? baseline : undefined
}

interface ProgressStep {
  stage: BuildStage
  done: number
  total: number
}

/** How far a build is, in both languages. */
function shownProgress({ stage, done, total }: ProgressStep): NonNullable<AppState['progress']> {
  return { label: { en: messages('en').command.stages[stage], fr: messages('fr').command.stages[stage] }, done, total }
}

async function openEngine(
  config: Config,
  language: Language,
  onProgress: (step: ProgressStep) => void = () => {},
): Promise<BuiltIndex & { engine: Engine }> {
  const { stages } = messages(language).command
  const embedder = await openLocalEmbedder(fromRoot(config.model, 'models/'))
  const llm = await openLlm(config)
  const progress = openProgress(messages(language).command.pace)
  const built = await buildIndex({
    documentsFolder: config.documents,
    indexFolder: config.index,
    embedder,
    store: config.store,
    onProgress: (stage, done, total) => {
      progress.update(stages[stage], done, total)
      onProgress({ stage, done, total })
    },
    onNotice: (notice) => {
      progress.end()
      sayError(notice)
    },
  })
  progress.end()
  return {
    ...built,
    engine: { index: built.index, embedder, llm, threshold: config.threshold === 'auto' ? undefined : config.threshold },
  }
}

/** The key is read from the environment alone: flags are seen by everyone on a machine. */
async function openLlm({ llm, 'llm-url': url }: Config): Promise<LlmEngine | undefined> {
  if (llm === 'none') return undefined
  const model = await openModel({ llm, url: url === 'auto' ? undefined : url, key: process.env.SOURCIER_LLM_KEY })
  const prompts = await loadPrompts(join(ROOT, 'prompts'))
  const remote = isRemote({ llm, url: url === 'auto' ? undefined : url })
  return { model, name: llm, remote, breaker: new Breaker(), limits: LLM_LIMITS, prompts }
}

/** The bundled model is found from any working folder. */
function fromRoot(path: string, prefix: string): string {
  return path.startsWith(prefix) ? join(ROOT, path) : path
}

// ---- what a person reads ----

function printed(answer: AskResponse): string {
  const { page, command } = messages(answer.language)
  const sources = answer.citations.map(
    (c) =>
      `[${c.n}] ${c.title}\n    ${page.sourceIn[c.language]} · ${c.source}${c.page ? `, ${page.pageNumber(c.page)}` : ''}, ${c.start}–${c.end}\n    ${c.quote.replace(/\n/g, '\n    ')}\n`,
  )
  const closest = answer.passages
    .slice(0, 3)
    .map((p) => `- ${p.title} (${p.source}, ${p.start}–${p.end})\n  ${p.text.replace(/\s+/g, ' ').slice(0, 200)}…\n`)
  if (answer.answered) return `\n${answer.answer}\n\n${sources.join('\n')}\n`
  return `\n${answer.answer}\n${closest.length > 0 ? `\n${command.noSource}\n${closest.join('')}` : ''}\n`
}

/** Errors are said in both languages: the one who reads a log is not always the one whose terminal it was. */
function sayError(error: AppError): void {
  process.stderr.write(`${error.code}\n  ${errorText(error, 'en')}\n  ${errorText(error, 'fr')}\n`)
}

function help(name: CommandName, language: Language): string {
  const { command, settings } = messages(language)
  const summaries: Record<CommandName, string> = {
    ...{ serve: command.serve, index: command.index, ask: command.ask, eval: command.evaluate },
    ...{ mcp: command.mcp, feedback: command.feedback, doctor: command.doctor },
  }
  const scripts: Record<CommandName, string> = {
    serve: 'npm start --',
    index: 'npm run index --',
    ask: 'npm run ask --',
    eval: 'npm run eval --',
    mcp: 'npm run mcp --',
    feedback: 'npm run feedback --',
    doctor: 'npm run doctor --',
  }
  const own: Record<string, string> = {
    json: command.jsonFlag,
    watch: command.watchFlag,
    split: command.splitFlag,
    'write-baseline': command.baselineFlag,
    questions: command.questionsFlag,
    mode: command.modeFlag,
    baseline: command.baselineFileFlag,
    report: command.reportFlag,
    help: command.helpFlag,
  }
  const flags = [...COMMANDS[name].own, 'help']
  return [
    command.purpose,
    '',
    `${command.usage}: ${scripts[name]}${COMMANDS[name].takesRest ? ' "…"' : ''} [--…]`,
    `  ${summaries[name]}`,
    '',
    ...flags.map((flag) => `  ${`--${flag}`.padEnd(20)} ${own[flag]}`),
    '',
    `${command.settings}:`,
    ...SETTINGS.map((s) => `  ${`${s.flag} ${s.value}`.padEnd(20)} ${`${s.env}, ${s.default}`.padEnd(38)} ${settings[s.name]}`),
    '',
    `${command.commands}:`,
    ...(Object.keys(COMMANDS) as CommandName[]).map((other) => `  ${scripts[other].padEnd(20)} ${summaries[other]}`),
    '',
  ].join('\n')
}

/** The terminal's language: as set, else from the locale. */
function terminalLanguage(setting: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  if (setting === 'en' || setting === 'fr') return setting
  return (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').toLowerCase().startsWith('fr') ? 'fr' : 'en'
}
