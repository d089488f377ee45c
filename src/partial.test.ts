import { expect, test } from 'vitest'
import { describeDocument } from './documents/read.ts'
import { openHashingModels } from './embed/hashing.ts'
import { type PartialOptions, partialIndexes } from './partial.ts'
import { embedDocument, prepare } from './prepare.ts'

const models = openHashingModels()

/** Documents that come one every 50 milliseconds; a partial index takes 10 for the words of each. @returns when there was one, of how many documents */
async function madeOf(documents: number, options: Partial<PartialOptions> = {}): Promise<[at: number, documents: number][]> {
  let now = 0
  const made: [number, number][] = []
  const wordTable: typeof models.wordTable = {
    ...models.wordTable,
    vectorsOf(forms) {
      now += 10
      return models.wordTable.vectorsOf(forms)
    },
  }
  const offer = partialIndexes({
    ...{ models: { ...models, wordTable }, of: 99, after: 60, clock: () => now, ...options },
    onPartial: ({ documents: held }) => made.push([now, held]),
  })
  for (let i = 1; i <= documents; i++) {
    const document = describeDocument({ source: `${i}.txt`, text: `Document ${i} is about harbours.`, sha256: '' })
    const prepared = prepare(await embedDocument(document, models.embedder))
    now += 50
    await offer(prepared)
  }
  return made
}

test('partial indexes take a tenth of a build at most: the next one waits ten times as long as the last one took', async () => {
  // At 50 it is too early; two documents take 20, so the next one is due 200 later, and the one after it 600 later.
  expect(await madeOf(25)).toEqual([
    [120, 2],
    [380, 6],
    [1160, 18],
  ])
})

test('… and hold so many passages: later documents wait for the whole index; without the bound they do not (negative control)', async () => {
  const held = async (most: number): Promise<number> => Math.max(...(await madeOf(90, { most })).map(([, documents]) => documents))
  expect(await held(3)).toBe(3)
  expect(await held(1000)).toBeGreaterThan(3)
})
