/**
 * Every operation by which an index is published, behind one seam: tests put a disk behind it that fails, forgets or is cut off at
 * any of them.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'

export interface Files {
  makeFolder(path: string): Promise<void>
  /** A whole new file. */
  write(path: string, chunks: Iterable<Uint8Array>): Promise<void>
  /** A file that a library writes by itself. */
  writeNative(path: string, write: () => Promise<void>): Promise<void>
  /** What was written to a file survives a power cut from here on. */
  syncFile(path: string): Promise<void>
  /** The names in a folder survive a power cut from here on. */
  syncFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** With everything in it; no error when there is nothing. */
  remove(path: string): Promise<void>
  list(path: string): Promise<string[]>
  size(path: string): Promise<number>
}

export const realFiles: Files = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true })
  },
  async write(path, chunks) {
    const handle = await open(path, 'w')
    try {
      for (const chunk of chunks) {
        for (let at = 0; at < chunk.byteLength; ) at += (await handle.write(chunk, at)).bytesWritten
      }
    } finally {
      await handle.close()
    }
  },
  writeNative: (_, write) => write(),
  async syncFile(path) {
    const handle = await open(path, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },
  async syncFolder(path) {
    // Some systems cannot sync a folder, and need not.
    const handle = await open(path, 'r').catch(() => undefined)
    await handle?.sync().catch(() => {})
    await handle?.close()
  },
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  list: (path) => readdir(path),
  size: async (path) => (await stat(path)).size,
}
