/** What every page has: head, header, switch of language, footer. Text goes in as text: hono/jsx escapes it. */
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { importsOf } from './assets.ts'
import { longDate } from './client/dates.js'

export const OTHER: Record<Language, Language> = { en: 'fr', fr: 'en' }

export interface LayoutProps {
  language: Language
  title: string
  /** The same page in the other language. */
  path: string
  /** What that page needs to be shown again, where it was posted: the switch is then a form and nothing is lost. */
  repost?: Readonly<Record<string, string | readonly string[]>>
  current?: 'ask' | 'documents' | 'api' | 'source' | 'admin'
  /** Number of documents, shown in the navigation. */
  documents?: number | undefined
  script?: 'chat.js' | 'indexing.js' | 'documents.js'
  children: Child
}

export const Layout: FC<LayoutProps> = ({ language, title, path, repost, current, documents, script, children }) => {
  const { page } = messages(language)
  const here = (name: LayoutProps['current']) => (name === current ? ('page' as const) : undefined)
  return (
    <>
      {DOCTYPE}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="description" content={page.tagline} />
          <title>{title}</title>
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/assets/chat.css" />
          {current === 'ask' ? <script src="/assets/draft.js" /> : null}
          {script ? importsOf(script).map((name) => <link rel="modulepreload" href={`/assets/${name}`} />) : null}
          {script ? <script type="module" src={`/assets/${script}`} /> : null}
        </head>
        <body data-page={current}>
          <a class="skip" href="#main">
            {page.skip}
          </a>
          {current === 'ask' ? (
            <a class="skip" href="#question">
              {page.skipToQuestion}
            </a>
          ) : null}
          <header class="top">
            <a class="brand" href={`/${language}`}>
              <Logo />
              <span>{page.name}</span>
            </a>
            <nav aria-label={page.navigation}>
              <a class="home" href={`/${language}`} aria-current={here('ask')}>
                {page.ask}
              </a>
              <a href={`/${language}/documents`} aria-current={here('documents')}>
                {page.documents}
                {documents === undefined ? null : <small> {documents.toLocaleString(`${language}-CA`)}</small>}
              </a>
              <a href={`/${language}/docs`} aria-current={here('api')}>
                {page.api}
              </a>
            </nav>
            <div class="side">
              {current === 'ask' ? (
                <button type="button" class="link" data-action="new-conversation" hidden>
                  <Plus />
                  <span>{page.newConversation}</span>
                </button>
              ) : null}
              <LanguageSwitch language={language} path={path} repost={repost} />
            </div>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
          {current === 'ask' ? null : (
            <footer>
              <p>{page.footer}</p>
            </footer>
          )}
        </body>
      </html>
    </>
  )
}

const LanguageSwitch: FC<{ language: Language; path: string; repost: LayoutProps['repost'] | undefined }> = ({
  language,
  path,
  repost,
}) => {
  const { page } = messages(language)
  const other = OTHER[language]
  if (!repost) {
    return (
      <a href={path} lang={other} hreflang={other}>
        <LanguageName of={other} name={page.switchLanguage} meaning={page.switchLanguageLabel} />
      </a>
    )
  }
  return (
    <form role="none" method="post" action={path}>
      {Object.entries({ ...repost, ui: other }).flatMap(([name, values]) =>
        [values].flat().map((value) => <input type="hidden" name={name} value={value} />),
      )}
      <button type="submit" class="link" lang={other}>
        <LanguageName of={other} name={page.switchLanguage} meaning={page.switchLanguageLabel} />
      </button>
    </form>
  )
}

/** Its code alone where there is no room for the name; what is read aloud begins with what is seen. */
const LanguageName: FC<{ of: Language; name: string; meaning: string }> = ({ of, name, meaning }) => (
  <>
    <span class="long">{name}</span>
    <span class="short">{of.toUpperCase()}</span>
    <span class="visually-hidden"> – {meaning}</span>
  </>
)

/** A dowser's rod over a drop. */
const Logo: FC = () => (
  <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path class="rod" d="M12 13 4 3M12 13l8-10M12 13v4" fill="none" stroke-width="2.6" stroke-linecap="round" />
    <path class="drop" d="M12 15.5c2.6 2.7 3.2 7 0 7s-2.6-4.3 0-7z" />
  </svg>
)

const Plus: FC = () => (
  <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d="M8 2.5v11M2.5 8h11" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
  </svg>
)

const DOCTYPE = Object.assign(new String('<!DOCTYPE html>'), { isEscaped: true as const }) as unknown as Child

/** Which language a source is written in, in the language of the page. */
export const SourceLanguage: FC<{ language: Language; of: Language | undefined }> = ({ language, of }) => (
  <span data-part="language" class="tag">
    {of ? messages(language).page.writtenIn[of] : ''}
  </span>
)

/** Page of a source in the interface's language, at the quote. */
export function sourceAddress(href: string, language: Language): string {
  return `${href}&ui=${language}#cited`
}

/** @param date ISO 8601 day or month @returns an empty string for none */
export function dateOf(date: string | undefined, language: Language): string {
  return date ? longDate(date, language) : ''
}

/** A moment as a day in the machine's time zone. */
export function formatDate(date: Date, language: Language): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return longDate(local.toISOString().slice(0, 10), language)
}

export const ErrorPage: FC<{ language: Language; message: string; admin?: boolean }> = ({ language, message, admin = false }) => {
  const { page } = messages(language)
  return (
    <Layout language={language} title={page.titleError} path={`/${OTHER[language]}`}>
      <h1>{page.problem}</h1>
      <p class="problem" role="alert">
        {message}
      </p>
      <p>{admin ? <a href={`/${language}/admin`}>{page.admin.back}</a> : <a href={`/${language}`}>{page.home}</a>}</p>
    </Layout>
  )
}

export interface IndexingProgress {
  /** In the page's language. */
  label: Record<Language, string>
  done: number
  total: number
}

/** What a page shows of an index that is being made. */
export interface IndexingState {
  progress: IndexingProgress | undefined
  /** How many documents can be asked about already, of so many. */
  partial?: { documents: number; of: number } | undefined
}

/** Progress of the index being built, the first one or (`again`) a later one; the script keeps it current. */
export const Indexing: FC<IndexingState & { language: Language; path: string; again?: boolean }> = ({
  language,
  progress,
  partial,
  path,
  again,
}) => {
  const { page } = messages(language)
  return (
    <sourcier-indexing class="indexing" data-labels={JSON.stringify(indexingLabels(language))} data-partial={partial ? '' : undefined}>
      <p role="status" data-part="held">
        {partial ? page.partial(partial.documents, partial.of) : again ? page.reindexing : page.indexing}
      </p>
      <p class="about">
        <label for="progress" data-part="label">
          {progress?.label[language] ?? page.preparing}
        </label>{' '}
        <span data-part="count">
          {progress?.total
            ? page.progressOf(...([progress.done, progress.total].map((n) => n.toLocaleString(`${language}-CA`)) as [string, string]))
            : ''}
        </span>{' '}
        <span data-part="left" />
      </p>
      <progress id="progress" max={progress?.total || 1} value={progress?.done} />
      <noscript>
        <p>
          <a href={path}>{page.refresh}</a>
        </p>
      </noscript>
    </sourcier-indexing>
  )
}

function indexingLabels(language: Language) {
  const { progressOf, secondsLeft, minutesLeft, held, partial, complete } = messages(language).page
  return {
    ...{ held, complete, progressOf: progressOf('{done}', '{total}'), partial: partial('{documents}', '{of}') },
    ...{ secondsLeft: secondsLeft('{n}'), minutesLeft: minutesLeft('{n}') },
  }
}
export type IndexingLabels = ReturnType<typeof indexingLabels>

declare module 'hono/jsx/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'sourcier-chat': Record<string, unknown>
      'sourcier-indexing': Record<string, unknown>
    }
  }
}
