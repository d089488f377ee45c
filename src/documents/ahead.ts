/**
 * Documents read ahead of their turn: while one is split, embedded and counted, those that follow are parsed in processes of their own.
 * Bounded: as many documents wait to be taken as there are parsers.
 */
import { availableParallelism } from 'node:os'
import type { SourceDocument } from '../domain.ts'
import { openParser, type Parser } from './parser.ts'
import { type FoundFile, readDocument } from './read.ts'

export interface Ahead<T> {
  /** What comes of a file; they are asked for in the order in which they were given, none left out. @throws as the work on it */
  read(file: FoundFile): Promise<T>
  close(): void
}

/** Each may take half a GiB while it parses a hostile file. */
const MOST_PARSERS = 4
const PARSERS = Math.min(MOST_PARSERS, availableParallelism())

/** @param files those that will be asked for @param parsers processes; started when the first file comes that needs one */
export function readAhead(files: readonly FoundFile[], parsers: number = PARSERS, open: () => Parser = openParser): Ahead<SourceDocument> {
  const all = Array.from({ length: parsers }, open)
  return workAhead(
    files,
    all.map((parser) => ({ work: (file) => readDocument(file, parser), close: parser.close })),
  )
}

/** One file at a time. */
export interface AheadWorker<T> {
  work(file: FoundFile): Promise<T>
  close(): void
}

export function workAhead<T>(files: readonly FoundFile[], workers: readonly AheadWorker<T>[]): Ahead<T> {
  const free = [...workers]
  const waiting = [...files]
  let next = 0
  const begun = new Map<FoundFile, { done: Promise<T>; worker: AheadWorker<T> }>()
  const begin = (): void => {
    for (let worker = free.pop(); worker; worker = free.pop()) {
      const file = waiting[next++]
      if (!file) return
      const done = worker.work(file)
      // Told when it is taken.
      done.catch(() => {})
      begun.set(file, { done, worker })
    }
  }
  return {
    async read(file) {
      begin()
      const own = begun.get(file)
      if (!own) throw new RangeError(`${file.source} is not the next file`)
      begun.delete(file)
      try {
        return await own.done
      } finally {
        free.push(own.worker)
        begin()
      }
    },
    close() {
      for (const worker of workers) worker.close()
    },
  }
}
