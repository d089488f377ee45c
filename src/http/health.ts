/** /health: is the server ready, and if something is amiss, what? */
import type { Health } from '../domain.ts'
import type { AppError, ErrorCode } from '../errors.ts'
import { errorText } from '../messages/index.ts'
import type { AppState } from './env.ts'
import type { Gate } from './gate.ts'

/** Errors whose sentence names a folder of the machine are told by their code alone. */
const PATHS: ReadonlySet<ErrorCode> = new Set([
  'index-unwritable',
  'index-missing',
  'documents-missing',
  'documents-empty',
  'index-damaged',
])

export function health({ engine, notices, progress, stopping }: AppState, gate: Gate): Health {
  const said = notices.map(toNotice)
  const common = { questions: { running: gate.running, waiting: gate.waiting }, ...(progress ? { progress } : {}), notices: said }
  if (stopping) return { status: 'stopping', ...common }
  if (!engine) return { status: 'starting', ...common }
  const { manifest, passageStore } = engine.index
  return {
    status: said.length > 0 ? 'degraded' : 'ok',
    documents: manifest.counts.documents,
    passages: manifest.counts.passages,
    store: passageStore.kind,
    index: { generation: manifest.generation, model: manifest.recipe.embedder.id },
    ...(engine.llm ? { llm: { model: engine.llm.name, state: engine.llm.breaker.open ? 'resting' : 'ready' } } : {}),
    ...common,
  }
}

function toNotice(error: AppError): Health['notices'][number] {
  const { code } = error
  return { code, message: PATHS.has(code) ? { en: code, fr: code } : { en: errorText(error, 'en'), fr: errorText(error, 'fr') } }
}
