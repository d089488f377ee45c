import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { type Child, type ChildLimits, openChild } from './child.ts'

/** Sleeps for so many milliseconds, or works for ever where there are none. */
const PROGRAM = `process.on('message', ({ sleep }) => {
  while (sleep === 0);
  setTimeout(() => process.send('done'), sleep)
})`
const file = join(mkdtempSync(join(tmpdir(), 'sourcier-child-')), 'child')
writeFileSync(`${file}.ts`, PROGRAM)

let child: Child<{ sleep: number }, unknown>
const ask = (sleep: number, limits: Partial<ChildLimits>): Promise<unknown> => {
  child = openChild(pathToFileURL(file), { heap: 256, resident: 512, time: 60_000, wall: 60_000, ...limits })
  return child.ask({ sleep })
}
afterEach(() => child.close())

test('a process that waits for its turn has time', async () => {
  expect(await ask(5000, { time: 4000 })).toBe('done')
}, 60_000)

test('… one that works does not, nor one that never ends (negative controls)', async () => {
  expect(await ask(0, { time: 2000 })).toEqual({ exceeded: 'time' })
  child.close()
  expect(await ask(50_000, { wall: 1000 })).toEqual({ exceeded: 'time' })
}, 120_000)

test('the time of a file does not count what the files before it took', async () => {
  const first = await ask(1, { time: 4000 })
  const more: unknown[] = []
  for (let i = 0; i < 3; i++) more.push(await child.ask({ sleep: 1 }))
  expect([first, ...more]).toEqual(['done', 'done', 'done', 'done'])
}, 60_000)
