/** The folder of a generation that is not published yet: its parts grow in it, and nothing points at it. */
import { createHash, type Hash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { AppError, causeText } from '../errors.ts'
import type { Files } from './files.ts'
import { filePart, memoryPart, memoryParts, type PartsWriter } from './parts.ts'

export interface FileDigest {
  bytes: number
  sha256: string
}

/** Where a build writes until it publishes. */
export interface Draft extends PartsWriter {
  /** '' where there is none. */
  readonly folder: string
  /** Ends every part. @returns size and hash of what was meant to be written @throws AppError index-unwritable */
  finish(): Promise<Record<string, FileDigest>>
  /** Removes what was written, unless it was published. */
  discard(): Promise<void>
}

/** Bytes of a part that are gathered before they are written. */
const GATHERED = 1 << 20

interface Growing {
  hash: Hash
  /** Of what was appended, written or not. */
  bytes: number
  waiting: Uint8Array[]
  waitingBytes: number
}

/** @param folder made here @param index names the index in errors @throws AppError index-unwritable */
export async function folderDraft(folder: string, index: string, files: Files): Promise<Draft> {
  const parts = new Map<string, Growing>()
  const guarded = async <T>(operation: Promise<T>): Promise<T> => {
    try {
      return await operation
    } catch (cause) {
      throw new AppError('index-unwritable', { folder: index, cause: causeText(cause) }, { cause })
    }
  }
  const flush = async (name: string, own: Growing): Promise<void> => {
    const bytes = Buffer.concat(own.waiting)
    own.waiting = []
    own.waitingBytes = 0
    await guarded(files.append(join(folder, name), bytes))
  }
  const startOf = (name: string): Growing => {
    const own = parts.get(name) ?? { hash: createHash('sha256'), bytes: 0, waiting: [], waitingBytes: 0 }
    parts.set(name, own)
    return own
  }
  /** What was written may not have arrived, without a word. */
  const checkSize = async (name: string, { bytes }: Growing): Promise<void> => {
    const arrived = await guarded(files.size(join(folder, name)))
    if (arrived !== bytes) throw new AppError('index-unwritable', { folder: index, cause: `${arrived}/${bytes} B` })
  }
  await guarded(files.makeFolder(folder))
  const folders = new Set([folder])
  return {
    folder,
    async append(name, bytes) {
      const parent = dirname(join(folder, name))
      if (!folders.has(parent)) await guarded(files.makeFolder(parent))
      folders.add(parent)
      const own = startOf(name)
      own.hash.update(bytes)
      own.bytes += bytes.byteLength
      if (bytes.byteLength >= GATHERED) {
        if (own.waitingBytes > 0) await flush(name, own)
        return guarded(files.append(join(folder, name), bytes))
      }
      // The caller may go on writing into its array.
      own.waiting.push(bytes.slice())
      own.waitingBytes += bytes.byteLength
      if (own.waitingBytes >= GATHERED) await flush(name, own)
    },
    async part(name) {
      const own = startOf(name)
      if (own.bytes === 0) return memoryPart(new Uint8Array())
      if (own.waitingBytes > 0) await flush(name, own)
      await checkSize(name, own)
      return filePart(join(folder, name), own.bytes)
    },
    async finish() {
      const digests: Record<string, FileDigest> = {}
      for (const [name, own] of parts) {
        const file = join(folder, name)
        // A part without any bytes is a file all the same.
        if (own.waitingBytes > 0 || own.bytes === 0) await flush(name, own)
        await guarded(files.syncFile(file))
        await checkSize(name, own)
        digests[name] = { bytes: own.bytes, sha256: own.hash.copy().digest('hex') }
      }
      return digests
    },
    discard: () => files.remove(folder).catch(() => {}),
  }
}

/** For an index that is kept elsewhere, or not at all. */
export function memoryDraft(): Draft {
  return { folder: '', ...memoryParts(), finish: async () => ({}), discard: async () => {} }
}
