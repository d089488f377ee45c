/**
 * One writer for each index: a lock file that names its holder. A second writer gets an error that names the holder; the lock of a
 * dead process is taken over. Readers need no lock.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { AppError, causeText, codeOf } from '../errors.ts'

const LOCK = 'LOCK'

const HolderSchema = z.strictObject({
  pid: z.int().positive(),
  host: z.string(),
  /** Start time of the process, in units of its system: PIDs are reused. */
  started: z.string(),
  since: z.string(),
  token: z.string(),
})
type Holder = z.infer<typeof HolderSchema>

export interface Lock {
  release(): Promise<void>
  /** Whether the lock is still ours; checked before publishing. */
  held(): Promise<boolean>
}

/** @throws AppError index-locked while another process holds it, index-unwritable when the folder cannot be written */
export async function lockIndex(indexFolder: string): Promise<Lock> {
  const file = join(indexFolder, LOCK)
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    since: new Date().toISOString(),
    token: randomUUID(),
  }
  await mkdir(indexFolder, { recursive: true }).catch((cause) => Promise.reject(unwritable(indexFolder, cause)))
  for (;;) {
    try {
      await writeFile(file, JSON.stringify(own), { flag: 'wx' })
      break
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw unwritable(indexFolder, cause)
    }
    await removeIfDead(file, own.token)
  }
  const held = async (): Promise<boolean> => (await readHolder(file))?.token === own.token
  return {
    held,
    release: async () => {
      if (await held()) await rm(file, { force: true })
    },
  }
}

/** Resolves when nobody who lives holds the lock. @param pause milliseconds between two looks */
export async function unlocked(indexFolder: string, pause = 500): Promise<void> {
  for (;;) {
    const holder = await readHolder(join(indexFolder, LOCK))
    if (!holder || !(await isAlive(holder))) return
    await wait(pause)
  }
}

function unwritable(folder: string, cause: unknown): AppError {
  return new AppError('index-unwritable', { folder, cause: causeText(cause) }, { cause })
}

/** Removes the lock of a dead process. @throws AppError index-locked */
async function removeIfDead(file: string, token: string): Promise<void> {
  const found = await settledHolder(file)
  if (found && (await isAlive(found))) throw new AppError('index-locked', { pid: found.pid, host: found.host, since: found.since })
  // Renamed first and read again: in between, another process may have created a lock of its own.
  const aside = `${file}.${token}`
  await rename(file, aside).catch(() => {})
  const moved = await readHolder(aside)
  if (moved && moved.token !== found?.token) {
    await writeFile(file, JSON.stringify(moved), { flag: 'wx' }).catch(() => {})
    await rm(aside, { force: true })
    throw new AppError('index-locked', { pid: moved.pid, host: moved.host, since: moved.since })
  }
  await rm(aside, { recursive: true, force: true })
}

/** An unreadable lock may be about to be written; one that stays unreadable was torn by a power cut. */
async function settledHolder(file: string): Promise<Holder | undefined> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const holder = await readHolder(file)
    if (holder) return holder
    await wait(50)
  }
  return undefined
}

async function readHolder(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  try {
    return HolderSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Cannot check a PID on another host: treat as alive. */
async function isAlive({ pid, host, started }: Holder): Promise<boolean> {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if (codeOf(cause) === 'ESRCH') return false
  }
  return (await startOf(pid)) === started
}

/** Field 22 of /proc/PID/stat, in clock ticks since the system started; '' where there is no /proc. */
async function startOf(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is the process name in parentheses and may hold any character.
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
