/** An evaluation in, a table for people out, in their language. */
import type { Language } from '../domain.ts'
import type { Comparison } from './baseline.ts'
import type { ReadingScores } from './reading.ts'
import { FAMILIARITIES } from './run.ts'
import { byFamiliarity, type Evaluation, type Figure, GROUPS, type Scores } from './summary.ts'
import { type ReportTexts, reportTexts, type Section } from './texts.ts'

/** In the order of the report. */
export const SECTIONS: Readonly<Record<Section, readonly Figure[]>> = {
  retrieval: [
    ...(['questions', 'document1', 'document3', 'document5', 'document20', 'success1', 'success3', 'success5', 'success20'] as const),
    ...(['recall5', 'mrr10', 'ndcg10'] as const),
  ],
  losses: ['answerHit', 'lostRetrieval', 'lostChoice', 'lostAbstention', 'choice'],
  answers: [
    ...(['wholeAny', 'wholeAll', 'answerF1', 'citationPrecision', 'citationValidity', 'alceRecall', 'alcePrecision'] as const),
    ...(['supportedSentences', 'askedBack', 'helped', 'correctLanguage', 'answerWords'] as const),
  ],
  abstention: ['hallucination', 'error', 'refusedAtTenth', 'rocArea', 'riskArea', 'calibrationError'],
}
export const SECTION_NAMES = Object.keys(SECTIONS) as Section[]

/** Columns of the tables: each group of each collection. */
export function columns(evaluations: readonly Evaluation[], text: ReportTexts): { name: string; scores: Scores }[] {
  const several = evaluations.length > 1
  return evaluations.flatMap((evaluation) =>
    GROUPS.map((group) => ({
      name: !several ? text.groups[group] : group === 'all' ? evaluation.collection : text.shortGroups[group],
      scores: evaluation.groups[group],
    })),
  )
}

/** Markdown: collections side by side, one row a figure, one column a group; kinds, familiarity, parity and latency below. */
export function report(evaluations: readonly Evaluation[], language: Language): string {
  const text = reportTexts(language)
  const cells = columns(evaluations, text)
  const sections = SECTION_NAMES.flatMap((section) => {
    const rows = SECTIONS[section].map((figure) => [
      text.figures[figure],
      ...cells.map(({ scores }) => shown(figure, scores[figure], language)),
    ])
    return [`### ${text.sections[section]}`, '', table([text.figure, ...cells.map(({ name }) => name)], rows), '']
  })
  return [
    ...evaluations.flatMap(({ collection, split, model, byModel }) => [
      text.split(collection, split, model),
      ...(byModel ? [text.byModel(byModel.written, byModel.questions)] : []),
    ]),
    '',
    ...sections,
    `### ${text.kinds}`,
    '',
    kindsTable(evaluations, language),
    '',
    `### ${text.familiarity}`,
    '',
    familiarityTable(evaluations, language),
    '',
    ...evaluations.flatMap((evaluation) => notes(evaluation, evaluations.length > 1, language)),
  ]
    .join('\n')
    .trimEnd()
}

/** Markdown: one row a file of reading questions. */
export function readingReport(scores: Readonly<Record<string, ReadingScores>>, language: Language): string {
  const { reading } = reportTexts(language)
  const figures = ['questions', 'exact', 'f1', 'quoted', 'noAnswer', 'noAnswerAtTenth', 'area', 'overall'] as const
  const rows = Object.entries(scores).map(([name, own]) => [
    name,
    ...figures.map((figure) =>
      figure === 'questions' ? shown('questions', own.questions, language) : shown('answerHit', own[figure], language),
    ),
  ])
  return table([reading.file, ...figures.map((figure) => reading[figure])], rows)
}

function notes({ collection, parity, latency, lostQuotes }: Evaluation, named: boolean, language: Language): string[] {
  const text = reportTexts(language)
  const gaps = (['answerHit', 'success5', 'hallucination', 'error'] as const).flatMap((figure) => {
    const { difference, low, high } = parity[figure]
    // No question of the kind that the figure is about, as in a set without near misses.
    if (Number.isNaN(difference)) return []
    return [`${text.figures[figure]} ${points(difference, language)} (${points(low, language)} … ${points(high, language)})`]
  })
  const ms = (x: number): string => x.toLocaleString(`${language}-CA`, { maximumFractionDigits: 1 })
  return [
    ...(named ? [`### ${collection}`, ''] : []),
    `${text.parity} ${gaps.join(' · ')}`,
    text.sameDecision(percent(parity.sameDecision, language)),
    text.latency(ms(latency.p50), ms(latency.p95)),
    ...(lostQuotes.length > 0 ? [text.lostQuotes(lostQuotes.join(', '))] : []),
    '',
  ]
}

/** For each kind: questions, right passage in the first 5, right outcome; the collections side by side. */
function kindsTable(evaluations: readonly Evaluation[], language: Language): string {
  const text = reportTexts(language)
  const names = [...new Set(evaluations.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)))].sort()
  const several = evaluations.length > 1
  const head = evaluations.flatMap(({ collection }) => [
    several ? `${collection}, ${text.figures.questions}` : text.figures.questions,
    text.figures.success5,
    text.right,
  ])
  const rows = names.map((name) => [
    name,
    ...evaluations.flatMap(({ kinds }) => {
      const own = kinds.find(({ kind }) => kind === name)
      if (!own) return ['', '', '']
      return [
        shown('questions', own.questions, language),
        shown('success5', own.success5, language),
        shown('answerHit', own.right, language),
      ]
    }),
  ])
  return table([text.kind, ...head], rows)
}

/** Over all collections that were run: questions of documents that development questions are about, against the others. */
function familiarityTable(evaluations: readonly Evaluation[], language: Language): string {
  const text = reportTexts(language)
  const scores = byFamiliarity(evaluations.flatMap(({ runs }) => runs))
  const figures = ['questions', 'success5', 'answerHit', 'error', 'hallucination'] as const
  const rows = FAMILIARITIES.filter((name) => scores[name].questions > 0).map((name) => [
    text.familiarities[name],
    ...figures.map((figure) => shown(figure, scores[name][figure], language)),
  ])
  const gap = figures.map((figure) => (figure === 'questions' ? '' : points(scores.seen[figure] - scores.unseen[figure], language)))
  const both = scores.seen.questions > 0 && scores.unseen.questions > 0
  return table(['', ...figures.map((figure) => text.figures[figure])], both ? [...rows, [text.familiarityGap, ...gap]] : rows)
}

function table(head: readonly string[], rows: readonly string[][]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
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
