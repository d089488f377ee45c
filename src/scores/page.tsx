/**
 * The evaluation as one page that stands by itself: no other file, no network, readable without script (which only sorts the tables).
 * Every plot has its data beside it as a table.
 */
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { type Comparison, nameOf } from './baseline.ts'
import { SORT, STYLE } from './page-style.ts'
import { Bars, Distributions, Reliability, RiskCurve } from './plots.tsx'
import { columns, comparison, SECTION_NAMES, SECTIONS, shown } from './report.ts'
import type { Run } from './run.ts'
import { type Evaluation, type Figure, GROUPS } from './summary.ts'
import { type ReportTexts, reportTexts } from './texts.ts'

/** @param twin file name of the same report in the other language, beside this one @returns a whole HTML document */
export function reportPage(results: readonly Result[], language: Language, twin?: string): string {
  return `<!DOCTYPE html>${(<Page results={results} language={language} twin={twin} />).toString()}`
}

/** One collection's figures, and what changed since its baseline where there is one. */
export interface Result {
  evaluation: Evaluation
  found: Comparison | undefined
}

interface Texts {
  language: Language
  text: ReportTexts
}

const Page: FC<{ results: readonly Result[]; language: Language; twin: string | undefined }> = ({ results, language, twin }) => {
  const text = reportTexts(language)
  const { page } = text
  const other = language === 'en' ? 'fr' : 'en'
  const evaluations = results.map(({ evaluation }) => evaluation)
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${text.title} – Sourcier`}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#main">
          {page.skip}
        </a>
        <header>
          <p class="brand">
            <Logo />
            Sourcier
          </p>
          <nav aria-label={page.contents}>
            <a href="#figures">{page.figures}</a>
            {evaluations.map(({ collection }) => (
              <a href={`#collection-${collection}`}>{collection}</a>
            ))}
          </nav>
          {twin ? (
            <a href={twin} lang={other} hreflang={other}>
              {page.twin}
            </a>
          ) : null}
        </header>
        <main id="main" tabindex={-1}>
          <h1>{text.title}</h1>
          <ul class="cards">
            {evaluations.map((evaluation) => (
              <Glance evaluation={evaluation} language={language} text={text} />
            ))}
          </ul>
          <h2 id="figures">{page.figures}</h2>
          <p class="about">{page.figuresAbout}</p>
          <Figures evaluations={evaluations} language={language} text={text} />
          {results.map(({ evaluation, found }) => (
            <CollectionPart evaluation={evaluation} found={found} language={language} text={text} />
          ))}
        </main>
        <script>{raw(SORT)}</script>
      </body>
    </html>
  )
}

/** The mark of the program's pages. */
const Logo: FC = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path class="rod" d="M12 13 4 3M12 13l8-10M12 13v4" fill="none" stroke-width="2.6" stroke-linecap="round" />
    <path class="drop" d="M12 15.5c2.6 2.7 3.2 7 0 7s-2.6-4.3 0-7z" />
  </svg>
)

const AT_A_GLANCE: readonly Figure[] = ['success5', 'answerHit', 'hallucination', 'error']

const Glance: FC<Texts & { evaluation: Evaluation }> = ({ evaluation: { collection, groups }, language, text }) => (
  <li class="card">
    <h2 style="margin: 0">{collection}</h2>
    <p class="about">{text.page.questionCount(groups.all.questions)}</p>
    <dl class="glance">
      {AT_A_GLANCE.map((figure) => (
        <div>
          <dt>{text.figures[figure]}</dt>
          <dd>
            {shown(figure, groups.all[figure], language)}
            <small>
              {(['en', 'fr'] as const)
                .map((group) => `${text.groups[group]} ${shown(figure, groups[group][figure], language)}`)
                .join(' · ')}
            </small>
          </dd>
        </div>
      ))}
    </dl>
  </li>
)

/** Changes that are listed at once; more are folded. */
const CHANGES_SHOWN = 6

const CollectionPart: FC<Texts & Result> = ({ evaluation, found, language, text }) => {
  const { page } = text
  const { collection, split, model, byModel, lostQuotes, runs } = evaluation
  const changes = comparison(found, language).split('\n')
  return (
    <section aria-labelledby={`collection-${collection}`}>
      <h2 id={`collection-${collection}`}>{collection}</h2>
      <p class="about">{text.split(collection, split, model)}</p>
      {byModel ? <p class="about">{text.byModel(byModel.written, byModel.questions)}</p> : null}
      {lostQuotes.length > 0 ? <p class="about">{text.lostQuotes(lostQuotes.join(', '))}</p> : null}
      {changes.length > CHANGES_SHOWN ? (
        <details>
          <summary>{`${page.changes}${page.colon}${page.changeCount(changes.length)}`}</summary>
          <Changes lines={changes} />
        </details>
      ) : (
        <Changes lines={changes} />
      )}
      <div class="cards plots">
        <section class="card">
          <h3>{page.perLanguage}</h3>
          <Bars evaluation={evaluation} language={language} text={text} />
        </section>
        <section class="card">
          <h3>{page.risk}</h3>
          <p class="about">{page.riskAbout}</p>
          <RiskCurve runs={runs} language={language} text={text} />
        </section>
        <section class="card">
          <h3>{page.reliability}</h3>
          <p class="about">{page.reliabilityAbout(shown('calibrationError', evaluation.groups.all.calibrationError, language))}</p>
          <Reliability runs={runs} language={language} text={text} />
        </section>
        <section class="card">
          <h3>{page.distributions}</h3>
          <p class="about">{page.distributionsAbout}</p>
          <Distributions runs={runs} text={text} />
        </section>
      </div>
      <details class="card">
        <summary>
          <h3 style="display: inline">{page.questions}</h3> ({runs.length.toLocaleString(`${language}-CA`)})
        </summary>
        <Questions runs={runs} language={language} text={text} collection={collection} />
      </details>
    </section>
  )
}

const Changes: FC<{ lines: readonly string[] }> = ({ lines }) => (
  <ul class="changes">
    {lines.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
)

const Figures: FC<Texts & { evaluations: readonly Evaluation[] }> = ({ evaluations, language, text }) => {
  const first = (i: number): string | undefined => (i % GROUPS.length === 0 ? 'first' : undefined)
  // One row of headers: each says of which collection it is, the first of them to everyone.
  const several = evaluations.length > 1
  return (
    <section class="wide" tabindex={0} aria-label={text.page.figures}>
      <table class="figures">
        <caption>{text.page.figuresCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.figure}</th>
            {evaluations.flatMap(({ collection }) =>
              GROUPS.map((group, i) => (
                <th scope="col" class={first(i)}>
                  {several ? <b class={i === 0 ? undefined : 'visually-hidden'}>{collection} </b> : null}
                  {several && group !== 'all' ? text.shortGroups[group] : text.groups[group]}
                </th>
              )),
            )}
          </tr>
        </thead>
        {SECTION_NAMES.map((section) => (
          <tbody>
            <tr>
              <th scope="rowgroup" colspan={1 + evaluations.length * GROUPS.length}>
                {text.sections[section]}
              </th>
            </tr>
            {SECTIONS[section].map((figure) => (
              <tr>
                <th scope="row">{text.figures[figure]}</th>
                {columns(evaluations, text).map(({ scores }, i) => (
                  <td class={first(i)}>{shown(figure, scores[figure], language)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

// ---- questions ----

const Questions: FC<Texts & { runs: readonly Run[]; collection: string }> = ({ runs, language, text, collection }) => {
  const { page } = text
  const heads = ['id', page.language, page.kind, page.outcome, page.confidence, page.rank]
  return (
    <section class="wide" tabindex={0} aria-label={page.questionsOf(collection)}>
      <table class="questions" data-sortable>
        <caption>{page.questionsOf(collection)}</caption>
        <thead>
          <tr>
            {heads.map((name) => (
              <th scope="col" data-label={page.sortBy(name)}>
                {name}
              </th>
            ))}
            <th scope="col">{`${page.question}, ${page.answer}`}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <QuestionRow run={run} language={language} text={text} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const QuestionRow: FC<Texts & { run: Run }> = ({ run, language, text }) => {
  const { pair, response, ranks, outcome, right, gold } = run
  const { page } = text
  const rank = Math.min(...ranks.map((found) => found ?? Number.POSITIVE_INFINITY))
  return (
    <tr>
      <th scope="row">{nameOf(run)}</th>
      <td>{text.groups[run.language]}</td>
      <td>{pair.kind}</td>
      <td>
        <span class={`outcome ${outcome}`}>{text.outcomes[outcome]}</span>
      </td>
      <td>{(response.confidence ?? 0).toLocaleString(`${language}-CA`, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}</td>
      <td>{Number.isFinite(rank) ? String(rank) : '–'}</td>
      <td>
        <p lang={run.language}>
          <strong>{response.understood ?? response.question}</strong>
        </p>
        <p lang={response.language}>{response.answer}</p>
        {response.citations.length > 0 ? (
          <ul aria-label={page.evidence}>
            {response.citations.map((citation, i) => (
              <li>
                {right[i] ? '✓ ' : '✗ '}
                {citation.source + page.colon}
                <q lang={citation.language}>{right[i] ? <mark>{citation.quote}</mark> : citation.quote}</q>
              </li>
            ))}
          </ul>
        ) : null}
        {outcome === 'right' ? null : (
          <p class="expected">
            {page.expected + page.colon}
            {expectation(run, text, gold)}
          </p>
        )}
      </td>
    </tr>
  )
}

function expectation({ pair }: Run, { page }: ReportTexts, gold: Run['gold']): Child {
  if (pair.expects === 'no-answer') return page.nothingExpected
  if (pair.expects === 'clarify') return page.askExpected
  if (pair.expects === 'help') return page.helpExpected
  return gold.map(({ source, quote }) => (
    <>
      {source + page.colon}
      <q>{quote}</q>{' '}
    </>
  ))
}

/** Ours alone ever goes through here: style and script, never a text of a document or a question. */
function raw(ours: string): Child {
  return Object.assign(new String(ours), { isEscaped: true as const }) as unknown as Child
}
