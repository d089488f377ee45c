/** Questions at a steady rate while generations are swapped below them: no error, and every citation fits one generation. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask } from '../../src/ask.ts'
import { buildIndex } from '../../src/build-index.ts'
import { AskRequestSchema, type AskResponse, AskResponseSchema } from '../../src/domain.ts'
import { createApp } from '../../src/http/app.tsx'
import type { AppState } from '../../src/http/env.ts'
import { Gate } from '../../src/http/gate.ts'
import { openLog } from '../../src/http/log.ts'
import { reopen } from '../../src/refresh.ts'
import { folderHome } from '../../src/store/folder.ts'
import { halfway, models, TORTURE, VERSIONS, type Version, writeVersion } from './world.ts'

const SWAPS = TORTURE ? 100 : 40
/** Milliseconds from one question to the next. Short enough for several a swap; shorter ones would only keep the swaps waiting for the processor. */
const INTERVAL = 60

test(`${SWAPS} generations swapped under questions: 0 errors, every citation verifies`, { timeout: 600_000 }, async () => {
  const options = await halfway()
  const { index } = await buildIndex(options)
  const state: AppState = { engine: { corpus: index.corpus, ...models }, notices: [] }
  const versions = new Map<string, Version>([[index.manifest.generation, 'new']])
  const errors: unknown[] = []
  const log = openLog('errors', { write: (line) => void errors.push(line) })
  // Building takes the thread for itself here: questions wait for it.
  const app = createApp({ state, log, gate: new Gate({ running: 2, waiting: 1000 }) })
  let swapping = true
  let asked = 0
  const cited = { old: 0, new: 0 }
  const askOnce = async (): Promise<void> => {
    const question = asked++ % 2 === 0 ? 'When was the lighthouse built?' : 'Le phare est-il ouvert au public ?'
    const response = await app.request('/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
    })
    expect(response.status).toBe(200)
    const answer = AskResponseSchema.parse(await response.json())
    const version = versions.get(answer.index.generation) as Version
    cited[version] += answer.passages.length
    expect(misfits(answer, version)).toEqual([])
  }
  const asking = (async () => {
    const running: Promise<void>[] = []
    while (swapping) {
      running.push(askOnce())
      await wait(INTERVAL)
    }
    await Promise.all(running)
  })()
  for (let swap = 0; swap < SWAPS; swap++) {
    const version = swap % 2 === 0 ? 'old' : 'new'
    writeVersion(options.documentsFolder, version)
    const { index: built } = await buildIndex(options)
    versions.set(built.manifest.generation, version)
    await reopen(state, folderHome(options.indexFolder))
  }
  swapping = false
  await asking
  expect(errors).toEqual([])
  expect(versions.size).toBe(2)
  expect(asked).toBeGreaterThan(SWAPS)
  expect(Math.min(cited.old, cited.new)).toBeGreaterThan(10)
})

/** Quotes and passages of an answer that do not stand where they should in a version of the documents. */
function misfits({ citations, passages }: AskResponse, version: Version): string[] {
  const texts: Record<string, string> = VERSIONS[version]
  return [...citations, ...passages.map((passage) => ({ ...passage, quote: passage.text }))]
    .filter(({ source, quote, start, end }) => texts[source]?.slice(start, end) !== quote)
    .map(({ quote }) => quote)
}

test('… and an answer from another generation than it says would be seen (negative control)', async () => {
  const options = await halfway()
  const { index } = await buildIndex(options)
  const engine = { corpus: index.corpus, ...models }
  const answer = await ask(AskRequestSchema.parse({ question: 'Le phare est-il ouvert au public ?' }), engine)
  expect(misfits(answer, 'new')).toEqual([])
  expect(misfits(answer, 'old')).not.toEqual([])
})
