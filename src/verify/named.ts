/**
 * Numbers, acronyms and names of a question must stand in the evidence: what is said of 2015 does not answer a question about 2025,
 * what is said of Quebec does not answer one about Ontario. Whatever the reader, no answer goes out without this check.
 */
import type { Hit, Span } from '../domain.ts'
import { type AnalysedQuestion, type QuestionWord, SIMILARITY_CUT } from '../retrieve/question.ts'
import { isWithinDates, monthDaysIn } from '../words/calendar.ts'
import { inDictionary } from '../words/dictionary.ts'
import { isTerm } from '../words/glossary.ts'
import { isCount } from '../words/numbers.ts'
import { holds, quantitiesIn, rangesIn } from '../words/ranges.ts'
import { isWeekday } from '../words/weekdays.ts'
import { isWithinYears } from '../words/years.ts'
import { officeWord } from './office.ts'

/** Similarity from which a name counts as met. Names of different things lie near 0.2, Denmark and Danemark at 0.7. */
const MET = 0.55

function namesOf(question: AnalysedQuestion): QuestionWord[] {
  // Days and hours are decided by what a document gives (verify/weekday.ts), unless they tell which thing is asked for: "which train leaves at 8:15?".
  const decides = question.asking.isYesNo || question.asking.type === 'date' || !ASKS.test(question.text)
  const times = decides ? clockTimes(question) : []
  return question.telling.filter(({ exact, word }) => {
    if (isForm(word, question) || MEASURE.test(word.form) || isWanted(word, question) || (isWeekday(word.form) && decides)) return false
    // An acronym that is no name here is a word (question.ts).
    if (!exact && (word.exact || !word.capital) && !isNamedSmall(word, question)) return false
    return !/^\d/.test(word.form) || !(isTime(word, times) || isSupposed(word, question) || isOfAsker(word, question))
  })
}

/** "m²", "km2": what is measured names nothing. */
const MEASURE = /^[cdhkm]?m[23]$/

/** What people are addressed with, folded: "Mr. White" is named by "White". */
const ADDRESS = /^(?:mrs?|ms|miss|dr|mme|mlle|prof|sr|st|ste|sir|madam|madame|monsieur|mademoiselle)$/

/** Whether a word in capitals names nothing: an address, a number in words ("the Two"), the kind of thing that is asked for (« de quelle Nationalité »). */
function isForm({ form, start }: QuestionWord['word'], { text }: AnalysedQuestion): boolean {
  return ADDRESS.test(form) || isCount(form) || (KIND_ASKED.test(text.slice(0, start)) && inDictionary(form))
}
const KIND_ASKED = /(?<!\p{L})quel(?:le)?s?\s$/iu

/** Whether a number says how many things are to be named: "which 2 states", « quels sont les 3 pays ». */
function isWanted({ start, surface }: QuestionWord['word'], { text }: AnalysedQuestion): boolean {
  const behind = text.slice(start + surface.length)
  return (
    /^\d{1,2}$/.test(surface) && MANY_ASKED.test(text.slice(0, start)) && /^\s\p{Ll}{2,}[sx](?!\p{L})/u.test(behind) && !UNIT.test(behind)
  )
}
const MANY_ASKED =
  /^\W*(?:(?:in |at |on |of |for |dans |de |à |pour )?(?:which|what|quel(?:le)?s?)|(?:what|which) are (?:the|its|their|your|our)|(?:name|list|give|nomme[rz]?|cite[rz]?|énumère[rz]?|donne[rz]?)(?: me| moi|-moi)?(?: the| les)?|quel(?:le)?s (?:sont|étaient) (?:les|ses|leurs|vos|nos))\s$/iu

/** A time of day: "8:00", "8:30 p.m.", "8 am", « 8 h », « 8 h 30 ». */
const CLOCK = /(?<![\d.,:])\d{1,2}(?::\d{2}(?!\d)(?:\s?[ap]\.?\s?m(?!\p{L}))?|\s?[ap]\.?\s?m(?!\p{L})|\s?h(?:\s?\d{2})?(?![\p{L}\d]))/giu

function clockTimes({ text }: AnalysedQuestion): Span[] {
  return [...text.matchAll(CLOCK)].map(({ 0: time, index }) => ({ start: index, end: index + time.length }))
}

/** When something is so is decided by the hours that a document gives: they need not name it. */
function isTime({ start }: QuestionWord['word'], times: readonly Span[]): boolean {
  return times.some((time) => time.start <= start && start < time.end)
}

/** What is counted or paid, behind a number. */
const UNIT =
  /^\s?(?:[$€£%]|(?:dollars?|euros?|cents?|percent|per cent|pour cent|days?|jours?|weeks?|semaines?|months?|mois|years?|ans?|années?|hours?|heures?|minutes?|people|persons?|personnes?|members?|membres?|employees?|employés?|places?|km|kilomet\p{L}+|kilomèt\p{L}+|metres?|mètres?|kg|times|fois|[cm]?m|g|[kmg][bo]|feet|foot|ft|pieds?|inches|pouces?|lit(?:re|er)s?|degrees?|degrés?)(?!\p{L}))/iu

/**
 * Whether a number is what a yes/no question supposes: "does it cost 22 dollars?". What is so decides it, be it another number. A year, and a
 * number behind a noun ("bill 96"), names something.
 */
function isSupposed({ start, surface }: QuestionWord['word'], { text, asking }: AnalysedQuestion): boolean {
  if (!asking.isYesNo) return false
  return UNIT.test(text.slice(start + surface.length)) || /[$€£]\s?$/.test(text.slice(0, start))
}

/** What stands before an age ("I'm 50", « quelqu’un de 19 ans »), with another one perhaps ("when I was 20 or 21"), and what may stand behind it. */
const AGE_EN =
  /(?<!\p{L})(?:(?:I|he|she|who|they|you)(?:[’']?(?:m|s|re)| am| is| are| was| were)|at|aged?|turn(?:s|ed|ing)?)\s+(?:\d{1,3}\s+(?:or|and|to)\s+)?$/iu
const BEHIND_AGE_EN = /^\s*(?:$|[?.!,;:)]|(?:and|or|but|now|when|so|how|what|can|do|am)(?!\p{L}))/iu
const AGE_FR =
  /(?:(?<!\p{L})(?:à|dès|avant|après|il a|elle a|qui a|(?:quelqu[’']un|(?:enfant|personne|jeune|élève|adulte|fils|fille)s?) de|âgée?s? d[e’'])\s*|(?<!\p{L})j[’'](?:ai|avais|aurai)\s+)(?:\d{1,3}\s+(?:ans\s+)?(?:ou|et|à)\s+)?$/iu
const BEHIND_AGE_FR = /^\s?ans(?!\p{L})/iu
const YEARS_OLD = /^[\s-](?:years?|yrs?)[\s-]olds?(?!\p{L})/iu

/** Between clauses. */
const CLAUSES = /[,;:.?!]\s|\s[–—-]\s/u
/** A clause in which somebody tells of themselves, and asks nothing. */
const TELLS =
  /^\s*(?:(?:if|when|since|because|as|and|but|si|quand|lorsque|comme|puisque|et|mais)\s+)?(?:(?:I|we|my|our|je|nous|mon|ma|mes|notre|nos|(?:lived|born|hired|retired|moved|arrived|worked|née?s?|embauchée?s?|arrivée?s?|retraitée?s?)(?=\s+(?:\p{L}+\s+){0,5}?(?:in|since|en|depuis)\s))(?!\p{L})|j[’'])/iu
/** … of where they live, come from, study or work. What they want or buy is what they ask about. */
const LIVES =
  /(?<!\p{L})(?:liv(?:e|ed|ing)|born|(?:am|['’]m|was|come|came|are|['’]re)(?: \p{L}+)? (?:from|in|at)|mov(?:e|ed|ing)|study|studying|studied|work(?:ed|ing)?|bought|mailing|shipping|stud(?:ent|ies) (?:in|at)|habit\p{L}+|vi[st]|vivons|viens|venons|étudi\p{L}+|travaill\p{L}+|née?s?|(?:suis|sommes|ai \d+ ans)(?: [\p{L}’'-]+){0,3} (?:de|du|des|à|au|en|dans)|déménag\p{L}+|envoie)(?!\p{L})/iu
const ASKS =
  /(?<!\p{L})(?:who|what|which|how|where|why|do I|am I|can I|may I|qui|que|quoi|quel(?:le)?s?|combien|comment|où|pourquoi|est-ce|dois-je|ai-je|puis-je|suis-je)(?!\p{L})/iu

/**
 * Whether a number is an age, or stands where somebody tells of themselves before or after what they ask ("I was there in 1970, from what date is
 * care paid for?"): what applies to them need not name it.
 */
function isOfAsker({ start, surface }: QuestionWord['word'], { text }: AnalysedQuestion): boolean {
  const [before, behind] = [text.slice(0, start), text.slice(start + surface.length)]
  const isAge =
    YEARS_OLD.test(behind) || (AGE_EN.test(before) && BEHIND_AGE_EN.test(behind)) || (AGE_FR.test(before) && BEHIND_AGE_FR.test(behind))
  return (isAge && /^\d{1,3}$/.test(surface)) || isToldByAsker({ start, surface }, { text })
}

/** Whether a word stands in a clause in which somebody tells of themselves, beside one that asks. */
function isToldByAsker(word: Pick<QuestionWord['word'], 'start' | 'surface'>, { text }: Pick<AnalysedQuestion, 'text'>): boolean {
  const clause = clauseOf(word, text)
  return TELLS.test(clause) && !ASKS.test(clause) && (text.replace(clause, ' ').match(/\p{L}{2,}/gu) ?? []).length >= 2
}

function isWhereAskerLives(word: QuestionWord['word'], question: AnalysedQuestion): boolean {
  const clause = clauseOf(word, question.text)
  return LIVES.test(clause) && !/^\s*(?:if|si)\s/iu.test(clause) && isToldByAsker(word, question)
}

function clauseOf({ start, surface }: Pick<QuestionWord['word'], 'start' | 'surface'>, text: string): string {
  const [before, behind] = [text.slice(0, start), text.slice(start + surface.length)]
  return (before.split(CLAUSES).at(-1) ?? '') + surface + (behind.split(CLAUSES)[0] ?? '')
}

/** Where a name stands: the last word behind "of", "in", « à », without an article or a possessive; who is asked for, right behind "who is". */
const BEFORE_NAME =
  /(?:(?<!\p{L})(?:of|in|at|from|near|de|à|en|chez)\s+|(?<!\p{L})d[’'])(?:(?!(?:the|an?|my|your|his|her|its|our|their|this|that|these|those|each|every|any|la|les?|une?|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leurs?|cet?|cette|ces|chaque)\s)\p{L}{2,20}\s+)?$/iu
const WHO_IS = /^\W*(?:who (?:is|was)|qui (?:est|était))\s+(?:(?!(?:in|on|at|of|the|an|en|au|aux|de|du|le|la|un|une)\s)\p{L}{2,20}\s+)?$/iu

/** Words that stand where a name could, and name nothing: "all", "in charge", « en vigueur ». Folded. */
const NO_NAME = new RegExp(
  `^(?:${[
    'each|all|both|others?|everyone|total|general|average|detail|chacune?|tous|toutes|autres?|moyenne|particulier|tout',
    'charge|force|effect|place|advance|person|cash|full|writing|stock|use|work|home|night|noon|midnight|least|once|time|office',
    'vigueur|cours|ligne|personne|avance|retard|ecrit|argent|comptant|nuit|midi|minuit|travail|bureau|cause|question|service|usage',
  ].join('|')})$`,
)

/**
 * Whoever begins with a capital writes names with one too. In a question without any a name is known by where it stands; it counts as one where no document has a word like it. What the
 * documents know is met by them, whatever its capitals.
 */
function isNamedSmall({ start, surface, form }: QuestionWord['word'], { text, words }: AnalysedQuestion): boolean {
  if (/\p{Lu}/u.test(text) || /\d/.test(form) || NO_NAME.test(form) || isTerm(form)) return false
  const known = words.find(({ word }) => word.form === form)
  if (known && Math.max(0, ...known.expansions.values()) >= MET) return false
  const [before, behind] = [text.slice(0, start), text.slice(start + surface.length)]
  const isLast = /^[\s?.!]*$/.test(behind)
  // « qui est défait le 28 août 2015 » tells what happened to whoever is asked for.
  const isVerb = (): boolean => /qui\s+(?:est|était)\s/iu.test(before) && (behind.match(/\p{L}+/gu) ?? []).length > 1 && inDictionary(form)
  return (isLast && BEFORE_NAME.test(before)) || (WHO_IS.test(before) && !isVerb())
}

/** Tells which numbers of quantities, dates and years a range of some text holds: "after 18 years" names nothing where "16 to 24" stands. */
function withinRangesOf(text: string, { text: asked }: AnalysedQuestion): (name: QuestionWord) => boolean {
  const [dates, quantities, ranges] = [monthDaysIn(asked), quantitiesIn(asked), rangesIn(text)]
  return ({ word: { start, form } }) => {
    const isAt = (own: Span): boolean => own.start <= start && start < own.end
    const date = dates.find(isAt)
    if (date) return isWithinDates(date, text)
    if (/^\d{4}$/.test(form) && isWithinYears(Number(form), text)) return true
    const quantity = /^\d/.test(form) ? quantities.find(isAt) : undefined
    return quantity !== undefined && ranges.some((range) => holds(range, quantity))
  }
}

/**
 * Whether a name or number of the question, or the office that it asks for, stands in none of some words.
 * @param words word ids of the document of the evidence, title included
 * @param text of the evidence: a quantity that one of its ranges holds need not be met
 */
export async function lacksName(question: AnalysedQuestion, words: () => Promise<Uint32Array>, text = ''): Promise<boolean> {
  const names = namesOf(question)
  const office = officeWord(question)
  if (names.length === 0 && !office) return false
  const own = await words()
  const met = (name: QuestionWord): number => question.matcher.best(name, own).similarity
  const lacking = names.filter((name) => met(name) < MET)
  // "I live in Lille: …" needs no mention where what it asks about is named and met.
  const unmet = lacking.length < names.length ? lacking.filter(({ word }) => !isWhereAskerLives(word, question)) : lacking
  return (unmet.length > 0 && !unmet.every(withinRangesOf(text, question))) || (office !== undefined && met(office) < SIMILARITY_CUT)
}

/** Hits of documents that hold every name and number of the question; no other document may answer. All of them where nothing is named. */
export async function holdingNames(
  question: AnalysedQuestion,
  hits: readonly Hit[],
  wordsOf: (documentId: string) => Promise<Uint32Array>,
): Promise<readonly Hit[]> {
  if (namesOf(question).length === 0) return hits
  const documents = [...new Set(hits.map(({ passage }) => passage.documentId))]
  const textOf = (id: string): string => hits.flatMap(({ passage }) => (passage.documentId === id ? [passage.text] : [])).join('\n')
  const lacking = await Promise.all(documents.map((id) => lacksName(question, () => wordsOf(id), textOf(id))))
  return hits.filter(({ passage }) => !lacking[documents.indexOf(passage.documentId)])
}

/** Those that no document holds in any form, as they were written; the office first. A name of several words is told as a whole. */
export function unmentionedNames(question: AnalysedQuestion): string[] {
  const reaches = ({ expansions }: QuestionWord): number => Math.max(0, ...expansions.values())
  const isNowhere = (word: QuestionWord, least: number): boolean =>
    reaches(word) < least && word.longForms.every((longForm) => longForm.some((part) => reaches(part) < MET))
  const office = officeWord(question)
  const nowhere = namesOf(question).filter((name) => isNowhere(name, MET))
  const wholes = nowhere.map(({ word }) => wholeName(word, question))
  return [...new Set([...(office && isNowhere(office, SIMILARITY_CUT) ? [office.word.surface] : []), ...wholes])]
}

/** "Jonathan Priestley" where one of both is met nowhere; "2019-08". */
function wholeName(word: QuestionWord['word'], { text, words }: AnalysedQuestion): string {
  const isPart = ({ word: { capital, form } }: QuestionWord): boolean =>
    /^\d/.test(word.form) ? /^\d/.test(form) : capital && !/^\d/.test(form)
  const parts = words.filter(isPart).map((own) => own.word)
  let [start, end] = [word.start, word.start + word.surface.length]
  for (let grown = true; grown; ) {
    grown = false
    for (const part of parts) {
      const partEnd = part.start + part.surface.length
      if (partEnd < start && /^[ -]$/.test(text.slice(partEnd, start))) [start, grown] = [part.start, true]
      if (part.start > end && /^[ -]$/.test(text.slice(end, part.start))) [end, grown] = [partEnd, true]
    }
  }
  return text.slice(start, end)
}
