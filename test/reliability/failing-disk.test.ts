/** Every operation of a publication fails once, in every way: the old index is intact, the error is clear, the next attempt succeeds. */
import { describe, expect, test } from 'vitest'
import { buildIndex } from '../../src/build-index.ts'
import { type Files, realFiles } from '../../src/store/files.ts'
import { halfway, TORTURE, versionOf } from './world.ts'

const CODES = ['ENOSPC', 'EIO', 'EMFILE', 'EACCES', 'short'] as const
type Fault = (typeof CODES)[number]

/** The n-th operation fails; counts all of them. */
function failing(n: number, fault: Fault): { files: Files; count: () => number; happened: () => boolean } {
  let count = 0
  let happened = false
  const due = (): boolean => {
    if (++count !== n) return false
    happened = true
    return true
  }
  const fail = (): Promise<never> => Promise.reject(Object.assign(new Error(fault), { code: fault }))
  const wrap =
    <A extends unknown[], R>(operation: (...given: A) => Promise<R>, short?: (...given: A) => Promise<R>) =>
    (...given: A): Promise<R> => {
      if (!due()) return operation(...given)
      if (fault !== 'short') return fail()
      return short ? short(...given) : operation(...given)
    }
  const { makeFolder, write, append, link, writeNative, syncFile, syncFolder, rename, remove, list, size } = realFiles
  const files: Files = {
    makeFolder: wrap(makeFolder),
    write: wrap(write, async (path, chunks) => {
      const bytes = Buffer.concat([...chunks])
      await write(path, [bytes.subarray(0, Math.floor(bytes.length / 2))])
    }),
    append: wrap(append, (path, bytes) => append(path, bytes.subarray(0, Math.floor(bytes.length / 2)))),
    link: wrap(link),
    writeNative: wrap(writeNative, async (path, native) => {
      await native()
      const { truncateSync, statSync } = await import('node:fs')
      truncateSync(path, Math.floor(statSync(path).size / 2))
    }),
    syncFile: wrap(syncFile),
    syncFolder: wrap(syncFolder),
    rename: wrap(rename),
    remove: wrap(remove),
    list: wrap(list),
    size: wrap(size),
  }
  return { files, count: () => count, happened: () => happened }
}

async function operations(): Promise<number> {
  const none = failing(-1, 'EIO')
  await buildIndex({ ...(await halfway('exact')), files: none.files })
  return none.count()
}

describe('a failing disk', () => {
  test.each(TORTURE ? (['exact', 'hnsw'] as const) : (['hnsw'] as const))(
    'every operation, every fault (%s)',
    { timeout: 600_000 },
    async (store) => {
      const total = (await operations()) + (store === 'hnsw' ? 14 : 0)
      let failures = 0
      for (let n = 1; n <= total; n++) {
        for (const fault of TORTURE ? CODES : [CODES[n % CODES.length] as Fault]) {
          const options = await halfway(store)
          const broken = failing(n, fault)
          const error = await buildIndex({ ...options, files: broken.files }).then(
            () => undefined,
            (thrown) => thrown as { code: string; params: { cause: string } },
          )
          const found = await versionOf(options.indexFolder)
          if (error) {
            failures++
            expect([error.code, found === 'old' || found === 'new'], `${n} ${fault}`).toEqual(['index-unwritable', true])
            if (fault !== 'short') expect(error.params.cause).toBe(fault)
          } else expect(found, `${n} ${fault}`).toBe('new')
          await buildIndex(options)
          expect(await versionOf(options.indexFolder), `${n} ${fault}`).toBe('new')
        }
      }
      expect(failures).toBeGreaterThan(total / 2)
    },
  )

  test('… and without looking at what arrived, half a file would be published (negative control); opening it is refused all the same', async () => {
    const options = await halfway('exact')
    const meant = new Map<string, number>()
    // What the build itself reads again would be missed by it: half of another file is lost.
    const half = (path: string, bytes: Uint8Array): Uint8Array =>
      path.endsWith('means.f32') ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes
    const trusting: Files = {
      ...realFiles,
      write: (path, chunks) => {
        const bytes = Buffer.concat([...chunks])
        meant.set(path, bytes.length)
        return realFiles.write(path, [bytes])
      },
      append: (path, bytes) => {
        meant.set(path, (meant.get(path) ?? 0) + bytes.length)
        return realFiles.append(path, half(path, bytes))
      },
      size: async (path) => meant.get(path) ?? 0,
    }
    await buildIndex({ ...options, files: trusting })
    await expect(versionOf(options.indexFolder)).rejects.toMatchObject({ code: 'index-damaged', params: { problem: 'size' } })
  })
})
