/** What every page has: head, header, switch of language, footer. Text goes in as text: hono/jsx escapes it. */
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { type Messages, messages } from '../messages/index.ts'

export const OTHER: Record<Language, Language> = { en: 'fr', fr: 'en' }

export interface LayoutProps {
  language: Language
  title: string
  /** The same page in the other language. */
  path: string
  /** What that page needs to be shown again, where it was posted: the switch is then a form and nothing is lost. */
  repost?: Readonly<Record<string, string>>
  current?: 'ask' | 'documents' | 'api'
  script?: 'chat.js' | 'indexing.js'
  children: Child
}

export const Layout: FC<LayoutProps> = ({ language, title, path, repost, current, script, children }) => {
  const { page } = messages(language)
  const other = OTHER[language]
  const here = (name: LayoutProps['current']) => (name === current ? ('page' as const) : undefined)
  return (
    <>
      {DOCTYPE}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/assets/chat.css" />
          {script ? <script type="module" src={`/assets/${script}`} /> : null}
        </head>
        <body>
          <a class="skip" href="#main">
            {page.skip}
          </a>
          <header>
            <p class="brand">
              <a href={`/${language}`}>{page.name}</a>
            </p>
            <p class="tagline">{page.tagline}</p>
            <nav aria-label={page.navigation}>
              <a href={`/${language}`} aria-current={here('ask')}>
                {page.ask}
              </a>
              <a href={`/${language}/documents`} aria-current={here('documents')}>
                {page.documents}
              </a>
              <a href={`/${language}/docs`} aria-current={here('api')}>
                {page.api}
              </a>
              {repost ? (
                <form method="post" action={path}>
                  {Object.entries({ ...repost, ui: other }).map(([name, value]) => (
                    <input type="hidden" name={name} value={value} />
                  ))}
                  <button type="submit" class="link" lang={other} aria-label={page.switchLanguageLabel}>
                    {page.switchLanguage}
                  </button>
                </form>
              ) : (
                <a href={path} lang={other} hreflang={other} aria-label={page.switchLanguageLabel}>
                  {page.switchLanguage}
                </a>
              )}
            </nav>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <footer>
            <p>{page.footer}</p>
          </footer>
        </body>
      </html>
    </>
  )
}

const DOCTYPE = Object.assign(new String('<!DOCTYPE html>'), { isEscaped: true as const }) as unknown as Child

/** Which language a source is written in, said in the language of the page. */
export const SourceLanguage: FC<{ language: Language; of: Language | undefined }> = ({ language, of }) => (
  <span data-part="language" class="tag">
    {of ? messages(language).page.sourceIn[of] : ''}
  </span>
)

/** Page of a source in the interface's language, at the quote. */
export function sourceAddress(href: string, language: Language): string {
  return `${href}&ui=${language}#cited`
}

/** @param date ISO 8601 day or month */
export function dateOf(date: string | undefined, page: Messages['page'], language: Language): string {
  if (!date) return ''
  const day = date.length > 7
  return `${page.dated} ${day ? formatDate(new Date(date), language, 'UTC') : formatMonth(new Date(`${date}-01`), language)}`
}

/** @param timeZone of the machine when left out; documents state days, not moments: UTC keeps them as they are */
export function formatDate(date: Date, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(`${language}-CA`, { year: 'numeric', month: 'long', day: 'numeric', timeZone }).format(date)
}

function formatMonth(date: Date, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-CA`, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(date)
}

export const ErrorPage: FC<{ language: Language; message: string }> = ({ language, message }) => {
  const { page } = messages(language)
  return (
    <Layout language={language} title={page.titleError} path={`/${OTHER[language]}`}>
      <h1>{page.problem}</h1>
      <p class="problem" role="alert">
        {message}
      </p>
      <p>
        <a href={`/${language}`}>{page.home}</a>
      </p>
    </Layout>
  )
}

export interface IndexingProgress {
  /** Said in the page's language. */
  label: Record<Language, string>
  done: number
  total: number
}

/** What is going on while an index is made, the first one or (`again`) the next; the script keeps it current. */
export const Indexing: FC<{ language: Language; progress: IndexingProgress | undefined; path: string; again?: boolean }> = ({
  language,
  progress,
  path,
  again,
}) => {
  const { page } = messages(language)
  return (
    <sourcier-indexing class="indexing">
      <p role="status">{again ? page.reindexing : page.indexing}</p>
      <p>
        <label for="progress" data-part="label">
          {progress?.label[language] ?? page.searching}
        </label>{' '}
        <progress id="progress" max={progress?.total || 1} value={progress?.done} />
      </p>
      <p>
        <a href={path}>{page.refresh}</a>
      </p>
    </sourcier-indexing>
  )
}

declare module 'hono/jsx/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'sourcier-chat': Record<string, unknown>
      'sourcier-indexing': Record<string, unknown>
    }
  }
}
