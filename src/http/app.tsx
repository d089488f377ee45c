/**
 * The HTTP contract of DESIGN §4 as a Hono app. Never listens: `main.ts` gives it a socket, tests call `app.request`.
 */
import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { type Engine, languageOf, search } from '../ask.ts'
import { type DocumentSummary, LANGUAGES, type Language, type LanguageRun, QUESTION_MAX_LENGTH, type SourceDocument } from '../domain.ts'
import { AppError, isAppError } from '../errors.ts'
import { errorText } from '../messages/index.ts'
import { answerableQuestions } from '../suggest.ts'
import { assetRoutes } from '../ui/assets.ts'
import { ChatPage } from '../ui/chat.tsx'
import { ErrorPage, type IndexingProgress } from '../ui/layout.tsx'
import { DocumentsPage, SourcePage } from '../ui/reading.tsx'
import { handleAsk } from './ask.tsx'
import { preferredLanguage } from './language.ts'
import { STATUS } from './status.ts'

/** What the app answers from; `engine` is absent until the index is open. */
export interface AppState {
  engine?: Engine
  /** Things the operator should know, shown in /health; files that were left out, on the page of documents. */
  notices: readonly AppError[]
  /** How far an index is, while it is being made; with an engine, the next one. */
  progress?: IndexingProgress
}

export interface AppOptions {
  state: AppState
  /** Receives what must not reach a client: the thrown thing and the number that the client was given. */
  onInternalError?: (thrown: unknown, id: string) => void
}

/** Seconds after which an index that is being prepared is worth asking for again. */
const RETRY = { 'Retry-After': '2' }

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
  for (const language of LANGUAGES) {
    app.get(`/${language}`, async (c) => {
      const { engine: open } = state
      if (!open) return c.html(<ChatPage language={language} indexing={{ progress: state.progress }} />, 503, RETRY)
      const examples = await answerableQuestions(open, language, [...open.index.documents.keys()])
      return c.html(<ChatPage language={language} examples={examples} />)
    })
    app.get(`/${language}/documents`, async (c) => {
      const leftOut = state.notices.filter(isAboutDocument)
      const { engine: open } = state
      const indexing = { progress: state.progress }
      if (!open) return c.html(<DocumentsPage language={language} documents={[]} leftOut={leftOut} indexing={indexing} />, 503, RETRY)
      const { documents, passages, manifest } = open.index
      const counts = documents.map(() => 0)
      for (const { document } of passages) counts[document] = (counts[document] ?? 0) + 1
      const listed = documents.map((document, i) => ({ ...summary(document), passages: counts[i] ?? 0 }))
      const query = (c.req.query('q') ?? '').trim().slice(0, QUESTION_MAX_LENGTH)
      const found = query === '' ? {} : { search: await searched(query, open, language) }
      const index = { createdAt: manifest.createdAt, passages: passages.length }
      return c.html(
        <DocumentsPage
          language={language}
          documents={listed}
          leftOut={leftOut}
          index={index}
          {...found}
          {...(state.progress ? { indexing } : {})}
        />,
      )
    })
  }
  app.post('/ask', (c) => handleAsk(c, engine))
  app.get('/documents', (c) => c.json(engine().index.documents.map(summary)))
  app.get('/documents/:id', (c) => {
    const document = documentOf(c.req.param('id'))
    return c.json({ ...summary(document), text: document.text, runs: foreignRuns(document) })
  })
  app.get('/source/:id', (c) => {
    const document = documentOf(c.req.param('id'))
    const span = parseSpan(c.req.query('start'), c.req.query('end'), document.text.length)
    const counterpart = engine().index.documentById.get(document.counterpart ?? '')
    const page = (
      <SourcePage
        language={preferredLanguage(c.req)}
        document={document}
        runs={foreignRuns(document)}
        span={span}
        counterpart={counterpart}
      />
    )
    return c.html(page)
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
    if (status === 503) c.header('Retry-After', RETRY['Retry-After'])
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

function summary(document: SourceDocument): DocumentSummary {
  const { id, source, title, language, text, sha256, date, pages, warnings, counterpart } = document
  return {
    ...{ id, source, title, language, characters: text.length, sha256 },
    ...(date ? { date } : {}),
    ...(pages ? { pages: pages.length } : {}),
    ...(warnings ? { warnings } : {}),
    ...(counterpart ? { counterpart } : {}),
  }
}

/** Where a document is not in its own language, sentences that touch in one run. */
function foreignRuns({ language, sentences }: SourceDocument): LanguageRun[] {
  const runs: LanguageRun[] = []
  let inRun = false
  for (const sentence of sentences) {
    const last = runs.at(-1)
    if (sentence.language === language) inRun = false
    else if (inRun && last) last.end = sentence.end
    else {
      runs.push({ start: sentence.start, end: sentence.end, language: sentence.language })
      inRun = true
    }
  }
  return runs
}

const SEARCH_HITS = 20

async function searched(query: string, engine: Engine, language: Language) {
  const hits = await search(query, engine, SEARCH_HITS, language)
  return { query, language: languageOf(query) ?? language, hits: hits.filter(({ why }) => why.length > 0) }
}

/** Whether an error tells of one file that was left out. */
function isAboutDocument({ code }: AppError): boolean {
  return code.startsWith('document-')
}

/** A span that does not fit the document highlights nothing; the page is still worth showing. */
function parseSpan(start: string | undefined, end: string | undefined, length: number) {
  const [from, to] = [Number(start), Number(end)]
  const fits = /^\d+$/.test(start ?? '') && /^\d+$/.test(end ?? '') && from < to && to <= length
  return fits ? { start: from, end: to } : undefined
}

function health({ engine, notices, progress }: AppState) {
  const said = notices.map((error) => ({ code: error.code }))
  if (!engine) return { status: 'starting', ...(progress ? { progress } : {}), notices: said }
  const { manifest, passageStore } = engine.index
  return {
    status: said.length > 0 ? 'degraded' : 'ok',
    documents: manifest.counts.documents,
    passages: manifest.counts.passages,
    store: passageStore.kind,
    index: { generation: manifest.generation, model: manifest.recipe.embedder.id },
    ...(engine.llm ? { llm: { model: engine.llm.name, state: engine.llm.breaker.open ? 'resting' : 'ready' } } : {}),
    ...(progress ? { progress } : {}),
    notices: said,
  }
}
