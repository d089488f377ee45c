/**
 * What kind of thing a question asks for, and whether a sentence holds that kind of thing. Patterns of both languages, side by
 * side; pure functions over text.
 */
import { statesDate } from '../documents/dates.ts'
import type { Language } from '../domain.ts'
import { contentWords, fold } from '../words/analyse.ts'

export const QUESTION_TYPES = [
  'definition',
  'person',
  'date',
  'amount',
  'age',
  'contact',
  'count',
  'place',
  'list',
  'reason',
  'other',
] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]

const PATTERNS: Record<Language, readonly (readonly [QuestionType, RegExp])[]> = {
  en: [
    [
      'person',
      /^\W*(?:(?:by|to|with|for|from) )?(?:who|whom|whose)\b|\bwhich (?:minister|person|official|leader|author|president|director)\b/i,
    ],
    [
      'date',
      /\b(?:when|what (?:date|day|year|month)s?|which (?:date|day|year|month)s?|(?:on|in|by|from|since) (?:what|which) (?:date|day|year|month)s?)\b/i,
    ],
    [
      'amount',
      /\bhow much\b|\bwhat (?:amount|sum|budget|cost|price)\b|\bwhich (?:amount|sum)\b|\bwhat (?:(?:is|was|are) )?the (?:\w+ ){0,2}(?:amount|sum|budget|cost|price|funding)\b/i,
    ],
    ['age', /\bhow old\b|\bwhat age\b/i],
    [
      'contact',
      /\b(?:phone|telephone|fax)(?: number)?\b|\be-?mail\b|\b(?:street|mailing|postal|web) ?address\b|\bpostal code\b|\bwebsite\b/i,
    ],
    ['count', /\bhow (?:many|long|often|far|big|large)\b|\bwhat (?:number|percentage|share)\b|\bnumber of\b/i],
    ['place', /\bwhere\b|\b(?:what|which) (?:city|town|place|country|province|region|building)\b/i],
    ['reason', /\bwhy\b|\bfor what reason\b/i],
    ['list', /\bwhat are the\b|\bwhich (?:countries|members|goals|services|topics|sectors|areas|steps|partners)\b|\blist\b|\bname the\b/i],
    [
      'definition',
      /^\W*what(?:'s| is| are| was| does)\s+(?:an? |the )?[^?]{1,60}(?:stand for|mean)?\W*$|^\W*what [^?]{1,60} (?:is|are|was|were|means?)\W*$|\b(?:define|definition|stands? for|meaning of|describe|what kind of)\b/i,
    ],
  ],
  fr: [
    [
      'person',
      /^[^\p{L}]*(?:(?:à|de|par|avec|chez|pour|selon) )?qui(?!\p{L})|(?:^|[^\p{L}])quel(?:le)?s? (?:ministre|personne|responsable|président|présidente|auteur|autrice|directeur|directrice)/iu,
    ],
    [
      'date',
      /(?:^|[^\p{L}])(?:quand|depuis quand|quelles? (?:date|année|journée|période)s?|quels? (?:jour|mois|an)s?|en quelle année|à quelles? dates?)(?!\p{L})/iu,
    ],
    [
      'amount',
      /(?:^|[^\p{L}])combien (?:d['’]argent|coûte|a coûté|coûtent|.{0,40}(?<!\p{L})(?:économis|dépens|vers[eé]|pay[eé]|paie|coût))|(?:^|[^\p{L}])quel(?:le)? (?:est |était )?(?:le |la )?(?:montant|somme|budget|coût|prix)/iu,
    ],
    ['age', /(?:^|[^\p{L}])quel (?:est l['’])?âge(?!\p{L})/iu],
    [
      'contact',
      /(?:numéro de )?(?:téléphone|télécopieur)(?!\p{L})|courriel(?!\p{L})|adresse (?:postale|civique|web|du siège|de courri)|code postal|site web/iu,
    ],
    ['count', /(?:^|[^\p{L}])combien(?!\p{L})|(?:^|[^\p{L}])quel (?:est le )?(?:nombre|pourcentage)|(?:^|[^\p{L}])nombre (?:de |d['’])/iu],
    ['place', /(?:^|[^\p{L}])où(?!\p{L})|(?:^|[^\p{L}])quel(?:le)? (?:ville|endroit|lieu|pays|province|région)/iu],
    ['reason', /(?:^|[^\p{L}])pourquoi(?!\p{L})|pour quelles? raisons?/iu],
    ['list', /(?:^|[^\p{L}])quel(?:le)?s (?:sont|pays|membres|objectifs|services|sujets|secteurs|étapes)|énumér|nomme/iu],
    [
      'definition',
      /c['’]est quoi|^\W*ce qu(?:['’](?:est|était|sont)|e (?:c['’]est|signifie|veut dire|désigne))(?!\p{L})|qu['’]est-ce (?:que|qu['’])|que (?:signifie|veut dire|désigne)|^\W*(?:que|quelle?) (?:sont|est) (?:le |la |les |l['’])?[^?]{1,40}\W*$|défini|que doit être|décri/iu,
    ],
  ],
}

export function questionType(question: string, language: Language): QuestionType {
  return PATTERNS[language].find(([, pattern]) => pattern.test(question))?.[0] ?? 'other'
}

/** Words that only say what kind of thing is asked for ("in what year"): the kind is checked by itself, the word need not be met. */
const TYPE_WORDS: Partial<Record<QuestionType, ReadonlySet<string>>> = {
  date: new Set(['year', 'date', 'dates', 'day', 'month', 'annee', 'jour', 'mois', 'journee']),
  amount: new Set(['money', 'amount', 'sum', 'montant', 'somme', 'argent']),
  count: new Set(['number', 'nombre', 'long', 'temps']),
  place: new Set(['city', 'town', 'place', 'country', 'ville', 'endroit', 'lieu', 'pays']),
  definition: new Set(['abbreviation', 'acronym', 'sigle', 'acronyme', 'definition']),
}

/** @param form folded */
export function isTypeWord(form: string, type: QuestionType): boolean {
  return TYPE_WORDS[type]?.has(form) === true
}

const AUXILIARY = '(?:is|are|was|were|does|do|did|will|would|could|should|can|has|have|had)'
const PREPOSITION = '(?:of|in|for|from|at|on|with|to|by)'

/** Each pattern with the end of the matched run that the noun stands at. */
const FOCUS: Record<Language, readonly { pattern: RegExp; noun: 'first' | 'last' }[]> = {
  en: [
    // "Brian Gallant's email address"
    {
      pattern: new RegExp(`\\b(?:what|which)(?:'s| ${AUXILIARY})\\b.*['’]s? (?<run>[^?]+?)(?: ${PREPOSITION}\\b.*)?\\W*$`, 'i'),
      noun: 'last',
    },
    // "what is the theme of the summit"
    { pattern: new RegExp(`\\b(?:what|which)(?:'s| ${AUXILIARY}) (?:the |an? )?(?<run>[^?]+?) (?:of|for)\\b`, 'i'), noun: 'last' },
    // "what the theme of the summit is", as one asks to be told
    { pattern: /^\W*(?:what|which) (?:the|an?) (?<run>[^?]+?) (?:of|for)\b/i, noun: 'last' },
    // "who is the mayor of Fredericton", "who is its director"
    {
      pattern: new RegExp(
        `\\bwho(?:'s| is| was| are| were)? (?:the|its|his|her|their) (?<run>[^?]+?)(?: ${PREPOSITION}\\b.*| \\(.*| (?:is|was|are|were))?\\W*$`,
        'i',
      ),
      noun: 'last',
    },
    // "how many employees does", "which university did"
    { pattern: new RegExp(`\\b(?:how many|how much|what|which) (?<run>(?!${AUXILIARY}\\b)[^?]+?) ${AUXILIARY}\\b`, 'i'), noun: 'last' },
    // "which countries founded", "how many people live"
    { pattern: /\b(?:how many|how much|which) (?<run>[^?]+)/i, noun: 'first' },
  ],
  fr: [
    {
      pattern: /(?:^|[^\p{L}])quel(?:le)?s? (?:est|sont|était|étaient|a été|ont été) (?:le |la |les |l['’])(?<run>[^?]+)/iu,
      noun: 'first',
    },
    { pattern: /(?:^|[^\p{L}])qui (?:en )?(?:est|était|sont) (?:le |la |les |l['’]|son |sa |ses |leurs? )(?<run>[^?]+)/iu, noun: 'first' },
    { pattern: /(?:^|[^\p{L}])combien (?:de |d['’])(?<run>[^?]+)/iu, noun: 'first' },
    { pattern: /(?:^|[^\p{L}])quel(?:le)?s? (?!est |sont |était |étaient )(?<run>[^?]+)/iu, noun: 'first' },
  ],
}
const NUMERALS = new Set('one two three four five six seven eight nine ten deux trois quatre cinq sept huit neuf dix'.split(' '))

/**
 * The word that names the thing asked for: "employees" of "how many employees does ITQ have", "budget" of « quel est le budget
 * annuel d'ITQ ». The noun ends its group in English and begins it in French.
 */
export function questionFocus(question: string, language: Language): string | undefined {
  for (const { pattern, noun } of FOCUS[language]) {
    const run = pattern.exec(question)?.groups?.run
    if (run === undefined) continue
    const content = contentWords(run, language).filter(({ form }) => !NUMERALS.has(form))
    return content.at(noun === 'last' ? -1 : 0)?.form
  }
  return undefined
}

const ASKS_SPEECH: Record<Language, RegExp> = {
  en: /\b(?:according to|(?:did|does|do|has|have) .*\b(?:say|said|think|thinks|believe|comment|explain|justify|promise|hope|recommend|compare)|what (?:is|was) .*\b(?:opinion|view|reaction)|(?:say|said|says|think|thinks)\b)/i,
  fr: /(?:^|[^\p{L}])(?:selon|d['’]après|dit|pense|déclar\p{L}+|affirm\p{L}+|soutien\p{L}*|expliqu\p{L}+|justifi\p{L}+|estim\p{L}+|espèr\p{L}+|promet|recommand\p{L}+|opinion|avis|réaction)(?!\p{L})/iu,
}

/** Asks for what somebody says or thinks: "according to …", « que pense … ». */
export function asksWhatIsSaid(question: string, language: Language): boolean {
  return ASKS_SPEECH[language].test(question)
}

const INTERROGATIVE: Record<Language, RegExp> = {
  en: /^\W*(?:and |but |so )?(?:what|who|whom|whose|where|when|why|which|how|is|are|was|were|do|does|did|can|could|has|have|will|would|should|tell me|explain|describe)\b/i,
  fr: /^[^\p{L}]*(?:et |mais )?(?:qu['’](?=\p{L})|(?:qui|que|quoi|quel(?:le)?s?|où|quand|pourquoi|comment|combien|c['’]est quoi|est-ce|sur quoi|à quoi|en quoi|dis-moi|explique\p{L}*|décri\p{L}+)(?!\p{L}))/iu,
}

/** The language that a question is put in, by its first words; what it asks about may be named in the other one. */
export function interrogativeLanguage(question: string): Language | undefined {
  const [en, fr] = [INTERROGATIVE.en.test(question), INTERROGATIVE.fr.test(question)]
  if (en === fr) return undefined
  return en ? 'en' : 'fr'
}

/** Kinds that every sentence which answers must show: a date, an amount, a number. */
const VISIBLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['date', 'amount', 'age', 'contact', 'count'])

/** 1 when the kind of thing asked for could be seen in a sentence and is not there. */
export function lacksType(sentence: string, type: QuestionType): number {
  return VISIBLE.has(type) && holdsType(sentence, type) === 0 ? 1 : 0
}

const ROLE =
  /\b(?:minister|premier|president|chair|chairman|director|deputy|ceo|officer|chief|secretary|mayor|ministre|présidente?|directrice|directeur|déléguée?|sous-ministre|chef|cheffe|mairesse?|responsable|pdg|président-directeur)\b/iu
const FULL_NAME = /(?<!\p{L})\p{Lu}\p{Ll}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,2}\s+\p{Lu}[\p{L}'’-]+/u
const AMOUNT = /\$\s?\d|\d\s?(?:\$|€|%|dollars?|euros?|millions?|milliards?|billions?)|\b(?:millions|milliards|billions) (?:of|de) /iu
const AGE = /\d+[\s-](?:years?|ans)(?:[\s-](?:old|of age))?(?!\p{L})|(?<!\p{L})(?:born|née?s?) (?:in|on|le|en)(?!\p{L})/iu
const CONTACT =
  /\S@\S|https?:|www\.|(?<!\d)\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|(?<!\p{L})\p{Lu}\d\p{Lu} ?\d\p{Lu}\d|\d,? (?:rue|avenue|boulevard|chemin|boul\.)|\d \p{Lu}\p{L}+ (?:street|st\.|avenue|road|drive)/iu
const COUNT =
  /(?<![\p{L}\d])\d[\d\s,.\u00a0\u202f]*(?![\p{L}\d])|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|vingt|cent|cents|mille)\b/iu
const PLACE = /(?:^|[\s(«“])(?:[Ii]n|[Aa]t|[Nn]ear|from|[Àà]|[Aa]ux?|[Ee]n|[Dd]ans) (?!\p{Lu}\p{L}* \d{4})\p{Lu}\p{Ll}/u
const REASON =
  /\b(?:because|since|so that|in order to|to (?:avoid|help|ensure|support)|due to|therefore|thus|only by|afin|pour|parce que|puisque|car|grâce à|en vue d|donc|permettr|en raison|à cause)\b|\bpermet/iu
const ENUMERATION = /[:;]|(?:,[^,]+){2,}|,.+\b(?:and|et)\b/iu

/** The first full name of a text: two capitalised words or more. */
export function namedPerson(text: string): string | undefined {
  return FULL_NAME.exec(text)?.[0]
}

/** How far a sentence holds the kind of thing asked for, 0 to 1. 0.5 where the kind cannot be seen from outside. */
export function holdsType(sentence: string, type: QuestionType): number {
  switch (type) {
    case 'person':
      return (FULL_NAME.test(sentence) ? 0.6 : 0) + (ROLE.test(sentence) ? 0.4 : 0)
    case 'date':
      return statesDate(sentence) ? 1 : 0
    case 'amount':
      return AMOUNT.test(sentence) ? 1 : 0
    case 'age':
      return AGE.test(sentence) ? 1 : 0
    case 'contact':
      return CONTACT.test(sentence) ? 1 : 0
    case 'count':
      return COUNT.test(sentence) ? 1 : 0
    case 'place':
      return PLACE.test(sentence) ? 1 : 0.2
    case 'list':
      return ENUMERATION.test(sentence) ? 1 : 0.2
    case 'reason':
      return REASON.test(sentence) ? 1 : 0.3
    default:
      return 0.5
  }
}

/**
 * How far a sentence says what something is: "ITQ, a …", "… (ITQ)", "TechImpact est le fruit de …", "the CQEN, the … Center".
 * @param subjects folded words that it may be about
 * @returns 0 to 1
 */
export function defines(sentence: string, subjects: readonly string[]): number {
  const text = fold(sentence)
  let best = 0
  for (const subject of subjects) {
    for (const [pattern, worth] of definitionPatterns(subject)) {
      if (worth > best && pattern.test(text)) best = worth
    }
  }
  return best
}

type DefinitionPatterns = readonly (readonly [RegExp, number])[]
/** A question tries the same few words on dozens of sentences; compiling their patterns each time cost more than all else. */
const compiled = new Map<string, DefinitionPatterns>()
const COMPILED_MOST = 500

function definitionPatterns(subject: string): DefinitionPatterns {
  const known = compiled.get(subject)
  if (known) return known
  const word = `(?<!\\p{L})${subject.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`
  const bracketed = `[»”"’']?(?:\\s*\\([^)]*\\))?`
  const patterns: DefinitionPatterns = [
    [new RegExp(`(?<=\\p{L}[^()]{3,80})\\(${word}\\)|${word}\\s*\\(\\p{L}[^()]{3,80}\\)`, 'u'), 1],
    [new RegExp(`${word}${bracketed},\\s+(?:an?|the|une?|le|la|les|l['’])[\\s’']`, 'u'), 1],
    [new RegExp(`${word}${bracketed}\\s+(?:is|are|est|sont|designe|signifie|means|c['’]est)\\s`, 'u'), 0.9],
    [new RegExp(`^(?:[^\\p{L}]|the |le |la |les |l['’])*${word}`, 'u'), 0.4],
  ]
  if (compiled.size >= COMPILED_MOST) compiled.clear()
  compiled.set(subject, patterns)
  return patterns
}
