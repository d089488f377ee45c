/** The page of administration, behind its token: a browser asks for it as a password. */
import type { Context } from 'hono'
import { LANGUAGES, type Language } from '../domain.ts'
import { AdminPage } from '../ui/admin.tsx'
import type { AppEnv, Shared } from './env.ts'
import type { Gate } from './gate.ts'
import { health } from './health.ts'
import { preferredLanguage } from './language.ts'
import { isAboutDocument } from './pages.tsx'

export async function adminPage(c: Context<AppEnv>, language: Language, { state, feedback }: Shared, gate: Gate): Promise<Response> {
  const said = await feedback?.read()
  return c.html(
    <AdminPage
      language={language}
      health={health(state, gate)}
      createdAt={state.engine?.corpus.about.createdAt}
      leftOut={state.notices.filter(isAboutDocument)}
      feedback={said}
      progress={state.progress}
    />,
  )
}

/** Where a browser goes that has pressed the button; a program gets JSON. */
export function adminPath(c: Context<AppEnv>): string | undefined {
  return c.req.header('accept')?.includes('text/html') ? `/${preferredLanguage(c.req)}/admin` : undefined
}

export const ADMIN_PATHS = LANGUAGES.map((language) => ({ language, path: `/${language}/admin` }))
