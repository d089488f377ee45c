/** The pages: the chat, the documents, the interface of programs. Each in both languages, each without script too. */
import type { Hono, MiddlewareHandler } from 'hono'
import { LANGUAGES, type Language, QUESTION_MAX_LENGTH } from '../domain.ts'
import { restrictedEngine } from '../engine.ts'
import type { AppError } from '../errors.ts'
import { exampleQuestions } from '../examples.ts'
import { search } from '../search.ts'
import { ChatPage } from '../ui/chat.tsx'
import { ApiPage, type OpenApiDocument } from '../ui/docs.tsx'
import { DocumentsPage } from '../ui/documents.tsx'
import { languageOf } from '../understand/understand.ts'
import { chosenIds, collectionOf, listDocuments, scopeOf } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import { preferredLanguage } from './language.ts'
import { publicAddress } from './prefix.ts'
import { kindsOf, mayUpload } from './upload.tsx'

/** Seconds after which a client should retry while the index is being prepared. */
export const RETRY = { 'Retry-After': '2' }

const SEARCH_HITS = 20

export function addPages(
  app: Hono<AppEnv>,
  shared: Shared,
  { access, gate }: { access: MiddlewareHandler; gate: MiddlewareHandler<AppEnv> },
  document: () => OpenApiDocument,
): void {
  const { state } = shared
  app.get('/', (c) => c.redirect(`/${preferredLanguage(c.req)}`))
  app.get('/docs', (c) => c.redirect(`/${preferredLanguage(c.req)}/docs`))
  for (const language of LANGUAGES) {
    app.get(`/${language}/docs`, (c) =>
      c.html(<ApiPage language={language} document={document()} origin={publicAddress(c, shared.settings)} />),
    )
    app.get(`/${language}`, access, async (c) => {
      const { engine } = state
      if (!engine) return c.html(<ChatPage language={language} indexing={{ progress: state.progress }} />, 503, RETRY)
      const scope = await scopeOf({ ids: chosenIds(c.req.queries('documents')), folders: c.req.queries('folder') ?? [] }, engine)
      const asked = await restrictedEngine(
        engine,
        scope?.documents.map(({ id }) => id),
      )
      return c.html(
        <ChatPage
          language={language}
          examples={await exampleQuestions(asked, language)}
          collection={await collectionOf(engine, state.notices)}
          scope={scope}
          uploads={mayUpload(c, shared) ? kindsOf(shared) : undefined}
          {...(engine.partial ? { indexing: { progress: state.progress, partial: engine.partial } } : {})}
          feedback={shared.feedback !== undefined}
          logged={shared.settings.logLevel === 'questions'}
        />,
      )
    })
    // A search costs as much as an answer.
    const searching: MiddlewareHandler<AppEnv> = (c, next) => (queryOf(c.req.query('q')) === '' ? next() : gate(c, next))
    app.get(`/${language}/documents`, access, searching, async (c) => {
      const leftOut = state.notices.filter(isAboutDocument)
      const { engine } = state
      const indexing = { progress: state.progress, partial: engine?.partial }
      if (!engine) return c.html(<DocumentsPage language={language} documents={[]} leftOut={leftOut} indexing={indexing} />, 503, RETRY)
      const { createdAt, counts } = engine.corpus.about
      const query = queryOf(c.req.query('q'))
      const chosen = await scopeOf({ ids: chosenIds(c.req.queries('documents')), folders: c.req.queries('folder') ?? [] }, engine)
      const found =
        query === ''
          ? {}
          : {
              search: await searchResults(
                query,
                chosen?.documents.map(({ id }) => id),
                language,
                shared,
              ),
            }
      return c.html(
        <DocumentsPage
          language={language}
          documents={await listDocuments(engine)}
          leftOut={leftOut}
          index={{ createdAt, passages: counts.passages }}
          filter={{ name: queryOf(c.req.query('name')).slice(0, 200), page: Number.parseInt(c.req.query('page') ?? '', 10) || 1 }}
          chosen={chosen}
          added={c.req.query('done') === 'added'}
          uploads={mayUpload(c, shared) ? kindsOf(shared) : undefined}
          {...found}
          {...(state.progress ? { indexing } : {})}
        />,
      )
    })
  }
}

function queryOf(q: string | undefined): string {
  return (q ?? '').trim().slice(0, QUESTION_MAX_LENGTH)
}

/** @param documents ids of those to look in */
async function searchResults(query: string, documents: readonly string[] | undefined, language: Language, shared: Shared) {
  const hits = await search(query, shared.engine(), { limit: SEARCH_HITS, preferred: language, documents })
  return {
    query,
    language: languageOf(query) ?? language,
    hits: hits.filter(({ why }) => why.length > 0),
    capped: hits.length === SEARCH_HITS,
  }
}

/** Whether an error concerns files that were left out. */
export function isAboutDocument({ code }: AppError): boolean {
  return code.startsWith('document-') || code === 'documents-unread'
}
