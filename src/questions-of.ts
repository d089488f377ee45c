/**
 * A sentence in, the question that it answers out, in its own language: "The market has ninety stalls." -> "How many stalls does the market
 * have?", « La tour a été bâtie en 1872. » -> « Quand la tour a-t-elle été bâtie ? ». Patterns of both languages side by side; whether asking
 * the question really finds the sentence is for who offers it to try.
 */
import type { Language } from './domain.ts'
import { fold } from './words/analyse.ts'
import { NUMBER_WORDS, SCALE_WORDS } from './words/numbers.ts'

export const SENTENCE_QUESTIONS = ['when', 'who-did', 'how-many', 'how-much', 'how', 'where'] as const
export type SentenceQuestion = (typeof SENTENCE_QUESTIONS)[number]

export interface FoundQuestion {
  kind: SentenceQuestion
  question: string
}

const COUNT = `(?:\\d{1,3}(?:[ ,\u00a0\u202f]\\d{3})*|(?:${[...Object.keys(NUMBER_WORDS), ...Object.keys(SCALE_WORDS)]
  .filter((word) => !['half', 'cents', 'cent'].includes(word))
  .join('|')}|quatre-vingts?|cent|cinquante)(?:[- ](?:et[- ])?[\\p{L}]+){0,3}?)`
const NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}’'&-]*"
/** What a sentence begins with: a noun with its article, or a name; of a few words, so that it is one thing. */
const SUBJECT: Record<Language, string> = {
  en: `(?<subject>(?:(?:The|An?) ${NAME}|\\p{Lu}[\\p{L}\\p{N}’'&-]*)(?: (?:(?:of|for|and) )?(?:the )?${NAME}){0,5}?)`,
  fr: `(?<subject>(?:(?:Le|La|Les|Une?) ${NAME}|L[’']${NAME}|\\p{Lu}[\\p{L}\\p{N}’'&-]*)(?: (?:(?:de|du|des|et|à|au|aux|la|le|les) ){0,2}(?:[ld][’'])?${NAME}){0,5}?)`,
}
const DATE: Record<Language, string> = {
  en: '(?:in|on|since) (?:\\p{L}+ )?(?:\\d{1,2},? )?(?:\\p{L}+ )?\\d{4}',
  fr: '(?:en|le|au|depuis) (?:\\d{1,2}(?:er)? )?(?:\\p{L}+ )?\\d{4}',
}
/** Begins with what stands for something else, or for each of several. */
const NO_SUBJECT =
  /^(?:it|he|she|they|we|you|i|this|that|these|those|there|each|every|all|one|some|many|another|its|his|her|their|our|if|when|in|on|at|by|for|with|as|but|and|il|elle|ils|elles|nous|vous|on|ce|cet|cette|ces|cela|ça|chaque|tout|tous|toutes|certains|son|sa|ses|leur|leurs|notre|nos|si|quand|en|dans|avec|mais|et)(?!\p{L})/iu

interface Maker {
  kind: SentenceQuestion
  language: Language
  pattern: RegExp
  make: (groups: Record<string, string>) => string
}

const DONE_EN = 'founded|created|launched|opened|established|built|adopted|signed|inaugurated|incorporated|renovated|published'
const DONE_FR = 'fond|cré|lanc|inaugur|adopt|sign|constitu|rénov|publi|bât|constru|ouver|établ'
const unit = (language: Language, source: string): RegExp => new RegExp(`^${SUBJECT[language]} ${source}`, 'u')

const MAKERS: readonly Maker[] = [
  {
    ...{ kind: 'when', language: 'en', pattern: unit('en', `(?<aux>was|were) (?<verb>${DONE_EN}) ${DATE.en}`) },
    make: ({ subject, aux, verb }) => `When ${aux} ${subject} ${verb}?`,
  },
  {
    ...{ kind: 'who-did', language: 'en', pattern: unit('en', `(?:was|were) (?<verb>${DONE_EN})(?: ${DATE.en})? by \\p{Lu}`) },
    make: ({ subject, verb }) => `Who ${verb} ${subject}?`,
  },
  {
    ...{
      kind: 'how-many',
      language: 'en',
      pattern: unit(
        'en',
        `(?<verb>has|employs|counts|operates|serves) (?:about |some |more than )?${COUNT} (?<noun>\\p{L}+s|people)(?=[.,;]| (?:in|at|for|and|who|that|from)(?!\\p{L}))`,
      ),
    },
    make: ({ subject, verb = '', noun }) => `How many ${noun} does ${subject} ${verb === 'has' ? 'have' : verb.replace(/s$/, '')}?`,
  },
  {
    ...{
      kind: 'how-much',
      language: 'en',
      pattern: unit('en', 'costs (?:about |up to )?(?:[$€£]\\s?\\d|\\d[\\d,.]* (?:dollars|euros|cents))'),
    },
    make: ({ subject }) => `How much does ${subject} cost?`,
  },
  {
    ...{
      kind: 'how',
      language: 'en',
      pattern:
        /^To (?<deed>\p{Ll}+ (?:an?|the|your|for|to) [^,.;:]{3,60}), (?:you(?= |[’']) ?|an? \p{L}+ |applicants |residents |visitors )?(?:must|need to|should|have to|can|will need|[’']ll need|fill|complete|call|write|send|go|bring|apply|contact|ask|visit|use|consult|see)(?!\p{L})/u,
    },
    make: ({ deed = '' }) => `How do I ${deed.replace(/\byour\b/, 'my')}?`,
  },
  {
    ...{
      kind: 'where',
      language: 'en',
      pattern: unit(
        'en',
        '(?<aux>is|are) (?:located |situated )?(?:at|in) (?:\\d+[ ,]|(?:downtown |central )?\\p{Lu}\\p{L}+(?=[.,;]| and))',
      ),
    },
    make: ({ subject, aux }) => `Where ${aux} ${subject}?`,
  },
  {
    ...{ kind: 'when', language: 'fr', pattern: unit('fr', `(?<aux>a|ont) été (?<verb>(?:${DONE_FR})\\p{L}{1,6}) ${DATE.fr}`) },
    make: ({ subject, aux = '', verb = '' }) =>
      `Quand ${subject} ${aux === 'a' ? 'a-t' : 'ont'}-${/es?$/.test(verb) && /[éit]es?$/.test(verb) ? 'elle' : 'il'}${aux === 'ont' ? 's' : ''} été ${verb}\u202f?`,
  },
  {
    ...{
      kind: 'who-did',
      language: 'fr',
      pattern: unit('fr', `(?:a|ont) été (?<verb>(?:${DONE_FR})\\p{L}{1,6})(?: ${DATE.fr})? par (?:l[ea’'] ?)?\\p{Lu}`),
    },
    make: ({ subject, verb = '' }) => `Qui a ${verb.replace(/(?<=[éit])e?s?$/u, '')} ${subject}\u202f?`,
  },
  {
    ...{
      kind: 'how-many',
      language: 'fr',
      pattern: unit(
        'fr',
        `(?<verb>compte|emploie|possède|regroupe|comprend|dessert) (?:environ |plus de )?${COUNT} (?<noun>\\p{L}+[sx])(?=[.,;]| (?:à|au|en|dans|et|qui|pour)(?!\\p{L}))`,
      ),
    },
    make: ({ subject, verb, noun = '' }) => `Combien ${ofWord(noun)} ${verb} ${subject}\u202f?`,
  },
  {
    ...{
      kind: 'how-much',
      language: 'fr',
      pattern: unit('fr', '(?<verb>coûte|coûtent) (?:environ |jusqu’à )?\\d[\\d ,.\u00a0\u202f]*(?:\\$|€|dollars|euros)'),
    },
    make: ({ subject, verb }) => `Combien ${verb} ${subject}\u202f?`,
  },
  {
    ...{
      kind: 'how',
      language: 'fr',
      pattern:
        /^Pour (?<deed>\p{Ll}+(?:er|ir|re|oir) (?:une?|le|la|les|l[’']|des|votre|vos|sa|son) ?[^,.;:]{3,60}), (?:il (?:faut|suffit)|vous (?:devez|pouvez)|on (?:doit|peut)|remplissez|appelez|écrivez|présentez|communiquez|adressez|consultez|utilisez)(?!\p{L})/u,
    },
    make: ({ deed = '' }) => `Comment ${deed.replace(/(?<!\p{L})votre(?!\p{L})/u, 'mon')}\u202f?`,
  },
  {
    ...{
      kind: 'where',
      language: 'fr',
      pattern: unit('fr', '(?<aux>est|sont) (?:situé|située|situés|situées|installé|installée) (?:à|au|aux|en|dans) (?:\\d|l[ae] )?\\p{L}'),
    },
    make: ({ subject, aux }) => `Où ${aux} ${subject}\u202f?`,
  },
]

/** "How to apply" and « Comment s’inscrire » head what tells how; a heading may be a question itself. @param heading on one line */
export function questionOfHeading(heading: string, language: Language): string | undefined {
  const words = heading.replace(/^[\d.]+\s+/, '').trim()
  const size = words.split(' ').length
  if (size < 3 || size > 14 || /[“”"«»:()]/.test(words) || LEANS.test(words)) return undefined
  if (/\p{L}\s?\?$/u.test(words) && ASKS[language].test(words)) return language === 'fr' ? words.replace(/\s?\?$/, '\u202f?') : words
  const how = (language === 'en' ? /^How to (?<deed>\p{Ll}.*\p{L})$/u : /^Comment (?<deed>\p{Ll}.*\p{L})$/u).exec(words)?.groups?.deed
  return how === undefined ? undefined : language === 'en' ? `How do I ${how}?` : `Comment ${how}\u202f?`
}

const ASKS: Record<Language, RegExp> = {
  en: /^(?:(?:To |For |In |At )?(?:Who|Whom|What|When|Where|Why|Which|How)|Is|Are|Do|Does|Can|May|Must|Should|Will)(?!\p{L})/u,
  fr: /^(?:(?:À |De |En |Pour |Jusqu[’'])?(?:[Qq]ui|[Qq]ue|[Qq]uoi|[Qq]uel(?:le)?s?|[Qq]uand|[Oo]ù|[Pp]ourquoi|[Cc]omment|[Cc]ombien)|Est-ce|Qu[’']est-ce|Faut-il|Puis-je|Peut-on|Dois-je)(?!\p{L})/u,
}

/** A heading that is understood below the ones above it alone. */
const LEANS =
  /(?<!\p{L})(?:it|its|they|them|their|this|these|that|those|he|she|il|elle|ils|elles|cela|ça|celui|celle|ce|cet|cette|ces|son|sa|ses|leurs?|-il|-elle)(?!\p{L})/iu

function ofWord(noun: string): string {
  return /^[aeiouyhàâéèêîôœ]/i.test(noun) ? `d’${noun}` : `de ${noun}`
}

/** Characters of a sentence that a question is made of. */
const LONGEST = 300

/** @param sentence on one line @returns a question for each kind that the sentence answers by its form */
export function questionsOf(sentence: string, language: Language): FoundQuestion[] {
  if (sentence.length > LONGEST || NO_SUBJECT.test(sentence)) return []
  const made = MAKERS.flatMap(({ kind, language: own, pattern, make }) => {
    const groups = own === language ? pattern.exec(sentence)?.groups : undefined
    return groups ? [{ kind, question: make({ ...groups, subject: inSentence(groups.subject ?? '') }) }] : []
  })
  return made.filter(({ question }) => !/[“”"«»]/.test(question) && !fold(question).includes('undefined'))
}

/** An article that begins a sentence has a small letter within one. */
function inSentence(subject: string): string {
  return subject.replace(/^(?:The|An?|Les?|La|Une?|L(?=[’']))(?![\p{L}\p{N}])/u, (article) => article.toLowerCase())
}
