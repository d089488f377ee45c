/**
 * How a person's name is written, in both languages. What looks for a person (the kind of thing a sentence holds, a follow-up, a
 * signature, redaction) is built from these patterns.
 */

/** A word of a name; bounded, so that a pattern of several stays linear. */
export const NAME_WORD = "\\p{Lu}[\\p{L}'’-]{0,30}"
export const NAME_PARTICLE = "(?:(?:de|du|des|da|di|la|le|van|von|der|den|el|al|bin|ben) |d['’]|l['’]|O['’])"

/** Two capitalised words or more, the first of them in small letters but for its initial. */
const FULL_NAME = /(?<!\p{L})\p{Lu}\p{Ll}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,2}\s+\p{Lu}[\p{L}'’-]+/gu
/** What may stand before a name and is no part of it. */
const TITLE =
  /^(?:(?:(?:Her|His|Son|Sa) (?:Excellenc[ey]|Honou?r|Honneur|Majest[yé])|[Rr]ight|[Hh]onou?rable|Hon|[Mm]inist(?:er|re)|[Pp]remi(?:er|ère)|[Pp]rime|[Pp]r[eé]sidente?|[Cc]hair(?:man|woman|person)?|[Dd]irect(?:or|eur|rice)|[Dd]eputy|[Ss]ous-[Mm]inistre|[Mm]ay(?:or|oress)|[Mm]aire(?:sse)?|[Ss]ecretary|[Ss]ecrétaire|[Cc]hief|[Ee]xecutive|[Oo]fficer|[Ss]enator|[Ss]énat(?:eur|rice)|[Pp]rofess(?:or|eur|eure)|[Dd]octor|[Dd]octeure?|CEO|PDG|Mr|Mrs|Ms|Miss|Mme|Mlle|Dre?|Prof|[Mm]onsieur|[Mm]adame|[Ss]ir|M)(?:\.?\s+|$))+/u

/** The first person that a text names, without title: two capitalised words or more, or one behind a title. */
export function namedPerson(text: string): string | undefined {
  for (const { 0: found, index } of text.matchAll(FULL_NAME)) {
    const title = TITLE.exec(found)?.[0] ?? ''
    if (title === '') return found
    // Behind a title the name may be longer than what was found with it.
    const behind = text
      .slice(index + title.length)
      .matchAll(FULL_NAME)
      .next().value
    const name = behind?.index === 0 ? behind[0] : found.slice(title.length)
    if (name !== '') return name
  }
  return undefined
}

/** What is named like a person and is none: bodies, places, programs, papers. */
const ORGANIZATION = new RegExp(
  `(?<!\\p{L})(?:${[
    'police|services?|agenc(?:y|e)|ministr(?:y|ère)|department|département|commission|committee|comité|council|conseil|board|bureau|office',
    'centre|center|institute?|university|université|college|collège|school|école|bank|banque|group|groupe|company|labs?|laboratory',
    'association|alliance|foundation|fondation|société|corporation|inc|ltd|government|gouvernement|assembly|assemblée|parliament|parlement',
    'court|cour|act|loi|treasury|trésor|program|programme|project|projet|canada|québec|quebec|province|city|ville|national|royal|federal',
    'fédéral|public|international|fund|fonds|unit|unité|team|équipe|union|syndicat|museum|musée|library|bibliothèque|hospital|hôpital',
    // No "Park", "Hall", "Lake" or "Hill": they are surnames, too.
    'street|rue|avenue|boulevard|driveway|parkway|promenade|highway|autoroute|trail|sentier|building|édifice|airport|aéroport|parc|pont',
    'policy|politique|directive|framework|strategy|stratégie|report|rapport|form|formulaire|vote|award',
  ].join('|')})(?!\\p{L})`,
  'iu',
)

/** Whether what is written like a person's name names something else. */
export function isOrganization(name: string): boolean {
  return ORGANIZATION.test(name)
}

/** Offices of people. */
const OFFICE = new RegExp(
  `(?<!\\p{L})(?:${[
    'minister|premier|president|chair|chairman|director|deputy|ceo|officer|chief|secretary|mayor',
    'clerk|treasurer|auditor|registrar|commissioner|manager|coordinator|administrator|governor|judge|inspector|superintendent|ombudsman',
    'ministre|présidente?|directrice|directeur|déléguée?|sous-ministre|chef|cheffe|maire(?:sse)?|responsable|pdg|président-directeur',
    'greffi(?:er|ère)|trésori(?:er|ère)|vérifica(?:teur|trice)|registraire|commissaire|gestionnaire|coordonna(?:teur|trice)|administra(?:teur|trice)',
    'gouverneure?|juge|inspec(?:teur|trice)|surintendante?|protec(?:teur|trice)|adjointe?|secrétaire',
  ].join('|')})s?(?!\\p{L})`,
  'iu',
)

/** Whether a text names an office that a person holds: "mayor", « greffière ». */
export function holdsOffice(text: string): boolean {
  return OFFICE.test(text)
}
