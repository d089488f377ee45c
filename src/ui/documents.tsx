/** The page of all documents, by folder, and of what is found in them. */
import type { FC } from 'hono/jsx'
import type { AskPassage, DocumentSummary, Language } from '../domain.ts'
import type { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'
import type { Scope } from './chat.tsx'
import { sameLengthFold } from './client/highlight.js'
import { dateOf, formatDate, Indexing, type IndexingState, Layout, OTHER } from './layout.tsx'
import { PassageItem } from './passages.tsx'
import { DropPlace, UploadForm } from './upload.tsx'

/** Rows of a page; a translation shares the row of its original. */
const ROWS_A_PAGE = 200
/** Files that were left out are listed at once up to this number, and folded beyond. */
const LEFT_OUT_OPEN = 5

interface DocumentsProps {
  language: Language
  documents: readonly DocumentSummary[]
  /** Files that could not be indexed, and why. */
  leftOut: readonly AppError[]
  index?: { createdAt: string; passages: number }
  /** Part of the name of those to list, and which page of them, from 1. */
  filter?: { name: string; page: number }
  /** Those that are ticked. */
  chosen?: Scope | undefined
  search?: { query: string; language: Language; hits: readonly AskPassage[]; capped: boolean }
  indexing?: IndexingState
  /** Endings of the kinds that may be added from this page. */
  uploads?: readonly string[] | undefined
  /** Whether some were just added. */
  added?: boolean
}

export const DocumentsPage: FC<DocumentsProps> = (props) => {
  const { language, documents, leftOut, index, filter, chosen, search, indexing, uploads, added = false } = props
  const { page } = messages(language)
  const query = new URLSearchParams(search ? { q: search.query } : filter?.name ? { name: filter.name } : {}).toString()
  return (
    <Layout
      language={language}
      title={page.titleDocuments}
      path={`/${OTHER[language]}/documents${query === '' ? '' : `?${query}`}`}
      current="documents"
      documents={index ? documents.length : undefined}
      script={indexing ? 'indexing.js' : 'documents.js'}
    >
      <h1>{page.documents}</h1>
      {added ? (
        <p class="done" role="status">
          {page.admin.added}
        </p>
      ) : null}
      {indexing ? <Indexing language={language} {...indexing} path={`/${language}/documents`} again={index !== undefined} /> : null}
      {index ? (
        <p class="about">{page.indexedOn(documents.length, index.createdAt ? formatDate(new Date(index.createdAt), language) : '')}</p>
      ) : null}
      <LeftOut language={language} errors={leftOut} />
      <search>
        <form role="none" method="get" action={`/${language}/documents`} class="search">
          <label for="query">{page.search}</label>
          <div class="row">
            <input id="query" type="search" name="q" maxlength={2000} value={search?.query} />
            <button type="submit">{page.searchButton}</button>
          </div>
        </form>
      </search>
      {search ? <Results language={language} search={search} /> : null}
      {search && documents.length > 0 ? (
        <p>
          <a href={`/${language}/documents`}>{page.allDocuments(documents.length)}</a>
        </p>
      ) : null}
      {uploads && !search ? (
        <>
          <details class="add">
            <summary>{page.upload.title}</summary>
            <UploadForm language={language} action="/documents" kinds={uploads} />
          </details>
          <DropPlace language={language} />
        </>
      ) : null}
      {!search && documents.length > 0 ? <List {...{ language, documents, chosen }} filter={filter ?? { name: '', page: 1 }} /> : null}
    </Layout>
  )
}

const LeftOut: FC<{ language: Language; errors: readonly AppError[] }> = ({ language, errors }) => {
  const { page } = messages(language)
  if (errors.length === 0) return null
  return (
    <details class="left-out" id="left-out" open={errors.length <= LEFT_OUT_OPEN}>
      <summary>
        {page.leftOut} <small>{errors.length.toLocaleString(`${language}-CA`)}</small>
      </summary>
      <ul>
        {errors.map((error) => (
          <li class="text">{errorText(error, language)}</li>
        ))}
      </ul>
    </details>
  )
}

const Results: FC<{ language: Language; search: NonNullable<DocumentsProps['search']> }> = ({ language, search }) => {
  const { page } = messages(language)
  return (
    <section aria-labelledby="results">
      <h2 id="results">{search.capped ? page.bestPassages(search.hits.length) : page.searchResults(search.hits.length)}</h2>
      {search.hits.length === 0 ? <p>{page.searchNothing}</p> : null}
      <ul class="passages">
        {search.hits.map((passage) => (
          <PassageItem language={language} asked={search.language} passage={passage} found />
        ))}
      </ul>
    </section>
  )
}

/** A document with its translation, where it has one. */
interface Row {
  own: DocumentSummary
  also: DocumentSummary | undefined
}

interface ListProps {
  language: Language
  documents: readonly DocumentSummary[]
  filter: { name: string; page: number }
  chosen: Scope | undefined
}

const List: FC<ListProps> = ({ language, documents, filter, chosen }) => {
  const { page } = messages(language)
  const rows = rowsOf(documents, language)
  const wanted = sameLengthFold(filter.name.trim())
  const listed = rows.filter(({ own, also }) =>
    sameLengthFold([own, also].map((one) => `${one?.title} ${one?.source}`).join(' ')).includes(wanted),
  )
  const pages = Math.max(1, Math.ceil(listed.length / ROWS_A_PAGE))
  const at = Math.min(Math.max(1, filter.page), pages)
  const shown = listed.slice((at - 1) * ROWS_A_PAGE, at * ROWS_A_PAGE)
  const ticked = new Set(chosen?.documents.map(({ id }) => id))
  const folders = foldersOf(shown)
  const address = (to: number) =>
    `/${language}/documents?${new URLSearchParams({ ...(wanted ? { name: filter.name } : {}), page: String(to) })}`
  return (
    <section aria-labelledby="list" data-list data-whole={pages === 1 && wanted === '' ? '' : undefined}>
      <h2 id="list" class="visually-hidden">
        {page.documentCount(documents.length)}
      </h2>
      <search>
        <form role="none" method="get" action={`/${language}/documents`} class="filter">
          <label for="name">{page.filter}</label>
          <input id="name" type="search" name="name" maxlength={200} value={filter.name} autocomplete="off" autofocus={wanted !== ''} />
          <button type="submit" class="quiet">
            {page.filterButton}
          </button>
          <span role="status" class="about" data-part="shown" data-none={page.filterNothing}>
            {listed.length === 0 ? page.filterNothing : wanted === '' ? '' : page.documentCount(countOf(listed))}
          </span>
        </form>
      </search>
      <fieldset class="plain">
        <legend class="visually-hidden">{page.choose}</legend>
        {folders.map(([folder, own]) => (
          <details class="folder" open>
            <summary>
              <span class="text">{folder === '' ? page.topFolder : folder}</span>{' '}
              <small>{countOf(own).toLocaleString(`${language}-CA`)}</small>
            </summary>
            {rows.length > shown.length || folders.length > 1 ? (
              <p class="ask-folder">
                <a href={folderAddress(own, language)}>{page.askFolder}</a>
              </p>
            ) : null}
            <ul class="documents">
              {own.map((row) => (
                <DocumentRow {...{ language, row, ticked }} />
              ))}
            </ul>
          </details>
        ))}
      </fieldset>
      {pages > 1 ? (
        <nav class="pages" aria-label={page.pagesOfList}>
          {at > 1 ? <a href={address(at - 1)}>{page.previousPage}</a> : null}
          <span>{page.pageOf(at, pages)}</span>
          {at < pages ? <a href={address(at + 1)}>{page.nextPage}</a> : null}
        </nav>
      ) : null}
      <form role="none" method="get" action={`/${language}`} id="choose" class="choose" data-part="choose">
        <button type="submit">{page.askChosen}</button>
        <span role="status" data-part="chosen" data-one={page.chosen(1)} data-many={page.chosen(2).replace('2', '0')} />
      </form>
    </section>
  )
}

interface RowProps {
  language: Language
  row: Row
  ticked: ReadonlySet<string>
}

const DocumentRow: FC<RowProps> = ({ language, row: { own, also }, ticked }) => {
  const { page } = messages(language)
  const both = also ? [own, also] : [own]
  return (
    <li>
      <span class="tick-box">
        <input
          type="checkbox"
          form="choose"
          name="documents"
          value={both.map(({ id }) => id).join(' ')}
          checked={ticked.has(own.id)}
          aria-labelledby={both.map(({ id }) => `title-${id}`).join(' ')}
        />
      </span>
      <span class="titles">
        {both.map(({ id, title, language: written }) => (
          <a href={`/source/${id}?ui=${language}`} lang={written} class="text" id={`title-${id}`}>
            {title}
          </a>
        ))}
      </span>
      <small class="about">
        {[
          both.map((one) => page.writtenIn[one.language]).join(' · '),
          dateOf(own.date ?? also?.date, language),
          own.pages ? page.pageCount(own.pages) : '',
        ]
          .filter(Boolean)
          .join(' · ')}{' '}
        · <span class="file text">{[...new Set(both.map(({ source }) => source.slice(source.lastIndexOf('/') + 1)))].join(', ')}</span>
      </small>
      {[...new Set(both.flatMap(({ warnings = [] }) => warnings))].map((warning) => (
        <small class="about warning">{page.warnings[warning]}</small>
      ))}
    </li>
  )
}

/** By folder and title; of two translations the one in the language of the page comes first and names the row. */
function rowsOf(documents: readonly DocumentSummary[], language: Language): Row[] {
  const byId = new Map(documents.map((one) => [one.id, one]))
  const rows = documents.flatMap((own): Row[] => {
    const also = own.counterpart === undefined ? undefined : byId.get(own.counterpart)
    const first = !also || own.language === language || (also.language !== language && own.source < also.source)
    return first ? [{ own, also }] : []
  })
  const { compare } = new Intl.Collator(`${language}-CA`, { numeric: true })
  return rows.sort((a, b) => compare(folderOf(a), folderOf(b)) || compare(a.own.title, b.own.title))
}

/** Of a document and its translation, which may have a folder each. */
function foldersOfRow({ own, also }: Row): string[] {
  const folders = [own, also].flatMap((one) => (one ? [one.source.slice(0, Math.max(0, one.source.lastIndexOf('/')))] : []))
  return [...new Set(folders)].sort()
}

function folderOf(row: Row): string {
  return foldersOfRow(row).join(' · ')
}

/** Of the page that asks the folders of these rows alone. */
function folderAddress([row]: readonly Row[], language: Language): string {
  const folders = row ? foldersOfRow(row) : []
  return `/${language}?${new URLSearchParams(folders.map((folder) => ['folder', folder || '.']))}`
}

/** Documents, of which two may share a row. */
function countOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { also }) => sum + (also ? 2 : 1), 0)
}

function foldersOf(rows: readonly Row[]): [string, Row[]][] {
  const folders = new Map<string, Row[]>()
  for (const row of rows) folders.set(folderOf(row), [...(folders.get(folderOf(row)) ?? []), row])
  return [...folders]
}
