/** The page of all documents and of what is found in them. */
import type { FC } from 'hono/jsx'
import type { AskPassage, DocumentSummary, Language } from '../domain.ts'
import type { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import { dateOf, formatDate, Indexing, type IndexingProgress, Layout, OTHER, SourceLanguage } from './layout.tsx'
import { PassageItem } from './passages.tsx'

interface DocumentsProps {
  language: Language
  documents: readonly (DocumentSummary & { passages: number })[]
  /** Files that could not be indexed, and why. */
  leftOut: readonly AppError[]
  index?: { createdAt: string; passages: number }
  search?: { query: string; language: Language; hits: readonly AskPassage[] }
  indexing?: { progress: IndexingProgress | undefined }
}

export const DocumentsPage: FC<DocumentsProps> = ({ language, documents, leftOut, index, search, indexing }) => {
  const { page } = messages(language)
  const query = search ? `?q=${encodeURIComponent(search.query)}` : ''
  return (
    <Layout
      language={language}
      title={page.titleDocuments}
      path={`/${OTHER[language]}/documents${query}`}
      current="documents"
      {...(indexing ? { script: 'indexing.js' as const } : {})}
    >
      <h1>{page.documents}</h1>
      {indexing ? (
        <Indexing language={language} progress={indexing.progress} path={`/${language}/documents`} again={index !== undefined} />
      ) : null}
      {index ? <p>{page.indexedOn(documents.length, index.createdAt ? formatDate(new Date(index.createdAt), language) : '')}</p> : null}
      <search>
        <form method="get" action={`/${language}/documents`} class="search">
          <label for="query">{page.search}</label>
          <div class="row">
            <input id="query" type="search" name="q" maxlength={2000} value={search?.query} />
            <button type="submit">{page.searchButton}</button>
          </div>
        </form>
      </search>
      {search ? (
        <section aria-labelledby="results">
          <h2 id="results">{page.searchResults(search.hits.length)}</h2>
          {search.hits.length === 0 ? <p>{page.searchNothing}</p> : null}
          <ul class="passages">
            {search.hits.map((passage) => (
              <PassageItem language={language} asked={search.language} passage={passage} />
            ))}
          </ul>
        </section>
      ) : null}
      {documents.length > 0 ? <h2>{page.documentCount(documents.length)}</h2> : null}
      <ul class="documents">
        {documents.map((item) => (
          <li>
            <a href={`/source/${item.id}?ui=${language}`} lang={item.language} class="text">
              {item.title}
            </a>
            <p class="about">
              <SourceLanguage language={language} of={item.language} />{' '}
              {[
                dateOf(item.date, language),
                page.characters(item.characters),
                item.pages ? page.pageCount(item.pages) : '',
                page.indexed(item.passages),
              ]
                .filter(Boolean)
                .join(' · ')}{' '}
              · <span class="file text">{[item.source, ...(item.copies ?? [])].join(' = ')}</span>
            </p>
            {(item.warnings ?? []).map((warning) => (
              <p class="about">{page.warnings[warning]}</p>
            ))}
          </li>
        ))}
      </ul>
      {leftOut.length > 0 ? (
        <section aria-labelledby="left-out">
          <h2 id="left-out">{page.leftOut}</h2>
          <ul class="documents">
            {leftOut.map((error) => (
              <li class="text">{errorText(error, language)}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </Layout>
  )
}
