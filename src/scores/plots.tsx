/** The plots of the evaluation, each with its data beside it as a table. */
import type { FC, PropsWithChildren } from 'hono/jsx'
import type { Language } from '../domain.ts'
import { reliability } from './calibration.ts'
import { riskCoverage } from './metrics.ts'
import { shown } from './report.ts'
import type { Run } from './run.ts'
import { decisions, type Evaluation, type Figure } from './summary.ts'
import type { ReportTexts } from './texts.ts'

const WIDTH = 640
/** Of a plot with axes. */
const HEIGHT = 310
const BARS: readonly Figure[] = ['success1', 'success5', 'answerHit', 'citationPrecision', 'hallucination', 'error']

/** Places of shares, 0 to 1, in a plot with axes. */
const x = (share: number): number => 60 + share * 540
const y = (share: number): number => 20 + (1 - share) * 240

/** Both axes in per cent. */
const Axes: FC<{ across: string; up: string; language: Language }> = ({ across, up, language }) => (
  <>
    <path class="axis" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
    {[0, 0.25, 0.5, 0.75, 1].map((share) => (
      <>
        <text x={x(share)} y={y(0) + 18} text-anchor="middle">
          {percentOf(share, language)}
        </text>
        <text x={x(0) - 6} y={y(share) + 4} text-anchor="end">
          {percentOf(share, language)}
        </text>
      </>
    ))}
    <text x={x(1)} y={y(0) + 40} text-anchor="end">
      {across}
    </text>
    <text x={x(0) + 4} y={y(1) - 4}>
      {up}
    </text>
  </>
)

/** What a plot shows, as a table. */
const Data: FC<PropsWithChildren<{ title: string; columns: readonly string[]; text: ReportTexts }>> = ({
  title,
  columns,
  text,
  children,
}) => (
  <details>
    <summary>{text.page.data}</summary>
    <table>
      <caption class="visually-hidden">{title}</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </details>
)

/** The figures of the table above, so no second table. */
export const Bars: FC<{ evaluation: Evaluation; language: Language; text: ReportTexts }> = ({ evaluation, language, text }) => {
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

export const RiskCurve: FC<{ runs: readonly Run[]; language: Language; text: ReportTexts }> = ({ runs, language, text }) => {
  const { page } = text
  const curves = (['en', 'fr'] as const).map((group) => ({
    group,
    points: riskCoverage(decisions(runs.filter((run) => run.language === group))),
  }))
  return (
    <>
      <svg class="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={page.risk}>
        <Axes across={page.coverage} up={page.riskAxis} language={language} />
        {curves.map(({ group, points }) => (
          <>
            <polyline class={`line ${group}`} points={points.map((p) => `${x(p.coverage)},${y(p.risk)}`).join(' ')} />
            <text x={x(points.at(-1)?.coverage ?? 0) + 4} y={y(points.at(-1)?.risk ?? 0) + (group === 'en' ? -4 : 12)}>
              {text.groups[group]}
            </text>
          </>
        ))}
      </svg>
      <Data title={page.risk} columns={[page.language, page.confidence, page.coverage, page.riskAxis]} text={text}>
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
      </Data>
    </>
  )
}

/** Bars of the share of right answers by tenths of confidence, against the diagonal. */
export const Reliability: FC<{ runs: readonly Run[]; language: Language; text: ReportTexts }> = ({ runs, language, text }) => {
  const { page } = text
  const bins = reliability(decisions(runs), BINS)
  return (
    <>
      <svg class="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={page.reliability}>
        <path class="axis" d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} />
        {bins.map(({ low, high, questions, right }) =>
          questions === 0 ? null : (
            <rect class="en" x={x(low) + 3} y={y(right)} width={x(high) - x(low) - 6} height={y(0) - y(right)} opacity="0.7" />
          ),
        )}
        <Axes across={page.confidence} up={page.shareRight} language={language} />
      </svg>
      <Data title={page.reliability} columns={[page.confidence, page.count, page.confidence, page.shareRight]} text={text}>
        {bins.map(({ questions, confidence, right }, i) => (
          <tr>
            <th scope="row">{binName(i)}</th>
            <td>{String(questions)}</td>
            <td>{questions === 0 ? '–' : percentOf(confidence, language)}</td>
            <td>{questions === 0 ? '–' : percentOf(right, language)}</td>
          </tr>
        ))}
      </Data>
    </>
  )
}

const BINS = 10

export const Distributions: FC<{ runs: readonly Run[]; text: ReportTexts }> = ({ runs, text }) => {
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
      <Data title={page.distributions} columns={[page.confidence, page.answerable, page.unanswerable]} text={text}>
        {kinds[0]?.bins.map((_, i) => (
          <tr>
            <th scope="row">{binName(i)}</th>
            {kinds.map(({ bins }) => (
              <td>{String(bins[i])}</td>
            ))}
          </tr>
        ))}
      </Data>
    </>
  )
}

function binName(i: number): string {
  return `${i * 10}–${(i + 1) * 10}`
}

function percentOf(share: number, language: Language): string {
  return share.toLocaleString(`${language}-CA`, { style: 'percent', maximumFractionDigits: 0 })
}
