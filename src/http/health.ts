/** /health: readiness, and the reasons of a degraded state. */
import { basename } from 'node:path'
import type { Health } from '../domain.ts'
import { AppError } from '../errors.ts'
import { errorText } from '../messages/index.ts'
import type { AppState } from './env.ts'
import type { Gate } from './gate.ts'

export function health({ engine, notices, outdated = [], changes, progress, stopping }: AppState, gate: Gate): Health {
  const said = [...outdated, ...notices].map(toNotice)
  // Files of other kinds are told, and nothing is wrong.
  const degraded = said.some(({ code }) => code !== 'documents-unread')
  const common = {
    questions: { running: gate.running, waiting: gate.waiting },
    ...(changes ? { changes } : {}),
    ...(progress ? { progress } : {}),
    notices: said,
  }
  if (stopping) return { status: 'stopping', ...common }
  if (!engine) return { status: 'starting', ...common }
  const { generation, model, kind, counts } = engine.corpus.about
  const { partial } = engine
  return {
    // Ready is who answers from all of the documents.
    status: partial ? 'starting' : degraded ? 'degraded' : 'ok',
    ...(partial ? { partial } : {}),
    documents: counts.documents,
    passages: counts.passages,
    store: kind,
    index: { generation, model },
    ...(engine.llm ? { llm: { model: engine.llm.name, state: engine.llm.breaker.open ? 'resting' : 'ready' } } : {}),
    ...common,
  }
}

function toNotice({ code, params }: AppError): Health['notices'][number] {
  const error = new AppError(code, withoutPaths(params))
  return { code, message: { en: errorText(error, 'en'), fr: errorText(error, 'fr') } }
}

/** Anybody may read this: of a folder, a file or a database its name alone. */
function withoutPaths<P extends object>(params: P): P {
  const named = Object.entries(params).map(([name, value]) => [
    name,
    (name === 'folder' || name === 'file' || name === 'database') && typeof value === 'string' ? basename(value) : value,
  ])
  return Object.fromEntries(named) as P
}
