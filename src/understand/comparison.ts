/**
 * Comparisons: "how does the fee of X differ from that of Y", « quelle est la différence entre … et … », "which is older, X or Y?". Each side
 * is looked up as a question of its own. Patterns of both languages side by side; pure functions over text, each pattern bounded.
 */
import type { Language } from '../domain.ts'
import { contentWords } from '../words/analyse.ts'
import { isCount } from '../words/numbers.ts'

export interface Side {
  /** As it was written. */
  written: string
  /** What is looked up for it. */
  question: string
  /** Its words that the other side does not have. */
  own: string
}

/** A side, or what is compared of it. */
const RUN = '[^?!;\\n]{1,160}?'
const LAST = '[^?!;\\n]{1,160}?'
/** What is asked of each: "…: how many days of each?". */
const TAIL = '(?:\\s?[:,–—]\\s(?<tail>(?:how|what|which|when|where|who|combien|quel|quelle|quand|où|qui)(?!\\p{L})[^?!\\n]{3,120}))?'
const END = '\\s?[?!.]*\\s*$'
const START = '(?:^|(?<=[.!?:…]\\s))'

const MORE_EN =
  '(?:(?:a lot |much |far |any )?(?:more|less|fewer|longer|shorter|older|younger|earlier|later|sooner|bigger|larger|smaller|higher|lower|taller|cheaper|dearer|newer|faster|slower|closer|heavier|better|worse)(?:\\s[\\p{L}’-]{2,20}){0,2}?)'
const MOST_EN =
  '(?:first|last|earliest|latest|oldest|youngest|newest|longest|shortest|biggest|largest|smallest|highest|lowest|tallest|cheapest|fastest|closest|(?:the )?(?:most|least)(?: \\p{L}+)?)'
const MORE_FR = "(?:(?:beaucoup |bien )?(?:plus|moins|aussi|mieux|davantage)(?:\\sd[e’']\\s?)?(?:\\s[\\p{L}’-]{2,20}){0,2}?)"
const MOST_FR =
  "(?:en premier|en dernier|d[’']abord|la première?|le premier|la dernière?|le dernier|avant|après|(?:le|la|les) (?:plus|moins)(?: [\\p{L}’-]+){0,2}?|plus [\\p{L}’-]+|moins [\\p{L}’-]+|mieux)"

interface Pattern {
  language: Language
  pattern: RegExp
}

const build = (language: Language, sources: readonly string[]): Pattern[] =>
  sources.map((source) => ({ language, pattern: new RegExp(source, 'iu') }))

/** Groups: `a`, `b` or `both`; `what` is compared of them; `more` what one may have more of; `tail` what is asked of each. */
const PATTERNS: readonly Pattern[] = [
  ...build('en', [
    `(?<!\\p{L})(?:differences?|distinctions?|gap|comparison)(?: (?:in|of) (?<what>${RUN}))? between (?<both>${LAST} and ${LAST})${TAIL}${END}`,
    `${START}how (?:do|does|did|is|are|was|were) (?<a>${RUN}) (?:differ|different|compare|compared)(?: in (?<what>${RUN}))? (?:from|to|with|than) (?<b>${LAST})${END}`,
    `${START}how (?:do|does|did|are|is|were|was) (?<both>${LAST} and ${LAST}) (?:differ(?: from (?:one another|each other))?|different|compared?(?: (?:to|with) (?:one another|each other))?)${TAIL}${END}`,
    `${START}(?:please )?(?:compare|contrast) (?<both>${LAST} (?:and|with|to|against|versus|vs\\.?) ${LAST})${TAIL}${END}`,
    `${START}(?:is|are|was|were) (?<a>${RUN}) (?<more>${MORE_EN}) than (?<b>${LAST})${END}`,
    `${START}(?:do|does|did|has|have|can|will) (?<a>${RUN}) (?<more>\\p{L}+ ${MORE_EN}) than (?<b>${LAST})${END}`,
    `${START}(?:which|(?<who>who)|what) (?<more>[^,:?!;\\n]{0,60}?(?:${MOST_EN}|${MORE_EN})[^,:?!;\\n]{0,40}?)\\s?[,:–—]\\s(?<both>${LAST} or ${LAST})${END}`,
    `${START}(?<both>${LAST} or ${LAST})\\s?[,:–—]\\s(?:which|(?<who>who)|what)(?: one)? (?<more>[^,:?!;\\n]{0,60}?(?:${MOST_EN}|${MORE_EN})[^,:?!;\\n]{0,40})${END}`,
    `${START}(?:of|between) (?<both>${LAST} and ${LAST}), (?:which|who)(?: one)? (?<more>[^,:?!;\\n]{0,60}?(?:${MOST_EN}|${MORE_EN})[^,:?!;\\n]{0,40})${END}`,
    `${START}(?:what (?:is|are) )?(?<both>${LAST} (?:vs\\.?|versus|compared (?:to|with)) ${LAST})${END}`,
  ]),
  ...build('fr', [
    `(?<!\\p{L})(?:différences?|distinctions?|écarts?|comparaison)(?: (?:de |d[’'])(?<what>${RUN}))?(?: y a-t-il| il y a)? entre (?<both>${LAST} et ${LAST})${TAIL}${END}`,
    `${START}(?:en quoi|comment) (?<a>${RUN}) (?:(?:diffère(?:nt)?|se distinguent?)(?:-(?:t-)?(?:ils?|elles?))?|(?:est|sont)(?:-(?:ils?|elles?))? différente?s?) (?:de l[’']|de |du |des |d[’'])(?<b>${LAST})${END}`,
    `${START}(?:en quoi|comment) (?<both>${LAST} et ${LAST}) (?:diffèrent|se distinguent|se comparent|sont(?:-(?:ils?|elles?))? différente?s?)(?:-(?:ils|elles))?(?: l[’']une? de l[’']autre)?${TAIL}${END}`,
    `${START}(?:veuillez )?compare[rz]? (?<both>${LAST} (?:et|avec|à|au|aux|versus|vs\\.?) ${LAST})${TAIL}${END}`,
    `${START}(?:est-ce qu(?:e |[’']))?(?<a>${RUN}) (?:(?:est|sont|était|étaient)(?:-(?:ils?|elles?))? )?(?<more>(?:[\\p{L}]+(?:-(?:t-)?(?:ils?|elles?))? )?${MORE_FR}) qu(?:e |[’'])(?<b>${LAST})${END}`,
    `${START}(?:lequel|laquelle|lesquels|lesquelles|qu[’']est-ce qui|(?<who>qui)|quel(?:le)?s? [\\p{L}]+) (?<more>[^,:?!;\\n]{0,60}?${MOST_FR}[^,:?!;\\n]{0,40}?)\\s?[,:–—]\\s(?<both>${LAST} ou ${LAST})${END}`,
    `${START}(?<both>${LAST} ou ${LAST})\\s?[,:–—]\\s(?:lequel|laquelle|lesquels|lesquelles|qu[’']est-ce qui|(?<who>qui)) (?<more>[^,:?!;\\n]{0,60}?${MOST_FR}[^,:?!;\\n]{0,40})${END}`,
    `${START}(?:de|entre) (?<both>${LAST} et ${LAST}), (?:lequel|laquelle|lesquels|lesquelles|qui) (?<more>[^,:?!;\\n]{0,60}?${MOST_FR}[^,:?!;\\n]{0,40})${END}`,
    `${START}(?<both>${LAST} (?:vs\\.?|versus|par rapport (?:à|au|aux)|comparée?s? (?:à|au|aux)) ${LAST})${END}`,
  ]),
]

const JOINT =
  / (?:and|or|with|to|against|versus|vs\.?|compared (?:to|with)|et|ou|avec|à|au|aux|par rapport (?:à|au|aux)|comparée?s? (?:à|au|aux)) /giu
/** Joints that may stand within a side, so that the others come first. */
const WEAK = /^ (?:to|with|à|au|aux|avec) $/i

/** @returns both sides of a comparison, or undefined for what is none */
export function readComparison(text: string): readonly [Side, Side] | undefined {
  for (const { language, pattern } of PATTERNS) {
    const found = pattern.exec(text)
    // What asks something else before it is no comparison as a whole.
    if (!found?.groups || text.slice(0, found.index).includes('?')) continue
    const { groups } = found
    const { a, b, both = '', what, more, tail, who } = groups
    const sides = a !== undefined && b !== undefined ? ([a, b] as const) : divided(both)
    if (!sides) continue
    const [left, right] = [sides[0].trim(), sides[1].trim()]
    if (!mayBeSides(left, right, more !== undefined && a !== undefined)) continue
    const full = completed(left, right, language)
    const owns = [ownWords(left, right, language), ownWords(right, left, language)] as const
    if (owns.includes('')) continue
    const [first, second] = [left, full].map((side) => questionFor(side, { what, more, tail, isPerson: who !== undefined }, language))
    if (first === undefined || second === undefined) continue
    return [
      { written: left, question: first, own: owns[0] },
      { written: right, question: second, own: owns[1] },
    ]
  }
  return undefined
}

/** "the X and Y policy and the Z policy": at the joint behind which the right side begins as the left one does, else at the first. */
function divided(both: string): readonly [string, string] | undefined {
  const joints = [...both.matchAll(JOINT)]
  const strong = joints.filter(({ 0: joint }) => !WEAK.test(joint))
  const usable = strong.length > 0 ? strong : joints
  const cut = (joint: RegExpExecArray): readonly [string, string] => [both.slice(0, joint.index), both.slice(joint.index + joint[0].length)]
  const firstWord = (side: string): string | undefined => /^[\p{L}’']+/u.exec(side.trim())?.[0].toLowerCase()
  const alike = usable.find((joint) => firstWord(cut(joint)[0]) === firstWord(cut(joint)[1]))
  const joint = alike ?? usable[0]
  return joint && cut(joint)
}

/** What stands for something else or for nothing (« faut-il »), or is a point in time, is no side: "than you think", "compared to last year". */
const NO_SIDE =
  /^(?:i|you|we|they|he|she|it|there|this|these|je|j[’']|tu|on|nous|vous|ils?|elles?|ça|cela|c[’'])(?![\p{L}’'])|^(?:j|c)[’']|^(?:faut|vaut|suffit|existe|est|sera|serait|y a-t)-il(?!\p{L})|^(?:(?:the )?(?:last|previous|next) (?:year|month|week)|before|usual|expected|l[’']an(?:née)? (?:dernière?|passée?|prochaine?)|avant|prévu|d[’']habitude)(?!\p{L})/iu
const DETERMINED =
  /^(?:(?:the|an?|my|our|your|their|its|each|les?|la|une?|des|du|mon|ma|mes|notre|nos|votre|vos|celui|celle|ceux|celles|that|those)(?!\p{L})|l[’']|\p{Lu})/u

/** @param than behind "than", a bare word is a side only where the other one is bare too: "longer than expected" compares nothing */
function mayBeSides(left: string, right: string, than: boolean): boolean {
  if (NO_SIDE.test(left) || NO_SIDE.test(right)) return false
  const [first] = contentWords(right, 'en')
  // "more than ten members"
  if (than && first && (/^\d/.test(right) || (isCount(first.form) && right.toLowerCase().startsWith(first.surface.toLowerCase()))))
    return false
  return !than || DETERMINED.test(right) || !DETERMINED.test(left)
}

function ownWords(side: string, other: string, language: Language): string {
  const theirs = new Set(contentWords(other, language).map(({ form }) => form))
  return contentWords(side, language)
    .filter(({ form }) => !theirs.has(form))
    .map(({ surface }) => surface)
    .join(' ')
}

/** Nouns that are said of something: what one side says of itself is asked of the other as well. */
const ATTRIBUTE: Record<Language, RegExp> = {
  en: /^(?<head>(?:the |an? )?(?:\p{L}+ ){0,2}?(?:prices?|costs?|fees?|rates?|dues|durations?|lengths?|terms?|dates?|times?|hours|numbers?|amounts?|sizes?|budgets?|populations?|ages?|salar(?:y|ies)|capacit(?:y|ies)|deadlines?|rules|limits?) (?:of|for) )/iu,
  fr: /^(?<head>(?:les? |la |l[’'])?(?:prix|tarifs?|coûts?|frais|taux|droits|durées?|longueurs?|dates?|heures?|horaires?|nombres?|montants?|tailles?|budgets?|populations?|âges?|salaires?|capacités?|délais?|règles|limites?) (?:de l[’']|de la |de |du |des |d[’']|pour ))/iu,
}
const STANDS_FOR: Record<Language, RegExp> = {
  en: /^(?:that|those|the one|the ones) (?:of|for) /iu,
  fr: /^(?:celui|celle|ceux|celles) (?:de l[’']|de la |de |du |des |d[’']|pour )/iu,
}
/** « les permis de pêche et de chasse » */
const HANGS_ON: Record<Language, RegExp> = { en: /^(?:of|for|in) /iu, fr: /^(?:de |du |des |d[’']|pour |en )/iu }
const CLAUSE = /^(?:what|how|when|where|who|which|ce (?:que|qui|qu[’'])|combien|quand|où|comment)(?!\p{L})/iu

/** The right side with what it takes from the left one: "the price of X and Y" compares it with the price of Y. */
function completed(left: string, right: string, language: Language): string {
  const head = ATTRIBUTE[language].exec(left)?.groups?.head
  // "a member's fee and a guest's"
  const owned = language === 'en' ? /[’']s (?<noun>[\p{L}-]+(?: [\p{L}-]+)?)$/iu.exec(left)?.groups?.noun : undefined
  if (owned !== undefined && /[’']s?$/.test(right)) return `${right} ${owned}`
  // "an expired card and a revoked one"
  const noun = language === 'en' ? left.split(/\s/).at(-1) : undefined
  if (noun && /\s(?:one|ones)$/i.test(right)) return right.replace(/(?:one|ones)$/i, noun)
  const rest = right.replace(STANDS_FOR[language], '')
  if (head !== undefined && !CLAUSE.test(right) && !ATTRIBUTE[language].test(right)) return head + rest
  if (!HANGS_ON[language].test(right)) return right
  const before = /^(?<head>.*?) (?:of|for|in|de|du|des|d[’']|pour|en)(?=[ \p{L}])/iu.exec(left)?.groups?.head
  return before === undefined ? right : `${before} ${right}`
}

interface Compared {
  what?: string | undefined
  more?: string | undefined
  tail?: string | undefined
  /** "Who" is asked for. */
  isPerson: boolean
}

const EACH =
  /(?<!\p{L})(?:each(?: (?:one|of them))?|both(?: of them)?|(?:de )?chacune?(?: d[’'](?:eux|elles))?|(?:des|les) deux)(?!\p{L})/iu

function questionFor(written: string, { what, more, tail, isPerson }: Compared, language: Language): string | undefined {
  const side = written.replace(/^(?:The|An?|Les?|La|Une?|Des|L(?=[’']))(?!\p{L})/u, (article) => article.toLowerCase())
  if (tail !== undefined) return `${EACH.test(tail) ? tail.replace(EACH, language === 'fr' ? `: ${side}` : side) : `${tail} (${side})`}?`
  if (what !== undefined)
    return language === 'fr' ? `Quel est le ${bareNoun(what)} : ${side} ?` : `What is the ${bareNoun(what)} of ${side}?`
  if (more !== undefined) return isPerson && AGE.test(more) ? BORN[language](side) : askedOf(side, more, language)
  return CLAUSE.test(side) ? `${side} ?` : side
}

const AGE = /old|young|âgée?|jeune|vieux|vieille/iu
const BORN: Record<Language, (side: string) => string> = {
  en: (side) => `When was ${side} born?`,
  fr: (side) => `Quand est né ${side} ?`,
}

function bareNoun(text: string): string {
  return text.replace(/^(?:the|les?|la) |^l[’']/iu, '')
}

/** What is asked of each side where one may be, have or cost more: pattern of the predicate, and a question with no more words than it needs. */
const PREDICATES: Record<Language, readonly (readonly [RegExp, (side: string, found: RegExpExecArray) => string])[]> = {
  en: [
    [/expensive|cheap|dear|costs?|price/i, (side) => `How much does ${side} cost?`],
    [/^(?<aux>was|were) (?<verb>\p{L}+ed|built|begun|made)\b/iu, (side, { groups }) => `When ${groups?.aux} ${side} ${groups?.verb}?`],
    [
      /^(?<verb>open|close|start|begin|end|clos|beg[au]n|start|finish|launch)(?:e?s|e?d)?\b/iu,
      (side, { groups }) => `When does ${side} ${groups?.verb}?`,
    ],
    [/(?:more|fewer|less|most|least) (?<noun>\p{L}+s)\b/iu, (side, { groups }) => `How many ${groups?.noun} does ${side} have?`],
    [/old|young|new|recent|earl|late|soon|first|last(?!s)/i, (side) => `Since when has there been ${side}?`],
    [/long|short|takes?|lasts?/i, (side) => `How long does ${side} last?`],
    [/big|large|small|high|tall|low/i, (side) => `What is the size of ${side}?`],
  ],
  fr: [
    [/cher|chère|coûte|prix|abordable/i, (side) => `Combien coûte ${side} ?`],
    [/(?:a été|ont été|fut) (?<verb>\p{L}+(?:ée?s?|ie?s?|te?s?))/iu, (side, { groups }) => `Quand a été ${groups?.verb} ${side} ?`],
    [/(?<verb>ouvre|ferme|commence|débute|finit|termine)(?:nt)?/iu, (side, { groups }) => `Quand ${groups?.verb} ${side} ?`],
    [/(?:plus|moins|davantage) d[e’']\s?(?<noun>[\p{L}]+)/iu, (side, { groups }) => `Combien de ${groups?.noun} : ${side} ?`],
    [/vieux|vieille|ancien|âgée?|jeune|récente?|nouve|premi|dernier|avant|tôt|tard/i, (side) => `Depuis quand y a-t-il ${side} ?`],
    [/long|court|dure|prend/i, (side) => `Combien de temps dure ${side} ?`],
    [/grand|petit|gros|haut|bas/i, (side) => `Quelle est la taille : ${side} ?`],
  ],
}
const COMPARATIVE = new RegExp(`(?<!\\p{L})(?:${MOST_EN}|more|less|${MOST_FR}|plus|moins|aussi)(?!\\p{L})`, 'giu')

/** A side that is a figure itself: "a member's fee", « le prix d’une carte ». */
const FIGURE: Record<Language, RegExp> = {
  en: /^(?:(?:the|an?|my|our|your|their) |.*[’']s ).*(?<!\p{L})(?:prices?|costs?|fees?|fares?|rates?|dues|budgets?|salar(?:y|ies)|fines?|deposits?|limits?|numbers?|amounts?)$/iu,
  fr: /^(?:les? |la |l[’'])?(?:prix|tarifs?|coûts?|frais|taux|droits|budgets?|salaires?|amendes?|dépôts?|limites?|nombres?|montants?)(?!\p{L})/iu,
}

function askedOf(side: string, more: string, language: Language): string {
  if (FIGURE[language].test(side) || ATTRIBUTE[language].test(side)) return language === 'fr' ? `Quel est ${side} ?` : `What is ${side}?`
  for (const [pattern, ask] of PREDICATES[language]) {
    const found = pattern.exec(more)
    if (found) return ask(side, found)
  }
  return `${side} ${more.replace(COMPARATIVE, ' ').replace(/\s+/g, ' ').trim()}`.trim()
}
