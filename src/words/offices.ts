/**
 * Offices that people hold, in both languages: which office a run of text names, and whether it is that office itself, a deputy one, an acting
 * one or a former one. A table and patterns over text; pure.
 */
import type { Language, Span } from '../domain.ts'

/** What stands between an office and who holds it: a former mayor is no mayor, an assistant deputy minister no deputy minister. */
export interface Rank {
  /** How many steps below the office: 1 for "deputy minister", 2 for "assistant deputy minister". */
  below: number
  acting: boolean
  former: boolean
}

/** An office as a text names it. */
export interface OfficeMention extends Span {
  /** Offices that the words can stand for, the one that they name first. */
  offices: readonly string[]
  rank: Rank
  /** Runs what it is the office of, too: "President and CEO". */
  isExecutive: boolean
  /** What it is an office of, as written right behind it: "Finance" of "Minister of Finance"; '' for none. */
  of: string
}

/** The words for an office, as patterns; the office that they name, then those that they also stand for. Longer names come before shorter ones. */
const OFFICES: readonly (readonly [names: string, ...offices: string[]])[] = [
  [
    'chief executive officer|chief executive|ceo|pdg|chef(?:fe)? de la direction|présidente?[- ]directeur(?:rice)?[- ]général|présidente?[- ]direc(?:teur|trice)[- ]générale?',
    ...['ceo', 'general director', 'president'],
  ],
  ['prime minister|premi(?:er|ère) ministre|premi(?:er|ère)[- ]ministre', 'premier'],
  [
    'director[- ]general|direc(?:teur|trice)s? générale?|direct(?:eurs|rices) généra(?:ux|les)|general manager|(?:city|town|municipal) manager|managing director|executive director|direc(?:teur|trice) exécuti(?:f|ve)',
    ...['general director', 'ceo', 'director', 'manager'],
  ],
  ['chief of staff|chef(?:fe)? de cabinet|direc(?:teur|trice) de cabinet', 'chief of staff'],
  [
    "fire chief|chief of the fire (?:department|service)|(?:chef(?:fe)?|direc(?:teur|trice)) (?:des (?:pompiers|incendies)|du service (?:des incendies|d[’']incendie|(?:de |de la )?sécurité incendie))",
    'fire chief',
  ],
  ['police chief|chief of police|(?:chef(?:fe)?|direc(?:teur|trice)) (?:de la|de|du service de) police', 'police chief'],
  ['chief financial officer|cfo|chef(?:fe)? des finances', 'financial officer'],
  ['ministers?|ministres?', 'minister'],
  ['mayor(?:ess)?s?|maires?|mairesses?', 'mayor'],
  ['councill?ors?|council members?|conseill(?:er|ère)s? municipa(?:l|le|ux|les)|conseill(?:er|ère)s?', 'councillor'],
  ['clerks?|greffiers?|greffières?', 'clerk'],
  ['treasurers?|trésori(?:er|ère)s?', 'treasurer'],
  ['auditors?|vérifica(?:teur|trice)s?', 'auditor'],
  ['registrars?|registraires?', 'registrar'],
  ['commissioners?|commissaires?', 'commissioner'],
  ['coordinators?|coordonna(?:teur|trice)s?|coordonnateurs?', 'coordinator', 'manager'],
  ['administrators?|administra(?:teur|trice)s?', 'administrator', 'manager'],
  ['governors?|gouverneure?s?', 'governor'],
  ['judges?|juges?', 'judge'],
  ['inspectors?|inspec(?:teur|trice)s?', 'inspector'],
  ['superintendents?|surintendante?s?', 'superintendent'],
  ['ombudsman|ombudsperson|protec(?:teur|trice) du citoyen', 'ombudsman'],
  ['secretar(?:y|ies)|secrétaires?', 'secretary'],
  ['chair(?:man|woman|person)?s?', 'chair', 'president'],
  ['présidente?s?', 'president', 'chair'],
  ['presidents?', 'president', 'chair'],
  ['direct(?:or|eur|rice)s?', 'director', 'manager', 'chief'],
  ['officers?|agente?s?', 'officer'],
  ['managers?|gestionnaires?|gérante?s?', 'manager', 'director', 'chief'],
  ['chiefs?|chefs?|cheffes?|heads?', 'chief', 'director', 'manager'],
  ['responsables?|(?:is|are) in charge', 'responsible', 'manager', 'director', 'chief', 'coordinator'],
  [
    '(?:is |was )?(?:led|headed|run|managed) by|leads|heads|manages|dirigée?s? par|dirige',
    'lead',
    'director',
    'manager',
    'chief',
    'president',
    'general director',
    'ceo',
  ],
  ['(?:is |was )?chaired by|chairs|présidée?s? par|préside', 'preside', 'chair', 'president'],
]

/** "Premier" names an office in English alone; « le premier » counts. */
const PREMIER = ['premiers?', 'premier'] as const

const BELOW = 'assistant|associate|deputy|vice|sub|under|sous|adjointe?|suppléante?|associée?|assistante?'
/** Those that a French office has behind it. */
const BEHIND_OFFICE = 'adjointe?|suppléante?|associée?|sortante?'
const ACTING = 'acting|interim|intérimaire|pro tem(?:pore)?|par intérim'
/** The first of them is seldom the present one. */
const FORMER =
  '(?:first|1st)(?!\\s+(?:woman|female|deputy|assistant|associate|nations?|aid)(?!\\p{L}))|premier(?!\\s+(?:vice|sous|ministre|dirigeant))|1er|former|ex|past|previous|late|retired|outgoing|ancien(?:ne)?s?|précédente?s?|feu|sortante?'
const RANK = `${BELOW}|${ACTING}|${FORMER}`
/** A word between the rank and the office: "former Gatineau mayor". */
const BETWEEN = '(?!(?:and|or|the|of|to|for|by|is|was|as|with|et|ou|le|la|les|de|du|des|au|aux|à|par|que|qui|est)[\\s-])\\p{L}{2,20}'

/** What stands before an office and makes it another one. */
const BEFORE = new RegExp(`(?<!\\p{L})(?:(?:${RANK})(?:[\\s-]+|[-‐‑]))+(?:${BETWEEN}\\s+)?$`, 'iu')
/** Who serves whoever holds the office: "assistant to the mayor", « adjointe à la mairesse ». */
const SERVES =
  /(?<!\p{L})(?:deputy|assistante?|advis[eo]r|aide|counsel|spokes\p{L}+|office|secretary|chief of staff|secrétaire|adjointe?|conseill(?:er|ère)|attachée?|bureau|cabinet|porte-parole) (?:(?:to|of|for) (?:the )?|(?:au |à la |à l[’']|du |de la |de l[’']|de ))(?:\p{L}+ )?$/iu
/** « directrice générale adjointe », « greffière municipale par intérim »; "Mayor (acting)". */
const BEHIND = new RegExp(
  `^(?:\\s+(?:\\p{Ll}{4,20}\\s+)?(${BEHIND_OFFICE}|${ACTING})|\\s*[(,]\\s*(${ACTING}|${FORMER}|${BEHIND_OFFICE})(?=\\s*[),;.]|\\s*$))(?!\\p{L})`,
  'iu',
)
/** "the mayor’s assistant". */
const OWNED = /^[’']s?\s+(?:\p{L}+\s+)?(?:deputy|assistant|advis[eo]r|aide|office|spokes\p{L}+|staff|secretary)(?!\p{L})/iu
/** What the office is one of: up to a comma, a verb, a name. */
const OF =
  /^\s+(?:(?:of|for|responsible for|responsable|de la|des|de|du|aux?|à la|à)(?![\p{L}’'])|(?:de |à )?[dl][’'])\s*(?:(?:the|la|le|les)\s+|l[’'])?(?<of>(?:(?!(?:is|was|are|has|said|est|était|a|sont)\s)[\p{L}\p{N}’'-]+(?:[ ]|$|(?=[^\p{L}]))){1,6})/iu

/** "Head librarian", « chef cuisinier », « chef de file » : the first of those, and no office by itself. */
const OF_OTHERS =
  /^(?: de file(?!\p{L})| (?!(?:of|for|at|in|on|to|and|or|who|is|was|has|had|now|today|then|here|there|with|from|since|until|this|that|currently|actually|exactly|de|des|du|et|ou|en|au|aux|chez|par|pour|dans|depuis|qui|que|est|était|actuel|actuellement|maintenant|ici|aujourd)(?!\p{L}))\p{Ll}{4,})/u

/** What goes on behind an office that its holder has, too. */
const EXECUTIVE =
  /^(?:,? (?:and|et) |, )(?:ceo|pdg|chief executive|managing director|chef(?:fe)? de la direction|direc(?:teur|trice) général)/iu

const PATTERNS: Readonly<Record<Language, readonly { pattern: RegExp; offices: readonly string[] }[]>> = (() => {
  const compiled = [...OFFICES, PREMIER].map(([names, ...offices]) => ({
    pattern: new RegExp(`(?<!\\p{L})(?:${names})(?!\\p{L})`, 'giu'),
    offices,
  }))
  return { en: compiled, fr: compiled.slice(0, -1) }
})()

/** The offices that a text names, in its order; where one name holds another, the longer one. */
export function officesIn(text: string, language: Language): OfficeMention[] {
  const found: OfficeMention[] = []
  for (const { pattern, offices } of PATTERNS[language]) {
    for (const { 0: name, index: start } of text.matchAll(pattern)) {
      const end = start + name.length
      if (found.some((other) => other.start < end && start < other.end)) continue
      const [before, behind] = [text.slice(Math.max(0, start - 60), start), text.slice(end, end + 120)]
      if (offices[0] === 'chief' && OF_OTHERS.test(behind)) continue
      const isExecutive = offices.includes('ceo') || EXECUTIVE.test(behind)
      found.push({ start, end, offices, isExecutive, rank: rankOf(before, behind), of: OF.exec(behind)?.groups?.of?.trim() ?? '' })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function rankOf(before: string, behind: string): Rank {
  const served = SERVES.exec(before)?.[0] ?? ''
  const words = `${BEFORE.exec(before)?.[0] ?? ''} ${BEHIND.exec(behind)?.[0] ?? ''}`
  const count = (names: string): number => words.match(new RegExp(`(?<!\\p{L})(?:${names})(?!\\p{L})`, 'giu'))?.length ?? 0
  const isServant = served !== '' || OWNED.test(behind)
  return { below: count(BELOW) + (isServant ? 1 : 0), acting: count(ACTING) > 0, former: count(FORMER) > 0 }
}
