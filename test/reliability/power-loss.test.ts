/** Power is cut at every operation of a publication, in every way: the store opens as the old or the new one. */
import { cpSync, rmSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BuildOptions, buildIndex } from '../../src/build-index.ts'
import type { Files } from '../../src/store/files.ts'
import { CUTS, type Cut, Disk, type Operation, recordingFiles } from './disk.ts'
import { halfway, temporary, versionOf } from './world.ts'

interface Recording {
  before: string
  operations: Operation[]
  options: BuildOptions
}

async function record(alter: (files: Files) => Files = (files) => files): Promise<Recording> {
  const options = await halfway()
  const before = temporary('before')
  cpSync(options.indexFolder, before, { recursive: true })
  const operations: Operation[] = []
  await buildIndex({ ...options, files: alter(recordingFiles(options.indexFolder, operations)) })
  return { before, operations, options }
}

/** What is found after a cut at each operation: a version, or what went wrong. */
async function outcomes({ before, operations }: Recording, cut: Cut): Promise<string[]> {
  const disk = new Disk(before)
  const found: string[] = []
  for (const operation of operations) {
    disk.apply(operation)
    const folder = disk.after(cut)
    if (!folder) continue
    found.push(await versionOf(folder).then(String, (error: Error) => `${error.message} after ${operation.kind} ${operation.path}`))
    rmSync(folder, { recursive: true })
  }
  return found
}

describe('power loss', { timeout: 120_000 }, () => {
  let recording: Recording
  beforeAll(async () => {
    recording = await record()
  })

  test.each(Object.entries(CUTS))('%s: %s', async (cut) => {
    const found = await outcomes(recording, cut as Cut)
    expect(found.filter((outcome) => outcome !== 'old' && outcome !== 'new')).toEqual([])
    expect(found.length).toBeGreaterThan(cut === 'last' ? 1 : cut === 'torn' ? 3 : 20)
  })

  test('the first state is the old one, the last the new one', async () => {
    const found = await outcomes(recording, 'all')
    expect([found[0], found.at(-1)]).toEqual(['old', 'new'])
  })

  test('after every cut the next build makes the new index, and leaves nothing else behind', async () => {
    const disk = new Disk(recording.before)
    for (const [i, operation] of recording.operations.entries()) {
      disk.apply(operation)
      if (i % 3 !== 0) continue
      const indexFolder = disk.after('all') as string
      await buildIndex({ ...recording.options, indexFolder })
      expect(await versionOf(indexFolder)).toBe('new')
    }
  })

  // Known-bad variants: each leaves out one step, and one of the ways to cut must see it.
  const skip = (kind: 'syncFile' | 'syncFolder', when: (nth: number) => boolean): ((files: Files) => Files) => {
    let nth = 0
    return (files) => ({ ...files, [kind]: async (path: string) => (when(nth++) ? undefined : files[kind](path)) })
  }
  test.each([
    ['nothing is synced', skip('syncFile', () => true), 'names'],
    ['no folder is synced', skip('syncFolder', () => true), 'last'],
    ['the generation is not synced before the pointer', skip('syncFolder', (nth) => nth === 2), 'last'],
  ] as const)('… and a writer is caught when %s (negative control)', async (_, alter, cut) => {
    const found = await outcomes(await record(alter), cut)
    expect(found.filter((outcome) => outcome !== 'old' && outcome !== 'new')).not.toEqual([])
  })
})
