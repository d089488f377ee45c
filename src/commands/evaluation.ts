/** `eval`: questions asked, figures and reports written, compared with the baseline. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FRAME_WORDS } from '../answer/frames.ts'
import type { Config, Flags } from '../config.ts'
import { AppError } from '../errors.ts'
import { arithmeticOf, evaluate, loadQuestions } from '../evaluate.ts'
import { evaluateReading, loadReading } from '../evaluate-reading.ts'
import { PROVIDERS } from '../llm/open.ts'
import { messages } from '../messages/index.ts'
import { openProgress } from '../progress.ts'
import { type Baseline, compare, toBaseline } from '../scores/baseline.ts'
import { builtInCollections, type Collection } from '../scores/collections.ts'
import { junit } from '../scores/junit.ts'
import { type Result, reportPage } from '../scores/page.tsx'
import { type ReadingScores, scoreReading } from '../scores/reading.ts'
import { comparison, readingReport, report } from '../scores/report.ts'
import { summarise } from '../scores/summary.ts'
import { type Invocation, printError } from './command.ts'
import { openEngine, openModels, openReader, ROOT } from './open.ts'

/**
 * @returns the exit code: 1 when a figure is below its baseline, or when a model was asked for and wrote no answer at all
 * @throws AppError llm-invalid, evaluation-invalid
 */
export async function run(invocation: Invocation): Promise<number> {
  const { config, flags, language } = invocation
  if (flags.reading) return await runReading(flags.reading, invocation)
  if (flags.mode === 'llm' && config.llm === 'none') throw new AppError('llm-invalid', { found: 'none', providers: PROVIDERS.join(', ') })
  const results: Result[] = []
  for (const collection of collectionsFor(config, flags)) {
    results.push(await runCollection(collection, invocation))
  }
  const evaluations = results.map(({ evaluation }) => evaluation)
  const changes = results.map(({ evaluation, found }) => {
    const text = comparison(found, language)
    return results.length === 1 ? text : `${evaluation.collection}:\n${text}`
  })
  const markdown = `${report(evaluations, language)}\n\n${changes.join('\n\n')}\n`
  const folder = flags.report ?? join(ROOT, 'eval', 'report')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'report.md'), markdown)
  await writeFile(join(folder, 'report.json'), toJson(evaluations))
  await writeFile(join(folder, 'junit.xml'), junit(Object.fromEntries(evaluations.map(({ collection, runs }) => [collection, runs]))))
  // One page in each language, the one that was asked for under the plain name.
  const other = language === 'en' ? 'fr' : 'en'
  const [page, twin] = ['report.html', `report.${other}.html`]
  await writeFile(join(folder, page), reportPage(results, language, twin))
  await writeFile(join(folder, twin), reportPage(results, other, page))
  process.stdout.write(flags.json ? toJson(evaluations.map(({ runs: _, ...figures }) => figures)) : markdown)
  process.stderr.write(`${messages(language).command.reportWritten(folder)}\n`)
  const written = evaluations.reduce((sum, { byModel }) => sum + (byModel?.written ?? 0), 0)
  if (flags.mode === 'llm' && written === 0) {
    printError(new AppError('llm-silent', { model: config.llm }))
    return 1
  }
  return results.some(({ found }) => found && found.worse.length > 0) ? 1 : 0
}

/** @returns 0: reading tests have no baseline, their files do not come with the program */
async function runReading(files: readonly string[], { config, flags, language }: Invocation): Promise<number> {
  const threshold = config.threshold === 'auto' ? undefined : config.threshold
  const engine = { ...(await openModels(config)), reader: await openReader(config), threshold }
  const progress = openProgress(messages(language).command.pace)
  const scores: Record<string, ReadingScores> = {}
  for (const file of files) {
    const name = basename(file).replace(/\.jsonl(?:\.gz)?$/, '')
    const runs = await evaluateReading(await loadReading(file), engine, (done, total) => progress.update(`eval ${name}`, done, total))
    scores[name] = scoreReading(runs)
  }
  progress.end()
  process.stdout.write(flags.json ? `${JSON.stringify(scores, null, 2)}\n` : `${readingReport(scores, language)}\n`)
  return 0
}

/** Somebody's own questions are about the folder that the settings name; those that come with the program, about their own documents. */
function collectionsFor(config: Config, flags: Flags): Collection[] {
  const { questions, baseline } = flags
  if (questions !== undefined) {
    return [{ name: 'own', documents: config.documents, index: config.index, questions, ...(baseline ? { baseline } : {}) }]
  }
  const known = builtInCollections(ROOT, config.index)
  const chosen = flags.collection === 'all' ? Object.values(known) : [known[flags.collection]]
  // One file holds the baseline of one collection.
  return chosen.map((collection) => (baseline && chosen.length === 1 ? { ...collection, baseline } : collection))
}

async function runCollection({ name, documents, index, questions, baseline: file }: Collection, invocation: Invocation): Promise<Result> {
  const { config, flags, language } = invocation
  const { mode, split, 'write-baseline': writes } = flags
  const pairs = await loadQuestions(questions)
  if (split !== 'all' && !pairs.some((pair) => pair.split === split))
    throw new AppError('evaluation-invalid', { file: questions, problem: `split ${split}: 0` })
  const database = name === 'own' ? config.database : databaseOf(config, name)
  const { engine: opened } = await openEngine({ ...invocation, config: { ...config, documents, index, database } })
  const engine = mode === 'extractive' ? { ...opened, llm: undefined } : opened
  const progress = openProgress(messages(language).command.pace)
  const runs = await evaluate(pairs, split, engine, (done, total) => progress.update(`eval ${name}`, done, total))
  progress.end()
  const model = engine.corpus.about.model
  const evaluation = summarise(runs, { collection: name, split, model, frames: FRAME_WORDS, hasModel: engine.llm !== undefined })
  const arithmetic = await arithmeticOf(engine)
  if (writes && file) await writeFile(file, `${JSON.stringify(toBaseline(evaluation, arithmetic), null, 2)}\n`)
  const baseline = file ? await readBaseline(file, split) : undefined
  return { evaluation, found: baseline && compare(evaluation, baseline, arithmetic) }
}

/** A schema beside the operator's own for each collection that comes with the program: an index of somebody's documents is never replaced. */
function databaseOf({ database }: Config, name: string): string {
  if (database === 'none') return database
  const url = new URL(database)
  url.searchParams.set('schema', `${url.searchParams.get('schema') ?? 'sourcier'}_eval_${name}`)
  return url.href
}

/** One evaluation as it is; several by the names of their collections. */
function toJson(evaluations: readonly { collection: string }[]): string {
  const [only] = evaluations
  const value = evaluations.length === 1 ? only : Object.fromEntries(evaluations.map((evaluation) => [evaluation.collection, evaluation]))
  return `${JSON.stringify(value, null, 2)}\n`
}

async function readBaseline(file: string, split: string): Promise<Baseline | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const baseline: Baseline | undefined = text === undefined ? undefined : JSON.parse(text)
  return baseline?.split === split ? baseline : undefined
}
