/** The product's own replies, in the language of the question: to a greeting, to thanks, to a question about itself, to distress. */
import type { Language } from '../domain.ts'
import { messages } from '../messages/index.ts'
import type { BuiltInTopic, Intent, OwnTopic } from '../understand/understand.ts'

/** What a reply says of the documents. */
export interface Listing {
  /** How many there are. */
  count: number
  documents: () => AsyncIterable<{ title: string; language: Language; date?: string | undefined }>
}

/** Documents named in a reply. */
const LISTED = 10

/** @returns lines of text; nothing in it is quoted or cited */
export async function helpText(intent: Intent, language: Language, listing: Listing): Promise<string> {
  const { help } = messages(language).answer
  const documents = listing.count
  switch (intent) {
    case 'greeting':
      return help.greeting(documents)
    case 'thanks':
      return help.thanks
    case 'goodbye':
      return help.goodbye
    case 'capabilities':
      return help.capabilities(documents)
    case 'identity':
      return help.identity(documents)
    case 'documents':
      return [
        help.documents(documents),
        ...(await titles(language, listing)),
        ...(documents > LISTED ? [help.more(documents - LISTED)] : []),
      ].join('\n')
    case 'distress':
      return help.distress
  }
}

/** "• Title (French, 2020-09-01)", in the order of the documents' sources. */
async function titles(language: Language, { documents }: Listing): Promise<string[]> {
  const { languageNames } = messages(language)
  const lines: string[] = []
  for await (const { title, language: own, date } of documents()) {
    if (lines.length === LISTED) break
    lines.push(`• ${title.replace(/\s+/g, ' ')} (${[languageNames[own], ...(date ? [date] : [])].join(', ')})`)
  }
  return lines
}

/** What is replied to a topic: in the operator's words, else in ours; undefined without a topic. */
export function topicText(topic: string | undefined, language: Language, own: readonly OwnTopic[] = []): string | undefined {
  if (topic === undefined) return undefined
  const { help, topics } = messages(language).answer
  const ours: Record<BuiltInTopic, string> = { ...topics, distress: help.distress }
  return own.find(({ name }) => name === topic)?.reply?.[language] ?? Object.entries(ours).find(([name]) => name === topic)?.[1]
}

/** Topics that are met rather than turned down. */
const MET: ReadonlySet<string> = new Set<BuiltInTopic>(['distress', 'insult'])

export function isTurnedDown(topic: string | undefined): boolean {
  return topic !== undefined && !MET.has(topic)
}

/** Kinds of message after which examples of questions are welcome. */
const INVITES: ReadonlySet<Intent> = new Set<Intent>(['greeting', 'capabilities', 'identity', 'documents'])

export function invitesQuestions(intent: Intent): boolean {
  return INVITES.has(intent)
}
