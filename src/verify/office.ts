/**
 * Who holds an office is answered by what speaks of that office: not of a deputy, an acting or a former one unless that was asked for, and not of
 * another office. Whatever the reader, no answer to "who is the mayor of …" goes out without this check.
 */
import { type Evidence, type Language, textOf } from '../domain.ts'
import { type AnalysedQuestion, type QuestionWord, SIMILARITY_CUT } from '../retrieve/question.ts'
import { contentWords } from '../words/analyse.ts'
import { holdsOffice, isOrganization, namedPerson } from '../words/names.ts'
import { type OfficeMention, officesIn } from '../words/offices.ts'

/** How a question begins that asks who holds an office. */
const WHO_HOLDS =
  /^\W*(?:and |so )?(?:please,? )?(?:tell (?:me|us) |(?:do|can|could) you (?:know |tell (?:me|us) ))?(?:who(?:['’]s| is| was| are| were| serves as| acts as| holds the office of|(?= the ))|what(?:['’]s| is| was) the name of|what(?:['’]s| is| was)(?= (?:the|our|your) [^?]{1,60}?['’]s name\b))\s+|^[^\p{L}]*(?:et )?(?:(?:dites|dis)[- ](?:moi|nous) |savez-vous )?(?:(?:c['’]est )?qui (?:est|était|fut|sont|étaient|a été)|c['’]est qui|qui c['’]est|qu(?:el|i) est le nom d(?:u|e)|comment s['’]appelle(?:nt)?)\s*/iu
/** Words before the office that do not lead away from it: "the current", "Gatineau’s". */
const LEADS = /^(?:(?!(?:of|in|at|for|to|by|who|that|qui|que|de|du|à|au|par)\s)[\p{L}\p{N}’']+[\s-]+|l[’']){0,5}$/iu
const IN_THE_PAST = /\b(?:was|were)\b|(?<!\p{L})(?:étai(?:en)?t|fut|a été)(?!\p{L})/iu
/** Whoever is responsible, an officer: names that stand for any office. */
const ANY_OFFICE: ReadonlySet<string> = new Set(['responsible', 'lead', 'preside'])
/** What every place or body can be called by those who speak of it: "the mayor of the city". Folded. */
const ANY_BODY =
  /^(?:city|town|village|municipality|county|region|province|country|government|company|organi[sz]ations?|association|agency|institute?|society|foundation|corporation|group|board|council|committee|commission|department|ministry|ville|municipalite|gouvernement|pays|entreprise|societe|organisme|agence|institut|fondation|groupe|conseil|comite|ministere|direction|administration)s?$/

/** Who presides over a board is not who runs a company as its "President and CEO". */
const BOARD = /^(?:board|council|committee|commission|conseil|comité)(?!\p{L})/iu

interface AskedOffice {
  mention: OfficeMention
  inThePast: boolean
}

function askedOffice({ text, language }: AnalysedQuestion): AskedOffice | undefined {
  const lead = WHO_HOLDS.exec(text)?.[0]
  if (lead === undefined) return undefined
  const mention = officesIn(text, language).find(({ start }) => start >= lead.length)
  if (!mention || ANY_OFFICE.has(mention.offices[0] ?? '') || !LEADS.test(text.slice(lead.length, mention.start))) return undefined
  return { mention, inThePast: IN_THE_PAST.test(lead) }
}

/** The word of a question for the office that it asks for: "mayor" of "who is the mayor of …". */
export function officeWord(question: AnalysedQuestion): QuestionWord | undefined {
  const mention = askedOffice(question)?.mention
  return mention && question.telling.find(({ word }) => mention.start <= word.start && word.start < mention.end)
}

/** Who acts in a question: "how much can the vice-president approve", « un directeur peut-il approuver ». */
const ACTS = {
  before:
    /\b(?:can|may|must|does|do|did|should|shall|will|could) (?:the |an? |our |my |your )(?:[\p{L}-]+[ -]){0,2}$|(?<!\p{L})(?:le |la |les |une? |l[’'])(?:vice-|sous-)?$/iu,
  behind: /^(?! of\b)(?: [\p{L}-]+){0,3} (?:peut|peuvent|doit|doivent|pourrait|va)-(?:t-)?(?:ils?|elles?)(?!\p{L})/iu,
} as const

/**
 * What an office may or must do is not said by runs that speak of other offices alone. A yes/no question is decided by them, though.
 */
export function ofSameActor(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const { text, language, asking } = question
  const mentions = officesIn(text, language)
  const [mention] = mentions
  if (!mention || mentions.length > 1 || asking.isYesNo || askedOffice(question)) return evidence
  const before = text.slice(0, mention.start)
  if (!ACTS.before.test(before) || (language === 'fr' && !ACTS.behind.test(text.slice(mention.end)))) return evidence
  const asked = { mention, inThePast: true }
  return evidence.filter((own) => {
    const told = officesIn(textOf(own.passage, own.span), own.sentence.language)
    return told.length === 0 || told.some((one) => isSame(asked, one, own.sentence.language, question))
  })
}

/** Runs that speak of the office that a question asks for, in their order; all of them where it asks for none. */
export function holdingOffice(question: AnalysedQuestion, evidence: readonly Evidence[]): readonly Evidence[] {
  const asked = askedOffice(question)
  return asked ? evidence.filter((own) => speaksOf(asked, own, question)) : evidence
}

/**
 * Of runs that speak of the office those that name who holds it, where the first of them is likely enough an answer: "The Mayor called the
 * meeting to order" does not say who that is. All of them otherwise.
 * @param threshold confidence below which there is no answer, 0 to 1
 */
export function namingHolder(question: AnalysedQuestion, speaking: readonly Evidence[], threshold: number): readonly Evidence[] {
  const asked = askedOffice(question)
  const naming = asked ? speaking.filter((own) => namesHolder(asked, own, question)) : []
  const [first] = naming
  return first && (first.confidence ?? 0) >= threshold ? naming : speaking
}

/** A name beside an office: in front of it ("Ann Roe, town clerk", "Ann Roe has been the mayor"), or behind it ("Mayor Roe"). */
const NAME_BEFORE =
  /(?<![\p{L}’'-])(?<name>\p{Lu}\p{L}[\p{L}’'-]{0,30}(?:\s{1,3}\p{Lu}[\p{L}’'.-]{0,30}){1,4})(?:\s*[,:·(–-]\s*|\s+\p{Ll}[\p{L}’']*\s+)(?:[\p{L}’']+[\s,:·(–-]+){0,4}$/u
const NAME_BEHIND =
  /^(?:\s+(?:actuel(?:le)?|current|en poste|en fonction|élue?))?[\s,:·(–-]+(?:(?:is|was|est|était|since|depuis|named?|nommée?|M|Mme|Mr|Ms|Mrs|Dre?)\.?\s+){0,3}(?<name>\p{Lu}\p{L}[\p{L}’'-]{0,30}(?:\s{1,3}\p{Lu}[\p{L}’'.-]{0,30}){0,3})/u

/** "The Town", « La Ville » : an article begins no name. */
const NO_PERSON =
  /^(?:The|An?|Our|This|Le|La|Les|Une?|Notre|Nos|Cet?|Cette)(?![\p{L}’'-])|(?<!\p{L})(?:Town|Village|Municipality|Municipalité)(?!\p{L})/u

/** Whether a run names somebody beside the office; where it does not name the office, anybody. */
function namesHolder(asked: AskedOffice, { passage, sentence, span }: Evidence, question: AnalysedQuestion): boolean {
  const text = textOf(passage, span)
  const mentions = officesIn(text, sentence.language)
  if (mentions.length === 0) return namedPerson(text) !== undefined
  const isName = (name: string | undefined): boolean =>
    name !== undefined && !NO_PERSON.test(name) && !isOrganization(name) && !holdsOffice(name)
  return mentions.some((mention) => {
    if (!isSame(asked, mention, sentence.language, question)) return false
    const { start, end, of } = mention
    const at = of === '' ? end : text.indexOf(of, end) + of.length
    return isName(NAME_BEFORE.exec(text.slice(0, start))?.groups?.name) || isName(NAME_BEHIND.exec(text.slice(at))?.groups?.name)
  })
}

/** Whether a run names the office; where it names none at all, whether what it stands below does, the nearest first; the sentence before counts for a run that names somebody. */
function speaksOf(asked: AskedOffice, { passage, sentence, span }: Evidence, question: AnalysedQuestion): boolean {
  const { sentences } = passage.around
  const at = sentences.findIndex(({ start }) => start === span.start)
  const before = sentences[at - 1]
  const texts = [
    textOf(passage, span),
    ...(before && before.kind !== 'chrome' && namedPerson(textOf(passage, span)) ? [textOf(passage, before)] : []),
    ...passage.headings.toReversed(),
    passage.title,
  ]
  for (const text of texts) {
    const mentions = officesIn(text, sentence.language)
    if (mentions.length > 0) return mentions.some((mention) => isSame(asked, mention, sentence.language, question))
  }
  return false
}

function isSame(
  { mention: asked, inThePast }: AskedOffice,
  { offices, rank, of, isExecutive }: OfficeMention,
  language: Language,
  question: AnalysedQuestion,
): boolean {
  const [office = ''] = asked.offices
  if (BOARD.test(asked.of) && isExecutive) return false
  if (!offices.includes(office) || rank.below !== asked.rank.below) return false
  if (rank.former !== asked.rank.former && !(rank.former && inThePast)) return false
  if (rank.acting !== asked.rank.acting && !inThePast) return false
  return isOfSame(asked.of, of, language, question)
}

/** Whether what both are offices of can be the same: "Minister of Health" is not the Minister of Finance. */
function isOfSame(asked: string, of: string, language: Language, { telling, matcher, language: own }: AnalysedQuestion): boolean {
  const wanted = new Set(contentWords(asked, own).map(({ form }) => form))
  const words = telling.filter(({ word }) => wanted.has(word.form))
  const told = contentWords(of, language).map(({ form }) => form)
  if (words.length === 0 || told.length === 0 || told.some((form) => ANY_BODY.test(form))) return true
  const ids = Uint32Array.from(told.flatMap((form) => matcher.vocabulary.idOf.get(form) ?? []))
  return words.some((word) => matcher.best(word, ids).similarity >= SIMILARITY_CUT)
}
