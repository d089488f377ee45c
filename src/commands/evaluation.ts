/** `eval`: asks the evaluation set, writes the reports, compares with the baseline. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FRAME_WORDS } from '../answer/frames.ts'
import { AppError } from '../errors.ts'
import { evaluate, loadQuestions } from '../evaluate.ts'
import { PROVIDERS } from '../llm/open.ts'
import { messages } from '../messages/index.ts'
import { openProgress } from '../progress.ts'
import { type Baseline, compare, toBaseline } from '../scores/baseline.ts'
import { junit } from '../scores/junit.ts'
import { reportPage } from '../scores/page.tsx'
import { comparison, report } from '../scores/report.ts'
import { summarise } from '../scores/summary.ts'
import type { Command, Invocation } from './command.ts'
import { openEngine, ROOT } from './open.ts'

const QUESTIONS = join(ROOT, 'eval', 'questions.jsonl')
const BASELINE = join(ROOT, 'eval', 'baseline.json')
const REPORT = join(ROOT, 'eval', 'report')

export const evalCommand: Command = {
  script: 'npm run eval --',
  flags: ['json', 'split', 'write-baseline', 'mode', 'questions', 'baseline', 'report'],
  summary: ({ evaluate }) => evaluate,
  run,
}

/** @returns 1 when a figure is worse than in the baseline */
async function run(invocation: Invocation): Promise<number> {
  const { config, flags, language } = invocation
  const { command } = messages(language)
  const questions = flags.questions ?? QUESTIONS
  const baselineFile = flags.baseline ?? (flags.questions === undefined ? BASELINE : undefined)
  const pairs = await loadQuestions(questions)
  if (flags.mode === 'llm' && config.llm === 'none') throw new AppError('llm-invalid', { found: 'none', providers: PROVIDERS.join(', ') })
  const { engine: opened } = await openEngine(invocation)
  const engine = flags.mode === 'extractive' ? { ...opened, llm: undefined } : opened
  const progress = openProgress(command.pace)
  const runs = await evaluate(pairs, flags.split, engine, (done, total) => progress.update('eval', done, total))
  progress.end()
  const evaluation = summarise(runs, flags.split, engine.index.manifest.recipe.embedder.id, FRAME_WORDS)
  if (flags['write-baseline'] && baselineFile) await writeFile(baselineFile, `${JSON.stringify(toBaseline(evaluation), null, 2)}\n`)
  const baseline = baselineFile ? await readBaseline(baselineFile, flags.split) : undefined
  const compared = baseline && compare(evaluation, baseline)
  const markdown = `${report(evaluation, language)}\n\n${comparison(compared, language)}\n`
  const folder = flags.report ?? REPORT
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.md'), markdown)
  await writeFile(join(folder, 'report.json'), `${JSON.stringify(evaluation, null, 2)}\n`)
  await writeFile(join(folder, 'junit.xml'), junit(runs))
  await writeFile(join(folder, 'report.html'), reportPage(evaluation, compared, language))
  const { runs: _, ...figures } = evaluation
  process.stdout.write(flags.json ? `${JSON.stringify(figures, null, 2)}\n` : markdown)
  process.stderr.write(`${command.reportWritten(folder)}\n`)
  return compared && compared.worse.length > 0 ? 1 : 0
}

/** @returns undefined when there is none, or when it was measured on another split */
async function readBaseline(file: string, split: string): Promise<Baseline | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const baseline = text === undefined ? undefined : (JSON.parse(text) as Baseline)
  return baseline?.split === split ? baseline : undefined
}
