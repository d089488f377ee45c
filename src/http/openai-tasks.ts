/**
 * What chat clients ask a model between two questions, in words of their own: a title for the conversation, tags, questions that could
 * follow, words to search for. No document answers that; it is made by rule from what was asked.
 */
import type { Language } from '../domain.ts'
import type { Engine } from '../engine.ts'
import { search } from '../search.ts'
import { offeredQuestions } from '../suggest.ts'
import { languageOf } from '../understand/understand.ts'
import { contentWords, plainText } from '../words/analyse.ts'
import type { Said } from './openai.ts'

type Kind = 'title' | 'tags' | 'followUps' | 'queries' | 'completion'

export interface Task {
  kind: Kind
  /** The client reads JSON. */
  json: boolean
  /** Questions of the conversation that it is about, in their order. */
  questions: string[]
}

const MAKE =
  '(?:generate|create|write|provide|suggest|give|produce|propose|summari[sz]e|come up with|analy[sz]e|génère[rz]?|générez|cré(?:e|er|ez)|rédige[rz]?|propose[rz]?|donne[rz]?|suggère|suggérez|résume[rz]?)'
const CONVERSATION =
  "(?:the|this|our|a|la|cette|notre|l[’'])\\s?(?:(?:following|above|whole|current|user[’']s)\\s)?(?:chat history|conversation|chat|discussion|dialogue|messages|échange|clavardage|historique)"
/** What follows when the conversation itself is meant: "the discussion paper" is a document. */
const ITSELF = '(?=\\s*(?:[.,:;!?\\n)]|$|using|in |with|based|without|that|and|as |to |avec|en |sans|qui|et ))'
/** The start of a request to a model that says what is wanted and that it is about the conversation. */
const within = (thing: string): RegExp =>
  new RegExp(`(?<!\\p{L})${MAKE}[^\\n]{0,80}(?<!\\p{L})${thing}[^\\n]{0,200}${CONVERSATION}${ITSELF}`, 'iu')
const KINDS: readonly [Kind, RegExp][] = [
  ['completion', /you are an autocompletion system/i],
  ['queries', /(?:chat history|conversation)[^\n]{0,100}search quer(?:y|ies)/i],
  ['followUps', within('(?:follow-?ups?|next questions|questions? de suivi)')],
  ['tags', within('(?:tags?|étiquettes|mots[- ]clés)')],
  ['title', within('(?:titles?|titre)')],
  // "You are a professional conversation summarizer. Generate a concise title."
  ['title', new RegExp(`conversation (?:summari[sz]er|title)[^\\n]{0,120}${MAKE}[^\\n]{0,60}title`, 'iu')],
  ['title', new RegExp(`(?:analy[sz]e|summari[sz]e|résume[rz]?) ${CONVERSATION}[^\\n]{0,120}(?:title|titre)`, 'iu')],
]
/** Characters of a message in which it says what it wants. */
const HEAD = 1500

/** @returns undefined for a question */
export function taskOf(said: readonly Said[]): Task | undefined {
  const last = said.at(-1)
  if (!last) return undefined
  const instruction = [last, said.find(({ role }) => role === 'system' || role === 'developer')].find(
    (message) => message && kindOf(message.text) !== undefined,
  )
  const kind = instruction && kindOf(instruction.text)
  if (!kind) return undefined
  const quoted = said.flatMap(({ text }) => questionsIn(text))
  const asked = said.filter((message) => message !== instruction && message.role === 'user').map(({ text }) => text)
  return { kind, json: /\bjson\b/i.test(instruction.text), questions: quoted.length > 0 ? quoted : asked }
}

function kindOf(text: string): Kind | undefined {
  const head = text.slice(0, HEAD)
  return KINDS.find(([, pattern]) => pattern.test(head))?.[0]
}

/** Lines of a conversation that stands in the request itself. */
function questionsIn(text: string): string[] {
  return [
    ...text.matchAll(/^[ \t>*#-]{0,6}(?:user|human|utilisat(?:eur|rice)|personne)\**[ \u00a0]?:\**[ \t]{0,3}(\S[^\n]{0,2000})$/gimu),
  ].map(([, question = '']) => question)
}

/** @returns what the client will read, in the language of the conversation */
export async function taskText({ kind, json, questions }: Task, engine: Engine, preferred: Language): Promise<string> {
  const first = questions[0] ?? ''
  const last = questions.at(-1) ?? ''
  const language = languageOf(last) ?? preferred
  switch (kind) {
    case 'title':
      return json ? JSON.stringify({ title: titleOf(first) }) : titleOf(first)
    case 'tags':
      return json ? JSON.stringify({ tags: tagsOf(first, language) }) : tagsOf(first, language).join(', ')
    case 'followUps': {
      const near =
        last === ''
          ? []
          : (await search(last.slice(0, 2000), engine, { limit: 5, preferred: language })).map(({ documentId }) => documentId)
      const found = offeredQuestions(engine, language, [...new Set(near)], last)
      return json ? JSON.stringify({ follow_ups: found }) : found.join('\n')
    }
    case 'queries':
      return JSON.stringify({ queries: [] })
    case 'completion':
      return JSON.stringify({ text: '' })
  }
}

const TITLE_WORDS = 7
const TITLE_LENGTH = 60

/** The first question without its mark, cut between two words. */
function titleOf(question: string): string {
  const words = plainText(question).split(/\s+/u).slice(0, TITLE_WORDS)
  let title = ''
  for (const word of words) {
    if (title !== '' && title.length + word.length >= TITLE_LENGTH) break
    title = `${title} ${word}`.trim()
  }
  const bare = title.slice(0, TITLE_LENGTH).replace(/(?<![\s\p{P}])[\s\p{P}]+$/u, '')
  return bare === '' ? 'Sourcier' : `${bare[0]?.toUpperCase()}${bare.slice(1)}`
}

const MOST_TAGS = 3

function tagsOf(question: string, language: Language): string[] {
  return [...new Set(contentWords(question.slice(0, 2000), language).map(({ surface }) => surface))].slice(0, MOST_TAGS)
}
