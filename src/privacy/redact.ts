/**
 * Takes personal details out of a text before it is logged, kept, or sent to another machine. Patterns of both languages are tried
 * on every text, whatever its language: people mix them. Every quantifier is bounded, so that time is linear in the length.
 */
import type { Language, PersonalData } from '../domain.ts'
import { NAME_PARTICLE, NAME_WORD } from '../words/names.ts'

interface Redacted {
  text: string
  /** What was found, in order of first appearance; empty when nothing was. */
  kinds: PersonalData[]
}

interface Found {
  start: number
  end: number
  kind: PersonalData
}

const SHOWN: Record<Language, Record<PersonalData, string>> = {
  en: { name: 'name', address: 'address', 'postal-code': 'postal code', phone: 'phone', email: 'e-mail', sin: 'SIN', card: 'card' },
  fr: { name: 'nom', address: 'adresse', 'postal-code': 'code postal', phone: 'téléphone', email: 'courriel', sin: 'NAS', card: 'carte' },
}

/**
 * @param language of the placeholders
 * @param isSpared whether a detail may stay: details already present in the documents need no redaction; not applied to names that
 *   askers give as their own
 */
export function redact(text: string, language: Language, isSpared: (detail: string) => boolean = () => false): Redacted {
  const found = details(text, isSpared)
  let shown = ''
  let at = 0
  for (const { start, end, kind } of found) {
    shown += `${text.slice(at, start)}[${SHOWN[language][kind]}]`
    at = end
  }
  const kinds = found.flatMap(({ start, end, kind }) => {
    const withCode = kind === 'address' && matches(text.slice(start, end), POSTAL, 'postal-code').length > 0
    return withCode ? [kind, 'postal-code' as const] : [kind]
  })
  return { text: shown + text.slice(at), kinds: [...new Set(kinds)] }
}

/**
 * Removes what askers say about themselves, which no answer needs. A name after a title may be the subject of the question and stays.
 * @param stands whether the documents hold a detail: an address may be the subject, too
 * @returns the question unchanged when nothing else would be left
 */
export function withoutAsker(text: string, stands: (detail: string) => boolean): string {
  const titled = new Set(TITLED.flatMap((pattern) => matches(text, pattern, 'name')).map(({ start }) => start))
  let left = ''
  let at = 0
  for (const { start, end } of details(text, stands).filter(({ start, kind }) => kind !== 'name' || !titled.has(start))) {
    left += text.slice(at, start)
    at = end
  }
  left += text.slice(at)
  return /[\p{L}\p{N}]/u.test(left) ? left : text
}

function details(text: string, isSpared: (detail: string) => boolean): Found[] {
  const others = DETECTORS.flatMap((detect) => detect(text))
    .filter(({ start, end }) => !isSpared(text.slice(start, end)))
    .map((found) => withTail(text, found))
  return withoutOverlaps([...others, ...introduced(text)])
}

/** In order of the text; where two overlap, one from the start of the first to the end of both: nothing of the second may be left. */
function withoutOverlaps(found: readonly Found[]): Found[] {
  const kept: Found[] = []
  for (const one of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (!last || one.start >= last.end) kept.push({ ...one })
    else last.end = Math.max(last.end, one.end)
  }
  return kept
}

/** Every match of a pattern; of its first group where it has one, which ends where the match does. */
function matches(
  text: string,
  pattern: RegExp,
  kind: PersonalData,
  holds: (found: string, after: string) => boolean = () => true,
): Found[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const whole = match[1] ?? match[0]
    const end = match.index + match[0].length
    const start = end - whole.length
    return holds(whole, text.slice(end, end + 24)) ? [{ start, end, kind }] : []
  })
}

const GAP = '[ \\u00a0\\u202f.-]'
const MAILBOX = '(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]{1,64}'
const LABEL = '[\\p{L}\\p{N}-]{1,63}'
const EMAIL = new RegExp(`${MAILBOX}[@＠]${LABEL}(?:\\.${LABEL}){1,5}`, 'gu')
/** As people write it to keep programs from finding it: in brackets, in words, with spaces. */
const bracketed = (words: string): string => ` {0,2}[([{<] {0,2}(?:${words}) {0,2}[)\\]}>] {0,2}`
const SPELT_AT = `(?:${bracketed('at|arobase|arobas|a commercial|à|[@＠]')}| (?:arobase|arobas|a commercial) | ?[@＠] ?)`
const SPELT_DOT = `(?:${bracketed('dot|point|\\.')}|\\.)`
const SPELT_MAILBOX = `${MAILBOX}(?: (?:dot|point|underscore|dash|tiret) [\\p{L}\\p{N}]{1,30}){0,3}`
/** Words without brackets are words like others: what follows the last one must be an end of the net. */
const SPELT_END = `(?:(?:${SPELT_DOT}| (?:dot|point) )${LABEL}){0,4} (?:dot|point) (?:ca|com|org|net|info|gov|edu|fr|uk|us|be|ch|eu|io|qc)(?![\\p{L}\\p{N}])`
const SPELT_EMAILS = [
  new RegExp(`${SPELT_MAILBOX}${SPELT_AT}${LABEL}(?:${SPELT_DOT}${LABEL}){1,5}`, 'giu'),
  new RegExp(`${SPELT_MAILBOX}(?:${SPELT_AT}| at )${LABEL}${SPELT_END}`, 'giu'),
]
/** North American with a separator, or with the country's code; others with theirs; French numbers by pairs. */
const PHONES = [
  new RegExp(`(?<![\\d-])(?:\\+?1${GAP}?)?(?:\\(\\d{3}\\) ?|\\d{3}${GAP})\\d{3}${GAP}?\\d{4}(?!\\d)`, 'gu'),
  new RegExp(`\\+\\d{1,3}(?:${GAP}?\\d{1,4}){2,6}(?!\\d)`, 'gu'),
  new RegExp(`(?<!\\d)0[1-9](?:${GAP}\\d{2}){4}(?!\\d)`, 'gu'),
  // Seven digits, or ten without a separator, count as a telephone number only after a word such as "call".
  new RegExp(
    `(?:t[ée]l[ée]?phone|t[ée]l|phone|cell(?:ulaire|phone)?|mobile|call|appelez|appeler|(?:re)?joindre|reach|texter?|text|fax|t[ée]l[ée]copieur)(?!\\p{L})[^\\d\\n]{0,20}(\\d{3}${GAP}?(?:\\d{3}${GAP}?)?\\d{4})(?!\\d)`,
    'giu',
  ),
]
const GROUPED_NINE = new RegExp(`(?<![\\d$€]|\\d[ .,-])\\d{3}([ \\u00a0\\u202f-])\\d{3}\\1\\d{3}(?!\\d|${GAP}\\d|,\\d)`, 'gu')
const SAID_NINE = new RegExp(
  `(?<!\\p{L})(?:NAS|SIN|assurance sociale|social insurance)(?!\\p{L})[^\\d\\n]{0,25}(\\d{3}${GAP}?\\d{3}${GAP}?\\d{3})(?!\\d)`,
  'giu',
)
const CARD = /(?<![\d-])\d(?:[ \u00a0-]?\d){12,18}(?!\d|-\d)/gu
/** Letters that Canada Post uses in each place. */
const POSTAL = /(?<![\p{L}\p{N}-])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ \u00a0-]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\p{L}\p{N}-])/giu
/** Units that mark a nine-digit number as a quantity. */
const COUNTED =
  /^[\s\u00a0\u202f]?(?:[$€£%]|dollars?|euros?|habitants?|people|personnes?|persons?|users?|utilisateurs?|inhabitants|citizens|citoyens|visit|lignes|rows|octets|bytes|km|m²)/iu

function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1)
    sum += digit > 9 ? digit - 9 : digit
  }
  return sum % 10 === 0
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')
/** One repeated digit, or consecutive digits: an example, not a real number. */
const isReal = (digits: string): boolean => luhn(digits) && !/^(\d)\1*$/.test(digits)

// ---- addresses ----

const NUMBER = '(?<![\\p{L}\\d$€.,-])\\d{1,5}(?:[A-Za-z](?!\\p{L})|-\\d{1,5})?'
const CAPITAL = "\\p{Lu}[\\p{L}'’.-]{0,30}(?!\\d)"
const UNIT_WORD =
  '(?:[Aa]pp(?:t|artement)?|[Aa]pt|[Aa]partment|[Uu]nit|[Uu]nité|[Ss]uite|[Ss]te|[Bb]ureau|[Ll]ocal|[Pp]orte|[Rr]oom|#)\\.? {0,2}#?\\d{1,5}[A-Za-z]?(?!\\p{L})'
const FLOOR = '\\d{1,3}(?:st|nd|rd|th|e|er|re|ème) (?:[Ff]loor|[Éé]tage)|(?:[Ff]loor|[Éé]tage) \\d{1,3}'
const UNIT = `(?:,? {0,2}(?:${UNIT_WORD}|${FLOOR})){0,2}`
const UNIT_BEFORE = `(?:(?<![\\p{L}\\p{N}])${UNIT_WORD} {0,2}[,–-]? {0,2})?`
/** Kinds of streets begin with either case; a flag would ignore the case of names too. */
const eitherCase = (...words: string[]): string =>
  `(?:${words.map((word) => `[${word[0]?.toUpperCase()}${word[0]}]${word.slice(1)}`).join('|')})(?!\\p{L})`
const WAY_EN = `(?:${eitherCase('street', 'avenue', 'road', 'boulevard', 'drive', 'lane', 'crescent', 'court', 'terrace', 'parkway', 'circle', 'square')}|${eitherCase('st', 'ave', 'rd', 'blvd', 'dr', 'cres')}\\.?)`
const WAY_FR = `(?:${eitherCase('rue', 'avenue', 'chemin', 'boulevard', 'rang', 'ruelle', 'impasse', 'bd')}|${eitherCase('av', 'ch', 'boul')}\\.?)`
const SIDE = "(?: (?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est|[Nn]ord|[Ss]ud|Est|[Oo]uest|[NSEWO])(?![\\p{L}'’]))?"
/** A street name in capitals may be long; in lower case it is one or two words that are no function words. */
const ADDRESS_EN = new RegExp(`${UNIT_BEFORE}${NUMBER},? (?:${CAPITAL} ){1,4}${WAY_EN}${SIDE}${UNIT}`, 'gu')
const GRAMMAR =
  '(?:the|a|an|of|on|in|at|to|for|and|or|by|per|with|from|that|this|off|down|more|new|main|other|weeks?|days?|months?|years?|hours?|minutes?|times?|metres?|meters?|kilometres?|km|percent|people|lanes?|de|la|le|les|des|du|en|et|à|au|par|sur)'
const ADDRESS_EN_SMALL = new RegExp(
  `${UNIT_BEFORE}${NUMBER},? (?:(?!${GRAMMAR} )\\p{L}[\\p{L}'’-]{2,20} ){1,2}${WAY_EN}${SIDE}${UNIT}`,
  'gu',
)
const LINK = "(?:[dDlL]['’]|(?:[Dd]e|[Dd]u|[Dd]es|[Ll]a|[Ll]e|[Ll]es|[Aa]ux?)[ -])"
const ADDRESS_FR = new RegExp(
  `${UNIT_BEFORE}${NUMBER},? (?:bis,? |ter,? )?${WAY_FR} (?!vers |pour |parcour|à |qui |que |sont |est )${LINK}{0,3}[\\p{L}\\d][\\p{L}\\d'’.-]{1,30}(?: (?:${LINK}{0,2}${CAPITAL})){0,3}${SIDE}${UNIT}`,
  'gu',
)
const ADDRESS_FR_CAPITAL = new RegExp(
  `${UNIT_BEFORE}${NUMBER},? (?:place|route|côte|montée|allée|croissant|terrasse|promenade|carré|quai|cours|square) (?:(?:d['’]|l['’]|(?:de|du|des|la|le|les) )){0,3}${CAPITAL}(?: ${CAPITAL}){0,3}${UNIT}`,
  'gu',
)
const BOXES = [
  /(?<!\p{L})(?:P\.? ?O\.? ?Box|post office box|lock box|C\. ?P\.|CP|case postale|casier postal|tiroir postal|bo[iî]te postale|B\. ?P\.) {0,2}(?:n[o°º]\.? ?|#)?\d{1,6}/giu,
  /(?<!\p{L})(?:R\. ?R\.|RR) {0,2}(?:n[o°º]\.? ?|#)?\d{1,3}(?:,? (?:Site|Comp|Compartment|Box|Emplacement|Boîte) \d{1,4}){0,3}(?!\d)/gu,
]
const STATION = `(?:,? {0,2}(?:[Ss]tation|[Ss]tn|[Ss]ucc(?:ursale)?)\\.? ${CAPITAL}(?:[ -]${CAPITAL}){0,2})?`
/** Place and province between a street and its postal code: words that begin no other thought. */
const PLACE =
  "\\(?(?!(?:and|et|or|ou|my|mon|ma|code|postal|zip|is|est|are|i|je|j|with|avec|that|qui|we|nous)(?![\\p{L}]))\\p{L}[\\p{L}'’.-]{0,30}\\)?"
const CODE = '[A-Ya-y]\\d[A-Za-z][ \\u00a0-]?\\d[A-Za-z]\\d(?![\\p{L}\\p{N}-])'
const UP_TO_CODE = `(?:[ ,\\u00a0]{1,3}${PLACE}){0,6}[ ,\\u00a0]{1,3}${CODE}`
/** What belongs to an address behind it; sticky, tried at its end. */
const TAIL = new RegExp(`${STATION}(?:${UP_TO_CODE})?`, 'uy')
/** Without a box or a street, the postal code makes the address. */
const GENERAL_DELIVERY = new RegExp(`(?<!\\p{L})(?:[Gg]eneral [Dd]elivery|[Pp]oste restante)${UP_TO_CODE}`, 'gu')
/** "in 2023, …": a year is no house number. */
const YEAR_BEFORE = /(?:^|[^\p{L}])(?:in|since|of|by|en|depuis|de|dès|année|year|l['’]an|mars|march|mai|may|juin|june|avril|april) $/iu

function addresses(text: string): Found[] {
  const streets = [ADDRESS_EN, ADDRESS_EN_SMALL, ADDRESS_FR, ADDRESS_FR_CAPITAL].flatMap((pattern) =>
    matches(text, pattern, 'address').filter(({ start, end }) => {
      const own = text.slice(start, end)
      return !(/^(?:19|20)\d\d(?!\d)/.test(own) && YEAR_BEFORE.test(text.slice(Math.max(0, start - 12), start)))
    }),
  )
  return [...streets, ...BOXES.flatMap((pattern) => matches(text, pattern, 'address')), ...matches(text, GENERAL_DELIVERY, 'address')]
}

/** An address up to its postal code. */
function withTail(text: string, found: Found): Found {
  if (found.kind !== 'address') return found
  TAIL.lastIndex = found.end
  return { ...found, end: found.end + (TAIL.exec(text)?.[0].length ?? 0) }
}

// ---- names ----

const NAME = `${NAME_WORD}(?:\\.(?= ))?(?: ${NAME_PARTICLE}{0,2}${NAME_WORD}){0,3}`
/** « Me » before a capital is a notary or lawyer in French, and a pronoun in English: it needs a full name behind it. */
const TITLED = [
  new RegExp(
    `(?<![\\p{L}.])(?:[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|Mme|Mlle|Mmes|MM\\.|M\\.|Mr|Mrs|Ms|Mx|Miss|Mister|Dre?|Pr|Prof|Mgr|Sir)\\.? (${NAME})`,
    'gu',
  ),
  new RegExp(`(?<![\\p{L}.])Me (${NAME_WORD}(?: ${NAME_PARTICLE}{0,2}${NAME_WORD}){1,3})`, 'gu'),
]
const SMALL_NAME =
  "(?!(?:on|in|not|no|spelled|misspelled|wrong|written|missing|the|a|an|at|listed|there|being|now|also|still|only|used|required|public|confidential|sur|dans|mal|pas|absent|écrit|inscrit|erroné|le|la|les|un|une|bien|encore|déjà|aussi|requis|utilisé|public|confidentiel|changed|different|too|long|short|hyphenated|incorrect|invalid|optional|mandatory|protected|blank|empty|correct|trop|différent|changé|illisible|composé|obligatoire|facultatif|vide|protégé|manquant|court|faux|what|quel|celui|au|aux|en|de|du)(?!\\p{L}))\\p{L}[\\p{L}'’-]{1,30}"
/** After "my name is": lower case is a name too. */
const INTRODUCED = new RegExp(
  `(?<!\\p{L})(?:je m['’]appelle|mon nom est|mon nom,? c['’]est|moi,? c['’]est|my name is|my name['’]s|i am called|this is|au nom de|on behalf of|signé|signed)[: ]{1,2}(${NAME})`,
  'gu',
)
const SMALL_NAMES = `${SMALL_NAME}(?: (?!(?:and|et|i|je|j['’]ai|from|who|qui|but|mais|or|ou|my|ma|mon)(?!\\p{L}))${SMALL_NAME}){0,2}`
const INTRODUCED_SMALL = [
  new RegExp(
    `(?<!\\p{L})(?:(?:je m|on m)['’]appelle|je me (?:nomme|prénomme)|mon (?:pré)?nom(?: de famille| complet)? est|my (?:(?:first|last|middle|full|given|family) )?name(?: is|['’]s))[: ]{1,2}(${SMALL_NAMES})`,
    'giu',
  ),
  /** A field of a form, or the end of a letter. */
  new RegExp(
    `^[ \\t]{0,3}(?:(?:full |first |last )?name|(?:pré)?nom(?: complet| de famille)?)[ \\u00a0\\u202f]?: {0,2}(${SMALL_NAMES})`,
    'gimu',
  ),
  new RegExp(`(?<!\\p{L})(?:signed|signée?|sincerely|regards|cordialement)[,:]\\s{1,3}(${SMALL_NAMES})[ .]{0,2}$`, 'gimu'),
]
/** "this is jane doe calling": what follows says that it is a person. */
const CALLING = new RegExp(
  `(?<!\\p{L})(?:this is|ici|it['’]s) (?=(${SMALL_NAME}(?: ${SMALL_NAME}){0,2}) (?:calling|speaking|writing|à l['’]appareil|qui (?:appelle|écris|écrit)))\\1`,
  'giu',
)
/** "I am Anne Roy" is a name; "I am Canadian" is none. */
const I_AM = new RegExp(`(?<!\\p{L})(?:[Ii] am|[Ii]['’]m|[Jj]e suis) (${NAME_WORD} ${NAME_PARTICLE}{0,2}${NAME_WORD})`, 'gu')

function introduced(text: string): Found[] {
  // The phrase itself may begin a sentence: case is ignored for it alone.
  const lowered = text.replace(/(?<!\p{L})(?:Je m|Mon nom|Moi|My name|I am called|This is|Au nom|On behalf|Signé|Signed)/gu, (found) =>
    found.toLowerCase(),
  )
  return [
    ...matches(lowered, INTRODUCED, 'name'),
    ...[...INTRODUCED_SMALL, CALLING].flatMap((pattern) => matches(text, pattern, 'name')),
    ...matches(text, I_AM, 'name'),
  ]
}

type Detector = (text: string) => Found[]

const DETECTORS: readonly Detector[] = [
  (text) => [EMAIL, ...SPELT_EMAILS].flatMap((pattern) => matches(text, pattern, 'email')),
  (text) => matches(text, CARD, 'card', (found) => isReal(digitsOf(found))),
  (text) => matches(text, SAID_NINE, 'sin'),
  (text) =>
    wholeMatches(text, GROUPED_NINE, 'sin').filter(
      ({ start, end }) => isReal(digitsOf(text.slice(start, end))) && !COUNTED.test(text.slice(end, end + 24)),
    ),
  (text) => PHONES.flatMap((pattern) => matches(text, pattern, 'phone')),
  (text) => matches(text, POSTAL, 'postal-code'),
  addresses,
  (text) => TITLED.flatMap((pattern) => matches(text, pattern, 'name')),
]

/** Turns capturing groups into non-capturing ones. */
function wholeMatches(text: string, pattern: RegExp, kind: PersonalData): Found[] {
  return [...text.matchAll(pattern)].map(({ 0: whole, index }) => ({ start: index, end: index + whole.length, kind }))
}
