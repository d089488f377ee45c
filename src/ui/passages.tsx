/** A passage as it is listed below an answer and among the results of a search, with the words that it has in common with the question. */
import type { FC } from 'hono/jsx'
import type { AskPassage, Language, WordMatch } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { highlight } from './client/highlight.js'
import { dateOf, sourceAddress } from './layout.tsx'

interface Part {
  /** Of the page. */
  language: Language
}

/** @param asked language of the question @param found whether it is the result of a search, whose words are shown in it */
export const PassageItem: FC<Part & { asked?: Language | undefined; passage?: AskPassage; found?: boolean }> = ({
  language,
  asked,
  passage,
  found = false,
}) => {
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
        <small data-part="facts" class="about">
          {passage ? passageFacts(passage, language) : ''}
        </small>
      </p>
      <blockquote data-part="text" class="text" lang={passage?.language}>
        {found && passage
          ? highlight(
              passage.text,
              passage.why.map((match) => match.passage),
            ).map(({ text, hit }) => (hit ? <b>{text}</b> : text))
          : passage?.text}
      </blockquote>
      <details data-part="why-section" class="why" hidden={passage ? passage.why.length === 0 : undefined}>
        <summary>{page.why}</summary>
        <WhyTable language={language} asked={asked} passage={passage} />
      </details>
    </li>
  )
}
export const WHY_SHOWN = 6

export const WhyTable: FC<Part & { asked?: Language | undefined; passage?: AskPassage | undefined }> = ({ language, asked, passage }) => {
  const { page } = messages(language)
  return (
    <table>
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
  )
}

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
      <meter
        data-part="meter"
        min={0}
        max={1}
        value={match?.similarity ?? 0}
        aria-label={match ? closeness(match.question, language) : undefined}
      />{' '}
      <span data-part="similarity">{match ? similarityText(match.similarity, language) : ''}</span>
    </td>
    <td data-part="found" class="text" lang={found}>
      {match?.passage}
    </td>
  </tr>
)

function closeness(word: string, language: Language): string {
  return `${messages(language).page.whySimilarity} – ${word}`
}

function passageFacts({ language: own, date, page }: AskPassage, language: Language): string {
  const texts = messages(language).page
  return [texts.writtenIn[own], dateOf(date, language), page === undefined ? '' : texts.pageNumber(page)].filter(Boolean).join(' · ')
}

function similarityText(similarity: number, language: Language): string {
  if (similarity >= 1) return messages(language).page.sameWord
  return similarity.toLocaleString(`${language}-CA`, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}
