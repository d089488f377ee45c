/**
 * A sentence that points back at the one before it ("It also…", « Celles-ci… ») says little alone: what it leans on is quoted with it, as
 * one run of the document. So is what became of a motion with the motion.
 */
import { type Evidence, type Language, textOf } from '../domain.ts'

/** How a sentence begins that takes its subject, or its sense, from the sentence before. */
const LEANS: Readonly<Record<Language, RegExp>> = {
  en: /^(?:(?:it|they|he|she|this|these|those|such|both|neither)\b|(?:however|therefore|thus|also|moreover|furthermore|otherwise|instead|in (?:addition|this case|that case|such cases?)|for (?:this|that) reason|as a result|if so|if not)\b)/i,
  fr: /^(?:(?:il|ils|elles?|celui-ci|celle-ci|ceux-ci|celles-ci|ce dernier|cette dernière|ces derniers|ces dernières|cela|ceci|ces|cette|cet|ce)(?![\p{L}’'-])|(?:toutefois|cependant|donc|ainsi|aussi|en outre|de plus|par ailleurs|sinon|dans ce cas|dans ces cas|pour cette raison|par conséquent|le cas échéant)(?!\p{L}))/iu,
}
/** Subjects that lean on nothing: "it is forbidden to…", « il faut… », « il est interdit… ». */
const IMPERSONAL: Readonly<Record<Language, RegExp>> = {
  en: /^it (?:is|was|will be|may be|must be|seems|appears|takes) (?:not )?(?:\p{L}+ly )?(?:\p{L}+ )?(?:that|to|for|whether|if)\b/iu,
  fr: /^(?:il (?:n[’'])?(?:y a|faut|suffit|convient|importe|s[’']agit|appartient|incombe|est (?:\p{L}+ment )?\p{L}+ (?:que|de|à|d[’']))|ce (?:sont|n[’']est|document|guide|site))(?!\p{L})/iu,
}
/** Words of a quote beyond which nothing is put in front of it. */
const MOST_WORDS = 60

/** What is put to a vote, in minutes. */
const MOTION = /\b(?:moved|seconded|resolved|motion)\b|(?<!\p{L})(?:propos(?:ée?|é par)|appuyée? par|résolu|proposition)(?!\p{L})/iu
/** What became of it: "CARRIED.", "Lost 1-3.", « Adoptée à l’unanimité. » */
const OUTCOME =
  /^(?:(?:the |la )?(?:motion|proposition|résolution|resolution)(?: (?:is|was|est|a été))? )?(?:carried|lost|defeated|adopted|passed|approved|rejected|withdrawn|tabled|deferred|adoptée?s?|rejetée?s?|acceptée?s?|approuvée?s?|retirée?s?|reportée?s?|battue?s?)(?!\p{L})/iu
/** Words of an outcome, at most: a longer sentence says something of its own. */
const OUTCOME_WORDS = 10

/** The evidence, with the outcome of the vote where it is what was put to one: "… be lowered to 40 km/h. LOST 1-3." */
export function withOutcome(evidence: Evidence): Evidence {
  const { passage, span } = evidence
  if (!MOTION.test(textOf(passage, span))) return evidence
  const after = passage.around.sentences.find(({ start }) => start >= span.end)
  if (!after || after.kind === 'chrome' || after.uncertain) return evidence
  const text = textOf(passage, after)
  const isOutcome = OUTCOME.test(text) && text.split(/\s+/).length <= OUTCOME_WORDS
  return isOutcome ? { ...evidence, span: { start: span.start, end: after.end } } : evidence
}

/** The evidence, begun one sentence earlier where its first sentence leans on that one and both stand in one paragraph. */
export function withAntecedent(evidence: Evidence): Evidence {
  const { passage, span, sentence } = evidence
  const { sentences } = passage.around
  const at = sentences.findIndex(({ start }) => start === span.start)
  const before = sentences[at - 1]
  if (!before || sentence.kind !== 'sentence' || before.kind !== 'sentence' || before.uncertain) return evidence
  const text = textOf(passage, span)
  if (!LEANS[sentence.language].test(text) || IMPERSONAL[sentence.language].test(text)) return evidence
  if (/\n\s*\n/.test(textOf(passage, { start: before.end, end: span.start }))) return evidence
  const whole = { start: before.start, end: span.end }
  return textOf(passage, whole).split(/\s+/).length > MOST_WORDS ? evidence : { ...evidence, sentence: before, span: whole }
}
