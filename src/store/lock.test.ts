import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { lockIndex } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sourcier-lock-'))
})
const write = (holder: Record<string, unknown>): void => writeFileSync(join(folder, 'LOCK'), JSON.stringify(holder))
const holder = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'LOCK'), 'utf8')) as Record<string, unknown>

test('the second writer is told who holds it; when it is released it is free, and nothing is left', async () => {
  const lock = await lockIndex(folder)
  expect(await lock.held()).toBe(true)
  await expect(lockIndex(folder)).rejects.toMatchObject({ code: 'index-locked', params: { pid: process.pid, host: hostname() } })
  await lock.release()
  expect(readdirSync(folder)).toEqual([])
  await (await lockIndex(folder)).release()
})

test('the lock of a process that is gone is taken over', async () => {
  const gone = spawn('node', ['-e', ''])
  await once(gone, 'exit')
  write({ pid: gone.pid, host: hostname(), started: '1', since: '', token: 'x' })
  const lock = await lockIndex(folder)
  expect(holder()).toMatchObject({ pid: process.pid })
  await lock.release()
})

test('… and so is that of an earlier process with the number of a living one', async () => {
  write({ pid: process.pid, host: hostname(), started: '1', since: '', token: 'x' })
  await (await lockIndex(folder)).release()
})

test('… but not that of a living one, nor of another machine (negative controls)', async () => {
  const living = await lockIndex(folder)
  const own = holder()
  await living.release()
  write({ ...own, token: 'x' })
  await expect(lockIndex(folder)).rejects.toBeInstanceOf(AppError)
  write({ ...own, pid: 1, host: 'elsewhere', token: 'x' })
  await expect(lockIndex(folder)).rejects.toMatchObject({ params: { host: 'elsewhere' } })
})

test('a lock that a power cut has emptied is taken over', async () => {
  writeFileSync(join(folder, 'LOCK'), '')
  const lock = await lockIndex(folder)
  expect(await lock.held()).toBe(true)
  await lock.release()
})

test('a writer that lost its lock knows, and does not release the lock of the other', async () => {
  const lock = await lockIndex(folder)
  write({ ...holder(), token: 'of another' })
  expect(await lock.held()).toBe(false)
  await lock.release()
  expect(readdirSync(folder)).toEqual(['LOCK'])
})

test('of many at once exactly one wins, over a dead one’s lock too', async () => {
  for (const dead of [false, true]) {
    if (dead) write({ pid: process.pid, host: hostname(), started: '1', since: '', token: 'x' })
    const locks = await Promise.allSettled(Array.from({ length: 8 }, () => lockIndex(folder)))
    const won = locks.filter((result) => result.status === 'fulfilled')
    expect(won).toHaveLength(1)
    for (const { value } of won) await value.release()
  }
})
