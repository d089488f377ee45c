import { expect, test } from 'vitest'
import { STATIC_MODEL } from '../config.ts'
import { dot, row } from './embedder.ts'
import { openHashingModels } from './hashing.ts'
import { joined } from './joined.ts'
import { openModels } from './open.ts'

test('the cosine of two embedders as one is the weighted mean of theirs; vectors have length 1', async () => {
  const [a, b] = [openHashingModels().embedder, (await openModels(STATIC_MODEL)).embedder]
  const both = joined(a, b, 0.25)
  const texts = ['the ferry leaves the harbour', 'le traversier quitte le port']
  const cosineOf = async (embedder: typeof a) => {
    const [matrix, question] = [await embedder.embedPassages(texts), await embedder.embedQuestion('when does the ferry leave?')]
    return texts.map((_, i) => dot(row(matrix, i), question))
  }
  const [own, others, found] = [await cosineOf(a), await cosineOf(b), await cosineOf(both)]
  for (const i of texts.keys()) expect(found[i]).toBeCloseTo(0.75 * (own[i] ?? 0) + 0.25 * (others[i] ?? 0), 5)
  // Negative control: another share is another cosine.
  expect((await cosineOf(joined(a, b, 0.9)))[0]).not.toBeCloseTo(found[0] ?? 0, 3)
  expect(Math.hypot(...row(await both.embedPassages(texts), 1))).toBeCloseTo(1, 5)
})

test('name, title and weight are those of the first; the fingerprint changes with either and with the share', async () => {
  const [a, b] = [openHashingModels().embedder, (await openModels(STATIC_MODEL)).embedder]
  const titled = { ...a, titled: true, weight: 2 }
  expect(joined(titled, b, 0.25)).toMatchObject({ id: a.id, titled: true, weight: 2, dimensions: a.dimensions + b.dimensions })
  const all = [
    joined(a, b, 0.25),
    joined(a, b, 0.3),
    joined({ ...a, fingerprint: 'other' }, b, 0.25),
    joined(a, { ...b, fingerprint: 'other' }, 0.25),
  ]
  expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(4)
})
