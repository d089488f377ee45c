/**
 * Where a question wants to be looked up: "in section 1.2", « à l'article 7 », "in guide.pdf", "in the 2022 policy". Patterns of both
 * languages side by side; pure functions over text. Whether there is such a place is for the documents to tell.
 */
import { fold } from '../words/analyse.ts'
import { MONTH_NAMES, MONTHS } from '../words/months.ts'
import { chosenIn } from './chosen.ts'

export interface Place {
  /** Number of a section, folded: "1.2", "7", "4(a)", "iv"; what its label says; whether all that stands there is asked for. */
  section?: { number: string; label: string; whole: boolean }
  /** Name of a file, or a title in quotation marks, as it was typed. */
  name?: string
  /** A document of a year, or of a month (1 to 12) of it: "the 2022 telework policy" is 2022, ["policy", "politique"] and ["telework"]. */
  edition?: { year: string; month?: number; kinds: readonly string[]; words: readonly string[] }
  /** The name stands in brackets behind the question, as where it was asked back: where it is a document, no other one is looked into. */
  isChosen?: true
  /** The question without the words that name the place; with them, where they were chosen. */
  rest: string
}

const LABEL =
  '(?<label>sections?|articles?|arts?\\.|chapters?|chapitres?|clauses?|paragraph(?:e)?s?|parts?|parties?|schedules?|annexe?s?|appendix|§)'
const NUMBER = '(?<number>\\d{1,3}(?:\\.\\d{1,3}){0,4}[a-z]?(?:\\s?\\([a-z0-9]{1,4}\\)){0,2}|[IVXLC]{1,7}|[A-H])(?![\\p{L}\\p{N}]|\\.\\d)'
/** Words that lead to a place, with the article before its name. */
const LEADING =
  "(?:(?<!\\p{L})(?:(?:in|under|within|from|of|at|per|according to|dans|à|selon|d['’]après|sous|de|du|en vertu de)\\s+)?(?:(?:the|la|le|les|cette|ce|this)\\s+|l['’]\\s?)?)?"
/** Roman numerals and letters count in capitals alone: "part I", not "part i am in". */
const CAPITAL = /^(?:\d|\p{Lu}+$)/u
const SECTION = new RegExp(`${LEADING}(?<!\\p{L})${LABEL}\\s?${NUMBER}`, 'iu')

/** What breaks a section stands in another one: "the fine for contravening section 1.2". */
const BREAKS =
  /(?:contraven|breach|violat|infring|offen[cs]e|comply|compliance|contrevien|contravention|enfrein|infraction|viol|conform)\p{L}*[^.?!]{0,24}$/iu

/** Asks for what stands in a section, and for nothing else of it. */
const WHOLE = [
  /\bwhat(?:'s|’s| is| are| does| do| did)?\b.{0,60}@.{0,80}\b(?:say|says|said|state|states|provide|provides|cover|covers|contain|contains|mean|means|deal with|about)\W*$/iu,
  /^\W*(?:what(?:'s|’s| is)(?: there)?|(?:show|read|quote|give|cite|display|print)(?: me| us)?(?: the text)?)\s*@(?: of .*| in .*)?\W*$/iu,
  /(?:que (?:dit|prévoit|stipule|contient|énonce|indique|précise|signifie)|qu['’]est-ce que?(?: dit| prévoit| stipule| contient)?|de quoi (?:traite|parle)|qu['’]y a-t-il|(?:montre|cite|lis|donne)[rz]?(?:[- ]moi)?)\s*@/iu,
  /qu['’]est-ce qu.{0,10}@.{0,60}(?:dit|prévoit|stipule|contient|énonce|indique|précise|signifie)\W*$/iu,
]

const FILE =
  /(?<!\p{L})(?:in|from|of|within|per|according to|dans|selon|d['’]après|de|du)\s+(?:(?:the|le|la)\s+)?(?:(?:file|document|fichier)\s+)?(?:["“«]\s?(?<title>[^"”»\n]{1,120}?)\s?["”»]|(?<file>[^\s"“«»”?!,;:()]{1,120}\.[a-z][a-z\d]{1,4}))(?![\p{L}\p{N}])/iu

/** Kinds of document that come in editions, each in both languages. */
const KINDS: readonly (readonly string[])[] = [
  ['policy', 'politique'],
  ['bylaw', 'by-law', 'reglement'],
  ['regulation', 'regulations', 'reglement'],
  ['rules', 'regles', 'reglement'],
  ['guide', 'guidelines', 'lignes directrices'],
  ['report', 'rapport', 'bilan'],
  ['plan'],
  ['budget'],
  ['agreement', 'entente', 'convention', 'accord'],
  ['handbook', 'manual', 'manuel', 'guide'],
  ['act', 'law', 'loi'],
  ['code'],
  ['directive'],
  ['standard', 'norme'],
  ['procedure'],
  ['strategy', 'strategie'],
  ['charter', 'charte'],
  ['contract', 'contrat'],
  ['brochure', 'leaflet', 'depliant'],
]
const KIND =
  'policy|by-?law|regulations?|rules|guide(?:lines)?|report|plan|budget|agreement|handbook|manual|act|law|code|directive|standard|procedure|strategy|charter|contract|brochure|leaflet'
const KIND_FR =
  'politique|règlement|règles|guide|lignes directrices|rapport|bilan|plan|budget|entente|convention|accord|manuel|loi|code|directive|norme|procédure|stratégie|charte|contrat|brochure|dépliant'
const MONTH = `(?<month>${MONTH_NAMES})\\.?`
/** Neither a fiscal year nor a sum. */
const YEAR = '(?<year>(?:19|20)\\d{2})(?!\\d|[-–]\\d|\\s?[$€%])'
/** A year, with what may stand before it of a whole date. */
const DATE = `(?:(?:\\d{1,2}(?:st|nd|rd|th)?\\s+)?${MONTH}\\s+(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s+)?)?${YEAR}`
const DATE_FR = `(?:(?:de|du|d['’])\\s*)?(?:(?:1er|\\d{1,2})\\s+)?(?:${MONTH}\\s+)?${YEAR}`
const IN_EN = '(?<!\\p{L})(?:in|under|of|from|per|within|according to)\\s+(?:the|this|our|your)\\s+'
const IN_FR = "(?<!\\p{L})(?:dans|selon|d['’]après|de|à|en vertu de|sous)\\s+(?:(?:la|le|les|notre|votre)\\s+|l['’])"
const WORDS = "(?<words>(?:\\p{L}[\\p{L}'’-]*\\s+){0,3}?)"
const WORDS_FR = "(?<words>(?:\\p{L}[\\p{L}'’-]*\\s+){0,4}?)"
/** What a document does. */
const DOES =
  '(?:say|state|provide|require|allow|permit|forbid|prohibit|set|give|grant|promise|cover|include|mention|guarantee|cost|apply|define|contain|offer|propose|recommend|prescribe|impose|specify|stipulate|entitle|pay)(?:s|e?d)?|said|gave|forbade|paid'
const DOES_FR =
  "(?:prév|exig|fix|perme|accord|interdi|stipul|impos|prom|garanti|donn|autoris|coût|couvr|mentionn|propos|recommand|défini|contien|conten|offr|oblig|reconna)\\p{L}*|dit|disait|verse|versait|s[’']appliqu\\p{L}*"
/** What may stand behind the name of a document; any other word makes another name of it ("the 2024 guide dog"). */
const BEHIND = `(?=\\s*(?:$|[?.!,;:()»”"])|\\s+(?:for|of|on|about|in|and|or|is|are|was|were|does|do|did|has|had|have|who|whom|what|how|when|where|which|why|can|could|may|must|should|will|would|to|at|by|with|from|if|as|make|${DOES})(?!\\p{L}))`
const BEHIND_FR = `(?=\\s*(?:$|[?.!,;:()»”"])|\\s+(?:pour|sur|au|aux|en|dans|et|ou|est|sont|était|étaient|a|ont|avait|sera|doit|peut|qui|que|qu['’]\\p{L}+|quel(?:le)?s?|combien|quand|où|comment|pourquoi|à|par|avec|de|du|des|si|s['’]il|${DOES_FR})(?!\\p{L}))`
const EDITIONS = [
  new RegExp(`${IN_EN}${DATE}\\s+${WORDS}(?<kind>${KIND})${BEHIND}`, 'iu'),
  new RegExp(`${IN_EN}${WORDS}(?<kind>${KIND})\\s+(?:of|from|for|dated)\\s+${DATE}${BEHIND}`, 'iu'),
  new RegExp(`${IN_FR}(?<kind>${KIND_FR})\\s+${WORDS_FR}${DATE_FR}${BEHIND_FR}`, 'iu'),
]
const ASKING = '(?<!\\p{L})(?:did|does|do|has|had|have|will|would|can|could|is|was|may|might|must|should)'
/** The date alone, of a document that is no place but what the question speaks of: "did the 2024 agreement promise…". */
const DATES_OF_SUBJECTS = [
  new RegExp(`(?<=${ASKING}\\s+the\\s)${DATE}\\s+(?=${WORDS}(?<kind>${KIND})${BEHIND})`, 'iu'),
  new RegExp(`(?<=${ASKING}\\s+the\\s+(?<kind>${KIND})\\s)(?:of|from|for|dated)\\s+${DATE}${BEHIND}`, 'iu'),
  new RegExp(
    `(?<=(?<!\\p{L})(?:${DOES_FR})(?:-(?:t-)?il)?\\s+(?:(?:la|le|les)\\s|l['’])(?<kind>${KIND_FR})\\s)${DATE_FR}${BEHIND_FR}`,
    'iu',
  ),
  new RegExp(`(?<=(?<!\\p{L})(?:(?:la|le|les)\\s|l['’])(?<kind>${KIND_FR})\\s)${DATE_FR}(?=\\s+(?:${DOES_FR})(?!\\p{L}))`, 'iu'),
]
/** Another document of a year beside the first. */
const MENTIONED = new RegExp(
  `(?:19|20)\\d{2}\\s+(?:\\p{L}[\\p{L}'’-]*\\s+){0,3}?(?:${KIND})s?(?!\\p{L})|(?<!\\p{L})(?:${KIND}|${KIND_FR})s?\\s+(?:\\p{L}[\\p{L}'’-]*\\s+){0,4}?(?:19|20)\\d{2}(?!\\d)|(?:and|or|et|ou|à)\\s+(?:(?:the|that|celui|celle|la|le)\\s+)?(?:(?:of|de)\\s+)?(?:19|20)\\d{2}(?!\\d)`,
  'iu',
)

/** The words that say of which year a document is that the question names, those to leave out in `[0]`; none where it compares several. */
function editionIn(text: string): RegExpExecArray | undefined {
  const found = [...EDITIONS, ...DATES_OF_SUBJECTS].map((pattern) => pattern.exec(text)).find(Boolean)
  return found && !MENTIONED.test(text.replace(found[0], ' ')) ? found : undefined
}

/** Words of a name that tell nothing. */
const SMALL = new Set(['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l', 'of', 'on', 'for', 'the', 'sur', 'pour', 'en', 'and', 'et'])

/** @returns undefined for a question that names no place */
export function readPlace(text: string): Place | undefined {
  const file = FILE.exec(text)
  const edition = editionIn(text)
  const section = sectionIn(text)
  if (!file && !edition && !section) {
    const chosen = chosenIn(text)
    return chosen && { name: chosen.name, isChosen: true, rest: text }
  }
  let rest = text
  for (const found of [file?.[0], edition?.[0], section?.phrase]) if (found) rest = rest.replace(found, ' ')
  const name = file?.groups?.title ?? file?.groups?.file
  return {
    ...(section ? { section: section.place } : {}),
    ...(name ? { name } : {}),
    ...(edition?.groups ? { edition: readEdition(edition.groups) } : {}),
    rest: withOwnerLast(
      rest
        .replace(/\s+/g, ' ')
        .replace(/^[ ,;:]+/, '')
        .trim(),
    ),
  }
}

/** "[In article 2] of the garden rules, who is in charge?": what the place belongs to stands behind the question, which begins as one. */
function withOwnerLast(rest: string): string {
  const found = /^(?:of|from|du|des|de l[’']|de la) ?(?<owner>[^,?]{3,60}), (?<question>[^,]{3,400})$/iu.exec(rest)?.groups
  return found ? `${found.question} (${found.owner})` : rest
}

function sectionIn(text: string): { phrase: string; place: NonNullable<Place['section']> } | undefined {
  const found = SECTION.exec(text)
  const { number, label } = found?.groups ?? {}
  if (!found || number === undefined || label === undefined || !CAPITAL.test(number) || BREAKS.test(text.slice(0, found.index)))
    return undefined
  const marked = `${text.slice(0, found.index)}@${text.slice(found.index + found[0].length)}`
  const whole = WHOLE.some((pattern) => pattern.test(marked))
  return { phrase: found[0], place: { number: fold(number).replace(/\s/g, ''), label: labelKind(label), whole } }
}

/** "Sections", "art." and « articles » as the words that documents write them with. */
function labelKind(label: string): string {
  const folded = fold(label).replace(/s?\.?$/, '')
  return folded === 'art' ? 'article' : folded
}

function readEdition({ year = '', month, kind = '', words = '' }: Record<string, string>): NonNullable<Place['edition']> {
  const folded = fold(kind)
  return {
    year,
    ...(month === undefined ? {} : { month: MONTHS[month.toLowerCase()] ?? 0 }),
    kinds: KINDS.find((own) => own.includes(folded)) ?? [folded],
    words: fold(words)
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 1 && !SMALL.has(word)),
  }
}
