/**
 * Several questions in one message: sentences of their own, items of a list, « A, et B ? ». Patterns of both languages, because a
 * message may mix them; pure functions over text, each pattern bounded.
 */
import { withoutCourtesy } from './courtesy.ts'

/** What stands before the first word of a next sentence, or of what a colon announces; "M." and "St." end nothing. */
const SENTENCE_END = /(?:[?!…:]|\s\.|[\p{Ll}\p{N})]{3}\.)["”»)]*\s+$/u

/** Sentences of a text without line breaks. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = []
  let from = 0
  for (const { index, 0: space } of text.matchAll(/\s+/g)) {
    const end = index + space.length
    // « ITQ ? » has a space before its mark.
    if (/^[?!»]/.test(text.slice(end, end + 1)) || !SENTENCE_END.test(text.slice(Math.max(0, end - 8), end))) continue
    sentences.push(text.slice(from, end).trim())
    from = end
  }
  sentences.push(text.slice(from).trim())
  return sentences
}

/** A question that is put to whoever may help. */
const ASKS_FOR_HELP =
  /(?:can|could|would|will) (?:you|any(?:one|body)|some(?:one|body))(?!\p{L})|(?:pouvez|pourriez|voulez)-vous|(?:peux|pourrais|veux)-tu|quelqu[’']un/iu

/**
 * The one question of a text, where other sentences stand beside it: the only one with a question mark, or without any mark the only
 * one that begins as questions do. Of several, the one that does not ask for help.
 */
export function askedSentence(text: string, beginsAsQuestion: (sentence: string) => boolean): string | undefined {
  const sentences = sentencesOf(text)
  const marked = sentences.filter((sentence) => sentence.endsWith('?'))
  const asked = marked.length > 0 ? marked : sentences.filter(beginsAsQuestion)
  const [only, ...others] = asked.length > 1 ? asked.filter((sentence) => !ASKS_FOR_HELP.test(sentence)) : asked
  return sentences.length > 1 && others.length === 0 ? only : undefined
}

/** "1.", "2)", "b)", "-", "•" before an item. */
const ITEM = /^\s*(?:\(?\d{1,2}[.):]|\(?[a-h][.)]|[-*•–—])\s+/

const WH_EN = '(?:who|whom|whose|what|when|where|why|which|how)'
const AUX_EN = '(?:is|are|was|were|does|do|did|can|could|may|must|will|would|should|has|have|had)'
const SUBJECT_EN = '(?:it|they|he|she|there|we|you|i|one|the|an?|any|all|my|our|your|its|their|this|these)'
const BEFORE_EN = '(?:(?:to|for|by|from|with|in|on|at|of|since|until) )?'
const WH_FR =
  '(?:qui|que(?! (?:je|tu|ils?|elles?|on|nous|vous|ce|cela|les?|la|une?|des) )|quoi|quel(?:le)?s?|quand|où|pourquoi|comment|combien|est-ce)'
const BEFORE_FR = "(?:(?:à|de|par|pour|avec|en|dans|depuis|chez|sur|pendant|selon|jusqu[’']à) )?"
const INVERTED_FR = '(?:y )?(?!rendez-vous)\\p{L}{1,20}-(?:t-)?(?:ils?|elles?|on|je|tu|vous|nous|ce)'
const EDGE = '(?![\\p{L}\\p{N}])'

/** Begins as a question does, with or without a mark at its end. */
const BEGINS = new RegExp(
  `^(?:and |but |so |et |mais |puis )?(?:${BEFORE_EN}${WH_EN}${EDGE}|${AUX_EN} |${BEFORE_FR}(?:${WH_FR}${EDGE}|qu[’'])|(?:c[’']est quoi|${INVERTED_FR})${EDGE})`,
  'iu',
)
/** … and is one although nothing marks it: its verb comes before its subject, or who, which, how many, combien asks. */
const PLAINLY_ASKS = new RegExp(
  `^(?:and |et )?(?:${BEFORE_EN}(?:who|whose|which|how (?:many|much|long|often|old)|${WH_EN}(?: \\p{L}{1,20}){0,2} ${AUX_EN})${EDGE}(?! (?:i|we) )|${BEFORE_FR}(?:combien|qui|quel(?:le)?s? (?:est|sont|était)|${WH_FR} est-ce|${WH_FR} (?:\\p{L}{1,20} ){0,3}${INVERTED_FR}|qu[’']est-ce|c[’']est quoi)${EDGE})`,
  'iu',
)
const INVERTED = new RegExp(`(?<![\\p{L}-])${INVERTED_FR}${EDGE}`, 'iu')

/** A question about the one who is asked, or an order in the form of one; whoever is addressed may stand before it ("team, could anybody …"). */
const ASKS_A_FAVOUR = new RegExp(
  `^(?:[\\p{L}’' ]{1,30}[,!] )?(?:(?:can|could|would|will) (?:you|any(?:one|body)|some(?:one|body))|(?:pouvez|pourriez|voulez)-vous|(?:peux|pourrais|veux)-tu|quelqu[’']un (?:peut|pourrait)(?:-il)?)(?:,? (?:please|kindly|also|here|aussi|ici|s[’']il (?:vous|te) pla[iî]t))*,? (?:(?:me|nous|m[’']|us) ?)?(?:${[
    'help|assist|enlighten|aider|éclairer|renseigner|say|print|write|output|repeat|add|include|translate|ignore|append|dire|écrire|répéter|ajouter|traduire|afficher|imprimer|inclure',
    // About the answer, not about the documents.
    '(?:cite|quote|give|provide|show|list|citer|donner|fournir|indiquer|montrer)(?: (?:me|us))? (?:(?:your|the|some|any|all|vos|tes|les|des|quelques) )?(?:sources?|references?|examples?|details?|références?|exemples?|détails?|précisions?)',
  ].join('|')})(?!\\p{L})`,
  'iu',
)

/** An order about the answer beside a question: "… and add a link to …", « Écris ta réponse en vers. » */
const ORDER =
  '(?:(?:also|and|then|please|finally|plus|next|aussi|et|puis|ensuite|enfin|veuillez),? )*(?:add|include|append|insert|put|attach|finish|end|begin|start|sign|write|say|print|repeat|translate|make|use|mention|reply|respond|answer|ajoute[rz]?|inclu(?:s|re|ez)|insére[rz]?|insère|met(?:s|tez|tre)|joins|joignez|termine[rz]?|finis(?:sez)?|commence[rz]?|signe[rz]?|écri(?:s|vez|re)|di(?:s|tes|re)|affiche[rz]?|répète[rz]?|tradui(?:s|sez|re)|mentionne[rz]?|répond(?:s|ez|re))'
const OF_ANSWER =
  '(?:links?|urls?|https?:|www\\.|pictures?|images?|photos?|emojis?|émojis?|jokes?|poems?|rhymes?|haikus?|words?|sentences?|phrases?|strings?|lines?|hashtags?|signatures?|capitals?|capital letters|uppercase|answers?|repl(?:y|ies)|responses?|liens?|blagues?|poèmes?|vers|mots?|chaînes?|lignes?|majuscules|réponses?)'
const ORDER_SENTENCE = new RegExp(`^${ORDER}(?![\\p{L}])[^?]{0,160}?(?<![\\p{L}])${OF_ANSWER}(?![\\p{L}])[^?]{0,160}$`, 'iu')
const ORDER_AT_END = new RegExp(
  `[,;]?\\s+(?:and|then|et|puis)\\s+${ORDER}(?![\\p{L}])[^?]{0,80}?(?<![\\p{L}])${OF_ANSWER}(?![\\p{L}])[^?]{0,120}$`,
  'iu',
)

/** A message without orders about its answer, where a question is left; else as it is. */
export function withoutOrders(text: string): string {
  const sentences = sentencesOf(text)
  const left = sentences
    .filter((sentence) => !ORDER_SENTENCE.test(sentence))
    .map((sentence) => {
      const shorter = sentence.replace(ORDER_AT_END, '')
      return BEGINS.test(withoutCourtesy(shorter)) ? shorter : sentence
    })
    .join(' ')
  return left === text || left === '' ? text : left
}

/** The sentences of a text that ask about something, not for a favour; '' where none does. */
export function askingText(text: string): string {
  const asks = (sentence: string): boolean => /\?["”»)\s]*$/.test(sentence) || BEGINS.test(sentence)
  return sentencesOf(text)
    .filter((sentence) => asks(sentence) && !ASKS_A_FAVOUR.test(sentence))
    .join(' ')
}

const JOINTS = [
  new RegExp(`\\s*[,;]?\\s+(?:and|plus)(?: also)?\\s+(?=${BEFORE_EN}${WH_EN}${EDGE}|${AUX_EN} ${SUBJECT_EN}${EDGE})`, 'giu'),
  new RegExp(`\\s*[,;]?\\s+et(?: aussi)?\\s+(?=${BEFORE_FR}(?:${WH_FR}${EDGE}|qu[’']est-ce)|${INVERTED_FR}${EDGE})`, 'giu'),
]
/** A comma alone divides a row of questions that ends in "and …". */
const COMMAS = [
  new RegExp(`[,;]\\s+(?=${BEFORE_EN}${WH_EN} (?:${AUX_EN}|many|much|long|often|old|\\p{L}{1,20} ${AUX_EN})${EDGE})`, 'giu'),
  new RegExp(
    `[,;]\\s+(?=${BEFORE_FR}(?:quand|où|pourquoi|comment|combien|quel(?:le)?s?|qui (?:est|sont)|qu[’']est-ce|est-ce)${EDGE})`,
    'giu',
  ),
]
/** Words of a question that stands by itself. */
const LEAST_WORDS = 3

/** The questions of a message, in their order, and the sentences that are none. */
export interface Sorted {
  /** A sentence that asks, and the questions that it consists of: one or several. */
  questions: { whole: string; parts: string[] }[]
  others: string[]
}

/** @param lines of a message, without markup @param isSmallTalk of a sentence: it is no question then */
export function questionsIn(lines: readonly string[], isSmallTalk: (sentence: string) => boolean): Sorted {
  const sorted: Sorted = { questions: [], others: [] }
  for (const { text, item } of paragraphs(lines)) {
    for (const written of sentencesOf(text)) {
      const sentence = withoutCourtesy(written.replace(ITEM, ''))
      const marked = /\?["”»)\s]*$/.test(sentence)
      const asks = marked || PLAINLY_ASKS.test(sentence) || (item && BEGINS.test(sentence))
      if (asks && !ASKS_A_FAVOUR.test(sentence) && !isSmallTalk(sentence))
        sorted.questions.push({ whole: sentence, parts: divided(sentence) })
      else if (/[\p{L}\p{N}]/u.test(sentence)) sorted.others.push(sentence)
    }
  }
  return sorted
}

/** Numbers before items that follow one another on one line: "1. … 2. …", "1) … 2) …", "a) … b) …". */
const INLINE = /(?<=^|\s)(?:\(?(\d{1,2}|[a-h])[.)])\s+(?=\p{L})/giu

/** A line that holds a numbered list as one line for each item; as it is where the numbers do not run on. */
export function listedLines(line: string): string[] {
  const marks = [...line.matchAll(INLINE)]
  const order = marks.map(({ 1: mark = '' }) => (/\d/.test(mark) ? Number(mark) : mark.toLowerCase().charCodeAt(0) - 96))
  if (marks.length < 2 || order.some((place, i) => place !== i + 1)) return [line]
  const starts = marks.map(({ index }) => index)
  const before = line.slice(0, starts[0]).trim()
  return [...(before === '' ? [] : [before]), ...starts.map((start, i) => line.slice(start, starts[i + 1]).trim())]
}

/** Lines that go on are put together; an empty line, an item of a list and a line that asks begin anew. */
function paragraphs(lines: readonly string[]): { text: string; item: boolean }[] {
  const found: { text: string; item: boolean }[] = []
  let open = false
  for (const line of lines) {
    const item = ITEM.test(line)
    const last = found.at(-1)
    if (line === '') open = false
    else if (open && last && !item && !PLAINLY_ASKS.test(line)) last.text += ` ${line}`
    else {
      found.push({ text: line, item })
      open = true
    }
  }
  return found
}

/** "A, and B?" as A and B, where each of them asks. */
function divided(sentence: string): string[] {
  const joints = JOINTS.flatMap((joint) => [...sentence.matchAll(joint)])
  if (joints.length === 0) return [sentence]
  const commas = COMMAS.flatMap((comma) => [...sentence.matchAll(comma)])
  const parts: string[] = []
  let from = 0
  for (const { index, 0: joint } of [...joints, ...commas].sort((a, b) => a.index - b.index)) {
    const left = sentence.slice(from, index)
    const right = sentence.slice(index + joint.length)
    if (index < from || !standsAlone(left) || isRelative(left, right)) continue
    parts.push(left)
    from = index + joint.length
  }
  parts.push(sentence.slice(from))
  const mark = /\s?\?["”»)\s]*$/u.exec(sentence)?.[0].trimEnd() ?? ''
  return parts.map((part, i) => (i < parts.length - 1 ? part + mark : part))
}

function standsAlone(left: string): boolean {
  return left.trim().split(/\s+/).length >= LEAST_WORDS && (BEGINS.test(left.trim()) || INVERTED.test(left))
}

/** « l’organisme qui gère le port et qui le finance »: the second clause says more of the same thing. */
function isRelative(left: string, right: string): boolean {
  const clause = /^(?:qui|que|où|who|which|where|when|what)(?!\p{L})/iu.exec(right)?.[0].toLowerCase()
  if (clause === undefined) return false
  return left
    .trim()
    .toLowerCase()
    .split(/[^\p{L}-]+/u)
    .slice(2)
    .includes(clause)
}
