/** Opens what a command needs, from its settings: embedding model, index, language model. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, type BuildStage, type BuiltIndex, buildInto, openPublished } from '../build-index.ts'
import type { Config } from '../config.ts'
import { canRecognise, OCR_PACKAGES } from '../documents/scan.ts'
import { openModels as openFrom } from '../embed/open.ts'
import type { Engine } from '../engine.ts'
import { AppError } from '../errors.ts'
import { Breaker, LLM_LIMITS, type LlmEngine, type LlmLimits } from '../llm/bounded.ts'
import { isRemote, openModel } from '../llm/open.ts'
import { loadPrompts } from '../llm/prompts.ts'
import { messages } from '../messages/index.ts'
import { openProgress } from '../progress.ts'
import { openReader as openFromFolder } from '../read/open.ts'
import type { Reader } from '../read/reader.ts'
import type { Corpus } from '../store/corpus.ts'
import type { IndexHome, OpenIndex } from '../store/home.ts'
import { openHome } from '../store/open.ts'
import { type Environment, type Invocation, printError } from './command.ts'
import { loadTopics } from './topics.ts'

/** Of the installed program: the bundled model, prompts and evaluation set are found from any working folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface ProgressStep {
  stage: BuildStage
  done: number
  total: number
}

interface OpenOptions extends Pick<BuildOptions, 'orEarlier' | 'waiting' | 'onNotice'> {
  onProgress?: (step: ProgressStep) => void
  /** With what answers from the documents indexed so far. */
  onPartial?: (engine: Engine) => void
}

/** Opens the index, building it first where the documents changed. Progress and notices go to standard error. */
export async function openEngine(
  { config, env, language }: Invocation,
  { onProgress = () => {}, onNotice = () => {}, onPartial, ...options }: OpenOptions = {},
): Promise<BuiltIndex<OpenIndex> & { engine: Engine; home: IndexHome }> {
  const { stages, pace } = messages(language).command
  const ocr = config.ocr === 'on'
  if (ocr && !canRecognise()) throw new AppError('ocr-package-missing', { install: `npm install ${OCR_PACKAGES.join(' ')}` })
  const models = await openModels(config)
  const reader = await openReader(config)
  const llm = await openLlm(config, env)
  const topics = await loadTopics(config.topics)
  const threshold = config.threshold === 'auto' ? undefined : config.threshold
  const engineOn = (corpus: Corpus): Engine => ({ corpus, ...models, reader, llm, threshold, topics })
  const progress = openProgress(pace)
  const home = await homeOf(config)
  const documentsFolder = documentsOf(config)
  const settings = {
    indexFolder: config.index,
    models,
    modelFolder: modelFolder(config),
    reader,
    store: config.store,
    ocr,
    ...options,
    onProgress: (stage, done, total) => {
      progress.update(stages[stage], done, total)
      onProgress({ stage, done, total })
    },
    onNotice: (notice) => {
      progress.end()
      printError(notice)
      onNotice(notice)
    },
    ...(onPartial
      ? {
          onPartial: ({ corpus, ...partial }) => {
            progress.end()
            onPartial({ ...engineOn(corpus), partial })
          },
        }
      : {}),
  } satisfies Partial<BuildOptions>
  const built = await (documentsFolder === undefined
    ? openPublished(home, models, settings.onNotice)
    : buildInto<OpenIndex>(home, { ...settings, documentsFolder }))
  progress.end()
  return { ...built, home, engine: engineOn(built.index.corpus) }
}

/** Where the index is kept. */
export function homeOf({ store, index, database }: Config): Promise<IndexHome> {
  return openHome(store === 'postgres' ? database : index, index)
}

/** undefined where nothing is indexed, and what others publish is answered from. */
export function documentsOf({ documents }: Config): string | undefined {
  return documents === 'none' ? undefined : documents
}

export function openReader({ reader }: Config): Promise<Reader> {
  return openFromFolder(folderOf(reader))
}

export function openModels(config: Config) {
  return openFrom(modelFolder(config))
}

function modelFolder({ model }: Config): string {
  return folderOf(model)
}

/** A model that comes with the program, or a folder of the user's. */
function folderOf(model: string): string {
  return model.startsWith('models/') ? join(ROOT, model) : model
}

/** The key is read from the environment alone: flags are visible to everyone on a machine. */
export async function openLlm(config: Config, env: Environment): Promise<LlmEngine | undefined> {
  const { llm, 'llm-url': address, 'llm-tokens': tokens } = config
  if (llm === 'none') return undefined
  const url = address === 'auto' ? undefined : address
  const model = await openModel({ llm, url, key: env.SOURCIER_LLM_KEY, tokens })
  const prompts = await loadPrompts(join(ROOT, 'prompts'))
  const limits: LlmLimits = {
    ...LLM_LIMITS,
    first: 1000 * config['llm-first'],
    total: 1000 * config['llm-timeout'],
    passages: config['llm-passages'],
    sentences: config['llm-sentences'],
  }
  return { model, name: llm, remote: isRemote({ llm, url }), breaker: new Breaker(), limits, prompts }
}
