/**
 * "The fall term" is not the winter term, a rear setback no front setback: of words that exclude one another, a run that says another one than
 * the question is no answer. Whatever the reader, a question that says one goes through this check. Both languages side by side.
 */
import { type Evidence, textOf } from '../domain.ts'
import type { AnalysedQuestion } from '../retrieve/question.ts'

/** A season that heads a document or a section: "Spring schedule", « Horaire d’été ». */
const SEASONS: readonly RegExp[] = [
  /(?<!\p{L})(?:spring|printemps)(?!\p{L})/iu,
  /(?<!\p{L})(?:summer|(?:l[’']|d[’']|en |cet |^)été)(?!\p{L})/iu,
  /(?<!\p{L})(?:fall|autumn|automne)(?!\p{L})/iu,
  /(?<!\p{L})(?:winter|hiver)(?!\p{L})/iu,
]

/** Of what comes in several colours: bins, zones, forms. "White" and « blanc », "brown" and « brun » are names as well, so that they count in small letters. */
const COLOURS: readonly (readonly RegExp[])[] = [
  [
    ['blue', 'bleue?s?'],
    ['green', 'verte?s?'],
    ['brown', 'brune?s?'],
    ['black', 'noire?s?'],
    ['red', 'rouges?'],
    ['yellow', 'jaunes?'],
    ['white', 'blanc(?:he)?s?'],
    ['gr[ae]y', 'grise?s?'],
  ].map((names) => new RegExp(`(?<!\\p{L})(?:${names.join('|')})(?!\\p{L})`, 'u')),
]

/** Words that exclude one another, as patterns; each line says the same in both languages. */
const CONTRASTS: readonly (readonly RegExp[])[] = [
  // Words of seasons are other words, too ("fall", « été »): they count behind a small word, or before what has a season.
  ['spring', 'summer', 'fall|autumn', 'winter'].map((name, i) => {
    const french = ['printemps', 'été', 'automne', 'hiver'][i]
    const before = `(?:in|the|this|last|next|each|every|for|during|early|late) (?:the )?`
    const has = `(?:term|semester|session|season|schedule|program|camp|break|hours|\\d{4})`
    const fr = `(?:l[’']|d[’']|en |cet |au |le |du |de |chaque |ce )(?:été|automne|hiver|printemps)`
    return new RegExp(
      `(?<!\\p{L})(?:${before}(?:${name})(?!\\p{L})|(?:${name})s? ${has}(?!\\p{L})|(?=${fr})[^\\s’']+[\\s’']${french}(?!\\p{L}))`,
      'iu',
    )
  }),
  [
    /(?<!\p{L})front (?:yard|setback|lot|wall|door)|(?<!\p{L})(?:marge|cour|mur|façade|ligne|porte) avant(?!\p{L})/iu,
    /(?<!\p{L})(?:rear|back) (?:yard|setback|lot|wall|door)|(?<!\p{L})backyard|(?<!\p{L})(?:marge|cour|mur|façade|ligne|porte) arrière(?!\p{L})/iu,
    /(?<!\p{L})side (?:yard|setback|lot|wall|door)|(?<!\p{L})(?:marges?|cours?|murs?|lignes?) latérales?(?!\p{L})/iu,
  ],
  [
    /(?<!\p{L})(?:minimum(?! (?:wage|income))|minimal|at least|no less than|not less than|lowest)(?!\p{L})|(?<!\p{L})(?:(?<!(?:salaires?|revenus?) )minim(?:um|al|ale|aux|ales)|au moins|plus (?:bas|petit)e?)(?!\p{L})/iu,
    /(?<!\p{L})(?:maximum|maximal|at most|no more than|not more than|up to(?=[ \u00a0](?:(?:CA|US)?[$€£]?\d|how|tw(?:o|elve|enty)|th(?:ree|irt)|fo(?:ur|rt)|fi(?:ve|ft)|six|seven|eight|nin|ten|eleven|one|an? |half|hundred))|exceed|highest)(?!\p{L})|(?<!\p{L})(?:maxim(?:um|al|ale|aux|ales)|au plus(?! (?:tard|tôt|vite))|jusqu[’']à(?=[ \u00a0\u202f](?:\d|combien|concurrence|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|cent|mille))|dépasser|excéder|plus (?:haut|grand)e?)(?!\p{L})/iu,
  ],
  ...COLOURS,
  [/(?<!\p{L})full[- ]time|(?<!\p{L})(?:à )?temps plein/iu, /(?<!\p{L})part[- ]time|(?<!\p{L})(?:à )?temps partiel/iu],
  [
    /(?<!\p{L})(?:indoor|inside)s?(?!\p{L})|(?<!\p{L})intérieure?s?(?!\p{L})/iu,
    /(?<!\p{L})(?:outdoor|outside)s?(?!\p{L})|(?<!\p{L})extérieure?s?(?!\p{L})/iu,
  ],
]

/** "Blue bin: no green waste" speaks of the blue one: what is asked for counts in capitals, too. */
function anyCase(pattern: RegExp): RegExp {
  return pattern.ignoreCase ? pattern : new RegExp(pattern.source, `${pattern.flags}i`)
}

/**
 * Runs without those that say another word of such a line than the question does, in their order: the run itself decides, else the nearest
 * heading that says one, else the title. Where the first run is ruled out so, only what says the word of the question remains.
 */
export function withoutContrary({ text }: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  let remaining = evidence
  for (const [n, line] of CONTRASTS.entries()) {
    const asked = line.filter((pattern) => pattern.test(text))
    const [only] = asked
    if (!only || asked.length > 1) continue
    const says = (own: Evidence): boolean | undefined => {
      const run = textOf(own.passage, own.span)
      if (line.some((pattern) => pattern.test(run))) return anyCase(only).test(run)
      const above = n === 0 ? SEASONS : line
      const named = [...own.passage.headings.toReversed(), own.passage.title].find((name) => above.some((pattern) => pattern.test(name)))
      return named === undefined ? undefined : above[line.indexOf(only)]?.test(named)
    }
    const [best] = remaining
    if (!best) break
    const isRuledOut = says(best) === false
    remaining = remaining.filter((own) => (isRuledOut ? says(own) === true : says(own) !== false))
  }
  return remaining
}
