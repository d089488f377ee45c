import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readAhead } from './ahead.ts'
import type { Parser } from './parser.ts'
import { type FoundFile, findFiles } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'sourcier-ahead-'))
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
for (const name of NAMES) writeFileSync(join(folder, `${name}.html`), `<p>The page of ${name}.`)

/** A parser that answers when it is told to, and counts how many work at once. */
function slowParsers() {
  const open: { name: string; done: () => void }[] = []
  const count = { running: 0, most: 0, closed: 0 }
  const parser = (): Parser => ({
    parse: (file) =>
      new Promise((resolve) => {
        const name = file.at(-6) ?? ''
        count.most = Math.max(count.most, ++count.running)
        const done = (): void => {
          count.running--
          resolve(name === 'c' ? { failed: 'broken' } : { read: { text: `The page of ${name}.` } })
        }
        open.push({ name, done })
      }),
    close: () => {
      count.closed++
    },
  })
  return { parser, open, count }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(isSo()).toBe(true)
}

const filesOf = async (): Promise<FoundFile[]> => (await findFiles(folder)).files

test('as many files are parsed at once as there are parsers, no more wait to be taken, and they come in their order', async () => {
  const files = await filesOf()
  const { parser, open, count } = slowParsers()
  const ahead = readAhead(files, 2, parser)
  const first = ahead.read(files[0] as FoundFile)
  await until(() => open.length === 2)
  // The second is done before the first, and nothing else is begun before one of them is taken.
  open[1]?.done()
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(open.map(({ name }) => name)).toEqual(['a', 'b'])
  open[0]?.done()
  expect((await first).text).toContain('page of a')
  await until(() => open.length === 3)
  expect((await ahead.read(files[1] as FoundFile)).text).toContain('page of b')
  await until(() => open.length === 4)
  for (const { done } of open.slice(2)) done()
  // What is left out is told when its turn comes.
  await expect(ahead.read(files[2] as FoundFile)).rejects.toMatchObject({ code: 'document-damaged' })
  expect((await ahead.read(files[3] as FoundFile)).text).toContain('page of d')
  expect(count.most).toBe(2)
  ahead.close()
  expect(count.closed).toBe(2)
})

test('one parser reads one document ahead', async () => {
  const files = await filesOf()
  const { parser, open, count } = slowParsers()
  const ahead = readAhead(files, 1, parser)
  const first = ahead.read(files[0] as FoundFile)
  await until(() => open.length === 1)
  open[0]?.done()
  await first
  await until(() => open.length === 2)
  expect(count.most).toBe(1)
  ahead.close()
})

test('a file out of its turn is a mistake of the caller', async () => {
  const files = await filesOf()
  const { parser } = slowParsers()
  await expect(readAhead(files, 1, parser).read(files[4] as FoundFile)).rejects.toThrow('e.html')
})
