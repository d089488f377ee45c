/**
 * The evaluation as one page that stands by itself: no other file, no network, readable without script (which only sorts the table).
 * Every plot has its data beside it as a table.
 */
import type { Child, FC } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { type Comparison, nameOf } from './baseline.ts'
import { reliability } from './calibration.ts'
import { riskCoverage } from './metrics.ts'
import { columns, comparison, SECTION_NAMES, SECTIONS, shown } from './report.ts'
import type { Run } from './run.ts'
import { decisions, type Evaluation, type Figure, GROUPS } from './summary.ts'
import { type ReportTexts, reportTexts } from './texts.ts'

/** @returns a whole HTML document */
export function reportPage(results: readonly Result[], language: Language): string {
  return `<!DOCTYPE html>${(<Page results={results} language={language} />).toString()}`
}

/** One collection's figures, and what changed since its baseline where there is one. */
export interface Result {
  evaluation: Evaluation
  found: Comparison | undefined
}

const Page: FC<{ results: readonly Result[]; language: Language }> = ({ results, language }) => {
  const text = reportTexts(language)
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
        <main>
          <h1>{text.title}</h1>
          <h2>{text.page.figures}</h2>
          <Figures evaluations={results.map(({ evaluation }) => evaluation)} language={language} text={text} />
          {results.map(({ evaluation, found }) => (
            <CollectionPart evaluation={evaluation} found={found} language={language} text={text} />
          ))}
        </main>
        <script>{raw(SORT)}</script>
      </body>
    </html>
  )
}

const CollectionPart: FC<Result & { language: Language; text: ReportTexts }> = ({ evaluation, found, language, text }) => {
  const { page } = text
  const { collection, split, model, byModel, lostQuotes, runs } = evaluation
  return (
    <section>
      <h2>{text.split(collection, split, model)}</h2>
      {byModel ? <p>{text.byModel(byModel.written, byModel.questions)}</p> : null}
      {lostQuotes.length > 0 ? <p>{text.lostQuotes(lostQuotes.join(', '))}</p> : null}
      <h3>{page.changes}</h3>
      <ul>
        {comparison(found, language)
          .split('\n')
          .map((line) => (
            <li>{line}</li>
          ))}
      </ul>
      <h3>{page.perLanguage}</h3>
      <Bars evaluation={evaluation} language={language} text={text} />
      <h3>{page.risk}</h3>
      <p>{page.riskAbout}</p>
      <RiskCurve runs={runs} language={language} text={text} />
      <h3>{page.reliability}</h3>
      <p>{page.reliabilityAbout(shown('calibrationError', evaluation.groups.all.calibrationError, language))}</p>
      <Reliability runs={runs} language={language} text={text} />
      <h3>{page.distributions}</h3>
      <p>{page.distributionsAbout}</p>
      <Distributions runs={runs} text={text} />
      <h3 id={`questions-${collection}`}>{page.questions}</h3>
      <Questions runs={runs} language={language} text={text} labelledBy={`questions-${collection}`} />
    </section>
  )
}

const Figures: FC<{ evaluations: readonly Evaluation[]; language: Language; text: ReportTexts }> = ({ evaluations, language, text }) => (
  <section class="wide" tabindex={0} aria-label={text.page.figures}>
    <table>
      <thead>
        <tr>
          <th scope="col">{text.figure}</th>
          {columns(evaluations, text).map(({ name }) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      {SECTION_NAMES.map((section) => (
        <tbody>
          <tr>
            <th scope="rowgroup" colspan={1 + evaluations.length * GROUPS.length}>
              <strong>{text.sections[section]}</strong>
            </th>
          </tr>
          {SECTIONS[section].map((figure) => (
            <tr>
              <th scope="row">{text.figures[figure]}</th>
              {columns(evaluations, text).map(({ scores }) => (
                <td>{shown(figure, scores[figure], language)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  </section>
)

// ---- plots ----

const WIDTH = 640
const BARS: readonly Figure[] = ['success1', 'success5', 'answerHit', 'citationPrecision', 'hallucination', 'error']

/** The figures of the table above, so no second table. */
const Bars: FC<{ evaluation: Evaluation; language: Language; text: ReportTexts }> = ({ evaluation, language, text }) => {
  const rows = BARS.flatMap((figure) =>
    (['en', 'fr'] as const).map((group) => ({ figure, group, value: evaluation.groups[group][figure] })),
  )
  return (
    <svg class="plot" viewBox={`0 0 ${WIDTH} ${rows.length * 24 + 8}`} role="img" aria-label={text.page.perLanguage}>
      {rows.map(({ figure, group, value }, i) => (
        <g transform={`translate(0 ${i * 24 + (group === 'fr' ? 0 : 4)})`}>
          <text x="0" y="14">
            {group === 'en' ? text.figures[figure] : ''}
          </text>
          <text x="250" y="14" text-anchor="end">
            {text.groups[group]}
          </text>
          <rect class={group} x="258" y="2" width={(value || 0) * 300} height="16" />
          <text x={266 + (value || 0) * 300} y="14">
            {shown(figure, value, language)}
          </text>
        </g>
      ))}
    </svg>
  )
}

const RiskCurve: FC<{ runs: readonly Run[]; language: Language; text: ReportTexts }> = ({ runs, language, text }) => {
  const { page } = text
  const curves = (['en', 'fr'] as const).map((group) => ({
    group,
    points: riskCoverage(decisions(runs.filter((run) => run.language === group))),
  }))
  const x = (coverage: number): number => 60 + coverage * 540
  const y = (risk: number): number => 20 + (1 - risk) * 240
  return (
    <>
      <svg class="plot" viewBox={`0 0 ${WIDTH} 320`} role="img" aria-label={page.risk}>
        <path class="axis" d={`M60 20V260H600`} />
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <>
            <text x={x(share)} y="278" text-anchor="middle">
              {percentOf(share, language)}
            </text>
            <text x="54" y={y(share) + 4} text-anchor="end">
              {percentOf(share, language)}
            </text>
          </>
        ))}
        <text x="600" y="306" text-anchor="end">
          {page.coverage}
        </text>
        <text x="64" y="16">
          {page.riskAxis}
        </text>
        {curves.map(({ group, points }) => (
          <>
            <polyline class={`line ${group}`} points={points.map((p) => `${x(p.coverage)},${y(p.risk)}`).join(' ')} />
            <text x={x(points.at(-1)?.coverage ?? 0) + 4} y={y(points.at(-1)?.risk ?? 0) + (group === 'en' ? -4 : 12)}>
              {text.groups[group]}
            </text>
          </>
        ))}
      </svg>
      <details>
        <summary>{page.data}</summary>
        <table>
          <thead>
            <tr>
              {[page.language, page.confidence, page.coverage, page.riskAxis].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {curves.flatMap(({ group, points }) =>
              points.map((point) => (
                <tr>
                  <td>{text.groups[group]}</td>
                  <td>{`≥ ${point.threshold.toLocaleString(`${language}-CA`)}`}</td>
                  <td>{percentOf(point.coverage, language)}</td>
                  <td>{percentOf(point.risk, language)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </details>
    </>
  )
}

/** Bars of the share of right answers by tenths of confidence, against the diagonal. */
const Reliability: FC<{ runs: readonly Run[]; language: Language; text: ReportTexts }> = ({ runs, language, text }) => {
  const { page } = text
  const bins = reliability(decisions(runs), BINS)
  const x = (confidence: number): number => 60 + confidence * 540
  const y = (share: number): number => 20 + (1 - share) * 240
  return (
    <>
      <svg class="plot" viewBox={`0 0 ${WIDTH} 300`} role="img" aria-label={page.reliability}>
        <path class="axis" d={`M60 20V260H600 M60 260L600 20`} />
        {bins.map(({ low, high, questions, right }) =>
          questions === 0 ? null : (
            <rect class="en" x={x(low) + 3} y={y(right)} width={x(high) - x(low) - 6} height={y(0) - y(right)} opacity="0.7" />
          ),
        )}
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <>
            <text x={x(share)} y="278" text-anchor="middle">
              {percentOf(share, language)}
            </text>
            <text x="54" y={y(share) + 4} text-anchor="end">
              {percentOf(share, language)}
            </text>
          </>
        ))}
        <text x="600" y="296" text-anchor="end">
          {page.confidence}
        </text>
        <text x="64" y="16">
          {page.shareRight}
        </text>
      </svg>
      <details>
        <summary>{page.data}</summary>
        <table>
          <thead>
            <tr>
              {[page.confidence, page.count, page.confidence, page.shareRight].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bins.map(({ questions, confidence, right }, i) => (
              <tr>
                <th scope="row">{binName(i)}</th>
                <td>{String(questions)}</td>
                <td>{questions === 0 ? '–' : percentOf(confidence, language)}</td>
                <td>{questions === 0 ? '–' : percentOf(right, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

const BINS = 10

const Distributions: FC<{ runs: readonly Run[]; text: ReportTexts }> = ({ runs, text }) => {
  const { page } = text
  const count = (expects: Run['pair']['expects']): number[] => {
    const bins = Array.from({ length: BINS }, () => 0)
    for (const { pair, response } of runs) {
      if (pair.expects !== expects) continue
      const bin = Math.min(BINS - 1, Math.floor((response.confidence ?? 0) * BINS))
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    return bins
  }
  const kinds = [
    { name: page.answerable, bins: count('answer'), style: 'en' },
    { name: page.unanswerable, bins: count('no-answer'), style: 'fr' },
  ]
  const most = Math.max(1, ...kinds.flatMap(({ bins }) => bins))
  return (
    <>
      <svg class="plot" viewBox={`0 0 ${WIDTH} 230`} role="img" aria-label={page.distributions}>
        {kinds.map(({ name, bins, style }, k) => (
          <>
            <rect class={style} x={60 + k * 200} y="4" width="14" height="14" />
            <text x={80 + k * 200} y="16">
              {name}
            </text>
            {bins.map((n, i) => (
              <rect class={style} x={30 + i * 60 + k * 26} y={200 - (n / most) * 170} width="24" height={(n / most) * 170} />
            ))}
          </>
        ))}
        {kinds[0]?.bins.map((_, i) => (
          <text x={56 + i * 60} y="218" text-anchor="middle">
            {binName(i)}
          </text>
        ))}
      </svg>
      <details>
        <summary>{page.data}</summary>
        <table>
          <thead>
            <tr>
              {[page.confidence, page.answerable, page.unanswerable].map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds[0]?.bins.map((_, i) => (
              <tr>
                <th scope="row">{binName(i)}</th>
                {kinds.map(({ bins }) => (
                  <td>{String(bins[i])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}

function binName(i: number): string {
  return `${i * 10}–${(i + 1) * 10}`
}

function percentOf(share: number, language: Language): string {
  return share.toLocaleString(`${language}-CA`, { style: 'percent', maximumFractionDigits: 0 })
}

// ---- questions ----

const Questions: FC<{ runs: readonly Run[]; language: Language; text: ReportTexts; labelledBy: string }> = ({
  runs,
  language,
  text,
  labelledBy,
}) => {
  const { page } = text
  const heads = ['id', page.language, page.kind, page.outcome, page.confidence, page.rank]
  return (
    <section class="wide" tabindex={0} aria-labelledby={labelledBy}>
      <table data-sortable>
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

const QuestionRow: FC<{ run: Run; language: Language; text: ReportTexts }> = ({ run, language, text }) => {
  const { pair, response, ranks, outcome, right, gold } = run
  const { page } = text
  const rank = Math.min(...ranks.map((found) => found ?? Number.POSITIVE_INFINITY))
  return (
    <tr class={outcome}>
      <th scope="row">{nameOf(run)}</th>
      <td>{text.groups[run.language]}</td>
      <td>{pair.kind}</td>
      <td>{text.outcomes[outcome]}</td>
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
                {citation.source}: <q lang={citation.language}>{right[i] ? <mark>{citation.quote}</mark> : citation.quote}</q>
              </li>
            ))}
          </ul>
        ) : null}
        {outcome === 'right' ? null : (
          <p>
            {page.expected}: {expectation(run, text, gold)}
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
      {source}: <q>{quote}</q>{' '}
    </>
  ))
}

/** Ours alone ever goes through here: style and script, never a text of a document or a question. */
function raw(ours: string): Child {
  return Object.assign(new String(ours), { isEscaped: true as const }) as unknown as Child
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #767676; --en: #1f5fa8; --fr: #a8471f; --soft: #f2f2f2; --mark: #fff2a8 }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --line: #909090; --en: #7db4f0; --fr: #f0a27d; --soft: #242424; --mark: #5c5200 } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 }
main { max-width: 75rem; margin: auto; padding: 1rem }
.wide { overflow-x: auto }
table { border-collapse: collapse }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top }
td:not(:last-child) { white-space: nowrap }
thead th { background: var(--soft) }
tbody th { font-weight: normal }
tr.wrong > td:nth-child(4), tr.refused > td:nth-child(4) { font-weight: bold }
.plot { max-width: 100%; width: 40rem; height: auto; font-size: 12px; fill: var(--ink) }
.plot .en { fill: var(--en) } .plot .fr { fill: var(--fr) }
.plot .line { fill: none; stroke-width: 2 } .plot .line.en { stroke: var(--en) } .plot .line.fr { stroke: var(--fr); stroke-dasharray: 6 3 }
.plot .axis { fill: none; stroke: var(--line) }
mark { background: var(--mark); color: inherit }
thead button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 3px; min-height: 1.75rem; cursor: pointer }
:focus-visible { outline: 3px solid var(--en); outline-offset: 2px }
p, ul { margin: .3rem 0 }
`

const SORT = `
for (const table of document.querySelectorAll('[data-sortable]')) {
  const heads = [...table.querySelectorAll('thead [data-label]')]
  heads.forEach((head, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.setAttribute('aria-label', head.dataset.label)
    head.replaceChildren(button)
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending'
      heads.forEach((other) => other.removeAttribute('aria-sort'))
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      const body = table.tBodies[0]
      const cell = (row) => row.cells[column].textContent
      const rows = [...body.rows].sort((a, b) => cell(a).localeCompare(cell(b), document.documentElement.lang, { numeric: true }))
      body.append(...(down ? rows.reverse() : rows))
    })
  })
}
`
