/** An evaluation in, a table for people out, in their language. */
import type { Language } from '../domain.ts'
import { type Baseline, type Evaluation, type Figure, GROUPS, type Group, type Regression } from '../evaluate.ts'

const FIGURES: readonly Figure[] = [
  'questions',
  'success1',
  'success5',
  'recall5',
  'mrr10',
  'ndcg10',
  'answerHit',
  'citationPrecision',
  'citationValidity',
  'abstained',
  'wronglyAbstained',
  'correctLanguage',
  'answerWords',
]

interface ReportText {
  figure: string
  groups: Record<Group, string>
  figures: Record<Exclude<Figure, 'answerable' | 'unanswerable' | 'recall20'>, string>
  split: (split: string, model: string) => string
  latency: (p50: string, p95: string) => string
  better: string
  same: string
  worse: (figure: string, group: string, before: string, now: string) => string
}

const TEXTS: Record<Language, ReportText> = {
  en: {
    figure: 'figure',
    groups: { all: 'all', en: 'EN', fr: 'FR', same: 'same language', cross: 'across languages' },
    figures: {
      questions: 'questions',
      success1: 'right passage first',
      success5: 'right passage in the first 5',
      recall5: 'recall@5',
      mrr10: 'MRR@10',
      ndcg10: 'nDCG@10',
      answerHit: 'answer hit',
      citationPrecision: 'citation precision',
      citationValidity: 'citation validity',
      abstained: 'near misses abstained from',
      wronglyAbstained: 'wrongly abstained',
      correctLanguage: 'correct language',
      answerWords: 'words an answer',
    },
    split: (split, model) => `Split: ${split} · model: ${model}`,
    latency: (p50, p95) => `Latency without HTTP: median ${p50} ms, p95 ${p95} ms`,
    better: 'No figure is below the baseline.',
    same: 'No baseline is stored for this split.',
    worse: (figure, group, before, now) => `BELOW THE BASELINE: ${figure} (${group}), ${before} before, ${now} now`,
  },
  fr: {
    figure: 'mesure',
    groups: { all: 'toutes', en: 'EN', fr: 'FR', same: 'même langue', cross: 'entre langues' },
    figures: {
      questions: 'questions',
      success1: 'bon passage en tête',
      success5: 'bon passage dans les 5 premiers',
      recall5: 'rappel à 5',
      mrr10: 'MRR à 10',
      ndcg10: 'nDCG à 10',
      answerHit: 'réponse trouvée',
      citationPrecision: 'précision des citations',
      citationValidity: 'validité des citations',
      abstained: 'abstentions justifiées',
      wronglyAbstained: 'abstentions à tort',
      correctLanguage: 'bonne langue',
      answerWords: 'mots par réponse',
    },
    split: (split, model) => `Partie\u00a0: ${split} · modèle\u00a0: ${model}`,
    latency: (p50, p95) => `Latence sans HTTP\u00a0: médiane ${p50}\u00a0ms, p95 ${p95}\u00a0ms`,
    better: 'Aucune mesure n’est inférieure à la référence.',
    same: 'Aucune référence n’est enregistrée pour cette partie.',
    worse: (figure, group, before, now) => `SOUS LA RÉFÉRENCE\u00a0: ${figure} (${group}), ${before} avant, ${now} maintenant`,
  },
}

/** A Markdown table, one row a figure, one column a group. */
export function report(evaluation: Evaluation, language: Language): string {
  const text = TEXTS[language]
  const head = [text.figure, ...GROUPS.map((group) => text.groups[group])]
  const rows = FIGURES.map((figure) => [
    text.figures[figure as keyof ReportText['figures']],
    ...GROUPS.map((group) => shown(figure, evaluation.groups[group][figure], language)),
  ])
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] as string).length)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join(' | ')} |`
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const ms = (x: number): string => x.toLocaleString(`${language}-CA`, { maximumFractionDigits: 1 })
  return [
    text.split(evaluation.split, evaluation.model),
    '',
    line(head),
    rule,
    ...rows.map(line),
    '',
    text.latency(ms(evaluation.latency.p50), ms(evaluation.latency.p95)),
  ].join('\n')
}

/** What got worse than the baseline, one line each, or one line that says that nothing did. */
export function comparison(found: readonly Regression[], baseline: Baseline | undefined, language: Language): string {
  const text = TEXTS[language]
  if (!baseline) return text.same
  if (found.length === 0) return text.better
  return found
    .map(({ figure, group, baseline: before, found: now }) =>
      text.worse(
        text.figures[figure as keyof ReportText['figures']],
        text.groups[group],
        shown(figure, before, language),
        shown(figure, now, language),
      ),
    )
    .join('\n')
}

function shown(figure: Figure, value: number, language: Language): string {
  if (Number.isNaN(value)) return '–'
  const locale = `${language}-CA`
  if (figure === 'questions') return value.toLocaleString(locale)
  if (figure === 'answerWords') return value.toLocaleString(locale, { maximumFractionDigits: 0 })
  const percent = (100 * value).toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return language === 'fr' ? `${percent}\u00a0%` : `${percent}%`
}
