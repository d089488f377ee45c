/** The page where questions are asked. Works whole without script: the form is posted and the page comes back with the answer. */
import type { FC } from 'hono/jsx'
import type { AskRequest, AskResponse, Language } from '../domain.ts'
import type { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import { AnswerLine, Choice, Marker, Match, PassageItem, Source, Turn, WHY_SHOWN } from './answer.tsx'
import { Indexing, type IndexingProgress, Layout, OTHER } from './layout.tsx'
import { Reader } from './reading.tsx'

type PastTurn = AskRequest['history'][number]

/** Turns that a form carries along; older ones are let go. */
const TURNS_KEPT = 6

interface ChatProps {
  language: Language
  examples?: readonly string[]
  /** The answer to a question that was posted without script. */
  answer?: AskResponse
  /** What was asked and answered before it; the form carries it on, the server keeps nothing. */
  history?: readonly PastTurn[]
  /** A question that could not be answered, given back to be mended. */
  question?: string
  error?: AppError
  /** Whether this server keeps feedback. */
  feedback?: boolean
  /** While the index is not open yet. */
  indexing?: { progress: IndexingProgress | undefined }
}

export const ChatPage: FC<ChatProps> = ({
  language,
  examples = [],
  answer,
  history = [],
  question = '',
  error,
  feedback = false,
  indexing,
}) => {
  const { page } = messages(language)
  const past = JSON.stringify(history)
  const carried = answer ? JSON.stringify([...history, { question: answer.question, answer: answer.answer }].slice(-TURNS_KEPT)) : past
  return (
    <Layout
      language={language}
      title={page.titleHome}
      path={answer ? '/ask' : `/${OTHER[language]}`}
      {...(answer ? { repost: { question: answer.question, history: past } } : {})}
      current="ask"
      script={indexing ? 'indexing.js' : 'chat.js'}
    >
      <sourcier-chat data-labels={JSON.stringify(clientLabels(language))}>
        <h1 class="visually-hidden">{page.titleHome}</h1>
        {indexing ? <Indexing language={language} progress={indexing.progress} path={`/${language}`} /> : null}
        {answer && history.length > 0 ? (
          <section class="earlier" aria-labelledby="earlier">
            <h2 id="earlier">{page.earlier}</h2>
            <ul class="questions">
              {history.map((turn) => (
                <Choice language={language} choice={turn.question} />
              ))}
            </ul>
          </section>
        ) : null}
        <section data-log role="log" aria-live="off" aria-label={page.conversation}>
          {answer ? <Turn language={language} answer={answer} feedback={feedback} /> : null}
        </section>
        {error ? (
          <p class="problem" role="alert" id="problem">
            {errorText(error, language)}
          </p>
        ) : null}
        <form method="post" action="/ask" class="ask">
          <input type="hidden" name="ui" value={language} />
          <input type="hidden" name="history" value={carried} />
          <label for="question">{page.question}</label>
          <p data-part="editing" class="editing" hidden>
            {page.editing}{' '}
            <button type="button" class="link" data-action="cancel-edit">
              {page.cancel}
            </button>
          </p>
          <div class="row">
            <textarea
              id="question"
              name="question"
              rows={2}
              maxlength={2000}
              required
              placeholder={examples[0] ?? page.placeholder}
              aria-describedby={error ? 'problem' : undefined}
            >
              {question}
            </textarea>
            <button type="submit">{page.send}</button>
          </div>
        </form>
        <p data-part="announcement" role="status" class="visually-hidden" />
        {!answer && examples.length > 0 ? (
          <section class="examples" data-part="examples" aria-labelledby="examples">
            <h2 id="examples">{page.examples}</h2>
            <ul class="questions">
              {examples.map((example) => (
                <Choice language={language} choice={example} />
              ))}
            </ul>
          </section>
        ) : null}
        <section class="conversation" data-part="conversation" aria-labelledby="conversation" hidden>
          <h2 id="conversation">{page.conversationTools}</h2>
          <p>{page.conversationKept}</p>
          <div class="tools">
            <button type="button" data-action="export-markdown">
              {page.exportMarkdown}
            </button>
            <button type="button" data-action="export-json">
              {page.exportJson}
            </button>
            <button type="button" data-action="new-conversation">
              {page.newConversation}
            </button>
          </div>
        </section>
        <Templates language={language} feedback={feedback} />
      </sourcier-chat>
    </Layout>
  )
}

/** Everything that the script says by itself, and how much it shows. */
function clientLabels(language: Language) {
  const { page } = messages(language)
  const { send, stop, stopped, failed, answer, noAnswer, whichOne, closest, otherPassages, sourceIn, sameWord, answerReady, searching } =
    page
  const { personalData, feedbackThanks, feedbackRedacted } = page
  const { notices, counterpart, copied, notCopied, documentChanged, exportName, exportTitle, sources } = page
  return {
    ...{ send, stop, stopped, failed, answer, noAnswer, whichOne, closest, otherPassages, sourceIn, sameWord, answerReady, searching },
    ...{ notices, counterpart, copied, notCopied, documentChanged, exportName, exportTitle, sources },
    ...{ personalData, feedbackThanks, feedbackRedacted },
    personalDataRemoved: page.personalDataRemoved('{kinds}'),
    openSource: page.openSource(0, '{title}').replace('0', '{n}'),
    writtenBy: page.writtenBy('{model}'),
    pageNumber: page.pageNumber(0).replace('0', '{n}'),
    whyShown: WHY_SHOWN,
    turnsKept: TURNS_KEPT,
  }
}
export type ClientLabels = ReturnType<typeof clientLabels>

/** What the script clones; the same components as above, empty. */
const Templates: FC<{ language: Language; feedback: boolean }> = ({ language, feedback }) => (
  <>
    <template data-template="turn">
      <Turn language={language} feedback={feedback} />
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
    <template data-template="match">
      <Match language={language} />
    </template>
    <template data-template="reader">
      <Reader language={language} />
    </template>
  </>
)
