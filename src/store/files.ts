/**
 * Every file operation that publishing an index needs, as one port: tests pass a disk that fails, loses unsynced writes, or stops at
 * any operation.
 */
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'

export interface Files {
  makeFolder(path: string): Promise<void>
  /** Writes a complete new file. */
  write(path: string, chunks: Iterable<Uint8Array>): Promise<void>
  /** Adds to the end of a file, which is made by the first bytes. */
  append(path: string, bytes: Uint8Array): Promise<void>
  /** A second name of a file. @returns false where a disk knows none: it was copied */
  link(from: string, to: string): Promise<boolean>
  /** A file that a library writes itself. */
  writeNative(path: string, write: () => Promise<void>): Promise<void>
  /** fsync of a file: its content survives a power cut from here on. */
  syncFile(path: string): Promise<void>
  /** fsync of a folder: its entries survive a power cut from here on. */
  syncFolder(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Recursive; no error when the path does not exist. */
  remove(path: string): Promise<void>
  list(path: string): Promise<string[]>
  size(path: string): Promise<number>
}

export const realFiles: Files = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true })
  },
  write: (path, chunks) => writeTo(path, 'w', chunks),
  append: (path, bytes) => writeTo(path, 'a', [bytes]),
  link: (from, to) =>
    link(from, to).then(
      () => true,
      async () => {
        await copyFile(from, to)
        return false
      },
    ),
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

async function writeTo(path: string, flags: 'w' | 'a', chunks: Iterable<Uint8Array>): Promise<void> {
  const handle = await open(path, flags)
  try {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.byteLength; ) at += (await handle.write(chunk, at)).bytesWritten
    }
  } finally {
    await handle.close()
  }
}
