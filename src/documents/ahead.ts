/**
 * Documents read ahead of their turn: while one is split, embedded and counted, those that follow are parsed in processes of their own.
 * Bounded: as many documents wait to be taken as there are parsers.
 */
import { availableParallelism } from 'node:os'
import type { SourceDocument } from '../domain.ts'
import { openParser, type Parser } from './parser.ts'
import { type FoundFile, readDocument } from './read.ts'

export interface ReadAhead {
  /** Files in the order that they were given, none left out. @throws AppError with the reason why it is left out */
  read(file: FoundFile): Promise<SourceDocument>
  close(): void
}

/** Each may take half a GiB while it parses a hostile file. */
const MOST_PARSERS = 4
const PARSERS = Math.min(MOST_PARSERS, availableParallelism())

/** @param files those that will be asked for @param parsers processes; started when the first file comes that needs one */
export function readAhead(files: readonly FoundFile[], parsers: number = PARSERS, open: () => Parser = openParser): ReadAhead {
  const all = Array.from({ length: parsers }, open)
  const free = [...all]
  const waiting = [...files]
  const begun = new Map<FoundFile, { document: Promise<SourceDocument>; parser: Parser }>()
  const begin = (): void => {
    for (let parser = free.pop(); parser; parser = free.pop()) {
      const file = waiting.shift()
      if (!file) return
      const document = readDocument(file, parser)
      // Told when it is taken.
      document.catch(() => {})
      begun.set(file, { document, parser })
    }
  }
  return {
    async read(file) {
      begin()
      const own = begun.get(file)
      if (!own) throw new RangeError(`${file.source} is not the next file`)
      begun.delete(file)
      try {
        return await own.document
      } finally {
        free.push(own.parser)
        begin()
      }
    },
    close() {
      for (const parser of all) parser.close()
    },
  }
}
