/**
 * Whether a sentence holds the kind of thing that a question asks for. Patterns of both languages, side by side; pure functions over text.
 */
import { statesDate } from '../../documents/dates.ts'
import type { AskedShape, QuestionType } from '../../understand/understand.ts'
import { fold, withoutMarks } from '../../words/analyse.ts'
import { holdsOffice, namedPerson } from '../../words/names.ts'
import { isCount, SCALE_WORDS } from '../../words/numbers.ts'
import { ELSEWHERE, NORTH_AMERICAN } from '../../words/telephones.ts'
import { statesCollective, statesHours, statesTime } from '../../words/times.ts'

/** Kinds that every sentence which answers must show: a date, an amount, a number. */
const VISIBLE: ReadonlySet<QuestionType> = new Set<QuestionType>(['date', 'amount', 'age', 'contact', 'count'])

/** 1 when the kind of thing asked for could be seen in a sentence and is not there. */
export function lacksType(sentence: string, type: QuestionType): number {
  return VISIBLE.has(type) && holdsType(sentence, type) === 0 ? 1 : 0
}

const AMOUNT =
  /\$\s?\d|(?<!\p{L})\p{L}{2,} (?:dollars|euros)(?!\p{L})|\d\s?(?:\$|€|%|dollars?|euros?|cents?(?!\p{L})|millions?|milliards?|billions?)|\b(?:millions|milliards|billions) (?:of|de) |(?:(?:is|are|for|:|·)\s)free(?! (?:to|from)|[\p{L}-])|(?<!\p{L})free (?:of charge|admission|entry|entrance|parking)(?!\p{L})|(?<!\p{L})(?:no (?:charge|cost|fee)|gratuite?s?|gratuitement|sans frais)(?!\p{L})/iu
const AGE =
  /(?<!\d)\d+[\s-](?:years?|ans)(?:[\s-](?:old|of age))?(?!\p{L})|(?<!\d)\d{1,3} (?:or|and) (?:older|over|under|younger|up|above)(?!\p{L})|(?<!\p{L})(?:aged?|âgée?s?) (?:of |de |under |over )?\d|(?<!\p{L})\p{L}{3,} (?:years (?:old|of age)|ans)(?!\p{L})|(?<!\p{L})(?:born|née?s?) (?:in|on|le|en)(?!\p{L})/iu
const CONTACT =
  /\S@\S|https?:|www\.|(?<!\p{L})\p{Lu}\d\p{Lu} ?\d\p{Lu}\d|(?<!\d)[2-9]-?1-?1(?!\d)|\d,? (?:rue|avenue|boulevard|chemin|boul\.)|\d (?:\p{L}[\p{L}.’'-]* ){1,3}(?:street|st\.|avenue|road|drive|boulevard|lane|way|crescent)(?!\p{L})/iu
const TELEPHONE = new RegExp(`(?<!\\d)${NORTH_AMERICAN}|${ELSEWHERE}`, 'u')
const COUNT = /(?<![\p{L}\d])\d[\d\s,.\u00a0\u202f]*(?![\p{L}\d])/u
const COUNT_WORD = /\p{L}+/gu
const PLACE = /(?:^|[\s(«“])(?:[Ii]n|[Aa]t|[Nn]ear|from|[Àà]|[Aa]ux?|[Ee]n|[Dd]ans) (?!\p{Lu}\p{L}* \d{4})\p{Lu}\p{Ll}/u
const REASON =
  /\b(?:because|since|so that|in order to|to (?:avoid|help|ensure|support)|due to|therefore|thus|only by|afin|pour|parce que|puisque|car|grâce à|en vue d|donc|permettr|en raison|à cause)\b|\bpermet/iu
const ENUMERATION = /[:;]|(?:,[^,]+){2,}|,.+\b(?:and|et)\b/iu

/** A number in figures or in words. */
function statesCount(sentence: string): boolean {
  if (COUNT.test(sentence) || statesCollective(sentence)) return true
  return (sentence.match(COUNT_WORD) ?? []).some(
    (word) => isCount(fold(word)) || SCALE_WORDS[fold(word)] !== undefined || /^one$/i.test(word),
  )
}

/** How far a sentence holds the kind of thing asked for, 0 to 1. 0.5 where the kind cannot be seen from outside. */
export function holdsType(text: string, type: QuestionType): number {
  const sentence = withoutMarks(text)
  switch (type) {
    case 'person':
      return (namedPerson(sentence) !== undefined ? 0.6 : 0) + (holdsOffice(sentence) ? 0.4 : 0)
    case 'date':
      // A weekday or a clock time answers "when", but a date more often does; chosen on the development questions.
      if (statesDate(sentence)) return 1
      return statesTime(sentence) ? 0.5 : 0
    case 'amount':
      return AMOUNT.test(sentence) ? 1 : 0
    case 'age':
      return AGE.test(sentence) ? 1 : 0
    case 'contact':
      return CONTACT.test(sentence) || TELEPHONE.test(sentence) ? 1 : 0
    case 'count':
      return statesCount(sentence) ? 1 : 0
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

const UNIT = '(?:minutes?|hours?|days?|weeks?|months?|years?|h|heures?|jours?|journées?|semaines?|mois|ans?|années?)'
const SHAPES: Readonly<Record<'recipient' | 'duration', RegExp>> = {
  recipient:
    /(?<!\p{L})(?:(?:go(?:es)?|went|sent|submit(?:ted)?|give[ns]?|hand(?:ed)?|addressed|paid|payable|awarded|granted|report(?:s|ed)?|deliver(?:ed|s)?|return(?:ed|s)?) (?:\p{L}{1,20} ){0,6}?to(?!\p{L})|receives?|obtains?|(?:remis|envoyé|adressé|versé|transmis|donné|accordé|présenté|soumis|retourné|destiné|va|vont|s’adresse)e?s? (?:\p{L}{1,20} ){0,6}?(?:à|aux?)(?!\p{L})|reçoit|reçoivent|obtient|obtiennent)(?!\p{L})/iu,
  duration: new RegExp(
    `(?<![\\p{L}\\d])(?:[\\d.,]+|\\p{L}+(?:-\\p{L}+)*)(?: (?:and|et) (?:a half|demie?))?[\\s-](?:\\p{L}+ )?${UNIT}(?!\\p{L})`,
    'giu',
  ),
}

/** Whether a sentence shows what such a question asks for. */
export function showsShape(sentence: string, shape: AskedShape): boolean {
  if (shape === 'hours') return statesHours(sentence)
  if (shape === 'recipient') return SHAPES.recipient.test(sentence)
  return (sentence.match(SHAPES.duration) ?? []).some((found) => statesCount(found))
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
    // Each of the patterns holds it.
    if (!text.includes(subject)) continue
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
