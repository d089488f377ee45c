/** Whether a disk has room for another generation of an index. */
import { statfs } from 'node:fs/promises'
import { AppError } from '../errors.ts'

/** Mebibytes free; a generation is written beside the one before it. */
const LEAST_FREE = 200

/** @throws AppError disk-low @returns mebibytes free where a folder is; undefined where the system does not tell */
export async function freeSpace(folder: string): Promise<number | undefined> {
  const found = await statfs(folder).catch(() => undefined)
  if (!found) return undefined
  const mebibytes = Math.floor((found.bavail * found.bsize) / 1024 / 1024)
  if (mebibytes < LEAST_FREE) throw new AppError('disk-low', { folder, mebibytes })
  return mebibytes
}
