/** An evaluation in, a table for people out, in their language. */
import type { Language } from '../domain.ts'
import type { Comparison } from './baseline.ts'
import type { Evaluation, Figure, Scores } from './summary.ts'
import { GROUPS } from './summary.ts'
import { type ReportTexts, reportTexts } from './texts.ts'

/** In the order of the report. */
export const SHOWN: readonly Figure[] = [
  'questions',
  'success1',
  'success5',
  'recall5',
  'mrr10',
  'ndcg10',
  'answerHit',
  'answerF1',
  'citationPrecision',
  'citationValidity',
  'alceRecall',
  'alcePrecision',
  'supportedSentences',
  'hallucination',
  'error',
  'askedBack',
  'riskArea',
  'rocArea',
  'correctLanguage',
  'answerWords',
]

/** Markdown: a table, one row a figure, one column a group; parity and latency below. */
export function report(evaluation: Evaluation, language: Language): string {
  const text = reportTexts(language)
  const { parity, latency } = evaluation
  const head = [text.figure, ...GROUPS.map((group) => text.groups[group])]
  const rows = SHOWN.map((figure) => [
    text.figures[figure],
    ...GROUPS.map((group) => shown(figure, evaluation.groups[group][figure], language)),
  ])
  const gaps = (['answerHit', 'success5', 'hallucination', 'error'] as const).map((figure) => {
    const { difference, low, high } = parity[figure]
    return `${text.figures[figure]} ${points(difference, language)} (${points(low, language)} … ${points(high, language)})`
  })
  const ms = (x: number): string => x.toLocaleString(`${language}-CA`, { maximumFractionDigits: 1 })
  return [
    text.split(evaluation.split, evaluation.model),
    '',
    table(head, rows),
    '',
    `${text.parity} ${gaps.join(' · ')}`,
    text.sameDecision(percent(parity.sameDecision, language)),
    text.latency(ms(latency.p50), ms(latency.p95)),
  ].join('\n')
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] as string).length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join(' | ')} |`
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/** What changed since the baseline, one line each: worse, better, and the questions that flipped. */
export function comparison(found: Comparison | undefined, language: Language): string {
  const text = reportTexts(language)
  if (!found) return text.noBaseline
  const change =
    (say: ReportTexts['worse']) =>
    ({ figure, group, before, now }: Comparison['worse'][number]): string =>
      say(text.figures[figure], text.groups[group], shown(figure, before, language), shown(figure, now, language))
  return [
    ...(found.worse.length === 0 ? [text.nothingWorse] : found.worse.map(change(text.worse))),
    ...found.better.map(change(text.better)),
    ...found.flips.map(({ question, before, now }) => text.flipped(question, text.outcomes[before], text.outcomes[now])),
  ].join('\n')
}

/** A figure as people read it: a count, words, or per cent. */
export function shown(figure: Figure, value: Scores[Figure], language: Language): string {
  if (Number.isNaN(value)) return '–'
  if (figure === 'questions' || figure === 'answerWords') return value.toLocaleString(`${language}-CA`, { maximumFractionDigits: 0 })
  return percent(value, language)
}

function percent(share: number, language: Language): string {
  const number = (100 * share).toLocaleString(`${language}-CA`, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return language === 'fr' ? `${number}\u00a0%` : `${number}%`
}

function points(share: number, language: Language): string {
  return (100 * share).toLocaleString(`${language}-CA`, { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
}
