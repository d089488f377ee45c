/** The page of one document as its author made it, with a span highlighted. */
import type { FC } from 'hono/jsx'
import { type Language, type LanguageRun, pageAt, type SourceDocument, type Span, type TextBlock } from '../domain.ts'
import { messages } from '../messages/index.ts'
import { isDrawn, pageAddress } from './client/pages.js'
import { isMarked, layOut, type Node, type Run } from './client/structure.js'
import { dateOf, Layout, OTHER } from './layout.tsx'

interface SourceProps {
  language: Language
  document: SourceDocument
  blocks: readonly TextBlock[]
  /** Parts that are not in the document's language. */
  runs: readonly LanguageRun[]
  span: Span | undefined
  /** A passage was asked for that is not in the document. */
  misplaced: boolean
  /** The same document in the other language. */
  counterpart: SourceDocument | undefined
}

export const SourcePage: FC<SourceProps> = ({ language, document: source, blocks, runs, span, misplaced, counterpart }) => {
  const { page } = messages(language)
  const query = span ? `start=${span.start}&end=${span.end}&` : ''
  const address = `/source/${source.id}?${query}ui=`
  const nodes = layOut(source.text, source.language, blocks, runs, span)
  const place = { text: source.text, page: language, own: source.language }
  return (
    <Layout
      language={language}
      title={page.titleSource(source.title)}
      path={`${address}${OTHER[language]}${span ? '#cited' : ''}`}
      current="source"
    >
      <h1 lang={source.language} class="text">
        {source.title}
      </h1>
      <p class="about">
        {[page.writtenIn[source.language], dateOf(source.date, language), source.pages ? page.pageCount(source.pages.length) : '']
          .filter(Boolean)
          .join(' · ')}{' '}
        · <span class="file text">{source.source}</span> · <a href={`/original/${source.id}`}>{page.original}</a>
      </p>
      {misplaced ? (
        <p class="problem" role="status">
          {page.passageMisplaced}
        </p>
      ) : null}
      {(source.warnings ?? []).map((warning) => (
        <p class="about">{page.warnings[warning]}</p>
      ))}
      {counterpart ? (
        <p class="about">
          {page.counterpart[counterpart.language]}{' '}
          <a href={`/source/${counterpart.id}?ui=${language}`} lang={counterpart.language} class="text">
            {counterpart.title}
          </a>
        </p>
      ) : null}
      {isDrawn(source) ? <PagePicture language={language} document={source} span={span} /> : null}
      <div class="document" lang={source.language}>
        {nodes.map((node) => (
          <Block node={node} place={place} />
        ))}
      </div>
      <p>
        <a href={`/${language}`}>{page.home}</a>
      </p>
    </Layout>
  )
}

/** The page of the span, or the first one, as it looks in its file; fetched when it is opened. */
const PagePicture: FC<{ language: Language; document: SourceDocument; span: Span | undefined }> = ({
  language,
  document: source,
  span,
}) => {
  const { page } = messages(language)
  const number = pageAt(source, span?.start ?? 0) ?? 1
  return (
    <details class="page-picture">
      <summary>{page.showPage(number)}</summary>
      <img
        src={pageAddress(source.id, number, span)}
        alt={span ? page.pagePictureMarked(number) : page.pagePicture(number)}
        loading="lazy"
        width={1200}
        height={1553}
      />
    </details>
  )
}

interface Place {
  text: string
  /** Language of the page, and of the document. */
  page: Language
  own: Language
}

/** Headings of a document stand below the title of the page. */
const HEADINGS = ['h2', 'h2', 'h3', 'h4', 'h5', 'h6', 'h6'] as const

const Block: FC<{ node: Node; place: Place }> = ({ node, place }) => {
  switch (node.kind) {
    case 'heading': {
      const Heading = node.level === undefined ? 'p' : (HEADINGS[node.level] ?? 'h6')
      return (
        <Heading class={here(node.level === undefined ? 'headline' : '', node.run)} id={`s${node.run.start}`}>
          <Text run={node.run} place={place} />
        </Heading>
      )
    }
    case 'list':
      return (
        <ul>
          {node.items.map(({ depth, bullet, run }) => (
            <li class={here(`d${depth}${bullet ? '' : ' numbered'}`, run)}>
              <Text run={run} place={place} />
            </li>
          ))}
        </ul>
      )
    case 'pair':
      return (
        <p class={isMarked(node.label) || isMarked(node.value) ? 'here' : undefined}>
          <b>
            <Text run={node.label} place={place} />
          </b>
          <Text run={node.value} place={place} />
        </p>
      )
    case 'table':
      return <DocumentTable node={node} place={place} />
    case 'page':
      return (
        <p class="page-mark" lang={place.page}>
          <span>{pageName(node.label, place.page)}</span>
        </p>
      )
    case 'code':
      return (
        <pre tabindex={0} class={here('', node.run)}>
          <Text run={node.run} place={place} />
        </pre>
      )
    case 'paragraph':
      return (
        <p class={here(node.quiet ? 'quiet' : '', node.run)}>
          <Text run={node.run} place={place} />
        </p>
      )
  }
}

const DocumentTable: FC<{ node: Extract<Node, { kind: 'table' }>; place: Place }> = ({ node: { columns, rows }, place }) => (
  <div class="table" tabindex={0}>
    <table>
      {columns.length > 0 ? (
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
      ) : null}
      <tbody>
        {rows.map(({ cells, wide }) => (
          <tr class={cells.some(isMarked) ? 'here' : undefined}>
            {cells.map((run) => (
              <td colspan={wide ? Math.max(1, columns.length) : undefined}>{run ? <Text run={run} place={place} /> : null}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Text: FC<{ run: Run; place: Place }> = ({ run: { pieces }, place: { text, page, own } }) => (
  <>
    {pieces.map(({ start, end, language, marked, first = false }) => {
      const content = text.slice(start, end)
      if (!marked) return language === own ? content : <span lang={language}>{content}</span>
      return (
        <>
          {first ? (
            <span class="visually-hidden" lang={page}>
              {messages(page).page.cited}{' '}
            </span>
          ) : null}
          <mark id={first ? 'cited' : undefined} lang={language} tabindex={first ? -1 : undefined}>
            {content}
          </mark>
        </>
      )
    })}
  </>
)

/** @returns undefined for none */
function here(name: string, run: Run): string | undefined {
  return [name, isMarked(run) ? 'here' : ''].filter(Boolean).join(' ') || undefined
}

/** The number of a page, or the name of a sheet or slide. */
function pageName(label: string, language: Language): string {
  return /^\d+$/.test(label) ? messages(language).page.pageNumber(Number(label)) : label
}
