/** Times that are no calendar date: clock times, weekdays, months, seasons, what comes again and again. Both languages side by side. */

const CLOCK =
  /(?<![\d:])(?:[01]?\d|2[0-3])(?::[0-5]\d(?![\d:])|\s?h(?:eures?)?(?:\s?[0-5]\d)?(?![\p{L}\d])|\s?[ap]\.?\s?m(?!\p{L}))|(?<!\p{L})(?:noon|midnight|midi|minuit|o['’]clock)(?!\p{L})/iu
const SHUT = /(?<!\p{L})(?:closed|24 hours|around the clock|fermée?s?|24 heures|en tout temps|jour et nuit)(?!\p{L})/iu
const WEEKDAY =
  /(?<!\p{L})(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|business days?|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|jours? (?:ouvrables?|fériés?)|fins? de semaine)(?!\p{L})/iu
/** A month after a word that makes it one: "march" and "may" are other words, too. */
const MONTH =
  /(?<!\p{L})(?:in|by|until|since|from|to|every|each|early|late|of) (?:January|February|March|April|May|June|July|August|September|October|November|December)(?!\p{L})|(?<!\p{L})(?:en|dès|avant|après|depuis|fin|début|mi-?|de|à|chaque|mois d[e’']) ?(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?!\p{L})/u
const SEASON =
  /(?<!\p{L})(?:(?:in|during|every|each|this|next|last|early|late) (?:the )?(?:spring|summer|autumn|winter|fall)|(?:au|le|chaque|ce) printemps|(?:en|l['’]|cet|chaque) ?(?:été|automne|hiver))(?!\p{L})/iu
/** "every year", « par an » tell how often rather than when. */
const RECURRENT =
  /(?<!\p{L})(?:(?:every|each) (?:other )?(?:\p{L}{1,12} )?(?:day|night|morning|afternoon|evening|week|month|quarter)s?|daily|weekly|monthly|quarterly|(?:chaque|tous les|toutes les) (?:deux |trois |six )?(?:jours?|nuits?|matins?|soirs?|semaines?|mois|trimestres?)|quotidiennement|mensuellement)(?!\p{L})/iu

const UNITS = 'hours|days|weeks|months|heures|jours|semaines|mois'
/** What most sentences lack, and is found at once. */
const UNIT_OF_TIME = new RegExp(UNITS, 'iu')
const SPAN = String.raw`(?:\d{1,3}|\p{L}{2,9}(?:-\p{L}{3,9})?) (?:\p{L}{3,14} )?(?:${UNITS})`
/** "within 30 days", "at least 14 days before", « dans les trente jours », « 24 heures à l’avance ». */
const DEADLINE = new RegExp(
  `(?<!\\p{L})(?:within|no later than|not later than|dans (?:les|un délai (?:maximal )?de)|sous|au plus tard)(?: the)? ${SPAN}(?!\\p{L})|${SPAN} (?:before|after|prior to|following|in advance|of (?:the|receipt)|avant|après|suivant|à l[’']avance|à compter)(?!\\p{L})`,
  'iu',
)

/** Whether a text states hours: by the clock, or that something is closed or always open. */
export function statesHours(text: string): boolean {
  return CLOCK.test(text) || SHUT.test(text)
}

/** Whether a text says when something is, by the clock, the week, the month, the season, again and again, or before or after something else. */
export function statesTime(text: string): boolean {
  if ([CLOCK, WEEKDAY, MONTH, SEASON, RECURRENT].some((pattern) => pattern.test(text))) return true
  return UNIT_OF_TIME.test(text) && DEADLINE.test(text)
}

/** Numbers that a table of number words cannot hold: collectives, halves, and articles before a unit of time. */
const COLLECTIVE =
  /(?<!\p{L})(?:dozens?|half|halves|quarters?|once|twice|single|dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|quarantaines?|cinquantaines?|soixantaines?|centaines?|demie?s?|moitié|une fois|(?:an?|one) (?:year|month|week|day|hour|minute)|(?:un|une) (?:an|année|mois|semaine|jour|journée|heure|minute))(?!\p{L})/iu

/** "a dozen", "half", "one year", « un an et demi », « une quinzaine ». */
export function statesCollective(text: string): boolean {
  return COLLECTIVE.test(text)
}
