/**
 * Examples for the empty page: questions that the documents answer well, each unlike the others, with the document that answers it.
 * Asked once for each index and language.
 */
import { ask } from './ask.ts'
import { AskRequestSchema, type AskResponse, type Citation, type Language } from './domain.ts'
import type { Engine } from './engine.ts'
import { messages } from './messages/index.ts'
import { SURE } from './read/reader.ts'
import { offeredQuestions } from './suggest.ts'
import { fold } from './words/analyse.ts'

export interface ExampleQuestion {
  question: string
  /** The first source of its answer. */
  from: Citation
}

/** Questions asked to find the few that are shown. */
const ASKED = 12
const TITLES = 6

const known = new WeakMap<Engine, Map<Language, Promise<ExampleQuestion[]>>>()

/** @returns at most `limit` examples; those that a document in the other language answers come first, as they show the most */
export function exampleQuestions(engine: Engine, language: Language, limit = 4): Promise<ExampleQuestion[]> {
  const own = known.get(engine) ?? new Map<Language, Promise<ExampleQuestion[]>>()
  known.set(engine, own)
  const found = own.get(language) ?? chooseExamples(engine, language, limit)
  own.set(language, found)
  return found
}

async function chooseExamples(engine: Engine, language: Language, limit: number): Promise<ExampleQuestion[]> {
  const { suggestAbout } = messages(language).answer
  const titles: string[] = []
  for await (const { title } of engine.corpus.documents()) if (titles.push(suggestAbout(title)) === TITLES) break
  const subjects = offeredQuestions(engine, language, undefined, '', ASKED)
  const chosen: ExampleQuestion[] = []
  for (const question of [...subjects, ...titles]) {
    if (chosen.length === limit) break
    const answer = await ask(AskRequestSchema.parse({ question, language }), engine, language)
    const [from] = answer.citations
    if (from && isGood(answer, from, subjects.includes(question)) && isNew(from, chosen)) chosen.push({ question, from })
  }
  const crosses = ({ from }: ExampleQuestion): number => Number(from.language === language)
  return chosen.sort((a, b) => crosses(a) - crosses(b))
}

/** The answer is sure, and the names that were asked about stand in the quote itself. @param isProved its quote is known to answer it */
function isGood({ answered, confidence = 0, question }: AskResponse, { quote }: Citation, isProved: boolean): boolean {
  const said = fold(quote)
  const names = question.match(/\p{Lu}[\p{L}\p{N}’'-]+(?:\s\p{Lu}[\p{L}\p{N}’'-]+)*/gu)?.slice(1) ?? []
  // A title in small letters is none that a person would ask for.
  return answered && confidence >= SURE && (isProved || names.length > 0) && names.every((name) => said.includes(fold(name)))
}

/** Neither the same sentence nor a third answer from one document. */
function isNew({ documentId, start, end }: Citation, chosen: readonly ExampleQuestion[]): boolean {
  const same = chosen.filter(({ from }) => from.documentId === documentId)
  return same.length < 2 && same.every(({ from }) => from.end <= start || end <= from.start)
}
