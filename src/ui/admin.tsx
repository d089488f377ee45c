/** The page of whoever runs the server: the state of the index, files not read and why, and what was said of answers. */
import type { FC } from 'hono/jsx'
import type { Health, Language } from '../domain.ts'
import type { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import { formatDate, Indexing, type IndexingProgress, Layout, OTHER } from './layout.tsx'
import { UploadForm } from './upload.tsx'

/** Feedback shown, newest first; all of it is in the export. */
const SHOWN = 100

/** What the page shows of one line of feedback. */
export interface FeedbackShown {
  at: string
  rating: 'up' | 'down'
  question: string
  language: Language
  reason?: keyof ReturnType<typeof messages>['page']['feedbackReasons'] | undefined
  comment?: string | undefined
}

interface AdminProps {
  language: Language
  health: Health
  createdAt: string | undefined
  leftOut: readonly AppError[]
  /** undefined where this server keeps none. */
  feedback: readonly FeedbackShown[] | undefined
  progress: IndexingProgress | undefined
  /** What can be added and removed; undefined where this server knows no folder. */
  shelf: Shelf | undefined
  /** What was just done. */
  done?: 'added' | 'removed' | undefined
}

export interface Shelf {
  /** Endings of the kinds that are read. */
  kinds: readonly string[]
  /** Those that are listed, of how many, and by which part of their name. */
  listed: readonly { source: string; title: string; language: Language }[]
  total: number
  name: string
}

export const AdminPage: FC<AdminProps> = ({ language, health, createdAt, leftOut, feedback, progress, shelf, done }) => {
  const { page } = messages(language)
  const { admin } = page
  const path = `/${language}/admin`
  // What concerns files has a list of its own.
  const notices = health.notices.filter(({ code }) => !code.startsWith('document'))
  return (
    <Layout
      language={language}
      title={admin.titlePage}
      path={`/${OTHER[language]}/admin`}
      current="admin"
      documents={health.documents}
      {...(progress ? { script: 'indexing.js' as const } : {})}
    >
      <h1>{admin.title}</h1>
      {done ? (
        <p class="done" role="status">
          {admin[done]}
        </p>
      ) : null}
      {progress ? <Indexing language={language} progress={progress} path={path} again={health.documents !== undefined} /> : null}
      <h2>{admin.index}</h2>
      <dl class="state">
        <Fact name={admin.state} value={admin.states[health.status]} />
        <Fact name={page.documents} value={health.documents?.toLocaleString(`${language}-CA`)} />
        <Fact name={admin.passages} value={health.passages?.toLocaleString(`${language}-CA`)} />
        <Fact name={admin.updated} value={createdAt ? formatDate(new Date(createdAt), language) : undefined} />
        <Fact name={admin.generation} value={health.index?.generation} />
        <Fact name={admin.model} value={health.llm?.model} />
      </dl>
      {notices.length > 0 ? (
        <ul>
          {notices.map(({ message }) => (
            <li class="text">{message[language]}</li>
          ))}
        </ul>
      ) : null}
      <form role="none" method="post" action={`/admin/reindex?ui=${language}`}>
        <button type="submit" class="quiet">
          {admin.reindex}
        </button>
      </form>
      {shelf ? <ShelfPart language={language} shelf={shelf} /> : null}
      <h2>{page.leftOut}</h2>
      {leftOut.length === 0 ? <p>{admin.allRead}</p> : null}
      <ul>
        {leftOut.map((error) => (
          <li class="text">
            {errorText(error, language)}
            {shelf && 'source' in error.params ? <RemoveButton language={language} source={error.params.source} /> : null}
          </li>
        ))}
      </ul>
      <h2>{admin.feedback}</h2>
      {feedback === undefined ? (
        <p>{admin.feedbackOff}</p>
      ) : feedback.length === 0 ? (
        <p>{admin.noFeedback}</p>
      ) : (
        <FeedbackTable language={language} feedback={feedback} />
      )}
    </Layout>
  )
}

/** Adding and removing documents. */
const ShelfPart: FC<{ language: Language; shelf: Shelf }> = ({ language, shelf: { kinds, listed, total, name } }) => {
  const { page } = messages(language)
  const { admin } = page
  return (
    <>
      <h2 id="shelf">{admin.documents}</h2>
      <UploadForm language={language} action="/admin/documents" kinds={kinds} replaces />
      <search>
        <form role="none" method="get" action={`/${language}/admin#shelf`} class="filter">
          <label for="name">{page.filter}</label>
          <input id="name" type="search" name="name" maxlength={200} value={name} autocomplete="off" />
          <button type="submit" class="quiet">
            {page.filterButton}
          </button>
        </form>
      </search>
      {listed.length < total ? <p class="about">{admin.listed(listed.length, total)}</p> : null}
      <ul class="shelf">
        {listed.map(({ source, title, language: own }) => (
          <li>
            <span>
              <span class="text" lang={own}>
                {title}
              </span>{' '}
              <small class="about file text">{source}</small>
            </span>
            <RemoveButton language={language} source={source} />
          </li>
        ))}
      </ul>
      <p class="about">{admin.removeNote}</p>
    </>
  )
}

const RemoveButton: FC<{ language: Language; source: string }> = ({ language, source }) => (
  <form role="none" method="post" action={`/admin/documents/remove?ui=${language}`}>
    <button type="submit" class="quiet" name="source" value={source}>
      {messages(language).page.admin.remove}
      <span class="visually-hidden"> {source}</span>
    </button>
  </form>
)

const Fact: FC<{ name: string; value: string | undefined }> = ({ name, value }) =>
  value === undefined ? null : (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )

const FeedbackTable: FC<{ language: Language; feedback: readonly FeedbackShown[] }> = ({ language, feedback }) => {
  const { page } = messages(language)
  const { admin } = page
  const up = feedback.filter(({ rating }) => rating === 'up').length
  return (
    <>
      <p>
        {admin.ratings(up, feedback.length - up)} <a href="/admin/feedback">{admin.exported}</a>
      </p>
      <div class="table" tabindex={0}>
        <table>
          <thead>
            <tr>
              {[admin.when, admin.helped, admin.question, page.feedbackReason, page.feedbackComment].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {feedback
              .slice(-SHOWN)
              .reverse()
              .map(({ at, rating, question, language: asked, reason, comment }) => (
                <tr>
                  <td>{formatDate(new Date(at), language)}</td>
                  <td>{rating === 'up' ? page.helpfulYes : page.helpfulNo}</td>
                  <td class="text" lang={asked}>
                    {question}
                  </td>
                  <td>{reason ? page.feedbackReasons[reason] : ''}</td>
                  <td class="text">{comment}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
