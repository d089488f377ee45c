/**
 * One question with its answer, in parts. Each part without its data is the template that the browser's script fills, so that a
 * page with script and one without are written once. Every run of a document carries the language it is written in.
 */
import type { FC } from 'hono/jsx'
import type { AnswerSentence, AskPassage, AskResponse, Citation, Language, WordMatch } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { splitQuote } from './client/quote.js'
import { FeedbackForm } from './feedback.tsx'
import { SourceLanguage, sourceAddress } from './layout.tsx'

interface Part {
  /** Of the page. */
  language: Language
}

export const Turn: FC<Part & { answer?: AskResponse; feedback?: boolean }> = ({ language, answer, feedback = false }) => {
  const { page } = messages(language)
  const abstained = answer !== undefined && !answer.answered
  return (
    <article class="turn">
      <h2 class="question">
        <span class="visually-hidden">{page.youAsked} </span>
        <span data-part="question" class="text">
          {answer?.question}
        </span>
      </h2>
      <h3 data-part="heading" tabindex={-1} hidden={!answer}>
        {abstained ? (answer.choices ? page.whichOne : page.noAnswer) : page.answer}
      </h3>
      <p data-part="understood-line" class="understood" hidden={!answer?.understood}>
        {page.understood} <q data-part="understood">{answer?.understood}</q>
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
      <p data-part="note" class="about" hidden={!answer?.notice && !answer?.model}>
        {answer?.notice ? page.notices[answer.notice] : answer?.model ? page.writtenBy(answer.model) : ''}
      </p>
      <p data-part="redacted" class="about" hidden={!answer?.redacted}>
        {answer?.redacted ? page.personalDataRemoved(answer.redacted.map((kind) => page.personalData[kind]).join(', ')) : ''}
      </p>
      <ul data-part="choices" class="questions" lang={answer?.language} hidden={!answer?.choices}>
        {answer?.choices?.map((choice) => (
          <Choice language={language} choice={choice} />
        ))}
      </ul>
      <section data-part="suggestions-section" hidden={!answer?.suggestions}>
        <h3>{page.askInstead}</h3>
        <ul data-part="suggestions" class="questions" lang={answer?.language}>
          {answer?.suggestions?.map((choice) => (
            <Choice language={language} choice={choice} />
          ))}
        </ul>
      </section>
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
            <PassageItem language={language} asked={answer.language} passage={passage} />
          ))}
        </ul>
      </details>
      {answer ? null : <TurnTools language={language} />}
      {feedback ? <FeedbackForm language={language} answer={answer} /> : null}
    </article>
  )
}

/** What can be done with a turn; needs script, so it is in the template alone. */
const TurnTools: FC<Part> = ({ language }) => {
  const { page } = messages(language)
  return (
    <div class="tools" data-part="tools" hidden>
      <button type="button" data-action="copy-markdown">
        {page.copyMarkdown}
      </button>
      <button type="button" data-action="copy-plain">
        {page.copyPlain}
      </button>
      <button type="button" data-action="edit">
        {page.edit}
      </button>
      <button type="button" data-action="retry">
        {page.retry}
      </button>
    </div>
  )
}

/** A question ready to be asked. */
export const Choice: FC<Part & { choice?: string }> = ({ language, choice }) => (
  <li>
    <form method="post" action="/ask">
      <input type="hidden" name="ui" value={language} />
      <button type="submit" name="question" value={choice} class="text">
        {choice}
      </button>
    </form>
  </li>
)

export const AnswerLine: FC<Part & { sentence?: AnswerSentence; citations?: readonly Citation[] }> = ({
  language,
  sentence,
  citations = [],
}) => {
  const own = citations.filter(({ n }) => sentence?.citations.includes(n))
  const parts = splitQuote(sentence?.text ?? '', own[0]?.quote ?? '')
  return (
    <span class="sentence" data-cites={own.map(({ n }) => n).join(' ')}>
      <span data-part="before">{parts.before}</span>
      <span data-part="quote" class="quote text" lang={own[0]?.language}>
        {parts.quote}
      </span>
      <span data-part="after">{parts.after}</span>
      {own.map((citation) => (
        <> {<Marker language={language} citation={citation} />}</>
      ))}{' '}
    </span>
  )
}

export const Marker: FC<Part & { citation?: Citation }> = ({ language, citation }) => (
  <a
    class="marker"
    data-source
    data-cites={citation?.n}
    href={citation ? sourceAddress(citation.href, language) : '#'}
    aria-label={citation ? messages(language).page.openSource(citation.n, citation.title) : undefined}
  >
    {citation ? `[${citation.n}]` : ''}
  </a>
)

export const Source: FC<Part & { citation?: Citation }> = ({ language, citation }) => (
  <li data-cites={citation?.n}>
    <p>
      <a data-part="link" data-source class="text" href={citation ? sourceAddress(citation.href, language) : '#'} lang={citation?.language}>
        {citation?.title}
      </a>{' '}
      <SourceLanguage language={language} of={citation?.language} /> <PageNumber language={language} page={citation?.page} />
    </p>
    <blockquote data-part="quote" class="text" lang={citation?.language}>
      {citation?.quote}
    </blockquote>
    <p data-part="counterpart-line" class="about" hidden={!citation?.counterpart}>
      <span data-part="counterpart-language">
        {citation?.counterpart ? messages(language).page.counterpart[citation.counterpart.language] : ''}
      </span>{' '}
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

const PageNumber: FC<Part & { page: number | undefined }> = ({ language, page }) => (
  <span data-part="page" class="tag" hidden={page === undefined}>
    {page === undefined ? '' : messages(language).page.pageNumber(page)}
  </span>
)

/** @param asked language of the question */
export const PassageItem: FC<Part & { asked?: Language; passage?: AskPassage }> = ({ language, asked, passage }) => {
  const { page } = messages(language)
  return (
    <li>
      <p>
        <a
          data-part="link"
          data-source
          class="text"
          href={passage ? sourceAddress(`/source/${passage.documentId}?start=${passage.start}&end=${passage.end}`, language) : '#'}
          lang={passage?.language}
        >
          {passage?.title}
        </a>{' '}
        <SourceLanguage language={language} of={passage?.language} /> <PageNumber language={language} page={passage?.page} />
      </p>
      <blockquote data-part="text" class="text" lang={passage?.language}>
        {passage?.text}
      </blockquote>
      <details data-part="why-section" hidden={passage ? passage.why.length === 0 : undefined}>
        <summary>{page.why}</summary>
        <table class="why">
          <caption>{page.whyCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{page.whyQuestion}</th>
              <th scope="col">{page.whySimilarity}</th>
              <th scope="col">{page.whyPassage}</th>
            </tr>
          </thead>
          <tbody data-part="why">
            {passage?.why.slice(0, WHY_SHOWN).map((match) => (
              <Match language={language} match={match} asked={asked} found={passage.language} />
            ))}
          </tbody>
        </table>
      </details>
    </li>
  )
}
export const WHY_SHOWN = 6

/** A word of the question, how near it is, and the word of the passage: a bar first, a number beside it. */
export const Match: FC<Part & { match?: WordMatch; asked?: Language | undefined; found?: Language }> = ({
  language,
  match,
  asked,
  found,
}) => (
  <tr>
    <th scope="row" data-part="asked" class="text" lang={asked}>
      {match?.question}
    </th>
    <td>
      <meter data-part="meter" min={0} max={1} value={match?.similarity ?? 0} aria-label={messages(language).page.whySimilarity} />{' '}
      <span data-part="similarity">{match ? similarityText(match.similarity, language) : ''}</span>
    </td>
    <td data-part="found" class="text" lang={found}>
      {match?.passage}
    </td>
  </tr>
)

function similarityText(similarity: number, language: Language): string {
  if (similarity >= 1) return messages(language).page.sameWord
  return similarity.toLocaleString(`${language}-CA`, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
