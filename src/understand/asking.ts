/**
 * What a question asks for, and in which language it is put. Patterns of both languages, side by side; pure functions over text.
 */
import type { Language } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'
import { contentWords } from '../words/analyse.ts'
import { clearLanguage } from '../words/function-words.ts'
import { isCount } from '../words/numbers.ts'

const QUESTION_TYPES = ['definition', 'person', 'date', 'amount', 'age', 'contact', 'count', 'place', 'list', 'reason', 'other'] as const
export type QuestionType = (typeof QUESTION_TYPES)[number]

const PATTERNS: Record<Language, readonly (readonly [QuestionType, RegExp])[]> = {
  en: [
    [
      'person',
      /^\W*(?:(?:by|to|with|for|from) )?(?:who|whom|whose)\b|\bwhich (?:minister|person|official|leader|author|president|director)\b/i,
    ],
    [
      'date',
      /\b(?:when|what (?:date|day|year|month|time|weekday|season|hour)s?|what (?:is|are) (?:the |its |your |their )?(?:[a-z]+ )?hours|which (?:date|day|year|month|weekday|season)s?|(?:on|in|by|from|since) (?:what|which) (?:date|day|year|month)s?)\b/i,
    ],
    [
      'amount',
      /\bhow much\b(?! (?:(?:advance|prior|paid|unpaid|sick|annual|parental|vacation|more|extra|free) )?(?:notice|time|warning|leave|vacation|overtime|experience|training|sleep|water|space|room|land|storage|memory|power|energy|electricity|snow|rain|food|alcohol|cannabis|tobacco|luggage|baggage|weight|waste|garbage)\b)|\bwhat (?:amount|sum|budget|cost|price)\b|\bwhich (?:amount|sum)\b|\bwhat (?:(?:is|was|are) )?(?:the|its|their|your|his|her) (?:\w+ ){0,2}(?:amount|sum|budget|cost|price|funding)\b|\bwhat (?:is|are|was|were) (?:the |an? |its |their |your )?(?:[\w-]+ ){0,3}(?:fees?|fares?|fines?|salary|wages?|hourly rate|daily rate|rates? per (?:hour|day|night|kilomet\w+|km|page))\b/i,
    ],
    ['age', /\bhow old\b|\bwhat age\b/i],
    [
      'contact',
      /\b(?:phone|telephone|fax|TTY)(?: number)?\b|\be-?mail\b|\b(?:street|mailing|postal|web) ?address\b|\b(?:what(?:['’]s| is)?|which) (?:the |your |its |their )?(?:\w+ ){0,2}address\b|\bpostal code\b|\bwebsite\b/i,
    ],
    // "How much notice": what is counted in other units than money.
    ['count', /\bhow (?:many|much|long|often|far|big|large)\b|\bwhat (?:number|percentage|share)\b|\bnumber of\b/i],
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
      /(?:^|[^\p{L}])(?:quand|depuis quand|quelles? (?:date|année|journée|période)s?|quels? (?:jour|mois|an)s?|en quelle (?:année|saison)|à quelles? (?:date|heure)s?|quelles? (?:heure|saison)s?|quelles? sont les heures|quels? (?:est l['’]|sont les )horaires?)(?!\p{L})/iu,
    ],
    [
      'amount',
      /(?:^|[^\p{L}])combien (?:d['’]argent|coûte|a coûté|coûtent|.{0,40}(?<!\p{L})(?:économis|dépens|vers[eé]|pay[eé]|paie|coût))|(?:^|[^\p{L}])quel(?:le)?s? (?:(?:est|sont|était) )?(?:le |la |les |l['’])?(?:montant|somme|budget|coût|prix|tarifs?|frais|amendes?|salaire|loyer|taux (?:horaire|quotidien|par))(?!\p{L})/iu,
    ],
    ['age', /(?:^|[^\p{L}])quel (?:est l['’])?âge(?!\p{L})/iu],
    [
      'contact',
      /(?:numéro de )?(?:téléphone|télécopieur)(?!\p{L})|courriel(?!\p{L})|adresse (?:postale|civique|web|du siège|de courri)|(?:à quelle |quelle est (?:l['’]|votre |son |leur ))adresse(?!\p{L})|code postal|site web/iu,
    ],
    [
      'count',
      /(?:^|[^\p{L}])combien(?!\p{L})|à quelle fréquence|(?:^|[^\p{L}])quel (?:est le )?(?:nombre|pourcentage)|(?:^|[^\p{L}])nombre (?:de |d['’])/iu,
    ],
    ['place', /(?:^|[^\p{L}])où(?!\p{L})|(?:^|[^\p{L}])quel(?:le)? (?:ville|endroit|lieu|pays|province|région)/iu],
    ['reason', /(?:^|[^\p{L}])pourquoi(?!\p{L})|pour quelles? raisons?/iu],
    ['list', /(?:^|[^\p{L}])quel(?:le)?s (?:sont|pays|membres|objectifs|services|sujets|secteurs|étapes)|énumér|nomme/iu],
    [
      'definition',
      /c['’]est quoi|^\W*ce qu(?:['’](?:est|était|sont)|e (?:c['’]est|signifie|veut dire|désigne))(?!\p{L})|qu['’]est-ce (?:que|qu['’])|que (?:signifie|veut dire|désigne)|^\W*(?:que|quelle?) (?:sont|est) (?:le |la |les |l['’])?[^?]{1,40}\W*$|défini|que doit être|décri/iu,
    ],
  ],
}

/** Patterns without their accents, by the pattern. */
const UNACCENTED = new Map<RegExp, RegExp>()

/** As a pattern matches; in a question without any accent, also what is typed without them: « combien coute », « numero de telephone ». */
function matchOf(pattern: RegExp, question: string): RegExpExecArray | null {
  if (/\p{M}/u.test(question.normalize('NFD'))) return pattern.exec(question)
  let plain = UNACCENTED.get(pattern)
  if (!plain) {
    // « ou » asks for a place where a question begins with it, and means "or" elsewhere.
    const source = pattern.source.replaceAll('où', '(?<=^[^\\p{L}]*)ou').normalize('NFD').replace(/\p{M}/gu, '')
    plain = new RegExp(source, pattern.flags)
    UNACCENTED.set(pattern, plain)
  }
  return plain.exec(question)
}

const matches = (pattern: RegExp, question: string): boolean => matchOf(pattern, question) !== null

/** Asks before a "when" or « quand », which then says in which case: "What happens when my card expires?". */
const ASKS_BEFORE: Record<Language, RegExp> = {
  en: /\b(?:who|whom|whose|what|where|why|which|how)\b/i,
  fr: /(?<!\p{L})(?:qui|que|quoi|où|pourquoi|comment|combien|quel(?:le)?s?|est-ce)(?!\p{L})|(?<!\p{L})qu[’'](?!est-ce)/iu,
}
/** A phone, an e-mail or a website is spoken of, and no way to reach somebody is asked for: "how long is email kept?", « la politique sur le téléphone ». */
const OF_WAYS: Record<Language, RegExp> = {
  en: /^\W*(?:how (?:long|often|soon|fast)|why|which of|where (?:did|does|do) (?!(?:I|we|you|one) (?:find|get|see|look|reach|call|write|send)\b)|(?:to )?(?:which|what) (?:host|company|provider|firm))\b|\bhow (?:much|many)\b|\bin (?:what|which) cases?\b|\bwebsite (?:lead|team|manager|project|visitors?|visits?)\b|(?:^|[.!;] )\W{0,3}how (?:do|does|did|can|could|should|will|would|must|is|are|was|were) (?![^?.]{0,80}\b(?:(?:reach|contact|call|phon|telephon|e-?mail|fax)(?:e|ed|ing)? (?:the |a |an |my |your |our |him|her|them|you|it|by)|reached|contacted|call|write|speak|talk|get|find|send|(?:phone|e-?mail|fax) (?:the|him|her|them|you|it|a|an|my|our|your)\b))|\b(?:what|which) (?:city|town|country|province|territory|region)\b|\bmy (?:own |work |cell |mobile |personal )?(?:phone|telephone|e-?mails?|website)s?\b(?! (?:number|address))|\b(?:phone|telephone|fax|e-?mail|website)s? (?:use|usage|polic(?:y|ies)|rules?|plans?|bills?|etiquette|records?|calls?|messages?|accounts?|passwords?|security|retention|privacy)\b|\b(?:rules?|polic(?:y|ies)|procedures?|guidelines?) (?:on|for|about|of) (?:[\p{L}’'-]+ ){0,3}(?:phones?|telephones?|fax|e-?mails?|websites?)\b/iu,
  fr: /^[^\p{L}]*(?:(?:à quel endroit|dans quoi|pourquoi)(?!\p{L})|où (?!(?:est|sont|se trouve|trouver|puis-je trouver|appeler|écrire|téléphoner)(?!\p{L}))|(?:la|le)s?quel(?:le)?s? d(?:e|es|u)(?!\p{L}))|(?:^|[.!;] )[^\p{L}]{0,3}comment (?![^?]{0,80}(?:re)?(?:joindre|contacter|appeler|téléphoner|écrire|trouver|obtenir|avoir|communiquer|correspondre|parler|envoyer)(?!\p{L}))|(?<!\p{L})quel(?:le)? (?:ville|pays|province|territoire|région)(?!\p{L})|(?<!\p{L})mon (?:téléphone|courriel)(?!\p{L})|(?<!\p{L})(?:combien|dans quels? cas)(?!\p{L})|(?<!\p{L})avec (?:le|un|son) téléphone(?!\p{L})|(?<!\p{L})responsable du site|(?<!\p{L})(?:politiques?|règles?|directives?|utilisation|usage|conservation|surveillance|sécurité|comptes?|mots? de passe|messages?|forfaits?|factures?) (?:[\p{L}-]+ ){0,3}?(?:(?:de |du |des |sur |le |la |les |au )|(?:d|l|de l|sur l)[’'])*(?:téléphones?|télécopieurs?|courriels?|sites? web)(?!\p{L})/iu,
}

/** … and it is, whatever else is spoken of: "I lost my phone. What is the e-mail of the clinic?". */
const WAY_ASKED: Record<Language, RegExp> = {
  en: /\b(?:what|which)(?:['’]s| is| are)? (?!(?:city|town|country|province|territory|region|host|company)\b)(?:(?:the|your|its|their|his|her|my) )?(?:(?!(?:on|about|for|of|in|by|to|with|when)\b)[\p{L}’'-]+ ){0,2}?(?:phone|telephone|fax|e-?mail|TTY|website|web address|(?:postal |mailing |street )?address)\b/iu,
  fr: /(?<!\p{L})quel(?:le)?s? (?:est|sont) (?:(?:le|la|les|votre|son|sa|leur) |l[’'])(?:numéro (?:de )?)?(?:téléphone|télécopieur|courriel|adresse|site web)(?!\p{L})/iu,
}

export function questionType(question: string, language: Language): QuestionType {
  const found = PATTERNS[language].find(([type, pattern]) => {
    const match = matchOf(pattern, question)
    if (!match) return false
    if (type === 'date' && /^\W*(?:when|quand)$/i.test(match[0])) return !matches(ASKS_BEFORE[language], question.slice(0, match.index))
    return type !== 'contact' || matches(WAY_ASKED[language], question) || !matches(OF_WAYS[language], question)
  })
  return found?.[0] ?? 'other'
}

/** Words that only say what kind of thing is asked for ("in what year"): the kind is checked by itself, the word need not be met. */
const TYPE_WORDS: Partial<Record<QuestionType, ReadonlySet<string>>> = {
  date: new Set([
    'year',
    'date',
    'dates',
    'day',
    'month',
    'time',
    'weekday',
    'season',
    'annee',
    'jour',
    'mois',
    'journee',
    'heure',
    'saison',
  ]),
  contact: new Set([
    ...['phone', 'telephone', 'fax', 'number', 'email', 'website', 'address', 'mailing', 'postal', 'tty'],
    ...['telecopieur', 'numero', 'courriel', 'adresse', 'postale', 'civique', 'ats'],
  ]),
  amount: new Set(['money', 'amount', 'sum', 'montant', 'somme', 'argent']),
  count: new Set(['number', 'nombre', 'long', 'temps']),
  list: new Set(['country', 'countries', 'pays', 'cities', 'villes', 'provinces']),
  place: new Set(['city', 'town', 'place', 'country', 'ville', 'endroit', 'lieu', 'pays']),
  definition: new Set(['abbreviation', 'acronym', 'sigle', 'acronyme', 'definition']),
}

/** Verbs of questions for a duration or a recipient: whatever answers shows by its shape that it is one. */
const SHAPE_WORDS: Record<AskedShape, ReadonlySet<string>> = {
  duration: new Set(['last', 'lasts', 'lasted', 'duration', 'dure', 'durent', 'durait', 'dura', 'durer', 'durera', 'duree']),
  recipient: new Set([
    ...['send', 'sent', 'submit', 'submitted', 'hand', 'handed', 'deliver', 'delivered'],
    ...['remet', 'remettre', 'remis', 'remise', 'envoie', 'envoyer', 'envoye', 'transmet', 'transmettre', 'transmis', 'adresser'],
    ...['soumet', 'soumettre', 'soumis', 'donne', 'donner'],
  ]),
  hours: new Set(),
}

/** @param form folded */
export function isTypeWord(form: string, { type, shape }: Pick<Asking, 'type' | 'shape'>): boolean {
  return TYPE_WORDS[type]?.has(form) === true || (shape !== undefined && SHAPE_WORDS[shape].has(form))
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

/**
 * The word that names the thing asked for: "employees" of "how many employees does ITQ have", "budget" of « quel est le budget
 * annuel d'ITQ ». The noun ends its group in English and begins it in French.
 */
export function questionFocus(question: string, language: Language): string | undefined {
  for (const { pattern, noun } of FOCUS[language]) {
    const run = matchOf(pattern, question)?.groups?.run
    if (run === undefined) continue
    const content = contentWords(run, language).filter(({ form }) => !isCount(form))
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
  return matches(ASKS_SPEECH[language], question)
}

const INTERROGATIVE: Record<Language, RegExp> = {
  en: /^\W*(?:and |but |so )?(?:(?:to|for|by|from|with|at|on|in|of|since|until) (?=wh|how))?(?:what|who|whom|whose|where|when|why|which|how|is|are|was|were|do|does|did|can|could|has|have|will|would|should|tell me|explain|describe)\b/i,
  fr: /^[^\p{L}]*(?:et |mais )?(?:(?:à|de|par|pour|avec|chez|dans|depuis|pendant|jusqu['’]à) (?=qu|où|comb))?(?:qu['’](?=\p{L})|(?:qui|que|quoi|quel(?:le)?s?|où|quand|pourquoi|comment|combien|c['’]est quoi|est-ce|sur quoi|à quoi|en quoi|dis-moi|explique\p{L}*|décri\p{L}+)(?!\p{L}))/iu,
}

/** The language that a question is put in, by its first words; what it asks about may be named in the other one. */
export function interrogativeLanguage(question: string): Language | undefined {
  const [en, fr] = [INTERROGATIVE.en.test(question), INTERROGATIVE.fr.test(question)]
  if (en === fr) return undefined
  return en ? 'en' : 'fr'
}

/** By its first words, else by all of them; a few without accents may show it by a small word alone (« conge de maternite »). */
export function languageOf(question: string): Language | undefined {
  return interrogativeLanguage(question) ?? detectLanguage(question) ?? clearLanguage(question, 1)
}

/** Who gets something; how long something lasts; at what time, at which hours: what answers shows more than a person, a number, a date. */
export type AskedShape = 'recipient' | 'duration' | 'hours'

const SHAPES: readonly (readonly [AskedShape, RegExp])[] = [
  [
    'recipient',
    /^\W*(?:to whom\b|who (?:do|does|must|should|can|shall|is|are|was|were|will) .{1,80}\b(?:to|by)\W*$|who (?:gets?|receives?|must (?:get|receive)) )|^[^\p{L}]*à qui(?!\p{L})|^[^\p{L}]*qui (?:reçoit|reçoivent|obtient)(?!\p{L})/iu,
  ],
  [
    'duration',
    /\bhow long (?:does|do|did|may|can|must|should|will|would|has|have|had|before|after|until)\b|\bhow long (?:is|are|was|were) .*\b(?:valid|open|closed|leave|period|term|stay|visit|session|course|internship|crossing|trial|probation)\b|\bfor how (?:long|many (?:years|months|weeks|days|hours))\b|\bwhat is the (?:duration|term|length of (?:the )?(?:leave|stay|course|term))\b|(?:^|[^\p{L}])(?:combien de temps|(?:pendant|pour) combien d(?:e temps|['’](?:années|heures)|e (?:mois|semaines|jours))|quelle est la durée)(?!\p{L})/iu,
  ],
  [
    'hours',
    /\bwhat time\b|\bwhat (?:is|are|were) (?:the |your |its |their )?(?:[\p{L}’'-]+ ){0,4}hours\b(?! (?:of work|worked|per|a) ?)|(?:^|[^\p{L}])(?:(?:à |vers |jusqu['’]à )?quelles? heures?|quelle est l['’]heure|quelles sont les heures(?! (?:de travail|supplémentaires))|quels? (?:est l['’]|sont les )horaires?)(?!\p{L})/iu,
  ],
]

export function askedShape(question: string): AskedShape | undefined {
  return SHAPES.find(([, pattern]) => matches(pattern, question))?.[0]
}

const OPENS_YES_NO: Record<Language, RegExp> = {
  en: /^\W*(?:(?:and|but|so|or) )?(?:is|are|was|were|am|do|does|did|can|could|may|might|must|has|have|had|will|would|should|isn[’']t|aren[’']t|don[’']t|doesn[’']t|can[’']t)\b/i,
  fr: /^[^\p{L}]*(?:(?:et|mais|ou|donc) )?(?:est-ce qu|(?:y )?(?!rendez-vous)\p{L}+-(?:t-)?(?:ils?|elles?|on|je|tu|vous|nous|ce)(?!\p{L}))|^[^?]{0,80}?(?<![\p{L}-])(?!qu[’'e]|est-ce|rendez-vous)\p{L}+-(?:t-)?(?:ils?|elles?|on|je|tu|vous|nous)(?!\p{L})/iu,
}
const INTERROGATIVE_WORD: Record<Language, RegExp> = {
  en: /\b(?:who|whom|whose|what|when|where|why|which|how)\b/i,
  fr: /(?<!\p{L})(?:qui|que|quoi|quand|où|pourquoi|comment|combien|quel(?:le)?s?|lequel|laquelle)(?!\p{L})|(?<!\p{L})qu[’'](?!est-ce)/iu,
}

/** "Is it open on Sunday?", « Le quai est-il ouvert ? », "open on Sunday?": what decides it is wanted, whichever way it goes. */
export function asksYesNo(question: string, language: Language): boolean {
  const asked = question.replace(/\([^()]*\)\s*$/, '')
  if (OPENS_YES_NO[language].test(asked)) return language === 'en' || !INTERROGATIVE_WORD.fr.test(asked.replace(/est-ce qu[e’']/i, ''))
  return /\?\W*$/.test(asked) && !INTERROGATIVE_WORD[language].test(asked)
}

const WHO_IS = /^\W*(?:who(?:'s| is| was)\s|who [^?]{1,60} (?:is|was|are|were)\W*$|qui (?:est|était|sont)\s)/iu

/** What a question asks for. */
export interface Asking {
  type: QuestionType
  /** Asks what or who somebody or something is, so that a sentence which introduces it is worth more. */
  definesSubject: boolean
  /** Asks what somebody says or thinks, so that the words of a quotation are worth more. */
  asksSpeech: boolean
  /** Folded form of the word that names the thing asked for, when there is one. */
  focus: string | undefined
  shape: AskedShape | undefined
  /** Asks whether something is so. */
  isYesNo: boolean
}

export function readAsking(question: string, language: Language): Asking {
  const type = questionType(question, language)
  return {
    type,
    definesSubject: type === 'definition' || (type === 'person' && matches(WHO_IS, question)),
    asksSpeech: asksWhatIsSaid(question, language),
    focus: questionFocus(question, language),
    shape: askedShape(question),
    isYesNo: asksYesNo(question, language),
  }
}
