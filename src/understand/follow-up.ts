/**
 * Follow-up questions without a language model: "and who is its minister?", « et son budget ? » take their subject from what was
 * asked and answered before. Pure functions over text; patterns of both languages side by side.
 */
import type { Language } from '../domain.ts'
import { contentWords, fold, type Word, words } from '../words/analyse.ts'
import { MONTHS } from '../words/months.ts'
import { namedPerson } from '../words/names.ts'
import { isWeekday } from '../words/weekdays.ts'
import { askedShape, isTypeWord, questionFocus, questionType } from './asking.ts'
import { chosenIn } from './chosen.ts'
import { inPlaceOf } from './in-place.ts'

export interface Turn {
  question: string
  answer: string
}

export interface InContext {
  /** The question as it is looked up: with its subject in brackets when that was taken from before. */
  text: string
  /** What "it", "his" or "and …" was taken to mean. */
  subject?: string
  /** The question points at something that nothing before it names. */
  dangling: boolean
}

interface Patterns {
  /** "and …", "what about …": goes on from the question before. */
  goesOn: RegExp
  /** Words that stand for a person, and for anything. */
  person: RegExp
  thing: RegExp
  /** Has an interrogative of its own. */
  asks: RegExp
  /** The interrogative of a question, to be lent to one without. */
  interrogative: RegExp
}

const PATTERNS: Record<Language, Patterns> = {
  en: {
    goesOn: /^\W*(?:(?:ok|okay|well|alright|right|thanks|great)\b\W*)?(?:and|but|so|also|what about|how about)\b/iu,
    person: /\b(?:he|him|his|she|her|hers)\b/iu,
    thing:
      /\b(?:what|which) (?:share|part|portion)\b(?! of)|\b(?:it|its|they|them|their|theirs|this|these|those)\b|\bthat(?=\W*$| (?:one|strategy|project|plan|group|agency|body|program|bill|partnership|summit)\b)/iu,
    asks: /\b(?:who|whom|whose|what|when|where|why|which|how)\b(?! about)|^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|can|will)\b/iu,
    interrogative: /\b(?:how (?:much|many|long|old|often)|who|what|when|where|why|which \p{L}+)\b/iu,
  },
  fr: {
    goesOn:
      /^[^\p{L}]*(?:(?:ok|okay|bon|bien|merci|parfait|super|d['’]accord)[^\p{L}]+)?(?:et|mais|alors|et pour|qu['’]en est-il)(?!\p{L})/iu,
    person: /(?:^|[^\p{L}])(?:-t-|-)?(?:il|elle|lui)(?!\p{L})/iu,
    // « Qui les approuve », « Où l’acheter » : before a verb, an article is a pronoun.
    thing:
      /(?<!(?<!\p{L})(?:contre|envers|avec|sans|pour|par|chez|de|à|sur|vers|selon|devant|derrière|après|avant) )(?<!\p{L})qui (?:ne )?(?:(?:les?|la|en|y) |l['’])|(?:^|[^\p{L}])(?:où|comment|quand|pourquoi|à qui)(?: (?:puis-je|peut-on|faut-il|dois-je|doit-on|pourrait-on))? (?:(?:les?|la|en|y) |l['’])\p{L}+(?:er|ir|re)\W*$|(?:^|[^\p{L}])(?:ils|elles|son|sa|ses|leurs?|cela|ça|celui-ci|celle-ci|ce dernier|cette dernière)(?!\p{L})|(?:^|[^\p{L}])en (?:est|sont|était|fait|dit|pense)(?!\p{L})|quelle (?:part|portion|proportion) (?!d)|(?:^|[^\p{L}])(?:cet?|cette|ces) (?=\p{L}{4})|(?:^|[^\p{L}])(?:l['’])(?=(?:a|ont|avait|avaient|est) |a-t|ont-)/iu,
    asks: /(?:^|[^\p{L}])(?:qui|que|quoi|quand|où|pourquoi|combien|comment|quel(?:le)?s?|est-ce)(?!\p{L})|qu['’]/iu,
    interrogative: /(?:^|(?<=[^\p{L}]))(?:combien|qui|quand|où|pourquoi|comment|(?:à )?quel(?:le)?s? (?!est|sont)\p{L}+)(?!\p{L})/iu,
  },
}
/** The noun phrase before an inverted verb is its subject: « le sommet a-t-il lieu ». */
const DETERMINER = /(?:^|[\s(])(?:le|la|les|l['’]|un|une|des|du|au|aux|mon|ma|mes|notre|nos|votre|vos)(?=[\s\p{L}])/iu
/** « faut-il », « y a-t-il », « qu'est-il arrivé » : il stands for nobody. */
const IMPERSONAL =
  /(?:faut|fallait|faudra-t|y (?:a|avait|aura)-t|s['’]agit|existe-t|reste-t|suffit|vaut|arrive-t|passe-t|s['’](?:est|était|y est)|qu['’]est)-il/iu
const INVERTED = /\p{L}+-(?:t-)?(?:ils?|elles?)(?!\p{L})/iu
/** What is asked about, put ahead: "The library, when is it closed?", « Les pneus, est-ce qu’ils sont acceptés ? ». */
const AHEAD =
  /^[^\p{L}]*(?:(?:the|my|our|your|le|la|les|mon|ma|mes|notre|nos|votre|vos)\s|l[’'])(?:[\p{L}\p{N}’'-]+ ){0,4}[\p{L}\p{N}’'-]+,\s/iu
/**
 * A pronoun that stands for what the question itself says behind it: "how long does it take to get a permit", "is it possible to swim",
 * « combien de temps ça prend pour avoir un permis », « qu’est-ce que ça coûte de louer une salle », « est-il permis de fumer », « est-ce qu’il y a un parc ».
 */
const EXPLETIVE: Record<Language, RegExp> = {
  en: /\bit(?= (?:(?:takes?|costs?|took|means?) |(?:\p{L}+ly )?(?:allowed|permitted|possible|legal|illegal|ok|okay|forbidden|prohibited|mandatory|compulsory|required|necessary|free|true|too late|safe|enough) )(?:(?:\p{L}+ ){1,3}?)?(?:to (?!(?:the|an?|all|it|them|him|her|me|us|you|residents?)\b)|that )\p{L}{2})/giu,
  fr: /(?<=(?<!\p{L})(?:est|était|serait|sera-t)-)il(?= (?:\p{L}+ment )?(?:permis|possible|interdit|obligatoire|nécessaire|necessaire|défendu|defendu|légal|legal|illégal|illegal|autorisé|autorise|recommandé|recommande|suffisant|trop tard|utile|normal) (?:de |d[’']|que |qu[’']|pour ))|(?<=(?<!\p{L})qu[’'])il(?= (?:(?:y (?:a|avait|aura|aurait)|faut|fallait|faudra|faudrait|existe|reste|suffit|vaut mieux|s[’']agit|pleut|neige)(?!\p{L})|est (?:permis|possible|interdit|obligatoire|nécessaire|necessaire|défendu|légal|autorisé|trop tard) (?:de |d[’']|que |qu[’']|pour )))|(?<!\p{L})(?:ça|cela)(?= (?:prend|prends|coûte|coute|coûterait|couterait|vaut|demande)(?: \p{L}+){0,3}? (?:(?:pour|de) |d[’'])(?:(?:se|me|les?|la) |[sml][’'])?\p{L}+(?:er|ir|re|oir)(?!\p{L}))/giu,
}
/** "How much does it cost for a tire?", « ça coûte combien, un passeport ? » : the pronoun may stand for what follows, where nothing was said before. */
const MAY_FOLLOW =
  /\bit (?:takes?|costs?) for \p{L}|(?<!\p{L})(?:ça|cela|c[’']est) (?:prend|coûte|coute|vaut|combien)(?: combien)?(?: de temps)?,? (?:pour |le |la |les |l[’']|une? |des )\p{L}/iu

/** « Qui abandonne ses combattants ? » : they are of whoever is asked for, where nothing was said before. « Qui est son directeur ? » leans on it. */
const OF_WHO =
  /^[^\p{L}]*(?:qui|qu[’']est-ce qui) (?!(?:est|sont|était|étaient|sera|seront|serait|fut|furent)(?!\p{L}))(?:n[’']|ne )?(?:a |ont |avait )?\p{L}{3,} (?:son|sa|ses|leurs?) \p{L}/iu

/** Names may hold small words: "Center for Digital Excellence". A French name goes on in small letters: « Agence maritime du Nord ». */
const NAME: Record<Language, RegExp> = {
  en: /(?<!\p{L})\p{Lu}[\p{L}\p{N}’'-]*(?:\s+(?:(?:of|for|and|the|de|du|des|d['’]|la|le|et)\s+)?\p{Lu}[\p{L}\p{N}’'-]*)*/gu,
  fr: /(?<!\p{L})\p{Lu}(?:\p{Ll}+(?:\s+(?:(?:de|du|des|d['’]|la|le|et)\s*){0,2}\p{L}[\p{L}\p{N}’'-]{3,})*|[\p{L}\p{N}’'-]*(?:\s+\p{Lu}[\p{L}\p{N}’'-]*)*)/gu,
}

/** @param languageOf the language of a question before this one */
export function inContext(
  question: string,
  language: Language,
  history: readonly Turn[],
  languageOf: (text: string) => Language = () => language,
): InContext {
  const pointer = pointsAt(question, language)
  if (!pointer) return { text: question, dangling: false }
  const chosen = chosenIn(question)
  if (chosen) return { text: question, subject: chosen.name, dangling: false }
  const before = history.at(-1)
  if (!before) return { text: question, dangling: pointer !== 'more' && !MAY_FOLLOW.test(question) && !OF_WHO.test(question) }
  const spoken = languageOf(before.question)
  const earlier = inContext(before.question, spoken, history.slice(0, -1), languageOf)
  const subject = pointer === 'person' ? personBefore(before, earlier, spoken) : subjectOf(before.question, earlier, spoken)
  if (!subject) return { text: question, dangling: pointer !== 'more' }
  const asks = PATTERNS[language].asks.test(question)
  const completed = pointer === 'more' && spoken === language ? inPlaceOf(question, earlier.text, language, asks) : undefined
  if (completed !== undefined) return { text: completed, subject, dangling: false }
  const lent = asks ? '' : (PATTERNS[spoken].interrogative.exec(before.question)?.[0] ?? '')
  return { text: `${lent ? `${lent} … ` : ''}${question} (${subject})`, subject, dangling: false }
}

/** What a question leans on: a person or a thing named before, or the question before as a whole. */
function pointsAt(asked: string, language: Language): 'person' | 'thing' | 'more' | undefined {
  const { goesOn, person, thing } = PATTERNS[language]
  const question = asked.replace(EXPLETIVE[language], (pronoun) => ' '.repeat(pronoun.length))
  for (const [kind, pattern] of [
    ['person', person],
    ['thing', thing],
  ] as const) {
    const found = pattern.exec(question)
    if (found && !namesItsOwn(question, found.index + found[0].length, kind, language)) return kind
  }
  return goesOn.test(question) || namingWords(question, question, language).length === 0 ? 'more' : undefined
}

/** Whether what stands before the pronoun names what it stands for: « Quand ITQ a-t-il … », "Does the lab share its data?". */
function namesItsOwn(question: string, end: number, kind: 'person' | 'thing', language: Language): boolean {
  const before = question.slice(0, end)
  if (words(before).some(({ surface, capital, exact }) => (capital || exact) && surface !== 'I')) return true
  if (AHEAD.test(before)) return true
  if (language === 'fr') {
    if (/il$/iu.test(before) && IMPERSONAL.test(before)) return true
    const inverted = INVERTED.exec(before)
    if (inverted) return DETERMINER.test(before.slice(0, inverted.index))
  }
  return namingWords(before, question, language).length >= (kind === 'person' ? 1 : 2)
}

/** The person that the turn before was about: asked for by name, or given in its answer. */
function personBefore(turn: Turn, earlier: InContext, language: Language): string | undefined {
  const asked = namedPerson(turn.question)
  if (asked) return asked
  const own = subjectOf(turn.question, earlier, language)
  if (questionType(turn.question, language) !== 'person') return own
  const given = namedPerson(turn.answer)
  return given && own && !given.includes(own) ? `${given}, ${own}` : (given ?? own)
}

/** The verb of "how much does it cost", folded: what is asked, not what it is asked about. */
const COSTS = /^(?:costs?|cout(?:e|ent|ait|aient|era|eront))$/

/** What a question is about: its names, else its words less those of the thing asked for; what it leant on itself when it has none. */
function subjectOf(question: string, { subject }: InContext, language: Language): string | undefined {
  const chosen = chosenIn(question)
  if (chosen) return chosen.name
  const names = namesOf(question, language)
  if (names.length > 0) return names.join(', ')
  if (subject) return subject
  const focus = questionFocus(question, language)
  const content = namingWords(question, question, language)
  const others = content.filter(({ form }) => form !== focus && !COSTS.test(form))
  return (others.length > 0 ? others : content).map(({ surface }) => surface).join(' ') || undefined
}

/** Whether a question names nothing that it could be about: "when", "how long". */
export function namesNothing(question: string, language: Language): boolean {
  return namingWords(question, question, language).length === 0
}

/** Content words of a part of a question, less those that only say what kind of thing it asks for. */
function namingWords(part: string, question: string, language: Language): Word[] {
  const asked = { type: questionType(question, language), shape: askedShape(question) }
  return contentWords(part, language).filter(({ form }) => !isTypeWord(form, asked))
}

/** Whoever asks, a day or a month: not what a question is about. « DEC » is a diploma. */
function isNoSubject(name: string): boolean {
  const form = fold(name)
  return /^i(?:['’]\p{Ll}+)?$/u.test(form) || ((isWeekday(form) || MONTHS[form] !== undefined) && !/^\p{Lu}{2,4}$/u.test(name))
}

function namesOf(question: string, language: Language): string[] {
  const first = question.search(/\p{L}/u)
  return [...question.matchAll(NAME[language])].flatMap((match) => {
    if (isNoSubject(match[0])) return []
    const isFirst = match.index === first
    // The first word has a capital whatever it is; an acronym has more than one. "Is the BCAS open?" is about the BCAS.
    if (isFirst && !/^\p{Lu}{2}/u.test(match[0])) {
      const rest = match[0].replace(/^\S+\s*(?:\p{Ll}+\s+)*/u, '')
      return /^\p{Lu}/u.test(rest) && !isNoSubject(rest) ? [rest] : []
    }
    // "Canadian summit": the adjective alone names nothing.
    const noun = /^\s+(\p{Ll}{4,})/u.exec(question.slice(match.index + match[0].length))?.[1]
    const adjective = /^\p{Lu}\p{Ll}+(?:an|ian|ese|ish|ic)$/u.test(match[0])
    return [adjective && noun ? `${match[0]} ${noun}` : match[0].replace(/['’]s?$/u, '')]
  })
}
