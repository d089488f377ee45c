/**
 * One question with its answer, in parts. Each part without its data is the template that the browser's script fills, so that a
 * page with script and one without are written once. Every run of a document carries the language it is written in.
 */
import type { FC } from 'hono/jsx'
import type { AnswerPart, AnswerSentence, AskResponse, Citation, Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { alternativesOf, contextOf, type Offered } from './client/choice.js'
import { shortDate } from './client/dates.js'
import { kindOf, partialLine, sentencesOf, subjectOf, uncited } from './client/passages.js'
import { cellsOf, splitQuote } from './client/quote.js'
import { scopeText } from './client/scope.js'
import { FeedbackForm } from './feedback.tsx'
import { dateOf, formatDate, sourceAddress } from './layout.tsx'
import { PassageItem } from './passages.tsx'

interface Part {
  /** Of the page. */
  language: Language
}

/** Passages shown at once where there is no answer; the others are behind a button. */
export const PASSAGES_OPEN = 2
/** Characters from where on a question is set smaller and, with script, cut to the first lines. */
export const QUESTION_LONG = 200

export const Turn: FC<Part & { answer?: AskResponse; feedback?: boolean }> = ({ language, answer, feedback = false }) => {
  const { page } = messages(language)
  const answered = answer?.answered ?? false
  const partial = answer ? partialLine(answer, messages(language).answer.partial('{documents}', '{of}'), language) : ''
  return (
    <article class="turn" data-kind={answer ? kindOf(answer) : undefined} aria-labelledby={answer ? `turn-${answer.id}` : undefined}>
      <h2
        class={(answer?.question.length ?? 0) > QUESTION_LONG ? 'question long' : 'question'}
        id={answer ? `turn-${answer.id}` : undefined}
      >
        <span class="visually-hidden">{page.youAsked} </span>
        <span data-part="question" class="text" lang={answer?.language}>
          {answer?.question}
        </span>
      </h2>
      {answer ? null : (
        <button type="button" class="link" data-action="show-question" aria-expanded="false" hidden>
          {page.showQuestion}
        </button>
      )}
      <h3 data-part="heading" class="verdict" tabindex={-1} hidden={!answer}>
        {answer ? headings(language)[kindOf(answer)] : ''}
      </h3>
      <a class="skip inside" href="#question">
        {page.nextQuestion}
      </a>
      <Understood language={language} answer={answer} />
      {answer ? null : (
        <p data-part="status" class="status">
          {page.searching}
        </p>
      )}
      {answer ? null : <Failure language={language} />}
      <div data-part="answer" class="answer" lang={answer?.language} hidden={answer?.choices !== undefined}>
        {answer?.parts
          ? answer.parts.map((part) => <QuestionPart language={language} answer={answer} part={part} />)
          : answered
            ? answer?.sentences.map((sentence) => <AnswerLine language={language} sentence={sentence} citations={answer.citations} />)
            : answer?.answer}
      </div>
      <div data-part="versions" class="versions" lang={answer?.language} hidden={!answer?.versions}>
        {answer?.versions?.map(({ text, citation }) => (
          <AnswerLine language={language} sentence={{ text, citations: [citation.n] }} citations={[citation]} />
        ))}
      </div>
      <p data-part="note" class="about" hidden={!answer?.notice && !answer?.model}>
        {answer?.notice ? page.notices[answer.notice] : answer?.model ? page.writtenBy(answer.model) : ''}
      </p>
      <p data-part="partial" class="about" hidden={partial === ''}>
        {partial}
      </p>
      <p data-part="redacted" class="about" hidden={!answer?.redacted}>
        {answer?.redacted ? page.personalDataRemoved(answer.redacted.map((kind) => page.personalData[kind]).join(', ')) : ''}
      </p>
      <ul data-part="choices" class="questions" lang={answer?.language} hidden={!answer?.choices}>
        {alternativesOf(answer ?? {}).map((offered) => (
          <Choice offered={offered} />
        ))}
      </ul>
      <section data-part="sources-section" class="source-cards" hidden={!answered}>
        <h3 class="visually-hidden">{page.sources}</h3>
        <ol data-part="sources" class="sources">
          {answer?.citations.map((citation) => (
            <Source language={language} citation={citation} />
          ))}
        </ol>
      </section>
      {answer ? null : (
        <p data-part="ask-all" hidden>
          <button type="button" class="quiet" data-action="ask-all">
            {page.askAll}
          </button>
        </p>
      )}
      <Passages language={language} answer={answer} />
      <section data-part="suggestions-section" hidden={!answer?.suggestions}>
        <h3>{page.askInstead}</h3>
        <ul data-part="suggestions" class="questions" lang={answer?.language}>
          {answer?.suggestions?.map((question) => (
            <Choice offered={{ question }} />
          ))}
        </ul>
      </section>
      <p class="printed" data-part="printed">
        {answer ? page.askedOn(formatDate(new Date(), language), answer.index.generation) : ''}
      </p>
      <div class="foot">
        {answer ? null : <TurnTools language={language} />}
        {feedback && !(answer && kindOf(answer) === 'help') ? <FeedbackForm language={language} answer={answer} /> : null}
      </div>
    </article>
  )
}

/** What stands above an answer, by its kind. */
export function headings(language: Language): Record<ReturnType<typeof kindOf>, string> {
  const { answer, perhaps, whichOne, noAnswer } = messages(language).page
  return { answer, doubt: perhaps, choices: whichOne, help: answer, none: noAnswer }
}

/** One question of several, under its own words. */
export const QuestionPart: FC<Part & { answer?: AskResponse; part?: AnswerPart }> = ({ language, answer, part }) => (
  <section class="part">
    <h4 data-part="asked" class="text" lang={answer?.language}>
      {part?.question}
    </h4>
    <p data-part="doubt" class="about" hidden={!part?.doubt}>
      {messages(language).page.perhaps}
    </p>
    <div data-part="said">
      {answer && part
        ? sentencesOf(answer, part).map((sentence) => <AnswerLine language={language} sentence={sentence} citations={answer.citations} />)
        : null}
    </div>
    <p data-part="unsaid" class="about" lang={answer?.language} hidden={!part || part.answered}>
      {part?.answered === false ? part.answer : ''}
    </p>
    <ul data-part="part-choices" class="questions" lang={answer?.language} hidden={!part?.choices}>
      {alternativesOf(part ?? {}).map((offered) => (
        <Choice offered={offered} />
      ))}
    </ul>
  </section>
)

/** What a follow-up was taken to be about; with script it can be asked again without. */
const Understood: FC<Part & { answer: AskResponse | undefined }> = ({ language, answer }) => {
  const { page } = messages(language)
  const subject = answer && subjectOf(answer)
  return (
    <>
      <p data-part="understood-line" class="understood" hidden={!answer?.understood || subject !== undefined}>
        {page.understood}{' '}
        <q data-part="understood" lang={answer?.language}>
          {answer?.understood}
        </q>
      </p>
      <p data-part="scope-line" class="understood" hidden={!answer?.scope}>
        {page.lookedIn}{' '}
        <span data-part="scope" class="text">
          {answer?.scope ? scopeText(answer.scope, page.sectionNumber) : ''}
        </span>
      </p>
      <p data-part="subject-line" class="understood" hidden={subject === undefined}>
        {page.about}{' '}
        <span class="subject">
          <b data-part="subject" class="text" lang={answer?.language}>
            {subject}
          </b>
          {answer ? null : (
            <button type="button" data-action="ask-alone" aria-label={page.withoutSubject} title={page.withoutSubject}>
              ×
            </button>
          )}
        </span>
      </p>
    </>
  )
}

/** Closest passages: beside an answer those that it does not cite, folded; without one the first few, open. */
const Passages: FC<Part & { answer: AskResponse | undefined }> = ({ language, answer }) => {
  const { page } = messages(language)
  const kind = answer ? kindOf(answer) : 'answer'
  const folded = kind === 'answer' || kind === 'choices'
  const passages = answer ? uncited(answer) : []
  const open = folded ? [] : passages.slice(0, PASSAGES_OPEN)
  const rest = passages.slice(open.length)
  const items = (own: typeof passages) =>
    own.map((passage) => <PassageItem language={language} asked={answer?.language} passage={passage} />)
  return (
    <>
      <section data-part="closest-section" hidden={open.length === 0}>
        <h3>{page.closest}</h3>
        <ul data-part="closest" class="passages">
          {items(open)}
        </ul>
      </section>
      <details data-part="passages-section" class="more-passages" hidden={rest.length === 0}>
        <summary data-part="passages-heading">{folded ? page.otherPassages : page.morePassages}</summary>
        <ul data-part="passages" class="passages">
          {items(rest)}
        </ul>
      </details>
    </>
  )
}

/** A question that was stopped or failed, and the way to ask it again; with script alone. */
const Failure: FC<Part> = ({ language }) => (
  <div data-part="failure" hidden>
    <p data-part="problem" class="problem" role="alert" />
    <button type="button" class="quiet" data-action="retry">
      {messages(language).page.retry}
    </button>
  </div>
)

/** What can be done with an answer; needs script, so it is in the template alone. */
const TurnTools: FC<Part> = ({ language }) => {
  const { page } = messages(language)
  return (
    <div class="tools" data-part="tools" hidden>
      <button type="button" data-action="copy">
        {page.copy}
      </button>
      <button type="button" data-action="share">
        {page.share}
      </button>
      <button type="button" data-action="print">
        {page.print}
      </button>
      <button type="button" data-action="speak" aria-pressed="false" hidden>
        {page.speak}
      </button>
      <details class="menu">
        <summary>
          {page.more}
          <span aria-hidden="true">▾</span>
        </summary>
        <div>
          <button type="button" data-action="copy-markdown">
            {page.copyMarkdown}
          </button>
          <button type="button" data-action="edit">
            {page.edit}
          </button>
          <button type="button" data-action="retry">
            {page.retry}
          </button>
          <button type="button" data-action="export-docx">
            {page.exportWord}
          </button>
          <button type="button" data-action="export-markdown">
            {page.exportMarkdown}
          </button>
          <button type="button" data-action="export-json">
            {page.exportJson}
          </button>
        </div>
      </details>
    </div>
  )
}

/** A button that asks a question by the form of the page, with the documents and the conversation that stand there. */
export const CHOSEN = { type: 'submit', form: 'ask', name: 'chosen', formnovalidate: true } as const

/** A question ready to be asked; of one that could have been meant, what tells it from the others. @param language of the question, where nothing around it tells */
export const Choice: FC<{ offered?: Offered; language?: Language | undefined }> = ({ offered, language }) => {
  const context = offered && contextOf(offered)
  return (
    <li>
      <button {...CHOSEN} value={offered?.question} class="text">
        <span data-part="label" lang={language}>
          {offered?.name ?? offered?.question}
        </span>
        {context || !offered ? (
          <small data-part="context" hidden={!context}>
            <span data-part="role" lang={offered?.language}>
              {context?.text}
            </span>{' '}
            <span data-part="year">{context?.year}</span>
          </small>
        ) : null}
      </button>
    </li>
  )
}

export const AnswerLine: FC<Part & { sentence?: AnswerSentence; citations?: readonly Citation[] }> = ({
  language,
  sentence,
  citations = [],
}) => {
  const own = citations.filter(({ n }) => sentence?.citations.includes(n))
  const parts = splitQuote(sentence?.text ?? '', own[0]?.quote ?? '')
  return (
    <p class="sentence" data-cites={own.map(({ n }) => n).join(' ')}>
      <span data-part="frame" class="frame">
        {parts.frame}
      </span>
      <span class="said">
        <span data-part="before">{parts.before}</span>
        <Quote text={parts.quote} language={own[0]?.language} />
        <span data-part="after">{parts.after}</span>
      </span>
      {own.map((citation) => (
        <> {<Marker language={language} citation={citation} />}</>
      ))}{' '}
    </p>
  )
}

/** The words of a document; a row of a table shows the header above each value. */
const Quote: FC<{ text: string; language: Language | undefined }> = ({ text, language }) => {
  const cells = cellsOf(text)
  return (
    <span data-part="quote" class={cells.length > 0 ? 'quote text cells' : 'quote text'} lang={language}>
      {cells.length === 0
        ? text
        : cells.map(({ label, value }, i) => (
            <>
              {i > 0 ? <span class="between"> · </span> : null}
              <Cell label={label} value={value} />
            </>
          ))}
    </span>
  )
}

export const Cell: FC<{ label?: string; value?: string }> = ({ label, value }) => (
  <span class="cell">
    <span data-part="label" class="label">
      {label}
    </span>
    <span data-part="value">{value}</span>
  </span>
)

/** Number and provenance of a source, in the text: "1 · Title · Sept. 2020 · FR". */
export const Marker: FC<Part & { citation?: Citation }> = ({ language, citation }) => {
  const { page } = messages(language)
  return (
    <a class="marker" data-source data-cites={citation?.n} href={citation ? sourceAddress(citation.href, language) : '#'}>
      <span class="visually-hidden">{page.source} </span>
      <b data-part="n">{citation?.n}</b>
      <span class="visually-hidden">: </span>
      <span data-part="title" class="who text" lang={citation?.language}>
        {citation?.title}
      </span>
      <span data-part="date" class="when" hidden={citation?.date === undefined}>
        {citation?.date ? shortDate(citation.date, language) : ''}
      </span>
      <span data-part="code" class="code">
        {citation?.language.toUpperCase()}
      </span>
    </a>
  )
}

/** A source as a card; never repeats the quote that stands above. */
export const Source: FC<Part & { citation?: Citation }> = ({ language, citation }) => {
  const { page } = messages(language)
  return (
    <li data-cites={citation?.n}>
      <a class="card" data-source data-part="link" href={citation ? sourceAddress(citation.href, language) : '#'}>
        <b data-part="n">{citation?.n}</b>{' '}
        <span>
          <span data-part="title" class="title text" lang={citation?.language}>
            {citation?.title}
          </span>
          <small data-part="facts" data-address={citation?.href}>
            {citation ? factsOf(citation, language) : ''}
          </small>
        </span>
      </a>
      <p data-part="counterpart-line" class="about" hidden={!citation?.counterpart}>
        <span data-part="counterpart-language">{citation?.counterpart ? page.counterpart[citation.counterpart.language] : ''}</span>{' '}
        <a
          data-part="counterpart"
          class="text"
          href={citation?.counterpart ? `${citation.counterpart.href}?ui=${language}` : '#'}
          lang={citation?.counterpart?.language}
        >
          {citation?.counterpart?.title}
        </a>
      </p>
    </li>
  )
}

/** "French · 1 September 2020 · page 2" */
export function factsOf({ language: own, date, page }: Pick<Citation, 'language' | 'date' | 'page'>, language: Language): string {
  const texts = messages(language).page
  return [texts.writtenIn[own], dateOf(date, language), page === undefined ? '' : texts.pageNumber(page)].filter(Boolean).join(' · ')
}
