/** Files are looked at side by side, and come out in the order of their paths with the hashes of their bytes. */
import { createHash } from 'node:crypto'
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DOCUMENT_MAX_BYTES, findFiles } from './read.ts'

test('each file has its own hash, whatever its size and however many there are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-find-'))
  const sizes = [3 << 20, 0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, ...Array.from({ length: 40 }, (_, i) => 7 * i)]
  const wanted = sizes.map((size, i) => {
    const bytes = Buffer.alloc(size, `text ${i} `)
    const source = `${String(i).padStart(3, '0')}.txt`
    writeFileSync(join(folder, source), bytes)
    return { source, sha256: createHash('sha256').update(bytes).digest('hex') }
  })
  writeFileSync(join(folder, '999.txt'), '')
  truncateSync(join(folder, '999.txt'), DOCUMENT_MAX_BYTES + 1)
  const { files, refused } = await findFiles(folder)
  expect(files.map(({ source, sha256 }) => ({ source, sha256 }))).toEqual(wanted)
  expect(refused.map(({ source, error }) => [source, error.code])).toEqual([['999.txt', 'document-too-large']])
  expect(new Set(files.map(({ sha256 }) => sha256)).size).toBeGreaterThan(40)
})
