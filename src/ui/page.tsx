/**
 * The pages, rendered on the server; each works without script. Text goes in as text: hono/jsx escapes it. Every run of a document
 * carries the language it is written in.
 */
import type { Child, FC } from 'hono/jsx'
import type {
  AnswerSentence,
  AskPassage,
  AskRequest,
  AskResponse,
  Citation,
  DocumentSummary,
  Language,
  SourceDocument,
  Span,
} from '../domain.ts'
import type { AppError } from '../errors.ts'
import { errorText, type Messages, messages } from '../messages/index.ts'
import { splitQuote } from './quote.js'

const OTHER: Record<Language, Language> = { en: 'fr', fr: 'en' }

type Turn = AskRequest['history'][number]

/** Turns that a form carries along; older ones are let go. */
const TURNS_KEPT = 6

function turnsWith(history: readonly Turn[], { question, answer }: AskResponse): Turn[] {
  return [...history, { question, answer }].slice(-TURNS_KEPT)
}

const Layout: FC<{ language: Language; title: string; path: string; script?: boolean; children: Child }> = ({
  language,
  title,
  path,
  script,
  children,
}) => {
  const { page } = messages(language)
  const other = OTHER[language]
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/chat.css" />
        {script ? <script type="module" src="/assets/chat.client.js" /> : null}
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
          <nav>
            <a href={`/${language}/documents`}>{page.documents}</a>
            <a href={path} lang={other} hreflang={other} aria-label={page.switchLanguageLabel}>
              {page.switchLanguage}
            </a>
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
  )
}

const document = (page: Child) => (
  <>
    {DOCTYPE}
    {page}
  </>
)
const DOCTYPE = Object.assign(new String('<!DOCTYPE html>'), { isEscaped: true as const }) as unknown as Child

// ---- asking ----

interface ChatProps {
  language: Language
  examples?: readonly string[]
  /** The answer to a question that was posted without script. */
  answer?: AskResponse
  /** What was asked and answered before it; the form carries it on, the server keeps nothing. */
  history?: readonly Turn[]
  /** A question that could not be answered, given back to be mended. */
  question?: string
  error?: AppError
}

export const ChatPage: FC<ChatProps> = ({ language, examples = [], answer, history = [], question = '', error }) => {
  const { page } = messages(language)
  return document(
    <Layout language={language} title={page.titleHome} path={`/${OTHER[language]}`} script>
      <sourcier-chat
        data-send={page.send}
        data-stop={page.stop}
        data-stopped={page.stopped}
        data-failed={page.failed}
        data-no-answer={page.noAnswer}
        data-which-one={page.whichOne}
        data-closest={page.closest}
        data-source-en={page.sourceIn.en}
        data-source-fr={page.sourceIn.fr}
        data-open-source={page.openSource(0, '{title}').replace('0', '{n}')}
      >
        <h1 class="visually-hidden">{page.titleHome}</h1>
        <section data-log role="log" aria-live="off" aria-label={page.conversation}>
          {answer ? <Turn language={language} answer={answer} /> : null}
        </section>
        {error ? (
          <p class="problem" role="alert" id="problem">
            {errorText(error, language)}
          </p>
        ) : null}
        <form method="post" action="/ask" class="ask">
          <input type="hidden" name="ui" value={language} />
          {answer ? <input type="hidden" name="history" value={JSON.stringify(turnsWith(history, answer))} /> : null}
          <label for="question">{page.question}</label>
          <div class="row">
            <textarea
              id="question"
              name="question"
              rows={2}
              maxlength={2000}
              required
              placeholder={page.placeholder}
              aria-describedby={error ? 'problem' : undefined}
            >
              {question}
            </textarea>
            <button type="submit">{page.send}</button>
          </div>
        </form>
        {!answer && examples.length > 0 ? (
          <section class="examples" aria-labelledby="examples">
            <h2 id="examples">{page.examples}</h2>
            <ul>
              {examples.map((example) => (
                <li>
                  <form method="post" action="/ask">
                    <input type="hidden" name="ui" value={language} />
                    <button type="submit" name="question" value={example} data-example>
                      {example}
                    </button>
                  </form>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <Templates language={language} />
      </sourcier-chat>
    </Layout>,
  )
}

/** One question with its answer. Without an answer it is the template that the script fills. */
const Turn: FC<{ language: Language; answer?: AskResponse }> = ({ language, answer }) => {
  const { page } = messages(language)
  const abstained = answer !== undefined && !answer.answered
  return (
    <article class="turn">
      <h2 class="question">
        <span class="visually-hidden">{page.youAsked}: </span>
        <span data-part="question">{answer?.question}</span>
      </h2>
      <h3 data-part="heading" tabindex={-1} class={abstained ? 'abstained' : undefined}>
        {abstained ? (answer.choices ? page.whichOne : page.noAnswer) : page.answer}
      </h3>
      <p data-part="understood-line" class="understood" hidden={!answer?.understood}>
        {page.understood}: <q data-part="understood">{answer?.understood}</q>
      </p>
      {answer ? null : (
        <p data-part="status" class="status">
          {page.searching}
        </p>
      )}
      <p data-part="problem" class="problem" role="alert" hidden />
      <p data-part="answer" class="answer" lang={answer?.language}>
        {answer?.answered
          ? answer.sentences.map((sentence) => <AnswerLine language={language} sentence={sentence} citations={answer.citations} />)
          : answer?.answer}
      </p>
      <ul data-part="choices" class="choices" hidden={!answer?.choices}>
        {answer?.choices?.map((choice) => (
          <Choice language={language} choice={choice} />
        ))}
      </ul>
      <section data-part="sources-section" hidden={!answer?.answered}>
        <h3>{page.sources}</h3>
        <ol data-part="sources" class="sources">
          {answer?.citations.map((citation) => (
            <Source language={language} citation={citation} />
          ))}
        </ol>
      </section>
      <details data-part="passages-section" open={abstained} hidden={!answer || answer.passages.length === 0}>
        <summary data-part="passages-heading">{abstained ? page.closest : page.otherPassages}</summary>
        <ul data-part="passages" class="passages">
          {answer?.passages.map((passage) => (
            <PassageItem language={language} passage={passage} />
          ))}
        </ul>
      </details>
    </article>
  )
}

/** A question that could have been meant, ready to be asked. */
const Choice: FC<{ language: Language; choice?: string }> = ({ language, choice }) => (
  <li>
    <form method="post" action="/ask">
      <input type="hidden" name="ui" value={language} />
      <button type="submit" name="question" value={choice} data-choice>
        {choice}
      </button>
    </form>
  </li>
)

const AnswerLine: FC<{ language: Language; sentence?: AnswerSentence; citations?: readonly Citation[] }> = ({
  language,
  sentence,
  citations = [],
}) => {
  const own = citations.filter(({ n }) => sentence?.citations.includes(n))
  const parts = splitQuote(sentence?.text ?? '', own[0]?.quote ?? '')
  return (
    <span class="sentence">
      <span data-part="before">{parts.before}</span>
      <span data-part="quote" class="quote" lang={own[0]?.language}>
        {parts.quote}
      </span>
      <span data-part="after">{parts.after}</span>
      {own.map((citation) => (
        <> {<Marker language={language} citation={citation} />}</>
      ))}{' '}
    </span>
  )
}

const Marker: FC<{ language: Language; citation?: Citation }> = ({ language, citation }) => (
  <a
    class="marker"
    href={citation ? sourceAddress(citation.href, language) : '#'}
    aria-label={citation ? messages(language).page.openSource(citation.n, citation.title) : undefined}
  >
    {citation ? `[${citation.n}]` : ''}
  </a>
)

const Source: FC<{ language: Language; citation?: Citation }> = ({ language, citation }) => (
  <li>
    <p>
      <a data-part="link" href={citation ? sourceAddress(citation.href, language) : '#'} lang={citation?.language}>
        {citation?.title}
      </a>{' '}
      <span data-part="language" class="tag">
        {citation ? messages(language).page.sourceIn[citation.language] : ''}
      </span>
    </p>
    <blockquote data-part="quote" lang={citation?.language}>
      {citation?.quote}
    </blockquote>
  </li>
)

const PassageItem: FC<{ language: Language; passage?: AskPassage }> = ({ language, passage }) => {
  const { page } = messages(language)
  return (
    <li>
      <p>
        <a
          data-part="link"
          href={passage ? sourceAddress(`/source/${passage.documentId}?start=${passage.start}&end=${passage.end}`, language) : '#'}
          lang={passage?.language}
        >
          {passage?.title}
        </a>{' '}
        <span data-part="language" class="tag">
          {passage ? page.sourceIn[passage.language] : ''}
        </span>
      </p>
      <blockquote data-part="text" lang={passage?.language}>
        {passage?.text}
      </blockquote>
      <details data-part="why-section" hidden={passage ? passage.why.length === 0 : undefined}>
        <summary>{page.why}</summary>
        <ul data-part="why" class="why">
          {passage?.why.slice(0, WHY_SHOWN).map((match) => (
            <li>{`${match.question} ~ ${match.passage} ${match.similarity.toFixed(2)}`}</li>
          ))}
        </ul>
      </details>
    </li>
  )
}
const WHY_SHOWN = 6

/** What the script clones; the same components as above, empty. */
const Templates: FC<{ language: Language }> = ({ language }) => (
  <>
    <template data-template="turn">
      <Turn language={language} />
    </template>
    <template data-template="choice">
      <Choice language={language} />
    </template>
    <template data-template="sentence">
      <AnswerLine language={language} />
    </template>
    <template data-template="marker">
      <Marker language={language} />
    </template>
    <template data-template="source">
      <Source language={language} />
    </template>
    <template data-template="passage">
      <PassageItem language={language} />
    </template>
  </>
)

/** Page of a source in the interface's language, at the quote. */
function sourceAddress(href: string, language: Language): string {
  return `${href}&ui=${language}#cited`
}

// ---- reading ----

export const DocumentsPage: FC<{ language: Language; documents: readonly DocumentSummary[] }> = ({ language, documents }) => {
  const { page } = messages(language)
  return document(
    <Layout language={language} title={page.titleDocuments} path={`/${OTHER[language]}/documents`}>
      <h1>{page.documents}</h1>
      <p>{page.documentCount(documents.length)}</p>
      <ul class="documents">
        {documents.map((item) => (
          <li>
            <a href={`/source/${item.id}?ui=${language}`} lang={item.language}>
              {item.title}
            </a>
            <p class="about">
              <span class="tag">{page.sourceIn[item.language]}</span> {dateOf(item.date, page, language)} {page.characters(item.characters)}{' '}
              <span class="file">{item.source}</span>
            </p>
          </li>
        ))}
      </ul>
      <p>
        <a href={`/${language}`}>{page.home}</a>
      </p>
    </Layout>,
  )
}

export const SourcePage: FC<{ language: Language; document: SourceDocument; span: Span | undefined }> = ({
  language,
  document: source,
  span,
}) => {
  const { page } = messages(language)
  const query = span ? `start=${span.start}&end=${span.end}&` : ''
  return document(
    <Layout
      language={language}
      title={page.titleSource(source.title)}
      path={`/source/${source.id}?${query}ui=${OTHER[language]}${span ? '#cited' : ''}`}
    >
      <p>
        <a href={`/${language}`}>{page.backToAnswer}</a>
      </p>
      <h1 lang={source.language}>{source.title}</h1>
      <p class="about">
        <span class="tag">{page.sourceIn[source.language]}</span> {dateOf(source.date, page, language)}{' '}
        <span class="file">{source.source}</span>
      </p>
      <div class="document" lang={source.language}>
        {segments(source, span).map(({ start, end, lang, marked, first }) => {
          const text = source.text.slice(start, end)
          if (marked) {
            return (
              <>
                {first ? (
                  <span class="visually-hidden" lang={language}>
                    {page.cited}:{' '}
                  </span>
                ) : null}
                <mark id={first ? 'cited' : undefined} lang={lang} tabindex={first ? -1 : undefined}>
                  {text}
                </mark>
              </>
            )
          }
          return lang === source.language ? text : <span lang={lang}>{text}</span>
        })}
      </div>
    </Layout>,
  )
}

interface Segment extends Span {
  lang: Language
  marked: boolean
  first: boolean
}

/** The document's text cut where its language or the highlight changes. */
function segments({ text, language, sentences }: SourceDocument, span: Span | undefined): Segment[] {
  const foreign = sentences.filter((sentence) => sentence.language !== language)
  const cuts = new Set([0, text.length, ...(span ? [span.start, span.end] : []), ...foreign.flatMap(({ start, end }) => [start, end])])
  const ordered = [...cuts].sort((a, b) => a - b)
  return ordered.slice(0, -1).map((start, i) => {
    const end = ordered[i + 1] as number
    const lang = foreign.find((sentence) => sentence.start <= start && end <= sentence.end)?.language ?? language
    return { start, end, lang, marked: span !== undefined && span.start <= start && end <= span.end, first: span?.start === start }
  })
}

function dateOf(date: string | undefined, page: Messages['page'], language: Language): string {
  if (!date) return ''
  const day = date.length > 7
  const format = new Intl.DateTimeFormat(`${language}-CA`, {
    year: 'numeric',
    month: 'long',
    ...(day ? { day: 'numeric' } : {}),
    timeZone: 'UTC',
  })
  return `${page.dated} ${format.format(new Date(day ? date : `${date}-01`))}`
}

export const ErrorPage: FC<{ language: Language; message: string }> = ({ language, message }) => {
  const { page } = messages(language)
  return document(
    <Layout language={language} title={page.titleError} path={`/${OTHER[language]}`}>
      <h1>{page.problem}</h1>
      <p class="problem" role="alert">
        {message}
      </p>
      <p>
        <a href={`/${language}`}>{page.home}</a>
      </p>
    </Layout>,
  )
}

declare module 'hono/jsx/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'sourcier-chat': Record<string, unknown>
    }
  }
}
