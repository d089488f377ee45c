/** What every embedder must do, whatever it is made of. Run by `embedder.test.ts` for each of them. */
import { describe, expect, test } from 'vitest'
import { dot, type Embedder, row, rows } from './embedder.ts'

const TEXTS = [
  'The ferry to the island',
  'harbour 12',
  'Le port',
  'a much longer text about the harbour, the ferry, and the port of the north',
]

/** @param missing why it cannot be tested here: it is then skipped, with this reason in its name */
export function describeEmbedder(name: string, open: () => Promise<Embedder>, missing?: string): void {
  if (missing !== undefined) {
    test.skip(`${name} keeps the contract of an embedder: skipped, because ${missing}`, () => {})
    return
  }
  describe(`${name} keeps the contract of an embedder`, () => {
    test('it has a name, a fingerprint that stays, and dimensions', async () => {
      const [first, again] = [await open(), await open()]
      expect(first.id).toMatch(/\S/)
      expect(first.fingerprint).toBe(again.fingerprint)
      expect(first.dimensions).toBeGreaterThan(0)
    })

    test('one row a text, in their order, of length 1', async () => {
      const embedder = await open()
      const matrix = await embedder.embedPassages(TEXTS)
      expect([matrix.dimensions, rows(matrix)]).toEqual([embedder.dimensions, TEXTS.length])
      const reversed = await embedder.embedPassages([...TEXTS].reverse())
      for (const i of TEXTS.keys()) {
        expect(Math.hypot(...row(matrix, i))).toBeCloseTo(1, 4)
        expect(dot(row(matrix, i), row(reversed, TEXTS.length - 1 - i))).toBeGreaterThan(0.98)
      }
      expect(rows(await embedder.embedPassages([]))).toBe(0)
    })

    test('other texts have other vectors (negative control)', async () => {
      const matrix = await (await open()).embedPassages(TEXTS)
      expect(dot(row(matrix, 0), row(matrix, 1))).toBeLessThan(0.98)
    })

    test('a text means nearly the same alone as beside longer ones; an empty and a very long one are no error', async () => {
      const embedder = await open()
      const texts = ['harbour 12', '', 'the harbour master '.repeat(2000)]
      const together = await embedder.embedPassages(texts)
      expect(dot(row(together, 0), (await embedder.embedPassages(['harbour 12'])).data)).toBeGreaterThan(0.98)
      for (const i of texts.keys()) expect(row(together, i).every(Number.isFinite)).toBe(true)
    })

    test('a question is comparable with passages', async () => {
      const embedder = await open()
      const question = await embedder.embedQuestion('harbour 12')
      expect(question).toHaveLength(embedder.dimensions)
      expect(Math.hypot(...question)).toBeCloseTo(1, 4)
    })

    test('an aborted signal ends both with its reason', async () => {
      const embedder = await open()
      const signal = AbortSignal.abort(new Error('no longer wanted'))
      await expect(embedder.embedPassages(TEXTS, signal)).rejects.toThrow('no longer wanted')
      await expect(embedder.embedQuestion('harbour', signal)).rejects.toThrow('no longer wanted')
    })
  })
}
