/**
 * The HTTP contract of DESIGN §4 as a Hono app. Never listens: `main.ts` gives it a socket, tests call `app.request`.
 */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import type { Engine } from '../ask.ts'
import type { DocumentSummary, Language, SourceDocument } from '../domain.ts'
import { AppError, isAppError } from '../errors.ts'
import { errorText } from '../messages/index.ts'
import { assetRoutes } from '../ui/assets.ts'
import { ChatPage, DocumentsPage, ErrorPage, SourcePage } from '../ui/page.tsx'
import { handleAsk } from './ask.tsx'
import { preferredLanguage } from './language.ts'
import { STATUS } from './status.ts'

/** What the app answers from; `engine` is absent until the index is open. */
export interface AppState {
  engine?: Engine
  /** Things the operator should know, shown in /health. */
  notices: readonly AppError[]
}

export interface AppOptions {
  state: AppState
  /** Receives what must not reach a client: the thrown thing and the number that the client was given. */
  onInternalError?: (thrown: unknown, id: string) => void
}

export const BODY_LIMIT = 256 * 1024

export function createApp({ state, onInternalError = () => {} }: AppOptions): Hono {
  const app = new Hono()

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
      strictTransportSecurity: false,
      referrerPolicy: 'no-referrer',
      crossOriginOpenerPolicy: 'same-origin',
      crossOriginResourcePolicy: 'same-origin',
      xFrameOptions: 'DENY',
      permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
    }),
  )
  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: () => Promise.reject(new AppError('body-too-large', { limit: BODY_LIMIT })) }))

  const engine = (): Engine => {
    if (!state.engine) throw new AppError('index-not-ready', {})
    return state.engine
  }
  const documentOf = (id: string): SourceDocument => {
    const document = engine().index.documentById.get(id)
    if (!document) throw new AppError('document-unknown', { id: id.slice(0, 40) })
    return document
  }

  app.get('/', (c) => c.redirect(`/${preferredLanguage(c.req)}`))
  for (const language of ['en', 'fr'] as const) {
    app.get(`/${language}`, (c) => c.html(<ChatPage language={language} examples={examples(state.engine, language)} />))
    app.get(`/${language}/documents`, (c) =>
      c.html(<DocumentsPage language={language} documents={engine().index.documents.map(summary)} />),
    )
  }
  app.post('/ask', (c) => handleAsk(c, engine))
  app.get('/documents', (c) => c.json(engine().index.documents.map(summary)))
  app.get('/documents/:id', (c) => {
    const document = documentOf(c.req.param('id'))
    return c.json({ ...summary(document), text: document.text })
  })
  app.get('/source/:id', (c) => {
    const document = documentOf(c.req.param('id'))
    const span = parseSpan(c.req.query('start'), c.req.query('end'), document.text.length)
    return c.html(<SourcePage language={preferredLanguage(c.req)} document={document} span={span} />)
  })
  app.get('/health', (c) => c.json(health(state), state.engine ? 200 : 503))
  app.route('/', assetRoutes())

  for (const [path, allowed] of ALLOWED) {
    app.all(path, (c) => {
      c.header('Allow', allowed)
      throw new AppError('method-not-allowed', { method: c.req.method, allowed })
    })
  }
  app.notFound((c) => {
    throw new AppError('route-unknown', { path: c.req.path.slice(0, 100) })
  })

  app.onError((thrown, c) => {
    const error = toAppError(thrown, onInternalError)
    const status = STATUS[error.code]
    if (status === 503) c.header('Retry-After', '2')
    if (wantsPage(c.req.header('accept'))) {
      const language = preferredLanguage(c.req)
      return c.html(<ErrorPage language={language} message={errorText(error, language)} />, status)
    }
    return c.json(errorBody(error), status)
  })
  return app
}

/** Methods of the routes that know more than GET; everything else is simply unknown. */
const ALLOWED: readonly (readonly [string, string])[] = [
  ['/ask', 'POST'],
  ['/documents', 'GET'],
  ['/documents/:id', 'GET'],
  ['/source/:id', 'GET'],
  ['/health', 'GET'],
]

/** The body of an error: both sentences, a stable code, and what is wrong with each field. Never a stack, never a path. */
function errorBody(error: AppError) {
  const details = error.code === 'request-invalid' ? { details: error.params } : {}
  return { error: { code: error.code, message: { en: errorText(error, 'en'), fr: errorText(error, 'fr') }, ...details } }
}

function toAppError(thrown: unknown, onInternalError: (thrown: unknown, id: string) => void): AppError {
  // What names a file of the machine is for the operator's terminal; the client gets a number.
  if (isAppError(thrown) && STATUS[thrown.code] !== 500) return thrown
  if (thrown instanceof HTTPException && thrown.status === 413) return new AppError('body-too-large', { limit: BODY_LIMIT })
  const id = randomUUID().slice(0, 8)
  onInternalError(thrown, id)
  return new AppError('internal', { id })
}

function wantsPage(accept = ''): boolean {
  return accept.includes('text/html')
}

function summary({ id, source, title, language, text, sha256, date }: SourceDocument): DocumentSummary {
  return { id, source, title, language, characters: text.length, sha256, ...(date ? { date } : {}) }
}

/** A span that does not fit the document highlights nothing; the page is still worth showing. */
function parseSpan(start: string | undefined, end: string | undefined, length: number) {
  const [from, to] = [Number(start), Number(end)]
  const fits = /^\d+$/.test(start ?? '') && /^\d+$/.test(end ?? '') && from < to && to <= length
  return fits ? { start: from, end: to } : undefined
}

function health({ engine, notices }: AppState) {
  const said = notices.map((error) => ({ code: error.code }))
  if (!engine) return { status: 'starting', notices: said }
  const { manifest, passageStore } = engine.index
  return {
    status: said.length > 0 ? 'degraded' : 'ok',
    documents: manifest.counts.documents,
    passages: manifest.counts.passages,
    store: passageStore.kind,
    index: { generation: manifest.generation, model: manifest.recipe.embedder.id },
    notices: said,
  }
}

/** Questions that the folder at hand can answer: what its acronyms stand for. */
function examples(engine: Engine | undefined, language: Language): string[] {
  const words = engine?.index.lexicon
  if (!words) return []
  const forms = [...new Set(words.acronyms.map(({ form }) => form))].slice(0, 3)
  return forms.map((form) => {
    const acronym = words.words[words.idOf.get(form) ?? -1]?.surface ?? form.toUpperCase()
    return language === 'fr' ? `C’est quoi ${acronym}\u202f?` : `What is ${acronym}?`
  })
}
