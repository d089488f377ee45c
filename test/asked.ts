/** A few short texts, asked with the bundled models and the reader of features. */
import { beforeAll, expect } from 'vitest'
import type { z } from 'zod'
import { ask } from '../src/ask.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { AskRequestSchema, type AskResponse, AskResponseSchema } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import type { Engine } from '../src/engine.ts'
import { corpusOf, type Texts } from './corpus.ts'

/** What a request says beside its question. */
type Given = Omit<z.input<typeof AskRequestSchema>, 'question'>

export async function engineOver(texts: Texts): Promise<Engine> {
  const models = await openModels(DEFAULT_MODEL)
  return { corpus: await corpusOf(texts, models), ...models }
}

/** The whole answer, checked against the contract. */
export async function answerOf(question: string, engine: Engine, given: Given = {}): Promise<AskResponse> {
  return AskResponseSchema.parse(await ask(AskRequestSchema.parse({ question, ...given }), engine))
}

export interface Folder {
  /** There from the first test of the file on. */
  engine(): Engine
  asked(question: string, given?: Given): Promise<AskResponse>
}

/** Opened once, before the first test of the file. */
export function folderOf(texts: Texts): Folder {
  let opened: Engine | undefined
  beforeAll(async () => {
    opened = await engineOver(texts)
  })
  const engine = (): Engine => opened ?? expect.fail('the folder is opened before the first test')
  return { engine, asked: (question, given) => answerOf(question, engine(), given) }
}
