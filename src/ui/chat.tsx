/** The page where questions are asked. Works whole without script: the form is posted and the page comes back with the answer. */
import type { FC } from 'hono/jsx'
import { type AskRequest, type AskResponse, type Language, QUESTION_MAX_LENGTH } from '../domain.ts'
import type { AppError } from '../errors.ts'
import { messages, pageErrorText } from '../messages/index.ts'
import { AnswerLine, Cell, CHOSEN, Choice, headings, Marker, PASSAGES_OPEN, QUESTION_LONG, QuestionPart, Source, Turn } from './answer.tsx'
import { shortDate } from './client/dates.js'
import { Indexing, type IndexingState, Layout, OTHER } from './layout.tsx'
import { Match, PassageItem, WHY_SHOWN } from './passages.tsx'
import { Preview, Reader } from './reader.tsx'
import { DropPlace, UploadForm } from './upload.tsx'

type PastTurn = AskRequest['history'][number]

/** Turns that the form carries; older ones are dropped. */
const TURNS_KEPT = 6
/** Documents named on the empty page. */
const CHIPS = 4

/** A question that the documents answer, and where its answer comes from. */
export interface Example {
  question: string
  from: { title: string; language: Language; date?: string | undefined }
}

/** What the page says of the documents before anything is asked. */
export interface Collection {
  documents: readonly { id: string; title: string; language: Language; date?: string | undefined }[]
  /** Number of files that could not be read. */
  notRead: number
}

/** The documents that are asked, where not all are. */
export interface Scope {
  documents: readonly { id: string; title: string; language: Language }[]
  /** That they were chosen by; '.' for the documents folder itself. */
  folders: readonly string[]
}

interface ChatProps {
  language: Language
  examples?: readonly Example[]
  collection?: Collection
  scope?: Scope | undefined
  /** Endings of the kinds that may be added from this page; undefined where none may. */
  uploads?: readonly string[] | undefined
  /** The answer to a question that was posted without script. */
  answer?: AskResponse
  /** What was asked and answered before it; the form carries it on, the server keeps nothing. */
  history?: readonly PastTurn[]
  /** In which language that was, turn by turn. */
  languages?: readonly (Language | undefined)[]
  /** What the field holds: a rejected question, or one that is being written while another was chosen. */
  question?: string
  error?: AppError
  /** Whether this server keeps feedback. */
  feedback?: boolean
  /** Whether this server logs questions. */
  logged?: boolean
  /** While the first index is being made. */
  indexing?: IndexingState
}

export const ChatPage: FC<ChatProps> = (props) => {
  const {
    language,
    examples = [],
    collection,
    scope,
    uploads,
    answer,
    history = [],
    languages = [],
    question = '',
    error,
    feedback = false,
    logged = false,
    indexing,
  } = props
  const { page } = messages(language)
  const past = JSON.stringify(history)
  const carried = answer ? JSON.stringify([...history, { question: answer.question, answer: answer.answer }].slice(-TURNS_KEPT)) : past
  const empty = answer === undefined && history.length === 0
  // Shown again in the other language, right or wrong.
  const posted = answer?.question ?? (error ? question : undefined)
  const asked = scope?.documents.length ?? collection?.documents.length ?? 0
  return (
    <Layout
      language={language}
      title={error ? page.titleError : answer ? page.titleSource(answer.question) : page.titleHome}
      path={posted !== undefined ? '/ask' : `/${OTHER[language]}${scopeQuery(scope)}`}
      {...(posted !== undefined
        ? { repost: { question: posted, history: past, documents: scope?.documents.map(({ id }) => id) ?? [] } }
        : {})}
      current="ask"
      documents={collection?.documents.length}
      script={indexing && !indexing.partial ? 'indexing.js' : 'chat.js'}
    >
      <sourcier-chat data-labels={JSON.stringify(clientLabels(language))} data-empty={empty ? '' : undefined}>
        <div class="column">
          <div class="invitation">
            <h1>{collection && asked > 0 ? page.invitation(asked) : page.titleHome}</h1>
            <p class="lead">{page.lead}</p>
          </div>
          {indexing ? <Indexing language={language} {...indexing} path={`/${language}`} /> : null}
          {history.length > 0 ? <Earlier {...{ language, history, languages }} /> : null}
          <section data-log role="log" aria-live="off" aria-label={page.conversation}>
            {answer ? <Turn language={language} answer={answer} feedback={feedback} /> : null}
          </section>
          <Composer {...{ language, carried, question, error, empty, logged, scope }} />
          <p class="undo" data-part="undo" hidden>
            <button type="button" class="link" data-action="undo">
              {page.undo}
            </button>
          </p>
          {empty ? <Examples language={language} examples={examples} /> : null}
          {empty && collection ? <Reads language={language} collection={scope ? { ...scope, notRead: 0 } : collection} /> : null}
          {empty && uploads ? (
            <div class="uploads">
              <UploadForm language={language} action="/documents" kinds={uploads} />
            </div>
          ) : null}
        </div>
        <Reader language={language} />
        <Preview />
        <Templates language={language} feedback={feedback} />
      </sourcier-chat>
      {uploads ? <DropPlace language={language} /> : null}
    </Layout>
  )
}

const Earlier: FC<Required<Pick<ChatProps, 'language' | 'history' | 'languages'>>> = ({ language, history, languages }) => (
  <section class="earlier" aria-labelledby="earlier">
    <h2 id="earlier">{messages(language).page.earlier}</h2>
    <ul class="questions">
      {history.map((turn, i) => (
        <Choice offered={turn} language={languages[i]} />
      ))}
    </ul>
  </section>
)

interface ComposerProps {
  language: Language
  /** The turns so far, as JSON. */
  carried: string
  question: string
  error: AppError | undefined
  empty: boolean
  logged: boolean
  scope: Scope | undefined
}

const Composer: FC<ComposerProps> = ({ language, carried, question, error, empty, logged, scope }) => {
  const { page } = messages(language)
  return (
    <form method="post" action="/ask" id="ask" class="ask" data-part="composer" aria-label={page.question}>
      <p class="problem" role="alert" id="problem" data-part="refusal" hidden={!error}>
        {error ? pageErrorText(error, language) : ''}
      </p>
      <input type="hidden" name="ui" value={language} />
      <input type="hidden" name="history" value={carried} />
      {scope ? <ScopeChip language={language} scope={scope} /> : null}
      <p data-part="editing" class="editing" hidden>
        {page.editing}{' '}
        <button type="button" class="link" data-action="cancel-edit">
          {page.cancel}
        </button>
      </p>
      {/* Beside the field, which stays in sight: below it nobody would see what could not be done. */}
      <p data-part="announcement" role="status" class="visually-hidden" />
      <div class="composer">
        <label for="question" class="visually-hidden">
          {page.question}
        </label>
        <textarea
          id="question"
          name="question"
          rows={1}
          required
          autofocus={empty || error !== undefined}
          placeholder={empty ? page.placeholder : page.placeholderMore}
          aria-describedby="problem length hint"
          aria-invalid={error ? 'true' : undefined}
        >
          {question}
        </textarea>
        <button type="submit" class="send">
          {page.send}
        </button>
      </div>
      <p class="hint" id="length" data-part="length" hidden />
      <p class="hint" id="hint">
        {page.hint} {logged ? page.kept.logged : page.kept.none}
      </p>
    </form>
  )
}

/** Which documents are asked, a way to choose others, and one to ask all of them again. */
const ScopeChip: FC<{ language: Language; scope: Scope }> = ({ language, scope }) => {
  const { page } = messages(language)
  const { documents, folders } = scope
  const [only] = documents.length === 1 ? documents : []
  const named = folders.map((folder) => (folder === '.' ? page.topFolder : folder)).join(' · ')
  const label = named === '' ? page.documentCount(documents.length) : page.folderOf(named, documents.length)
  return (
    <p class="scope" data-part="scope">
      {page.askedOnly}{' '}
      <span class="subject">
        <a class="text" href={`/${language}/documents${scopeQuery(scope)}`} lang={only?.language}>
          {only?.title ?? label}
        </a>
        <a class="take-off" href={`/${language}`} aria-label={page.askAll} title={page.askAll}>
          ×
        </a>
      </span>
      {documents.map(({ id }) => (
        <input type="hidden" name="documents" value={id} />
      ))}
    </p>
  )
}

/** Of the address of a page on which the same documents are chosen. */
export function scopeQuery(scope: Scope | undefined): string {
  if (!scope) return ''
  const { documents, folders } = scope
  const chosen = folders.length > 0 ? folders.map((folder) => ['folder', folder]) : documents.map(({ id }) => ['documents', id])
  return `?${new URLSearchParams(chosen)}`
}

const Examples: FC<{ language: Language; examples: readonly Example[] }> = ({ language, examples }) => {
  const { page } = messages(language)
  if (examples.length === 0) return null
  return (
    <section class="examples" data-part="examples" aria-labelledby="examples">
      <h2 id="examples">{page.examples}</h2>
      <ul>
        {examples.map(({ question, from }) => (
          <li>
            <button {...CHOSEN} value={question}>
              <span class="text">{question}</span>
              <small>
                {from.language === language
                  ? [page.writtenIn[from.language], from.date ? shortDate(from.date, language) : ''].filter(Boolean).join(' · ')
                  : page.exampleFrom[from.language]}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Reads: FC<{ language: Language; collection: Collection }> = ({ language, collection: { documents, notRead } }) => {
  const { page } = messages(language)
  const shown = documents.length === CHIPS + 1 ? documents : documents.slice(0, CHIPS)
  const more = documents.length - shown.length
  return (
    <section class="reads" data-part="reads" aria-labelledby="reads">
      <h2 id="reads">{page.reads}</h2>
      <ul class="chips">
        {shown.map(({ id, title, language: own, date }) => (
          <li>
            <a class="chip" href={`/source/${id}?ui=${language}`}>
              <b>{own.toUpperCase()}</b>{' '}
              <span class="text" lang={own}>
                {title}
              </span>
              {date ? <small> · {date.slice(0, 4)}</small> : null}
            </a>
          </li>
        ))}
        {more > 0 ? (
          <li>
            <a class="chip" href={`/${language}/documents`}>
              {page.moreDocuments(more)}
            </a>
          </li>
        ) : null}
      </ul>
      {notRead > 0 ? (
        <p class="notice">
          {page.notRead(notRead)} <a href={`/${language}/documents#left-out`}>{page.notReadWhich}</a>
        </p>
      ) : null}
    </section>
  )
}

/** Texts and limits for the browser's script. */
function clientLabels(language: Language) {
  const { page } = messages(language)
  const { send, stop, stopped, failed, otherPassages, morePassages, writtenIn, sameWord, answerReady } = page
  const { personalData, feedbackThanks, feedbackRedacted, feedbackFailed } = page
  const { notices, counterpart, copied, linkCopied, notCopied, documentChanged, exportName, exportTitle, exportFailed, downloaded } = page
  const { sources, titleHome, perhaps, searching, whySimilarity, placeholder, placeholderMore, placeholderShort } = page
  return {
    ...{ send, stop, stopped, failed, otherPassages, morePassages, writtenIn, sameWord, answerReady },
    ...{ notices, counterpart, copied, linkCopied, notCopied, documentChanged, exportName, exportTitle, exportFailed, downloaded },
    ...{ sources, titleHome, perhaps, searching, whySimilarity, placeholder, placeholderMore, placeholderShort },
    ...{ personalData, feedbackThanks, feedbackRedacted, feedbackFailed },
    headings: headings(language),
    errors: { ...page.errors, tooLong: page.errors.tooLong(QUESTION_MAX_LENGTH.toLocaleString(`${language}-CA`)) },
    questionMost: QUESTION_MAX_LENGTH,
    length: page.questionLength('{n}', '{most}'),
    personalDataRemoved: page.personalDataRemoved('{kinds}'),
    titleSource: page.titleSource('{title}'),
    sourceOf: page.sourceOf(0, 1).replace('0', '{n}').replace('1', '{total}'),
    found: page.found(0, 1).replace('0', '{n}').replace('1', '{total}'),
    foundNothing: page.foundNothing,
    askedOn: page.askedOn('{date}', '{index}'),
    partial: messages(language).answer.partial('{documents}', '{of}'),
    writtenBy: page.writtenBy('{model}'),
    pageNumber: page.pageNumber(0).replace('0', '{n}'),
    sectionNumber: page.sectionNumber,
    drawing: page.drawing,
    pagePicture: page.pagePicture(0).replace('0', '{n}'),
    pagePictureMarked: page.pagePictureMarked(0).replace('0', '{n}'),
    pageOfDocument: page.pageOfDocument(0, 1).replace('0', '{n}').replace('1', '{total}'),
    whyShown: WHY_SHOWN,
    passagesOpen: PASSAGES_OPEN,
    questionLong: QUESTION_LONG,
    turnsKept: TURNS_KEPT,
  }
}
export type ClientLabels = ReturnType<typeof clientLabels>

/** Templates that the script clones: the same components, empty. */
const Templates: FC<{ language: Language; feedback: boolean }> = ({ language, feedback }) => (
  <>
    <template data-template="turn">
      <Turn language={language} feedback={feedback} />
    </template>
    <template data-template="choice">
      <Choice />
    </template>
    <template data-template="part">
      <QuestionPart language={language} />
    </template>
    <template data-template="sentence">
      <AnswerLine language={language} />
    </template>
    <template data-template="cell">
      <Cell />
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
    <template data-template="match">
      <Match language={language} />
    </template>
  </>
)
