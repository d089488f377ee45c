/** A real writer on a real disk, killed at a random moment: what is there opens whole, and the next writer takes over. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { buildIndex } from '../../src/build-index.ts'
import { currentFolder } from '../published-index.ts'
import { models, random, TORTURE, temporary, versionOf } from './world.ts'

const TRIALS = TORTURE ? 200 : 10

async function kill(documentsFolder: string, indexFolder: string, after: number): Promise<void> {
  const writer = spawn('node', ['--import', 'tsx', 'test/reliability/writer.ts', documentsFolder, indexFolder])
  let said = ''
  writer.stderr.on('data', (chunk) => {
    said += chunk
  })
  await Promise.race([once(writer.stdout, 'data'), once(writer, 'exit').then(() => Promise.reject(new Error(said)))])
  await wait(after)
  writer.kill('SIGKILL')
  await once(writer, 'exit')
}

test(`${TRIALS} writers killed: 0 broken, 0 mixed`, { timeout: 900_000 }, async () => {
  const next = random(7)
  const seen = { old: 0, new: 0 }
  const documentsFolder = temporary('docs')
  const indexFolder = temporary('index')
  for (let trial = 0; trial < TRIALS; trial++) {
    await kill(documentsFolder, indexFolder, next() * 400)
    seen[(await versionOf(indexFolder)) ?? 'old']++
  }
  expect(seen.old + seen.new).toBe(TRIALS)
  // The lock of the last one killed is no hindrance.
  await buildIndex({ documentsFolder, indexFolder, models, store: 'hnsw' })
})

test('… and files written in place would be mixed (negative control)', async () => {
  const documentsFolder = temporary('docs')
  const indexFolder = temporary('index')
  await kill(documentsFolder, indexFolder, 50)
  const found = await versionOf(indexFolder)
  const other = temporary('other')
  cpSync(documentsFolder, other, { recursive: true })
  writeFileSync(join(other, 'c.txt'), 'A document that the other index has.')
  const otherIndex = temporary('index')
  await buildIndex({ documentsFolder: other, indexFolder: otherIndex, models, store: 'hnsw' })
  // Half of another save over this one: what LangChain's own save leaves when it is cut off.
  cpSync(join(currentFolder(otherIndex), 'passages', 'hnswlib.index'), join(currentFolder(indexFolder), 'passages', 'hnswlib.index'))
  expect(found).toBeDefined()
  await expect(versionOf(indexFolder)).rejects.toMatchObject({ code: 'index-damaged' })
  rmSync(other, { recursive: true })
  expect(readFileSync(join(indexFolder, 'CURRENT'), 'utf8')).toMatch(/^g-/)
})
