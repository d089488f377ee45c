/** The HTTP contract as a Hono app. It never listens: `serve.ts` gives it a socket, tests call `app.request`. */
import { OpenAPIHono } from '@hono/zod-openapi'
import { openPictures } from '../documents/picture.ts'
import { AppError } from '../errors.ts'
import type { Feedback } from '../feedback.ts'
import { redact } from '../privacy/redact.ts'
import { requestProblems } from '../problems.ts'
import { assetRoutes } from '../ui/assets.ts'
import type { OpenApiDocument } from '../ui/docs.tsx'
import { ADMIN_PATHS, adminPage } from './admin.tsx'
import { apiInfo, apiRoutes, describeFields, requireBodies } from './api.ts'
import { addDoors } from './doors.ts'
import type { AppEnv, AppSettings, AppState, Shared } from './env.ts'
import { addErrors } from './errors.tsx'
import { GATE_LIMITS, Gate } from './gate.ts'
import { gateGuards, tokenGuards } from './guard.ts'
import { type Log, openLog } from './log.ts'
import { openMetrics } from './metrics.ts'
import { addPages } from './pages.tsx'
import { addRoutes } from './routes.ts'
import { localGuard, UPLOADING, uploadGuards } from './upload.tsx'

export const DEFAULT_SETTINGS: AppSettings = {
  hosts: ['localhost', '127.0.0.1', '[::1]'],
  corsOrigins: [],
  trustProxy: [],
  rateLimit: 120,
  tokens: {},
  logLevel: 'errors',
}

/** Pages drawn at a time, and those that wait: one person turns a few pages. */
const DRAWING = { running: 1, waiting: 12 }
/** Ids of answers that are remembered, so that feedback on another can be told. */
const ANSWERS_REMEMBERED = 10_000

interface AppOptions {
  state: AppState
  settings?: Partial<AppSettings>
  log?: Log
  feedback?: Feedback | undefined
  gate?: Gate
  /** Report memory and event loop of this process in /metrics. */
  ofProcess?: boolean
}

export function createApp(options: AppOptions): OpenAPIHono<AppEnv> {
  const { state, log = openLog('errors'), feedback, gate = new Gate(GATE_LIMITS), ofProcess = false } = options
  const settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const metrics = openMetrics(gate, () => state.engine, ofProcess)
  const pictures = openPictures()
  const drawing = new Gate(DRAWING)
  const given = new Set<string>()
  const shared: Shared = {
    ...{ state, settings, log, metrics, feedback },
    engine() {
      if (!state.engine) throw new AppError('index-not-ready', {})
      return state.engine
    },
    async draw(order, signal) {
      const leave = await drawing.enter(signal)
      try {
        return await pictures.draw(order)
      } finally {
        leave()
      }
    },
    gave: (id) => given.has(id),
    answered(answer, id) {
      given.add(answer.id)
      // A set keeps its order: the first is the oldest.
      for (const oldest of given) {
        if (given.size <= ANSWERS_REMEMBERED) break
        given.delete(oldest)
      }
      metrics.answer(answer)
      const { language, answered, reason, mode, verified, timings } = answer
      const question = settings.logLevel === 'questions' ? { question: redact(answer.question, language).text } : {}
      log.info({ requestId: id, language, answered, reason, mode, verified, ms: timings.totalMs, ...question }, 'answer')
    },
  }
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      throw new AppError('request-invalid', { problems: requestProblems(result.error, 'data' in result ? result.data : undefined) })
    },
  })
  addDoors(app, shared)
  const guards = {
    ...tokenGuards(settings.tokens),
    ...gateGuards(gate, shared),
    local: localGuard(shared),
    upload: uploadGuards(new Gate(UPLOADING)),
  }
  const routes = apiRoutes(guards)
  addRoutes(app, routes, shared, gate)
  let document: OpenApiDocument | undefined
  const openApi = (): OpenApiDocument => {
    document ??= requireBodies(describeFields(app.getOpenAPI31Document(apiInfo())) as unknown as OpenApiDocument)
    return document
  }
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  app.get('/openapi.json', (c) => c.json(openApi()))
  addPages(app, shared, guards, openApi)
  for (const { language, path } of ADMIN_PATHS) app.get(path, guards.admin, (c) => adminPage(c, language, shared, gate))
  app.route('/', assetRoutes())
  addErrors(app, shared, Object.values(routes))
  return app
}
