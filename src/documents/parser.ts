/** Reads hostile formats in a disposable process, with a bound on what it puts out, too. */
import { type ChildLimits, openChild } from './child.ts'
import type { Reply } from './format.ts'

export const LIMITS: ChildLimits = { heap: 256, resident: 512, time: 20_000 }

export interface Parser {
  parse(file: string): Promise<Reply>
  close(): void
}

export function openParser(limits: ChildLimits = LIMITS): Parser {
  const child = openChild<string, Reply>('parse-child', limits)
  return { parse: child.ask, close: child.close }
}
