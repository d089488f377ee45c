/** The page of administration, behind its token: a browser asks for it as a password. */
import type { Context } from 'hono'
import { readableKinds } from '../documents/read.ts'
import { LANGUAGES, type Language } from '../domain.ts'
import type { Engine } from '../engine.ts'
import { AdminPage, type Shelf } from '../ui/admin.tsx'
import { sameLengthFold } from '../ui/client/highlight.js'
import { listDocuments } from './documents.tsx'
import type { AppEnv, Shared } from './env.ts'
import type { Gate } from './gate.ts'
import { health } from './health.ts'
import { isAboutDocument } from './pages.tsx'

export async function adminPage(
  c: Context<AppEnv>,
  language: Language,
  { state, settings, feedback }: Shared,
  gate: Gate,
): Promise<Response> {
  const said = await feedback?.read()
  const done = c.req.query('done')
  return c.html(
    <AdminPage
      language={language}
      health={health(state, gate)}
      createdAt={state.engine?.corpus.about.createdAt}
      leftOut={state.notices.filter(isAboutDocument)}
      feedback={said}
      progress={state.progress}
      shelf={
        settings.documentsFolder === undefined
          ? undefined
          : await shelfOf(state.engine, readableKinds(settings.ocr === true), (c.req.query('name') ?? '').slice(0, 200))
      }
      done={done === 'added' || done === 'removed' ? done : undefined}
    />,
  )
}

/** Documents listed at once. */
const LISTED = 50

async function shelfOf(engine: Engine | undefined, kinds: readonly string[], name: string): Promise<Shelf> {
  const wanted = sameLengthFold(name.trim())
  const listed: { source: string; title: string; language: Language }[] = []
  let total = 0
  for (const { source, title, language } of engine ? await listDocuments(engine) : []) {
    if (!sameLengthFold(`${title} ${source}`).includes(wanted)) continue
    if (total++ < LISTED) listed.push({ source, title, language })
  }
  return { kinds, listed, total, name }
}

export const ADMIN_PATHS = LANGUAGES.map((language) => ({ language, path: `/${language}/admin` }))
